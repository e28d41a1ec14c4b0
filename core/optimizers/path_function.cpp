#include "core/optimizers/path_function.h"

#include <cmath>

namespace thalweg {

double exactStep(PathFunction& f, Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& d, double slope,
                 TrialPoints& trials) {
  constexpr double tolerance = 1e-10;
  constexpr int longest = 100;
  Eigen::VectorXd at, g;
  const auto slopeAt = [&](double t) {
    at = x + t * d;
    trials.add(at);
    f.gradient(oracle, at, g);
    return g.dot(d);
  };
  const double curvature = f.curvature(oracle, x, d);
  double low = 0;
  double lowSlope = slope;
  double high = curvature > 0 ? -slope / curvature : 1 / d.norm();
  if (!std::isfinite(high)) return 0;
  double highSlope = slopeAt(high);
  for (int i = 0; i < longest && highSlope < -tolerance * std::abs(slope); ++i) {
    const double next = 2 * high;
    const double nextSlope = slopeAt(next);
    if (!std::isfinite(nextSlope)) return high;
    low = high;
    lowSlope = highSlope;
    high = next;
    highSlope = nextSlope;
  }
  if (!std::isfinite(highSlope)) {
    // The first trial left the region where f is finite: go back to where it is.
    for (int i = 0; i < longest && !std::isfinite(highSlope); ++i) highSlope = slopeAt(high /= 2);
    if (!(highSlope > 0)) return std::isfinite(highSlope) ? high : 0;
  }
  for (int i = 0; i < longest; ++i) {
    if (std::abs(highSlope) <= tolerance * std::abs(slope) || high - low <= 1e-15 * high) return high;
    double next = (low * highSlope - high * lowSlope) / (highSlope - lowSlope);
    // Every third trial halves the interval, so that it surely becomes small.
    if (i % 3 == 2 || !(next > low && next < high)) next = (low + high) / 2;
    const double nextSlope = slopeAt(next);
    if (std::abs(nextSlope) <= tolerance * std::abs(slope)) return next;
    if (nextSlope < 0) {
      low = next;
      lowSlope = nextSlope;
    } else {
      high = next;
      highSlope = nextSlope;
    }
  }
  return high;
}

double armijoStep(PathFunction& f, Oracle& oracle, const Eigen::VectorXd& x, const Eigen::VectorXd& d, double value,
                  double slope, double first, double shrink, double c, TrialPoints& trials) {
  constexpr int longest = 100;
  Eigen::VectorXd at;
  double t = first;
  for (int i = 0; i < longest; ++i, t *= shrink) {
    at = x + t * d;
    trials.add(at);
    if (f.value(oracle, at) <= value + c * t * slope) return t;
  }
  return 0;
}

}  // namespace thalweg
