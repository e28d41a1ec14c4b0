#pragma once
/// A line search for the strong Wolfe conditions with cubic interpolation, step by step that of torch.optim.LBFGS 1.13
/// (after Nocedal & Wright 2006, algorithms 3.5 and 3.6).
/// Threads: belongs to one path.

#include <Eigen/Core>
#include <array>

namespace thalweg {

/// Minimum of the cubic through two values and slopes, within [low, high]; their middle if there is none.
double cubicMinimum(double x1, double f1, double g1, double x2, double f2, double g2, double low, double high);

class StrongWolfe {
 public:
  double c1 = 1e-4;
  double c2 = 0.9;
  double tolerance = 1e-9;
  int maxIterations = 25;

  /// A place on the line: step length, value, slope along the direction, gradient.
  struct Place {
    double t = 0;
    double f = 0;
    double slope = 0;
    Eigen::VectorXd g;
  };

  /// Searches along `direction` from a place of value f, gradient g and `slope` < 0, first at `t`. `evaluate(t, place)`
  /// fills in all of the place. The result stays valid until the next search; `evaluations` counts.
  template <class Evaluate>
  const Place& search(const Evaluate& evaluate, const Eigen::VectorXd& direction, double t, double f,
                      const Eigen::VectorXd& g, double slope) {
    return *run([](const void* context, double at, Place& p) { (*static_cast<const Evaluate*>(context))(at, p); },
                &evaluate, direction, t, f, g, slope);
  }
  [[nodiscard]] int evaluations() const { return evaluations_; }

 private:
  using Callback = void (*)(const void* context, double t, Place& place);
  const Place* run(Callback evaluate, const void* context, const Eigen::VectorXd& direction, double t, double f,
                   const Eigen::VectorXd& g, double slope);

  std::array<Place, 4> places_;  // kept from one search to the next, so that none allocates
  int evaluations_ = 0;
};

}  // namespace thalweg
