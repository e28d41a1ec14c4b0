#include "ui/lessons/lesson_caption.h"

#include "ui/controls/buttons.h"
#include "ui/document/playback.h"
#include "ui/document/view_state.h"
#include "ui/lessons/answer_sketches.h"
#include "ui/lessons/ask_box.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/rich_text.h"
#include "ui/lessons/task_box.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace thalweg {

namespace {

constexpr double mostOfWindow = 0.4;  // of its height

}  // namespace

LessonCaption::LessonCaption(const ThemeController& themes, ScenarioModel& model, LessonSession& session,
                             ViewState& view, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      session_(session),
      view_(view),
      place_(plainLabel(this, {}, "secondary")),
      previous_(new FlatButton(themes, QStringLiteral("chevron-left"), {}, this)),
      next_(new FlatButton(themes, QStringLiteral("chevron-right"), {}, this)),
      scroll_(new QScrollArea(this)),
      sketches_(new AnswerSketches(themes, session, this)),
      later_(this, [this] { build(); }) {
  const Theme& theme = themes.theme();
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(theme.u(3), theme.u(1), theme.u(2), theme.u(1));
  line->setSpacing(theme.u(2));
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  line->addWidget(scroll_, 1);
  auto* side = new QVBoxLayout;
  side->setSpacing(0);
  auto* arrows = new QHBoxLayout;
  arrows->setSpacing(0);
  previous_->setToolTip(tr("Back (Page Up)"));
  next_->setToolTip(tr("On (Page Down or space bar)"));
  for (FlatButton* button : {previous_, next_}) {
    button->setControlHeight(24);
    button->setFocusPolicy(Qt::NoFocus);
    arrows->addWidget(button);
  }
  place_->setAlignment(Qt::AlignCenter);
  side->addLayout(arrows);
  side->addWidget(place_);
  side->addStretch(1);
  line->addLayout(side);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(previous_, &QToolButton::clicked, this, [this] { walk(false); });
  connect(next_, &QToolButton::clicked, this, [this] { walk(true); });
  connect(&session_, &LessonSession::changed, this, &LessonCaption::follow);
  connect(&themes_, &ThemeController::changed, this, [this] { later_.ask(); });
  // One who comes from the dock has read the page.
  if (session_.running()) {
    sketches_->request();
    part_ = session_.stage() == LessonStage::Predict ? Part::Question : Part::Text;
  }
  follow();
}

LessonCaption::~LessonCaption() = default;

void LessonCaption::follow() {
  if (!session_.running()) return;
  const bool other = built_.lesson != session_.id() || built_.page != session_.page();
  switch (session_.stage()) {
    case LessonStage::Predict:
      if (other && !built_.lesson.empty()) part_ = Part::Text;
      if (part_ != Part::Text) part_ = Part::Question;
      break;
    case LessonStage::Watch:
      part_ = Part::Watch;
      break;
    case LessonStage::Read:
      if (other || part_ != Part::Task) part_ = Part::Text;
      break;
    case LessonStage::Why:
      if (other || part_ != Part::Task) part_ = Part::Why;
      break;
    case LessonStage::Try:
      part_ = Part::Task;
      break;
  }
  if (other && !built_.lesson.empty()) sketches_->request();
  later_.ask();
}

void LessonCaption::show(Part part) {
  part_ = part;
  later_.ask();
}

void LessonCaption::turn(int pages) {
  const std::size_t last = session_.lesson().pages.size() - 1;
  if (pages > 0 && session_.page() == last) return Q_EMIT nextLessonRequested();
  if (pages < 0 && session_.page() == 0) return;
  session_.goTo(session_.page() + static_cast<std::size_t>(pages));
}

void LessonCaption::walk(bool forward) {
  if (!session_.running()) return;
  // What did not fit is read before one goes on.
  QScrollBar* bar = scroll_->verticalScrollBar();
  if (forward ? bar->value() < bar->maximum() : bar->value() > bar->minimum())
    return bar->setValue(bar->value() + (forward ? 1 : -1) * bar->pageStep());
  const bool task = session_.written().task.has_value();
  switch (part_) {
    case Part::Text:
      if (!forward) return turn(-1);
      if (session_.stage() == LessonStage::Predict) return show(Part::Question);
      return task ? show(Part::Task) : turn(1);
    case Part::Question:
      return forward ? session_.run() : show(Part::Text);
    case Part::Watch:
      // Its end shows why.
      view_.playback().setPlaying(false);
      view_.playback().setStep(view_.playback().steps());
      return;
    case Part::Why:
      if (!forward) return turn(-1);
      return task ? show(Part::Task) : turn(1);
    case Part::Task:
      if (forward) return turn(1);
      return show(session_.written().ask ? Part::Why : Part::Text);
  }
}

bool LessonCaption::takeKey(const QKeyEvent& event) {
  if (!session_.running()) return false;
  if (part_ == Part::Question && takeGuessKey(session_, event)) return true;
  if (event.key() != Qt::Key_Return && event.key() != Qt::Key_Enter) return false;
  if (part_ == Part::Question && !session_.hasGuess()) return true;
  walk(true);
  return true;
}

void LessonCaption::build() {
  if (!session_.running()) return;
  const Theme& theme = themes_.theme();
  const Built wanted = {session_.id(), session_.page(), part_, session_.ready(), theme.dark, theme.em};
  if (wanted == built_) return;
  built_ = wanted;
  ask_ = nullptr;
  task_ = nullptr;
  delete scroll_->takeWidget();
  const LessonPage& page = session_.written();
  place_->setText(QStringLiteral("%1 / %2").arg(session_.page() + 1).arg(session_.lesson().pages.size()));
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme.u(2));
  const auto words = [&](const std::string& of, bool strong = false) {
    auto* label = new RichText(themes_, session_.filled(of), body);
    label->setStrong(strong);
    column->addWidget(label);
  };
  switch (part_) {
    case Part::Text:
      words(page.text);
      break;
    case Part::Question:
      ask_ = new AskBox(themes_, session_, *sketches_, std::max<int>(1, static_cast<int>(page.ask->answers.size())),
                        true, body);
      column->addWidget(ask_);
      break;
    case Part::Watch:
      words(page.ask->question, true);
      break;
    case Part::Why: {
      if (const QString gap = session_.gapWords(); !gap.isEmpty()) {
        auto* label = plainLabel(body, gap, "strong");
        label->setWordWrap(true);
        column->addWidget(label);
      } else if (const auto right = session_.rightAnswer()) {
        const auto said = session_.choice();
        const auto answer = [&](std::size_t a) { return session_.filled(page.ask->answers[a].text); };
        auto* label = plainLabel(body,
                                 said && *said != *right
                                     ? tr("You said: %1. What happened: %2.").arg(answer(*said), answer(*right))
                                     : tr("What happened: %1.").arg(answer(*right)),
                                 "strong");
        label->setWordWrap(true);
        column->addWidget(label);
      }
      words(page.why);
      break;
    }
    case Part::Task:
      task_ = new TaskBox(themes_, model_, session_, true, body);
      column->addWidget(task_);
      break;
  }
  column->addStretch(1);
  scroll_->setWidget(body);
  // Their type is known when they are polished.
  for (QWidget* part : body->findChildren<QWidget*>()) part->ensurePolished();
  column->invalidate();
  fit();
}

void LessonCaption::fit() {
  QWidget* body = scroll_->widget();
  if (!body) return;
  const QMargins margins = layout()->contentsMargins();
  const int bar = scroll_->verticalScrollBar()->sizeHint().width();
  const int wide = std::max(100, scroll_->width() - bar);
  const int wanted = body->layout()->hasHeightForWidth() ? body->layout()->totalHeightForWidth(wide)
                                                         : body->layout()->totalSizeHint().height();
  const int most = static_cast<int>(window()->height() * mostOfWindow);
  const int least = 2 * themes_.theme().ipx(26);
  setFixedHeight(std::clamp(wanted + themes_.theme().u(1), least, std::max(least, most)) + margins.top() +
                 margins.bottom());
}

void LessonCaption::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (event->size().width() != event->oldSize().width()) fit();
}

void LessonCaption::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.dock);
  painter.fillRect(QRect(0, 0, width(), 1), theme.border);
}

}  // namespace thalweg
