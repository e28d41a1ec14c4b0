/// torch.optim.LBFGS 1.13.
#include "core/optimizers/curvature_pairs.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/row_optimizer.h"
#include "core/optimizers/strong_wolfe.h"

#include <cstdint>

namespace thalweg::optimizers {

namespace {

struct LbfgsPath {
  CurvaturePairs pairs;
  StrongWolfe lineSearch;
  TrialPoints trials;
  Eigen::VectorXd g, previousG, y, d, start;
  double f = 0;
  double t = 0;
  double scale = 1;  // of the initial inverse Hessian
  std::int64_t iterations = 0;
  /// One iteration of the last step, for showing it; of very long vectors none is kept.
  struct Inner {
    Eigen::VectorXd g, d;
    double alpha = 0;
  };
  std::vector<Inner> inner;
  std::int64_t evaluations = 0;
  Points gradient, trial;
  Column value;
};

class Lbfgs final : public RowOptimizer<LbfgsPath> {
 public:
  double lr = 1;
  std::int64_t max_iter = 20;
  std::optional<std::int64_t> max_eval;
  double tolerance_grad = 1e-7;
  double tolerance_change = 1e-9;
  std::int64_t history_size = 100;
  std::optional<std::string> line_search_fn;

  void changed() {
    for (LbfgsPath& path : paths()) path.pairs.keep(history_size);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&LbfgsPath::previousG)}, {"d_t", Phase::State, gather(&LbfgsPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return iterations(); }
  [[nodiscard]] std::vector<Reading> readings() const override {
    return {{"func_evals", gatherNumber(&LbfgsPath::evaluations), true},
            {"n_iter", gatherNumber(&LbfgsPath::iterations), true}};
  }

 protected:
  void beginRow(LbfgsPath& path, const Points& point) override {
    const Index n = point.cols();
    path.pairs.reset(n, history_size);
    path.trial.resize(1, n);
    path.gradient.resize(1, n);
    path.value.resize(1);
    for (Eigen::VectorXd* v : {&path.g, &path.previousG, &path.y, &path.d, &path.start}) v->setZero(n);
  }

  void stepRow(LbfgsPath& path, Points& point, Oracle& oracle, double rate) override {
    path.trials.clear();
    path.inner.clear();
    evaluate(path, point, oracle);
    path.g = rowVector(path.gradient);
    path.f = path.value[0];
    std::int64_t evaluations = 1;
    ++path.evaluations;
    if (path.g.cwiseAbs().maxCoeff() <= tolerance_grad) return;

    const std::int64_t most = max_eval.value_or(max_iter * 5 / 4);
    auto x = rowVector(point);
    for (std::int64_t n = 1; n <= max_iter; ++n) {
      ++path.iterations;
      direction(path);
      path.previousG = path.g;
      const double previousF = path.f;

      // Only the very first iteration does not know how long a step should be.
      path.t = path.iterations == 1 ? std::min(1.0, 1 / path.g.lpNorm<1>()) * rate : rate;
      const double slope = path.g.dot(path.d);
      if (slope > -tolerance_change) return;

      std::int64_t spent = 0;
      if (line_search_fn) {
        path.start = x;
        const auto along = [&](double t, StrongWolfe::Place& place) {
          rowVector(path.trial) = path.start + t * path.d;
          evaluate(path, path.trial, oracle);
          path.trials.add(rowVector(path.trial));
          place.t = t;
          place.f = path.value[0];
          place.g = rowVector(path.gradient);
          place.slope = place.g.dot(path.d);
        };
        const StrongWolfe::Place& found = path.lineSearch.search(along, path.d, path.t, path.f, path.g, slope);
        path.t = found.t;
        path.f = found.f;
        path.g = found.g;
        x += path.t * path.d;
        keep(path);
        spent = path.lineSearch.evaluations();
      } else {
        x += path.t * path.d;
        keep(path);
        // The last point is left to the next step's first evaluation.
        if (n != max_iter) {
          evaluate(path, point, oracle);
          path.g = rowVector(path.gradient);
          path.f = path.value[0];
          spent = 1;
        }
      }
      evaluations += spent;
      path.evaluations += spent;

      if (n == max_iter || evaluations >= most) return;
      if (path.g.cwiseAbs().maxCoeff() <= tolerance_grad) return;
      if (std::abs(path.t) * path.d.cwiseAbs().maxCoeff() <= tolerance_change) return;
      if (std::abs(path.f - previousF) < tolerance_change) return;
    }
  }

 private:
  /// The inner iterations of the last step: g_1, d_1, alpha_1 … of each.
  [[nodiscard]] std::vector<NamedValues> iterations() const {
    std::vector<NamedValues> all;
    if (paths().empty()) return all;
    const LbfgsPath& path = paths()[0];
    const auto row = [](const Eigen::VectorXd& v) -> Points { return v.transpose().array(); };
    for (std::size_t k = 0; k < path.inner.size(); ++k) {
      const std::string number = "_" + std::to_string(k + 1);
      all.push_back({"g" + number, row(path.inner[k].g)});
      all.push_back({"d" + number, row(path.inner[k].d)});
      all.push_back({"alpha" + number, Points::Constant(1, 1, path.inner[k].alpha)});
    }
    all.push_back({"shown", Points::Constant(1, 1, path.g.size() <= longestShown ? 1 : 0)});
    return all;
  }

  static constexpr Index longestShown = 64;

  static void keep(LbfgsPath& path) {
    if (path.d.size() <= longestShown) path.inner.push_back({path.previousG, path.d, path.t});
  }

  static void evaluate(LbfgsPath& path, const Points& at, Oracle& oracle) {
    oracle.valueAndGradient(at, path.value, path.gradient);
  }

  /// The quasi-Newton direction from the gradient at hand.
  static void direction(LbfgsPath& path) {
    if (path.iterations == 1) {
      path.d = -path.g;
      path.pairs.clear();
      path.scale = 1;
      return;
    }
    path.y = path.g - path.previousG;
    path.d *= path.t;
    const double ys = path.y.dot(path.d);
    if (ys > 1e-10) {
      path.pairs.push(path.d, path.y, ys);
      path.scale = ys / path.y.squaredNorm();
    }
    path.d = -path.g;
    path.pairs.apply(path.d, path.scale);
  }
};

}  // namespace

OptimizerCard lbfgs() {
  OptimizerCard card;
  card.id = "LBFGS";
  card.label = "L-BFGS";
  card.family = "torch.optim";
  card.elementwise = false;
  card.groups = false;
  card.summary =
      "Builds curvature from the last gradients and takes quasi-Newton steps, several within one step of the run.";
  card.advice =
      "Very strong on smooth problems with exact gradients; with noise its curvature is wrong. Without the line search "
      "a "
      "rate of 1 may run away. One step here is up to max_iter iterations: compare per evaluation, not per step.";
  card.reference = "Nocedal & Wright 2006, algorithms 7.4, 3.5 and 3.6; torch.optim.LBFGS, PyTorch 1.13";
  card.formula = "d = -H*g with H from the last pairs s = x_k - x_{k-1}, y = g_k - g_{k-1};  x = x + t*d";
  card.lines = {lines::gradient(),
                {Phase::State, "d_#", "QuasiNewton(g_#)"},
                {Phase::Step, "next", "theta + each_sum(alpha_#*d_#)", "shown"},
                {Phase::Step, "next", "Iterated(theta)", "not shown"}};
  card.symbols = {{"d", R"(d_t)"}};
  card.torch = "torch.optim.LBFGS";
  card.options = {rateOption(&Lbfgs::lr).slide(1e-3, 2, Scale::Log),
                  option("max_iter", &Lbfgs::max_iter)
                      .named("iterations a step")
                      .explained("Most quasi-Newton iterations within one step.")
                      .within(0, 1e6)
                      .slide(1, 30, Scale::Integer),
                  option("history_size", &Lbfgs::history_size)
                      .named("history")
                      .explained("How many pairs of steps and gradient changes are remembered.")
                      .within(0, 1e6)
                      .slide(1, 100, Scale::Integer),
                  option("line_search_fn", &Lbfgs::line_search_fn)
                      .named("line search")
                      .explained("strong_wolfe seeks a step that lowers both value and slope; none takes the rate.")
                      .oneOf({"strong_wolfe"}),
                  option("max_eval", &Lbfgs::max_eval)
                      .named("evaluations a step")
                      .explained("Most evaluations within one step; none: five quarters of the iterations.")
                      .within(0, 1e9)
                      .slide(1, 40, Scale::Integer)
                      .inSecondRow(),
                  option("tolerance_grad", &Lbfgs::tolerance_grad)
                      .named("gradient tolerance")
                      .explained("A step does nothing while no gradient entry exceeds this.")
                      .slide(1e-12, 1e-2, Scale::Log)
                      .inSecondRow(),
                  option("tolerance_change", &Lbfgs::tolerance_change)
                      .named("change tolerance")
                      .explained("Ends a step when value or point change by less than this.")
                      .slide(1e-12, 1e-2, Scale::Log)
                      .inSecondRow()};
  card.presets = {{"Strong Wolfe", {{"line_search_fn", "strong_wolfe"}, {"history_size", 10}}}};
  return describe<Lbfgs>(std::move(card));
}

}  // namespace thalweg::optimizers
