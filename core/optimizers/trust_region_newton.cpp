/// Newton's method within a trust region: Nocedal & Wright 2006, algorithms 4.1 and 4.3.
#include "core/base/linear_algebra.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct TrustRegionPath {
  PathFunction f;
  TrialPoints trials;
  Eigen::VectorXd g, d;
  double radius = 0;
  Eigen::MatrixXd h;
  bool tried = false, accepted = false;
};

class TrustRegionNewton final : public RowOptimizer<TrustRegionPath> {
 public:
  double initial_radius = 1;
  double max_radius = 1000;
  double eta = 0.15;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&TrustRegionPath::g)}, {"d_t", Phase::State, gather(&TrustRegionPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"H", matrices()},
            {"accepted", gatherNumber(&TrustRegionPath::accepted)},
            {"tried", gatherNumber(&TrustRegionPath::tried)}};
  }
  [[nodiscard]] std::vector<Reading> readings() const override {
    return {{"radius", gatherNumber(&TrustRegionPath::radius)}};
  }

 protected:
  void beginRow(TrustRegionPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d = path.g;
    path.radius = initial_radius;
  }

  void stepRow(TrustRegionPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    path.tried = path.accepted = false;
    const Eigen::VectorXd x = vectorOf(point);
    const double value = path.f.valueAndGradient(oracle, x, path.g);
    if (!(path.g.squaredNorm() > 0)) return;
    const Eigen::MatrixXd h = path.f.hessian(oracle, x);
    if (!h.allFinite()) return;
    path.h = h;
    path.tried = true;
    path.d = minimumWithin(h, path.g, path.radius);
    const Eigen::VectorXd at = x + path.d;
    path.trials.add(at);
    const double promised = -(path.g.dot(path.d) + 0.5 * path.d.dot(h * path.d));
    const double kept = value - path.f.value(oracle, at);
    // A value that is not finite keeps no promise.
    const double ratio = promised > 0 && std::isfinite(kept) ? kept / promised
                         : std::isfinite(kept) && kept > 0   ? 1
                                                             : -1;
    const double length = path.d.norm();
    if (ratio < 0.25) {
      path.radius = 0.25 * length;
    } else if (ratio > 0.75 && length >= 0.99 * path.radius) {
      path.radius = std::min(2 * path.radius, max_radius);
    }
    // Once the promise is lost in the value's rounding the model is trusted.
    const bool lost = promised <= 1e-14 * std::abs(value);
    path.accepted = ratio > eta || (lost && std::isfinite(kept));
    if (path.accepted) setPoint(point, at);
  }

 private:
  /// The matrix of every path, row by row, where it can be shown.
  [[nodiscard]] Points matrices() const {
    constexpr Index most = 8;
    const Index n = paths().empty() ? 0 : paths()[0].g.size();
    if (n == 0 || n > most) return {};
    Points all = Points::Zero(static_cast<Index>(paths().size()), n * n);
    for (Index row = 0; row < all.rows(); ++row) {
      const Eigen::MatrixXd& matrix = paths()[static_cast<std::size_t>(row)].h;
      if (matrix.size() == n * n) all.row(row) = matrix.transpose().reshaped(1, n * n).array();
    }
    return all;
  }

  /// The minimum of gᵀp + ½pᵀhp within ‖p‖ ≤ radius, from the eigenvalues of h.
  static Eigen::VectorXd minimumWithin(const Eigen::MatrixXd& h, const Eigen::VectorXd& g, double radius) {
    const SymmetricEigen eigen = symmetricEigen(h);
    const Eigen::VectorXd& values = eigen.values;
    const Eigen::VectorXd along = eigen.vectors.transpose() * g;
    const auto stepAt = [&](double shift) -> Eigen::VectorXd {
      return -along.cwiseQuotient((values.array() + shift).matrix());
    };
    const double least = values[0];
    const double scale = std::max(values.cwiseAbs().maxCoeff(), 1e-300);
    if (least > 1e-14 * scale) {
      const Eigen::VectorXd whole = stepAt(0);
      if (whole.norm() <= radius) return eigen.vectors * whole;
    }
    // ‖p‖ falls with the shift: bisection on a bracket, ended by the secular equation's Newton steps.
    double low = std::max(0.0, -least) + 1e-14 * scale;
    double high = std::max(low, 0.0) + g.norm() / radius + scale;
    Eigen::VectorXd p = stepAt(low);
    if (p.norm() < radius) {
      // The gradient has no part along the lowest curvature: fill up along that direction.
      p[0] += (along[0] > 0 ? -1 : 1) * std::sqrt(std::max(0.0, radius * radius - p.squaredNorm()));
      return eigen.vectors * p;
    }
    for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
      const double middle = (low + high) / 2;
      (stepAt(middle).norm() > radius ? low : high) = middle;
    }
    return eigen.vectors * stepAt(high);
  }
};

}  // namespace

OptimizerCard trustRegionNewton() {
  OptimizerCard card;
  card.id = "TrustRegionNewton";
  card.most = 2000;
  card.label = "Newton, trust region";
  card.family = "Classical";
  card.summary = "Takes the best step of the quadratic model within a radius that grows while the model proves right.";
  card.advice =
      "Negative curvature is used, not feared: it leaves saddles at once. A step that does not keep its promise is not "
      "taken, only the radius shrinks.";
  card.reference = "Nocedal & Wright 2006, algorithms 4.1 and 4.3";
  card.formula =
      "d = argmin g.d + d.H*d/2 with |d| <= radius;  x = x + d if f falls by more than eta times the promise";
  card.lines = {lines::gradient(),
                {Phase::State, "H", "hessian(theta)", "tried"},
                {Phase::State, "d", "ModelMinimum(g, H, radius_prev)", "tried"},
                {Phase::Step, "next", "(theta + d if accepted else theta)"}};
  card.symbols = {{"radius", R"(\Delta_t)"}, {"radius_prev", R"(\Delta_{t-1})"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("initial_radius", &TrustRegionNewton::initial_radius)
                      .named("first radius")
                      .as(R"(\Delta_0)")
                      .explained("How far the first step may go.")
                      .above(0)
                      .slide(0.01, 10, Scale::Log),
                  option("max_radius", &TrustRegionNewton::max_radius)
                      .named("largest radius")
                      .as(R"(\Delta_{\max})")
                      .explained("How far any step may go.")
                      .above(0)
                      .slide(0.1, 1000, Scale::Log),
                  option("eta", &TrustRegionNewton::eta)
                      .named("acceptance")
                      .as(R"(\eta)")
                      .explained("Least part of the promised decrease that a step must keep.")
                      .atLeast(0)
                      .below(0.25)
                      .slide(0, 0.24)
                      .inSecondRow()};
  return describe<TrustRegionNewton>(std::move(card));
}

}  // namespace thalweg::optimizers
