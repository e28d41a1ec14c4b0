#include "ui/background/scenario_thumbnail.h"

#include "core/runs/trace.h"
#include "core/surfaces/contour.h"
#include "core/surfaces/field.h"
#include "ui/look/contender_look.h"
#include "ui/scenes/panel_scene.h"

#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int mostPanels = 3;

Theme reduced(Theme theme) {
  theme.plot = {1.5, 2.8, 1.0, 0.5, 0.6, 0.5, 1.2, 1.0};
  return theme;
}

void addPaths(PanelScene& scene, const Scenario& scenario, std::size_t panel, const Objective& objective) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden) continue;
    const auto path =
        std::make_shared<const Trajectory>(trace(scenario, i, objective, startPoint(scenario, panel, i, objective)));
    const ContenderMark mark = contenderMark(scene.theme, scenario, i);
    PathData data;
    data.points = {path, &path->points};
    data.loss = {path, &path->loss};
    data.color = mark.color;
    data.marker = mark.marker;
    scene.paths.push_back(std::move(data));
  }
}

void addSurface(PanelScene& scene, const Panel& panel, const Objective& objective, PlotFrame& frame, qreal ratio) {
  if (objective.dimension() == 1) {
    scene.curve = sampleCurve(objective, scene.view.xMin, scene.view.xMax, static_cast<Index>(frame.rect.width()));
    scene.equalAxes = false;
    const double room = 0.08 * std::max(1e-12, scene.curve->maximum - scene.curve->minimum);
    scene.view.yMin = scene.curve->minimum - room;
    scene.view.yMax = scene.curve->maximum + room;
    frame.view = scene.view;
    return;
  }
  scene.colorBar = false;
  if (scene.equalAxes) frame.view = filled(scene.view, frame.rect.size());
  const QRectF area = frame.rect;
  FieldRequest request;
  request.view = frame.view;
  request.columns = std::max<Index>(2, static_cast<Index>(area.width() * ratio));
  request.rows = std::max<Index>(2, static_cast<Index>(area.height() * ratio));
  if (objective.dimension() > 2) request.base = panel.start.empty() ? objective.starts().front() : panel.start;
  scene.field = evaluateField(objective, request);
  const std::optional<double> minimum = knownMinimum(objective);
  scene.scale = ValueScale(*scene.field, objective.colorScale(), minimum);
  scene.contours = traceContours(
      *scene.field,
      contourLevels(*scene.field, levelRule(objective.colorScale(), scene.landmarks, request.view), minimum));
}

Thumbnail::Part computePart(const Scenario& scenario, std::size_t panel, const Theme& theme, const QRectF& area,
                            qreal ratio) {
  const auto objective = makeObjective(scenario.panels[panel]);
  Thumbnail::Part part;
  PanelScene& scene = part.scene;
  scene.theme = reduced(theme);
  scene.view = scenario.panels[panel].view.value_or(objective->view());
  scene.equalAxes = scenario.display.equalAxes;
  scene.landmarks = objective->landmarks();
  scene.cursor = scenario.steps;
  const std::vector<double> start = startPoint(scenario, panel, 0, *objective);
  scene.starts = {{-1, QPointF(start[0], start.size() > 1 ? start[1] : 0)}};
  part.frame = {area, scene.view};
  addSurface(scene, scenario.panels[panel], *objective, part.frame, ratio);
  addPaths(scene, scenario, panel, *objective);
  return part;
}

}  // namespace

Thumbnail computeThumbnail(const Scenario& scenario, const Theme& theme, QSize size, qreal ratio) {
  Thumbnail thumbnail{size, ratio, {}};
  const auto shown = static_cast<std::size_t>(std::clamp(scenario.display.layout, 1, mostPanels));
  const std::size_t count = std::min(shown, scenario.panels.size());
  if (count == 0) return thumbnail;
  constexpr double gap = 2;
  const double wide = (size.width() - gap * static_cast<double>(count - 1)) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const QRectF area((wide + gap) * static_cast<double>(i), 0, wide, size.height());
    try {
      thumbnail.parts.push_back(computePart(scenario, i, theme, area, ratio));
    } catch (const OptionError&) {
      continue;  // its place stays empty
    }
  }
  return thumbnail;
}

QImage paintThumbnail(const Thumbnail& thumbnail, const QColor& ground) {
  QImage image(thumbnail.size * thumbnail.ratio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(thumbnail.ratio);
  image.fill(ground);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Thumbnail::Part& part : thumbnail.parts) {
    PanelCache cache;
    cache.frame = part.frame;
    prepareSurface(cache, part.scene);
    preparePaths(cache, part.scene);
    painter.save();
    painter.setClipRect(part.frame.rect);
    paintGround(painter, part.scene, cache, thumbnail.ratio);
    paintPathLayer(painter, part.scene, cache, thumbnail.ratio);
    paintMarks(painter, part.scene, cache);
    painter.restore();
  }
  return image;
}

}  // namespace thalweg
