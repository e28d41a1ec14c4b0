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
  double alpha = 0;
  bool moved = false, restarted = false;
};

class Bfgs final : public RowOptimizer<BfgsPath> {
 public:
  double c2 = 0.9;

  void changed() {
    for (BfgsPath& path : paths()) path.lineSearch.c2 = c2;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, gather(&BfgsPath::g)}, {"d_t", Phase::State, gather(&BfgsPath::d)}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"H", matrices()},
            recorded("small", matrices().size() > 0 ? 1 : 0, gatherNumber(&BfgsPath::alpha)),
            {"alpha", gatherNumber(&BfgsPath::alpha)},
            {"moved", gatherNumber(&BfgsPath::moved)},
            {"reset", gatherNumber(&BfgsPath::restarted)}};
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
    path.restarted = false;
    path.moved = path.g.squaredNorm() > 0;
    if (!path.moved) return;
    path.d.noalias() = -path.h * path.g;
    double slope = path.g.dot(path.d);
    if (!(slope < 0)) {
      path.h.setIdentity();
      path.restarted = true;
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
    path.alpha = found.t;
    const Eigen::VectorXd s = found.t * path.d;
    const Eigen::VectorXd y = found.g - path.g;
    path.value = found.f;
    path.g = found.g;
    setPoint(point, x + s);
    update(path.h, s, y, first);
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
      const Eigen::MatrixXd known = matrix.size() > 0 ? matrix : Eigen::MatrixXd::Identity(n, n);
      all.row(row) = known.transpose().reshaped(1, n * n).array();
    }
    return all;
  }

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
                {Phase::State, "d", "(-g if reset else -product(H_prev, g))", "moved and small"},
                {Phase::State, "d", "QuasiNewton(g)", "moved and not small"},
                {Phase::State, "alpha", "line_search(theta, d)", "moved"},
                {Phase::Step, "next", "(theta + alpha*d if moved else theta)"},
                {Phase::Step, "s", "alpha*d", "moved"},
                {Phase::Step, "y", "gradient(next) - g", "moved"},
                {Phase::State, "H", "bfgs_update(H_prev, s, y)", "moved and small"}};
  card.symbols = {{"H", R"(H_{t+1})"}, {"H_prev", R"(H_t)"}};
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
