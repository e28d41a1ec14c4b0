#include "ui/lessons/ask_box.h"

#include "core/lessons/lesson_text.h"
#include "ui/controls/buttons.h"
#include "ui/controls/value_slider.h"
#include "ui/lessons/answer_card.h"
#include "ui/lessons/answer_sketches.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/rich_text.h"
#include "ui/lessons/value_rail.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

#include <algorithm>

namespace thalweg {

namespace {

QString guessHint(const LessonQuestion& ask, bool inChart) {
  switch (ask.kind) {
    case LessonQuestion::Kind::Choice:
      return AskBox::tr("Keys 1–%1 choose, Enter lets it run. A guess is never counted.").arg(ask.answers.size());
    case LessonQuestion::Kind::Endpoint:
      return AskBox::tr(
          "Click into the picture where the path will end, or move the mark with the arrow keys. Enter lets "
          "it run. A guess is never counted.");
    case LessonQuestion::Kind::Path:
      return AskBox::tr(
          "Draw the path into the picture. By keys: arrows lead the line, the space bar sets a corner, "
          "Backspace takes it back. Enter lets it run. A guess is never counted.");
    case LessonQuestion::Kind::Value:
      return inChart ? AskBox::tr(
                           "Drag the mark in the chart, slide, or use the arrow keys. Enter lets it run. A guess is "
                           "never counted.")
                     : AskBox::tr("Slide, or use the arrow keys. Enter lets it run. A guess is never counted.");
  }
  return {};
}

QLabel* wrapped(QWidget* parent, const QString& words, const char* role) {
  auto* label = plainLabel(parent, words, role);
  label->setWordWrap(true);
  return label;
}

}  // namespace

AskBox::AskBox(const ThemeController& themes, LessonSession& session, AnswerSketches& sketches, int columns, bool wide,
               QWidget* parent)
    : QWidget(parent), themes_(themes), session_(session), sketches_(sketches) {
  const Theme& theme = themes.theme();
  const LessonQuestion& ask = *session.written().ask;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme.u(wide ? 2 : 3));
  auto* line = new QHBoxLayout;
  if (wide) {
    auto* question = new RichText(themes_, session_.filled(ask.question), this);
    question->setStrong(true);
    line->addWidget(question, 1);
    addButtons(line);
    column->addLayout(line);
  }
  if (ask.kind == LessonQuestion::Kind::Choice) addAnswers(column, columns, wide);
  if (ask.kind == LessonQuestion::Kind::Value) addValue(column);
  if (!wide) {
    addButtons(line);
    line->addStretch(1);
    column->addLayout(line);
  }
  // Before an audience a choice is plain to see, and its keys are in the answers' tips.
  if (!wide || ask.kind != LessonQuestion::Kind::Choice)
    column->addWidget(wrapped(this, guessHint(ask, session.chartPlace().has_value()), "secondary"));
  connect(&session_, &LessonSession::guessChanged, this, &AskBox::showGuess);
  connect(&sketches_, &AnswerSketches::made, this, &AskBox::showSketches);
  showGuess();
  showSketches();
}

void AskBox::addButtons(QBoxLayout* line) {
  run_ = new QPushButton(tr("Let it run"), this);
  run_->setProperty("look", QStringLiteral("accent"));
  run_->setIcon(themedIcon(themes_, QStringLiteral("play"), IconTint::OnAccent));
  connect(run_, &QPushButton::clicked, &session_, &LessonSession::run);
  skip_ = new FlatButton(themes_, {}, tr("Show without guessing"), this);
  skip_->setTextTint(IconTint::Secondary);
  connect(skip_, &QToolButton::clicked, this, [this] { session_.run(); });
  line->addWidget(run_);
  line->addWidget(skip_);
}

AnswerCard* AskBox::answer(std::size_t index) const { return index < answers_.size() ? answers_[index] : nullptr; }

void AskBox::addAnswers(QBoxLayout* column, int columns, bool wide) {
  const LessonQuestion& ask = *session_.written().ask;
  const bool pictured = std::ranges::any_of(ask.answers, [](const LessonAnswer& a) { return a.contender.has_value(); });
  const int across = pictured || wide ? columns : 1;
  auto* grid = new QGridLayout;
  grid->setSpacing(themes_.theme().u(2));
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    auto* card = new AnswerCard(themes_, session_.filled(ask.answers[a].text), {}, this);
    card->setPictured(pictured && ask.answers[a].contender);
    card->setToolTip(tr("Key %1").arg(a + 1));
    connect(card, &QAbstractButton::clicked, this, [this, a] { session_.choose(a); });
    grid->addWidget(card, static_cast<int>(a) / across, static_cast<int>(a) % across);
    answers_.push_back(card);
  }
  column->addLayout(grid);
}

void AskBox::addValue(QBoxLayout* column) {
  const LessonQuestion& ask = *session_.written().ask;
  auto* line = new QHBoxLayout;
  slider_ = new ValueSlider(themes_, this);
  slider_->setScale(valueScale(ask));
  slider_->setAccessibleName(tr("Your guess"));
  value_ = plainLabel(this, {}, "strong");
  value_->setMinimumWidth(themes_.theme().ipx(64));
  value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  line->addWidget(slider_, 1);
  line->addWidget(value_);
  column->addLayout(line);
  connect(slider_, &ValueSlider::edited, &session_, &LessonSession::guessValue);
}

void AskBox::showGuess() {
  if (!session_.running() || session_.stage() != LessonStage::Predict) return;
  for (std::size_t a = 0; a < answers_.size(); ++a) answers_[a]->setChecked(session_.choice() == a);
  if (slider_) {
    const auto& value = session_.guess().value;
    slider_->setValue(value ? *value : sliderValue(slider_->scale(), 0.5));
    value_->setText(value ? text(lessonNumber(*value)) : QStringLiteral("?"));
  }
  run_->setEnabled(session_.hasGuess());
  skip_->setVisible(!session_.hasGuess());
}

void AskBox::showSketches() {
  if (!session_.running()) return;
  for (std::size_t a = 0; a < answers_.size(); ++a) {
    if (const QPixmap picture = sketches_.picture(static_cast<int>(a)); !picture.isNull())
      answers_[a]->setPicture(picture);
  }
}

RevealBox::RevealBox(const ThemeController& themes, LessonSession& session, AnswerSketches& sketches, QWidget* parent)
    : QWidget(parent), sketches_(sketches) {
  const Theme& theme = themes.theme();
  const LessonQuestion& ask = *session.written().ask;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme.u(2));
  auto* line = new QHBoxLayout;
  line->setSpacing(theme.u(2));
  const auto add = [&](const QString& caption, std::size_t answer, int picture) {
    auto* card = new AnswerCard(themes, session.filled(ask.answers[answer].text), caption, this);
    const bool pictured =
        picture == AnswerSketches::truth
            ? std::ranges::any_of(ask.answers, [](const LessonAnswer& a) { return a.contender.has_value(); })
            : ask.answers[answer].contender.has_value();
    card->setPictured(pictured);
    if (pictured) pictures_.emplace_back(card, picture);
    line->addWidget(card, 1);
  };
  const auto said = session.choice();
  if (said) add(tr("You said"), *said, static_cast<int>(*said));
  if (const auto right = session.rightAnswer()) add(tr("What happened"), *right, AnswerSketches::truth);
  column->addLayout(line);
  if (const auto truth = session.trueValue()) {
    auto* rail = new ValueRail(themes, valueScale(ask), this);
    rail->setTruth(truth);
    if (session.guess().value) rail->setGuesses({*session.guess().value});
    column->addWidget(rail);
  }
  if (const QString words = session.gapWords(); !words.isEmpty()) column->addWidget(wrapped(this, words, "strong"));
  connect(&sketches_, &AnswerSketches::made, this, &RevealBox::showSketches);
  showSketches();
}

void RevealBox::showSketches() {
  for (const auto& [card, answer] : pictures_) {
    if (const QPixmap picture = sketches_.picture(answer); !picture.isNull()) card->setPicture(picture);
  }
}

bool takeGuessKey(LessonSession& session, const QKeyEvent& event) {
  if (!session.running() || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
  const int key = event.key();
  const bool asking = session.stage() == LessonStage::Predict;
  if (key >= Qt::Key_1 && key <= Qt::Key_6) {
    if (asking && session.written().ask->kind == LessonQuestion::Kind::Choice)
      session.choose(static_cast<std::size_t>(key - Qt::Key_1));
    return true;
  }
  if (!asking || session.written().ask->kind == LessonQuestion::Kind::Choice) return false;
  switch (key) {
    case Qt::Key_Left:
      return session.moveGuess(-1, 0), true;
    case Qt::Key_Right:
      return session.moveGuess(1, 0), true;
    case Qt::Key_Up:
      return session.moveGuess(0, 1), true;
    case Qt::Key_Down:
      return session.moveGuess(0, -1), true;
    default:
      break;
  }
  if (session.written().ask->kind != LessonQuestion::Kind::Path) return false;
  if (key == Qt::Key_Space) return session.setCorner(), true;
  if (key == Qt::Key_Backspace) return session.takeCornerBack(), true;
  return false;
}

}  // namespace thalweg
