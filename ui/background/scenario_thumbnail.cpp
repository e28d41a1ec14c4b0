#include "ui/background/scenario_thumbnail.h"

#include "ui/scenes/assembly.h"
#include "ui/scenes/data_picture.h"

#include <QPainter>

#include <algorithm>

namespace thalweg {

namespace {

constexpr int mostPanels = 3;

Theme reduced(Theme theme) {
  theme.plot = {1.5, 2.8, 1.0, 0.5, 0.6, 0.5, 1.2, 1.0};
  return theme;
}

Thumbnail::Part computePart(const Scenario& scenario, std::size_t panel, const Theme& theme, const QRectF& area,
                            qreal ratio) {
  const ScenarioResults whole = computeScenario(scenario, {panel});
  PanelResults results = whole.of(panel);
  const Chosen chosen{{}, scenario.steps};
  Thumbnail::Part part;
  results.study = makeStudy(scenario, panel, *results.objective, results.paths, chosen.step);
  part.scene = panelScene(scenario, panel, results, chosen, theme);
  part.frame = {area, part.scene.view};
  const bool line = part.scene.data && part.scene.data->isLine();
  if (part.scene.equalAxes && !part.scene.isCurve() && !line && !part.scene.study)
    part.frame.view = filled(part.scene.view, area.size());
  part.scene.colorBar = false;
  if (!part.scene.showsSurface()) return part;
  addSurface(results, scenario, panel, part.frame, (area.size() * ratio).toSize(), theme);
  part.scene = panelScene(scenario, panel, results, chosen, theme);
  part.scene.colorBar = false;
  return part;
}

}  // namespace

Thumbnail computeThumbnail(const Scenario& whole, const Theme& theme, QSize size, qreal ratio) {
  Thumbnail thumbnail{size, ratio, {}};
  // What is dear to compute, or too fine for the size, is left out.
  Scenario scenario = whole;
  scenario.display.basin.reset();
  scenario.display.gradientField = false;
  scenario.display.seeds = 1;
  // A phase portrait is nothing for a few pixels: its surface stands for it.
  for (Panel& panel : scenario.panels) {
    if (panel.viewKind == "phase") panel.viewKind.reset();
  }
  const auto shown = static_cast<std::size_t>(std::clamp(scenario.display.layout, 1, mostPanels));
  const std::size_t count = std::min(shown, scenario.panels.size());
  if (count == 0) return thumbnail;
  constexpr double gap = 2;
  const double wide = (size.width() - gap * static_cast<double>(count - 1)) / static_cast<double>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const QRectF area((wide + gap) * static_cast<double>(i), 0, wide, size.height());
    try {
      thumbnail.parts.push_back(computePart(scenario, i, reduced(theme), area, ratio));
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
    cache.ratio = thumbnail.ratio;
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
