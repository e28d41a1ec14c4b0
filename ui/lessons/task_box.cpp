#include "ui/lessons/task_box.h"

#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/document/scenario_model.h"
#include "ui/lessons/lesson_control.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/rich_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

/// A ring that becomes a disc with a check when a goal is met.
class GoalMark : public QWidget {
 public:
  GoalMark(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    const int side = themes.theme().ipx(18);
    setFixedSize(side, side);
  }
  void setMet(bool met) {
    if (met == met_) return;
    met_ = met;
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF disc = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(met_ ? QPen(Qt::NoPen) : QPen(theme.hint, theme.px(1.5)));
    painter.setBrush(met_ ? theme.accent : QColor(Qt::transparent));
    painter.drawEllipse(disc);
    if (met_) drawIcon(painter, QStringLiteral("check"), disc.adjusted(3, 3, -3, -3), theme.onAccent);
  }

 private:
  const ThemeController& themes_;
  bool met_ = false;
};

}  // namespace

TaskBox::TaskBox(const ThemeController& themes, ScenarioModel& model, LessonSession& session, bool wide,
                 QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      session_(session),
      lesson_(session.id()),
      page_(session.page()),
      doneWords_(plainLabel(this, tr("Done."), "secondary")),
      back_(new FlatButton(themes, {}, tr("Lesson’s setting again"), this)),
      solution_(new FlatButton(themes, {}, tr("Show a solution"), this)) {
  const Theme& theme = themes.theme();
  const LessonTask& task = *session.written().task;
  auto* all = new QHBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(theme.u(6));
  auto* column = new QVBoxLayout;
  column->setSpacing(theme.u(wide ? 1 : 3));
  all->addLayout(column, 1);
  if (!wide) column->addWidget(plainLabel(this, tr("Try it"), "strong"));
  column->addWidget(new RichText(themes_, session_.filled(task.task), this));
  addControls(column);
  if (wide) {
    column->addStretch(1);
    column = new QVBoxLayout;
    column->setSpacing(theme.u(1));
    all->addLayout(column, 1);
  }
  auto* grid = new QGridLayout;
  grid->setColumnStretch(1, 1);
  grid->setHorizontalSpacing(theme.u(2));
  for (std::size_t g = 0; g < task.done.size(); ++g) {
    auto* mark = new GoalMark(themes_, this);
    auto* words = plainLabel(this, session_.filled(task.done[g].text));
    words->setWordWrap(true);
    auto* now = plainLabel(this, {}, "secondary");
    now->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const int row = static_cast<int>(g);
    grid->addWidget(mark, row, 0);
    grid->addWidget(words, row, 1);
    grid->addWidget(now, row, 2);
    goals_.push_back({mark, now});
  }
  column->addLayout(grid);
  auto* line = new QHBoxLayout;
  for (FlatButton* link : {back_, solution_}) {
    link->setTextTint(IconTint::Accent);
    link->setControlHeight(24);
    line->addWidget(link);
  }
  line->addWidget(doneWords_);
  line->addStretch(1);
  column->addLayout(line);
  if (wide) column->addStretch(1);
  connect(back_, &QToolButton::clicked, &session_, &LessonSession::setBack);
  connect(solution_, &QToolButton::clicked, &session_, &LessonSession::showSolution);
  connect(&session_, &LessonSession::goalsChanged, this, &TaskBox::showGoals);
  connect(&model_, &ScenarioModel::changed, this, &TaskBox::showControls);
  showGoals();
}

OptionRow* TaskBox::control(std::size_t index) const { return index < controls_.size() ? controls_[index] : nullptr; }

bool TaskBox::current() const { return session_.running() && session_.id() == lesson_ && session_.page() == page_; }

void TaskBox::addControls(QVBoxLayout* column) {
  for (const std::string& path : session_.written().controls) {
    const auto control = lessonControl(session_.shown(), path);
    if (!control) {
      if (path.ends_with(".start"))
        column->addWidget(plainLabel(this, tr("Drag the ring that marks the start."), "secondary"));
      continue;
    }
    if (session_.shown().contenders.size() > 1 || path.starts_with("panels"))
      column->addWidget(plainLabel(this, text(control->owner), "secondary"));
    auto* row = new OptionRow(themes_, *control->option, control->element, this);
    row->setOwner(text(control->owner));
    row->setValue(control->value(model_.scenario()));
    connect(row, &OptionRow::gestureStarted, &model_, &ScenarioModel::beginGesture);
    connect(row, &OptionRow::gestureFinished, &model_, &ScenarioModel::endGesture);
    connect(row, &OptionRow::edited, this,
            [this, set = control->set](const Json& value) { session_.edit([&](Scenario& s) { set(s, value); }); });
    connect(row, &OptionRow::resetRequested, this, [this] { session_.setBack(); });
    column->addWidget(row);
    controls_.push_back(row);
  }
}

void TaskBox::showControls() {
  // Between a page's end and the next one's widgets there is nothing to be shown.
  if (!current()) return;
  std::size_t row = 0;
  for (const std::string& path : session_.written().controls) {
    const auto control = lessonControl(session_.shown(), path);
    if (!control || row >= controls_.size()) continue;
    controls_[row++]->setValue(control->value(model_.scenario()));
  }
}

void TaskBox::showGoals() {
  if (!current()) return;
  const std::vector<GoalState> states = session_.goals();
  for (std::size_t g = 0; g < std::min(states.size(), goals_.size()); ++g) {
    static_cast<GoalMark*>(goals_[g].mark)->setMet(states[g].met);
    goals_[g].mark->setAccessibleName(states[g].met ? tr("met") : tr("not yet met"));
    goals_[g].now->setText(states[g].now);
  }
  doneWords_->setVisible(session_.taskDone());
}

}  // namespace thalweg
