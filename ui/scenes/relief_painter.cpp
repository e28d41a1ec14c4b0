#include "ui/scenes/relief_painter.h"

#include "ui/look/markers.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/contour_choice.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/step_picture.h"
#include "ui/scenes/stroke_canvas.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double hiddenOpacity = 0.3;
constexpr double mostOfRelief = 0.22;  // by contours, as of a map

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

void strokeContours(StrokeCanvas& canvas, const PanelScene& scene, const ReliefCache& cache) {
  const Theme& theme = scene.theme;
  const ColorMap map = colorMap(scene.colors, theme);
  for (const bool labelled : {false, true}) {
    const double width = labelled ? theme.plot.labelledContour : theme.plot.contour;
    const double alpha = labelled ? (theme.dark ? 0.40 : 0.48) : (theme.dark ? 0.20 : 0.26);
    for (const ReliefCache::Line& line : cache.contours) {
      if (line.labelled != labelled) continue;
      for (std::size_t k = 1; k < line.places.size(); ++k) {
        const auto& a = line.places[k - 1];
        const auto& b = line.places[k];
        if (b.joined && !a.hidden && !b.hidden) canvas.segment(a.pixel, b.pixel, width);
      }
    }
    canvas.stroke(
        width,
        withAlpha(scene.colors == ColorMapChoice::Theme ? theme.contourLabel : inkOn(map.at(0.5), theme), alpha));
    canvas.clear();
  }
}

/// A unit vector across an edge of the base, away from the block's middle.
QPointF outward(const ReliefFrame& frame, const QPointF& from, const QPointF& to) {
  const QPointF way = to - from;
  QPointF across(-way.y(), way.x());
  const View& v = frame.view();
  const QPointF middle = frame.pixel((v.xMin + v.xMax) / 2, (v.yMin + v.yMax) / 2, -1);
  if (QPointF::dotProduct(across, (from + to) / 2 - middle) < 0) across = -across;
  const double length = std::hypot(across.x(), across.y());
  return length > 0 ? across / length : QPointF(0, 1);
}

class AxisPen {
 public:
  AxisPen(QPainter& painter, const Theme& theme)
      : painter_(painter), theme_(theme), metrics_(theme.font(TextRole::Axis)) {}

  void line(const QPointF& a, const QPointF& b) {
    painter_.setPen(QPen(theme_.axis, 1));
    painter_.drawLine(a, b);
  }
  /// A tick at `at` towards `way` with its label beyond, upright.
  void tick(const QPointF& at, const QPointF& way, const QString& label) {
    painter_.setPen(QPen(theme_.hint, 1));
    painter_.drawLine(at, at + way * tickLength(theme_));
    text(at + way * (tickLength(theme_) + theme_.px(3)), way, label, theme_.font(TextRole::Axis));
  }
  void name(const QPointF& at, const QPointF& way, const QString& name) {
    QFont font;
    font.setFamilies({QStringLiteral("KaTeX_Math"), QStringLiteral("serif")});
    font.setItalic(true);
    font.setPixelSize(std::max(1, qRound(theme_.fontSize(TextRole::Axis) * 1.2)));
    text(at, way, name, font);
  }

 private:
  /// So placed that the text's box touches `at` and lies towards `way`.
  void text(const QPointF& at, const QPointF& way, const QString& words, const QFont& font) {
    painter_.setFont(font);
    painter_.setPen(theme_.secondary);
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(words);
    const double height = metrics.capHeight();
    const QPointF middle = at + QPointF(way.x() * width / 2, way.y() * height / 2);
    painter_.drawText(QPointF(middle.x() - width / 2, middle.y() + height / 2), words);
  }

  QPainter& painter_;
  const Theme& theme_;
  QFontMetricsF metrics_;
};

void paintAxes(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  const ReliefFrame& frame = cache.frame;
  const Theme& theme = scene.theme;
  const View& v = frame.view();
  AxisPen pen(painter, theme);
  const double nearX = frame.nearXMax() ? v.xMax : v.xMin;
  const double nearY = frame.nearYMax() ? v.yMax : v.yMin;
  const double spacing = 4 * theme.em;
  const double beyond = theme.px(24);
  const auto edge = [&](const QPointF& from, const QPointF& to, double low, double high, const QString& name,
                        const auto& at) {
    const QPointF way = outward(frame, from, to);
    pen.line(from, to);
    const double length = std::hypot((to - from).x(), (to - from).y());
    for (const Tick& tick : linearTicks(low, high, length, spacing * 0.8)) pen.tick(at(tick.value), way, tick.label);
    pen.name((from + to) / 2 + way * beyond, way, name);
  };
  edge(frame.pixel(v.xMin, nearY, -1), frame.pixel(v.xMax, nearY, -1), v.xMin, v.xMax, QStringLiteral("x"),
       [&](double x) { return frame.pixel(x, nearY, -1); });
  edge(frame.pixel(nearX, v.yMin, -1), frame.pixel(nearX, v.yMax, -1), v.yMin, v.yMax, QStringLiteral("y"),
       [&](double y) { return frame.pixel(nearX, y, -1); });

  // f stands at the corner that is leftmost on the screen.
  QPointF corner(v.xMin, v.yMin);
  for (const double x : {v.xMin, v.xMax}) {
    for (const double y : {v.yMin, v.yMax}) {
      if (frame.pixel(x, y, 0).x() < frame.pixel(corner.x(), corner.y(), 0).x()) corner = {x, y};
    }
  }
  const QPointF foot = frame.pixel(corner.x(), corner.y(), 0);
  const QPointF head = frame.pixel(corner.x(), corner.y(), 1);
  pen.line(foot, head);
  const HeightScale& heights = cache.mesh.scale;
  const QPointF left(-1, 0);
  const double length = std::hypot((head - foot).x(), (head - foot).y());
  const auto most = static_cast<Index>(std::clamp(length / (2.2 * theme.em), 2.0, 8.0));
  double last = std::numeric_limits<double>::infinity();
  for (const double mark : heights.marks(most)) {
    const QPointF at = frame.pixel(corner.x(), corner.y(), heights.height(mark));
    if (last - at.y() < 1.1 * theme.em) continue;
    last = at.y();
    pen.tick(at, left, numberText(mark - heights.offset()));
  }
  pen.name(head + QPointF(0, -theme.px(9)), {0, -1},
           heights.offset() != 0 ? QStringLiteral("f−f*") : QStringLiteral("f"));
}

void paintCompass(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  const Theme& theme = scene.theme;
  const Compass place = compass(cache.frame, theme);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawEllipse(place.disc);
  AxisPen pen(painter, theme);
  const QPointF middle = place.disc.center();
  for (const auto& [at, name] : {std::pair{place.x, "x"}, std::pair{place.y, "y"}, std::pair{place.f, "f"}}) {
    pen.line(middle, middle + (at - middle) * 0.62);
    pen.name(at, {0, 0}, QLatin1String(name));
  }
}

struct Seen {
  ReliefPoint point;
  bool shown = false;  // on the surface, within the plot
  bool hidden = false;
};

Seen onSurface(const ReliefCache& cache, double x, double y) {
  const double height = cache.mesh.at(x, y);
  if (std::isnan(height)) return {};
  Seen seen{cache.frame.project(x, y, height), true, false};
  seen.hidden = cache.image.hides(seen.point);
  return seen;
}

}  // namespace

void prepareMesh(ReliefCache& cache, const PanelScene& scene, const View& box) {
  cache.mesh = {};
  if (!scene.field || scene.field->quantiles.empty()) return;
  std::optional<double> least;
  for (const Landmark& landmark : scene.landmarks) {
    if (landmark.kind == Landmark::Kind::GlobalMinimum) least = landmark.value;
  }
  const HeightScale heights(*scene.field, scene.relief->height, scene.scale.kind(), least);
  cache.mesh = makeReliefMesh(*scene.field, box, heights, scene.scale);
}

void prepareRelief(ReliefCache& cache, const PanelScene& scene, const PlotFrame& plot, double ratio, int samples) {
  const bool logarithmic = cache.mesh.scale.isLogarithmic();
  cache.frame = ReliefFrame(plot.rect, plot.view, scene.relief->camera, reliefHeight(plot.view, logarithmic));
  cache.contours.clear();
  cache.image = {};
  if (cache.mesh.height.empty()) return;
  ReliefLook look = reliefLook(scene.theme, scene.colors);
  if (scene.overlay) {
    look.overlay = scene.overlay->image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
    look.overlayView = scene.overlay->view;
  }
  cache.image = rasteriseRelief(cache.mesh, cache.frame, look, ratio, samples);
  if (cache.allLevels != scene.contours || !(cache.plot == plot)) {
    cache.allLevels = scene.contours;
    cache.plot = plot;
    cache.levels = sparse(scene.contours, plot, mostOfRelief);
  }
  if (!cache.levels) return;
  for (const ContourLine& line : cache.levels->lines) {
    std::vector<QPointF> points;
    points.reserve(line.points.size());
    for (const PlanePoint& p : line.points) points.emplace_back(p.x, p.y);
    const ContourLevel& level = cache.levels->levels[line.level];
    cache.contours.push_back({layOnRelief(points, line.closed, cache.mesh, cache.frame, cache.image), level.labelled,
                              scene.scale.position(level.value)});
  }
}

void prepareReliefPaths(ReliefCache& cache, const PanelScene& scene) {
  cache.paths.clear();
  for (const PathData& path : scene.paths) {
    const bool drawn = path.visible && path.points && scene.plane.fits(path.points->cols());
    cache.paths.push_back(drawn && !cache.mesh.height.empty()
                              ? reliefPath(*path.points, scene.plane, cache.mesh, cache.frame, cache.image)
                              : ReliefPath{});
  }
}

void paintReliefGround(QPainter& painter, const PanelScene& scene, const ReliefCache& cache, qreal ratio) {
  const Theme& theme = scene.theme;
  const QRectF& rect = cache.frame.rect();
  painter.fillRect(rect, mixOklab(theme.surface, theme.window, 0.2));
  painter.save();
  painter.setClipRect(rect);
  if (!cache.image.picture.isNull()) painter.drawImage(rect.topLeft(), cache.image.picture);
  painter.setRenderHint(QPainter::Antialiasing);
  if (!cache.mesh.height.empty() && !cache.frame.fromAbove()) paintAxes(painter, scene, cache);
  onCanvas(painter, rect, ratio, [&](StrokeCanvas& canvas) { strokeContours(canvas, scene, cache); });
  for (const Landmark& landmark : scene.landmarks) {
    const Plane::Place place = scene.plane.project(landmark.point);
    const Seen at = onSurface(cache, place.x, place.y);
    if (!at.shown) continue;
    painter.setOpacity(at.hidden ? hiddenOpacity : 1);
    const double scale = theme.plot.marks;
    if (landmark.kind == Landmark::Kind::Saddle)
      drawCross(painter, at.point.pixel, 4.5 * scale, theme.text, theme.casing);
    else if (landmark.kind == Landmark::Kind::GlobalMinimum)
      drawStar(painter, at.point.pixel, 9 * scale, true, theme.text, theme.casing);
    else
      drawStar(painter, at.point.pixel, 7.5 * scale, false, theme.text, theme.casing);
  }
  painter.setOpacity(1);
  paintCompass(painter, scene, cache);
  painter.restore();
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

void paintReliefMarks(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  const Theme& theme = scene.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(cache.frame.rect());
  for (const StartHandle& start : scene.starts) {
    const Seen at = onSurface(cache, start.at.x(), start.at.y());
    if (!at.shown) continue;
    painter.setOpacity(at.hidden ? hiddenOpacity : 1);
    drawStartRing(painter, at.point.pixel, 6.5 * theme.plot.marks, start.color.isValid() ? start.color : theme.text,
                  theme.surface);
  }
  painter.restore();
  if (!scene.step || cache.mesh.height.empty()) return;
  const auto toPixel = [&](const QPointF& at) {
    const double height = cache.mesh.at(at.x(), at.y());
    return cache.frame.pixel(at.x(), at.y(), std::isnan(height) ? 0 : height);
  };
  paintStepPicture(painter, *scene.step, toPixel, cache.frame.rect(), theme);
}

void paintReliefReadOut(QPainter& painter, const PanelScene& scene, const ReliefCache& cache) {
  if (!scene.readOut || cache.mesh.height.empty()) return;
  const Theme& theme = scene.theme;
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
    for (const auto& place : layOnRelief(line, false, cache.mesh, cache.frame, cache.image)) {
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
  const Seen foot = onSurface(cache, at.x(), at.y());
  if (foot.shown) {
    const double height = std::min(1.0, cache.mesh.at(at.x(), at.y()) + 0.25);
    const QPointF head = cache.frame.pixel(at.x(), at.y(), height);
    painter.setPen(QPen(theme.text, 1.25));
    painter.drawLine(foot.point.pixel, head);
    painter.setBrush(theme.text);
    painter.drawEllipse(head, 2, 2);
    drawStartRing(painter, foot.point.pixel, 4.5 * theme.plot.marks, theme.text, theme.surface);
  }
  painter.restore();
  paintReadOutBox(painter, scene, cache.frame.rect(), foot.point.pixel);
}

Compass compass(const ReliefFrame& frame, const Theme& theme) {
  const double size = theme.px(56);
  Compass result;
  result.disc = QRectF(frame.rect().right() - size - theme.px(8), frame.rect().top() + theme.px(8), size, size);
  const double reach = 0.36 * size;
  const auto at = [&](double x, double y, double z) {
    double right = 0, up = 0, near = 0;
    frame.toViewer(x, y, z, right, up, near);
    return result.disc.center() + QPointF(right, -up) * reach;
  };
  result.x = at(1, 0, 0);
  result.y = at(0, 1, 0);
  result.f = at(0, 0, 1);
  return result;
}

namespace {

/// Calls `use(a, b, c, pa, pb, pc)` for each triangle of the surface: nodes' data and projections.
template <class Use>
void eachTriangle(const ReliefCache& cache, const Use& use) {
  const ReliefMesh& mesh = cache.mesh;
  std::vector<ReliefPoint> nodes(mesh.height.size());
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto i = static_cast<std::size_t>(row * mesh.columns + column);
      nodes[i] = cache.frame.project(mesh.x(column), mesh.y(row), static_cast<double>(mesh.height[i]));
    }
  }
  const auto node = [&](Index column, Index row) { return static_cast<std::size_t>(row * mesh.columns + column); };
  for (Index row = 0; row + 1 < mesh.rows; ++row) {
    for (Index column = 0; column + 1 < mesh.columns; ++column) {
      const std::size_t a = node(column, row), b = node(column + 1, row), c = node(column + 1, row + 1),
                        d = node(column, row + 1);
      const QPointF low(mesh.x(column), mesh.y(row));
      const QPointF high(mesh.x(column + 1), mesh.y(row + 1));
      use(low, QPointF(high.x(), low.y()), high, nodes[a], nodes[b], nodes[c]);
      use(low, high, QPointF(low.x(), high.y()), nodes[a], nodes[c], nodes[d]);
    }
  }
}

}  // namespace

std::optional<QPointF> pick(const ReliefCache& cache, const QPointF& pixel) {
  std::optional<QPointF> found;
  double nearest = 0;
  if (cache.mesh.height.empty()) return found;
  eachTriangle(cache, [&](const QPointF& a, const QPointF& b, const QPointF& c, const ReliefPoint& pa,
                          const ReliefPoint& pb, const ReliefPoint& pc) {
    const QPointF u = pb.pixel - pa.pixel;
    const QPointF v = pc.pixel - pa.pixel;
    const QPointF p = pixel - pa.pixel;
    const double area = u.x() * v.y() - v.x() * u.y();
    if (!(std::abs(area) > 1e-12)) return;
    const double s = (p.x() * v.y() - v.x() * p.y()) / area;
    const double t = (u.x() * p.y() - p.x() * u.y()) / area;
    constexpr double edge = -1e-9;
    if (s < edge || t < edge || s + t > 1 - edge) return;
    // Shares on the screen become shares on the surface when each is weighted by its nearness.
    const double nearness = (1 - s - t) * pa.nearness + s * pb.nearness + t * pc.nearness;
    if (nearness <= nearest) return;
    nearest = nearness;
    const bool flat = cache.frame.fromAbove();
    const double wa = (1 - s - t) * (flat ? 1 : pa.nearness), wb = s * (flat ? 1 : pb.nearness),
                 wc = t * (flat ? 1 : pc.nearness);
    found = (a * wa + b * wb + c * wc) / (wa + wb + wc);
  });
  return found;
}

QPointF pickNearest(const ReliefCache& cache, const QPointF& pixel) {
  if (const auto found = pick(cache, pixel)) return *found;
  const View& v = cache.frame.view();
  QPointF best((v.xMin + v.xMax) / 2, (v.yMin + v.yMax) / 2);
  double least = std::numeric_limits<double>::infinity();
  const ReliefMesh& mesh = cache.mesh;
  for (Index row = 0; row < mesh.rows; ++row) {
    for (Index column = 0; column < mesh.columns; ++column) {
      const auto height = static_cast<double>(mesh.height[static_cast<std::size_t>(row * mesh.columns + column)]);
      if (std::isnan(height)) continue;
      const ReliefPoint node = cache.frame.project(mesh.x(column), mesh.y(row), height);
      const QPointF way = node.pixel - pixel;
      const double distance = std::hypot(way.x(), way.y());
      if (distance < least && !cache.image.hides(node)) least = distance, best = {mesh.x(column), mesh.y(row)};
    }
  }
  return best;
}

}  // namespace thalweg
