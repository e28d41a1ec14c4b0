/// Steepest descent with a line search: Cauchy 1847; Armijo 1966.
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct SteepestDescentPath {
  PathFunction f;
  TrialPoints trials;
  Eigen::VectorXd g;
  double alpha = 0;
};

class SteepestDescent final : public RowOptimizer<SteepestDescentPath> {
 public:
  std::string line_search = "exact";
  double first_step = 1;
  double shrink = 0.5;
  double c1 = 1e-4;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&SteepestDescentPath::g)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"alpha", gatherNumber(&SteepestDescentPath::alpha)}};
  }

 protected:
  void beginRow(SteepestDescentPath& path, const Points& point) override { path.g.setZero(point.cols()); }

  void stepRow(SteepestDescentPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    const Eigen::VectorXd x = vectorOf(point);
    const bool exact = line_search == "exact";
    double value = 0;
    if (exact) {
      path.f.gradient(oracle, x, path.g);
    } else {
      value = path.f.valueAndGradient(oracle, x, path.g);
    }
    const double slope = -path.g.squaredNorm();
    path.alpha = 0;
    if (!(slope < 0)) return;
    const Eigen::VectorXd d = -path.g;
    const double t = exact ? exactStep(path.f, oracle, x, d, slope, path.trials)
                           : armijoStep(path.f, oracle, x, d, value, slope, first_step, shrink, c1, path.trials);
    if (!(t > 0)) return;
    path.alpha = t;
    setPoint(point, x + t * d);
  }
};

}  // namespace

OptimizerCard steepestDescent() {
  OptimizerCard card;
  card.id = "SteepestDescent";
  card.label = "Steepest descent";
  card.family = "Classical";
  card.summary = "Goes against the gradient as far as a line search says.";
  card.advice =
      "With the exact search successive steps are at right angles, which makes the famous zigzag in a ravine. Armijo's "
      "backtracking takes any sufficient decrease and costs values instead of gradients. Not for noisy gradients.";
  card.reference = "Cauchy 1847; Armijo 1966; Nocedal & Wright 2006, section 3.3 and algorithm 3.1";
  card.formula = "x = x - t*g with t = argmin f(x - t*g), or the first of first_step*shrink^k with sufficient decrease";
  card.lines = {lines::gradient(),
                {Phase::State, "alpha", "line_search(theta, -g)"},
                {Phase::Step, "next", "(theta - alpha*g if alpha > 0 else theta)"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("line_search", &SteepestDescent::line_search)
                      .named("line search")
                      .explained("exact: to the first minimum along the line; armijo: backtracking.")
                      .oneOf({"exact", "armijo"}),
                  option("first_step", &SteepestDescent::first_step)
                      .named("first trial")
                      .as(R"(\alpha_0)")
                      .explained("Where backtracking begins.")
                      .above(0)
                      .slide(1e-3, 10, Scale::Log),
                  option("shrink", &SteepestDescent::shrink)
                      .named("shrink")
                      .as(R"(\rho)")
                      .explained("Factor from one trial of the backtracking to the next.")
                      .above(0)
                      .below(1)
                      .slide(0.1, 0.9),
                  option("c1", &SteepestDescent::c1)
                      .named("sufficient decrease")
                      .as("c_1")
                      .explained("How much of the decrease that the slope promises is asked for.")
                      .above(0)
                      .below(1)
                      .slide(1e-4, 0.5, Scale::Log)
                      .inSecondRow()};
  return describe<SteepestDescent>(std::move(card));
}

}  // namespace thalweg::optimizers
