#include "core/objectives/spline_surface.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

using SplineRows = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Coefficients c₋₁ … cₙ of each column of f₀ … fₙ₋₁: (cᵢ₋₁ + 4cᵢ + cᵢ₊₁)/6 = fᵢ, and no jump of the third derivative
/// at the second node and the last but one, where the fourth differences of c vanish. Those give c₁ and cₙ₋₂ outright.
SplineRows splineCoefficients(const SplineRows& f) {
  const Index n = f.rows();
  SplineRows c(n + 2, f.cols());
  const auto at = [&c](Index i) { return c.row(i + 1); };
  at(1) = (8 * f.row(1) - f.row(0) - f.row(2)) / 6;
  at(n - 2) = (8 * f.row(n - 2) - f.row(n - 1) - f.row(n - 3)) / 6;
  std::vector<double> pivot(static_cast<std::size_t>(n), 0.0);
  const auto pivotAt = [&pivot](Index i) -> double& { return pivot[static_cast<std::size_t>(i)]; };
  for (Index i = 2; i < n - 2; ++i) {
    pivotAt(i) = 1 / (4 - pivotAt(i - 1));
    at(i) = (6 * f.row(i) - at(i - 1)) * pivotAt(i);
  }
  for (Index i = n - 3; i >= 2; --i) at(i) -= pivotAt(i) * at(i + 1);
  at(0) = 6 * f.row(1) - 4 * at(1) - at(2);
  at(-1) = 6 * f.row(0) - 4 * at(0) - at(1);
  at(n - 1) = 6 * f.row(n - 2) - 4 * at(n - 2) - at(n - 3);
  at(n) = 6 * f.row(n - 1) - 4 * at(n - 1) - at(n - 2);
  return c;
}

/// The four B-splines that do not vanish at a place of one axis, with their derivatives.
struct Weights {
  Index first = 0;  ///< whose coefficient is the first of the four
  std::array<double, 4> f{}, d{}, dd{};
};

/// Without `derivatives` only the values are worked out, and what they need beyond the grid.
template <bool derivatives>
Weights weightsAt(double place, const SplineSurface::Axis& axis, Outside outside) {
  const double inside = std::clamp(place, axis.low, axis.high);
  const bool beyond = place < axis.low || place > axis.high;
  Weights w;
  double t = (inside - axis.low) / axis.step;
  if (t >= 0) {  // else it is NaN, and all becomes NaN
    w.first = static_cast<Index>(std::min(t, axis.lastCell));
    t -= static_cast<double>(w.first);
  }
  const double s = 1 - t;
  w.f = {s * s * s / 6, (4 + t * t * (3 * t - 6)) / 6, (4 + s * s * (3 * s - 6)) / 6, t * t * t / 6};
  if (derivatives || beyond) {
    const double half = axis.perStep / 2;
    w.d = {-s * s * half, t * (3 * t - 4) * half, s * (4 - 3 * s) * half, t * t * half};
  }
  if (derivatives) {
    const double square = axis.perStep * axis.perStep;
    w.dd = {s * square, (3 * t - 2) * square, (3 * s - 2) * square, t * square};
  }
  if (beyond) {
    w.dd = {};
    if (outside == Outside::Clamped) w.d = {};
    for (std::size_t k = 0; k < 4 && outside == Outside::Linear; ++k) w.f[k] += w.d[k] * (place - inside);
  }
  return w;
}

double dot(const std::array<double, 4>& a, const double* b) {
  return (a[0] * b[0] + a[1] * b[1]) + (a[2] * b[2] + a[3] * b[3]);
}

SplineSurface::Axis axisOf(double low, double high, Index nodes) {
  const double step = (high - low) / static_cast<double>(nodes - 1);
  return {low, high, step, 1 / step, static_cast<double>(nodes - 2)};
}

}  // namespace

SplineSurface::SplineSurface(const Eigen::MatrixXd& values, const View& box, Outside outside)
    : box_(box),
      across_(axisOf(box.xMin, box.xMax, values.cols())),
      up_(axisOf(box.yMin, box.yMax, values.rows())),
      outside_(outside),
      rows_(values.rows()),
      columns_(values.cols()),
      coefficients_(static_cast<std::size_t>((rows_ + 2) * (columns_ + 2))) {
  const SplineRows alongY = splineCoefficients(values.array());
  const SplineRows alongX = splineCoefficients(alongY.transpose());
  Eigen::Map<SplineRows>(coefficients_.data(), rows_ + 2, columns_ + 2) = alongX.transpose();
}

double SplineSurface::value(double x, double y) const {
  const Weights across = weightsAt<false>(x, across_, outside_);
  const Weights up = weightsAt<false>(y, up_, outside_);
  const double* row = coefficients_.data() + up.first * (columns_ + 2) + across.first;
  std::array<double, 4> f{};
  for (std::size_t k = 0; k < 4; ++k, row += columns_ + 2) f[k] = dot(across.f, row);
  return dot(up.f, f.data());
}

SplineSurface::Jet SplineSurface::jet(double x, double y) const {
  const Weights across = weightsAt<true>(x, across_, outside_);
  const Weights up = weightsAt<true>(y, up_, outside_);
  const double* row = coefficients_.data() + up.first * (columns_ + 2) + across.first;
  std::array<double, 4> f{}, d{}, dd{};
  for (std::size_t k = 0; k < 4; ++k, row += columns_ + 2) {
    f[k] = dot(across.f, row);
    d[k] = dot(across.d, row);
    dd[k] = dot(across.dd, row);
  }
  return {dot(up.f, f.data()),  dot(up.f, d.data()), dot(up.d, f.data()),
          dot(up.f, dd.data()), dot(up.d, d.data()), dot(up.dd, f.data())};
}

}  // namespace thalweg
