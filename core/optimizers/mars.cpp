/// MARS: Yuan et al. 2024, algorithm 2.
#include "core/optimizers/blocks.h"
#include "core/optimizers/kit.h"
#include "core/optimizers/newton_schulz.h"

namespace thalweg::optimizers {

namespace {

class Mars final : public Optimizer {
 public:
  double lr = 3e-3;
  std::array<double, 2> betas = {0.95, 0.99};
  double gamma = 0.025;
  std::string mars_type = "adamw";
  bool optimize_1d = false;
  double lr_1d = 3e-3;
  std::array<double, 2> betas_1d = {0.9, 0.95};
  double weight_decay = 0;
  double weight_decay_1d = 0.1;
  bool weight_decouple = true;
  bool fixed_decay = false;
  bool ams_bound = false;
  bool cautious = false;
  double eps = 1e-8;
  bool maximize = false;

  void reset(const Points& start, const Shape& shape) override {
    shape_ = shape;
    m_.setZero(start.rows(), start.cols());
    v_ = vMax_ = previous_ = u_ = c_ = m_;
    t_ = 0;
  }

  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    rate_ = rate;
    t_ += 1;
    if (maximize) g_ = -g_;
    forEachBlock(x.rows(), shape_, [&](Index row, const Block& block) { stepBlock(x, row, block, rate); });
    previous_ = g_;
  }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    return {{R"(g_t)", Phase::Gradient, g_},
            {R"(c_t)", Phase::State, c_},
            {R"(m_t)", Phase::State, m_},
            {R"(v_t)", Phase::State, v_},
            {R"(u_t)", Phase::State, u_}};
  }
  [[nodiscard]] std::vector<NamedValues> record() const override { return choices(); }

 private:
  /// What each coordinate's tensor goes by.
  [[nodiscard]] std::vector<NamedValues> choices() const {
    Points mixed = Points::Zero(m_.rows(), m_.cols());
    Points memory1 = mixed, memory2 = mixed, rate = mixed, decay = mixed;
    int rule = -1;
    for (const Block& block : shape_) {
      const bool isMixed = optimize_1d || block.isMatrix();
      const auto set = [&](Points& p, double value) { p.middleCols(block.first, block.size()) = value; };
      set(mixed, isMixed ? 1 : 0);
      set(memory1, (isMixed ? betas : betas_1d)[0]);
      set(memory2, (isMixed ? betas : betas_1d)[1]);
      set(rate, isMixed ? rate_ : lr > 0 ? rate_ * (lr_1d / lr) : lr_1d);
      set(decay, isMixed ? weight_decay : weight_decay_1d);
      const bool divides = !isMixed || mars_type == "adamw" || (mars_type == "shampoo" && !block.isMatrix());
      const int own = divides ? 0 : mars_type == "lion" ? 1 : 2;
      rule = rule < 0 || rule == own ? own : 3;
    }
    return {{"mixed", mixed}, {"memory_1", memory1}, {"memory_2", memory2}, {"eta", rate},
            {"decay", decay}, {"last", previous_},   {"v_max", vMax_},      recorded("rule", rule, m_)};
  }

  void stepBlock(Points& x, Index row, const Block& block, double rate) {
    auto p = blockOf(x, row, block);
    const auto g = blockOf(g_, row, block);
    auto m = blockOf(m_, row, block);
    auto u = blockOf(u_, row, block);
    auto c = blockOf(c_, row, block);
    const bool mixed = optimize_1d || block.isMatrix();
    const std::array<double, 2> b = mixed ? betas : betas_1d;
    // Vectors follow the schedule in proportion.
    const double stepSize = mixed ? rate : lr > 0 ? rate * (lr_1d / lr) : lr_1d;
    const double lambda = mixed ? weight_decay : weight_decay_1d;
    if (mixed) {
      c = g + gamma * (b[0] / (1 - b[0])) * (g - blockOf(previous_, row, block));
      const double size = norm(c);
      if (size > 1) c /= size;
    } else {
      c = g;
    }
    m = b[0] * m + (1 - b[0]) * c;
    u = m;
    if (cautious) {
      double agreeing = 0;
      for (Index i = 0; i < u.size(); ++i) agreeing += u(i) * g(i) > 0 ? 1 : 0;
      const double scale = static_cast<double>(u.size()) / (agreeing + 1);
      for (Index i = 0; i < u.size(); ++i) u(i) = u(i) * g(i) > 0 ? u(i) * scale : 0;
    }
    if (!mixed || mars_type == "adamw" || (mars_type == "shampoo" && !block.isMatrix())) {
      divideByRoot(row, block, b);
    } else if (mars_type == "lion") {
      for (Index i = 0; i < u.size(); ++i) u(i) = signOf(u(i));
    } else {
      orthogonalise(row, block, b[0]);
    }
    const Decay decay = decayOf(lambda, weight_decouple, fixed_decay, stepSize);
    p = decay.shrink * p - stepSize * (u + decay.share * p);
  }

  void divideByRoot(Index row, const Block& block, const std::array<double, 2>& b) {
    auto u = blockOf(u_, row, block);
    auto v = blockOf(v_, row, block);
    auto vMax = blockOf(vMax_, row, block);
    const auto c = blockOf(c_, row, block);
    v = b[1] * v + (1 - b[1]) * c * c;
    vMax = vMax.max(v);
    const double first = 1 - std::pow(b[0], t_);
    const double second = std::sqrt(1 - std::pow(b[1], t_));
    const auto& used = ams_bound ? vMax : v;
    u /= (used.sqrt() + eps) / second * first;
  }

  void orthogonalise(Index row, const Block& block, double beta) {
    const Eigen::MatrixXd update = matrixOf(u_, row, block) / (1 - beta);
    const double factor =
        std::sqrt(std::max(1.0, static_cast<double>(update.rows()) / static_cast<double>(update.cols())));
    const double divisor = std::max(norm(update.reshaped()), eps);
    setMatrix(u_, row, block, factor * newtonSchulz(update, {3.4445, -4.775, 2.0315}, 5, divisor));
  }

  Points g_, m_, v_, vMax_, previous_, u_, c_;
  Shape shape_;
  double t_ = 0;
  double rate_ = 0;  // of the last step
};

}  // namespace

OptimizerCard mars() {
  OptimizerCard card;
  card.id = "MARS";
  card.label = "MARS";
  card.family = "Modern";
  card.elementwise = false;
  card.momentum = "betas[0]";
  card.summary =
      "Adds a scaled change of the gradient before averaging, to take out the noise that mini-batches bring.";
  card.advice =
      "Gradients longer than 1 after the correction are shortened to 1. On vectors, such as a surface's two "
      "coordinates, it is AdamW unless vectors are switched on. With decoupling off, weight decay joins the update "
      "here; "
      "the reference adds it to a gradient that is no longer used, and so has none.";
  card.reference = "Yuan et al. 2024, algorithms 2 to 4; pytorch_optimizer 3.9.0";
  card.formula =
      "c = g + gamma*b1/(1 - b1)*(g - g_prev);  c = c/max(1, |c|);  then AdamW, Lion or Shampoo with c in place of g";
  card.lines = {
      lines::gradient(),
      {Phase::State, "q", "where(mixed > 0, g + gamma*(memory_1/(1 - memory_1))*(g - last_prev), g)"},
      {Phase::State, "c", "where(mixed > 0, q/max(1, tensor_norm(q)), q)"},
      {Phase::State, "m", "memory_1*m_prev + (1 - memory_1)*c"},
      {Phase::State, "q", "where(m*g > 0, m*tensor_size(g)/(tensor_count(where(m*g > 0, 1, 0)) + 1), 0)", "cautious"},
      {Phase::State, "v", "memory_2*v_prev + (1 - memory_2)*c**2", "rule == 0"},
      {Phase::State, "v_max", "max(v_max_prev, v)", "rule == 0 and ams_bound"},
      {Phase::State, "u",
       "(q if cautious else m)/((sqrt(v_max if ams_bound else v) + eps)/sqrt(1 - memory_2**t)*(1 - memory_1**t))",
       "rule == 0"},
      {Phase::State, "u", "sign(q if cautious else m)", "rule == 1"},
      {Phase::State, "u", "NewtonSchulz(q if cautious else m)", "rule > 1"},
      {Phase::Step, "w", "eta*(u + (0 if weight_decouple else decay)*theta)"},
      {Phase::Step, "theta", "(1 - ((decay if fixed_decay else eta*decay) if weight_decouple else 0))*theta"},
      {Phase::Step, "next", "theta - w"}};
  card.symbols = {{"last", R"(g_t)"},        {"memory_1", R"(\beta_1)"}, {"memory_2", R"(\beta_2)"},
                  {"eta", R"(\mathrm{lr})"}, {"decay", R"(\lambda)"},    {"q", R"(\tilde c_t)"},
                  {"mixed", R"(M)"}};
  card.options = {rateOption(&Mars::lr),
                  betasOption(&Mars::betas),
                  option("gamma", &Mars::gamma)
                      .named("correction")
                      .as(R"(\gamma)")
                      .explained("How much of the gradient's change is added.")
                      .atLeast(0)
                      .slide(0, 1),
                  option("mars_type", &Mars::mars_type)
                      .named("kind")
                      .explained("The method that steps along the corrected gradient.")
                      .oneOf({"adamw", "lion", "shampoo"}),
                  option("optimize_1d", &Mars::optimize_1d)
                      .named("vectors too")
                      .explained("Treats vectors as matrices are treated; else they are stepped by AdamW."),
                  option("lr_1d", &Mars::lr_1d)
                      .named("rate of vectors")
                      .as(R"(\mathrm{lr}_1)")
                      .explained("Learning rate of vectors that are stepped by AdamW.")
                      .atLeast(0)
                      .slide(1e-5, 10, Scale::Log)
                      .inSecondRow(),
                  option("betas_1d", &Mars::betas_1d)
                      .named("averages of vectors")
                      .explained("Moving averages of vectors that are stepped by AdamW.")
                      .element(beta("1", "Memory of the averaged gradient."))
                      .element(beta("2", "Memory of the averaged squared gradient."))
                      .inSecondRow(),
                  epsOption(&Mars::eps),
                  weightDecayOption(&Mars::weight_decay),
                  option("weight_decay_1d", &Mars::weight_decay_1d)
                      .named("weight decay of vectors")
                      .as(R"(\lambda_1)")
                      .explained("Weight decay of vectors that are stepped by AdamW.")
                      .atLeast(0)
                      .slide(0, 1)
                      .inSecondRow(),
                  decoupleOption(&Mars::weight_decouple),
                  fixedDecayOption(&Mars::fixed_decay),
                  amsgradOption(&Mars::ams_bound, "ams_bound"),
                  option("cautious", &Mars::cautious)
                      .named("cautious")
                      .explained("Leaves out coordinates whose step disagrees with the gradient.")
                      .inSecondRow(),
                  maximizeOption(&Mars::maximize)};
  return describe<Mars>(std::move(card));
}

}  // namespace thalweg::optimizers
