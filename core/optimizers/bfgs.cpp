/// BFGS: Nocedal & Wright 2006, algorithm 6.1.
#include "core/optimizers/kit.h"
#include "core/optimizers/path_function.h"
#include "core/optimizers/strong_wolfe.h"

namespace thalweg::optimizers {

namespace {

struct BfgsPath {
  PathFunction f;
  StrongWolfe lineSearch;
  TrialPoints trials;
  Eigen::VectorXd g, d;
  Eigen::MatrixXd h;  // inverse of the Hessian
  double value = 0;
  bool started = false;
};

class Bfgs final : public RowOptimizer<BfgsPath> {
 public:
  double c2 = 0.9;

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&BfgsPath::g)}, {"d_t", Phase::State, gather(&BfgsPath::d)}};
  }

 protected:
  void beginRow(BfgsPath& path, const Points& point) override {
    path.g.setZero(point.cols());
    path.d = path.g;
    path.lineSearch.c2 = c2;
  }

  void stepRow(BfgsPath& path, Points& point, Oracle& oracle, double /*lr*/) override {
    path.trials.clear();
    const Eigen::VectorXd x = vectorOf(point);
    const bool first = !path.started;
    if (first) {
      path.value = path.f.valueAndGradient(oracle, x, path.g);
      path.h.setIdentity(x.size(), x.size());
      path.started = true;
    }
    if (!(path.g.squaredNorm() > 0)) return;
    path.d.noalias() = -path.h * path.g;
    double slope = path.g.dot(path.d);
    if (!(slope < 0)) {
      path.h.setIdentity();
      path.d = -path.g;
      slope = -path.g.squaredNorm();
    }
    Eigen::VectorXd at;
    const auto along = [&](double t, StrongWolfe::Place& place) {
      at = x + t * path.d;
      path.trials.add(at);
      place.t = t;
      place.f = path.f.valueAndGradient(oracle, at, place.g);
      place.slope = place.g.dot(path.d);
    };
    const double trial = first ? std::min(1.0, 1 / path.g.norm()) : 1;
    const StrongWolfe::Place& found = path.lineSearch.search(along, path.d, trial, path.value, path.g, slope);
    const Eigen::VectorXd s = found.t * path.d;
    const Eigen::VectorXd y = found.g - path.g;
    path.value = found.f;
    path.g = found.g;
    setPoint(point, x + s);
    update(path.h, s, y, first);
  }

 private:
  /// Nocedal & Wright 2006, equation 6.17; before the first update H is scaled as in equation 6.20.
  static void update(Eigen::MatrixXd& h, const Eigen::VectorXd& s, const Eigen::VectorXd& y, bool first) {
    const double ys = y.dot(s);
    if (!(ys > 1e-300) || !std::isfinite(ys)) return;
    if (first) h *= ys / y.squaredNorm();
    const Eigen::VectorXd hy = h * y;
    h += (1 + y.dot(hy) / ys) / ys * (s * s.transpose()) - (hy * s.transpose() + s * hy.transpose()) / ys;
  }
};

}  // namespace

OptimizerCard bfgs() {
  OptimizerCard card;
  card.id = "BFGS";
  card.most = 2000;
  card.label = "BFGS";
  card.family = "Classical";
  card.summary = "Learns the inverse Hessian from how gradients change, and steps as Newton would with it.";
  card.advice =
      "The method of choice for small smooth problems: no second derivatives, nearly Newton's speed. Keeps a matrix of "
      "n², so L-BFGS is for large ones. Not for noisy gradients.";
  card.reference = "Broyden, Fletcher, Goldfarb, Shanno 1970; Nocedal & Wright 2006, algorithm 6.1";
  card.formula = "d = -H*g;  x = x + t*d;  H = (I - s*y'/y.s)*H*(I - y*s'/y.s) + s*s'/y.s";
  card.lines = {lines::gradient(),
                {Phase::State, R"(d_t = -H_t g_t)"},
                {Phase::Step, R"(\theta_t = \theta_{t-1} + \alpha_t d_t)"},
                {Phase::State, R"(H_{t+1} = (I - \frac{s_t y_t^T}{y_t^T s_t}) H_t (I - \frac{y_t s_t^T}{y_t^T s_t}) + )"
                               R"(\frac{s_t s_t^T}{y_t^T s_t})"}};
  card.rate = "";
  card.groups = false;
  card.elementwise = false;
  card.options = {option("c2", &Bfgs::c2)
                      .named("curvature condition")
                      .as("c_2")
                      .explained("How much of the slope a line search may leave: smaller searches more exactly.")
                      .above(1e-4)
                      .below(1)
                      .slide(0.1, 0.9)};
  return describe<Bfgs>(std::move(card));
}

}  // namespace thalweg::optimizers
