#pragma once
/// The limits: loops that do one job and nothing else, with exact roots and quotients, compiled with core's flags.
/// limits.cpp is compiled for each instruction set that core is; `limits` takes what the loader takes for core.
/// Threads: pure functions on the caller's arrays, which must not overlap.

#include <cstddef>

namespace thalweg::bench {

inline constexpr std::size_t blockRows = 64;   ///< starts that move together
inline constexpr std::size_t raceMembers = 7;  ///< SGD, momentum, Nesterov, RMSprop, Adagrad, Adam, AdamW
inline constexpr std::size_t pairs = 10;       ///< that L-BFGS remembers

struct Limits {
  const char* instructions;
  /// Seven optimizers on two-dimensional Rosenbrock, one step of each after the other. `record` takes x, y, loss and
  /// gradient norm of each member after each step: 4·7·steps numbers.
  void (*race)(double* record, std::size_t steps);
  /// The gradient of chained Rosenbrock into `g`, then one step; n ≥ 2 coordinates.
  void (*momentum)(double* x, double* b, double* g, std::size_t n, double lr);
  void (*adam)(double* x, double* m, double* v, double* g, std::size_t n, double lr, int step);
  /// `steps` steps of `blockRows` starts (x, y) on Himmelblau.
  void (*momentumBlock)(double* x, double* y, std::size_t steps, double lr);
  void (*adamBlock)(double* x, double* y, std::size_t steps, double lr);
  /// f of n points, n a multiple of 8.
  void (*ackley)(const double* x, const double* y, double* f, std::size_t n);
  void (*rastrigin)(const double* x, const double* y, double* f, std::size_t n);
  /// f and, in `g`, the gradient of Rosenbrock's function of n coordinates: chained, or a sum over n/2 separate pairs.
  double (*chained)(const double* x, double* g, std::size_t n);
  double (*paired)(const double* x, double* g, std::size_t n);
  /// Value and gradient of chained Rosenbrock and one application of ten pairs to the gradient: what an iteration of
  /// L-BFGS with one evaluation cannot do without. s and y hold `pairs` rows of n. Returns f.
  double (*quasiNewton)(const double* x, const double* s, const double* y, double* g, std::size_t n);
  /// n samples of a picture: where `position` lies before `depth`, it takes its place, and the pixel gets the colour
  /// there, of 256 in [0, 1), times its light.
  void (*fill)(unsigned* pixels, float* depth, const float* position, const float* light, const unsigned* colors,
               std::size_t n);
};

/// What the loader takes for core.
const Limits& limits();

namespace baseline {
extern const Limits table;
}
namespace v3 {
extern const Limits table;
}

}  // namespace thalweg::bench
