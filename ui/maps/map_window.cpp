#include "ui/maps/map_window.h"

#include "core/contracts/optimizer.h"
#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/document/scenario_model.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/scenes/axis_painter.h"
#include "ui/views/map_sweep_view.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace thalweg {

namespace {

constexpr Index side = 128;          // cells each way of a map in a window of the usual size
constexpr int coarser = 3;           // levels from what is wanted to what is shown until then
constexpr double cellsAround = 512;  // pixels of a map that so many cells serve

QString legendText(const std::vector<MapLegendEntry>& entries) {
  QStringList words;
  for (const MapLegendEntry& entry : entries) {
    words
        << QStringLiteral("<span style=\"color:%1\">■</span> %2").arg(entry.color.name(), entry.label.toHtmlEscaped());
  }
  return words.join(QStringLiteral("&nbsp;&nbsp; "));
}

}  // namespace

MapWindow::MapWindow(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : QWidget(parent, Qt::Tool),
      themes_(themes),
      model_(model),
      title_(plainLabel(this)),
      x_(new ComboButton(themes, this)),
      y_(new ComboButton(themes, this)),
      color_(new ComboButton(themes, this)),
      view_(new MapSweepView(themes, this)),
      words_(plainLabel(this)),
      legend_(plainLabel(this)),
      wholeButton_(new FlatButton(themes, {}, tr("Whole map"), this)),
      magnification_(plainLabel(this)),
      job_(this, [this](const Tile& tile) { take(tile); }),
      tryJob_(this,
              [this](std::shared_ptr<const Trajectory> path) { Q_EMIT tried(panel_, contender_, std::move(path)); }) {
  const Theme& theme = themes.theme();
  setWindowTitle(tr("Outcome map"));
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(theme.u(3), theme.u(3), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(2));
  title_->setFont(theme.font(TextRole::Title));
  column->addWidget(title_);
  auto* line = new QHBoxLayout;
  line->setSpacing(theme.u(2));
  x_->setAccessibleName(tr("Option across"));
  y_->setAccessibleName(tr("Option upwards"));
  color_->setAccessibleName(tr("Colours"));
  color_->addItem(tr("Outcome"));
  color_->addItem(tr("Final loss"));
  color_->addItem(tr("Steps to 1/1000 of the loss"));
  line->addWidget(x_);
  line->addWidget(plainLabel(this, QStringLiteral("×")));
  line->addWidget(y_);
  line->addStretch(1);
  wholeButton_->setToolTip(tr("Show the whole map (0)"));
  wholeButton_->hide();
  line->addWidget(magnification_);
  line->addWidget(wholeButton_);
  line->addWidget(color_);
  column->addLayout(line);
  column->addWidget(view_, 1);
  legend_->setTextFormat(Qt::RichText);  // for its colours; its words are escaped
  legend_->setWordWrap(true);
  column->addWidget(legend_);
  words_->setProperty("role", QStringLiteral("secondary"));
  column->addWidget(words_);

  connect(&model_, &ScenarioModel::changed, this, &MapWindow::follow);
  connect(x_, &QComboBox::currentIndexChanged, this, &MapWindow::follow);
  connect(y_, &QComboBox::currentIndexChanged, this, &MapWindow::follow);
  connect(color_, &QComboBox::currentIndexChanged, this, [this](int i) {
    view_->setColoring(static_cast<SweepColoring>(std::max(0, i)));
    if (shown_.map) show();
  });
  connect(view_, &MapSweepView::gestureStarted, &model_, &ScenarioModel::beginGesture);
  connect(view_, &MapSweepView::gestureFinished, &model_, &ScenarioModel::endGesture);
  connect(view_, &MapSweepView::picked, this, &MapWindow::pick);
  connect(view_, &MapSweepView::pointed, this, &MapWindow::tryCell);
  connect(view_, &MapSweepView::magnifyWanted, this,
          [this](double times, double x, double y) { lookAt(magnified(frame_, times, x, y)); });
  connect(view_, &MapSweepView::moveWanted, this, [this](double right, double up) {
    lookAt({frame_.left + right * frame_.size, frame_.bottom + up * frame_.size, frame_.size});
  });
  connect(view_, &MapSweepView::wholeWanted, this, [this] { lookAt({}); });
  connect(wholeButton_, &QToolButton::clicked, this, [this] { lookAt({}); });
  const QString hint = tr("Click or drag to set both values. The wheel magnifies, Shift and dragging moves.");
  words_->setText(hint);
  connect(view_, &MapSweepView::hovered, words_,
          [this, hint](const QString& words) { words_->setText(words.isEmpty() ? hint : words); });
}

void MapWindow::open(std::size_t panel, std::size_t contender) {
  panel_ = panel;
  contender_ = contender;
  fillAxes();
  QWidget::show();
  raise();
  follow();
}

void MapWindow::setPanel(std::size_t panel) {
  if (panel == panel_ || !isVisible()) return;
  tryCell(-1, -1);
  panel_ = panel;
  // Until the new map is there the old one stays, but none that comes late.
  job_.cancel();
  fillAxes();
  follow();
}

void MapWindow::fillAxes() {
  const Scenario& scenario = model_.scenario();
  if (panel_ >= scenario.panels.size() || contender_ >= scenario.contenders.size()) return;
  filling_ = true;
  const OptimizerCard* card = findOptimizer(scenario.contenders[contender_].optimizer);
  const std::vector<std::string> ids = axisIds(scenario, panel_, contender_);
  for (ComboButton* choice : {x_, y_}) {
    const QString before = choice->currentData().toString();
    choice->clear();
    for (const std::string& id : ids) {
      const Axis axis = makeAxis(scenario, panel_, contender_, id, 1);
      choice->addItem(text(axis.label.empty() ? id : axis.label), text(id));
    }
    const QString usual = card ? text(choice == x_ ? card->rate : card->momentum) : QString();
    int at = choice->findData(before.isEmpty() ? usual : before);
    if (at < 0) at = choice->findData(usual);
    if (at < 0) at = choice == x_ || ids.size() < 2 ? 0 : 1;
    choice->setCurrentIndex(at);
  }
  filling_ = false;
}

void MapWindow::follow() {
  if (!isVisible() || filling_) return;
  const Scenario& scenario = model_.scenario();
  if (scenario.panels.empty() || contender_ >= scenario.contenders.size()) return close(), void();
  if (panel_ >= scenario.panels.size()) {
    panel_ = scenario.panels.size() - 1;
    job_.cancel();
    fillAxes();
  }
  const std::string x = x_->currentData().toString().toStdString();
  const std::string y = y_->currentData().toString().toStdString();
  const std::vector<std::string> ids = axisIds(scenario, panel_, contender_);
  const auto gone = [&](const std::string& id) { return std::ranges::find(ids, id) == ids.end(); };
  if (gone(x) || gone(y) || x_->count() != static_cast<int>(ids.size())) {
    fillAxes();
    return follow();
  }
  const ObjectiveCard* surface = findObjective(scenario.panels[panel_].objective);
  title_->setText(
      tr("%1 on %2").arg(text(contenderName(scenario, contender_)), surface ? text(surface->label) : QString()));
  view_->setCurrent({axisValue(scenario, panel_, contender_, x), axisValue(scenario, panel_, contender_, y)});

  auto subject = std::make_shared<Subject>(Subject{scenario, {}});
  SweepRequest& request = subject->request;
  request.panel = panel_;
  request.contender = contender_;
  request.x = makeAxis(scenario, panel_, contender_, x, side);
  if (y != x) request.y = makeAxis(scenario, panel_, contender_, y, side);
  setAxisValue(subject->scenario, panel_, contender_, x, request.x.at(0.5));
  if (request.y) setAxisValue(subject->scenario, panel_, contender_, y, request.y->at(0.5));
  subject->scenario.display = {};
  subject->scenario.title.clear();
  if (asked_ && *subject == *asked_) return;
  const auto sameAxes = [&](const Subject& before) {
    const auto id = [](const std::optional<Axis>& axis) { return axis ? axis->id : std::string(); };
    return before.request.x.id == x && id(before.request.y) == id(request.y);
  };
  if (shown_.of && !sameAxes(*shown_.of)) frame_ = {};
  tryCell(-1, -1);
  asked_ = subject;
  tiles_ = std::make_unique<MapTiles>(asked_->request);
  look();
}

Index MapWindow::cellsWanted() const {
  const QRectF box = view_->mapRect();
  Index cells = side;
  for (double pixels = std::min(box.width(), box.height()); pixels >= 2 * cellsAround; pixels /= 2) cells *= 2;
  return cells;
}

void MapWindow::lookAt(const MapFrame& frame) {
  if (!asked_) return;
  const double least = leastFrame(asked_->request, frame, cellsWanted());
  // At the end of float64 a further step inwards would only move aside.
  if (frame.size < least && frame_.size <= least * (1 + 1e-9) && frame.size < frame_.size) return;
  const MapFrame next = fitted(frame, least);
  if (next == frame_) return;
  frame_ = next;
  look();
}

void MapWindow::look() {
  part_ = partOf(frame_, cellsWanted(), !asked_->request.y);
  const bool shown = compose();
  const auto make = [of = asked_](std::vector<TileKey> keys) {
    return [of, keys = std::move(keys)](const std::stop_token& stop, const std::function<void(Tile)>& post) {
      try {
        for (const TileKey& key : keys) {
          auto map = computeTile(of->scenario, of->request, key, stop);
          if (!map) return;
          post({of, key, std::move(map)});
        }
      } catch (const OptionError&) {
        return;  // the panel says what is wrong
      }
    };
  };
  std::vector<TileKey> missing = tiles_->missing(part_);
  if (missing.empty()) {
    job_.cancel();
    if (shown) Q_EMIT completed();
    return;
  }
  job_.request(make(tiles_->missingCoarse(part_, coarser)), make(std::move(missing)));
}

void MapWindow::take(const Tile& tile) {
  // Nothing is shown of what the map is no longer of.
  if (tile.of != asked_) return;
  tiles_->add(tile.key, tile.map);
  if (compose() && tiles_->missing(part_).empty()) Q_EMIT completed();
}

bool MapWindow::compose() {
  const auto map = tiles_->compose(part_);
  if (!map) return false;
  if (shown_.of != asked_) {
    const auto objective = makeObjective(asked_->scenario.panels[asked_->request.panel]);
    shown_.theory = quadraticTheory(asked_->scenario, asked_->request.panel, asked_->request.contender, *objective);
  }
  shown_.of = asked_;
  shown_.map = map;
  show();
  return true;
}

void MapWindow::show() {
  const auto& map = shown_.map;
  view_->setTheory(shown_.theory);
  const bool outcomes = view_->map() && color_->currentIndex() > 0;
  view_->setMap(map);
  const Theme& theme = themes_.theme();
  QString legend = outcomes || color_->currentIndex() > 0
                       ? tr("Dark: little. Light: much. %1")
                             .arg(legendText({{theme.outcomeColor(StripOutcome::Diverges), tr("diverged")}}))
                       : legendText(outcomeLegend(*map, theme));
  if (view_->showsTheory())
    legend += tr("<br>– – bound of theory, 2(1 + μ)/λ<sub>max</sub>&nbsp;&nbsp; + fastest by theory");
  legend_->setText(legend);
  const bool magnified = frame_.size < 1;
  const SweepRequest& request = shown_.of->request;
  const bool numbers = request.x.integer || (request.y && request.y->integer);
  const bool end = !numbers && frame_.size <= leastFrame(request, frame_, cellsWanted()) * (1 + 1e-9);
  const QString times = QStringLiteral("× ") + numberText(1 / frame_.size, 3);
  magnification_->setText(!magnified ? QString() : end ? tr("%1, where float64 ends").arg(times) : times);
  wholeButton_->setVisible(magnified);
}

void MapWindow::pick(double x, double y) {
  const auto map = view_->map();
  // After another panel was chosen the old map says nothing of it.
  if (!map || shown_.of->request.panel != panel_ || shown_.of->request.contender != contender_) return;
  model_.edit(tr("Choose on the map"), [&](Scenario& s) {
    setAxisValue(s, panel_, contender_, map->x.id, x);
    if (map->y) setAxisValue(s, panel_, contender_, map->y->id, y);
  });
}

void MapWindow::tryCell(Index column, Index row) {
  // After another panel was chosen the old map says nothing of it.
  if (column < 0 || !asked_ || shown_.of != asked_) {
    tryJob_.cancel();
    return Q_EMIT tried(panel_, contender_, nullptr);
  }
  Scenario own = asked_->scenario;
  setAxisValue(own, panel_, contender_, shown_.map->x.id, shown_.map->x.value(column));
  if (shown_.map->y) setAxisValue(own, panel_, contender_, shown_.map->y->id, shown_.map->y->value(row));
  tryJob_.request([own = std::move(own), panel = panel_, contender = contender_](const std::stop_token& stop) {
    const auto objective = makeObjective(own.panels[panel]);
    return std::make_shared<const Trajectory>(
        trace(own, contender, *objective, startPoint(own, panel, contender, *objective), stop));
  });
}

void MapWindow::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  job_.cancel();
  tryCell(-1, -1);
  asked_.reset();
  tiles_.reset();
}

void MapWindow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (asked_) look();
}

void MapWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return hide();
  QWidget::keyPressEvent(event);
}

}  // namespace thalweg
