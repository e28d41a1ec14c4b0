#include "ui/lessons/lesson_view.h"

#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
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
#include <array>

namespace thalweg {

/// Five dots on a line: Read, Predict, Watch, Why, Try.
class LessonView::Stages : public QWidget {
 public:
  Stages(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    setFixedHeight(themes.theme().ipx(34));
  }
  void setStage(LessonStage stage) {
    stage_ = static_cast<int>(stage);
    setAccessibleName(LessonView::tr("Stage: %1").arg(names()[static_cast<std::size_t>(stage_)]));
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal dot = theme.px(10);
    const qreal step = (width() - theme.px(30)) / 4.0;
    const qreal middle = dot / 2 + 1;
    for (int i = 0; i < 5; ++i) {
      const qreal x = dot / 2 + 1 + step * i;
      if (i < 4) {
        painter.setPen(QPen(i < stage_ ? theme.accent : theme.groove, 2));
        painter.drawLine(QPointF(x + dot / 2 + 3, middle), QPointF(x + step - dot / 2 - 3, middle));
      }
      painter.setPen(QPen(i <= stage_ ? theme.accent : theme.hint, 2));
      painter.setBrush(i < stage_ ? theme.accent : theme.dock);
      painter.drawEllipse(QPointF(x, middle), dot / 2 - 1, dot / 2 - 1);
      if (i == stage_) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(QPointF(x, middle), theme.px(2), theme.px(2));
      }
      painter.setFont(theme.font(i == stage_ ? TextRole::Strong : TextRole::Secondary));
      painter.setPen(i == stage_ ? theme.text : theme.secondary);
      const QString name = names()[static_cast<std::size_t>(i)];
      const qreal wide = QFontMetricsF(painter.font()).horizontalAdvance(name);
      const qreal left = std::clamp(x - dot / 2, 0.0, std::max(0.0, width() - wide));
      painter.drawText(QPointF(left, height() - theme.px(4)), name);
    }
  }

 private:
  static std::array<QString, 5> names() {
    return {LessonView::tr("Read"), LessonView::tr("Predict"), LessonView::tr("Watch"), LessonView::tr("Why"),
            LessonView::tr("Try")};
  }
  const ThemeController& themes_;
  int stage_ = 0;
};

LessonView::LessonView(const ThemeController& themes, ScenarioModel& model, LessonSession& session, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      session_(session),
      place_(plainLabel(this, {}, "secondary")),
      title_(plainLabel(this, {}, "title")),
      stages_(new Stages(themes, this)),
      scroll_(new QScrollArea(this)),
      previous_(new FlatButton(themes, QStringLiteral("chevron-left"), tr("Back"), this)),
      next_(new FlatButton(themes, QStringLiteral("chevron-right"), tr("Next page"), this)),
      sketches_(new AnswerSketches(themes, session, this)),
      later_(this, [this] { refresh(); }) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* head = new QVBoxLayout;
  head->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  head->setSpacing(theme.u(1));
  title_->setWordWrap(true);
  head->addWidget(place_);
  head->addWidget(title_);
  head->addWidget(stages_);
  column->addLayout(head);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  column->addWidget(scroll_, 1);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  previous_->setFramed(true);
  next_->setFramed(true);
  next_->setIconLast(true);
  foot->addWidget(previous_);
  foot->addStretch(1);
  foot->addWidget(next_);
  column->addLayout(foot);
  connect(previous_, &QToolButton::clicked, this, [this] { turn(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { turn(1); });
  connect(&session_, &LessonSession::changed, this, [this] { later_.ask(); });
  connect(&themes_, &ThemeController::changed, this, [this] { later_.ask(); });
  later_.ask();  // the lesson began before there was this view
}

LessonView::~LessonView() = default;

AnswerCard* LessonView::answer(std::size_t index) const { return ask_ ? ask_->answer(index) : nullptr; }
ValueSlider* LessonView::valueSlider() const { return ask_ ? ask_->slider() : nullptr; }
QPushButton* LessonView::runButton() const { return ask_ ? ask_->runButton() : nullptr; }
FlatButton* LessonView::skipButton() const { return ask_ ? ask_->skipButton() : nullptr; }
FlatButton* LessonView::solutionButton() const { return task_ ? task_->solutionButton() : nullptr; }
FlatButton* LessonView::backButton() const { return task_ ? task_->backButton() : nullptr; }
OptionRow* LessonView::control(std::size_t index) const { return task_ ? task_->control(index) : nullptr; }

void LessonView::turn(int pages) {
  if (!session_.running()) return;
  const std::size_t last = session_.lesson().pages.size() - 1;
  if (pages > 0 && session_.page() == last) return Q_EMIT nextLessonRequested();
  if (pages < 0 && session_.page() == 0) return;
  session_.goTo(session_.page() + static_cast<std::size_t>(pages));
}

bool LessonView::takeKey(const QKeyEvent& event) {
  if (!session_.running() || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
  if (takeGuessKey(session_, event)) return true;
  const int key = event.key();
  const bool asking = session_.stage() == LessonStage::Predict;
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (asking && session_.hasGuess())
      session_.run();
    else if (!asking)
      turn(1);
    return true;
  }
  if (key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
    turn(key == Qt::Key_PageDown ? 1 : -1);
    return true;
  }
  return false;
}

/// Behind another tab nothing is made anew.
void LessonView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  later_.ask();
}

void LessonView::refresh() {
  if (!isVisible()) return;
  const bool running = session_.running();
  Built wanted;
  if (running) {
    // From reading and from why to trying nothing is exchanged: a slider may be held.
    const LessonStage stage = session_.stage();
    const int group = stage == LessonStage::Predict ? 0 : stage == LessonStage::Watch ? 1 : 2;
    wanted = {session_.id(), session_.page(), group, session_.ready(), themes_.theme().dark, themes_.theme().em};
  }
  if (wanted != built_) {
    const bool samePage = built_.lesson == wanted.lesson && built_.page == wanted.page;
    const int scrolled = samePage ? scroll_->verticalScrollBar()->value() : 0;
    built_ = wanted;
    if (!samePage && running) sketches_->request();
    build();
    scroll_->verticalScrollBar()->setValue(scrolled);
  }
  if (!running) return;
  stages_->setStage(session_.stage());
}

void LessonView::build() {
  ask_ = nullptr;
  task_ = nullptr;
  delete scroll_->takeWidget();
  if (!session_.running()) return;
  const Lesson& lesson = session_.lesson();
  const LessonPage& page = session_.written();
  place_->setText(tr("%1 · page %2 of %3").arg(text(lesson.chapter)).arg(session_.page() + 1).arg(lesson.pages.size()));
  title_->setText(text(lesson.title));
  previous_->setEnabled(session_.page() > 0);
  next_->setText(session_.page() + 1 < lesson.pages.size() ? tr("Next page") : tr("Next lesson"));

  const Theme& theme = themes_.theme();
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(theme.u(3), theme.u(1), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(3));
  column->addWidget(new RichText(themes_, session_.filled(page.text), body));
  if (page.ask) {
    column->addWidget(new Rule(themes_, Qt::Horizontal, body));
    auto* question = new RichText(themes_, session_.filled(page.ask->question), body);
    question->setStrong(true);
    column->addWidget(question);
    if (session_.stage() == LessonStage::Predict) {
      ask_ = new AskBox(themes_, session_, *sketches_, 2, false, body);
      column->addWidget(ask_);
    } else if (session_.stage() == LessonStage::Watch) {
      column->addWidget(plainLabel(body, tr("Watch. The space bar goes straight to why."), "secondary"));
    } else {
      column->addWidget(new RevealBox(themes_, session_, *sketches_, body));
      column->addWidget(new RichText(themes_, session_.filled(page.why), body));
    }
  }
  if (page.task && session_.stage() != LessonStage::Predict && session_.stage() != LessonStage::Watch) {
    column->addWidget(new Rule(themes_, Qt::Horizontal, body));
    task_ = new TaskBox(themes_, model_, session_, false, body);
    column->addWidget(task_);
  }
  column->addStretch(1);
  scroll_->setWidget(body);
}

void LessonView::paintEvent(QPaintEvent* /*event*/) { QPainter(this).fillRect(rect(), themes_.theme().dock); }

}  // namespace thalweg
