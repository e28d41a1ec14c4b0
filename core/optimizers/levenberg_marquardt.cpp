/// Levenberg–Marquardt: Marquardt 1963; Nocedal & Wright 2006, section 10.3.
#include "core/base/linear_algebra.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct LevenbergMarquardtPath {
  PathFunction f;
  TrialPoints trials;
  Eigen::VectorXd g, d;
  double damping = 0;
  double used = 0;  // by the last trial
  Eigen::MatrixXd a;
  bool tried = false, accepted = false;
};

class LevenbergMarquardt final : public RowOptimizer<LevenbergMarquardtPath> {
 public:
  double damping = 1e-3;
  double increase = 10;
  double decrease = 10;
  bool scaled = true;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&LevenbergMarquardtPath::g)},
            {"d_t", Phase::State, gather(&LevenbergMarquardtPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"A", matrices()},
            {"accepted", gatherNumber(&LevenbergMarquardtPath::accepted)},
            {"tried", gatherNumber(&LevenbergMarquardtPath::tried)},
            {"lambda_used", gatherNumber(&LevenbergMarquardtPath::used)}};
  }
  [[nodiscard]] std::vector<Reading> readings() const override {
    return {{"damping", gatherNumber(&LevenbergMarquardtPath::damping)}};
  }

 protected:
  void beginRow(LevenbergMarquardtPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d = path.g;
    path.damping = damping;
  }

  void stepRow(LevenbergMarquardtPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    path.tried = path.accepted = false;
    const Eigen::VectorXd x = vectorOf(point);
    const double value = path.f.valueAndGradient(oracle, x, path.g);
    if (!(path.g.squaredNorm() > 0)) return;
    const Eigen::MatrixXd a = model(path, oracle, x);
    if (!a.allFinite()) return;
    Eigen::VectorXd scale = Eigen::VectorXd::Ones(x.size());
    if (scaled) scale = a.diagonal().cwiseAbs().cwiseMax(1e-12 * a.diagonal().cwiseAbs().maxCoeff() + 1e-300);
    // A step that does not lower the value is not taken; the damping grows until one does.
    constexpr int longest = 40;
    for (int i = 0; i < longest; ++i) {
      Eigen::MatrixXd damped = a;
      damped.diagonal() += path.damping * scale;
      path.d = solveSymmetric(damped, -path.g);
      path.a = damped;
      path.used = path.damping;
      path.tried = true;
      const Eigen::VectorXd at = x + path.d;
      path.trials.add(at);
      if (path.d.allFinite() && path.g.dot(path.d) < 0 && path.f.value(oracle, at) <= value) {
        setPoint(point, at);
        path.accepted = true;
        path.damping = std::max(path.damping / decrease, 1e-300);
        return;
      }
      path.damping = std::min(path.damping * increase, 1e300);
    }
  }

 private:
  /// The matrix of every path, row by row, where it can be shown.
  [[nodiscard]] Points matrices() const {
    constexpr Index most = 8;
    const Index n = paths().empty() ? 0 : paths()[0].g.size();
    if (n == 0 || n > most) return {};
    Points all = Points::Zero(static_cast<Index>(paths().size()), n * n);
    for (Index row = 0; row < all.rows(); ++row) {
      const Eigen::MatrixXd& matrix = paths()[static_cast<std::size_t>(row)].a;
      if (matrix.size() == n * n) all.row(row) = matrix.transpose().reshaped(1, n * n).array();
    }
    return all;
  }

  /// JᵀJ in the units of the gradient where there are residuals, else the Hessian.
  static Eigen::MatrixXd model(LevenbergMarquardtPath& path, Oracle& oracle, const Eigen::VectorXd& x) {
    Eigen::VectorXd r;
    Eigen::MatrixXd jacobian;
    if (!path.f.residuals(oracle, x, r, jacobian)) return path.f.hessian(oracle, x);
    // The loss may be a sum, half a sum or a mean of squares: the gradient tells which.
    const Eigen::VectorXd unit = jacobian.transpose() * r;
    const double size = unit.squaredNorm();
    const double factor = size > 0 ? path.g.dot(unit) / size : 1;
    return (factor > 0 ? factor : 1) * (jacobian.transpose() * jacobian);
  }
};

}  // namespace

OptimizerCard levenbergMarquardt() {
  OptimizerCard card;
  card.id = "LevenbergMarquardt";
  card.most = 2000;
  card.label = "Levenberg–Marquardt";
  card.family = "Classical";
  card.summary =
      "Between Gauss–Newton and gradient descent: a damping that shrinks with success and grows with failure.";
  card.advice =
      "For sums of squares, where the Jacobian of the residuals stands in for the Hessian. On objectives without "
      "residuals it damps the Hessian itself.";
  card.reference = "Levenberg 1944; Marquardt 1963; Nocedal & Wright 2006, section 10.3";
  card.formula = "d = -(J'J + damping*D)^(-1)*g;  x = x + d if f falls";
  card.lines = {lines::gradient(),
                {Phase::State, "A", "Damped(lambda_used)", "tried"},
                {Phase::State, "d", "-solution(A, g)", "tried"},
                {Phase::Step, "next", "(theta + d if accepted else theta)"}};
  card.symbols = {{"lambda_used", R"(\lambda_t)"}, {"A", R"(A_t)"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("damping", &LevenbergMarquardt::damping)
                      .named("first damping")
                      .as(R"(\lambda_0)")
                      .explained("Where the damping begins: small is Gauss–Newton, large is gradient descent.")
                      .above(0)
                      .slide(1e-6, 100, Scale::Log),
                  option("increase", &LevenbergMarquardt::increase)
                      .named("increase")
                      .explained("Factor on the damping after a failure.")
                      .above(1)
                      .slide(1.5, 100, Scale::Log)
                      .inSecondRow(),
                  option("decrease", &LevenbergMarquardt::decrease)
                      .named("decrease")
                      .explained("Divisor of the damping after a success.")
                      .atLeast(1)
                      .slide(1, 100, Scale::Log)
                      .inSecondRow(),
                  option("scaled", &LevenbergMarquardt::scaled)
                      .named("scaled")
                      .explained("Damps each coordinate in proportion to its curvature, as Marquardt proposed.")
                      .inSecondRow()};
  return describe<LevenbergMarquardt>(std::move(card));
}

}  // namespace thalweg::optimizers
