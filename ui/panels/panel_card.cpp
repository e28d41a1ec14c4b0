#include "ui/panels/panel_card.h"

#include "core/objectives/landscape.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/view_kind.h"
#include "ui/controls/buttons.h"
#include "ui/document/panel_edits.h"
#include "ui/document/playback.h"
#include "ui/document/point_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/contender_look.h"
#include "ui/look/text.h"
#include "ui/panels/honesty_bar.h"
#include "ui/panels/objective_gallery.h"
#include "ui/panels/panel_brush.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/panels/point_bar.h"
#include "ui/panels/start_popup.h"
#include "ui/scenes/fit_box.h"

#include <QAccessible>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

/// What a card may have to show anew: what the document says of the panel, its scene, or only the scene's cursor
/// or the step explained or the mini-batch over it.
enum Due : unsigned { HeadDue = 1, SceneDue = 2, CursorDue = 4, StepDue = 8, BatchDue = 16 };

bool sameSurface(const Panel& a, const Panel& b) {
  return a.objective == b.objective && a.options == b.options && a.dimension == b.dimension;
}

/// Landscapes of the same surface follow the box of a map: they are turned and come nearer, but choose none.
void setBox(Scenario& scenario, std::size_t index, const std::optional<View>& view) {
  const bool map = projectionOf(scenario, index) != "3d";
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    const bool follows =
        map && projectionOf(scenario, i) == "3d" && sameSurface(scenario.panels[i], scenario.panels[index]);
    if (i == index || follows) scenario.panels[i].view = view;
  }
}

}  // namespace

PanelCard::PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
                     std::size_t index, QWidget* parent, std::span<const PanelViewKind> kinds)
    : CardFrame(themes, parent),
      themes_(themes),
      model_(model),
      compute_(compute),
      view_(view),
      index_(index),
      kinds_(kinds),
      later_(this, [this] { showDue(); }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  header_ = new PanelHeader(themes_, this);
  column->addWidget(header_);
  problem_ = new InlineMessage(themes_, this);
  problem_->setContentsMargins(themes_.theme().u(3), 0, themes_.theme().u(2), themes_.theme().u(1));
  column->addWidget(problem_);
  points_ = new PointBar(themes_, this);
  points_->hide();
  column->addWidget(points_);
  plotPlace_ = new QVBoxLayout;
  column->addLayout(plotPlace_, 1);
  honesty_ = new HonestyBar(themes_, this);
  column->addWidget(honesty_);
  column->addWidget(new Rule(themes_, Qt::Horizontal, this));
  outcomes_ = new OutcomeLine(themes_, this);
  column->addWidget(outcomes_);
  options_ = new PanelOptions(themes_, model_, index_, this);
  brush_ = new PanelBrush(themes_, model_, compute_, index_, this);
  column->insertWidget(column->indexOf(problem_), brush_->bar());
  makePlot(panelViewKind(kinds_, scene_));
  connectHeader();
  connectPoints();
  connectSources();
  due(HeadDue | SceneDue);
}

void PanelCard::makePlot(const PanelViewKind& kind) {
  const bool exchanged = plot_ != nullptr;
  if (exchanged) {
    plotPlace_->removeWidget(plot_);
    plot_->hide();  // ends the gesture that it is in the middle of
    plot_->disconnect(this);
    // It may have asked for what exchanges it.
    plot_->deleteLater();
  }
  kind_ = &kind;
  plot_ = kind.make(themes_.theme(), this);
  // Landscapes are turned by keys, too; flat panels are walked by them.
  plot_->setFocusPolicy(Qt::StrongFocus);
  plot_->installEventFilter(this);
  plot_->setGuessing(guessing_);
  plotPlace_->addWidget(plot_, 1);
  options_->raise();
  connectPlot();
  brush_->follow(plot_);
  if (exchanged) Q_EMIT viewExchanged();
}

void PanelCard::connectSources() {
  connect(&themes_, &ThemeController::changed, this, [this] { due(SceneDue); });
  connect(&model_, &ScenarioModel::changed, this, [this] { due(HeadDue | SceneDue); });
  connect(&compute_, &ComputeController::objectiveChanged, this, [this](std::size_t i) {
    if (i == index_) due(HeadDue | SceneDue);
  });
  connect(&compute_, &ComputeController::surfaceChanged, this, [this](std::size_t i) {
    if (i == index_) due(SceneDue);
  });
  connect(&compute_, &ComputeController::planeChanged, this, [this](std::size_t i) {
    if (i == index_) due(SceneDue);
  });
  connect(&compute_, &ComputeController::batchChanged, this, [this](std::size_t i) {
    if (i == index_) due(BatchDue);
  });
  connect(&compute_, &ComputeController::studyChanged, this, [this](std::size_t i) {
    if (i == index_) due(SceneDue);
  });
  connect(&compute_, &ComputeController::pathsChanged, this, [this] { due(SceneDue); });
  connect(&view_, &ViewState::changed, this, [this](const Looking& now, const Looking& before) {
    if (now.panel != before.panel) setSelected(now.panel == index_);
    if (now.contender != before.contender) due(SceneDue);
    if (now.step != before.step) due(CursorDue);
  });
  setSelected(view_.now().panel == index_);
}

void PanelCard::due(unsigned what) {
  due_ |= what;
  later_.ask();
}

void PanelCard::flush() { later_.flush(); }

void PanelCard::showDue() {
  const unsigned what = std::exchange(due_, 0);
  // The grid may not have followed the document yet.
  if (index_ >= model_.scenario().panels.size()) return;
  if ((what & HeadDue) != 0) showHead();
  if ((what & SceneDue) != 0) return showScene();
  if ((what & StepDue) != 0) layOver();
  if ((what & (BatchDue | CursorDue)) != 0) results_.batch = compute_.results(index_).batch;
  if ((what & (BatchDue | CursorDue)) == BatchDue) moveCursor(scene_, model_.scenario(), results_, chosen());
  if ((what & CursorDue) == 0) return plot_->show(scene_);
  ++moved_;
  compute_.setChosen(index_, chosen());
  moveCursor(scene_, model_.scenario(), results_, chosen());
  plot_->show(scene_);
  outcomes_->setStep(view_.now().step);
  showHonesty();
  readWalk();
}

void PanelCard::showOther() {
  constexpr double endless = std::numeric_limits<double>::infinity();
  // Beside studies paths end as they do, whatever is seen of them.
  outcomes_->setEntries(scene_.study ? outcomeEntries(model_.scenario(), results_, scene_.plane,
                                                      {-endless, endless, -endless, endless}, themes_.theme())
                                     : shownEntries(model_.scenario(), results_, chosen(), themes_.theme()));
  outcomes_->setStep(view_.now().step);
  honesty_->setHonesty({});
}

void PanelCard::showHonesty() {
  if (!scene_.showsSurface()) return showOther();
  const PlotFrame& frame = plot_->frame();
  honesty_->setEdges(qRound(frame.rect.left()), qRound(plot_->width() - frame.rect.right()));
  honesty_->setHonesty(panelHonesty(model_.scenario(), results_, chosen(), themes_.theme()));
}

void PanelCard::connectHeader() {
  connect(header_, &PanelHeader::pressed, this, &CardFrame::pressed);
  connect(header_, &PanelHeader::doubleClicked, this, &PanelCard::toggleEnlarged);
  connect(header_, &PanelHeader::dragged, this, &PanelCard::dragged);
  connect(header_, &PanelHeader::dropped, this, &PanelCard::dropped);
  connect(header_->title(), &QAbstractButton::clicked, this, [this] { Q_EMIT galleryRequested(false); });
  connect(header_->parameters(), &QAbstractButton::toggled, this, &PanelCard::setOptionsOpen);
  connect(header_->enlarge(), &QAbstractButton::clicked, this, &PanelCard::toggleEnlarged);
  connect(header_, &PanelHeader::heightChosen, this, [this](const std::string& id) {
    model_.edit(text(displayItem("height").label), [&](Scenario& s) { setHeight(s, index_, id); });
  });
  connect(header_, &PanelHeader::planeChosen, this, [this](PlaneKind kind) { choosePlane(planeOfKind(kind)); });
  connect(header_->planeMore(), &QAbstractButton::clicked, this,
          [this] { popUp(makePlaneMenu(), header_->planeMore()); });
  connect(header_->points(), &QAbstractButton::toggled, this, &PanelCard::setPlacing);
  connect(header_->layers(), &QAbstractButton::clicked, this, [this] { popUp(makeLayersMenu(), header_->layers()); });
  connect(header_->more(), &QAbstractButton::clicked, this, [this] { popUp(makeMenu({}), header_->more()); });
  connect(header_->draw(), &QAbstractButton::toggled, brush_, &PanelBrush::setOn);
  connect(brush_, &PanelBrush::turned, this, [this](bool on) {
    header_->draw()->setChecked(on);
    if (on) setOptionsOpen(false);
    sayOfPoints(QString(), false);
  });
  connect(brush_, &PanelBrush::refused, this, [this](const QString& why) { sayOfPoints(why, false); });
  connect(options_, &PanelOptions::closed, this, [this] { header_->parameters()->setChecked(false); });
  connect(options_, &PanelOptions::resized, this, &PanelCard::placeOptions);
}

void PanelCard::connectPlot() {
  connect(plot_, &PanelView::shownChanged, this, [this] {
    measure();
    Q_EMIT shownChanged();
  });
  connect(plot_, &PanelView::viewChanged, this,
          [this](const View& view) { model_.edit(tr("Zoom"), [&](Scenario& s) { setBox(s, index_, view); }); });
  connect(plot_, &PanelView::cameraChanged, this, &PanelCard::turn);
  connect(plot_, &PanelView::pressed, this, &CardFrame::pressed);
  connect(plot_, &PanelView::pressed, this, [this] {
    setOptionsOpen(false);  // they lie over the plot
    sayOfPoints({}, false);
  });
  connect(plot_, &PanelView::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(plot_, &PanelView::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(plot_, &PanelView::fitRequested, this, &PanelCard::fit);
  connect(plot_, &PanelView::startDragged, this, &PanelCard::dragStart);
  connect(plot_, &PanelView::guessMoved, this, [this](double x, double y, PanelView::DragPhase phase) {
    Q_EMIT guessed({x, y}, phase);
  });
  connect(plot_, &PanelView::sampleDragged, this, &PanelCard::dragSample);
  connect(plot_, &PanelView::sampleAdded, this, &PanelCard::addSample);
  connect(plot_, &PanelView::sampleChosen, this, &PanelCard::followPoints);
  connect(plot_, &PanelView::hovered, this, &PanelCard::readOut);
  connect(plot_, &PanelView::hovered, this, &PanelCard::pointAtArrow);
  connect(plot_, &PanelView::clicked, this, &PanelCard::goTo);
  connect(plot_, &PanelView::clickWithdrawn, this, [this] {
    if (const auto before = std::exchange(beforeClick_, {})) view_.playback().setStep(*before);
  });
  connect(plot_, &PanelView::left, this, [this] {
    setReadOut({});
    Q_EMIT pointed({});
    if (step_) Q_EMIT arrowHovered(StepTermKind::None);
  });
  connect(plot_, &PanelView::menuRequested, this, [this](const QPoint& position, double x, double y) {
    if (locked_) return;
    QMenu* menu = makeMenu(QPointF(x, y));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(position);
  });
}

/// Panels turn together but for those with a camera of their own.
void PanelCard::turn(const Camera& camera) {
  model_.edit(tr("Turn"), [&](Scenario& s) {
    std::optional<Camera>& own = s.panels[index_].camera;
    (own ? *own : s.display.camera) = camera;
  });
}

void PanelCard::setLocked(bool locked, bool waiting) {
  locked_ = locked;
  if (std::exchange(waiting_, waiting) != waiting) due(SceneDue);
  header_->setLocked(locked);
  if (locked) {
    closeOptions();
    setPlacing(false);
    brush_->setOn(false);
  }
  followPoints();
}

void PanelCard::contextMenuEvent(QContextMenuEvent* event) {
  if (locked_) return;
  QMenu* menu = makeMenu({});
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(event->globalPos());
}

StartPopup* PanelCard::startPopup() {
  if (!startPopup_) startPopup_ = new StartPopup(themes_, model_, this);
  return startPopup_;
}

std::optional<View> PanelCard::pathsTarget() const {
  const auto objective = compute_.objective(index_);
  return objective ? pathsBox(scene_, shownBox(*objective, objective->view())) : std::nullopt;
}

std::optional<View> PanelCard::fitTarget() const {
  const auto objective = compute_.objective(index_);
  // A plane made from paths has a box that follows them.
  if (!objective || !standsStill(model_.scenario().panels[index_])) return {};
  const View whole = shownBox(*objective, objective->view());
  std::optional<View> all = boxWithStarts(scene_, whole);
  if (all && scene_.isCurve()) all->yMin = all->yMax = 0;  // the curve's own
  // Starts that the box does not hold are taken in before anything else.
  const std::optional<View> paths = all ? std::nullopt : pathsTarget();
  const bool small = paths && isSmallIn(*paths, whole);
  return small && model_.scenario().panels[index_].view != paths ? paths : all;
}

void PanelCard::setView(const std::optional<View>& view) {
  model_.edit(tr("Fit"), [&](Scenario& s) { setBox(s, index_, view); });
}

void PanelCard::fit() {
  flush();
  if (!scene_.showsSurface()) return;
  setView(fitTarget());
}

void PanelCard::fitPaths() {
  flush();
  if (!scene_.showsSurface()) return;
  if (const std::optional<View> box = pathsTarget()) setView(box);
}

void PanelCard::toggleEnlarged() {
  if (model_.scenario().panels.size() < 2) return;
  model_.look([&](Scenario& s) {
    if (s.display.enlarged == index_)
      s.display.enlarged.reset();
    else
      s.display.enlarged = index_;
  });
}

void PanelCard::setOptionsOpen(bool open) {
  header_->parameters()->setChecked(open);
  if (!open) return options_->hide();
  placeOptions();
  options_->open();
  placeOptions();
}

bool PanelCard::closeOptions() {
  if (!options_->isVisible()) return false;
  setOptionsOpen(false);
  return true;
}

void PanelCard::placeOptions() {
  const Theme& theme = themes_.theme();
  const int left = header_->mapTo(this, header_->parameters()->pos()).x();
  const int room = width() - options_->width() - theme.u(2);
  options_->move(std::clamp(left, theme.u(2), std::max(theme.u(2), room)), header_->geometry().bottom() - theme.u(1));
}

void PanelCard::resizeEvent(QResizeEvent* event) {
  CardFrame::resizeEvent(event);
  placeOptions();
}

void PanelCard::showHead() {
  const Scenario& scenario = model_.scenario();
  const Panel& panel = scenario.panels[index_];
  const ObjectiveCard* card = findObjective(panel.objective);
  header_->setTitle(panelTitle(panel), card ? text(card->summary) : QString());
  header_->setParameters(PanelOptions::summary(panel), card && PanelOptions::any(*card));
  header_->setPoints(showsData(panel) && takesPoints(panel), placing_);
  const auto objective = compute_.objective(index_);
  if (objective && (objective != named_ || namedKind_ != panel.viewKind)) {
    named_ = objective;
    namedKind_ = panel.viewKind;
    header_->setWords(surfaceWords(panel, objective.get()));
  }
  const bool landscape =
      projectionOf(scenario, index_) == "3d" && showsSurface(panel) && !(objective && objective->dimension() == 1);
  header_->setHeight(landscape ? std::optional(heightOf(scenario, index_)) : std::nullopt);
  header_->setPlane(objective && objective->dimension() > 2 && showsSurface(panel)
                        ? std::optional(planeChoice(panel).kind)
                        : std::nullopt);
  const auto linked = [&](const Panel& other) {
    return &other != &panel && sameSurface(panel, other) && panel.plane == other.plane &&
           panel.viewKind == other.viewKind;
  };
  header_->setPointerLinked(landscape && objective && !scenario.display.enlarged &&
                            std::ranges::any_of(scenario.panels, linked));
  header_->setDrawable(objective && asLandscape(*objective) && brush_->isPossible());
  header_->setEnlarged(scenario.display.enlarged == index_);
  header_->setEnlargeable(scenario.panels.size() > 1);
  if (header_->parameters()->isHidden()) header_->parameters()->setChecked(false);
  if (!options_->isVisible()) return;
  options_->refresh();
  placeOptions();
}

Chosen PanelCard::chosen() const { return {view_.now().contender, view_.now().step}; }

void PanelCard::showScene() {
  ++assembled_;
  results_ = compute_.results(index_);
  results_.overlay = overlay_;
  const std::optional<ReadOut> readOut = scene_.readOut;
  scene_ = panelScene(model_.scenario(), index_, results_, chosen(), themes_.theme());
  layOver();
  scene_.colorBar = scene_.colorBar && !themes_.theme().presenting;
  scene_.readOut = readOut;
  if (scene_.readOut) scene_.readOut->path.reset();  // it may go elsewhere now
  const PanelViewKind& kind = panelViewKind(kinds_, scene_);
  if (&kind != kind_) makePlot(kind);
  brush_->follow(plot_);
  const QString name = tr("Plot of %1").arg(text(displayName(model_.scenario().panels[index_])));
  if (plot_->accessibleName() != name) plot_->setAccessibleName(name);
  plot_->show(scene_);
  followPoints();
  compute_.setChosen(index_, chosen());
  measure();
  showProblem();
  readWalk();
}

/// What depends on the box that is seen and the room there is.
void PanelCard::measure() {
  const PlotFrame& frame = plot_->frame();
  // Before an audience there is no room for what says nothing yet.
  outcomes_->setVisible(!waiting_ || !themes_.theme().presenting);
  if (!scene_.showsSurface()) return showOther();
  compute_.setViewport(index_, frame.view, plot_->fieldSize(), arrowCount(frame, themes_.theme()));
  std::vector<OutcomeEntry> entries =
      outcomeEntries(model_.scenario(), results_, scene_.plane, frame.view, themes_.theme(), view_.now().contender);
  for (OutcomeEntry& entry : entries) {
    if (waiting_) entry = {entry.mark, entry.name, tr("waiting for your guess")};
  }
  outcomes_->setEntries(std::move(entries));
  outcomes_->setStep(view_.now().step);
  showHonesty();
}

void PanelCard::setOverlay(std::shared_ptr<const MapOverlay> overlay) {
  if (overlay == overlay_) return;
  overlay_ = std::move(overlay);
  due(SceneDue);
}

void PanelCard::setStep(std::shared_ptr<const StepPicture> step) {
  if (step == step_) return;
  step_ = std::move(step);
  due(StepDue);
}

void PanelCard::setTried(std::shared_ptr<const Trajectory> path, std::size_t contender) {
  if (path == tried_) return;
  tried_ = std::move(path);
  triedContender_ = contender;
  due(StepDue);
}

/// What lies over the paths and is not the document's.
void PanelCard::layOver() {
  thalweg::setStep(scene_, step_);
  scene_.guess = guess_;
  scene_.tried = nullptr;
  if (!tried_ || triedContender_ >= model_.scenario().contenders.size()) return;
  auto run = std::make_shared<TriedRun>();
  run->color = contenderMark(themes_.theme(), model_.scenario(), triedContender_).color;
  run->line.reserve(tried_->points.rows());
  for (Index k = 0; k < tried_->points.rows(); ++k) {
    const Plane::Place at = scene_.plane.project(tried_->points, k);
    run->line << QPointF(at.x, scene_.isCurve() ? tried_->loss[k] : at.y);
  }
  scene_.tried = std::move(run);
}

void PanelCard::setGuess(std::shared_ptr<const GuessPicture> guess, bool guessing) {
  guessing_ = guessing;
  if (guessing) brush_->setOn(false);
  plot_->setGuessing(guessing);
  if (guess == guess_) return;
  guess_ = std::move(guess);
  due(StepDue);
}

void PanelCard::pointAtArrow(double x, double y) {
  if (!step_ || scene_.relief) return;
  const PlotFrame& frame = plot_->frame();
  const auto toPixel = [&frame](const QPointF& at) { return frame.toPixel(at.x(), at.y()); };
  Q_EMIT arrowHovered(stepArrowAt(*step_, toPixel, frame.toPixel(x, y), themes_.theme()));
}

void PanelCard::showProblem() {
  QString words = compute_.problem(index_);
  for (std::size_t i = 0; i < model_.scenario().contenders.size() && words.isEmpty(); ++i) {
    const std::string problem = compute_.paths().problem(index_, i);
    if (!problem.empty()) words = tr("%1: %2").arg(text(contenderName(model_.scenario(), i)), text(problem));
  }
  if (words.isEmpty() && results_.plane && !results_.plane->problem.empty())
    words = tr("No such plane: %1").arg(text(results_.plane->problem));
  const bool note = words.isEmpty();
  if (note) words = pointNote_;
  if (words.isEmpty())
    problem_->clear();
  else if (note && !pointNoteWrong_)
    problem_->showMessage(InlineMessage::Kind::Note, words);
  else
    problem_->showMessage(InlineMessage::Kind::Error, words);
}

void PanelCard::setCompact(bool compact) { header_->setCompact(compact); }

std::vector<double> PanelCard::pointAt(double x, double y) const {
  const auto objective = compute_.objective(index_);
  return panelPlane(model_.scenario().panels[index_], *objective, results_.plane.get())
      .at(x, y, objective->dimension());
}

void PanelCard::dragStart(int contender, double x, double y, PanelView::DragPhase phase, bool apart) {
  // Whatever else is gone by then.
  if (phase == PanelView::DragPhase::End) return model_.endGesture();
  if (!compute_.objective(index_)) return;
  const std::vector<double> point = pointAt(x, y);
  switch (phase) {
    case PanelView::DragPhase::Begin:
      model_.beginGesture();
      if (const std::size_t own = view_.now().contender;
          apart && contender < 0 && own < model_.scenario().contenders.size()) {
        model_.edit(tr("Move the start"), [&](Scenario& s) { setStart(s, index_, own, point); });
        flush();
        plot_->holdStart(static_cast<int>(own));
      }
      return;
    case PanelView::DragPhase::Move:
      model_.edit(tr("Move the start"), [&](Scenario& s) {
        setStart(s, index_, contender < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(contender)), point);
      });
      return;
    case PanelView::DragPhase::End:
      break;
  }
}

void PanelCard::readOut(double x, double y) {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const std::vector<double> point = pointAt(x, y);
  const Points row = Eigen::Map<const Eigen::RowVectorXd>(point.data(), static_cast<Index>(point.size())).array();
  Column f;
  Points g;
  objective->valueAndGradient(row, f, g);
  ReadOut read{QPointF(x, y), f[0], g.row(0).matrix().norm()};
  if (const auto hit = plot_->pathAt(x, y)) read.path = readPath(model_.scenario(), results_, scene_, *hit);
  setReadOut(read);
  Q_EMIT pointed(read);
}

void PanelCard::showPointer(const std::optional<ReadOut>& read) {
  std::optional<ReadOut> own = read;
  if (own && own->path) {
    // Paths are the same where they begin together.
    const auto path = std::ranges::find(scene_.paths, own->path->contender, &PathData::contender);
    const auto mine = path == scene_.paths.end()
                          ? std::nullopt
                          : readPath(model_.scenario(), results_, scene_,
                                     {static_cast<std::size_t>(path - scene_.paths.begin()), own->path->step});
    if (mine != own->path) own->path.reset();
  }
  setReadOut(std::move(own));
}

bool PanelCard::showsSameSurface(const PanelCard& other) const {
  const std::vector<Panel>& panels = model_.scenario().panels;
  if (std::max(index_, other.index_) >= panels.size() || scene_.isCurve()) return false;
  if (!scene_.showsSurface() || !other.scene_.showsSurface()) return false;
  return sameSurface(panels[index_], panels[other.index_]) && scene_.plane == other.scene_.plane;
}

void PanelCard::readWalk() {
  if (!walking_) return;
  for (std::size_t k = 0; k < scene_.paths.size(); ++k) {
    if (scene_.paths[k].contender != view_.now().contender || !scene_.paths[k].visible) continue;
    const std::int64_t last = scene_.paths[k].points ? scene_.paths[k].points->rows() - 1 : 0;
    const auto read = readPath(model_.scenario(), results_, scene_, {k, std::min(view_.now().step, last)});
    if (!read) break;
    plot_->setAccessibleDescription(pathWords(scene_, *read));
    QAccessibleEvent said(plot_, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&said);
    return setReadOut(ReadOut{read->at, read->value, 0, read});
  }
  plot_->setAccessibleDescription({});
  setReadOut({});
}

void PanelCard::walkOn(bool forward) {
  const std::size_t count = model_.scenario().contenders.size();
  for (std::size_t k = 1; k < count; ++k) {
    const std::size_t next = (view_.now().contender + (forward ? k : count - k)) % count;
    const auto drawn = [next](const PathData& path) { return path.contender == next && path.visible; };
    if (std::ranges::any_of(scene_.paths, drawn)) return view_.selectContender(next);
  }
}

bool PanelCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched != plot_) return CardFrame::eventFilter(watched, event);
  if (event->type() == QEvent::FocusIn) {
    const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
    walking_ = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
    if (walking_) Q_EMIT pressed();
    readWalk();
  }
  if (event->type() == QEvent::FocusOut && std::exchange(walking_, false)) setReadOut({});
  if (event->type() != QEvent::KeyPress || scene_.relief || guessing_) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (pressPointKey(*key)) return true;
  if ((key->key() != Qt::Key_Up && key->key() != Qt::Key_Down) || key->modifiers() != Qt::NoModifier) return false;
  walking_ = true;
  walkOn(key->key() == Qt::Key_Down);
  readWalk();
  return true;
}

/// A click on a path goes to the step that it hits. Over basins a click sets a start.
void PanelCard::goTo(double x, double y) {
  beforeClick_.reset();
  const auto hit = overlay_ ? std::nullopt : plot_->pathAt(x, y);
  const auto read = hit ? readPath(model_.scenario(), results_, scene_, *hit) : std::nullopt;
  if (!read) return;
  beforeClick_ = view_.now().step;
  view_.selectContender(read->contender);
  view_.playback().setStep(read->step);
}

void PanelCard::setReadOut(std::optional<ReadOut> readOut) {
  if (readOut == scene_.readOut) return;
  flush();  // what else has changed is not to be taken back
  scene_.readOut = readOut;
  plot_->show(scene_);
}

}  // namespace thalweg
