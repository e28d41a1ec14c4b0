/// torch.optim.Adafactor 2.x.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class Adafactor final : public Optimizer {
 public:
  double lr = 1e-2;
  double beta2_decay = -0.8;
  Json eps = {nullptr, 1e-3};
  double d = 1;
  double weight_decay = 0;
  bool maximize = false;

  void prepare() {
    epsilon1_ = eps[0].is_null() ? std::numeric_limits<double>::epsilon() : eps[0].get<double>();
    epsilon2_ = eps[1].is_null() ? 0 : eps[1].get<double>();
  }

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    v_.setZero(start.rows(), start.cols());
    u_ = v_;
    t_ = 0;
    rowMeans_.assign(static_cast<std::size_t>(start.rows()) * shape.size(), {});
    columnMeans_.assign(rowMeans_.size(), {});
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    if (maximize) g_ = -g_;
    t_ += 1;
    const double keep = 1 - std::pow(t_, beta2_decay);
    const double rho = std::min(rate, 1 / std::sqrt(t_));
    std::size_t tensor = 0;
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) {
      auto p = blockOf(x, row, block);
      auto v = blockOf(v_, row, block);
      auto u = blockOf(u_, row, block);
      const auto g = blockOf(g_, row, block);
      const double rootSize = std::sqrt(static_cast<double>(block.size()));
      const double alpha = std::max(epsilon2_, norm(p) / rootSize) * rho;
      p *= 1 - rate * weight_decay;
      if (block.isMatrix()) {
        factorise(matrixOf(g_, row, block), keep, rowMeans_[tensor], columnMeans_[tensor], v);
      } else {
        v = keep * v + (1 - keep) * g * g;
      }
      u = g / v.max(epsilon1_ * epsilon1_).sqrt();
      p -= alpha / std::max(1.0, norm(u) / rootSize / d) * u;
      ++tensor;
    });
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{"g_t", Phase::Gradient, g_}, {R"(\hat v_t)", Phase::State, v_}, {"u_t", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    return {recorded("eps_1", epsilon1_, v_), recorded("eps_2", epsilon2_, v_)};
  }

 private:
  /// Means of the squares along rows and columns stand for the whole matrix.
  void factorise(const Eigen::MatrixXd& g, double keep, Eigen::VectorXd& r, Eigen::RowVectorXd& c, StridedRow v) const {
    if (r.size() == 0) {
      r.setZero(g.rows());
      c.setZero(g.cols());
    }
    r = keep * r + (1 - keep) * g.cwiseAbs2().rowwise().mean();
    c = keep * c + (1 - keep) * g.cwiseAbs2().colwise().mean();
    const double mean = std::max(r.mean(), epsilon1_);
    for (Index i = 0; i < g.rows(); ++i)
      for (Index j = 0; j < g.cols(); ++j) v(i * g.cols() + j) = r(i) * c(j) / mean;
  }

  double epsilon1_ = 0;
  double epsilon2_ = 0;
  Shape shape_;
  Points g_, v_, u_;
  std::vector<Eigen::VectorXd> rowMeans_;
  std::vector<Eigen::RowVectorXd> columnMeans_;
  double t_ = 0;
};

}  // namespace

OptimizerCard adafactor() {
  OptimizerCard card;
  card.id = "Adafactor";
  card.label = "Adafactor";
  card.family = "torch.optim";
  card.elementwise = false;
  card.summary = "RMSprop with relative step sizes that keeps, for a matrix, only averages along rows and columns.";
  card.advice =
      "Saves memory on large matrices. Steps scale with the size of the parameters themselves, so a path that starts "
      "near zero moves slowly, and the rate acts only while it is below 1/√t.";
  card.reference = "Shazeer & Stern 2018; torch.optim.Adafactor, PyTorch 2.x";
  card.formula =
      "b = 1 - t^beta2_decay;  v = b*v + (1 - b)*g^2;  u = g/sqrt(v);  "
      "x = x - max(eps2, RMS(x))*min(lr, 1/sqrt(t))*u/max(1, RMS(u)/d)";
  card.lines = {lines::gradient(),
                {Phase::State, "v_hat", "(1 - t**beta2_decay)*v_hat_prev + t**beta2_decay*g**2", "not matrices"},
                {Phase::State, "v_hat", "Factored(v_hat_prev, g)", "matrices"},
                {Phase::State, "u", "g/sqrt(max(v_hat, eps_1**2))"},
                {Phase::State, "alpha", "max(eps_2, tensor_rms(theta))*min(lr, 1/sqrt(t))"},
                lines::decay(),
                {Phase::Step, "next", "theta - alpha/max(1, tensor_rms(u)/d)*u"}};
  card.symbols = {{"eps_1", R"(\varepsilon_1)"}, {"eps_2", R"(\varepsilon_2)"}};
  card.torch = "torch.optim.Adafactor";
  card.options = {rateOption(&Adafactor::lr),
                  option("beta2_decay", &Adafactor::beta2_decay)
                      .named("decay of beta 2")
                      .as(R"(\gamma)")
                      .explained("The average forgets with t to this power: −1 is the plain mean of all squares.")
                      .atMost(0)
                      .slide(-1, 0),
                  option("d", &Adafactor::d)
                      .named("clipping threshold")
                      .as("d")
                      .explained("Largest root mean square that an update may have.")
                      .atLeast(1)
                      .slide(1, 10),
                  option("eps", &Adafactor::eps)
                      .ofKind(OptionKind::List)
                      .named("epsilons")
                      .explained("Floors under the averaged squares and under the size of the parameters.")
                      .element({R"(\varepsilon_1)",
                                "epsilon 1",
                                "Floor under the root of the averages; none: the machine's rounding.",
                                {0, Range{}.max},
                                {1e-16, 1, Scale::Log},
                                true})
                      .element({R"(\varepsilon_2)",
                                "epsilon 2",
                                "Smallest size that parameters are taken to have.",
                                {0, Range{}.max},
                                {1e-6, 1, Scale::Log}})
                      .inSecondRow(),
                  weightDecayOption(&Adafactor::weight_decay),
                  maximizeOption(&Adafactor::maximize)};
  return describe<Adafactor>(std::move(card));
}

}  // namespace thalweg::optimizers
