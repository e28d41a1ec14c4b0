#include "tests/bench/peers.h"

#ifdef THALWEG_BENCH_LIBLBFGS

#include "tests/bench/limits.h"

#include <lbfgs.h>

#include <algorithm>
#include <limits>

namespace thalweg::bench {

namespace {

struct Search {
  double (*f)(const double* x, double* g, std::size_t n);
  double tolerance;
  double evaluations = 0;
  bool reached = false;
};

double evaluate(void* search, const double* x, double* g, int n, double /*step*/) {
  auto& own = *static_cast<Search*>(search);
  ++own.evaluations;
  return own.f(x, g, static_cast<std::size_t>(n));
}

/// Called after each iteration; not 0 ends the search. The library's own test is relative to ‖x‖.
int progress(void* search, const double* /*x*/, const double* /*g*/, double /*f*/, double /*xnorm*/, double gnorm,
             double /*step*/, int /*n*/, int /*iteration*/, int /*evaluations*/) {
  auto& own = *static_cast<Search*>(search);
  own.reached = gnorm <= own.tolerance;
  return own.reached ? 1 : 0;
}

}  // namespace

std::optional<double> liblbfgsEvaluations(double (*f)(const double* x, double* g, std::size_t n),
                                          std::vector<double>& x, double tolerance) {
  lbfgs_parameter_t parameters;
  lbfgs_parameter_init(&parameters);
  parameters.m = static_cast<int>(pairs);
  parameters.epsilon = 0;
  const auto n = static_cast<int>(x.size());
  Search search{f, tolerance};
  double* const aligned = lbfgs_malloc(n);
  std::ranges::copy(x, aligned);
  lbfgs(n, aligned, nullptr, evaluate, progress, &search, &parameters);
  std::copy_n(aligned, n, x.begin());
  lbfgs_free(aligned);
  return search.reached ? search.evaluations : std::numeric_limits<double>::infinity();
}

}  // namespace thalweg::bench

#else

namespace thalweg::bench {

std::optional<double> liblbfgsEvaluations(double (* /*f*/)(const double* x, double* g, std::size_t n),
                                          std::vector<double>& /*x*/, double /*tolerance*/) {
  return {};
}

}  // namespace thalweg::bench

#endif
