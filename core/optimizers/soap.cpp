/// SOAP: Vyas et al. 2024, algorithm 3.
#include "core/base/linear_algebra.h"
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Soap final : public Optimizer {
 public:
  double lr = 3e-3;
  std::array<double, 2> betas = {0.95, 0.95};
  std::optional<double> shampoo_beta;
  double weight_decay = 1e-2;
  std::int64_t precondition_frequency = 10;
  std::int64_t max_precondition_dim = 10000;
  bool precondition_1d = false;
  bool normalize_gradient = false;
  bool correct_bias = true;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_ = u_ = m_;
    tensors_.assign(static_cast<std::size_t>(start.rows()) * shape.size(), {});
    t_ = 0;
    first_ = second_ = {};
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    if (maximize) g_ = -g_;
    const bool learning = t_ == 0;
    double scale = rate;
    if (!learning) {
      const double firstCorrection = first_.next(betas[0]);
      const double secondCorrection = second_.next(betas[1]);
      if (correct_bias) scale *= std::sqrt(secondCorrection) / firstCorrection;
    }
    std::size_t index = 0;
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      Tensor& tensor = tensors_[index++];
      const Eigen::MatrixXd g = matrixOf(g_, row, block);
      // The first step only learns the basis.
      if (!learning) {
        moveBlock(x, row, block, tensor, g, scale);
        blockOf(x, row, block) *= 1 - rate * weight_decay;
      }
      learn(tensor, block, g);
    });
    ++t_;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}, {R"(u_t)", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("bias_1", first_.value(), m_),
            recorded("bias_2", second_.value(), m_),
            recorded("plain", plain() ? 1 : 0, m_),
            {"v", squares()}};
  }

 private:
  /// Without any basis it is Adam.
  [[nodiscard]] bool plain() const { return std::ranges::none_of(shape_, &Block::isMatrix) && !precondition_1d; }
  /// The averaged squares in their own coordinates, where there is no basis.
  [[nodiscard]] Points squares() const {
    Points all = Points::Zero(m_.rows(), m_.cols());
    if (!plain()) return all;
    std::size_t index = 0;
    forEachBlock(m_.rows(), shape_, [&](Index row, const Block& block) {
      const Tensor& tensor = tensors_[index++];
      if (tensor.v.size() > 0) setMatrix(all, row, block, tensor.v);
    });
    return all;
  }

  /// Averaged outer products of one tensor and the basis that nearly diagonalises them; empty: not preconditioned.
  struct Tensor {
    Eigen::MatrixXd left, right, leftBasis, rightBasis, v;
  };

  static Eigen::MatrixXd toBasis(const Tensor& t, Eigen::MatrixXd g) {
    if (t.leftBasis.size() > 0) g = t.leftBasis.transpose() * g;
    if (t.rightBasis.size() > 0) g = g * t.rightBasis;
    return g;
  }
  static Eigen::MatrixXd fromBasis(const Tensor& t, Eigen::MatrixXd g) {
    if (t.leftBasis.size() > 0) g = t.leftBasis * g;
    if (t.rightBasis.size() > 0) g = g * t.rightBasis.transpose();
    return g;
  }

  void moveBlock(Points& x, Index row, const Block& block, Tensor& t, const Eigen::MatrixXd& g, double rate) {
    auto m = blockOf(m_, row, block);
    m = betas[0] * m + (1 - betas[0]) * blockOf(g_, row, block);
    const Eigen::MatrixXd projected = toBasis(t, g);
    t.v = betas[1] * t.v + (1 - betas[1]) * projected.cwiseAbs2();
    Eigen::MatrixXd u = toBasis(t, matrixOf(m_, row, block));
    u = u.array() / (t.v.array().sqrt() + eps);
    u = fromBasis(t, u);
    if (normalize_gradient) u /= eps + std::sqrt(u.squaredNorm() / static_cast<double>(u.size()));
    setMatrix(u_, row, block, u);
    blockOf(x, row, block) -= rate * blockOf(u_, row, block);
  }

  void learn(Tensor& t, const Block& block, const Eigen::MatrixXd& g) {
    const double keep = shampoo_beta.value_or(betas[1]);
    const bool first = t.v.size() == 0;
    if (first) {
      t.v.setZero(g.rows(), g.cols());
      const auto small = [&](Index n) { return n <= max_precondition_dim; };
      if (block.isMatrix() && small(g.rows())) t.left.setZero(g.rows(), g.rows());
      if ((block.isMatrix() || precondition_1d) && small(g.cols())) t.right.setZero(g.cols(), g.cols());
    }
    if (t.left.size() > 0) t.left = keep * t.left + (1 - keep) * g * g.transpose();
    if (t.right.size() > 0) t.right = keep * t.right + (1 - keep) * g.transpose() * g;
    if (first) {
      t.leftBasis = eigenbasis(t.left);
      t.rightBasis = eigenbasis(t.right);
    } else if (t_ % precondition_frequency == 0) {
      if (t.left.size() > 0) t.v = improve(t.left, t.leftBasis) * t.v;
      if (t.right.size() > 0) t.v = t.v * improve(t.right, t.rightBasis).transpose();
    }
  }

  /// The first `rank` columns of a basis, and in place of the others, which no data have fixed and every library
  /// chooses otherwise, what is left of the unit vectors: of e₁, e₂ … in turn the part at right angles to all before
  /// it, where that part is not small.
  static Eigen::MatrixXd completed(Eigen::MatrixXd basis, Index rank) {
    const Index n = basis.rows();
    for (Index unit = 0; rank < n && unit < n; ++unit) {
      Eigen::VectorXd rest = Eigen::VectorXd::Unit(n, unit);
      const auto known = basis.leftCols(rank);
      for (int twice = 0; twice < 2; ++twice) rest -= known * (known.transpose() * rest);
      // Among those that are left some part has at least 1/n of its square.
      if (rest.squaredNorm() < 0.5 / static_cast<double>(n)) continue;
      basis.col(rank++) = rest.normalized();
    }
    return basis;
  }

  /// Eigenvectors, the largest value first. Their signs do not matter: the step is the same for both.
  static Eigen::MatrixXd eigenbasis(const Eigen::MatrixXd& a) {
    if (a.size() == 0) return {};
    const SymmetricEigen eigen = symmetricEigen(a);
    const Eigen::VectorXd values = eigen.values.reverse();
    return completed(eigen.vectors.rowwise().reverse(), (values.array() > 1e-12 * values[0]).count());
  }

  /// One round of power iteration; returns the permutation that sorts by the estimated eigenvalues.
  static Eigen::MatrixXd improve(const Eigen::MatrixXd& a, Eigen::MatrixXd& basis) {
    const Eigen::VectorXd estimates = (basis.transpose() * a * basis).diagonal();
    std::vector<Index> order(static_cast<std::size_t>(a.rows()));
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
    std::ranges::stable_sort(order, [&](Index i, Index j) { return estimates(i) > estimates(j); });
    Eigen::MatrixXd permutation = Eigen::MatrixXd::Zero(a.rows(), a.rows());
    for (std::size_t i = 0; i < order.size(); ++i) permutation(static_cast<Index>(i), order[i]) = 1;
    const Eigen::MatrixXd sorted = basis * permutation.transpose();
    const OrthogonalFactor factor = orthogonalFactor(a * sorted);
    const double largest = factor.sizes.maxCoeff();
    Index rank = 0;
    while (rank < factor.sizes.size() && factor.sizes[rank] > 1e-10 * largest) ++rank;
    basis = completed(factor.q, rank);
    return permutation;
  }

  Points g_, m_, v_, u_;
  Shape shape_;
  std::vector<Tensor> tensors_;
  std::int64_t t_ = 0;
  BiasCorrection first_, second_;
};

}  // namespace

OptimizerCard soap() {
  OptimizerCard card;
  card.id = "SOAP";
  card.most = 2000;
  card.label = "SOAP";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Runs Adam in the slowly turning eigenbasis of Shampoo's preconditioner.";
  card.advice =
      "Helps where curvature lies askew to the coordinates. It does not move in the first step, and on vectors it is "
      "Adam unless vectors are switched on. Directions that no gradient has shown yet are turned to the axes, where "
      "the "
      "reference leaves them to the linear algebra library.";
  card.reference = "Vyas et al. 2024, algorithm 3; pytorch_optimizer 3.9.0";
  card.formula =
      "L = b*L + (1 - b)*G*G^T;  R = b*R + (1 - b)*G^T*G;  G' = Q_L^T*G*Q_R;  Adam on G' with M' = Q_L^T*M*Q_R;  x = x "
      "- lr*Q_L*N'*Q_R^T";
  card.lines = {
      lines::gradient(),
      {Phase::State, "m", "beta_1*m_prev + (1 - beta_1)*g", "t > 1"},
      {Phase::State, "v", "beta_2*v_prev + (1 - beta_2)*g**2", "plain and t > 1"},
      {Phase::State, "q", "m/(sqrt(v) + eps)", "plain and t > 1"},
      {Phase::State, "u", "(q/(eps + tensor_rms(q)) if normalize_gradient else q)", "plain and t > 1"},
      {Phase::State, "u", "Rotated(m, g)", "t > 1 and not plain"},
      {Phase::Step, "next", "(theta if t == 1 else theta - lr*(sqrt(bias_2)/bias_1 if correct_bias else 1)*u)"},
      {Phase::Step, "next", "(1 - lr*weight_decay)*next", "t > 1"}};
  card.symbols = {{"q", R"(\tilde u_t)"}};
  card.options = {
      rateOption(&Soap::lr),
      betasOption(&Soap::betas),
      option("precondition_frequency", &Soap::precondition_frequency)
          .named("basis period")
          .explained("The basis is improved every so many steps.")
          .within(1, 1e9)
          .slide(1, 50, Scale::Integer),
      option("shampoo_beta", &Soap::shampoo_beta)
          .named("memory of the basis")
          .as(R"(\beta_{\mathrm{S}})")
          .explained("Memory of the outer products; none: beta 2.")
          .atLeast(0)
          .below(1)
          .slide(0, 0.9999, Scale::LogOneMinus)
          .inSecondRow(),
      option("precondition_1d", &Soap::precondition_1d)
          .named("vectors too")
          .explained("Rotates vectors as well; else they are stepped by Adam."),
      epsOption(&Soap::eps),
      weightDecayOption(&Soap::weight_decay),
      option("normalize_gradient", &Soap::normalize_gradient)
          .named("normalise")
          .explained(
              "Gives every update the root mean square 1; ε is added to it, where the authors' own code adds 1e-30.")
          .inSecondRow(),
      option("correct_bias", &Soap::correct_bias)
          .named("bias correction")
          .explained("Corrects both averages for their cold start, as Adam does.")
          .inSecondRow(),
      option("max_precondition_dim", &Soap::max_precondition_dim)
          .named("largest side")
          .explained("Sides longer than this are not rotated.")
          .within(1, 1e9)
          .slide(1, 10000, Scale::Integer)
          .inSecondRow(),
      maximizeOption(&Soap::maximize)};
  return describe<Soap>(std::move(card));
}

}  // namespace thalweg::optimizers
