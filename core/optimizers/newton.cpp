/// Newton's method, plain or damped: Nocedal & Wright 2006, sections 3.3 and 3.4.
#include "core/base/linear_algebra.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"

namespace thalweg::optimizers {

namespace {

struct NewtonPath {
  PathFunction f;
  TrialPoints trials;
  Eigen::VectorXd g, d;
  Eigen::MatrixXd h;  // as modified
  double alpha = 0;
  bool moved = false;
};

class Newton final : public RowOptimizer<NewtonPath> {
 public:
  double lr = 1;
  std::string modification = "shift";
  bool line_search = true;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&NewtonPath::g)}, {"d_t", Phase::State, gather(&NewtonPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {
        {"H", matrices()}, {"alpha", gatherNumber(&NewtonPath::alpha)}, {"moved", gatherNumber(&NewtonPath::moved)}};
  }

 protected:
  void beginRow(NewtonPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d = path.g;
  }

  void stepRow(NewtonPath& path, Points& point, Oracle& oracle, double rate) override {
    path.trials.clear();
    const Eigen::VectorXd x = vectorOf(point);
    double value = 0;
    if (line_search) {
      value = path.f.valueAndGradient(oracle, x, path.g);
    } else {
      path.f.gradient(oracle, x, path.g);
    }
    path.alpha = 0;
    path.moved = path.g.squaredNorm() > 0;
    if (!path.moved) return;
    path.d = direction(path.f.hessian(oracle, x), path.g, path.h);
    double t = rate;
    if (line_search) {
      const double slope = path.g.dot(path.d);
      // Without descent, as the unmodified step has towards a saddle, there is nothing to search for.
      if (slope < 0) t = armijoStep(path.f, oracle, x, path.d, value, slope, rate, 0.5, 1e-4, path.trials);
    }
    path.alpha = t;
    if (t != 0) setPoint(point, x + t * path.d);
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

  [[nodiscard]] Eigen::VectorXd direction(const Eigen::MatrixXd& h, const Eigen::VectorXd& g,
                                          Eigen::MatrixXd& modified) const {
    modified.resize(0, 0);
    if (!h.allFinite()) return -g;
    const SymmetricEigen eigen = symmetricEigen(h);
    Eigen::VectorXd values = eigen.values;
    // Curvatures this small beside the largest are only rounding.
    const double least = std::max(1e-10 * values.cwiseAbs().maxCoeff(), 1e-300);
    if (modification == "shift") {
      const double smallest = values.minCoeff();
      if (smallest < least) values.array() += std::max(least, 1e-3 * values.cwiseAbs().maxCoeff()) - smallest;
    } else if (modification == "absolute") {
      values = values.cwiseAbs().cwiseMax(least);
    } else {
      for (double& v : values) {
        if (std::abs(v) < least) v = v < 0 ? -least : least;
      }
    }
    constexpr Index most = 8;
    if (h.rows() <= most) modified = eigen.vectors * values.asDiagonal() * eigen.vectors.transpose();
    return -(eigen.vectors * (eigen.vectors.transpose() * g).cwiseQuotient(values));
  }
};

}  // namespace

OptimizerCard newton() {
  OptimizerCard card;
  card.id = "Newton";
  card.most = 2000;
  card.label = "Newton";
  card.family = "Classical";
  card.summary = "Jumps to the minimum of the quadratic that gradient and Hessian describe.";
  card.advice =
      "On a quadratic one step suffices; near any minimum the correct digits double with every step. Unmodified and "
      "without line search it runs to saddles as gladly as to minima.";
  card.reference = "Nocedal & Wright 2006, sections 3.3 and 3.4; absolute: Dauphin et al. 2014";
  card.formula = "x = x - t*(H + tau*I)^(-1)*g";
  card.lines = {lines::gradient(),
                {Phase::State, "H", "Modified(hessian(theta))", "moved"},
                {Phase::State, "d", "-solution(H, g)", "moved"},
                {Phase::State, "alpha", "(line_search(theta, d) if line_search else lr)", "moved"},
                {Phase::Step, "next", "(theta + alpha*d if moved else theta)"}};
  card.groups = false;
  card.elementwise = false;
  card.options = {
      rateOption(&Newton::lr)
          .explained("Length of a step, or of the line search's first trial; 1 is Newton's.")
          .slide(0.01, 2, Scale::Log),
      option("modification", &Newton::modification)
          .named("negative curvature")
          .explained("shift: adds to all eigenvalues until they are positive; absolute: takes their sizes, which "
                     "flees saddles; none: the plain method.")
          .oneOf({"shift", "absolute", "none"}),
      option("line_search", &Newton::line_search)
          .named("line search")
          .explained("Halves the step until the value falls enough.")};
  return describe<Newton>(std::move(card));
}

}  // namespace thalweg::optimizers
