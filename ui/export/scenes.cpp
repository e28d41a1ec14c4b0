#include "ui/export/scenes.h"

#include "core/contender.h"
#include "core/contour.h"
#include "core/field.h"
#include "core/parallel.h"
#include "ui/contender_look.h"

#include <QObject>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

std::optional<double> knownMinimum(const Objective& objective) {
  const std::vector<Landmark> landmarks = objective.landmarks();
  if (landmarks.empty() || landmarks.front().kind != Landmark::Kind::GlobalMinimum) return {};
  return landmarks.front().value;
}

std::vector<double> commonStart(const Panel& panel, const Objective& objective) {
  return panel.start.empty() ? objective.starts().front() : panel.start;
}

QPointF planePoint(const std::vector<double>& point) { return {point[0], point.size() > 1 ? point[1] : 0}; }

/// One parameter group's values during the steps; the last one stays to the end.
std::shared_ptr<const Column> duringSteps(const Points& values, Index group) {
  if (values.rows() == 0) return nullptr;
  auto column = std::make_shared<Column>(values.rows() + 1);
  column->head(values.rows()) = values.col(group);
  (*column)[values.rows()] = values(values.rows() - 1, group);
  return column;
}

double distanceToSegment(const QPointF& p, const QPointF& a, const QPointF& b) {
  const QPointF way = b - a;
  const double square = QPointF::dotProduct(way, way);
  const double t = square > 0 ? std::clamp(QPointF::dotProduct(p - a, way) / square, 0.0, 1.0) : 0;
  const QPointF off = p - a - t * way;
  return std::hypot(off.x(), off.y());
}

/// Douglas & Peucker 1973.
std::vector<PlanePoint> thinned(const std::vector<PlanePoint>& points, const PlotFrame& frame, double tolerance) {
  std::vector<QPointF> pixels;
  for (const PlanePoint& p : points) pixels.push_back(frame.toPixel(p.x, p.y));
  std::vector<bool> kept(points.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, points.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    double worst = tolerance;
    std::size_t at = 0;
    for (std::size_t k = first + 1; k < last; ++k) {
      const double distance = distanceToSegment(pixels[k], pixels[first], pixels[last]);
      if (distance > worst) worst = distance, at = k;
    }
    if (at == 0) continue;
    kept[at] = true;
    open.push_back({first, at});
    open.push_back({at, last});
  }
  std::vector<PlanePoint> result;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (kept[k]) result.push_back(points[k]);
  }
  return result;
}

}  // namespace

SceneData computeScenes(const Scenario& scenario, const std::vector<std::size_t>& wanted, std::stop_token stop) {
  SceneData data;
  data.scenario = scenario;
  data.objectives.resize(scenario.panels.size());
  for (const std::size_t panel : wanted) data.objectives[panel] = makeObjective(scenario.panels[panel]);
  const std::size_t contenders = scenario.contenders.size();
  std::vector<RunResult> runs(wanted.size() * contenders);
  std::vector<std::string> problems(runs.size());
  parallelFor(
      runs.size(),
      [&](std::size_t i) {
        const std::size_t panel = wanted[i / contenders];
        const std::size_t contender = i % contenders;
        const Objective& objective = *data.objectives[panel];
        // Options that fit one surface, such as its coordinates' groups, may not fit another.
        try {
          checkContender(scenario.contenders[contender], objective.dimension(), scenario.steps);
          const std::vector<double> start = startPoint(scenario, panel, contender, objective);
          runs[i] = {panel, contender,
                     std::make_shared<const Trajectory>(trace(scenario, contender, objective, start, stop))};
        } catch (const OptionError& error) {
          problems[i] = "contenders[" + std::to_string(contender) + "]: " + error.what();
        }
      },
      stop);
  for (RunResult& run : runs) {
    if (run.trajectory) data.runs.push_back(std::move(run));
  }
  std::ranges::copy_if(problems, std::back_inserter(data.problems), [](const auto& words) { return !words.empty(); });
  return data;
}

PanelScene panelScene(const SceneData& data, std::size_t panel, const Theme& theme) {
  const Scenario& scenario = data.scenario;
  const Objective& objective = *data.objectives[panel];
  PanelScene scene;
  scene.theme = theme;
  scene.view = shownBox(objective, scenario.panels[panel].view.value_or(objective.view()));
  scene.landmarks = objective.landmarks();
  scene.starts = {{-1, planePoint(commonStart(scenario.panels[panel], objective))}};
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const auto& own = scenario.contenders[i].start;
    if (panel >= own.size() || !own[panel] || scenario.contenders[i].hidden) continue;
    scene.starts.push_back({static_cast<int>(i), planePoint(*own[panel])});
  }
  for (const RunResult& run : data.runs) {
    if (run.panel != panel) continue;
    const ContenderMark mark = contenderMark(theme, scenario, run.contender);
    PathData path;
    path.points = {run.trajectory, &run.trajectory->points};
    path.loss = {run.trajectory, &run.trajectory->loss};
    path.color = mark.color;
    path.marker = mark.marker;
    path.visible = !scenario.contenders[run.contender].hidden;
    scene.paths.push_back(std::move(path));
  }
  if (objective.dimension() == 1) {
    scene.equalAxes = false;
    // The frame of a curve differs from a surface's; the samples come with the surface.
    scene.curve = sampleCurve(objective, scene.view.xMin, scene.view.xMax, 2);
  }
  return scene;
}

void addSurface(PanelScene& scene, const SceneData& data, std::size_t panel, const PlotFrame& frame, QSize nodes,
                std::stop_token stop) {
  const Objective& objective = *data.objectives[panel];
  if (objective.dimension() == 1) {
    scene.curve = sampleCurve(objective, frame.view.xMin, frame.view.xMax, std::max(2, nodes.width()));
    return;
  }
  FieldRequest request;
  request.columns = std::max(2, nodes.width());
  request.rows = std::max(2, nodes.height());
  const View& view = frame.view;
  const double dx = (view.xMax - view.xMin) / static_cast<double>(request.columns) / 2;
  const double dy = (view.yMax - view.yMin) / static_cast<double>(request.rows) / 2;
  request.view = {view.xMin + dx, view.xMax - dx, view.yMin + dy, view.yMax - dy};
  // In more than two dimensions the slice goes through the start of the paths.
  if (objective.dimension() > 2) request.base = commonStart(data.scenario.panels[panel], objective);
  scene.field = evaluateField(objective, request, stop);
  if (!scene.field) return;
  const std::optional<double> minimum = knownMinimum(objective);
  scene.scale = ValueScale(*scene.field, objective.colorScale(), minimum);
  scene.minimum = scene.scale.offset();
  const LevelRule rule = levelRule(objective.colorScale(), scene.landmarks, request.view);
  scene.contours = traceContours(*scene.field, contourLevels(*scene.field, rule, minimum), stop);
}

void thinContours(PanelScene& scene, const PlotFrame& frame, double tolerance) {
  if (!scene.contours) return;
  auto thin = std::make_shared<Contours>(*scene.contours);
  for (ContourLine& line : thin->lines) line.points = thinned(line.points, frame, tolerance);
  scene.contours = std::move(thin);
}

void select(PanelScene& scene, const SceneData& data, std::size_t panel, std::size_t contender) {
  std::size_t path = 0;
  for (const RunResult& run : data.runs) {
    if (run.panel == panel) scene.paths[path++].selected = run.contender == contender;
  }
}

ChartPicture chartPicture(const SceneData& data, std::size_t panel, const std::string& kind, const Theme& theme,
                          std::optional<std::size_t> selected) {
  const Scenario& scenario = data.scenario;
  const std::optional<double> minimum = knownMinimum(*data.objectives[panel]);
  ChartPicture chart;
  chart.scene.theme = theme;
  chart.scene.xMax = static_cast<double>(std::max<std::int64_t>(1, scenario.steps));
  bool positive = true;
  for (const RunResult& run : data.runs) {
    if (run.panel != panel) continue;
    const Trajectory& t = *run.trajectory;
    const ContenderMark mark = contenderMark(theme, scenario, run.contender);
    const auto add = [&](std::shared_ptr<const Column> y, bool dashed = false) {
      SeriesData line;
      line.y = std::move(y);
      line.color = mark.color;
      line.marker = mark.marker;
      line.visible = !scenario.contenders[run.contender].hidden;
      line.selected = selected == run.contender;
      line.dashed = dashed;
      chart.scene.series.push_back(std::move(line));
    };
    if (kind == "loss") {
      auto loss = std::make_shared<Column>(t.loss - minimum.value_or(0));
      positive = positive && (loss->minCoeff() >= 0 || minimum);
      add(std::move(loss));
    } else if (kind == "lr") {
      for (Index g = 0; g < t.rates.cols(); ++g) add(duringSteps(t.rates, g), g > 0);
      if (t.momentum.rows() > 0) add(duringSteps(t.momentum, 0), true);
    } else if (kind == "gradient_norm") {
      add({run.trajectory, &t.gradientNorm});
    }
  }
  chart.scene.logarithmic = positive;
  if (kind == "loss") {
    chart.title = QObject::tr("Loss");
    chart.symbol = minimum ? QStringLiteral("f - f^\\star") : QStringLiteral("f");
  } else if (kind == "lr") {
    chart.title = QObject::tr("Learning rate");
    chart.symbol = QStringLiteral("\\mathrm{lr}_t");
  } else if (kind == "gradient_norm") {
    chart.title = QObject::tr("Gradient norm");
    chart.symbol = QStringLiteral("\\lVert\\nabla f\\rVert");
  }
  return chart;
}

}  // namespace thalweg
