#pragma once
/// Other programs that do the same work. Threads: the caller's.

#include <cstddef>
#include <optional>
#include <vector>

namespace thalweg::bench {

/// liblbfgs with its own defaults but for `pairs` remembered pairs: minimises f, which also writes the gradient, from
/// `x` (which ends where it ends) until ‖∇f‖ ≤ tolerance. How many evaluations that took, infinite if it ended before;
/// none where the library was not there to build with.
std::optional<double> liblbfgsEvaluations(double (*f)(const double* x, double* g, std::size_t n),
                                          std::vector<double>& x, double tolerance);

}  // namespace thalweg::bench
