/// How a step explained is painted over the paths.
#include "ui/look/marker_stamp.h"
#include "ui/look/markers.h"
#include "ui/look/math_text.h"
#include "ui/look/polyline.h"
#include "ui/scenes/ghost_line.h"
#include "ui/scenes/step_picture.h"

#include <QHash>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

using ToPixel = std::function<QPointF(const QPointF&)>;

constexpr double ellipseHalf = 34;    // pixels of the longer half axis
constexpr double mostOff = 0.1;       // of the model's depth; beyond it the contour fades
constexpr double fadedOff = 0.4;      // and is gone
constexpr double labelledArrow = 30;  // pixels; a shorter one says nothing
constexpr double arrowReach = 6;      // pixels

QPointF pointOf(const PlaneVector& v) { return {v[0], v[1]}; }

/// Where an arrow ends while it grows.
QPointF endOf(const StepPicture& picture, const StepArrow& arrow, int phase) {
  const bool growing = picture.phase == phase;
  return picture.at + arrow.move * (growing ? std::clamp(picture.grown, 0.0, 1.0) : 1.0);
}

/// On a curve: how far above the point an arrow lies, in pixels; elsewhere nothing.
QPointF liftOf(const StepPicture& picture, StepTermKind kind, const Theme& theme) {
  constexpr double line = 15;
  if (!picture.onCurve || kind == StepTermKind::Step) return {};
  return {0, -line * theme.plot.marks * (kind == StepTermKind::Gradient ? 1 : 2)};
}

int phaseOf(StepTermKind kind) { return static_cast<int>(kind) - 1; }

double opacityOf(const StepPicture& picture, const StepArrow& arrow) {
  constexpr double toCome = 0.55;
  constexpr double faded = 0.22;
  if (picture.lit != StepTermKind::None) return picture.lit == arrow.kind ? 1 : faded;
  return picture.phase >= 0 && phaseOf(arrow.kind) > picture.phase ? toCome : 1;
}

/// Of what is to come only the step is shown.
bool shown(const StepPicture& picture, const StepArrow& arrow) {
  return arrow.kind == StepTermKind::Step || picture.phase < 0 || phaseOf(arrow.kind) <= picture.phase;
}

QPen penOf(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
  return QPen(color, width, style, Qt::RoundCap, Qt::RoundJoin);
}

/// For curves of many short pieces, whose joints nobody sees: round ones cost most of the drawing.
QPen curvePen(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
  return QPen(color, width, style, Qt::FlatCap, Qt::BevelJoin);
}

/// A curve on which the model's quadratic part is the same all round.
void paintHessian(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const Theme& theme) {
  const QuadraticModel& model = *picture.model;
  const PlaneVector size = model.eigenvalues.cwiseAbs();
  if (!(size.minCoeff() > 1e-9 * size.maxCoeff())) return;
  // The flatter direction is the longer half axis; its length in data is what 34 pixels are there.
  const int flat = size[0] < size[1] ? 0 : 1;
  const QPointF origin = toPixel(picture.at);
  const PlaneVector flatWay = model.directions.col(flat);
  constexpr double probe = 1e-3;
  const double unit = lengthOf(toPixel(picture.at + pointOf(flatWay) * probe) - origin) / probe;
  if (!(unit > 0)) return;
  const double a = ellipseHalf * theme.plot.marks / unit;
  const double b = a * std::sqrt(size[flat] / size[1 - flat]);
  const PlaneVector steepWay = model.directions.col(1 - flat);
  constexpr int pieces = 72;
  const QColor ink = theme.arrowGradient;
  const double width = 1.1 * theme.plot.marks;
  const auto at = [&](double along, double across) {
    return toPixel(picture.at + pointOf(flatWay) * along + pointOf(steepWay) * across);
  };
  if (model.definite()) {
    QPolygonF ellipse;
    for (int k = 0; k <= pieces; ++k) {
      const double angle = 6.283185307179586 * k / pieces;
      ellipse << at(a * std::cos(angle), b * std::sin(angle));
    }
    painter.setBrush(withAlpha(ink, 0.1));
    painter.setPen(curvePen(theme.casing, width + 1.5));
    painter.drawPolygon(ellipse);
    painter.setPen(curvePen(ink, width));
    painter.drawPolygon(ellipse);
    return;
  }
  painter.setBrush(Qt::NoBrush);
  for (const double side : {1.0, -1.0}) {
    for (const bool alongFlat : {true, false}) {
      // Of the two families the one along which f falls is dashed.
      const bool falls = model.eigenvalues[alongFlat ? flat : 1 - flat] < 0;
      QPolygonF branch;
      for (int k = 0; k <= pieces; ++k) {
        const double t = 1.3 * (2.0 * k / pieces - 1);
        const double open = side * std::cosh(t) / 2;
        const double cross = std::sinh(t) / 2;
        branch << (alongFlat ? at(a * open, b * cross) : at(a * cross, b * open));
      }
      painter.setPen(curvePen(theme.casing, width + 1.5));
      painter.drawPolyline(branch);
      painter.setPen(curvePen(ink, width, falls ? Qt::DotLine : Qt::SolidLine));
      painter.drawPolyline(branch);
    }
  }
}

void paintModel(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const Theme& theme) {
  const QuadraticModel& model = *picture.model;
  if (model.exact) return;
  painter.setBrush(Qt::NoBrush);
  const double scale = theme.plot.marks;
  for (const ModelContour& contour : model.contours) {
    double run = 0;  // pixels, so that dashes go on from piece to piece
    for (std::size_t k = 1; k < contour.points.size(); ++k) {
      const QPointF a = toPixel(pointOf(contour.points[k - 1]));
      const QPointF b = toPixel(pointOf(contour.points[k]));
      const double off = std::max(contour.off[k - 1], contour.off[k]);
      const double alpha = 1 - std::clamp((off - mostOff) / (fadedOff - mostOff), 0.0, 1.0);
      const double length = lengthOf(b - a);
      if (alpha > 0 && length > 0 && length < 1e4) {
        QPen under = penOf(withAlpha(theme.casing, theme.casing.alphaF() * alpha), 3 * scale);
        under.setCapStyle(Qt::FlatCap);
        painter.setPen(under);
        painter.drawLine(a, b);
        QPen line(withAlpha(theme.arrowGradient, alpha), 1.1 * scale);
        line.setCapStyle(Qt::FlatCap);
        line.setDashPattern({4 / 1.1, 3 / 1.1});
        line.setDashOffset(run / (1.1 * scale));
        painter.setPen(line);
        painter.drawLine(a, b);
      }
      run += length;
    }
  }
  if (!model.minimum) return;
  const QPointF at = toPixel(pointOf(*model.minimum));
  for (const bool casing : {true, false}) {
    painter.setPen(casing ? penOf(theme.casing, 3.5 * scale) : penOf(theme.arrowGradient, 1.4 * scale));
    painter.drawLine(at - QPointF(4 * scale, 0), at + QPointF(4 * scale, 0));
    painter.drawLine(at - QPointF(0, 4 * scale), at + QPointF(0, 4 * scale));
  }
}

void paintParabola(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const Theme& theme) {
  if (picture.parabola.empty()) return;
  const double scale = theme.plot.marks;
  QPolygonF line;
  constexpr double far = 1e5;  // pixels
  for (const QPointF& point : picture.parabola) {
    const QPointF at = toPixel(point);
    if (std::abs(at.y()) < far) line << at;
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(curvePen(theme.casing, 3 * scale));
  painter.drawPolyline(line);
  QPen dashes = curvePen(theme.arrowGradient, 1.1 * scale);
  dashes.setDashPattern({4 / 1.1, 3 / 1.1});
  painter.setPen(dashes);
  painter.drawPolyline(line);
}

void paintWhatSurvives(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const QRectF& place,
                       const Theme& theme) {
  if (!picture.ghost.points || picture.ghost.points->cols() < 2) return;
  const Points& points = *picture.ghost.points;
  QPolygonF line;
  for (Index k = 0; k < points.rows(); ++k) line << toPixel({points(k, 0), points(k, 1)});
  paintGhostRun(painter, line, place, picture.color, theme);
}

void paintTrials(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const QRectF& place,
                 const Theme& theme) {
  if (picture.trials.empty()) return;
  const QPointF origin = toPixel(picture.at);
  QPointF way = toPixel(picture.trials.back()) - origin;
  const double length = lengthOf(way);
  const QPointF across = length > 0 ? QPointF(-way.y(), way.x()) / length : QPointF(0, 1);
  const double scale = theme.plot.marks;
  const double half = 5 * scale;
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  QRectF last;
  for (std::size_t i = 0; i < picture.trials.size(); ++i) {
    const QPointF at = toPixel(picture.trials[i]);
    if (!place.contains(at)) continue;
    for (const bool casing : {true, false}) {
      painter.setPen(casing ? penOf(theme.casing, 3.5 * scale) : penOf(theme.text, 1.4 * scale));
      painter.drawLine(at - across * half, at + across * half);
    }
    // Values stand where they do not cover one another.
    const QString& words = picture.heights[i];
    const QRectF box(at + across * (half + 3 * scale) - QPointF(0, metrics.height() / 2),
                     QSizeF(metrics.horizontalAdvance(words) + 4, metrics.height()));
    if (words.isEmpty() || box.intersects(last) || !place.contains(box)) continue;
    last = box;
    painter.fillRect(box, withAlpha(theme.surface, 0.75));
    painter.setPen(theme.text);
    painter.drawText(box, Qt::AlignCenter, words);
  }
}

/// Set once: but for the step's number they are the same each frame.
MathText labelText(const QString& tex, double size) {
  thread_local QHash<std::pair<QString, double>, MathText> kept;
  constexpr qsizetype most = 200;
  if (kept.size() > most) kept.clear();
  auto found = kept.constFind({tex, size});
  if (found == kept.constEnd()) found = kept.insert({tex, size}, MathText(tex, size));
  return *found;
}

/// Beyond an arrow's tip, or beside it. `taken`: the places of the labels so far; where each would cover one of them it
/// is left out.
void paintLabel(QPainter& painter, const QString& tex, const QPointF& tip, const QPointF& way, const QRectF& place,
                const QColor& color, const Theme& theme, std::vector<QRectF>& taken) {
  const MathText label = labelText(tex, theme.fontSize(TextRole::Axis) * 1.1);
  const QSizeF size = label.size() + QSizeF(6, 3);
  const double length = lengthOf(way);
  const QPointF direction = length > 0 ? way / length : QPointF(1, 0);
  const QPointF across(-direction.y(), direction.x());
  const double reach = 6 + std::hypot(size.width(), size.height()) / 2;
  QRectF box(QPointF(), size);
  const auto fits = [&](const QPointF& middle) {
    box.moveCenter(middle);
    return place.contains(box) &&
           std::ranges::none_of(taken, [&](const QRectF& other) { return other.intersects(box); });
  };
  if (!fits(tip + direction * reach) && !fits(tip + across * reach) && !fits(tip - across * reach)) return;
  taken.push_back(box);
  painter.setPen(Qt::NoPen);
  painter.setBrush(withAlpha(theme.surface, 0.72));
  painter.drawRoundedRect(box, 3, 3);
  label.draw(painter, box.topLeft() + QPointF(3, 1.5), color);
}

void paintArrows(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const ToPixel& touching,
                 const QRectF& place, const Theme& theme) {
  const double scale = theme.plot.marks;
  const QPointF origin = touching(picture.at);
  const StepArrow* step = picture.arrow(StepTermKind::Step);
  if (picture.sum && !picture.onCurve && step && (picture.phase < 0 || picture.phase >= 1)) {
    QPen dashes(withAlpha(theme.arrowGradient, 0.8), 1.1 * scale);
    dashes.setDashPattern({4 / 1.1, 3 / 1.1});
    painter.setPen(dashes);
    for (const StepTermKind kind : {StepTermKind::Gradient, StepTermKind::Memory}) {
      if (const StepArrow* part = picture.arrow(kind))
        painter.drawLine(touching(picture.at + part->move), touching(picture.at + step->move));
    }
  }
  const auto opacity = [&](const StepArrow& arrow) { return opacityOf(picture, arrow) * (picture.waiting ? 0.6 : 1); };
  struct Tip {
    const StepArrow* arrow;
    QPointF root, end;
  };
  std::vector<Tip> tips;
  for (const StepArrow& arrow : picture.arrows) {
    if (!shown(picture, arrow)) continue;
    const QColor color = stepColor(arrow.kind, picture.color, theme);
    const QPointF lift = liftOf(picture, arrow.kind, theme);
    const QPointF root = origin + lift;
    const QPointF end = touching(endOf(picture, arrow, phaseOf(arrow.kind))) + lift;
    const double width = (arrow.kind == StepTermKind::Step ? 2.75 : 2) + (picture.lit == arrow.kind ? 1 : 0);
    painter.setOpacity(opacity(arrow));
    drawArrow(painter, root, end, width * scale, color, theme.casing);
    if (arrow.kind == StepTermKind::Step && arrow.factor == 1) {
      painter.setPen(penOf(color, 1.75 * scale));
      painter.setBrush(theme.surface);
      painter.drawEllipse(toPixel(picture.next), 3.5 * scale, 3.5 * scale);
    }
    if (lengthOf(end - root) >= labelledArrow) tips.push_back({&arrow, root, end});
  }
  // The present phase's arrow comes first: of arrows that coincide the others' names stand beside it.
  std::ranges::stable_sort(tips, {}, [&](const Tip& tip) { return phaseOf(tip.arrow->kind) != picture.phase; });
  std::vector<QRectF> labels;
  for (const Tip& tip : tips) {
    painter.setOpacity(opacity(*tip.arrow));
    paintLabel(painter, tip.arrow->label, tip.end, tip.end - tip.root, place,
               stepTextColor(tip.arrow->kind, picture.color, theme), theme, labels);
  }
  painter.setOpacity(1);
  // Through the last phase the head goes where the step ends.
  if (picture.phase == phaseOf(StepTermKind::Step) && picture.grown < 1)
    stampMarker(painter, picture.marker, toPixel(picture.at + (picture.next - picture.at) * picture.grown), 11 * scale,
                picture.color, theme.casing, 1.25 * scale);
}

void paintEscape(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const Theme& theme) {
  if (!picture.escape || !picture.escapeFrom) return;
  const QPointF from = toPixel(*picture.escapeFrom);
  QPointF way = toPixel(*picture.escapeFrom + *picture.escape * 1e-3) - from;
  const double length = lengthOf(way);
  if (!(length > 0) || !std::isfinite(from.x()) || !std::isfinite(from.y())) return;
  way = way / length * 40 * theme.plot.marks;
  const QColor color = theme.outcomeColor(StripOutcome::Diverges);
  drawArrow(painter, from, from + way, 2 * theme.plot.marks, color, theme.casing);
  drawArrow(painter, from, from - way, 2 * theme.plot.marks, color, theme.casing);
}

}  // namespace

void paintStepPicture(QPainter& painter, const StepPicture& picture, const ToPixel& toPixel, const QRectF& place,
                      const Theme& theme, const ToPixel& touching) {
  const ToPixel& flat = touching ? touching : toPixel;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(place);
  paintWhatSurvives(painter, picture, toPixel, place, theme);
  if (picture.model && !picture.waiting) {
    paintModel(painter, picture, toPixel, theme);
    paintHessian(painter, picture, flat, theme);
  }
  if (!picture.waiting) paintParabola(painter, picture, toPixel, theme);
  paintTrials(painter, picture, toPixel, place, theme);
  paintEscape(painter, picture, toPixel, theme);
  paintArrows(painter, picture, toPixel, flat, place, theme);
  painter.restore();
}

StepTermKind stepArrowAt(const StepPicture& picture, const ToPixel& toPixel, const QPointF& pixel, const Theme& theme) {
  const QPointF point = toPixel(picture.at);
  StepTermKind nearest = StepTermKind::None;
  double best = arrowReach * theme.plot.marks;
  for (const StepArrow& arrow : picture.arrows) {
    if (!shown(picture, arrow)) continue;
    const QPointF origin = point + liftOf(picture, arrow.kind, theme);
    const QPointF way = toPixel(picture.at + arrow.move) - point;
    const double square = QPointF::dotProduct(way, way);
    if (!(square > 0)) continue;
    // At the root all of them meet.
    const double share = std::clamp(QPointF::dotProduct(pixel - origin, way) / square, 0.15, 1.0);
    const double distance = lengthOf(origin + way * share - pixel);
    if (distance > best) continue;
    best = distance;
    nearest = arrow.kind;
  }
  return nearest;
}

}  // namespace thalweg
