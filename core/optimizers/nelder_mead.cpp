/// Nelder & Mead 1965, with the first simplex and the order of operations of scipy.optimize 1.10.
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct NelderMeadPath {
  PathFunction f;
  TrialPoints trials;
  std::vector<Eigen::VectorXd> simplex;  // the best corner first
  std::vector<double> values;
  std::vector<Eigen::VectorXd> before;  // the simplex that the last step began with
};

class NelderMead final : public RowOptimizer<NelderMeadPath> {
 public:
  double relative_size = 0.05;
  double absolute_size = 0.00025;
  bool adaptive = false;

  [[nodiscard]] std::vector<NamedValues> record() const override { return corners(); }

 protected:
  void beginRow(NelderMeadPath& /*path*/, const Points& /*point*/) override {}

  void stepRow(NelderMeadPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    if (path.simplex.empty()) makeSimplex(path, vectorOf(point), oracle);
    const auto n = static_cast<double>(point.cols());
    // Gao & Han 2012 for many dimensions.
    const double expansion = adaptive ? 1 + 2 / n : 2;
    const double contraction = adaptive ? 0.75 - 1 / (2 * n) : 0.5;
    const double shrink = adaptive ? 1 - 1 / n : 0.5;
    const auto evaluate = [&](const Eigen::VectorXd& x) {
      path.trials.add(x);
      return path.f.value(oracle, x);
    };

    path.before = path.simplex;
    const std::size_t last = path.simplex.size() - 1;
    Eigen::VectorXd centre = path.simplex[0];
    for (std::size_t i = 1; i < last; ++i) centre += path.simplex[i];
    centre /= n;
    const Eigen::VectorXd worst = path.simplex[last];
    const auto replace = [&](const Eigen::VectorXd& x, double value) {
      path.simplex[last] = x;
      path.values[last] = value;
    };

    const Eigen::VectorXd reflected = 2 * centre - worst;
    const double reflectedValue = evaluate(reflected);
    bool shrinks = false;
    if (reflectedValue < path.values[0]) {
      const Eigen::VectorXd expanded = (1 + expansion) * centre - expansion * worst;
      const double value = evaluate(expanded);
      if (value < reflectedValue) {
        replace(expanded, value);
      } else {
        replace(reflected, reflectedValue);
      }
    } else if (reflectedValue < path.values[last - (last > 0 ? 1 : 0)]) {
      replace(reflected, reflectedValue);
    } else if (reflectedValue < path.values[last]) {
      const Eigen::VectorXd outside = (1 + contraction) * centre - contraction * worst;
      const double value = evaluate(outside);
      shrinks = !(value <= reflectedValue);
      if (!shrinks) replace(outside, value);
    } else {
      const Eigen::VectorXd inside = (1 - contraction) * centre + contraction * worst;
      const double value = evaluate(inside);
      shrinks = !(value < path.values[last]);
      if (!shrinks) replace(inside, value);
    }
    if (shrinks) {
      for (std::size_t i = 1; i <= last; ++i) {
        path.simplex[i] = path.simplex[0] + shrink * (path.simplex[i] - path.simplex[0]);
        path.values[i] = evaluate(path.simplex[i]);
      }
    }
    sort(path);
    setPoint(point, path.simplex[0]);
  }

 private:
  /// x_1 … x_n, the best first, and the worst corner.
  [[nodiscard]] std::vector<NamedValues> corners() const {
    std::vector<NamedValues> all;
    if (paths().empty()) return all;
    const std::vector<Eigen::VectorXd>& simplex = paths()[0].before;
    constexpr std::size_t most = 9;
    all.push_back({"small", Points::Constant(1, 1, simplex.size() <= most ? 1 : 0)});
    if (simplex.size() > most) return all;
    for (std::size_t k = 0; k < simplex.size(); ++k) {
      const std::string name = k + 1 == simplex.size() ? "worst" : "x_" + std::to_string(k + 1);
      all.push_back({name, simplex[k].transpose().array()});
    }
    return all;
  }

  void makeSimplex(NelderMeadPath& path, const Eigen::VectorXd& start, Oracle& oracle) const {
    path.simplex = {start};
    for (Index i = 0; i < start.size(); ++i) {
      Eigen::VectorXd corner = start;
      corner[i] = corner[i] != 0 ? (1 + relative_size) * corner[i] : absolute_size;
      path.simplex.push_back(corner);
    }
    for (const Eigen::VectorXd& corner : path.simplex) path.values.push_back(path.f.value(oracle, corner));
    sort(path);
  }

  /// By value; what is not a number comes last.
  static void sort(NelderMeadPath& path) {
    std::vector<std::size_t> order(path.values.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return path.values[a] < path.values[b] || (std::isnan(path.values[b]) && !std::isnan(path.values[a]));
    });
    std::vector<Eigen::VectorXd> simplex;
    std::vector<double> values;
    for (const std::size_t i : order) {
      simplex.push_back(std::move(path.simplex[i]));
      values.push_back(path.values[i]);
    }
    path.simplex = std::move(simplex);
    path.values = std::move(values);
  }
};

}  // namespace

OptimizerCard nelderMead() {
  OptimizerCard card;
  card.id = "NelderMead";
  card.most = 2000;
  card.label = "Nelder–Mead";
  card.family = "Classical";
  card.summary = "Rolls a simplex downhill by comparing values at its corners; uses no gradient at all.";
  card.advice =
      "For few variables, and where there are no gradients. The path shows the best corner, which stands still while "
      "the "
      "others move. In more than about ten dimensions it stalls.";
  card.reference = "Nelder & Mead 1965; adaptive: Gao & Han 2012; scipy.optimize 1.10";
  card.formula = "the worst corner is reflected, expanded, contracted, or all shrink towards the best";
  card.lines = {{Phase::State, "c", "each_sum(x_#)/#", "small"},
                {Phase::State, "r", "2*c - worst", "small"},
                {Phase::Step, "next", "(Best(c, r) if small else Best(theta))"}};
  card.symbols = {{"worst", R"(x_{n+1})"}, {"r", R"(x_r)"}, {"c", R"(c)"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("relative_size", &NelderMead::relative_size)
                      .named("relative size")
                      .explained("Each corner of the first simplex changes one coordinate by this part.")
                      .above(0)
                      .slide(0.01, 2, Scale::Log),
                  option("absolute_size", &NelderMead::absolute_size)
                      .named("absolute size")
                      .explained("By how much, where that coordinate is 0.")
                      .above(0)
                      .slide(1e-5, 1, Scale::Log),
                  option("adaptive", &NelderMead::adaptive)
                      .named("adaptive")
                      .explained("Coefficients that depend on the dimension, for many variables.")};
  return describe<NelderMead>(std::move(card));
}

}  // namespace thalweg::optimizers
