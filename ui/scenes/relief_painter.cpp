#include "ui/scenes/relief_painter.h"

#include "ui/look/markers.h"
#include "ui/look/polyline.h"
#include "ui/scenes/contour_choice.h"
#include "ui/scenes/coverage.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/relief_axes.h"
#include "ui/scenes/relief_lift.h"
#include "ui/scenes/relief_sight.h"
#include "ui/scenes/step_picture.h"
#include "ui/scenes/stroke_canvas.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace thalweg {

namespace {

constexpr double hiddenOpacity = 0.3;
constexpr double mostOfRelief = 0.22;  // by contours, as of a map
constexpr double faintHidden = 0.12;
constexpr double levelTolerance = 0.2;  // pixels that a thinned contour may stray
constexpr double longestPiece = 6;      // pixels
constexpr double faintPiece = 1.5;      // pixels between places of a faint path

/// Calls `draw` with a canvas for the relief's plot.
template <class Draw>
void onCanvas(QPainter& painter, const QRectF& rect, qreal ratio, const Draw& draw) {
  if (ratio > 0) {
    StrokeCanvas canvas(painter, rect, ratio);
    draw(canvas);
  } else {
    StrokeCanvas canvas(painter, rect);
    draw(canvas);
  }
}

struct Seen {
  ReliefPoint point;
  bool shown = false;  // on the surface, within the plot
  bool hidden = false;
};

Seen onSurface(const ReliefCache& cache, const QPointF& at) {
  if (cache.mesh.height.empty()) return {};
  const double height = cache.mesh.at(at.x(), at.y());
  if (std::isnan(height)) return {};
  Seen seen{cache.frame.project(at.x(), at.y(), height), true, false};
  seen.hidden = cache.image.hides(seen.point);
  return seen;
}

QPointF landmarkAt(const PanelScene& scene, const Landmark& landmark) {
  const Plane::Place place = scene.plane.project(landmark.point);
  return {place.x, place.y};
}

std::vector<QPointF> minimaOf(const PanelScene& scene, bool global) {
  std::vector<QPointF> minima;
  for (const Landmark& landmark : scene.landmarks) {
    const bool wanted =
        landmark.kind == Landmark::Kind::GlobalMinimum || (!global && landmark.kind == Landmark::Kind::LocalMinimum);
    if (wanted && scene.plane.fits(static_cast<Index>(landmark.point.size())))
      minima.push_back(landmarkAt(scene, landmark));
  }
  return minima;
}

/// What can be read on the colour at a position of the map.
QColor inkAt(const PanelScene& scene, const ColorMap& map, double position) {
  return scene.colors == ColorMapChoice::Theme ? scene.theme.contourLabel : inkOn(map.at(position), scene.theme);
}

void strokeContours(StrokeCanvas& canvas, const PanelScene& scene, const ReliefCache& cache) {
  const Theme& theme = scene.theme;
  const ColorMap map = colorMap(scene.colors, theme);
  for (const bool labelled : {false, true}) {
    const double width = labelled ? theme.plot.labelledContour : theme.plot.contour;
    for (const bool dark : {true, false}) {
      std::optional<QColor> ink;
      for (const ReliefCache::Line& line : cache.contours) {
        const QColor own = inkAt(scene, map, line.color);
        if (line.labelled != labelled || (own.lightnessF() < 0.5F) != dark) continue;
        ink = own;
        for (std::size_t k = 1; k < line.places.size(); ++k) {
          const auto& a = line.places[k - 1];
          const auto& b = line.places[k];
          if (b.joined && !a.hidden && !b.hidden) canvas.segment(a.pixel, b.pixel, width);
        }
      }
      if (!ink) continue;
      canvas.stroke(width, withAlpha(*ink, labelled ? (dark ? 0.48 : 0.40) : (dark ? 0.26 : 0.20)));
      canvas.clear();
    }
  }
}

/// Arrows of −∇f on the surface, centred on their places, as long as they are on the map.
void strokeGradients(StrokeCanvas& canvas, const PanelScene& scene, const ReliefCache& cache) {
  const GradientField& field = *scene.gradients;
  const Theme& theme = scene.theme;
  const double width = 1.4 * theme.plot.contour;
  const double longest = 0.82 * arrowSpacing(theme);
  const ColorMap map = colorMap(scene.colors, theme);
  const PlotFrame& plot = cache.plot;
  for (const bool dark : {true, false}) {
    std::optional<QColor> ink;
    for (Index row = 0; row < field.rows; ++row) {
      for (Index column = 0; column < field.columns; ++column) {
        const Index i = row * field.columns + column;
        const QPointF way(-field.gradient(i, 0) * plot.xScale(), -field.gradient(i, 1) * plot.yScale());
        const double norm = std::hypot(way.x(), way.y());
        if (std::isnan(field.strength[i]) || !(norm > 0) || !std::isfinite(norm)) continue;
        const QColor own = inkAt(scene, map, scene.scale.position(field.f[i]));
        if ((own.lightnessF() < 0.5F) != dark) continue;
        const double half = longest * (0.3 + 0.7 * field.strength[i]) / norm / 2;
        const QPointF reach(way.x() * half / plot.xScale(), way.y() * half / plot.yScale());
        const QPointF middle(field.x(column), field.y(row));
        const Seen tail = onSurface(cache, middle - reach);
        const Seen at = onSurface(cache, middle);
        const Seen tip = onSurface(cache, middle + reach);
        if (!tail.shown || !at.shown || !tip.shown || at.hidden || tip.hidden) continue;
        ink = own;
        canvas.segment(tail.point.pixel, at.point.pixel, width);
        canvas.segment(at.point.pixel, tip.point.pixel, width);
        const QPointF along = tip.point.pixel - tail.point.pixel;
        const double length = std::hypot(along.x(), along.y());
        if (!(length > 1)) continue;
        const double head = std::min(0.34, 4.2 * theme.plot.marks / length);
        const QPointF across(-along.y(), along.x());
        for (const double side : {0.6, -0.6})
          canvas.segment(tip.point.pixel, tip.point.pixel - head * along + side * head * across, width);
      }
    }
    if (!ink) continue;
    canvas.stroke(width, withAlpha(*ink, dark ? 0.45 : 0.42));
    canvas.clear();
  }
}

void paintReliefFaint(QPainter& painter, const ReliefCache& cache, const Theme& theme) {
  painter.save();
  for (const bool hidden : {true, false}) {
    for (const ReliefCache::Faint& path : cache.faintPaths) {
      painter.setOpacity(hidden ? faintHidden : faintOpacity(path.kind));
      painter.setPen(faintPen(path.kind, path.color, theme));
      QPolygonF line;
      const auto flush = [&] {
        if (line.size() > 1) painter.drawPolyline(line);
        line.clear();
      };
      for (std::size_t k = 1; k < path.places.size(); ++k) {
        const auto& a = path.places[k - 1];
        const auto& b = path.places[k];
        if (!b.joined || (a.hidden && b.hidden) != hidden) {
          flush();
          continue;
        }
        if (line.isEmpty()) line << a.pixel;
        line << b.pixel;
      }
      flush();
    }
  }
  painter.restore();
}

/// An ensemble's run, a place where it has gone on by more than a pixel.
std::vector<ReliefPath::Place> faintPlaces(const FaintPath& path, const PanelScene& scene, const ReliefCache& cache) {
  std::vector<QPointF> line;
  if (!scene.plane.fits(path.points->cols())) return {};
  for (Index k = 0; k < path.points->rows(); ++k) {
    const Plane::Place place = scene.plane.project(*path.points, k);
    if (!std::isfinite(place.x) || !std::isfinite(place.y)) break;
    const QPointF at(place.x, place.y);
    if (!line.empty()) {
      const QPointF way = at - line.back();
      if (std::hypot(way.x() * cache.plot.xScale(), way.y() * cache.plot.yScale()) < faintPiece) continue;
    }
    line.push_back(at);
  }
  return followOnRelief(line, cache.mesh, cache.frame, cache.image);
}

/// Levels that leave room to the colours, with as few points as carry their lines. A level stands at one height, so
/// that what lies straight on the map lies straight on the surface.
void thinLevels(ReliefCache& cache, const std::shared_ptr<const Contours>& contours, const PlotFrame& plot,
                double zoom) {
  cache.allLevels = contours;
  cache.plot = plot;
  cache.zoom = zoom;
  cache.levels.clear();
  const auto levels = sparse(contours, plot, mostOfRelief);
  if (!levels) return;
  for (const ContourLine& line : levels->lines) {
    std::vector<QPointF> pixels;
    for (const PlanePoint& p : line.points) pixels.push_back(plot.toPixel(p.x, p.y) * zoom);
    if (line.closed && !pixels.empty()) pixels.push_back(pixels.front());
    const ContourLevel& level = levels->levels[line.level];
    ReliefCache::Level thinned{{}, level.labelled, level.value};
    const auto keep = [&](std::size_t k) {
      const PlanePoint& p = line.points[k % line.points.size()];
      thinned.line.emplace_back(p.x, p.y);
    };
    std::size_t last = 0;
    for (const std::size_t bend : polylineBends(pixels, levelTolerance)) {
      // Pieces are short enough to be seen or hidden as a whole.
      for (std::size_t k = last + 1; k < bend; ++k) {
        const QPointF way = pixels[k] - pixels[last];
        if (std::hypot(way.x(), way.y()) < longestPiece) continue;
        keep(k);
        last = k;
      }
      keep(bend);
      last = bend;
    }
    cache.levels.push_back(std::move(thinned));
  }
}

}  // namespace

void prepareMesh(ReliefCache& cache, const PanelScene& scene, const View& box, Index most) {
  cache.mesh = {};
  if (!scene.field || scene.field->quantiles.empty()) return;
  std::optional<double> least;
  for (const Landmark& landmark : scene.landmarks) {
    if (landmark.kind == Landmark::Kind::GlobalMinimum) least = landmark.value;
  }
  const HeightScale heights(*scene.field, scene.relief->height, scene.scale.kind(), least);
  cache.mesh = makeReliefMesh(*scene.field, box, heights, scene.scale, most);
  cache.tall = tallToSee(cache.mesh, reliefHeight(box, heights.isLogarithmic()), minimaOf(scene, true));
}

void prepareRelief(ReliefCache& cache, const PanelScene& scene, const PlotFrame& plot, double ratio, int samples) {
  Camera camera = scene.relief->camera;
  if (!camera.elevation)
    camera.elevation = elevationToSee(cache.mesh, plot.rect, camera, cache.tall, minimaOf(scene, false));
  cache.frame = ReliefFrame(plot.rect, plot.view, camera, cache.tall);
  cache.contours.clear();
  cache.faintPaths.clear();
  cache.paths.clear();
  cache.laid.clear();
  ReliefImage before = std::exchange(cache.image, {});
  if (cache.allLevels != scene.contours || !(cache.plot == plot) || cache.zoom < camera.zoom)
    thinLevels(cache, scene.contours, plot, camera.zoom);
  if (cache.mesh.height.empty()) return;
  ReliefLook look = reliefLook(scene.theme, scene.colors);
  if (scene.overlay) {
    look.overlay = scene.overlay->image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    look.overlayView = scene.overlay->view;
  }
  cache.image = rasteriseRelief(cache.mesh, cache.frame, look, ratio, samples, 0, std::move(before));
  for (const FaintPath& path : scene.faintPaths)
    cache.faintPaths.push_back({faintPlaces(path, scene, cache), path.color, path.kind});
  for (const ReliefCache::Level& level : cache.levels) {
    cache.contours.push_back({layOnRelief(level.line, cache.mesh, cache.frame, cache.image), level.labelled,
                              scene.scale.position(level.value)});
  }
}

void prepareReliefPaths(ReliefCache& cache, const PanelScene& scene) {
  std::vector<ReliefPath> before = std::exchange(cache.paths, {});
  const std::vector<std::shared_ptr<const Points>> laid = std::exchange(cache.laid, {});
  for (const PathData& path : scene.paths) {
    const bool drawn =
        path.visible && path.points && scene.plane.fits(path.points->cols()) && !cache.mesh.height.empty();
    cache.laid.push_back(drawn ? path.points : nullptr);
    const auto known = std::ranges::find(laid, cache.laid.back());
    if (!drawn)
      cache.paths.emplace_back();
    else if (known != laid.end())
      cache.paths.push_back(before[static_cast<std::size_t>(known - laid.begin())]);
    else
      cache.paths.push_back(reliefPath(*path.points, scene.plane, cache.mesh, cache.frame, cache.image));
  }
}

void paintReliefGround(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio) {
  const Theme& theme = scene.theme;
  const QRectF& rect = cache.frame.rect();
  const bool axes = hasRoomForAxes(rect, theme);
  const AxisNames names = axisNames(scene);
  painter.fillRect(rect, mixOklab(theme.surface, theme.window, theme.dark ? 0.75 : 0.2));
  painter.save();
  painter.setClipRect(rect);
  if (!cache.image.picture.isNull()) painter.drawImage(rect.topLeft(), cache.image.picture);
  painter.setRenderHint(QPainter::Antialiasing);
  if (axes && !cache.mesh.height.empty()) paintReliefAxes(painter, cache.frame, cache.mesh.scale, names, theme);
  onCanvas(painter, rect, ratio, [&](StrokeCanvas& canvas) {
    strokeContours(canvas, scene, cache);
    if (scene.gradientField && scene.gradients) strokeGradients(canvas, scene, cache);
  });
  paintReliefFaint(painter, cache, scene.theme);
  for (const Landmark& landmark : scene.landmarks) {
    if (!scene.plane.fits(static_cast<Index>(landmark.point.size()))) continue;
    const Seen at = onSurface(cache, landmarkAt(scene, landmark));
    if (!at.shown) continue;
    painter.setOpacity(at.hidden ? hiddenOpacity : 1);
    drawLandmark(painter, landmark, at.point.pixel, theme);
  }
  painter.setOpacity(1);
  paintCompass(painter, rect, cache.frame.camera(), names, theme);
  painter.restore();
  if (!axes) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5));
  painter.restore();
}

void paintReliefPaths(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio) {
  std::vector<std::size_t> order;
  for (const bool selected : {false, true}) {
    for (std::size_t k = 0; k < cache.paths.size(); ++k) {
      if (scene.paths[k].visible && scene.paths[k].selected == selected) order.push_back(k);
    }
  }
  onCanvas(painter, cache.frame.rect(), ratio, [&](StrokeCanvas& canvas) {
    for (const PathPart part : pathParts) {
      for (const std::size_t k : order)
        paintReliefPathPart(canvas, part, scene.paths[k], cache.paths[k], scene.cursor, scene.theme);
    }
  });
}

ReliefStart reliefStart(const ReliefCache& cache, const StartHandle& start) {
  const View& v = cache.frame.view();
  ReliefStart result;
  if (!std::isfinite(start.at.x()) || !std::isfinite(start.at.y())) return result;
  result.at = {std::clamp(start.at.x(), v.xMin, v.xMax), std::clamp(start.at.y(), v.yMin, v.yMax)};
  const Seen seen = onSurface(cache, result.at);
  result.pixel = seen.point.pixel;
  result.shown = seen.shown;
  result.hidden = seen.hidden;
  if (!seen.shown || result.at == start.at) return result;
  // Towards it along the ground: a tenth of the box is enough to know the way.
  const QPointF share((start.at.x() - result.at.x()) / (v.xMax - v.xMin),
                      (start.at.y() - result.at.y()) / (v.yMax - v.yMin));
  const QPointF near = share * (0.1 / std::hypot(share.x(), share.y()));
  const double height = cache.mesh.at(result.at.x(), result.at.y());
  result.way = cache.frame.pixel(result.at.x() + near.x() * (v.xMax - v.xMin),
                                 result.at.y() + near.y() * (v.yMax - v.yMin), height) -
               result.pixel;
  return result;
}

void paintReliefMarks(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(cache.frame.rect());
  for (const StartHandle& start : scene.starts) {
    const ReliefStart at = reliefStart(cache, start);
    if (!at.shown) continue;
    const QColor ink = start.color.isValid() ? start.color : theme.text;
    painter.setOpacity(at.hidden ? hiddenOpacity : 1);
    constexpr double ring = 6.5, arrowAt = 17;
    if (const double length = std::hypot(at.way.x(), at.way.y()); length > 0)
      drawArrowHead(painter, at.pixel + at.way / length * (arrowAt * scale), at.way, 9 * scale, 9 * scale, ink,
                    theme.casing, 1.25 * scale);
    drawStartRing(painter, at.pixel, ring * scale, ink, theme.surface);
  }
  painter.restore();
  if (cache.mesh.height.empty()) return;
  const auto toPixel = [&](const QPointF& at) {
    const double height = cache.mesh.at(at.x(), at.y());
    return cache.frame.pixel(at.x(), at.y(), std::isnan(height) ? 0 : height);
  };
  if (scene.tried)
    paintGhostRun(painter, pixelsOf(scene.tried->line, toPixel), cache.frame.rect(), scene.tried->color, theme);
  if (!scene.step) return;
  std::function<QPointF(const QPointF&)> touching;
  if (const auto plane = tangentPlane(cache.mesh, scene.step->at))
    touching = [plane = *plane, &frame = cache.frame](const QPointF& at) { return liftedInto(plane, frame, at); };
  paintStepPicture(painter, *scene.step, toPixel, cache.frame.rect(), theme, touching);
}

void paintReliefReadOut(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  if (!scene.readOut || cache.mesh.height.empty()) return;
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  const View& v = cache.frame.view();
  const QPointF at = scene.readOut->at;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(cache.frame.rect());
  QPen dots(withAlpha(theme.text, 0.55), 1);
  dots.setDashPattern({1, 2});
  painter.setPen(dots);
  constexpr int pieces = 160;
  for (const bool along : {true, false}) {
    std::vector<QPointF> line;
    for (int k = 0; k <= pieces; ++k) {
      const double t = static_cast<double>(k) / pieces;
      line.push_back(along ? QPointF(v.xMin + t * (v.xMax - v.xMin), at.y())
                           : QPointF(at.x(), v.yMin + t * (v.yMax - v.yMin)));
    }
    QPolygonF seen;
    for (const auto& place : layOnRelief(line, cache.mesh, cache.frame, cache.image)) {
      if (place.joined && !place.hidden) {
        seen << place.pixel;
        continue;
      }
      if (seen.size() > 1) painter.drawPolyline(seen);
      seen.clear();
      if (!place.hidden) seen << place.pixel;
    }
    if (seen.size() > 1) painter.drawPolyline(seen);
  }
  const Seen foot = onSurface(cache, at);
  if (foot.shown) {
    const double height = std::min(1.0, cache.mesh.at(at.x(), at.y()) + 0.25);
    const QPointF head = cache.frame.pixel(at.x(), at.y(), height);
    painter.setPen(QPen(theme.text, 1.25 * scale));
    painter.drawLine(foot.point.pixel, head);
    painter.setBrush(theme.text);
    painter.drawEllipse(head, 2 * scale, 2 * scale);
    painter.setOpacity(foot.hidden ? hiddenOpacity : 1);
    drawStartRing(painter, foot.point.pixel, 4.5 * scale, theme.text, theme.surface);
    painter.setOpacity(1);
  }
  const Seen step = scene.readOut->path ? onSurface(cache, scene.readOut->path->at) : Seen{};
  if (step.shown) {
    painter.setBrush(Qt::NoBrush);
    for (const auto& [color, width] : {std::pair(theme.casing, 4.0), std::pair(theme.text, 1.75)}) {
      painter.setPen(QPen(color, width * scale));
      painter.drawEllipse(step.point.pixel, 7 * scale, 7 * scale);
    }
  }
  painter.restore();
  paintReadOutBox(painter, scene, cache.frame.rect(), foot.point.pixel);
}

}  // namespace thalweg
