/// Nonlinear conjugate gradients: Fletcher & Reeves 1964; Polak & Ribière 1969.
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"
#include "core/optimizers/strong_wolfe.h"

namespace thalweg::optimizers {

namespace {

struct ConjugateGradientPath {
  PathFunction f;
  StrongWolfe lineSearch;
  TrialPoints trials;
  Eigen::VectorXd g, previousG, d;
  double t = 0;
  double alpha = 0;  // of the last step, 0 where it stood still
  bool restarted = true, moved = false;
  double previousSlope = 0;
  std::int64_t sinceRestart = 0;
};

class ConjugateGradient final : public RowOptimizer<ConjugateGradientPath> {
 public:
  std::string formula = "polak_ribiere";
  std::string line_search = "exact";
  std::optional<std::int64_t> restart;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&ConjugateGradientPath::g)},
            {"d_t", Phase::State, gather(&ConjugateGradientPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"alpha", gatherNumber(&ConjugateGradientPath::alpha)},
            {"restarted", gatherNumber(&ConjugateGradientPath::restarted)},
            {"moved", gatherNumber(&ConjugateGradientPath::moved)}};
  }

 protected:
  void beginRow(ConjugateGradientPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d.setZero(point.cols());
    path.lineSearch.c2 = 0.1;
  }

  void stepRow(ConjugateGradientPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    const Eigen::VectorXd x = vectorOf(point);
    path.previousG = path.g;
    const bool exact = line_search == "exact";
    double value = 0;
    if (exact) {
      path.f.gradient(oracle, x, path.g);
    } else {
      value = path.f.valueAndGradient(oracle, x, path.g);
    }
    const double size = path.g.squaredNorm();
    path.alpha = 0;
    path.moved = size > 0;
    if (!path.moved) return;

    const std::int64_t period = restart.value_or(point.cols());
    double beta = 0;
    path.restarted = path.sinceRestart <= 0 || path.sinceRestart >= period;
    if (path.sinceRestart > 0 && path.sinceRestart < period) {
      const double before = path.previousG.squaredNorm();
      beta = formula == "fletcher_reeves" ? size / before : std::max(0.0, path.g.dot(path.g - path.previousG) / before);
    }
    path.d = beta * path.d - path.g;
    double slope = path.g.dot(path.d);
    if (beta == 0 || !(slope < 0)) {
      path.d = -path.g;
      slope = -size;
      path.restarted = path.restarted || beta != 0;
      path.sinceRestart = 0;
    }
    ++path.sinceRestart;

    if (exact) {
      path.t = exactStep(path.f, oracle, x, path.d, slope, path.trials);
    } else {
      // The first trial expects the same change of value as last time (Nocedal & Wright 2006, section 3.5).
      const double first = path.t > 0 ? path.t * path.previousSlope / slope : 1 / path.g.norm();
      Eigen::VectorXd at;
      const auto along = [&](double t, StrongWolfe::Place& place) {
        at = x + t * path.d;
        path.trials.add(at);
        place.t = t;
        place.f = path.f.valueAndGradient(oracle, at, place.g);
        place.slope = place.g.dot(path.d);
      };
      path.t = path.lineSearch.search(along, path.d, first, value, path.g, slope).t;
    }
    path.alpha = path.t;
    path.previousSlope = slope;
    setPoint(point, x + path.t * path.d);
  }
};

}  // namespace

OptimizerCard conjugateGradient() {
  OptimizerCard card;
  card.id = "ConjugateGradient";
  card.label = "Conjugate gradients";
  card.family = "Classical";
  card.summary =
      "Searches along directions that do not undo each other; on a quadratic of n variables n steps suffice.";
  card.advice =
      "Almost as frugal as steepest descent and much faster in ravines. Needs exact gradients and good line searches; "
      "Fletcher–Reeves may get stuck in short steps, which Polak–Ribière's restart prevents.";
  card.reference =
      "Fletcher & Reeves 1964; Polak & Ribière 1969; Nocedal & Wright 2006, algorithm 5.4 and equations 5.44, 5.45";
  card.formula = "d = -g + beta*d;  x = x + t*d;  beta = g.g/g'.g' or max(0, g.(g - g')/g'.g')";
  card.lines = {lines::gradient(),
                {Phase::State, "beta",
                 "(dot(g, g)/dot(g_prev, g_prev) if formula_is_fletcher_reeves else max(0, dot(g, g - "
                 "g_prev)/dot(g_prev, g_prev)))",
                 "moved and not restarted"},
                {Phase::State, "d", "(-g if restarted else beta*d_prev - g)", "moved"},
                {Phase::State, "alpha", "line_search(theta, d)", "moved"},
                {Phase::Step, "next", "(theta + alpha*d if moved else theta)"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {
      option("formula", &ConjugateGradient::formula)
          .named("formula")
          .explained("How much of the last direction is kept.")
          .oneOf({"polak_ribiere", "fletcher_reeves"}),
      option("line_search", &ConjugateGradient::line_search)
          .named("line search")
          .explained("exact: to the first minimum along the line; strong_wolfe: to a good enough point.")
          .oneOf({"exact", "strong_wolfe"}),
      option("restart", &ConjugateGradient::restart)
          .named("restart")
          .explained("Forgets the direction after so many steps; none: after as many as there are coordinates.")
          .within(1, 1e9)
          .slide(1, 100, Scale::Integer)
          .inSecondRow()};
  return describe<ConjugateGradient>(std::move(card));
}

}  // namespace thalweg::optimizers
