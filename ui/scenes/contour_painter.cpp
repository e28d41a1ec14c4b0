#include "ui/scenes/contour_painter.h"

#include "ui/look/theme.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/stroke_canvas.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace thalweg {

namespace {

constexpr double kLabelDistance = 44;  // pixels between labels, at the normal size
constexpr double kCell = 6;            // pixels of the grid that knows what is taken

double distance(const QPointF& a, const QPointF& b) { return std::hypot(a.x() - b.x(), a.y() - b.y()); }

/// A line in pixels, with the length up to each point; a closed one returns to its first.
struct PixelLine {
  std::vector<QPointF> points;
  std::vector<double> lengths;

  PixelLine(const ContourLine& line, const PlotFrame& frame) {
    points.reserve(line.points.size() + 1);
    for (const PlanePoint& p : line.points) points.push_back(frame.toPixel(p.x, p.y));
    if (line.closed) points.push_back(points.front());
    lengths.resize(points.size());
    for (std::size_t k = 1; k < points.size(); ++k) lengths[k] = lengths[k - 1] + distance(points[k - 1], points[k]);
  }
  [[nodiscard]] QPointF at(double length) const {
    const auto above = std::lower_bound(lengths.begin() + 1, lengths.end() - 1, length);
    const auto k = static_cast<std::size_t>(above - lengths.begin());
    const double piece = lengths[k] - lengths[k - 1];
    const double t = piece > 0 ? std::clamp((length - lengths[k - 1]) / piece, 0.0, 1.0) : 0;
    return points[k - 1] + t * (points[k] - points[k - 1]);
  }
};

/// Which cells of the frame have something in them.
class Occupied {
 public:
  Occupied(const QRectF& rect, const std::vector<QPointF>& obstacles)
      : rect_(rect),
        columns_(static_cast<int>(rect.width() / kCell) + 1),
        rows_(static_cast<int>(rect.height() / kCell) + 1),
        cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), false) {
    for (const QPointF& p : obstacles) {
      if (rect.contains(p)) cells_[index(p)] = true;
    }
  }
  [[nodiscard]] bool near(const QPointF& p) const {
    for (const double dx : {-kCell, 0.0, kCell}) {
      for (const double dy : {-kCell, 0.0, kCell}) {
        const QPointF q(p.x() + dx, p.y() + dy);
        if (rect_.contains(q) && cells_[index(q)]) return true;
      }
    }
    return false;
  }

 private:
  [[nodiscard]] std::size_t index(const QPointF& p) const {
    const int column = static_cast<int>((p.x() - rect_.left()) / kCell);
    const int row = static_cast<int>((p.y() - rect_.top()) / kCell);
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) + static_cast<std::size_t>(column);
  }
  QRectF rect_;
  int columns_;
  int rows_;
  std::vector<bool> cells_;
};

double uprightAngle(const QPointF& along) {
  double angle = std::atan2(along.y(), along.x()) * 180 / std::numbers::pi;
  if (angle > 90) angle -= 180;
  if (angle <= -90) angle += 180;
  return angle;
}

/// How badly a label would sit on the stretch from `from` to `to`: its greatest sagitta; none where it has no room.
std::optional<double> penalty(const PixelLine& line, double from, double to, const QRectF& room,
                              const Occupied& occupied) {
  const QPointF a = line.at(from);
  const QPointF b = line.at(to);
  const double chord = distance(a, b);
  if (chord < 0.9 * (to - from)) return {};
  double worst = 0;
  for (int k = 0; k <= 8; ++k) {
    const QPointF p = line.at(from + (to - from) * k / 8);
    if (!room.contains(p) || occupied.near(p)) return {};
    const double sagitta = std::abs((b.x() - a.x()) * (p.y() - a.y()) - (b.y() - a.y()) * (p.x() - a.x())) / chord;
    worst = std::max(worst, sagitta);
  }
  // Level text reads more easily.
  return worst + 0.01 * std::abs(uprightAngle(b - a));
}

}  // namespace

std::vector<ContourLabel> placeLabels(const Contours& contours, const PlotFrame& frame,
                                      const std::vector<QPointF>& obstacles, const Theme& theme) {
  const Occupied occupied(frame.rect, obstacles);
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double margin = metrics.height() * 0.6;
  const QRectF room = frame.rect.adjusted(margin, margin, -margin, -margin);
  const double apart = kLabelDistance * theme.em / 13;
  std::vector<ContourLabel> labels;
  for (std::size_t level = 0; level < contours.levels.size(); ++level) {
    if (!contours.levels[level].labelled) continue;
    const QString text = numberText(contours.levels[level].shown);
    const double length = metrics.horizontalAdvance(text) + theme.px(10);
    std::optional<double> best;
    ContourLabel chosen;
    for (std::size_t k = 0; k < contours.lines.size(); ++k) {
      if (contours.lines[k].level != level) continue;
      const PixelLine line(contours.lines[k], frame);
      const double total = line.lengths.back();
      if (total < 2.2 * length) continue;
      const double stride = std::max(4.0, total / 400);
      for (double from = 0; from + length <= total; from += stride) {
        const QPointF center = line.at(from + length / 2);
        const auto close = [&](const ContourLabel& label) {
          return distance(label.center, center) < apart + length / 2;
        };
        if (!room.contains(center) || std::any_of(labels.begin(), labels.end(), close)) continue;
        const auto found = penalty(line, from, from + length, room, occupied);
        if (!found || (best && *found >= *best)) continue;
        best = found;
        const double angle = uprightAngle(line.at(from + length) - line.at(from));
        chosen = {k, from, from + length, center, angle, text};
      }
    }
    if (best) labels.push_back(chosen);
  }
  return labels;
}

namespace {

/// Adds a line to the canvas, left out where its label stands.
void addLine(StrokeCanvas& canvas, const PixelLine& line, const ContourLabel* label, double width) {
  if (!label) return canvas.polyline(line.points, width);
  std::vector<QPointF> before;
  std::vector<QPointF> after = {line.at(label->to)};
  for (std::size_t n = 0; n < line.points.size(); ++n) {
    if (line.lengths[n] < label->from) before.push_back(line.points[n]);
    if (line.lengths[n] > label->to) after.push_back(line.points[n]);
  }
  before.push_back(line.at(label->from));
  canvas.polyline(before, width);
  canvas.polyline(after, width);
}

bool isDark(const QColor& ink) { return ink.lightnessF() < 0.5F; }

}  // namespace

void paintContours(StrokeCanvas& canvas, const Contours& contours, const PlotFrame& frame,
                   const std::vector<ContourLabel>& labels, const std::vector<QColor>& inks, const Theme& theme) {
  const auto inkOf = [&](std::size_t level) { return level < inks.size() ? inks[level] : theme.contourLabel; };
  for (const bool strong : {false, true}) {
    const double width = strong ? theme.plot.labelledContour : theme.plot.contour;
    for (const bool dark : {true, false}) {
      std::optional<QColor> ink;
      for (std::size_t k = 0; k < contours.lines.size(); ++k) {
        const std::size_t level = contours.lines[k].level;
        if (contours.levels[level].labelled != strong || isDark(inkOf(level)) != dark) continue;
        ink = inkOf(level);
        const auto label = std::find_if(labels.begin(), labels.end(), [&](const auto& l) { return l.line == k; });
        addLine(canvas, PixelLine(contours.lines[k], frame), label == labels.end() ? nullptr : &*label, width);
      }
      if (!ink) continue;
      const double alpha = strong ? (dark ? 0.48 : 0.40) : (dark ? 0.26 : 0.20);
      canvas.stroke(width, withAlpha(*ink, alpha));
      canvas.clear();
    }
  }
  QPainter& painter = canvas.painter();
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  for (const ContourLabel& label : labels) {
    painter.save();
    painter.setPen(inkOf(contours.lines[label.line].level));
    painter.translate(label.center);
    painter.rotate(label.angle);
    painter.drawText(QPointF(-metrics.horizontalAdvance(label.text) / 2, metrics.capHeight() / 2), label.text);
    painter.restore();
  }
}

}  // namespace thalweg
