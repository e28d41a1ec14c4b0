#include "core/base/lanes.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/facts.h"

#include <array>

namespace thalweg::objectives {
namespace {

/// Samples: C·x, −x, −x, each with the walls.
class ReddiStream final : public WithFacts<Objective> {
 public:
  static constexpr double wall = 5;

  explicit ReddiStream(double c) : WithFacts(facts((c - 2) / 3)), slopes_{c, -1, -1}, mean_((c - 2) / 3) {}

  [[nodiscard]] Index dimension() const override { return 1; }
  [[nodiscard]] Index samples() const override { return 3; }

  void value(const Points& x, Column& f) const override {
    f.resize(x.rows());
    forLanes(x.rows(), [&](Index row, auto count) {
      const Lanes a = load(&x(row, 0), count);
      store(&f[row], mean_ * a + wall * square(beyond(a)), count);
    });
  }

  void gradient(const Points& x, Points& g, Batch batch) const override {
    double slope = mean_;
    if (!batch.empty()) {
      slope = 0;
      for (const Index s : batch) slope += slopes_[static_cast<std::size_t>(s)];
      slope /= static_cast<double>(batch.size());
    }
    g.resize(x.rows(), 1);
    forLanes(x.rows(), [&](Index row, auto count) {
      store(&g(row, 0), slope + 2 * wall * beyond(load(&x(row, 0), count)), count);
    });
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), 1);
    forLanes(x.rows(), [&](Index row, auto count) {
      const Lanes inside = 1.0 - abs(load(&x(row, 0), count));
      store(&hv(row, 0), select(inside < 0.0, 2 * wall * load(&v(row, 0), count), 0.0), count);
    });
  }

 private:
  /// How far x lies outside [−1, 1], with its sign.
  static Lanes beyond(Lanes x) { return select(x > 1.0, x - 1.0, select(x < -1.0, x + 1.0, 0.0)); }

  static Facts facts(double slope) {
    Facts facts{.view = {-1.6, 1.6, 0, 0}, .starts = {{0}, {0.9}}, .rate = 0.02, .scale = ColorScale::Linear};
    const double side = slope > 0 ? -1 : 1;
    if (slope != 0) {
      const double x = side - slope / (2 * wall);
      facts.landmarks = {globalMinimum({x}, slope * x + wall * (x - side) * (x - side))};
    }
    return facts;
  }

  std::array<double, 3> slopes_;
  double mean_;
};

struct StreamSettings {
  double c = 3;
};

}  // namespace

ObjectiveCard reddiStream() {
  Card card;
  card.id = "reddi_stream";
  card.label = "A stream that misleads Adam";
  card.family = "For one lesson";
  card.summary =
      "Three losses in turn, one steep upwards and two gently downwards: on average the way is left, but Adam "
      "drifts right.";
  card.formula = "f(x) = mean of C*x, -x, -x, plus 5*d^2 at distance d outside [-1, 1]";
  card.typeset = R"(f(x) = \tfrac13 (C x - x - x) + 5\,\max(\lvert x \rvert - 1, 0)^2)";
  card.advice =
      "Take mini-batches of one sample: each loss is a sample. Adam with betas (0, 1/(1 + C²)) remembers the "
      "rare large gradient for too short a time and ends at +1; AMSGrad does not. Soft walls stand in for the "
      "paper's projection onto [−1, 1], and samples come in shuffled order within each round of three.";
  card.reference = "Reddi, Kale & Kumar (2018), On the convergence of Adam and beyond, section 3, theorem 1";
  card.options = {option("C", &StreamSettings::c)
                      .named("steep slope C")
                      .explained("Slope of the one loss that points the right way; above 2 the average does, too.")
                      .above(2)
                      .slide(2.1, 10)};
  return makeCard<StreamSettings>(
      std::move(card), {.min = 1, .max = 1},
      [](const StreamSettings& settings, Index /*dimension*/) { return std::make_shared<ReddiStream>(settings.c); });
}

}  // namespace thalweg::objectives
