/// NovoGrad: Ginsburg et al. 2019, algorithm 1.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class NovoGrad final : public Optimizer {
 public:
  double lr = 1e-3;
  std::array<double, 2> betas = {0.95, 0};
  double eps = 1e-8;
  double weight_decay = 0;
  bool grad_averaging = false;
  bool amsgrad = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_.setZero(start.rows(), static_cast<Index>(shape.size()));
    vMax_ = v_;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    const double share = grad_averaging ? 1 - betas[0] : 1;
    for (Index row = 0; row < x.rows(); ++row) {
      for (Index k = 0; k < v_.cols(); ++k) {
        const Block& block = shape_[static_cast<std::size_t>(k)];
        auto weights = blockOf(x, row, block);
        auto m = blockOf(m_, row, block);
        const auto g = blockOf(g_, row, block);
        double& v = v_(row, k);
        const double size = dot(g, g);
        v = v == 0 ? size : movingAverage(betas[1], v, size);
        vMax_(row, k) = std::max(vMax_(row, k), v);
        const double root = std::sqrt(amsgrad ? vMax_(row, k) : v) + eps;
        m = betas[0] * m + share * (g / root + weight_decay * weights);
        weights -= rate * m;
      }
    }
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_}, {R"(m_t)", Phase::State, m_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {{"v", spread(v_)}, {"v_max", spread(vMax_)}};
  }

 private:
  /// A tensor's number for each of its coordinates.
  [[nodiscard]] Points spread(const Points& numbers) const {
    Points all(m_.rows(), m_.cols());
    for (std::size_t k = 0; k < shape_.size(); ++k)
      all.middleCols(shape_[k].first, shape_[k].size()).colwise() = numbers.col(static_cast<Index>(k));
    return all;
  }

  Points g_, m_, v_, vMax_;
  Shape shape_;
};

}  // namespace

OptimizerCard novoGrad() {
  OptimizerCard card;
  card.id = "NovoGrad";
  card.label = "NovoGrad";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary = "Momentum on gradients divided by their own norm, tensor by tensor.";
  card.advice =
      "One number a tensor instead of one a coordinate, so a ravine's shape stays as it is. With beta 2 = 0 every "
      "gradient has length 1.";
  card.reference = "Ginsburg et al. 2019, algorithm 1; torch_optimizer 0.3.1";
  card.formula = "v = b2*v + (1 - b2)*|g|^2;  m = b1*m + g/(sqrt(v) + eps) + weight_decay*x;  x = x - lr*m";
  card.lines = {
      lines::gradient(),
      {Phase::State, "v", "where(v_prev == 0, tensor_square(g), beta_2*v_prev + (1 - beta_2)*tensor_square(g))"},
      {Phase::State, "v_max", "max(v_max_prev, v)", "amsgrad"},
      {Phase::State, "m",
       "beta_1*m_prev + (1 - beta_1 if grad_averaging else 1)*(g/(sqrt(v_max if amsgrad else v) + eps) + "
       "weight_decay*theta)"},
      lines::step("m")};
  card.options = {rateOption(&NovoGrad::lr).above(0),
                  betasOption(&NovoGrad::betas),
                  option("grad_averaging", &NovoGrad::grad_averaging)
                      .named("averaging")
                      .explained("The momentum is a moving average instead of a sum."),
                  epsOption(&NovoGrad::eps)
                      .explained("Keeps the division by the gradient's averaged norm finite where it vanishes."),
                  weightDecayOption(&NovoGrad::weight_decay),
                  amsgradOption(&NovoGrad::amsgrad)};
  return describe<NovoGrad>(std::move(card));
}

}  // namespace thalweg::optimizers
