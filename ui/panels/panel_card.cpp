#include "ui/panels/panel_card.h"

#include "ui/controls/buttons.h"
#include "ui/document/panel_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/contender_look.h"
#include "ui/look/text.h"
#include "ui/panels/objective_gallery.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"

#include <QActionGroup>
#include <QContextMenuEvent>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

PanelCard::PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, std::size_t index,
                     QWidget* parent)
    : CardFrame(themes, parent), themes_(themes), model_(model), compute_(compute), index_(index) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(2, 2, 2, 2);
  column->setSpacing(0);
  header_ = new PanelHeader(themes_, this);
  column->addWidget(header_);
  problem_ = new InlineMessage(themes_, this);
  problem_->setContentsMargins(themes_.theme().u(3), 0, themes_.theme().u(2), themes_.theme().u(1));
  column->addWidget(problem_);
  plot_ = new PanelPlot(themes_.theme(), this);
  plot_->setFocusPolicy(Qt::ClickFocus);
  column->addWidget(plot_, 1);
  column->addWidget(new Rule(themes_, Qt::Horizontal, this));
  outcomes_ = new OutcomeLine(themes_, this);
  column->addWidget(outcomes_);
  options_ = new PanelOptions(themes_, model_, index_, this);
  connectHeader();
  connectPlot();
  connect(&themes_, &ThemeController::changed, this, [this] {
    plot_->setTheme(themes_.theme());
    showPaths();
    showStarts();
  });
  showObjective();
}

void PanelCard::connectHeader() {
  connect(header_, &PanelHeader::pressed, this, &CardFrame::pressed);
  connect(header_, &PanelHeader::doubleClicked, this, &PanelCard::toggleEnlarged);
  connect(header_, &PanelHeader::dragged, this, &PanelCard::dragged);
  connect(header_, &PanelHeader::dropped, this, &PanelCard::dropped);
  connect(header_->title(), &QAbstractButton::clicked, this, [this] { Q_EMIT galleryRequested(false); });
  connect(header_->parameters(), &QAbstractButton::toggled, this, &PanelCard::setOptionsOpen);
  connect(header_->enlarge(), &QAbstractButton::clicked, this, &PanelCard::toggleEnlarged);
  connect(header_->layers(), &QAbstractButton::clicked, this, [this] { popUp(makeLayersMenu(), header_->layers()); });
  connect(header_->more(), &QAbstractButton::clicked, this, [this] { popUp(makeMenu({}), header_->more()); });
  connect(options_, &PanelOptions::closed, this, [this] { header_->parameters()->setChecked(false); });
  connect(options_, &PanelOptions::resized, this, &PanelCard::placeOptions);
}

void PanelCard::connectPlot() {
  connect(plot_, &PanelPlot::shownChanged, this, [this] {
    compute_.setViewport(index_, plot_->shownView(), plot_->fieldSize(), plot_->arrowCount());
    showPaths();
  });
  connect(plot_, &PanelPlot::viewChanged, this,
          [this](const View& view) { model_.edit(tr("Zoom"), [&](Scenario& s) { s.panels[index_].view = view; }); });
  connect(plot_, &PanelPlot::pressed, this, &CardFrame::pressed);
  connect(plot_, &PanelPlot::pressed, this, [this] { setOptionsOpen(false); });  // they lie over the plot
  connect(plot_, &PanelPlot::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(plot_, &PanelPlot::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(plot_, &PanelPlot::fitRequested, this,
          [this] { model_.edit(tr("Fit"), [&](Scenario& s) { s.panels[index_].view.reset(); }); });
  connect(plot_, &PanelPlot::startDragged, this, &PanelCard::dragStart);
  connect(plot_, &PanelPlot::hovered, this, &PanelCard::readOut);
  connect(plot_, &PanelPlot::left, this, [this] { plot_->setReadOut({}); });
  connect(plot_, &PanelPlot::menuRequested, this, [this](const QPoint& position, double x, double y) {
    QMenu* menu = makeMenu(QPointF(x, y));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(position);
  });
}

void PanelCard::popUp(QMenu* menu, const QWidget* below) {
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(below->mapToGlobal(QPoint(0, below->height())));
}

void PanelCard::contextMenuEvent(QContextMenuEvent* event) {
  QMenu* menu = makeMenu({});
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(event->globalPos());
}

void PanelCard::addStartActions(QMenu* menu, std::optional<QPointF> place) {
  const Scenario& scenario = model_.scenario();
  const auto icon = [&](const char* name) { return themedIcon(themes_, QLatin1String(name)); };
  if (place && compute_.objective(index_)) {
    const std::vector<double> point = pointAt(place->x(), place->y());
    menu->addAction(icon("target"), tr("Start here"), this, [this, point] {
      model_.edit(tr("Start here"), [&](Scenario& s) {
        setStart(s, index_, {}, point);
        shareStart(s, index_);
      });
    });
    if (contender_ < scenario.contenders.size()) {
      const QString name = text(displayName(scenario.contenders[contender_]));
      menu->addAction(tr("Start %1 alone here").arg(name), this, [this, point] {
        model_.edit(tr("Start here"), [&](Scenario& s) { setStart(s, index_, contender_, point); });
      });
    }
  }
  if (hasOwnStarts(scenario, index_)) {
    menu->addAction(tr("One start for all"), this,
                    [this] { model_.edit(tr("One start for all"), [&](Scenario& s) { shareStart(s, index_); }); });
  }
  QAction* reset = menu->addAction(icon("reset"), tr("Reset the start"), this, [this] {
    model_.edit(tr("Reset the start"), [&](Scenario& s) {
      s.panels[index_].start.clear();
      shareStart(s, index_);
    });
  });
  reset->setEnabled(hasOwnStarts(scenario, index_) || !scenario.panels[index_].start.empty());
}

void PanelCard::addLayerActions(QMenu* menu) {
  const Display& now = model_.scenario().display;
  const auto toggle = [&](const QString& label, bool Display::*field) {
    QAction* action = menu->addAction(label, this, [this, label, field] {
      model_.edit(label, [field](Scenario& s) { s.display.*field = !(s.display.*field); });
    });
    action->setCheckable(true);
    action->setChecked(now.*field);
  };
  const auto choice = [&](const QString& title, std::string Display::*field, const auto& ids, const auto& labels) {
    menu->addSeparator();
    menu->addAction(title)->setEnabled(false);
    auto* group = new QActionGroup(menu);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      QAction* action = menu->addAction(labels[i], this, [this, title, field, id = std::string(ids[i])] {
        model_.edit(title, [&](Scenario& s) { s.display.*field = id; });
      });
      action->setCheckable(true);
      action->setChecked(now.*field == ids[i]);
      group->addAction(action);
    }
  };
  toggle(tr("Gradient field −∇f"), &Display::gradientField);
  toggle(tr("Equal axes"), &Display::equalAxes);
  choice(tr("Colours"), &Display::colorMap, colorMapIds,
         std::array{tr("Sea"), tr("Viridis"), tr("Cividis"), tr("Grey")});
  choice(tr("Colour scale"), &Display::colorScale, colorScaleIds,
         std::array{tr("As suits the surface"), tr("Linear"), tr("Logarithmic"), tr("By rank")});
}

QMenu* PanelCard::makeLayersMenu() {
  auto* menu = new QMenu(this);
  addLayerActions(menu);
  return menu;
}

QMenu* PanelCard::makeMenu(std::optional<QPointF> place) {
  auto* menu = new QMenu(this);
  const Scenario& scenario = model_.scenario();
  const auto icon = [&](const char* name) { return themedIcon(themes_, QLatin1String(name)); };
  addStartActions(menu, place);
  menu->addAction(icon("restore"), tr("Fit the view"), plot_, &PanelPlot::fitRequested)
      ->setEnabled(scenario.panels[index_].view.has_value());
  constexpr double notches = 3;
  menu->addAction(icon("plus"), tr("Zoom in"), this, [this] { plot_->zoom(notches); });
  menu->addAction(icon("minus"), tr("Zoom out"), this, [this] { plot_->zoom(-notches); });
  menu->addSeparator();
  menu->addAction(icon("search"), tr("Choose a surface…"), this, [this] { Q_EMIT galleryRequested(false); });
  if (!header_->parameters()->isHidden()) {
    menu->addAction(icon("settings"), tr("Parameters"), this, [this] { header_->parameters()->setChecked(true); });
  }
  addLayerActions(menu->addMenu(icon("layers"), tr("Colours and overlays")));
  menu->addSeparator();
  menu->addAction(icon("camera"), tr("Copy picture"), this, &PanelCard::copyRequested);
  menu->addAction(icon("export"), tr("Export…"), this, &PanelCard::exportRequested);
  menu->addSeparator();
  const bool enlarged = scenario.display.enlarged == index_;
  menu->addAction(icon(enlarged ? "restore" : "expand"), enlarged ? tr("Back to all panels") : tr("Enlarge"), this,
                  &PanelCard::toggleEnlarged)
      ->setEnabled(scenario.panels.size() > 1);
  const auto shift = [&](const char* sign, const QString& label, std::size_t to, bool possible) {
    menu->addAction(icon(sign), label, this,
                    [this, to] { model_.edit(tr("Move a panel"), [&](Scenario& s) { movePanel(s, index_, to); }); })
        ->setEnabled(possible);
  };
  shift("chevron-left", tr("Move left"), index_ - 1, index_ > 0);
  shift("chevron-right", tr("Move right"), index_ + 1, index_ + 1 < scenario.panels.size());
  menu->addAction(icon("plus"), tr("Add a panel…"), this, [this] { Q_EMIT galleryRequested(true); })
      ->setEnabled(scenario.panels.size() < limits::panels);
  menu->addAction(icon("trash"), tr("Remove this panel"), this,
                  [this] { model_.edit(tr("Remove a panel"), [&](Scenario& s) { removePanel(s, index_); }); })
      ->setEnabled(scenario.panels.size() > 1);
  return menu;
}

void PanelCard::toggleEnlarged() {
  if (model_.scenario().panels.size() < 2) return;
  model_.edit(tr("Enlarge"), [&](Scenario& s) {
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

Display PanelCard::display() const {
  Display display = model_.scenario().display;
  const auto objective = compute_.objective(index_);
  if (objective && objective->dimension() == 1) display.equalAxes = false;
  return display;
}

void PanelCard::refresh() {
  const Scenario& scenario = model_.scenario();
  const Panel& panel = scenario.panels[index_];
  const ObjectiveCard* card = findObjective(panel.objective);
  header_->setTitle(text(displayName(panel)), card ? text(card->summary) : QString());
  header_->setParameters(PanelOptions::summary(panel), card && !card->options.empty());
  plot_->setAccessibleName(tr("Plot of %1").arg(text(displayName(panel))));
  header_->setEnlarged(scenario.display.enlarged == index_);
  header_->enlarge()->setVisible(scenario.panels.size() > 1);
  if (header_->parameters()->isHidden()) header_->parameters()->setChecked(false);
  if (options_->isVisible()) {
    options_->refresh();
    placeOptions();
  }
  showProblem();
  plot_->setDisplay(display());
  if (shownScale_ != scenario.display.colorScale) showSurface();
  const auto objective = compute_.objective(index_);
  if (objective) plot_->setView(shownBox(*objective, panel.view.value_or(objective->view())));
  showStarts();
}

void PanelCard::showObjective() {
  const auto objective = compute_.objective(index_);
  if (objective && objective != shownObjective_) {
    const bool curve = plot_->scene().isCurve();
    shownObjective_ = objective;
    const Panel& panel = model_.scenario().panels[index_];
    header_->setWords(surfaceWords(panel, objective.get()));
    plot_->setLandmarks(landmarksInPlane(*objective, panel.start.empty() ? objective->starts().front() : panel.start));
    // A surface's picture says nothing of a curve.
    if (curve != (objective->dimension() == 1)) plot_->setSurface({}, display());
  }
  refresh();
  plot_->flush();
  compute_.setViewport(index_, plot_->shownView(), plot_->fieldSize(), plot_->arrowCount());
}

void PanelCard::showSurface() {
  shownScale_ = model_.scenario().display.colorScale;
  const auto surface = compute_.surface(index_);
  if (!surface) return;
  plot_->setSurface(*surface, display());
  if (surface->curve) showTangent();
}

void PanelCard::showPaths() {
  const Scenario& scenario = model_.scenario();
  std::vector<PathData> paths;
  std::vector<OutcomeLine::Entry> entries;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto trajectory = compute_.paths().at(index_, i);
    if (!trajectory) continue;
    const ContenderMark mark = contenderMark(themes_.theme(), scenario, i);
    PathData path;
    path.points = {trajectory, &trajectory->points};
    path.loss = {trajectory, &trajectory->loss};
    path.color = mark.color;
    path.marker = mark.marker;
    path.visible = !scenario.contenders[i].hidden;
    path.selected = i == contender_;
    paths.push_back(std::move(path));
    if (scenario.contenders[i].hidden) continue;
    const auto [word, step] = outcomeWord(*trajectory, plot_->shownView());
    const auto objective = compute_.objective(index_);
    entries.push_back({mark, text(displayName(scenario.contenders[i])), word, step,
                       objective ? outcomeSentence(*trajectory, *objective, plot_->shownView()) : QString()});
  }
  std::vector<FaintPath> faint;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto runs = compute_.paths().ensemble(index_, i);
    if (runs && !scenario.contenders[i].hidden)
      addFaintPaths(faint, *runs, contenderMark(themes_.theme(), scenario, i).color);
  }
  plot_->setFaintPaths(std::move(faint));
  plot_->setPaths(std::move(paths));
  showTangent();
  showProblem();
  outcomes_->setEntries(std::move(entries));
}

void PanelCard::showProblem() {
  QString words = compute_.problem(index_);
  const auto& contenders = model_.scenario().contenders;
  for (std::size_t i = 0; i < contenders.size() && words.isEmpty(); ++i) {
    const std::string problem = compute_.paths().problem(index_, i);
    if (!problem.empty()) words = tr("%1: %2").arg(text(displayName(contenders[i])), text(problem));
  }
  if (words.isEmpty())
    problem_->clear();
  else
    problem_->showMessage(InlineMessage::Kind::Error, words);
}

void PanelCard::showStarts() {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const Scenario& scenario = model_.scenario();
  std::vector<StartHandle> starts;
  const auto add = [&](int contender, const std::vector<double>& point, const QColor& color) {
    if (!point.empty()) starts.push_back({contender, QPointF(point[0], point.size() > 1 ? point[1] : 0), color});
  };
  bool shared = false;
  bool any = false;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden) continue;
    any = true;
    shared = shared || !hasOwnStart(scenario, index_, i);
  }
  const Panel& panel = scenario.panels[index_];
  if (shared || !any) add(-1, panel.start.empty() ? objective->starts().front() : panel.start, {});
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden || !hasOwnStart(scenario, index_, i)) continue;
    add(static_cast<int>(i), *scenario.contenders[i].start[index_], contenderMark(themes_.theme(), scenario, i).color);
  }
  plot_->setStarts(std::move(starts));
}

void PanelCard::showTangent() {
  const auto trajectory = compute_.paths().at(index_, contender_);
  const Scenario& scenario = model_.scenario();
  const bool there = shownObjective_ && shownObjective_->dimension() == 1 && trajectory &&
                     trajectory->points.cols() == 1 && trajectory->points.rows() > 0 &&
                     contender_ < scenario.contenders.size() && !scenario.contenders[contender_].hidden;
  if (!there) return plot_->setTangent({});
  const Index at = std::clamp<Index>(static_cast<Index>(step_), 0, trajectory->points.rows() - 1);
  const Points point = trajectory->points.row(at);
  Column f;
  Points g;
  shownObjective_->valueAndGradient(point, f, g);
  plot_->setTangent(Tangent{{point(0, 0), f[0]}, g(0, 0), contenderMark(themes_.theme(), scenario, contender_).color});
}

void PanelCard::setStep(std::int64_t step) {
  step_ = step;
  plot_->setStep(step);
  showTangent();
  outcomes_->setStep(step);
}

void PanelCard::setContender(std::size_t index) {
  contender_ = index;
  showPaths();
}

void PanelCard::setCompact(bool compact) { header_->setCompact(compact); }

std::vector<double> PanelCard::pointAt(double x, double y) const {
  const auto objective = compute_.objective(index_);
  const Panel& panel = model_.scenario().panels[index_];
  std::vector<double> point = panel.start.empty() ? objective->starts().front() : panel.start;
  point[0] = x;
  if (point.size() > 1) point[1] = y;
  return point;
}

void PanelCard::dragStart(int contender, double x, double y, PanelPlot::DragPhase phase, bool apart) {
  if (!compute_.objective(index_)) return;
  const std::vector<double> point = pointAt(x, y);
  switch (phase) {
    case PanelPlot::DragPhase::Begin:
      model_.beginGesture();
      if (apart && contender < 0 && contender_ < model_.scenario().contenders.size()) {
        model_.edit(tr("Move the start"), [&](Scenario& s) { setStart(s, index_, contender_, point); });
        plot_->holdStart(static_cast<int>(contender_));
      }
      return;
    case PanelPlot::DragPhase::Move:
      model_.edit(tr("Move the start"), [&](Scenario& s) {
        setStart(s, index_, contender < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(contender)), point);
      });
      return;
    case PanelPlot::DragPhase::End:
      model_.endGesture();
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
  plot_->setReadOut(ReadOut{QPointF(x, objective->dimension() == 1 ? f[0] : y), f[0], g.row(0).matrix().norm()});
}

}  // namespace thalweg
