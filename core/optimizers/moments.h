#pragma once
/// Pieces that methods with moving averages share.
/// Threads: values.

#include <cmath>
#include <limits>

namespace thalweg {

/// β·average + (1 − β)·value.
inline double movingAverage(double beta, double average, double value) { return beta * average + (1 - beta) * value; }

/// −1, 0 or 1; NaN of NaN.
inline double signOf(double value) { return value > 0 ? 1 : value < 0 ? -1 : value; }

/// 1 − βᵗ of Adam and kin (Kingma & Ba 2015, section 3), with the β of the step that is taken.
class BiasCorrection {
 public:
  /// Begins the next step; returns 1 − βᵗ.
  double next(double beta) {
    t_ += 1;
    power_ = beta == beta_ ? power_ * beta : std::pow(beta, t_);
    // Denormal numbers are slow, and here as good as nothing.
    if (power_ < 1e-300) power_ = 0;
    beta_ = beta;
    return value();
  }
  /// As if so many steps had been taken.
  void resume(double steps) {
    t_ = steps;
    beta_ = std::numeric_limits<double>::quiet_NaN();
  }
  /// 1 − βᵗ of the last step; 1 before the first.
  [[nodiscard]] double value() const { return t_ == 0 ? 1 : 1 - power_; }
  /// Number of steps so far.
  [[nodiscard]] double t() const { return t_; }

 private:
  double t_ = 0;
  double beta_ = std::numeric_limits<double>::quiet_NaN();
  double power_ = 1;
};

}  // namespace thalweg
