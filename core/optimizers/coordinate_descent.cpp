/// Coordinate descent with exact line search: Wright 2015, algorithm 1; greedy rule: Nutini et al. 2015.
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct CoordinateDescentPath {
  PathFunction f;
  TrialPoints trials;
  Eigen::VectorXd g, d;
  double alpha = 0;
  Index next = 0;
};

class CoordinateDescent final : public RowOptimizer<CoordinateDescentPath> {
 public:
  std::string order = "cyclic";

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&CoordinateDescentPath::g)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"d", gather(&CoordinateDescentPath::d)}, {"alpha", gatherNumber(&CoordinateDescentPath::alpha)}};
  }

 protected:
  void beginRow(CoordinateDescentPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d = path.g;
  }

  void stepRow(CoordinateDescentPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    const Eigen::VectorXd x = vectorOf(point);
    path.f.gradient(oracle, x, path.g);
    Index i = path.next;
    if (order == "greedy") path.g.cwiseAbs().maxCoeff(&i);
    path.next = (i + 1) % x.size();
    path.d.setZero();
    path.alpha = 0;
    if (!(std::abs(path.g[i]) > 0)) return;
    path.d[i] = path.g[i] > 0 ? -1 : 1;
    const double t = exactStep(path.f, oracle, x, path.d, -std::abs(path.g[i]), path.trials);
    if (!(t > 0)) return;
    path.alpha = t;
    setPoint(point, x + t * path.d);
  }
};

}  // namespace

OptimizerCard coordinateDescent() {
  OptimizerCard card;
  card.id = "CoordinateDescent";
  card.label = "Coordinate descent";
  card.family = "Classical";
  card.summary = "Minimises along one coordinate after the other.";
  card.advice =
      "One coordinate a step. Excellent where coordinates hardly interact; in a ravine that lies askew it climbs down "
      "a "
      "staircase of tiny steps.";
  card.reference = "Wright 2015, algorithm 1; greedy order: Nutini et al. 2015";
  card.formula = "x_i = argmin over x_i of f(x), i in turn or where the gradient is largest";
  card.lines = {lines::gradient(),
                {Phase::State, "d", "Coordinate(g)"},
                {Phase::State, "alpha", "line_search(theta, d)"},
                {Phase::Step, "next", "theta + alpha*d"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("order", &CoordinateDescent::order)
                      .named("order")
                      .explained("cyclic: in turn; greedy: where the gradient is largest.")
                      .oneOf({"cyclic", "greedy"})};
  return describe<CoordinateDescent>(std::move(card));
}

}  // namespace thalweg::optimizers
