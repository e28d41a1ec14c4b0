#include "ui/lessons/class_page.h"

#include "core/scenario/scenario_file.h"
#include "ui/controls/panels.h"
#include "ui/document/file_name.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/rich_text.h"
#include "ui/lessons/value_rail.h"
#include "ui/look/number_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/scenes/guess_painter.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr std::size_t mostSheets = 1'000;
constexpr int mostComplaints = 5;

QString sheetFilter() { return ClassPage::tr("Answers (*.answers.json)"); }

/// An answer and how many chose it, as a bar; the right one in the accent's colour once that is to be known.
class CountBar : public QWidget {
 public:
  CountBar(const ThemeController& themes, const QString& words, std::size_t count, std::size_t most, bool right,
           QWidget* parent)
      : QWidget(parent), themes_(themes), words_(words), count_(count), most_(most), right_(right) {
    setAccessibleName(ClassPage::tr("%1: %2").arg(words).arg(count));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
  }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override {
    return wordsRect(width).height() + themes_.theme().ipx(18);
  }
  [[nodiscard]] QSize sizeHint() const override {
    const int wide = themes_.theme().ipx(300);
    return {wide, heightForWidth(wide)};
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(right_ ? TextRole::Strong : TextRole::Body));
    painter.setPen(theme.text);
    const QRect words = wordsRect(width());
    painter.drawText(words, Qt::AlignLeft | Qt::TextWordWrap, words_);
    const QString number = QString::number(count_);
    const double room = width() - QFontMetricsF(theme.font(TextRole::Strong)).horizontalAdvance(number) - theme.px(8);
    const double wide = most_ > 0 ? room * static_cast<double>(count_) / static_cast<double>(most_) : 0;
    const QRectF bar(0, words.bottom() + theme.px(3), std::max(wide, 1.0), theme.px(11));
    painter.setPen(Qt::NoPen);
    painter.setBrush(right_ ? theme.accent : theme.hint);
    painter.drawRoundedRect(bar, 2, 2);
    painter.setFont(theme.font(TextRole::Strong));
    painter.setPen(theme.text);
    painter.drawText(QPointF(bar.right() + theme.px(6), bar.bottom()), number);
  }

 private:
  [[nodiscard]] QRect wordsRect(int width) const {
    const QFontMetrics metrics(themes_.theme().font(right_ ? TextRole::Strong : TextRole::Body));
    return metrics.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, words_);
  }

  const ThemeController& themes_;
  QString words_;
  std::size_t count_;
  std::size_t most_;
  bool right_;
};

}  // namespace

ClassPage::ClassPage(const ThemeController& themes, LessonSession& session, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      session_(session),
      name_(new QLineEdit(this)),
      save_(new QPushButton(tr("Save…"), this)),
      open_(new QPushButton(tr("Open files…"), this)),
      forget_(new QPushButton(tr("Forget them"), this)),
      message_(new InlineMessage(themes, this)),
      counted_(plainLabel(this, {}, "secondary")),
      place_(new QVBoxLayout),
      later_(this, [this] { refresh(); }) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(2));
  name_->setPlaceholderText(tr("Name, if you like"));
  name_->setAccessibleName(tr("Name in the file, if you like"));
  name_->setMaxLength(100);
  save_->setToolTip(tr("Writes your guesses in this lesson into a file, for the one who teaches"));
  open_->setToolTip(tr("Lays the files of many students together"));
  counted_->setWordWrap(true);
  column->addWidget(plainLabel(this, tr("What you said"), "strong"));
  auto* first = new QHBoxLayout;
  first->addWidget(name_, 1);
  first->addWidget(save_);
  column->addLayout(first);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  column->addWidget(plainLabel(this, tr("What a class said"), "strong"));
  auto* second = new QHBoxLayout;
  second->addWidget(open_);
  second->addWidget(forget_);
  second->addStretch(1);
  column->addLayout(second);
  column->addWidget(message_);
  column->addWidget(counted_);
  column->addLayout(place_);
  column->addStretch(1);
  connect(save_, &QPushButton::clicked, this, &ClassPage::chooseAndSave);
  connect(open_, &QPushButton::clicked, this, &ClassPage::chooseAndOpen);
  connect(forget_, &QPushButton::clicked, this, [this] {
    sheets_.clear();
    message_->clear();
    refresh();
  });
  connect(&session_, &LessonSession::changed, this, [this] { later_.ask(); });
  connect(&themes_, &ThemeController::changed, this, [this] { later_.ask(); });
  refresh();
}

QString ClassPage::message() const { return message_->text(); }

bool ClassPage::save(const QString& path) {
  if (!session_.running()) return false;
  AnswerSheet sheet = session_.sheet();
  sheet.name = name_->text().trimmed().toStdString();
  try {
    saveAnswers(sheet, nameBytes(path));
  } catch (const ScenarioError& error) {
    message_->showMessage(InlineMessage::Kind::Error, QString::fromUtf8(error.what()));
    return false;
  }
  message_->showMessage(InlineMessage::Kind::Note, tr("Saved as %1.").arg(shownName(QFileInfo(path).fileName())));
  return true;
}

void ClassPage::chooseAndSave() {
  if (!session_.running()) return;
  QString path = QFileDialog::getSaveFileName(this, tr("Save what you said"),
                                              text(session_.id()) + QStringLiteral(".answers.json"), sheetFilter());
  if (path.isEmpty()) return;
  if (!path.endsWith(QStringLiteral(".json"))) path += QStringLiteral(".answers.json");
  save(path);
}

void ClassPage::chooseAndOpen() {
  open(QFileDialog::getOpenFileNames(this, tr("Open what a class said"), {}, sheetFilter() + tr(";;All files (*)")));
}

void ClassPage::open(const QStringList& paths) {
  if (!session_.running() || paths.isEmpty()) return;
  QStringList complaints;
  int refused = 0;
  const auto complain = [&](const QString& words) {
    if (++refused <= mostComplaints) complaints << words;
  };
  for (const QString& path : paths) {
    const QString name = shownName(QFileInfo(path).fileName());
    if (sheets_.size() >= mostSheets) {
      complain(tr("%1: there are %2 already").arg(name).arg(mostSheets));
      break;
    }
    AnswerSheet sheet;
    try {
      sheet = loadAnswers(nameBytes(path));
    } catch (const ScenarioError& error) {
      complain(text(error.what()));  // with the path
      continue;
    }
    try {
      const Lesson& lesson = session_.lesson();
      for (std::size_t p = 0; p < lesson.pages.size(); ++p) {
        if (lesson.pages[p].ask) classPredictions(lesson, session_.id(), {sheet}, p);
      }
      sheets_.push_back(std::move(sheet));
    } catch (const ScenarioError& error) {
      complain(tr("%1: %2").arg(name, text(error.what()).remove(QStringLiteral("sheets[0]: "))));
    }
  }
  if (refused > mostComplaints) complaints << tr("and %1 more").arg(refused - mostComplaints);
  if (complaints.isEmpty())
    message_->clear();
  else
    message_->showMessage(InlineMessage::Kind::Error, complaints.join(QStringLiteral("; ")));
  refresh();
}

void ClassPage::refresh() {
  if (!session_.running()) return;
  // Sheets are one lesson's.
  if (std::exchange(lesson_, session_.id()) != session_.id()) {
    sheets_.clear();
    message_->clear();
  }
  predictions_ = nullptr;
  if (!sheets_.empty() && session_.written().ask)
    predictions_ = std::make_shared<const ClassPredictions>(
        classPredictions(session_.lesson(), session_.id(), sheets_, session_.page()));
  build();
  Q_EMIT changed();
}

/// Behind another tab nothing is made anew.
void ClassPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  build();
}

void ClassPage::build() {
  if (!isVisible()) return;
  delete std::exchange(shown_, nullptr);
  forget_->setVisible(!sheets_.empty());
  if (sheets_.empty()) {
    counted_->setText(tr("None of this lesson is open."));
    return;
  }
  if (!predictions_) {
    counted_->setText(sheets_.size() == 1 ? tr("One file. This page asks nothing.")
                                          : tr("%1 files. This page asks nothing.").arg(sheets_.size()));
    return;
  }
  const std::size_t silent = predictions_->declined + predictions_->absent;
  counted_->setText(tr("%1 said something, %2 did not.").arg(sheets_.size() - silent).arg(silent));
  const LessonQuestion& ask = *session_.written().ask;
  shown_ = new QWidget(this);
  auto* column = new QVBoxLayout(shown_);
  column->setContentsMargins(0, 0, 0, 0);
  auto* question = new RichText(themes_, session_.filled(ask.question), shown_);
  question->setStrong(true);
  column->addWidget(question);
  const bool revealed = session_.stage() == LessonStage::Why || session_.stage() == LessonStage::Try;
  const auto right = revealed ? session_.rightAnswer() : std::nullopt;
  switch (ask.kind) {
    case LessonQuestion::Kind::Choice:
      for (std::size_t a = 0; a < ask.answers.size(); ++a)
        column->addWidget(new CountBar(themes_, session_.filled(ask.answers[a].text), predictions_->choices[a],
                                       *std::ranges::max_element(predictions_->choices), right == a, shown_));
      break;
    case LessonQuestion::Kind::Value: {
      auto* rail = new ValueRail(themes_, valueScale(ask), shown_);
      rail->setGuesses(predictions_->values);
      rail->setTruth(session_.trueValue());
      column->addWidget(rail);
      break;
    }
    case LessonQuestion::Kind::Endpoint:
    case LessonQuestion::Kind::Path: {
      auto* words = plainLabel(shown_, tr("Their marks and lines stand in the picture."), "secondary");
      words->setWordWrap(true);
      column->addWidget(words);
      break;
    }
  }
  place_->addWidget(shown_);
  shown_->show();
}

std::shared_ptr<const GuessPicture> ClassPage::picture() const {
  if (!predictions_ || (predictions_->points.rows() == 0 && predictions_->lines.empty())) return nullptr;
  auto picture = std::make_shared<GuessPicture>();
  picture->many = true;
  for (Index k = 0; k < predictions_->points.rows(); ++k)
    picture->points.emplace_back(predictions_->points(k, 0), predictions_->points(k, 1));
  for (const Points& line : predictions_->lines) {
    QPolygonF corners;
    for (Index k = 0; k < line.rows(); ++k) corners << QPointF(line(k, 0), line(k, 1));
    picture->lines.push_back(std::move(corners));
  }
  return picture;
}

void ClassPage::paintEvent(QPaintEvent* /*event*/) { QPainter(this).fillRect(rect(), themes_.theme().dock); }

}  // namespace thalweg
