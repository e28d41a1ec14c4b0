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

 private:
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
      {Phase::State, R"(v_t = \beta_2 v_{t-1} + (1 - \beta_2) \lVert g_t \rVert^2)"},
      {Phase::State, R"(m_t = \beta_1 m_{t-1} + \frac{g_t}{\sqrt{v_t} + \varepsilon} + \lambda \theta_{t-1})"},
      lines::step(R"(m_t)")};
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
