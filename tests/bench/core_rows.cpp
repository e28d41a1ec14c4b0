#include "core/contracts/forwarding_oracle.h"
#include "core/contracts/optimizer.h"
#include "core/maps/basin.h"
#include "core/runs/trace.h"
#include "tests/bench/limits.h"
#include "tests/bench/peers.h"
#include "tests/bench/rows.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <memory>
#include <stdexcept>

namespace thalweg::bench {

const Limits& limits() {
#ifdef THALWEG_BENCH_V3
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
    return v3::table;
#endif
  return baseline::table;
}

namespace {

std::shared_ptr<const Objective> objective(const char* id, Index dimension = 2) {
  Panel panel;
  panel.objective = id;
  panel.dimension = dimension;
  return makeObjective(panel);
}

std::unique_ptr<Optimizer> optimizer(const char* id, const Options& options) {
  return findOptimizer(id)->make(options);
}

Goal timesLimit(double factor) { return {Goal::Kind::TimesLimit, factor}; }

std::string sameInstructions() { return std::string("; limit in ") + limits().instructions; }

std::vector<Row> race() {
  constexpr std::size_t steps = 1000;
  Scenario scenario;
  scenario.panels = {{.objective = "rosenbrock", .options = {}, .dimension = {}, .start = {-1.2, 1}, .view = {}}};
  scenario.steps = steps;
  const auto add = [&scenario](const char* id, Options options) {
    Contender& contender = scenario.contenders.emplace_back();
    contender.optimizer = id;
    contender.options = std::move(options);
  };
  add("SGD", {{"lr", 1e-3}});
  add("SGD", {{"lr", 1e-4}, {"momentum", 0.9}});
  add("SGD", {{"lr", 1e-4}, {"momentum", 0.9}, {"nesterov", true}});
  add("RMSprop", {{"lr", 1e-3}});
  add("Adagrad", {{"lr", 0.1}});
  add("Adam", {{"lr", 1e-2}});
  add("AdamW", {{"lr", 1e-2}});
  const auto surface = makeObjective(scenario.panels.front());
  std::vector<double> record(4 * raceMembers * steps);
  const std::vector<double> seconds = interleaved({[&] {
                                                     for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
                                                       const Trajectory path =
                                                           trace(scenario, i, *surface, scenario.panels.front().start);
                                                       if (path.steps() != steps)
                                                         throw std::runtime_error("a path of the race ended early");
                                                     }
                                                   },
                                                   [&] { limits().race(record.data(), steps); }},
                                                  60);
  constexpr double each = 1e9 / (raceMembers * steps);
  return {
      {.work = "race of seven on Rosenbrock, recorded",
       .unit = "ns/optimizer-step",
       .ours = seconds[0] * each,
       .limit = seconds[1] * each,
       .goal = Goal{Goal::Kind::AtMost, 60},
       .equal = "1000 steps in two dimensions; point, loss and gradient norm kept after each step; ours also rates, "
                "evaluation counts and the outcome" +
                sameInstructions()}};
}

std::vector<Row> million() {
  constexpr std::size_t n = 1'000'000;
  constexpr int steps = 4;
  constexpr double lr = 1e-5;
  const auto surface = objective("rosenbrock", n);
  Points start(1, n);
  for (std::size_t i = 0; i < n; ++i) start(0, static_cast<Index>(i)) = i % 2 == 0 ? -1.2 : 1;
  std::vector<Row> rows;
  for (const bool adam : {false, true}) {
    Points x = start;
    ObjectiveOracle oracle(*surface, {}, {});
    const auto ours = adam ? optimizer("Adam", {}) : optimizer("SGD", {{"momentum", 0.9}});
    ours->reset(x, surface->shape());
    std::vector<double> p(start.data(), start.data() + n);
    std::vector<double> m(n);
    std::vector<double> v(adam ? n : 0);
    std::vector<double> g(n);
    int step = 0;
    const std::vector<double> seconds =
        interleaved({[&] {
                       for (int k = 0; k < steps; ++k) {
                         oracle.beginStep(k);
                         ours->step(x, oracle, lr);
                       }
                     },
                     [&] {
                       for (int k = 0; k < steps; ++k) {
                         if (adam)
                           limits().adam(p.data(), m.data(), v.data(), g.data(), n, lr, ++step);
                         else
                           limits().momentum(p.data(), m.data(), g.data(), n, lr);
                       }
                     }},
                    21);
    const double off = (x - Eigen::Map<const Points>(p.data(), 1, n)).abs().maxCoeff();
    if (!(off < 1e-9)) throw std::runtime_error("the limit of a long vector computes something else");
    constexpr double each = 1e9 / (static_cast<double>(n) * steps);
    rows.push_back({.work = std::string("n = 1 000 000, ") + (adam ? "Adam" : "momentum"),
                    .unit = "ns/parameter",
                    .ours = seconds[0] * each,
                    .limit = seconds[1] * each,
                    .goal = timesLimit(1.3),
                    .equal = "chained Rosenbrock, gradient into an array, then the step, one core; results agree" +
                             sameInstructions()});
  }
  return rows;
}

std::vector<Row> typedRule() {
  constexpr int steps = 100;
  constexpr double lr = 1e-3;
  std::vector<Row> rows;
  // Many paths on a plane, as maps run them, and one path in many dimensions.
  for (const bool plane : {true, false}) {
    const Index dimension = plane ? 2 : 10'000;
    const auto surface = objective("rosenbrock", dimension);
    Points start = Points::Constant(plane ? 4096 : 1, dimension, -0.5);
    for (Index i = 0; i < start.size(); ++i) start(i) += 1e-4 * static_cast<double>(i % 1000);
    const char* const lines =
        "m = b1*m + (1 - b1)*g\nv = b2*v + (1 - b2)*g**2\nx = x - lr*m/(1 - b1**t)/(sqrt(v/(1 - b2**t)) + eps)";
    const auto typed = optimizer("rule", {{"formula", lines}});
    const auto builtIn = optimizer("Adam", {});
    ObjectiveOracle oracle(*surface, {}, {});
    Points ends[2];
    const auto run = [&](Optimizer& optimizer, Points& x) {
      x = start;
      optimizer.reset(x, surface->shape());
      for (int k = 0; k < steps; ++k) {
        oracle.beginStep(k);
        optimizer.step(x, oracle, lr);
      }
    };
    const std::vector<double> seconds =
        interleaved({[&] { run(*typed, ends[0]); }, [&] { run(*builtIn, ends[1]); }}, 15);
    if (!((ends[0] - ends[1]).abs().maxCoeff() < 1e-9))
      throw std::runtime_error("a typed Adam computes something else");
    const double each = 1e9 / (static_cast<double>(start.size()) * steps);
    rows.push_back({.work = std::string("typed Adam, ") + (plane ? "4096 paths on a plane" : "n = 10 000"),
                    .unit = "ns/parameter",
                    .ours = seconds[0] * each,
                    .limit = seconds[1] * each,
                    .goal = timesLimit(3),
                    .equal = "steps on Rosenbrock; the limit is the built-in Adam; ends agree"});
  }
  return rows;
}

std::vector<Row> heatMaps() {
  constexpr Index side = 1024;
  constexpr Index block = 4096;
  constexpr Index total = side * side;
  std::vector<Row> rows;
  for (const bool ackley : {true, false}) {
    const auto surface = objective(ackley ? "ackley" : "rastrigin");
    const View view = surface->view();
    Points points(total, 2);
    for (Index i = 0; i < total; ++i) {
      points(i, 0) = view.xMin + (view.xMax - view.xMin) * static_cast<double>(i % side) / (side - 1);
      points(i, 1) = view.yMin + (view.yMax - view.yMin) * static_cast<double>(i / side) / (side - 1);
    }
    Column ours(total);
    Column theirs(total);
    Points part(block, 2);
    Column f;
    const auto limit = ackley ? limits().ackley : limits().rastrigin;
    const std::vector<double> seconds =
        interleaved({[&] {
                       for (Index first = 0; first < total; first += block) {
                         part = points.middleRows(first, block);
                         surface->value(part, f);
                         ours.segment(first, block) = f;
                       }
                     },
                     [&] { limit(&points(0, 0), &points(0, 1), theirs.data(), total); }},
                    21);
    const double off = (ours - theirs).abs().maxCoeff();
    if (!(off < 1e-9)) throw std::runtime_error("the limit of a heat map computes something else");
    rows.push_back({.work = std::string("heat map 1024 × 1024, ") + (ackley ? "Ackley" : "Rastrigin"),
                    .unit = "Mpixel/s",
                    .ours = 1e-6 * total / seconds[0],
                    .limit = 1e-6 * total / seconds[1],
                    .goal = Goal{Goal::Kind::AtLeast, ackley ? 120.0 : 350.0},
                    .equal = "values in double at given points, one core; values agree" + sameInstructions()});
  }
  return rows;
}

std::vector<Row> blocks() {
  constexpr std::size_t count = 16;
  constexpr int steps = 500;
  const auto surface = objective("himmelblau");
  constexpr auto all = static_cast<Index>(count * blockRows);
  Points start(all, 2);
  // A golden-ratio lattice over the view: spread evenly, without a grid's symmetry.
  for (Index i = 0; i < all; ++i) {
    const double k = static_cast<double>(i);
    start(i, 0) = -5 + 10 * (k + 0.5) / static_cast<double>(all);
    start(i, 1) = -5 + 10 * std::fmod(k * 0.6180339887498949, 1);
  }
  std::vector<Row> rows;
  for (const bool adam : {false, true}) {
    const double lr = adam ? 0.05 : 1e-3;
    const auto ours = adam ? optimizer("Adam", {}) : optimizer("SGD", {{"momentum", 0.9}});
    Points ends = start;
    Points theirs = start;
    Points x(static_cast<Index>(blockRows), 2);
    const auto size = static_cast<Index>(blockRows);
    const std::vector<double> seconds =
        interleaved({[&] {
                       for (Index first = 0; first < all; first += size) {
                         x = start.middleRows(first, size);
                         ObjectiveOracle oracle(*surface, {}, {}, static_cast<std::uint64_t>(first));
                         ours->reset(x, surface->shape());
                         for (int k = 0; k < steps; ++k) {
                           oracle.beginStep(k);
                           ours->step(x, oracle, lr);
                         }
                         ends.middleRows(first, size) = x;
                       }
                     },
                     [&] {
                       theirs = start;
                       const auto run = adam ? limits().adamBlock : limits().momentumBlock;
                       for (Index first = 0; first < all; first += size)
                         run(&theirs(first, 0), &theirs(first, 1), steps, lr);
                     }},
                    31);
    // Another order of operations may send a start beside a border elsewhere; most must agree.
    const auto apart = ((ends - theirs).abs().rowwise().maxCoeff() > 1e-6).count();
    if (apart > all / 50) throw std::runtime_error("the limit of a block computes something else");
    constexpr double each = 1e9 / (static_cast<double>(all) * steps);
    rows.push_back({.work = std::string("64 starts at once × 500 steps, Himmelblau, ") + (adam ? "Adam" : "momentum"),
                    .unit = "ns/start-step",
                    .ours = seconds[0] * each,
                    .limit = seconds[1] * each,
                    .goal = timesLimit(1.5),
                    .equal = "1024 starts in blocks of 64, gradient and step, exact √ and ÷, one core; end points "
                             "agree" +
                             sameInstructions()});
  }
  return rows;
}

/// Seconds that numpy needs for the maps of momentum and Adam; empty where there is no numpy.
std::vector<double> numpySeconds() {
  const std::string call = "/usr/bin/python3 " THALWEG_BENCH_FOLDER "/numpy_basin.py 2>/dev/null";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(call.c_str(), "r"), pclose);
  std::vector<double> seconds;
  double value = 0;
  while (pipe && std::fscanf(pipe.get(), "%lf", &value) == 1) seconds.push_back(value);
  if (seconds.size() != 2) seconds.clear();
  return seconds;
}

/// Whole basin maps: every start run, judged and kept.
std::vector<Row> basins() {
  constexpr Index side = 512;
  constexpr std::int64_t steps = 500;
  constexpr double each = 1e9 / (static_cast<double>(side) * side * steps);
  const auto surface = objective("himmelblau");
  const std::vector<double> numpy = numpySeconds();
  std::vector<Row> rows;
  for (const bool adam : {false, true}) {
    Scenario scenario;
    scenario.panels.resize(1);
    scenario.panels[0].objective = "himmelblau";
    scenario.steps = steps;
    Contender& contender = scenario.contenders.emplace_back();
    contender.optimizer = adam ? "Adam" : "SGD";
    contender.options = adam ? Options{{"lr", 0.05}} : Options{{"lr", 1e-3}, {"momentum", 0.9}};
    const BasinRequest request{.view = {-6, 6, -6, 6}, .columns = side, .rows = side, .plane = {}, .ends = false};
    std::shared_ptr<const BasinMap> map;
    const auto run = [&](unsigned threads) { map = basinMap(scenario, 0, *surface, request, {}, {}, threads); };
    std::vector<double> x(blockRows);
    std::vector<double> y(blockRows);
    const auto limit = adam ? limits().adamBlock : limits().momentumBlock;
    const std::vector<double> seconds =
        interleaved({[&] { run(1); }, [&] { run(2); },
                     [&] {
                       for (Index first = 0; first < side * side; first += static_cast<Index>(blockRows)) {
                         for (std::size_t i = 0; i < blockRows; ++i) {
                           const Index cell = first + static_cast<Index>(i);
                           x[i] = map->x(cell % side);
                           y[i] = map->y(cell / side);
                         }
                         limit(x.data(), y.data(), steps, adam ? 0.05 : 1e-3);
                       }
                     }},
                    5);
    const std::string work = std::string("basin map 512 × 512 × 500, Himmelblau, ") + (adam ? "Adam" : "momentum");
    rows.push_back(
        {.work = work,
         .unit = "ns/start-step",
         .ours = seconds[0] * each,
         .limit = seconds[2] * each,
         .goal = timesLimit(1.5),
         .equal = "one core, exact √ and ÷; the limit steps blocks of 64 and keeps nothing; ours also watches "
                  "every loss and point, and says of each start where it went and since when" +
                  sameInstructions()});
    rows.push_back({.work = work + ", second core",
                    .unit = "× faster",
                    .ours = seconds[0] / seconds[1],
                    .goal = Goal{Goal::Kind::AtLeast, 1.6},
                    .equal = "the same map with one thread and with two"});
    if (numpy.empty()) continue;
    rows.push_back({.work = work + ", two cores against numpy",
                    .unit = "× faster",
                    .ours = numpy[adam ? 1 : 0] / seconds[1],
                    .peers = {{"numpy, ns/start-step", numpy[adam ? 1 : 0] * each}},
                    .goal = Goal{Goal::Kind::AtLeast, adam ? 4.0 : 15.0},
                    .equal = "the same starts, steps and rule; numpy in blocks of 4096, in place, without judging"});
  }
  return rows;
}

/// Notes how many gradients were asked for until one was small.
class WatchedOracle final : public ForwardingOracle {
 public:
  WatchedOracle(Oracle& inner, double tolerance) : ForwardingOracle(inner), tolerance_(tolerance) {}
  [[nodiscard]] std::int64_t evaluationsToGoal() const { return atGoal_; }

 protected:
  void pass(Points& g) override {
    ++made_;
    if (atGoal_ < 0 && g.matrix().norm() <= tolerance_) atGoal_ = made_;
  }

 private:
  double tolerance_;
  std::int64_t made_ = 0;
  std::int64_t atGoal_ = -1;
};

/// Evaluations until ‖g‖ ≤ tolerance; infinite where the method ends before.
double evaluationsTo(Optimizer& method, const Objective& surface, const Points& start, double tolerance) {
  Points x = start;
  ObjectiveOracle oracle(surface, {}, {});
  WatchedOracle watched(oracle, tolerance);
  method.reset(x, surface.shape());
  method.step(x, watched, 1);
  const std::int64_t made = watched.evaluationsToGoal();
  return made < 0 ? std::numeric_limits<double>::infinity() : static_cast<double>(made);
}

/// A function of the limits as an objective: Rosenbrock's valley once for each two coordinates, which core has only as
/// a formula.
class PairedRosenbrock final : public Objective {
 public:
  explicit PairedRosenbrock(Index n) : n_(n) {}
  [[nodiscard]] Index dimension() const override { return n_; }
  void value(const Points& x, Column& f) const override {
    Points g;
    valueAndGradient(x, f, g, {});
  }
  void gradient(const Points& x, Points& g, Batch batch) const override {
    Column f;
    valueAndGradient(x, f, g, batch);
  }
  /// Of one row.
  void valueAndGradient(const Points& x, Column& f, Points& g, Batch /*batch*/) const override {
    f.resize(1);
    g.resize(1, n_);
    f[0] = limits().paired(x.data(), g.data(), static_cast<std::size_t>(n_));
  }
  void hessianProduct(const Points& /*x*/, const Points& /*v*/, Points& /*hv*/) const override {
    throw std::logic_error("L-BFGS asks for no Hessian");
  }
  [[nodiscard]] View view() const override { return {-2, 2, -1, 3}; }
  [[nodiscard]] std::vector<std::vector<double>> starts() const override {
    return {std::vector<double>(static_cast<std::size_t>(n_), 1.0)};
  }

 private:
  Index n_;
};

/// One form of the function: what L-BFGS needs from the usual start, beside liblbfgs where it is installed.
struct Valley {
  std::string name;
  std::shared_ptr<const Objective> surface;
  double (*plain)(const double* x, double* g, std::size_t n) = nullptr;
  double timedTo = 0;          ///< gradient norm at which time is taken
  double peerEvaluations = 0;  ///< of liblbfgs 1.10 to 1e-8, for machines without it
  std::string remark;
};

std::vector<Row> quasiNewton(const Valley& valley) {
  constexpr double tight = 1e-8;
  const Index n = valley.surface->dimension();
  Points start(1, n);
  for (Index i = 0; i < n; ++i) start(0, i) = i % 2 == 0 ? -1.2 : 1;
  const std::vector<double> from(start.data(), start.data() + n);
  const auto method = [](double tolerance) {
    // No entry above a tenth of the tolerance bounds the norm of a hundred by it.
    return optimizer("LBFGS", {{"line_search_fn", "strong_wolfe"},
                               {"history_size", static_cast<int>(pairs)},
                               {"max_iter", 10'000},
                               {"max_eval", 20'000},
                               {"tolerance_grad", tolerance / 10},
                               {"tolerance_change", 0.0}});
  };
  const auto peer = [&](double tolerance) {
    std::vector<double> x = from;
    return liblbfgsEvaluations(valley.plain, x, tolerance);
  };
  const double full = evaluationsTo(*method(tight), *valley.surface, start, tight);
  const auto ours = method(valley.timedTo);
  const double evaluations = evaluationsTo(*ours, *valley.surface, start, valley.timedTo);
  if (!std::isfinite(evaluations)) throw std::runtime_error("L-BFGS does not reach the minimum");
  const std::optional<double> peerFull = peer(tight);

  const auto size = static_cast<std::size_t>(n);
  std::vector<double> s(pairs * size, 1e-3);
  std::vector<double> y(pairs * size, 1e-3);
  std::vector<double> g(size);
  double sum = 0;
  Points x;
  std::vector<std::function<void()>> cases = {[&] {
                                                x = start;
                                                ObjectiveOracle oracle(*valley.surface, {}, {});
                                                ours->reset(x, valley.surface->shape());
                                                ours->step(x, oracle, 1);
                                              },
                                              [&] {
                                                for (int k = 0; k < static_cast<int>(evaluations); ++k)
                                                  sum += limits().quasiNewton(start.data(), s.data(), y.data(),
                                                                              g.data(), size);
                                              }};
  if (peerFull) cases.emplace_back([&] { (void)peer(valley.timedTo); });
  const std::vector<double> seconds = interleaved(cases, 31);
  if (!std::isfinite(sum)) throw std::runtime_error("the limit of L-BFGS computes nothing");

  const std::string work = "L-BFGS (m = 10), " + valley.name + " 100-D Rosenbrock to ‖g‖ ≤ ";
  const std::string timed = work + (valley.timedTo < 1e-7 ? "1e-8" : "1e-6");
  Row steps = {
      .work = work + "1e-8, evaluations",
      .unit = "evaluations",
      .ours = full,
      .goal = Goal{Goal::Kind::AtMost, std::floor(1.05 * peerFull.value_or(valley.peerEvaluations))},
      .equal = "start (−1.2, 1, −1.2, …), strong Wolfe conditions; the goal is liblbfgs's and 5 %" + valley.remark};
  Row time = {.work = timed + ", time",
              .unit = "µs",
              .ours = 1e6 * seconds[0],
              .limit = 1e6 * seconds[1],
              .equal =
                  "the limit makes as many evaluations, each with one application of ten pairs, and searches "
                  "nothing; liblbfgs stops at the first iterate with that norm, ours where no entry is above a "
                  "tenth of it; the goal is a third of liblbfgs's time" +
                  sameInstructions()};
  if (peerFull) {
    steps.peers["liblbfgs"] = *peerFull;
    time.peers["liblbfgs"] = 1e6 * seconds[2];
    time.goal = Goal{Goal::Kind::AtMost, time.peers["liblbfgs"] / 3};
  }
  std::vector<Row> rows = {steps};
  if (valley.timedTo != tight) {
    rows.push_back({.work = timed + ", evaluations", .unit = "evaluations", .ours = evaluations});
    if (const auto made = peer(valley.timedTo)) rows.back().peers["liblbfgs"] = *made;
  }
  rows.push_back(time);
  return rows;
}

std::vector<Row> quasiNewtons() {
  constexpr Index n = 100;
  std::vector<Row> rows = quasiNewton({.name = "paired",
                                       .surface = std::make_shared<PairedRosenbrock>(n),
                                       .plain = limits().paired,
                                       .timedTo = 1e-8,
                                       .peerEvaluations = 49,
                                       .remark = "; both call the same function"});
  const std::vector<Row> more = quasiNewton(
      {.name = "chained",
       .surface = objective("rosenbrock", n),
       .plain = limits().chained,
       .timedTo = 1e-6,
       .peerEvaluations = 639,
       .remark = "; inf: the method ends before. As PyTorch's, it takes no pair with yᵀs ≤ 1e-10 and so learns no "
                 "curvature below ‖g‖ ≈ 1e-5: with that rule 660 for x86-64-v3 and an end near 1e-7 for x86-64, "
                 "without it 632 and 624"});
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace

std::vector<Row> coreRows() {
  std::vector<Row> rows;
  for (const auto& part : {race, million, typedRule, heatMaps, blocks, basins, quasiNewtons}) {
    for (Row& row : part()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace thalweg::bench
