#include "core/objectives/height_brush.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double touchGap = 0.25;  // radii between two touches
/// Of touches that far apart, along a line through the middle, so many heights add up to one.
constexpr double touchHeight = touchGap / (2 * 16.0 / 35);

}  // namespace

BrushStroke::BrushStroke(Eigen::MatrixXd values, const View& box, const HeightBrush& brush)
    : before_(std::move(values)), values_(before_), box_(box), brush_(brush) {
  if (brush_.kind == HeightBrush::Kind::Ridge) cover_.setZero(before_.rows(), before_.cols());
}

template <class Body>
void BrushStroke::forNodes(std::array<double, 2> from, std::array<double, 2> to, const Body& body) const {
  // In radii, where the brush is a circle.
  const double stepX = (box_.xMax - box_.xMin) / static_cast<double>(before_.cols() - 1) / brush_.radiusX;
  const double stepY = (box_.yMax - box_.yMin) / static_cast<double>(before_.rows() - 1) / brush_.radiusY;
  const auto place = [&](const std::array<double, 2>& p) {
    return std::pair{(p[0] - box_.xMin) / brush_.radiusX, (p[1] - box_.yMin) / brush_.radiusY};
  };
  const auto [ax, ay] = place(from);
  const auto [bx, by] = place(to);
  const double dx = bx - ax;
  const double dy = by - ay;
  const double length = dx * dx + dy * dy;
  const auto nodes = [](double low, double high, double step, Index count) {
    const auto last = static_cast<double>(count - 1);
    return std::pair{static_cast<Index>(std::ceil(std::clamp((low - 1) / step, 0.0, last + 1))),
                     static_cast<Index>(std::floor(std::clamp((high + 1) / step, -1.0, last)))};
  };
  const auto [firstColumn, lastColumn] = nodes(std::min(ax, bx), std::max(ax, bx), stepX, before_.cols());
  const auto [firstRow, lastRow] = nodes(std::min(ay, by), std::max(ay, by), stepY, before_.rows());
  for (Index j = firstColumn; j <= lastColumn; ++j) {
    for (Index i = firstRow; i <= lastRow; ++i) {
      const double px = stepX * static_cast<double>(j) - ax;
      const double py = stepY * static_cast<double>(i) - ay;
      const double along = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0;
      const double qx = px - along * dx;
      const double qy = py - along * dy;
      const double left = 1 - (qx * qx + qy * qy);
      if (left > 0) body(i, j, left * left * left);
    }
  }
}

void BrushStroke::touch(double x, double y) {
  touched_ = {x, y};
  if (brush_.kind != HeightBrush::Kind::Smooth) {
    const double sign = brush_.kind == HeightBrush::Kind::Raise ? 1 : -1;
    const double amount = sign * brush_.height * touchHeight;
    return forNodes(touched_, touched_, [&](Index i, Index j, double weight) { values_(i, j) += amount * weight; });
  }
  // The mean over a node and its neighbours, those beside it twice as heavy as those at the corners.
  const Eigen::MatrixXd now = values_;
  forNodes(touched_, touched_, [&](Index i, Index j, double weight) {
    double mean = 0;
    for (Index di = -1; di <= 1; ++di) {
      for (Index dj = -1; dj <= 1; ++dj) {
        const Index k = std::clamp<Index>(i + di, 0, now.rows() - 1);
        const Index l = std::clamp<Index>(j + dj, 0, now.cols() - 1);
        mean += now(k, l) * ((di == 0 ? 2 : 1) * (dj == 0 ? 2 : 1)) / 16.0;
      }
    }
    values_(i, j) += brush_.smooth * weight * (mean - values_(i, j));
  });
}

void BrushStroke::to(double x, double y) {
  // Farther away nothing is touched.
  x = std::clamp(x, box_.xMin - brush_.radiusX, box_.xMax + brush_.radiusX);
  y = std::clamp(y, box_.yMin - brush_.radiusY, box_.yMax + brush_.radiusY);
  const std::array<double, 2> from = pressed_ ? last_ : std::array{x, y};
  const bool first = !std::exchange(pressed_, true);
  last_ = {x, y};
  switch (brush_.kind) {
    case HeightBrush::Kind::Well:
      values_ = before_;
      forNodes(last_, last_, [&](Index i, Index j, double weight) { values_(i, j) -= brush_.height * weight; });
      return;
    case HeightBrush::Kind::Ridge:
      forNodes(from, last_, [&](Index i, Index j, double weight) {
        cover_(i, j) = std::max(cover_(i, j), weight);
        values_(i, j) = before_(i, j) + brush_.height * cover_(i, j);
      });
      return;
    case HeightBrush::Kind::Raise:
    case HeightBrush::Kind::Lower:
    case HeightBrush::Kind::Smooth:
      break;
  }
  if (first) return touch(x, y);
  for (;;) {
    const double dx = x - touched_[0];
    const double dy = y - touched_[1];
    const double gaps = std::hypot(dx / brush_.radiusX, dy / brush_.radiusY) / touchGap;
    if (!(gaps >= 1)) return;
    touch(touched_[0] + dx / gaps, touched_[1] + dy / gaps);
  }
}

namespace landscape {

Sheet sheetOver(const Landscape& landscape, const View& wanted) {
  const Eigen::MatrixXd& values = landscape.values();
  const View& box = landscape.surface().box();
  const double stepX = (box.xMax - box.xMin) / static_cast<double>(values.cols() - 1);
  const double stepY = (box.yMax - box.yMin) / static_cast<double>(values.rows() - 1);
  constexpr double tolerance = 1e-6;
  const auto more = [](double distance, double step) {
    return static_cast<Index>(std::clamp(std::ceil(distance / step - tolerance), 0.0, 1e6));
  };
  const Index left = more(box.xMin - wanted.xMin, stepX);
  const Index right = more(wanted.xMax - box.xMax, stepX);
  const Index below = more(box.yMin - wanted.yMin, stepY);
  const Index above = more(wanted.yMax - box.yMax, stepY);
  if (left + right + below + above == 0) return {values, box};
  const View larger{box.xMin - stepX * static_cast<double>(left), box.xMax + stepX * static_cast<double>(right),
                    box.yMin - stepY * static_cast<double>(below), box.yMax + stepY * static_cast<double>(above)};
  Index rows = values.rows() + below + above;
  Index columns = values.cols() + left + right;
  constexpr double widest = 3;
  const double wider = std::sqrt(static_cast<double>(rows * columns) / static_cast<double>(mostDrawn));
  if (wider > widest) return {values, box};
  if (wider > 1) {
    rows = static_cast<Index>(static_cast<double>(rows) / wider);
    columns = static_cast<Index>(static_cast<double>(columns) / wider);
  }
  const SplineSurface surface(values, box, landscape.surface().outside());
  Eigen::MatrixXd all(rows, columns);
  for (Index j = 0; j < columns; ++j) {
    const double x =
        larger.xMin + (larger.xMax - larger.xMin) * (static_cast<double>(j) / static_cast<double>(columns - 1));
    for (Index i = 0; i < rows; ++i)
      all(i, j) = surface.value(
          x, larger.yMin + (larger.yMax - larger.yMin) * (static_cast<double>(i) / static_cast<double>(rows - 1)));
  }
  if (wider <= 1) all.block(below, left, values.rows(), values.cols()) = values;
  return {std::move(all), larger};
}

}  // namespace landscape

}  // namespace thalweg
