#include "ui/scenes/panel_scene.h"

#include "core/runs/ensemble.h"
#include "ui/look/markers.h"
#include "ui/look/number_text.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/contour_choice.h"
#include "ui/scenes/coverage.h"
#include "ui/scenes/data_picture.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/guess_painter.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/phase_picture.h"
#include "ui/scenes/relief_axes.h"
#include "ui/scenes/relief_painter.h"
#include "ui/scenes/step_picture.h"
#include "ui/scenes/stroke_canvas.h"
#include "ui/scenes/study_picture.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double kBarTop = 24;  // from the frame's bottom, at the base font
constexpr double kBarHeight = 9;
constexpr double kFooter = 53;       // with the colour bar and its labels
constexpr double kRoomForBar = 200;  // a lower panel has none

QRectF barRect(const PanelScene& scene, const QRectF& frame) {
  const double top = std::round(frame.bottom() + scene.theme.px(kBarTop));
  return {frame.left(), top, frame.width(), std::round(scene.theme.px(kBarHeight))};
}

QFont mathFont(double size) {
  QFont font;
  font.setFamilies({QStringLiteral("KaTeX_Math"), QStringLiteral("serif")});
  font.setItalic(true);
  font.setPixelSize(std::max(1, qRound(size)));
  font.setHintingPreference(QFont::PreferNoHinting);
  return font;
}

/// A value that a colour bar may name.
struct BarLabel {
  double value;
  QString text;
  bool filler;  ///< only worth its place where few others are
};

/// The most telling first: labelled contours, other ones, then short values in between. All are measured as the scale
/// measures, from f* where that is subtracted before the logarithm.
std::vector<BarLabel> barLabels(const PanelScene& scene) {
  std::vector<BarLabel> labels;
  const double offset = scene.scale.offset();
  const bool logarithmic = scene.scale.kind() == ColorScale::Log;
  const std::vector<ContourLevel> none;
  const std::vector<ContourLevel>& levels = scene.contours ? scene.contours->levels : none;
  for (const bool labelled : {true, false}) {
    for (const ContourLevel& level : levels) {
      // Between decades there is nothing to say.
      if (level.labelled != labelled || (!labelled && logarithmic)) continue;
      const double shown = level.value - offset;
      const bool same = std::abs(shown - level.shown) <= 1e-9 * std::max(std::abs(shown), std::abs(level.shown));
      if (same) labels.push_back({level.value, numberText(level.shown), false});
    }
  }
  for (const Index count : {3, 5, 7}) {
    for (const double mark : scene.scale.marks(count)) labels.push_back({mark, numberText(mark - offset), true});
  }
  return labels;
}

/// A word beside or below a colour bar.
struct BarWord {
  QString text;
  QPointF at;       ///< where its baseline begins
  QRectF box;       ///< pixels
  double tick = 0;  ///< the pixel of its value
};

QString barName(const PanelScene& scene) {
  return scene.scale.offset() != 0 ? QStringLiteral("f−f\u200A*") : QStringLiteral("f");
}

QFont barNameFont(const Theme& theme) { return mathFont(theme.fontSize(TextRole::Axis) * 1.15); }

/// The bar's name, which stands beside it.
BarWord barNameWord(const PanelScene& scene, const QRectF& bar) {
  const Theme& theme = scene.theme;
  const QFontMetricsF metrics(barNameFont(theme));
  BarWord word{barName(scene), {}, {}, 0};
  const double width = metrics.horizontalAdvance(word.text);
  word.at = {bar.left() - theme.px(5) - width, bar.bottom() - theme.px(1)};
  word.box = metrics.tightBoundingRect(word.text).translated(word.at);
  return word;
}

/// Labels from the most telling to the least, as long as they touch neither each other nor the bar's name.
std::vector<BarWord> barValueWords(const PanelScene& scene, const QRectF& bar) {
  const Theme& theme = scene.theme;
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double gap = std::max(theme.px(12), bar.width() / 18);
  const double baseline = bar.bottom() + theme.px(2.5) + metrics.ascent();
  const QRectF name = barNameWord(scene, bar).box.adjusted(0, 0, theme.px(4), theme.px(2));
  std::vector<BarWord> words;
  std::vector<QRectF> taken;
  constexpr std::size_t enough = 3;
  for (const BarLabel& label : barLabels(scene)) {
    if (label.filler && words.size() >= enough) break;
    const double x = bar.left() + scene.scale.position(label.value) * bar.width();
    const double width = metrics.horizontalAdvance(label.text);
    const QRectF place(x - width / 2 - gap / 2, bar.bottom(), width + gap, metrics.height());
    const bool fits = x > bar.left() + 2 && x < bar.right() - 2 && place.right() - gap / 2 < bar.right() + 9 &&
                      place.left() > bar.left() - 20;
    const QRectF box(x - width / 2, baseline - metrics.ascent(), width, metrics.height());
    const auto touches = [&](const QRectF& other) { return other.intersects(place); };
    if (!fits || box.intersects(name) || std::ranges::any_of(taken, touches)) continue;
    taken.push_back(place);
    words.push_back({label.text, {x - width / 2, baseline}, box, x});
  }
  return words;
}

void paintBar(QPainter& painter, const PanelScene& scene, const QRectF& frame) {
  const Theme& theme = scene.theme;
  const QRectF bar = barRect(scene, frame);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  const ColorMap map = colorMap(scene.colors, theme);
  QImage strip(256, 1, QImage::Format_RGB32);
  for (int k = 0; k < 256; ++k) strip.setPixel(k, 0, map.colors[static_cast<std::size_t>(k)]);
  painter.drawImage(bar, strip);
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(std::floor(bar.left()) - 0.5, bar.top() - 0.5, std::round(bar.width()) + 1, bar.height()));
  painter.setPen(theme.secondary);
  painter.setFont(barNameFont(theme));
  painter.setRenderHint(QPainter::Antialiasing);
  const BarWord name = barNameWord(scene, bar);
  painter.drawText(name.at, name.text);
  painter.setFont(theme.font(TextRole::Axis));
  for (const BarWord& word : barValueWords(scene, bar)) {
    painter.setPen(QPen(theme.hint, 1));
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double column = std::floor(word.tick) + 0.5;
    painter.drawLine(QPointF(column, bar.bottom() + 1), QPointF(column, bar.bottom() + 2));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.secondary);
    painter.drawText(word.at, word.text);
  }
  painter.restore();
}

/// What can be read where the surface has each level's colour.
std::vector<QColor> contourInks(const PanelScene& scene) {
  std::vector<QColor> inks;
  if (scene.colors == ColorMapChoice::Theme) return inks;
  const ColorMap map = colorMap(scene.colors, scene.theme);
  for (const ContourLevel& level : scene.contours->levels) {
    inks.push_back(inkOn(map.at(scene.scale.position(level.value)), scene.theme));
  }
  return inks;
}

/// Arrows of −∇f, centred on their places; each so long as its strength says, none so short that it is lost.
void paintGradients(StrokeCanvas& canvas, const PanelScene& scene, const PanelCache& cache) {
  const PlotFrame& frame = cache.frame;
  const GradientField& field = *scene.gradients;
  const Theme& theme = scene.theme;
  const double longest = 0.82 * arrowSpacing(theme);
  const double width = 1.4 * theme.plot.contour;
  const ColorMap map = colorMap(scene.colors, theme);
  const QColor light = makeTheme(true).contourLabel;
  for (const bool lightInk : {false, true}) {
    std::optional<QColor> ink;
    for (Index row = 0; row < field.rows; ++row) {
      for (Index column = 0; column < field.columns; ++column) {
        const Index i = row * field.columns + column;
        if (std::isnan(field.strength[i])) continue;
        const QPointF at = frame.toPixel(field.x(column), field.y(row));
        QPointF way(-field.gradient(i, 0) * frame.xScale(), field.gradient(i, 1) * frame.yScale());
        const double norm = std::hypot(way.x(), way.y());
        // A contour's value is not written over.
        const auto close = [&](const ContourLabel& label) {
          return std::hypot(label.center.x() - at.x(), label.center.y() - at.y()) < 0.75 * arrowSpacing(theme);
        };
        if (std::ranges::any_of(cache.labels, close)) continue;
        if (!frame.rect.contains(at) || !(norm > 0) || !std::isfinite(norm)) continue;
        const QColor own = inkOn(map.at(scene.scale.position(field.f[i])), theme);
        if ((own == light) != lightInk) continue;
        ink = own;
        const double length = longest * (0.3 + 0.7 * field.strength[i]);
        way *= length / norm;
        const QPointF tip = at + way / 2;
        const QPointF across(-way.y(), way.x());
        const double head = std::min(0.34, 4.2 * theme.plot.marks / length);
        canvas.segment(at - way / 2, tip, width);
        canvas.segment(tip, tip - head * way + 0.6 * head * across, width);
        canvas.segment(tip, tip - head * way - 0.6 * head * across, width);
      }
    }
    if (!ink) continue;
    canvas.stroke(width, withAlpha(*ink, lightInk ? 0.42 : 0.45));
    canvas.clear();
  }
}

void paintTangent(QPainter& painter, const PanelScene& scene, const PlotFrame& frame) {
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  const QPointF at = frame.toPixel(scene.tangent->at.x(), scene.tangent->at.y());
  const QPointF way(frame.xScale(), -scene.tangent->slope * frame.yScale());
  const double norm = std::hypot(way.x(), way.y());
  if (!std::isfinite(norm) || !frame.rect.contains(at)) return;
  // The ball stays free.
  const QPointF from = way * (9 * scale / norm);
  const QPointF to = way * (58 * scale / norm);
  for (const bool casing : {true, false}) {
    painter.setPen(
        QPen(casing ? theme.casing : scene.tangent->color, (casing ? 4.2 : 1.9) * scale, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(at + from, at + to);
    painter.drawLine(at - from, at - to);
  }
}

void paintCurve(StrokeCanvas& canvas, const PanelScene& scene, const PlotFrame& frame) {
  if (!scene.curve) return;
  const Curve& curve = *scene.curve;
  const double width = scene.theme.plot.chartLine;
  QPointF last;
  bool drawing = false;
  for (Index k = 0; k < curve.x.size(); ++k) {
    const QPointF at = frame.toPixel(curve.x[k], curve.f[k]);
    const bool finite = std::isfinite(at.x()) && std::isfinite(at.y());
    if (drawing && finite) canvas.segment(last, at, width);
    drawing = finite;
    last = at;
  }
  canvas.stroke(width, scene.theme.text);
  canvas.clear();
}

/// f along a curve between its samples.
double curveValue(const Curve& curve, double x) {
  const double position = (x - curve.first) / (curve.last - curve.first) * static_cast<double>(curve.x.size() - 1);
  const Index below = std::clamp<Index>(static_cast<Index>(std::floor(position)), 0, curve.x.size() - 2);
  const double t = position - static_cast<double>(below);
  return curve.f[below] + t * (curve.f[below + 1] - curve.f[below]);
}

QPointF pixelOf(const PanelScene& scene, const PlotFrame& frame, const Landmark& landmark) {
  const Plane::Place at = scene.plane.project(landmark.point);
  return frame.toPixel(at.x, scene.isCurve() ? landmark.value : at.y);
}

/// Whether a landmark has a place in what is shown.
bool shows(const PanelScene& scene, const Landmark& landmark) {
  return scene.plane.fits(static_cast<Index>(landmark.point.size()));
}

/// A word for each axis, within the frame: at the right end of x, and upwards at the upper end of y.
void paintDirections(QPainter& painter, const PanelScene& scene, const QRectF& frame) {
  const Theme& theme = scene.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const auto draw = [&](const QRectF& box, const QString& words) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(theme.surface, 0.85));
    painter.drawRoundedRect(box, theme.px(3), theme.px(3));
    painter.setPen(theme.secondary);
    painter.drawText(box, Qt::AlignCenter, words);
  };
  const double high = metrics.height() + theme.px(2);
  const auto size = [&](const QString& words) { return metrics.horizontalAdvance(words) + theme.px(10); };
  const double gap = theme.px(5);
  if (const QString& x = scene.directions[0]; !x.isEmpty() && size(x) + 2 * gap < frame.width())
    draw({frame.right() - gap - size(x), frame.bottom() - gap - high, size(x), high}, x);
  if (const QString& y = scene.directions[1]; !y.isEmpty() && size(y) + 3 * gap + high < frame.height()) {
    painter.translate(frame.left() + gap, frame.top() + gap + size(y));
    painter.rotate(-90);
    draw({0, 0, size(y), high}, y);
  }
  painter.restore();
}

void paintLandmarks(QPainter& painter, const PanelScene& scene, const PlotFrame& frame) {
  const Theme& theme = scene.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(frame.rect);
  for (const Landmark& landmark : scene.landmarks) {
    if (!shows(scene, landmark)) continue;
    const QPointF at = pixelOf(scene, frame, landmark);
    if (!frame.rect.contains(at)) continue;
    drawLandmark(painter, landmark, at, theme);
  }
  painter.restore();
}

}  // namespace

namespace {

constexpr double kRing = 6.5;  // a start's radius at scale 1
constexpr double kInset = 19;  // from the edge to the ring of a start that is out of sight: room for its arrow

QPointF truePixel(const PanelScene& scene, const PlotFrame& frame, const StartHandle& start) {
  return frame.toPixel(start.at.x(), scene.curve ? curveValue(*scene.curve, start.at.x()) : start.at.y());
}

bool isFinite(const QPointF& at) { return std::isfinite(at.x()) && std::isfinite(at.y()); }

}  // namespace

void drawLandmark(QPainter& painter, const Landmark& landmark, const QPointF& at, const Theme& theme) {
  const double scale = theme.plot.marks;
  switch (landmark.kind) {
    case Landmark::Kind::GlobalMinimum:
      // Hollow where a search has found it: no one knows of lower ones.
      drawStar(painter, at, 9 * scale, !landmark.found, theme.text, theme.casing);
      break;
    case Landmark::Kind::LocalMinimum:
      drawStar(painter, at, (landmark.found ? 6 : 7.5) * scale, false, theme.text, theme.casing);
      break;
    case Landmark::Kind::Saddle:
      drawCross(painter, at, 4.5 * scale, theme.text, theme.casing);
      break;
  }
}

bool startInSight(const PanelScene& scene, const PlotFrame& frame, const StartHandle& start) {
  return frame.rect.contains(truePixel(scene, frame, start));
}

QPointF startPixel(const PanelScene& scene, const PlotFrame& frame, const StartHandle& start) {
  const QPointF at = truePixel(scene, frame, start);
  if (!isFinite(at) || frame.rect.contains(at)) return at;
  const double inset = std::min({kInset * scene.theme.plot.marks, frame.rect.width() / 2, frame.rect.height() / 2});
  const QRectF inner = frame.rect.adjusted(inset, inset, -inset, -inset);
  return {std::clamp(at.x(), inner.left(), std::max(inner.left(), inner.right())),
          std::clamp(at.y(), inner.top(), std::max(inner.top(), inner.bottom()))};
}

std::vector<QRectF> barWords(const PanelScene& scene, const PlotFrame& frame) {
  const QRectF bar = barRect(scene, frame.rect);
  std::vector<QRectF> boxes = {barNameWord(scene, bar).box};
  for (const BarWord& word : barValueWords(scene, bar)) boxes.push_back(word.box);
  return boxes;
}

double arrowSpacing(const Theme& theme) { return theme.px(30); }

double panelMarginLeft(const Theme& theme) { return std::round(theme.px(38)); }
double panelMarginRight(const Theme& theme) { return std::round(theme.px(9)); }

QPen faintPen(FaintPath::Kind kind, const QColor& color, const Theme& theme) {
  if (kind == FaintPath::Kind::Run) return QPen(color, 1);
  if (kind == FaintPath::Kind::Spread) return QPen(color, 1.75 * theme.plot.marks);
  const double width = 1.5 * theme.plot.marks;
  QPen pen(color, width, Qt::CustomDashLine, Qt::FlatCap);
  if (kind == FaintPath::Kind::Flow)
    pen.setDashPattern({4 / 1.5, 2.5 / 1.5});
  else
    pen.setDashPattern({1.2 / 1.5, 2.5 / 1.5});
  return pen;
}

double faintOpacity(FaintPath::Kind kind) { return kind == FaintPath::Kind::Run ? 0.35 : 0.9; }

void addFaintPaths(std::vector<FaintPath>& paths, const Ensemble& ensemble, const QColor& color) {
  for (const auto& run : ensemble.runs) paths.push_back({.points = {run, &run->points}, .color = color});
}

namespace {

/// What a camera straight above a map sees of it, nearer or moved.
PlotFrame seenFromAbove(PlotFrame frame, const Camera& camera) {
  const double width = (frame.view.xMax - frame.view.xMin) / camera.zoom;
  const double height = (frame.view.yMax - frame.view.yMin) / camera.zoom;
  const double x = (frame.view.xMin + frame.view.xMax) / 2 - camera.panX * width;
  const double y = (frame.view.yMin + frame.view.yMax) / 2 + camera.panY * height;
  frame.view = {x - width / 2, x + width / 2, y - height / 2, y + height / 2};
  return frame;
}

}  // namespace

AxisNames axisNames(const PanelScene& scene) {
  return {QString::fromStdString(scene.names[0].typeset),
          scene.isCurve() ? QStringLiteral("f") : QString::fromStdString(scene.names[1].typeset)};
}

PlotFrame panelFrame(const PanelScene& scene, const QRectF& area) {
  if (scene.data) return dataFrame(scene, area);
  if (scene.phase) return phaseFrame(scene, area);
  if (scene.study) return studyFrame(scene, area);
  const Theme& theme = scene.theme;
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const bool footer = !scene.isCurve() && (scene.overlay || (scene.colorBar && area.height() >= theme.px(kRoomForBar)));
  const double bottom = std::ceil(footer ? theme.px(kFooter) : axisHeight(theme) + theme.px(2));
  const auto framed = [&](double left) {
    const QRectF rect = area.adjusted(left, 1, -right, -bottom);
    PlotFrame frame{QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height()))),
                    scene.view, footer};
    const QSizeF size = frame.rect.size();
    if (scene.equalAxes && !scene.isCurve())
      frame.view = scene.focus ? filledRound(scene.view, *scene.focus, size) : filled(scene.view, size);
    const bool above = scene.relief && !scene.inPerspective();
    return above ? seenFromAbove(frame, scene.relief->camera) : frame;
  };
  if (scene.marginLeft >= 0) return framed(scene.marginLeft);
  const double usual = panelMarginLeft(theme);
  const PlotFrame frame = framed(usual);
  const double room = panelLabelRoom(frame, theme, axisNames(scene));
  // Long labels make room for themselves, as far as the plot has it to give.
  return room > usual && room < area.width() / 3 ? framed(room) : frame;
}

void prepareSurface(PanelCache& cache, const PanelScene& scene) {
  cache.relief.reset();
  cache.surface = {};
  if (!scene.showsSurface()) return;
  if (scene.inPerspective()) {
    cache.relief = std::make_shared<ReliefCache>();
    prepareMesh(*cache.relief, scene, cache.frame.view);
    prepareRelief(*cache.relief, scene, cache.frame, cache.ratio, 2);
    return;
  }
  cache.surface = scene.field ? fieldImage(*scene.field, scene.scale, colorMap(scene.colors, scene.theme)) : QImage();
}

void preparePaths(PanelCache& cache, const PanelScene& scene) {
  if (!scene.showsSurface()) return;
  if (cache.relief) return prepareReliefPaths(*cache.relief, scene);
  std::vector<PathPixels> before = std::exchange(cache.paths, {});
  for (const PathData& path : scene.paths) {
    const PathSource source = {path.points, cache.frame, scene.plane, scene.isCurve()};
    const auto known = std::ranges::find(before, source, &PathPixels::source);
    cache.paths.push_back(known != before.end() ? std::move(*known) : pathPixels(path, source));
  }
}

void prepareLabels(PanelCache& cache, const PanelScene& scene) {
  constexpr double mostCovered = 0.22;
  cache.labels.clear();
  if (!scene.showsSurface()) return;
  if (cache.relief) return;
  cache.contours = sparse(scene.contours, cache.frame, mostCovered);
  if (!cache.contours) return;
  std::vector<QPointF> obstacles;
  for (std::size_t k = 0; k < scene.paths.size(); ++k) {
    if (!scene.paths[k].visible) continue;
    const PathPixels& path = cache.paths[k];
    for (std::size_t n = 1; n < path.bends.size(); ++n) {
      QPointF a = path.steps[path.bends[n - 1]];
      QPointF b = path.steps[path.bends[n]];
      if (!clipSegment(cache.frame.rect, a, b)) continue;
      const QPointF way = b - a;
      const int pieces = std::clamp(static_cast<int>(std::hypot(way.x(), way.y()) / 5), 1, 400);
      for (int piece = 0; piece <= pieces; ++piece)
        obstacles.push_back(a + way * (static_cast<double>(piece) / pieces));
    }
  }
  const auto around = [&](const QPointF& at) {
    for (const double dx : {-6.0, 0.0, 6.0}) {
      for (const double dy : {-6.0, 0.0, 6.0}) obstacles.push_back(at + QPointF(dx, dy) * scene.theme.plot.marks);
    }
  };
  for (const Landmark& landmark : scene.landmarks) {
    if (shows(scene, landmark)) around(pixelOf(scene, cache.frame, landmark));
  }
  for (const StartHandle& start : scene.starts) around(startPixel(scene, cache.frame, start));
  cache.labels = placeLabels(*cache.contours, cache.frame, obstacles, scene.theme);
}

void paintSurface(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  const QRectF& frame = cache.frame.rect;
  painter.fillRect(frame, scene.theme.field);
  if (cache.surface.isNull()) return;
  const Field& field = *scene.field;
  // Nodes are the pixels' centres, so the picture reaches half a cell beyond the outermost ones.
  const double dx = (field.view.xMax - field.view.xMin) / static_cast<double>(field.columns - 1) / 2;
  const double dy = (field.view.yMax - field.view.yMin) / static_cast<double>(field.rows - 1) / 2;
  const View box{field.view.xMin - dx, field.view.xMax + dx, field.view.yMin - dy, field.view.yMax + dy};
  painter.save();
  painter.setClipRect(frame);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(cache.frame.toPixels(box), cache.surface);
  painter.restore();
}

namespace {

/// The lines that lie under all paths or, `over` them, the spread of noise.
void paintFaintPaths(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, bool over) {
  if (scene.faintPaths.empty()) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  for (const FaintPath& path : scene.faintPaths) {
    if (!scene.plane.fits(path.points->cols()) || (path.kind == FaintPath::Kind::Spread) != over) continue;
    painter.setOpacity(faintOpacity(path.kind));
    const QPen pen = faintPen(path.kind, path.color, scene.theme);
    painter.setBrush(Qt::NoBrush);
    QPolygonF line;
    const auto flush = [&] {
      if (line.size() > 1) {
        if (over) painter.setPen(QPen(scene.theme.casing, 2.2 * pen.widthF()));
        if (over) painter.drawPolyline(line);
        painter.setPen(pen);
        painter.drawPolyline(line);
      }
      line.clear();
    };
    QPointF last;
    for (Index k = 0; k < path.points->rows(); ++k) {
      const Plane::Place place = scene.plane.project(*path.points, k);
      const QPointF at = frame.toPixel(place.x, place.y);
      if (k == 0) last = at;
      if ((last - at).manhattanLength() <= 0.5) continue;
      // Cut at the frame, not clipped: documents keep what a clip hides.
      QPointF a = std::exchange(last, at);
      QPointF b = at;
      if (!clipSegment(frame.rect, a, b)) {
        flush();
        continue;
      }
      if (line.isEmpty() || line.back() != a) {
        flush();
        line << a;
      }
      line << b;
    }
    flush();
    painter.setPen(QPen(scene.theme.casing, scene.theme.plot.marks));
    painter.setBrush(path.color);
    for (Index k = path.marks; path.marks > 0 && k < path.points->rows(); k += path.marks) {
      const Plane::Place place = scene.plane.project(*path.points, k);
      const QPointF at = frame.toPixel(place.x, place.y);
      if (frame.rect.contains(at)) painter.drawEllipse(at, 2.4 * scene.theme.plot.marks, 2.4 * scene.theme.plot.marks);
    }
  }
  painter.restore();
}

}  // namespace

void paintLines(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio) {
  const auto draw = [&](StrokeCanvas& canvas) {
    if (scene.isCurve()) {
      paintCurve(canvas, scene, cache.frame);
    } else if (cache.contours && scene.contours) {
      paintContours(canvas, *cache.contours, cache.frame, cache.labels, contourInks(scene), scene.theme);
    }
    if (scene.gradientField && scene.gradients && !scene.isCurve()) paintGradients(canvas, scene, cache);
  };
  if (ratio > 0) {
    StrokeCanvas canvas(painter, cache.frame.rect, ratio);
    draw(canvas);
  } else {
    StrokeCanvas canvas(painter, cache.frame.rect);
    draw(canvas);
  }
  if (!scene.isCurve()) paintFaintPaths(painter, scene, cache.frame, false);
  paintLandmarks(painter, scene, cache.frame);
  paintDirections(painter, scene, cache.frame.rect);
  paintPanelAxes(painter, cache.frame, scene.theme, axisNames(scene));
}

void paintOverlay(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  if (scene.overlay) paintMapOverlay(painter, *scene.overlay, cache.frame);
}

void paintFooter(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  if (!cache.frame.footer) return;
  if (scene.overlay) {
    const QRectF bar = barRect(scene, cache.frame.rect);
    paintMapLegend(painter, *scene.overlay, bar.adjusted(0, 0, 0, scene.theme.px(kFooter - kBarTop - kBarHeight)),
                   scene.theme);
  } else if (scene.colorBar && scene.field) {
    paintBar(painter, scene, cache.frame.rect);
  }
}

void paintGround(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio) {
  // It changes with every step, and is painted with the paths.
  if (!scene.showsSurface()) return;
  if (cache.relief) {
    paintReliefGround(painter, scene, *cache.relief, ratio);
    return paintFooter(painter, scene, cache);
  }
  paintSurface(painter, scene, cache);
  paintOverlay(painter, scene, cache);
  paintLines(painter, scene, cache, ratio);
  if (scene.relief) paintCompass(painter, cache.frame.rect, scene.relief->camera, axisNames(scene), scene.theme);
  paintFooter(painter, scene, cache);
}

void paintPathLayer(QPainter& painter, const PanelScene& scene, const PanelCache& cache, qreal ratio) {
  if (scene.data) return paintData(painter, scene, cache.frame, *prepareData(scene, cache.frame), ratio);
  if (scene.phase) return paintPhase(painter, scene, cache.frame);
  if (scene.study) return paintStudy(painter, scene, cache.frame, ratio);
  if (cache.relief) return paintReliefPaths(painter, scene, *cache.relief, ratio);
  paintMemory(painter, scene, cache);
  if (ratio > 0) {
    StrokeCanvas canvas(painter, cache.frame.rect, ratio);
    paintPaths(canvas, scene.paths, cache.paths, scene.cursor, scene.theme);
  } else {
    StrokeCanvas canvas(painter, cache.frame.rect);
    paintPaths(canvas, scene.paths, cache.paths, scene.cursor, scene.theme);
  }
}

namespace {

/// The contours of what the next step sees, in its contender's colour, and what they are.
void paintBatch(QPainter& painter, const PanelScene& scene, const PlotFrame& frame) {
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(withAlpha(scene.batchColor, 0.8), 1.1 * scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  for (const ContourLine& line : scene.batch->lines) {
    QPolygonF pixels;
    for (const PlanePoint& at : line.points) pixels << frame.toPixel(at.x, at.y);
    if (line.closed) pixels << pixels.front();
    painter.drawPolyline(pixels);
  }
  const QString words = QObject::tr("coloured: contours of the mini-batch");
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const QRectF box(frame.rect.left() + theme.px(6), frame.rect.bottom() - metrics.height() - theme.px(8),
                   metrics.horizontalAdvance(words) + theme.px(10), metrics.height() + theme.px(3));
  if (box.width() > frame.rect.width() - theme.px(12)) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(theme.surface, 0.85));
  painter.drawRoundedRect(box, theme.px(3), theme.px(3));
  painter.setPen(theme.secondary);
  painter.drawText(box, Qt::AlignCenter, words);
}

}  // namespace

void paintMarks(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  if (!scene.showsSurface()) return;
  if (cache.relief) return paintReliefMarks(painter, scene, *cache.relief);
  const Theme& theme = scene.theme;
  const double scale = theme.plot.marks;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(cache.frame.rect);
  if (scene.batch) paintBatch(painter, scene, cache.frame);
  if (!scene.isCurve()) paintFaintPaths(painter, scene, cache.frame, true);
  if (scene.tangent && scene.isCurve()) paintTangent(painter, scene, cache.frame);
  for (const StartHandle& start : scene.starts) {
    const QPointF at = startPixel(scene, cache.frame, start);
    if (!cache.frame.rect.contains(at)) continue;
    const QColor ink = start.color.isValid() ? start.color : theme.text;
    if (!startInSight(scene, cache.frame, start)) {
      const QPointF way = truePixel(scene, cache.frame, start) - at;
      const QPointF tip = at + way / std::hypot(way.x(), way.y()) * (kInset - 2) * scale;
      drawArrowHead(painter, tip, way, 9 * scale, 9 * scale, ink, theme.casing, 1.25 * scale);
    }
    drawStartRing(painter, at, kRing * scale, ink, theme.surface);
  }
  painter.restore();
  if (scene.guess) {
    paintGuess(
        painter, *scene.guess,
        [&](const QPointF& p) {
          return cache.frame.toPixel(p.x(), scene.curve && scene.isCurve() ? curveValue(*scene.curve, p.x()) : p.y());
        },
        cache.frame.rect, theme);
  }
  const auto toPixel = [&](const QPointF& at) { return cache.frame.toPixel(at.x(), at.y()); };
  if (scene.tried)
    paintGhostRun(painter, pixelsOf(scene.tried->line, toPixel), cache.frame.rect, scene.tried->color, theme);
  if (!scene.step) return;
  paintStepPicture(painter, *scene.step, toPixel, cache.frame.rect, theme);
}

void paintReadOutBox(QPainter& painter, const PanelScene& scene, const QRectF& frame, const QPointF& at) {
  const Theme& theme = scene.theme;
  const ReadOut& read = *scene.readOut;
  painter.save();
  painter.setClipRect(frame);
  struct Entry {
    QString name;
    QString value;
  };
  std::vector<Entry> entries = {{QString::fromStdString(scene.names[0].plain), fixedDigits(read.at.x())}};
  if (!scene.isCurve()) entries.push_back({QString::fromStdString(scene.names[1].plain), fixedDigits(read.at.y())});
  entries.push_back({QStringLiteral("f"), fixedDigits(read.value)});
  entries.push_back({QStringLiteral("‖∇f‖"), fixedDigits(read.gradientNorm)});
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  if (read.path) {
    const double most = frame.width() / 2;
    entries = {{metrics.elidedText(read.path->name, Qt::ElideRight, most), QObject::tr("step %1").arg(read.path->step)},
               {QStringLiteral("f"), fixedDigits(read.path->value)}};
    if (read.path->rate) entries.push_back({QStringLiteral("lr"), shownNumber(*read.path->rate)});
  }
  const double space = metrics.horizontalAdvance(QLatin1Char(' ')) * 1.3;
  const double between = theme.px(12);
  const auto wide = [&](std::size_t first, std::size_t last) {
    double width = 2 * theme.px(9) - between;
    for (std::size_t k = first; k < last; ++k)
      width +=
          metrics.horizontalAdvance(entries[k].name) + space + metrics.horizontalAdvance(entries[k].value) + between;
    return width;
  };
  // In two rows where one is too long: the place, and what is there.
  const std::size_t half = (entries.size() + 1) / 2;
  const bool two = wide(0, entries.size()) > frame.width() - 2 * theme.px(7);
  const double width = two ? std::max(wide(0, half), wide(half, entries.size())) : wide(0, entries.size());
  const double row = std::round(theme.px(17));
  const double height = std::round(theme.px(22)) + (two ? row : 0);
  QRectF box(std::floor(frame.left() + theme.px(7)) + 0.5, std::floor(frame.top() + theme.px(7)) + 0.5,
             std::ceil(width), height);
  // The box gives way to the pointer.
  if (box.adjusted(-8, -8, 8, 8).contains(at)) box.moveBottom(std::floor(frame.bottom() - theme.px(7)) + 0.5);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.surface);
  painter.drawRoundedRect(box, theme.px(4), theme.px(4));
  double left = box.left() + theme.px(9);
  double baseline = box.center().y() - (two ? row / 2 : 0) + metrics.capHeight() / 2;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    const Entry& entry = entries[k];
    if (two && k == half) {
      left = box.left() + theme.px(9);
      baseline += row;
    }
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(left, baseline), entry.name);
    left += metrics.horizontalAdvance(entry.name) + space;
    painter.setPen(theme.text);
    painter.drawText(QPointF(left, baseline), entry.value);
    left += metrics.horizontalAdvance(entry.value) + between;
  }
  painter.restore();
}

void paintReadOut(QPainter& painter, const PanelScene& scene, const PanelCache& cache) {
  if (!scene.showsSurface() || !scene.readOut) return;
  if (cache.relief) return paintReliefReadOut(painter, scene, *cache.relief);
  const Theme& theme = scene.theme;
  const QRectF& frame = cache.frame.rect;
  const ReadOut& read = *scene.readOut;
  const QPointF at = cache.frame.toPixel(read.at.x(), scene.isCurve() ? read.value : read.at.y());
  painter.save();
  painter.setClipRect(frame);
  QPen dots(withAlpha(theme.text, 0.55), 1);
  dots.setDashPattern({1, 2});
  painter.setPen(dots);
  const double x = std::floor(at.x()) + 0.5;
  const double y = std::floor(at.y()) + 0.5;
  painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()));
  painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y));
  if (read.path) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF point = cache.frame.toPixel(read.path->at.x(), read.path->at.y());
    for (const auto& [color, width] : {std::pair(theme.casing, 4.0), std::pair(theme.text, 1.75)}) {
      painter.setPen(QPen(color, width * theme.plot.marks));
      painter.drawEllipse(point, 7 * theme.plot.marks, 7 * theme.plot.marks);
    }
  }
  painter.restore();
  paintReadOutBox(painter, scene, frame, at);
}

void paintThumbnail(QPainter& painter, const QRectF& area, const PanelScene& whole) {
  constexpr std::size_t fewStars = 4;
  constexpr double mostCovered = 0.14;
  PanelScene scene = whole;
  std::erase_if(scene.landmarks, [](const Landmark& l) { return l.kind != Landmark::Kind::GlobalMinimum; });
  if (scene.landmarks.size() > fewStars) scene.landmarks.clear();
  PanelCache cache;
  cache.frame = {area, scene.equalAxes && !scene.isCurve() ? filled(scene.view, area.size()) : scene.view};
  prepareSurface(cache, scene);
  if (cache.relief) return paintReliefGround(painter, scene, *cache.relief, 0);
  paintSurface(painter, scene, cache);
  {
    StrokeCanvas canvas(painter, area);
    if (scene.isCurve()) {
      paintCurve(canvas, scene, cache.frame);
    } else if (const auto contours = sparse(scene.contours, cache.frame, mostCovered)) {
      paintContours(canvas, *contours, cache.frame, {}, contourInks(scene), scene.theme);
    }
  }
  paintLandmarks(painter, scene, cache.frame);
}

void paintPanel(QPainter& painter, const QRectF& area, const PanelScene& scene) {
  PanelCache cache;
  cache.frame = panelFrame(scene, area);
  prepareSurface(cache, scene);
  preparePaths(cache, scene);
  prepareLabels(cache, scene);
  paintGround(painter, scene, cache, 0);
  paintPathLayer(painter, scene, cache, 0);
  paintMarks(painter, scene, cache);
  paintReadOut(painter, scene, cache);
}

}  // namespace thalweg
