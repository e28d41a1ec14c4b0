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
};

class Newton final : public RowOptimizer<NewtonPath> {
 public:
  double lr = 1;
  std::string modification = "shift";
  bool line_search = true;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&NewtonPath::g)}, {"d_t", Phase::State, gather(&NewtonPath::d)}};
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
    if (!(path.g.squaredNorm() > 0)) return;
    path.d = direction(path.f.hessian(oracle, x), path.g);
    double t = rate;
    if (line_search) {
      const double slope = path.g.dot(path.d);
      // Without descent, as the unmodified step has towards a saddle, there is nothing to search for.
      if (slope < 0) t = armijoStep(path.f, oracle, x, path.d, value, slope, rate, 0.5, 1e-4, path.trials);
    }
    if (t != 0) setPoint(point, x + t * path.d);
  }

 private:
  [[nodiscard]] Eigen::VectorXd direction(const Eigen::MatrixXd& h, const Eigen::VectorXd& g) const {
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
                {Phase::State, R"(d_t = -(\nabla^2 f(\theta_{t-1}) + \tau_t I)^{-1} g_t)"},
                {Phase::Step, R"(\theta_t = \theta_{t-1} + \alpha_t d_t)"}};
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
