#include "ui/explain/explain_page.h"

#include "core/scenario/contender_names.h"
#include "ui/background/compute_controller.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/controls/shortcuts.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/contender_look.h"
#include "ui/look/markers.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/views/panel_view.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

constexpr std::array<double, 3> growth = {180, 180, 240};  // ms that each phase's arrow grows
constexpr double allGrowth = growth[0] + growth[1] + growth[2];
constexpr double shortest = 96;  // ms that a step must stand while it plays, for its phases to be seen
constexpr int frameTime = 16;    // ms
constexpr int patience = 80;     // ms until what is late is shown as such
constexpr double tooFast = 4;    // times: from here on nothing grows
constexpr int mostPairs = 64;

}  // namespace

ExplainPage::ExplainPage(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                         ViewState& view, PanelGrid& grid, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      grid_(grid),
      explainer_(model, compute, view),
      later_(this, [this] { refresh(); }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  buildHead();
  sheet_ = new StepView(themes_);
  scroll_ = new QScrollArea(this);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setFocusPolicy(Qt::NoFocus);  // else a click would give it the arrow keys
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setWidget(sheet_);
  sheet_->setAutoFillBackground(false);
  scroll_->viewport()->setAutoFillBackground(false);
  column->addWidget(scroll_, 1);
  buildFoot();

  growTimer_.setInterval(frameTime);
  connect(&growTimer_, &QTimer::timeout, this, &ExplainPage::grow);
  connect(&walkTimer_, &QTimer::timeout, this, [this] { walk(1); });
  waitTimer_.setSingleShot(true);
  waitTimer_.setInterval(patience);
  connect(&waitTimer_, &QTimer::timeout, this, [this] {
    sheet_->setWaiting(true);
    givePicture();
  });
  connect(&explainer_, &StepExplainer::changed, this, [this] { later_.ask(); });
  connect(&themes_, &ThemeController::changed, this, [this] {
    math_.clear();
    later_.ask();
  });
  connect(&model_, &ScenarioModel::changed, this, [this] { later_.ask(); });
  connect(&view_, &ViewState::changed, this, [this] { later_.ask(); });
  connect(&view_.playback(), &Playback::stateChanged, this, [this] {
    if (view_.playback().playing()) setWalking(false);
  });
  connect(sheet_, &StepView::hovered, this, &ExplainPage::light);
  connect(sheet_, &StepView::phaseChosen, this, [this](int phase) { setPhase(phase == phase_ ? -1 : phase); });
}

ExplainPage::~ExplainPage() = default;

void ExplainPage::buildHead() {
  const Theme& theme = themes_.theme();
  auto* head = new QHBoxLayout;
  head->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(1));
  head->setSpacing(theme.u(2));
  contenders_ = new ComboButton(themes_, this);
  contenders_->setToolTip(tr("Whose step is explained"));
  contenders_->setFixedWidth(theme.ipx(130));
  surface_ = new ElidedLabel(themes_, {}, TextRole::Body, this);
  step_ = new QLabel(this);
  step_->setTextFormat(Qt::RichText);
  head->addWidget(contenders_);
  head->addWidget(surface_, 1);
  head->addWidget(step_);
  auto* choice = new QHBoxLayout;
  choice->setContentsMargins(theme.u(3), 0, theme.u(3), theme.u(1));
  choice->setSpacing(theme.u(2));
  phases_ = new SegmentedControl(themes_, this);
  phases_->addSegment({}, tr("All"), tr("All phases of the step"));
  phases_->addSegment({}, tr("1 Gradient"), tr("What the surface says, and what was done to it"));
  phases_->addSegment({}, tr("2 State"), tr("What the method remembers"));
  phases_->addSegment({}, tr("3 Step"), tr("Where it goes"));
  phases_->setControlHeight(26);
  phases_->setStretched(true);
  coordinates_ = new ComboButton(themes_, this);
  coordinates_->setToolTip(tr("Which coordinates have columns"));
  choice->addWidget(phases_, 1);
  choice->addWidget(coordinates_);
  reason_ = new InlineMessage(themes_, this);
  reason_->setContentsMargins(theme.u(3), 0, theme.u(3), theme.u(1));
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addLayout(head);
  column->addLayout(choice);
  column->addWidget(reason_);
  connect(contenders_, &QComboBox::activated, this,
          [this](int index) { view_.selectContender(static_cast<std::size_t>(index)); });
  connect(phases_, &SegmentedControl::chosen, this, [this](int index) { setPhase(index - 1); });
  connect(coordinates_, &QComboBox::activated, this, [this](int index) {
    columns_ = {Index{2} * index, Index{2} * index + 1};
    later_.ask();
  });
  connect(reason_, &InlineMessage::linkActivated, this, [this] {
    if (explainer_.ghost()) {
      explainer_.hideGhost();
      later_.ask();
    } else {
      explainer_.showGhost();
    }
  });
}

void ExplainPage::buildFoot() {
  const Theme& theme = themes_.theme();
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  foot->setSpacing(theme.u(2));
  const auto add = [&](const char* icon, const QString& words, const QString& tip) {
    auto* button = new FlatButton(themes_, QLatin1String(icon), words, this);
    button->setControlHeight(30);
    button->setFramed(!words.isEmpty());
    button->setToolTip(tip);
    foot->addWidget(button);
    return button;
  };
  previous_ = add("chevron-left", tr("Phase"), tr("The phase before (%1)").arg(keyText(Command::PhaseBack)));
  play_ = add("play", {}, tr("Walk through the phases, step by step"));
  play_->setCheckable(true);
  next_ = add("chevron-right", tr("Phase"), tr("The next phase (%1)").arg(keyText(Command::PhaseOn)));
  next_->setIconLast(true);
  foot->addStretch(1);
  copy_ = add("copy", {}, tr("Copy the lines with their numbers as LaTeX"));
  onPanel_ = new QCheckBox(tr("on panel"), this);
  onPanel_->setToolTip(tr("Draw the step's arrows on the panel"));
  onPanel_->setChecked(true);
  foot->addWidget(onPanel_);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addWidget(new Rule(themes_, Qt::Horizontal, this));
  column->addLayout(foot);
  connect(previous_, &QToolButton::clicked, this, [this] {
    setWalking(false);
    walk(-1);
  });
  connect(next_, &QToolButton::clicked, this, [this] {
    setWalking(false);
    walk(1);
  });
  connect(play_, &QToolButton::clicked, this, [this](bool on) { setWalking(on); });
  connect(copy_, &QToolButton::clicked, this, &ExplainPage::copyTex);
  connect(onPanel_, &QCheckBox::toggled, this, [this] { givePicture(); });
}

PanelCard* ExplainPage::card() const { return grid_.card(view_.now().panel); }

ContenderMark ExplainPage::mark() const {
  return contenderMark(themes_.theme(), model_.scenario(), view_.now().contender);
}

double ExplainPage::growthTime(int phase) const {
  const bool still = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
  const Playback& playback = view_.playback();
  if (still || !open_ || playback.speed() >= tooFast) return 0;
  const double usual = growth[static_cast<std::size_t>(phase)];
  if (!playback.playing()) return usual;
  // The three share what time the step stands.
  const double stands = 1000 / playback.stepsPerSecond();
  return stands < shortest ? 0 : usual * std::min(1.0, stands / allGrowth);
}

void ExplainPage::setOpen(bool open) {
  if (open == open_) return;
  open_ = open;
  if (!open) setWalking(false);
  shownStep_ = -1;
  explainer_.setActive(open);
  followGrid();
  if (!open) givePicture();
  later_.ask();
}

void ExplainPage::setPhase(int phase) {
  phase = std::clamp(phase, -1, 2);
  if (phase == phase_) return;
  phase_ = phase;
  phases_->setCurrent(phase + 1);
  startGrowing(phase, false);
  later_.ask();
}

void ExplainPage::walk(int by) {
  const int next = phase_ + by;
  Playback& playback = view_.playback();
  if (next >= 0 && next <= 2) return setPhase(next);
  const std::int64_t step = playback.step() + (next > 2 ? 1 : -1);
  if (step < 0 || step >= playback.steps()) return setWalking(false);
  playback.stepBy(next > 2 ? 1 : -1);
  setPhase(next > 2 ? 0 : 2);
}

void ExplainPage::setWalking(bool walking) {
  play_->setChecked(walking);
  play_->setIconName(walking ? QStringLiteral("pause") : QStringLiteral("play"));
  if (!walking) return walkTimer_.stop();
  view_.playback().setPlaying(false);
  // Long enough to see an arrow grow and to read what it is.
  constexpr double pause = 900;
  walkTimer_.start(static_cast<int>(pause / std::max(0.25, view_.playback().speed())));
  walk(1);
}

void ExplainPage::copyTex() {
  flush();
  if (const auto shown = explainer_.now()) QGuiApplication::clipboard()->setText(text(explainTex(shown->step)));
}

void ExplainPage::startGrowing(int phase, bool sequence) {
  const bool grows = (phase >= 0 || sequence) && growthTime(std::max(0, phase)) > 0;
  growPhase_ = grows ? std::max(0, phase) : -1;
  growSequence_ = sequence;
  if (!grows) return growTimer_.stop();
  growing_.start();
  growTimer_.start();
}

void ExplainPage::grow() {
  if (growPhase_ < 0 || static_cast<double>(growing_.elapsed()) >= growthTime(growPhase_)) {
    const bool further = growPhase_ >= 0 && growSequence_ && growPhase_ < 2;
    growPhase_ = further ? growPhase_ + 1 : -1;
    growing_.start();
    if (!further) growTimer_.stop();
  }
  givePicture();
}

void ExplainPage::light(StepTermKind kind) {
  if (kind == lit_) return;
  lit_ = kind;
  sheet_->setLit(kind);
  givePicture();
}

/// The chosen panel's card has the picture, no other.
void ExplainPage::followGrid() {
  PanelCard* now = open_ ? card() : nullptr;
  if (now == given_) return;
  if (given_) {
    given_->disconnect(this);
    given_->setStep(nullptr);
  }
  given_ = now;
  if (!given_) return;
  connect(given_, &PanelCard::arrowHovered, this, &ExplainPage::light);
  connect(given_, &PanelCard::shownChanged, this, [this] { later_.ask(); });
}

void ExplainPage::givePicture() {
  if (!given_) return;
  if (!picture_ || !onPanel_->isChecked()) return given_->setStep(nullptr);
  auto shown = std::make_shared<StepPicture>(*picture_);
  shown->phase = growPhase_ >= 0 ? growPhase_ : phase_;
  if (const double time = growPhase_ >= 0 ? growthTime(growPhase_) : 0; time > 0)
    shown->grown = std::min(1.0, static_cast<double>(growing_.elapsed()) / time);
  shown->lit = lit_;
  shown->waiting = explainer_.waiting() && !waitTimer_.isActive();
  given_->setStep(std::move(shown));
}

void ExplainPage::refresh() {
  if (!open_) return;
  followGrid();
  refreshHead();
  refreshReason();
  const std::shared_ptr<const Explanation> shown = explainer_.now();
  // While it plays, the next step is always being computed: late is only what brings nothing new for a while.
  const bool fresh = std::exchange(last_, shown) != shown;
  if (fresh || !explainer_.waiting()) {
    waitTimer_.stop();
    sheet_->setWaiting(false);
  }
  if (explainer_.waiting() && !waitTimer_.isActive() && !sheet_->isWaiting()) waitTimer_.start();
  const Index step = shown ? shown->step.trace.step : -1;
  const Index before = std::exchange(shownStep_, step);
  if (step != before && step >= 0 && before >= 0 && phase_ < 0) startGrowing(0, true);
  refreshPicture(shown);
  refreshSheet(shown);
  givePicture();
}

QString ExplainPage::stepWords() const {
  const Index step = explainer_.wanted();
  return step < 0 ? QString() : tr("step %1 → %2").arg(step).arg(step + 1);
}

void ExplainPage::refreshHead() {
  const Scenario& scenario = model_.scenario();
  const Theme& theme = themes_.theme();
  const std::vector<std::string> names = contenderNames(scenario);
  bool same = contenders_->count() == static_cast<int>(names.size());
  for (std::size_t i = 0; i < names.size() && same; ++i) {
    const ContenderMark mark = contenderMark(theme, scenario, i);
    same =
        contenders_->itemText(static_cast<int>(i)) == text(names[i]) &&
        contenders_->itemData(static_cast<int>(i)).toString() == mark.marker + mark.color.name() + theme.field.name();
  }
  if (!same) {
    contenders_->clear();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const ContenderMark mark = contenderMark(theme, scenario, i);
      contenders_->addItem(markerPixmap(mark.marker, theme.px(12), mark.color, theme.field, devicePixelRatioF()),
                           text(names[i]), QString(mark.marker + mark.color.name() + theme.field.name()));
    }
  }
  const int index = names.empty() ? -1 : static_cast<int>(view_.now().contender);
  if (contenders_->currentIndex() != index) contenders_->setCurrentIndex(index);
  const std::size_t panel = view_.now().panel;
  surface_->setText(panel < scenario.panels.size() ? tr("on %1").arg(text(displayName(scenario.panels[panel])))
                                                   : QString());
  const Index step = explainer_.wanted();
  const QString words = step < 0 ? QString() : tr("step <b>%1</b> → %2").arg(step).arg(step + 1);
  if (step_->text() != words) step_->setText(words);
}

void ExplainPage::refreshReason() {
  const auto why = explainer_.divergence();
  if (!why) return reason_->clear();
  const QString link = !why->survives ? QString() : explainer_.ghost() ? tr("Hide that run") : tr("Show that run");
  reason_->showMessage(InlineMessage::Kind::Note, text(why->words), link);
}

void ExplainPage::refreshPicture(const std::shared_ptr<const Explanation>& shown) {
  picture_ = nullptr;
  if (!shown || !given_) return;
  given_->flush();
  const PlotFrame& frame = given_->plot()->frame();
  const Plane& plane = given_->plot()->scene().plane;
  const auto dimension = static_cast<Index>(shown->step.trace.point.size());
  const std::size_t panel = given_->index();
  const bool arrows =
      dimension <= 2 || (panel < model_.scenario().panels.size() && standsStill(model_.scenario().panels[panel]));
  if (!arrows || !plane.fits(dimension)) return;
  const ContenderMark own = mark();
  auto made = std::make_shared<StepPicture>(stepPicture(shown->step, shown->model, plane, frame, own.color));
  made->marker = own.marker;
  const auto why = explainer_.divergence();
  if (why && why->step >= 0 && why->direction.size() >= 2) {
    const auto place = [&](double along) {
      std::vector<double> point = why->point;
      for (std::size_t i = 0; i < point.size(); ++i) point[i] += along * why->direction[static_cast<Index>(i)];
      const Plane::Place at = plane.project(point);
      return QPointF(at.x, at.y);
    };
    made->escapeFrom = place(0);
    made->escape = place(1) - place(0);
  }
  if (const auto ghost = explainer_.ghost()) {
    auto places = std::make_shared<Points>(ghost->points.rows(), 2);
    for (Index k = 0; k < ghost->points.rows(); ++k) {
      const Plane::Place at = plane.project(ghost->points, k);
      (*places)(k, 0) = at.x;
      (*places)(k, 1) = made->onCurve ? ghost->loss[k] : at.y;
    }
    made->ghost.points = std::move(places);
  }
  picture_ = std::move(made);
}

void ExplainPage::refreshSheet(const std::shared_ptr<const Explanation>& shown) {
  const bool live = shown != nullptr;
  for (FlatButton* button : {previous_, play_, next_, copy_}) button->setEnabled(live);
  if (!shown) {
    coordinates_->hide();
    const bool none = model_.scenario().contenders.empty();
    return sheet_->show(std::nullopt, none                   ? tr("Choose a contender")
                                      : explainer_.waiting() ? tr("Computing…")
                                                             : tr("There is no step to explain"));
  }
  const auto n = static_cast<Index>(shown->step.trace.point.size());
  const int pairs = std::min(mostPairs, static_cast<int>((n + 1) / 2));
  coordinates_->setVisible(n > 2);
  if (n > 2 && coordinates_->count() != pairs) {
    coordinates_->clear();
    const auto name = [&](Index i) {
      return i < n && static_cast<std::size_t>(i) < shown->step.coordinates.size()
                 ? text(shown->step.coordinates[static_cast<std::size_t>(i)])
                 : QString();
    };
    for (int k = 0; k < pairs; ++k)
      coordinates_->addItem((name(Index{2} * k) + QLatin1Char(' ') + name(Index{2} * k + 1)).trimmed());
  }
  if (columns_[0] >= n) columns_ = {0, 1};
  if (n > 2) coordinates_->setCurrentIndex(static_cast<int>(columns_[0] / 2));
  StepSheetChoice choice{phase_, false, columns_, static_cast<double>(scroll_->viewport()->width())};
  const StepPicture* picture = onPanel_->isChecked() ? picture_.get() : nullptr;
  StepSheet sheet(shown->step, picture, choice, mark().color, themes_.theme(), &math_);
  if (sheet.height() > scroll_->viewport()->height()) {
    choice.folded = true;
    sheet = StepSheet(shown->step, picture, choice, mark().color, themes_.theme(), &math_);
  }
  sheet_->show(std::move(sheet));
  sheet_->setLit(lit_);
}

void ExplainPage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  setOpen(true);
}

void ExplainPage::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  // A window that is iconified still has its page open.
  if (!event->spontaneous()) setOpen(false);
}

void ExplainPage::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  later_.ask();
}

}  // namespace thalweg
