#include "ui/window/timeline_bar.h"

#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/scrubber.h"
#include "ui/controls/value_slider.h"
#include "ui/document/branch_edit.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace thalweg {

TimelineBar::TimelineBar(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                         ViewState& view, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      playback_(view.playback()),
      later_(this, [this] { showEvents(); }) {
  const Theme& theme = themes.theme();
  setFixedHeight(theme.ipx(56));

  transport_ = new QWidget(this);
  auto* line = new QHBoxLayout(transport_);
  line->setContentsMargins(theme.u(2), 0, theme.u(2), 0);
  line->setSpacing(theme.u(1));
  const auto button = [&](const QString& icon, const QString& tip, const auto& act) {
    auto* made = new FlatButton(themes_, icon, {}, transport_);
    made->setToolTip(tip);
    connect(made, &QToolButton::clicked, this, act);
    line->addWidget(made);
    return made;
  };
  button(QStringLiteral("first"), tr("First step (Home)"), [this] { playback_.stepBy(-playback_.step()); });
  button(QStringLiteral("previous"), tr("One step back (←)"), [this] { playback_.stepBy(-1); });
  play_ = new PlayButton(themes_, transport_);
  play_->setToolTip(tr("Play or pause (Space)"));
  connect(play_, &QToolButton::clicked, this, [this] { playback_.toggle(); });
  line->addWidget(play_);
  button(QStringLiteral("next"), tr("One step on (→)"), [this] { playback_.stepBy(1); });
  button(QStringLiteral("last"), tr("Last step (End)"), [this] { playback_.stepBy(playback_.steps()); });
  line->addSpacing(theme.u(6));
  loop_ = button(QStringLiteral("loop"), tr("Play again from the start"),
                 [this] { playback_.setLoop(loop_->isChecked()); });
  loop_->setCheckable(true);

  scrubber_ = new Scrubber(themes_, this);
  scrubber_->setAccessibleName(tr("Step"));
  scrubber_->setToolTip(tr("Drag to any step; marks say where contenders arrive"));
  connect(scrubber_, &Scrubber::stepRequested, this, [this](int step) { playback_.setStep(step); });

  connect(scrubber_, &Scrubber::menuRequested, this, &TimelineBar::showMenu);

  numbers_ = new QWidget(this);
  auto* row = new QHBoxLayout(numbers_);
  row->setContentsMargins(theme.u(3), 0, theme.u(4), 0);
  row->setSpacing(theme.u(2));
  const auto label = [&](const QString& words) {
    auto* made = plainLabel(numbers_, words, "secondary");
    row->addWidget(made);
    return made;
  };
  const auto field = [&](const QString& name, const QString& tip) {
    auto* made = new NumberField(themes_, numbers_);
    made->setScale(Scale::Integer);
    made->setDigits(7);
    made->setAccessibleName(name);
    made->setToolTip(tip);
    row->addWidget(made);
    return made;
  };
  label(tr("step"));
  step_ = field(tr("Current step"), tr("The step that is shown"));
  label(tr("of"));
  steps_ = field(tr("Number of steps"), tr("How many steps every contender takes"));
  steps_->setRange({.min = 1, .max = static_cast<double>(limits::steps)});
  row->addSpacing(theme.u(2));
  auto* gauge = plainLabel(numbers_);
  gauge->setPixmap(themedIcon(themes_, QStringLiteral("speed")).pixmap(theme.ipx(16)));
  row->addWidget(gauge);
  speed_ = new ValueSlider(themes_, numbers_);
  speed_->setScale({{Playback::slowest, Playback::fastest, Scale::Log}, false});
  speed_->setAccessibleName(tr("Speed"));
  speed_->setToolTip(tr("Speed (+ and −); a double click returns to 1×"));
  speed_->setFixedWidth(theme.ipx(96));
  row->addWidget(speed_);
  speedText_ = label({});
  speedText_->setMinimumWidth(theme.ipx(36));
  speedText_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  presented_ = plainLabel(this);
  presented_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  presented_->hide();

  connect(step_, &NumberField::edited, this,
          [this](double step) { playback_.setStep(static_cast<std::int64_t>(step)); });
  connect(steps_, &NumberField::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(steps_, &NumberField::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(steps_, &NumberField::edited, this, [this](double steps) {
    model_.edit(tr("Change the number of steps"), [&](Scenario& s) { s.steps = static_cast<std::int64_t>(steps); });
  });
  connect(speed_, &ValueSlider::edited, &playback_, &Playback::setSpeed);
  connect(speed_, &ValueSlider::resetRequested, this, [this] { playback_.setSpeed(1); });
  connect(&playback_, &Playback::stateChanged, this, &TimelineBar::showState);
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.step != before.step) showStep();
    if (now.panel != before.panel) later_.ask();
  });
  connect(&compute_, &ComputeController::pathsChanged, this, [this] { later_.ask(); });
  connect(&model_, &ScenarioModel::changed, this, [this] { later_.ask(); });
  connect(&themes_, &ThemeController::changed, this, [this, gauge] {
    gauge->setPixmap(themedIcon(themes_, QStringLiteral("speed")).pixmap(themes_.theme().ipx(16)));
    later_.ask();
    sizeFields();
    // Transport is the keys' before an audience; where it stands is to be read.
    const bool presenting = themes_.theme().presenting;
    setFixedHeight(themes_.theme().ipx(presenting ? 46 : 56));
    transport_->setVisible(!presenting);
    numbers_->setVisible(!presenting);
    presented_->setVisible(presenting);
    showStep();
    arrange();
    update();
  });
  showState();
  showStep();
}

void TimelineBar::showState() {
  play_->setPlaying(playback_.playing());
  loop_->setChecked(playback_.loop());
  scrubber_->setTotal(static_cast<int>(std::max<std::int64_t>(1, shownSteps())));
  step_->setRange({.min = 0, .max = static_cast<double>(playback_.steps())});
  sizeFields();
  presented_->setText(tr("step %1 / %2").arg(playback_.step()).arg(shownSteps()));
  steps_->setValue(static_cast<double>(shownSteps()));
  speed_->setValue(playback_.speed());
  speedText_->setText(QString::number(playback_.speed(), 'f', playback_.speed() < 9.95 ? 1 : 0) + QStringLiteral("×"));
}

void TimelineBar::setLengthLocked(bool locked) {
  locked_ = locked;
  steps_->setEnabled(!locked);
}

void TimelineBar::setSpan(std::int64_t steps) {
  if (steps == span_) return;
  span_ = steps;
  showState();
  arrange();
}

void TimelineBar::sizeFields() {
  const Theme& theme = themes_.theme();
  const QString longest(QString::number(shownSteps()).size(), QLatin1Char('0'));
  const int wide = std::max(theme.ipx(48), QFontMetrics(step_->font()).horizontalAdvance(longest) + theme.ipx(20));
  if (step_->width() == wide && step_->minimumWidth() == wide) return;
  for (NumberField* field : {step_, steps_}) field->setFixedWidth(wide);
  arrange();
}

void TimelineBar::showStep() {
  scrubber_->setStep(static_cast<int>(view_.now().step));
  step_->setValue(static_cast<double>(view_.now().step));
  presented_->setText(tr("step %1 / %2").arg(view_.now().step).arg(shownSteps()));
}

void TimelineBar::showEvents() {
  const Scenario& scenario = model_.scenario();
  const std::vector<std::string> names = contenderNames(scenario);
  std::vector<Scrubber::Event> events;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto trajectory = compute_.paths().at(view_.now().panel, i);
    if (!trajectory || scenario.contenders[i].hidden || trajectory->verdict.outcome != Outcome::Converged) continue;
    const ContenderMark mark = contenderMark(themes_.theme(), scenario, i);
    const auto step = static_cast<int>(trajectory->verdict.step);
    events.push_back({step, mark.marker, mark.color, tr("%1: converged at step %2").arg(text(names[i])).arg(step)});
  }
  scrubber_->setEvents(std::move(events));
}

void TimelineBar::showMenu(const QPoint& globalPosition, int step) {
  const Scenario& scenario = model_.scenario();
  const std::size_t contender = view_.now().contender;
  if (locked_ || contender >= scenario.contenders.size()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString name = menuText(text(contenderName(scenario, contender)));
  menu->addAction(themedIcon(themes_, QStringLiteral("fork")), tr("Branch %1 at step %2").arg(name).arg(step), this,
                  [this, contender, step] { branchAt(model_, view_, contender, step); })
      ->setEnabled(scenario.contenders.size() < limits::contenders);
  menu->addAction(tr("Put the cursor at step %1").arg(step), this, [this, step] { playback_.setStep(step); });
  menu->popup(globalPosition);
}

void TimelineBar::setEdges(int left, int right) {
  if (left == left_ && right == right_) return;
  left_ = left;
  right_ = right;
  arrange();
}

void TimelineBar::arrange() {
  const int reach = Scrubber::reach(themes_.theme());
  if (themes_.theme().presenting) {
    const QString longest = tr("step %1 / %1").arg(shownSteps());
    const int words = presented_->fontMetrics().horizontalAdvance(longest) + themes_.theme().u(4);
    const int right = width() - words - themes_.theme().u(3);
    presented_->setGeometry(width() - words - themes_.theme().u(3), 0, words, height());
    const int left = std::max(left_, 2 * reach);
    scrubber_->setGeometry(left - reach, 0, std::max(60, right - left + reach), height());
    scrubber_->setInsets(reach, reach);
    return;
  }
  const int wide = transport_->sizeHint().width();
  transport_->setGeometry(0, 0, wide, height());
  const int numbers = numbers_->sizeHint().width();
  numbers_->setGeometry(width() - numbers, 0, numbers, height());
  // The groove's ends stand on the plots' edges as far as the controls beside it leave room.
  const int left = std::max(left_, wide + reach);
  const int right = std::min(right_, width() - numbers - reach);
  scrubber_->setGeometry(left - reach, 0, std::max(60, right - left + 2 * reach), height());
  scrubber_->setInsets(reach, reach);
}

void TimelineBar::resizeEvent(QResizeEvent* /*event*/) { arrange(); }

void TimelineBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.dock);
  painter.fillRect(QRect(0, 0, width(), 1), theme.border);
}

}  // namespace thalweg
