/// Shampoo: Gupta, Koren & Singer 2018, algorithm 1.
#include "core/base/linear_algebra.h"
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Shampoo final : public Optimizer {
 public:
  double lr = 0.1;
  double momentum = 0;
  double weight_decay = 0;
  double matrix_eps = 1e-4;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    b_.setZero(start.rows(), start.cols());
    u_ = b_;
    const std::size_t tensors = static_cast<std::size_t>(start.rows()) * shape.size();
    left_.assign(tensors, {});
    right_.assign(tensors, {});
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double decay = weight_decay;
    elementwise([=](double& g, double xi) { g += decay * xi; }, g_, x);
    std::size_t tensor = 0;
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      precondition(row, block, left_[tensor], right_[tensor]);
      ++tensor;
    });
    const double mu = momentum;
    elementwise(
        [=](double& xi, double& b, double u) {
          b = mu * b + u;
          xi -= rate * b;
        },
        x, b_, u_);
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(u_t)", Phase::State, u_}, {R"(b_t)", Phase::State, b_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("small", whole() ? 1 : 0, b_), {"L", factors()}};
  }

 private:
  /// One vector of few coordinates: its factor can be shown.
  [[nodiscard]] bool whole() const {
    constexpr Index most = 8;
    return shape_.size() == 1 && !shape_[0].isMatrix() && b_.cols() <= most;
  }
  /// The factor of every path, row by row.
  [[nodiscard]] Points factors() const {
    if (!whole()) return {};
    const Index n = b_.cols();
    Points all(b_.rows(), n * n);
    for (Index row = 0; row < all.rows(); ++row) {
      const Eigen::MatrixXd& left = left_[static_cast<std::size_t>(row)];
      const Eigen::MatrixXd known = left.size() > 0 ? left : matrix_eps * Eigen::MatrixXd::Identity(n, n);
      all.row(row) = known.transpose().reshaped(1, n * n).array();
    }
    return all;
  }

  void precondition(Index row, const Block& block, Eigen::MatrixXd& left, Eigen::MatrixXd& right) {
    // A vector has one factor, and takes its square root where a matrix takes two fourth roots.
    Eigen::MatrixXd g = matrixOf(g_, row, block);
    if (!block.isMatrix()) g.transposeInPlace();
    if (left.size() == 0) left = matrix_eps * Eigen::MatrixXd::Identity(g.rows(), g.rows());
    left += g * g.transpose();
    if (!block.isMatrix()) return setMatrix(u_, row, block, (inversePower(left, 0.5) * g).transpose());
    if (right.size() == 0) right = matrix_eps * Eigen::MatrixXd::Identity(g.cols(), g.cols());
    right += g.transpose() * g;
    setMatrix(u_, row, block, inversePower(left, 0.25) * g * inversePower(right, 0.25));
  }

  /// A^(−power) of a symmetric, positive definite matrix.
  static Eigen::MatrixXd inversePower(const Eigen::MatrixXd& a, double power) {
    const SymmetricEigen eigen = symmetricEigen(a);
    const Eigen::VectorXd values = eigen.values.unaryExpr([=](double v) { return std::pow(v, -power); });
    return eigen.vectors * values.asDiagonal() * eigen.vectors.transpose();
  }

  Points g_, b_, u_;
  Shape shape_;
  std::vector<Eigen::MatrixXd> left_, right_;
};

}  // namespace

OptimizerCard shampoo() {
  OptimizerCard card;
  card.id = "Shampoo";
  card.most = 2000;
  card.label = "Shampoo";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "momentum";
  card.summary = "Divides gradients by roots of the sums of their outer products: Adagrad with whole matrices.";
  card.advice =
      "Sees correlations between coordinates that Adagrad does not: a rotated ravine is as easy as a straight one. "
      "Like Adagrad's, its steps only shrink.";
  card.reference = "Gupta, Koren & Singer 2018, algorithm 1";
  card.formula = "L = L + G*G^T;  R = R + G^T*G;  x = x - lr*L^(-1/4)*G*R^(-1/4);  vectors: x = x - lr*H^(-1/2)*g";
  card.lines = {lines::decayedGradient(),
                {Phase::State, "L", "L_prev + outer(g, g)", "small"},
                {Phase::State, "u", "InverseRoot(L, g)", "small"},
                {Phase::State, "u", "InverseRoots(g)", "not small"},
                {Phase::State, "b", "momentum*b_prev + u"},
                lines::step("b")};
  card.options = {rateOption(&Shampoo::lr), momentumOption(&Shampoo::momentum),
                  option("matrix_eps", &Shampoo::matrix_eps)
                      .named("initial diagonal")
                      .as(R"(\varepsilon)")
                      .explained("What the preconditioners start from; must stay well above rounding.")
                      .above(0)
                      .slide(1e-8, 1, Scale::Log),
                  weightDecayOption(&Shampoo::weight_decay)};
  return describe<Shampoo>(std::move(card));
}

}  // namespace thalweg::optimizers
