/// What must hold for every optimizer of the catalogue, whatever it does.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/oracle.h"
#include "core/expression/update_line.h"

#include <QtTest>

#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace thalweg {

namespace {

/// Σ cᵢ-free quartic with a minimum at `centre`: smooth, separable, not a quadratic. `scale` multiplies it.
class Cup final : public Objective {
 public:
  explicit Cup(std::vector<double> centre, double scale = 1) : centre_(std::move(centre)), scale_(scale) {}
  [[nodiscard]] Index dimension() const override { return static_cast<Index>(centre_.size()); }
  void value(const Points& x, Column& f) const override {
    f.setZero(x.rows());
    for (Index j = 0; j < x.cols(); ++j) {
      const Column u = x.col(j) - at(j);
      f += scale_ * weight(j) * (u.square() + 0.25 * u.square().square());
    }
  }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override {
    g.resize(x.rows(), x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      const Column u = x.col(j) - at(j);
      g.col(j) = scale_ * weight(j) * (2 * u + u * u * u);
    }
  }
  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), x.cols());
    for (Index j = 0; j < x.cols(); ++j) {
      const Column u = x.col(j) - at(j);
      hv.col(j) = scale_ * weight(j) * (2 + 3 * u * u) * v.col(j);
    }
  }
  void hessianDiagonal(const Points& x, Points& h) const override {
    hessianProduct(x, Points::Ones(x.rows(), x.cols()), h);
  }
  [[nodiscard]] View view() const override { return {}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return {centre_}; }
  /// The same for all coordinates would hide mistakes in the order of coordinates.
  std::vector<double> weights;

 private:
  [[nodiscard]] double at(Index j) const { return centre_[static_cast<std::size_t>(j)]; }
  [[nodiscard]] double weight(Index j) const { return weights.empty() ? 1 : weights[static_cast<std::size_t>(j)]; }
  std::vector<double> centre_;
  double scale_;
};

/// Everything is `value` (a NaN, an infinity, a huge number) in the first row's place, flat elsewhere.
class Broken final : public Objective {
 public:
  Broken(double f, double g) : f_(f), g_(g) {}
  [[nodiscard]] Index dimension() const override { return 2; }
  void value(const Points& x, Column& f) const override { f.setConstant(x.rows(), f_); }
  void gradient(const Points& x, Points& g, Batch /*batch*/) const override { g.setConstant(x.rows(), x.cols(), g_); }
  void hessianProduct(const Points& x, const Points& /*v*/, Points& hv) const override {
    hv.setConstant(x.rows(), x.cols(), std::isfinite(g_) ? 0 : g_);
  }
  [[nodiscard]] View view() const override { return {}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override { return {{0, 0}}; }

 private:
  double f_;
  double g_;
};

bool same(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

double rateOf(const OptimizerCard& card, const Options& options = {}) {
  if (card.rate.empty()) return 0;
  // Its default of 1 is too long for this cup's curvature.
  if (card.id == "ScheduleFreeSGD") return 0.05;
  if (card.rate == "base_options.lr") return 0.01;
  return optionValue(*card.find(card.rate), options).get<double>();
}

void steps(Optimizer& optimizer, const Objective& objective, Points& x, double lr, int count, int first = 0) {
  ObjectiveOracle oracle(objective, {}, {});
  for (int k = first; k < first + count; ++k) {
    oracle.beginStep(k);
    optimizer.step(x, oracle, lr);
  }
}

Points run(const OptimizerCard& card, const Options& options, const Objective& objective, Points x, int count) {
  const auto optimizer = card.make(options);
  optimizer->reset(x, objective.shape());
  steps(*optimizer, objective, x, rateOf(card, options), count);
  return x;
}

Cup cup() {
  Cup result({0.5, -0.25, 0.125});
  result.weights = {1, 3, 0.5};
  return result;
}

Points someStarts() {
  Points x(5, 3);
  x << 1.5, 0.75, -0.5,   //
      -0.5, 0.5, 1,       //
      0.5, -0.25, 0.125,  //
      2, -1.25, 0.25,     //
      0.75, 0, -1;
  return x;
}

/// Weight decay has a place of its own, and so have the methods' other pulls towards the origin.
Options withoutDecay(const OptimizerCard& card) {
  Options options;
  for (const char* id : {"weight_decay", "weight_decay_1d", "lambd"}) {
    if (card.find(id)) options[id] = 0;
  }
  if (card.id == "Grokfast") options["base_options"] = {{"weight_decay", 0}};
  // From an estimate near nothing the first steps amplify rounding without bound.
  if (card.find("d0")) options["d0"] = 0.1;
  return options;
}

}  // namespace

/// The README's example: one class, one card.
class Halving final : public Optimizer {
 public:
  double lr = 0.1;
  void reset(const Points& start, const Shape& /*shape*/) override { scale_.setOnes(start.rows(), start.cols()); }
  void step(Points& x, Oracle& oracle, double rate) override {
    oracle.gradient(x, g_);
    x -= rate * scale_ * g_;
    scale_ /= 2;
  }

 private:
  Points g_, scale_;
};

class OptimizerPropertiesTest : public QObject {
  Q_OBJECT

  static void everyCard() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < optimizerCards().size(); ++i) {
      QTest::newRow(optimizerCards()[i]->id.c_str()) << static_cast<int>(i);
    }
  }
  static const OptimizerCard& card() {
    QFETCH(int, index);
    return *optimizerCards()[static_cast<std::size_t>(index)];
  }

 private Q_SLOTS:
  void idsAreUniqueAndFound() {
    for (const OptimizerCard* one : optimizerCards()) QCOMPARE(findOptimizer(one->id), one);
    QVERIFY(!findOptimizer("nobody"));
    QVERIFY(optimizerCards().size() >= 70);
  }

  void cardIsComplete_data() { everyCard(); }
  void cardIsComplete() {
    const OptimizerCard& c = card();
    for (const std::string* text : {&c.label, &c.family, &c.formula, &c.reference, &c.typeset}) QVERIFY(!text->empty());
    for (const std::string* text : {&c.summary, &c.advice}) QVERIFY(text->ends_with('.'));
    QVERIFY(c.rate.empty() || c.rate == "base_options.lr" || c.find(c.rate));
    QVERIFY(c.momentum.empty() || c.momentum == "betas[0]" || c.find(c.momentum));
    const auto slides = [](const SliderRange& s, const Range& r, const std::string& id) {
      QVERIFY2(s.min < s.max, id.c_str());
      QVERIFY2(r.contains(s.max) && (r.contains(s.min) || r.min == s.min), id.c_str());
      QVERIFY2(s.scale != Scale::Log || s.min > 0, id.c_str());
      QVERIFY2(s.scale != Scale::LogOneMinus || s.max < 1, id.c_str());
    };
    for (const OptionDescription& d : c.options) {
      QVERIFY2(!d.label.empty() && d.tip.ends_with('.'), d.id.c_str());
      if ((d.kind == OptionKind::Real || d.kind == OptionKind::Integer)) slides(d.slider, d.range, d.id);
      for (const ElementDescription& e : d.elements) slides(e.slider, e.range, d.id + " " + e.label);
    }
    for (const auto& [name, options] : c.presets) QVERIFY2(c.make(options), name.c_str());
  }

  void vectorsAreNamedInTheFormula_data() { everyCard(); }
  void vectorsAreNamedInTheFormula() {
    const OptimizerCard& c = card();
    const Cup objective = cup();
    const auto optimizer = c.make({});
    Points x = someStarts();
    optimizer->reset(x, objective.shape());
    steps(*optimizer, objective, x, rateOf(c), 3);
    for (const NamedVector& v : optimizer->vectors()) {
      QCOMPARE(v.values.rows(), x.rows());
      QCOMPARE(v.values.cols(), x.cols());
      // Wrappers show their base's vectors, too; sums over several name them by index.
      if (c.find("base") || c.id == "AggMo" || c.id == "LBFGS") continue;
      QVERIFY2(c.typeset.find(v.symbol) != std::string::npos, v.symbol.c_str());
    }
    for (const Reading& reading : optimizer->readings()) QCOMPARE(reading.values.size(), x.rows());
    if (optimizer->average()) QCOMPARE(optimizer->average()->rows(), x.rows());
  }

  void finiteAndDeterministic_data() { everyCard(); }
  void finiteAndDeterministic() {
    const OptimizerCard& c = card();
    const Points once = run(c, {}, cup(), someStarts(), 40);
    QVERIFY(once.allFinite());
    QVERIFY(same(once, run(c, {}, cup(), someStarts(), 40)));
    QVERIFY(!same(once, someStarts()));
  }

  void aloneAndInABatchAreTheSameBits_data() { everyCard(); }
  void aloneAndInABatchAreTheSameBits() {
    const OptimizerCard& c = card();
    const Points together = run(c, {}, cup(), someStarts(), 25);
    for (Index row = 0; row < together.rows(); ++row) {
      const Points alone = run(c, {}, cup(), someStarts().row(row), 25);
      QVERIFY2(same(alone, together.row(row)), std::to_string(row).c_str());
    }
  }

  void resetForgetsEverything_data() { everyCard(); }
  void resetForgetsEverything() {
    const OptimizerCard& c = card();
    const Cup objective = cup();
    const auto optimizer = c.make({});
    Points x = Points::Constant(2, 3, 0.75);
    optimizer->reset(x, objective.shape());
    steps(*optimizer, objective, x, rateOf(c), 15);
    x = someStarts();
    optimizer->reset(x, objective.shape());
    steps(*optimizer, objective, x, rateOf(c), 15);
    QVERIFY(same(x, run(c, {}, objective, someStarts(), 15)));
  }

  void movesWithTheObjective_data() { everyCard(); }
  void movesWithTheObjective() {
    const OptimizerCard& c = card();
    if (c.id == "Lamb" || c.id == "Adafactor" || c.id == "NelderMead") {
      QSKIP("its steps are in proportion to the parameters themselves");
    }
    const std::vector<double> shift = {0.25, -0.5, 1};
    Cup here = cup();
    Cup there({0.75, -0.75, 1.125});
    there.weights = here.weights;
    const Options options = withoutDecay(c);
    Points moved = someStarts();
    for (Index j = 0; j < 3; ++j) moved.col(j) += shift[static_cast<std::size_t>(j)];
    Points b = run(c, options, there, moved, 12);
    for (Index j = 0; j < 3; ++j) b.col(j) -= shift[static_cast<std::size_t>(j)];
    const Points a = run(c, options, here, someStarts(), 12);
    QVERIFY2((a - b).abs().maxCoeff() <= 1e-9 * std::max(1.0, a.abs().maxCoeff()),
             std::to_string((a - b).abs().maxCoeff() * 1e9).c_str());
  }

  void elementwiseRulesCommuteWithPermutations_data() { everyCard(); }
  void elementwiseRulesCommuteWithPermutations() {
    const OptimizerCard& c = card();
    if (!c.elementwise) QSKIP("its coordinates act on each other");
    const std::vector<Index> order = {2, 0, 1};
    Cup permuted({0.125, 0.5, -0.25});
    permuted.weights = {0.5, 1, 3};
    const Points starts = someStarts();
    const Points a = run(c, {}, cup(), starts, 25)(Eigen::all, order);
    const Points b = run(c, {}, permuted, starts(Eigen::all, order), 25);
    QVERIFY(same(a, b));
  }

  void endsOfRangesAreSurvived_data() { everyCard(); }
  void endsOfRangesAreSurvived() {
    const OptimizerCard& c = card();
    Points starts = someStarts();
    starts.row(2).setConstant(1);  // at the minimum an ε of 0 means 0/0, here as in PyTorch
    const Cup objective = cup();
    const auto survives = [&](Options options) {
      // PyTorch asks for a momentum where nesterov is set.
      if (options.contains("nesterov") && c.find("momentum")) options["momentum"] = 0.9;
      const auto optimizer = c.make(options);
      Points x = starts;
      optimizer->reset(x, objective.shape());
      Column farthest = Column::Zero(x.rows());
      for (int k = 0; k < 12; ++k) {
        steps(*optimizer, objective, x, rateOf(c, options), 1, k);
        for (Index row = 0; row < x.rows(); ++row) {
          // Finite, or lost because it went far, step by step, for all to see.
          if (x.row(row).allFinite()) {
            farthest[row] = std::max(farthest[row], x.row(row).abs().maxCoeff());
          } else {
            QVERIFY2(farthest[row] > 50, Json(options).dump().c_str());
          }
        }
      }
    };
    const auto values = [](const SliderRange& s, const Range& r, bool integer) {
      std::vector<double> all = {s.min, s.max, r.min, r.max};
      std::erase_if(all,
                    [&](double v) { return !r.contains(v) || !std::isfinite(v) || (integer && std::abs(v) > 1e6); });
      return all;
    };
    for (const OptionDescription& d : c.options) {
      const bool integer = d.kind == OptionKind::Integer;
      if (d.kind == OptionKind::Real || integer) {
        for (const double v : values(d.slider, d.range, integer)) survives({{d.id, v}});
      }
      if (d.kind == OptionKind::Boolean) {
        survives({{d.id, true}});
        survives({{d.id, false}});
      }
      for (const std::string& choice : d.choices) survives({{d.id, choice}});
      if (d.nullable) survives({{d.id, nullptr}});
      for (std::size_t i = 0; i < d.elements.size(); ++i) {
        for (const double v : values(d.elements[i].slider, d.elements[i].range, false)) {
          Json list = d.fallback;
          list[i] = v;
          survives({{d.id, list}});
        }
      }
    }
  }

  void zeroGradientAtTheStartIsNoTrouble_data() { everyCard(); }
  void zeroGradientAtTheStartIsNoTrouble() {
    const Points x = run(card(), {}, Cup({0, 0}), Points::Zero(2, 2), 10);
    QVERIFY(x.allFinite());
  }

  void hugeAndTinyGradientsDoNotCrash_data() { everyCard(); }
  void hugeAndTinyGradientsDoNotCrash() {
    const OptimizerCard& c = card();
    constexpr double denormal = std::numeric_limits<double>::denorm_min();
    for (const double scale : {1e-300, 1e-310, denormal}) {
      const Points x = run(c, {}, Cup({0.5, -0.25}, scale), Points::Ones(2, 2), 10);
      // Squares of such gradients are 0, so a method without an ε may find nothing to divide by.
      QCOMPARE(x.rows(), Index{2});
      if (c.find("eps") || c.id == "SGD" || c.id == "Rprop" || c.id == "Lion") QVERIFY(x.allFinite());
    }
    for (const double scale : {1e300, 1e308})
      QCOMPARE(run(c, {}, Cup({0.5, -0.25}, scale), Points::Ones(2, 2), 10).rows(), Index{2});
  }

  void notANumberAndInfinityEndInTime_data() { everyCard(); }
  void notANumberAndInfinityEndInTime() {
    const OptimizerCard& c = card();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    constexpr double inf = std::numeric_limits<double>::infinity();
    for (const auto& [f, g] : {std::pair{nan, nan}, {inf, 1.0}, {inf, inf}, {-inf, 1.0}, {nan, 1.0}, {0.0, 1e300}}) {
      QCOMPARE(run(c, {}, Broken(f, g), Points::Ones(2, 2), 5).cols(), Index{2});
    }
  }

  void aLostPathDoesNotTouchItsNeighbours_data() { everyCard(); }
  void aLostPathDoesNotTouchItsNeighbours() {
    const OptimizerCard& c = card();
    Points starts = someStarts();
    starts.row(1).setConstant(std::numeric_limits<double>::quiet_NaN());
    starts.row(3).setConstant(1e200);
    const Points together = run(c, {}, cup(), starts, 10);
    for (const Index row : {0, 2, 4}) {
      QVERIFY2(same(run(c, {}, cup(), starts.row(row), 10), together.row(row)), std::to_string(row).c_str());
    }
  }

  void oneDimensionWorks_data() { everyCard(); }
  void oneDimensionWorks() {
    const Points x = run(card(), {}, Cup({0.5}), Points::Constant(3, 1, 1.25), 20);
    QVERIFY(x.allFinite());
  }

  void tenThousandDimensionsWork_data() { everyCard(); }
  void tenThousandDimensionsWork() {
    const OptimizerCard& c = card();
    // Whole matrices of 10 000² do not fit; neither does a simplex of as many corners.
    const bool dense = c.id == "Newton" || c.id == "TrustRegionNewton" || c.id == "BFGS" ||
                       c.id == "LevenbergMarquardt" || c.id == "Shampoo" || c.id == "NelderMead";
    const std::size_t n = dense ? 100 : 10000;
    const Cup wide(std::vector<double>(n, 0.5));
    const Points x = run(c, {}, wide, Points::Ones(1, static_cast<Index>(n)), 3);
    QVERIFY(x.allFinite());
  }

  void optionsAreChecked_data() { everyCard(); }
  void optionsAreChecked() {
    QVERIFY_THROWS_EXCEPTION(OptionError, card().make({{"no such option", 1}}));
    if (card().find("lr")) QVERIFY_THROWS_EXCEPTION(OptionError, card().make({{"lr", -1}}));
  }

  void wrappersCheckTheirBase() {
    const auto pathOf = [](const char* id, const Options& options) -> std::string {
      try {
        findOptimizer(id)->make(options);
      } catch (const OptionError& e) {
        return e.path();
      }
      return "nothing";
    };
    for (const char* id : {"SAM", "Lookahead", "Grokfast"}) {
      QCOMPARE(pathOf(id, {{"base", "Adam"}, {"base_options", {{"lr", -1}}}}), std::string("options.base_options.lr"));
      QCOMPARE(pathOf(id, {{"base", "Adam"}, {"base_options", {{"betas", {0.9, 2}}}}}),
               std::string("options.base_options.betas[1]"));
      QCOMPARE(pathOf(id, {{"base", "Lookahead"}}), std::string("options.base"));
      QCOMPARE(pathOf(id, {{"base", "nobody"}}), std::string("options.base"));
    }
  }

  void cycledMomentumReachesTheRule_data() { everyCard(); }
  void cycledMomentumReachesTheRule() {
    const OptimizerCard& c = card();
    if (c.momentum.empty()) QSKIP("has no momentum that a schedule cycles");
    const Cup objective = cup();
    Points plain = someStarts();
    Points cycled = someStarts();
    Options options;
    if (c.find("optimize_1d")) options["optimize_1d"] = true;
    if (c.id == "SophiaH") options["p"] = 10;  // else only signs are left
    const auto first = c.make(options);
    const auto second = c.make(options);
    first->reset(plain, objective.shape());
    second->reset(cycled, objective.shape());
    // Long enough steps for signs to flip, too.
    steps(*first, objective, plain, 0.1, 3);
    c.set(*second, c.momentum, 0.123);
    steps(*second, objective, cycled, 0.1, 3);
    for (int k = 0; k < 20; ++k) {
      steps(*first, objective, plain, 0.1, 1, 3 + k);
      steps(*second, objective, cycled, 0.1, 1, 3 + k);
      if (!same(plain, cycled)) return;
    }
    QFAIL("the momentum that was set had no effect");
  }

  void aToyOptimizerIsOneClassAndOneCard() {
    OptimizerCard described;
    described.id = "Halving";
    described.lines = {{Phase::Step, "next", "theta - 2**(-t)*gradient(theta)"}};
    described.options = {option("lr", &Halving::lr).atLeast(0).slide(0.001, 1, Scale::Log)};
    const OptimizerCard toy = describe<Halving>(std::move(described));
    QCOMPARE(update_line::typesetLines(toy), std::string(R"(\theta_t = \theta_{t-1} - 2^{-t} \nabla f(\theta_{t-1}))"));
    QVERIFY_THROWS_EXCEPTION(OptionError, toy.make({{"lr", -1}}));
    const Points x = run(toy, {{"lr", 0.25}}, Cup({0}), Points::Constant(1, 1, 1), 1);
    QCOMPARE(x(0, 0), 0.25);
  }
};

}  // namespace thalweg

QTEST_GUILESS_MAIN(thalweg::OptimizerPropertiesTest)
#include "optimizer_properties_test.moc"
