// Steps explained: what the lines add up to, against the path, over the whole catalogue.

#include "core/runs/step_trace.h"

#include "core/contracts/schedule.h"
#include "core/runs/trace.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace thalweg;

namespace {

Scenario scenarioOf(const std::string& objective, const std::string& optimizer, const Options& options = {}) {
  Scenario s;
  s.panels.emplace_back().objective = objective;
  s.contenders.emplace_back().optimizer = optimizer;
  s.contenders[0].options = options;
  s.steps = 30;
  s.seed = 7;
  return s;
}

/// `options` with `value` for `id`, in the base where the method wraps one.
bool setOption(Scenario& s, const std::string& id, const Json& value) {
  Contender& c = s.contenders[0];
  const OptimizerCard* card = findOptimizer(c.optimizer);
  if (card->find(id)) {
    c.options[id] = value;
    return true;
  }
  const OptionDescription* base = card->find("base");
  if (!base || !findOptimizer(base->fallback.get<std::string>())->find(id)) return false;
  Json options = c.options.contains("base_options") ? c.options["base_options"] : Json::object();
  options[id] = value;
  c.options["base_options"] = options;
  return true;
}

/// The largest disagreement of a line's operands with its result, in units of what rounding may do; −1: none to check.
double disagreement(const StepLine& line) {
  const std::vector<double> given = evaluated(line);
  if (given.empty()) return -1;
  const std::vector<double> sizes = magnitudes(line);
  double worst = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const double a = given[i];
    const double b = line.values[i];
    if (a == b || (std::isnan(a) && std::isnan(b))) continue;
    const double size = std::max({std::abs(a), std::abs(b), sizes[i], 1e-290});
    worst = std::max(worst, std::isfinite(a - b) ? std::abs(a - b) / size : 1e300);
  }
  return worst;
}

std::string problemOf(const StepTrace& trace) {
  if (trace.lines.empty()) return "no lines";
  std::vector<double> reached(trace.next.size(), std::nan(""));
  for (const StepLine& line : trace.lines) {
    const double off = disagreement(line);
    if (off > 1e-12) {
      std::string text = line.tex + " is off by " + std::to_string(off * 1e12) + "e-12:";
      for (const double v : evaluated(line)) text += " " + std::to_string(v);
      text += " instead of";
      for (const double v : line.values) text += " " + std::to_string(v);
      return text;
    }
    if (line.values.empty() || line.tex.empty() || (line.terms.empty() && !line.named)) return line.name + " is empty";
    // The terms are what is added up.
    if (!line.named) {
      for (std::size_t i = 0; i < line.values.size(); ++i) {
        double sum = 0;
        double size = std::abs(line.values[i]) + magnitudes(line)[i];
        for (const StepTerm& term : line.terms) {
          sum += term.values[i];
          size = std::max(size, std::abs(term.values[i]));
        }
        if (std::isfinite(sum) && std::abs(sum - line.values[i]) > 1e-12 * std::max(size, 1e-290))
          return line.tex + ": terms do not add up";
      }
    }
    if (line.name != "next" || (line.depth > 0 && &line != &trace.lines.back())) continue;
    for (std::size_t i = 0; i < line.values.size(); ++i)
      reached[line.coordinates.empty() ? i : static_cast<std::size_t>(line.coordinates[i])] = line.values[i];
  }
  for (std::size_t i = 0; i < reached.size(); ++i) {
    if (!(reached[i] == trace.next[i]) && !(std::isnan(reached[i]) && std::isnan(trace.next[i])))
      return "the last line is not the next point";
  }
  return {};
}

std::string problemOf(const Scenario& s, const std::string& setting) {
  const auto objective = makeObjective(s.panels[0]);
  const std::vector<double> start = startPoint(s, 0, 0, *objective);
  const Trajectory path = trace(s, 0, *objective, start);
  StepTracer tracer(s, 0, objective, start);
  try {
    for (const Index step : {0, 1, 2, 4, 9, 10, 19}) {
      if (step >= path.steps()) break;
      const StepTrace& explained = tracer.at(step);
      std::string problem = problemOf(explained);
      for (std::size_t i = 0; i < start.size() && problem.empty(); ++i) {
        const auto c = static_cast<Index>(i);
        if (explained.point[i] != path.points(step, c) || explained.next[i] != path.points(step + 1, c))
          problem = "another path";
      }
      if (!problem.empty())
        return s.contenders[0].optimizer + " on " + s.panels[0].objective + ", " + setting + ", step " +
               std::to_string(step) + ": " + problem;
    }
  } catch (const std::exception& error) {
    return s.contenders[0].optimizer + " on " + s.panels[0].objective + ", " + setting + ": " + error.what();
  }
  return {};
}

const std::vector<std::string> settings = {"plain",    "decay",    "clip norm", "clip value", "noise", "groups",
                                           "maximize", "schedule", "gathered",  "zeroed",     "all"};

/// False where the method has no such setting.
bool apply(Scenario& s, const std::string& setting) {
  Contender& c = s.contenders[0];
  const OptimizerCard& card = *findOptimizer(c.optimizer);
  if (setting == "decay") return setOption(s, "weight_decay", 0.05);
  if (setting == "maximize") return setOption(s, "maximize", true);
  if (setting == "clip norm") s.gradient.clipNorm = 0.7;
  if (setting == "clip value") s.gradient.clipValue = 0.4;
  if (setting == "noise") s.gradient.noise = 0.2;
  if (setting == "zeroed") s.gradient.zeroBetween = true;
  if (setting == "gathered") s.gradient.accumulate = true;
  if (setting == "schedule") {
    if (card.rate.empty()) return false;
    c.schedule = ScheduleChoice{"ExponentialLR", {{"gamma", 0.9}}};
  }
  if (setting == "groups") {
    if (!card.groups) return false;
    c.groups = {{{1}, card.rate == "lr" ? Options{{"lr", 0.002}} : Options{}}};
  }
  if (setting == "all") {
    for (const char* one : {"decay", "clip norm", "clip value", "noise", "schedule", "gathered"}) apply(s, one);
  }
  return true;
}

}  // namespace

class StepTraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyLineAddsUp_data() {
    QTest::addColumn<QString>("optimizer");
    for (const OptimizerCard* card : optimizerCards()) {
      const QByteArray id = QByteArray::fromStdString(card->id);
      QTest::newRow(id.constData()) << QString::fromUtf8(id);
    }
  }

  /// Evaluating each displayed line from its displayed operands gives its displayed result, and the last one the next
  /// point.
  void everyLineAddsUp() {
    QFETCH(const QString, optimizer);
    std::string problems;
    for (const char* objective : {"saddle", "rosenbrock", "himmelblau"}) {
      for (const std::string& setting : settings) {
        Scenario s = scenarioOf(objective, optimizer.toStdString());
        if (!apply(s, setting)) continue;
        const std::string problem = problemOf(s, setting);
        if (!problem.empty()) problems += problem + "\n";
      }
    }
    QVERIFY2(problems.empty(), problems.c_str());
  }

  void typedRulesAddUp_data() {
    QTest::addColumn<QString>("formula");
    for (const char* formula :
         {"x = x - lr*g", "m = b*m + g\nx = x - lr*m/(1 + norm(m))", "d = b*d - lr*grad(x + b*d)\nx = x + d",
          "x = x - lr*g + 0.01*noise", "x = x - lr*exp(-f/100)*grad(x*exp(-lr*mean(x)))",
          "g = g + wd*x\nx = x*(1 - lr)\nx -= lr*g\nx = x/(1 + lr)",
          "v0 = 0.1\nv = b2*v + (1 - b2)*g**2\nx = x - lr*g/sqrt(v)", "m0 = g\nm = b*m + noise\nx = x - lr*m",
          "s = 1 if g > 0 else -1\nx = x - lr*s", "s = 1 if t < 3 or f > 2 and not n == 1 else 2\nx = x - lr*s*g",
          "x = x - lr*g*(0 < x < 2)", "x = x - lr*dot(1, g)*min(g, 1, x)", "lr = lr/sqrt(t)\nx = x - lr*sign(g)",
          "theta = b*theta + g\nm_prev = m\nm = b*m + theta\nx = x - lr*(m - m_prev)",
          "m_hat = b*m_hat + g\nx1 = m_hat//0.1 + m_hat % 0.3\nx = x - lr*x1", "m = b*m + g", "start = g\nx = -start"})
      QTest::newRow(formula) << QString::fromLatin1(formula);
  }

  void typedRulesAddUp() {
    QFETCH(const QString, formula);
    std::string problems;
    for (const char* objective : {"rosenbrock", "linear_regression"}) {
      for (const std::string& setting : settings) {
        if (setting == "groups" && formula.contains(QLatin1String("grad("))) continue;
        Scenario s = scenarioOf(objective, "rule", {{"formula", formula.toStdString()}, {"lr", 1e-3}});
        if (!apply(s, setting)) continue;
        const std::string problem = problemOf(s, setting);
        if (!problem.empty()) problems += problem + "\n";
      }
    }
    QVERIFY2(problems.empty(), problems.c_str());
  }

  void everyLineAddsUpOnDataAndMatrices_data() { everyLineAddsUp_data(); }

  void everyLineAddsUpOnDataAndMatrices() {
    QFETCH(const QString, optimizer);
    std::string problems;
    for (const char* objective : {"linear_regression", "least_squares"}) {
      Scenario s = scenarioOf(objective, optimizer.toStdString());
      s.gradient.batch = 4;
      const std::string problem = problemOf(s, "mini-batches");
      if (!problem.empty()) problems += problem + "\n";
      s.gradient.batch.reset();
      const std::string whole = problemOf(s, "whole");
      if (!whole.empty()) problems += whole + "\n";
    }
    QVERIFY2(problems.empty(), problems.c_str());
  }

  void everySwitchHasItsLines_data() { everyLineAddsUp_data(); }

  /// Switches and choices of every method, one at a time, with decay so that its forms matter.
  void everySwitchHasItsLines() {
    QFETCH(const QString, optimizer);
    const OptimizerCard& card = *findOptimizer(optimizer.toStdString());
    std::string problems;
    const auto tryOption = [&](const std::string& id, const Json& value) {
      Scenario s = scenarioOf("himmelblau", card.id);
      if (card.find("weight_decay")) s.contenders[0].options["weight_decay"] = 0.03;
      if (card.find("momentum")) s.contenders[0].options["momentum"] = 0.8;
      s.contenders[0].options[id] = value;
      try {
        static_cast<void>(card.make(s.contenders[0].options));
      } catch (const OptionError&) {
        return;
      }
      const std::string problem = problemOf(s, id + " = " + value.dump());
      if (!problem.empty()) problems += problem + "\n";
    };
    for (const OptionDescription& option : card.options) {
      if (option.kind == OptionKind::Boolean) tryOption(option.id, !option.fallback.get<bool>());
      for (const std::string& choice : option.choices) tryOption(option.id, choice);
      if (option.nullable) tryOption(option.id, option.fallback.is_null() ? Json(0.5) : Json());
      if (option.id == "base") {
        for (const char* base : {"SGD", "Adam", "RMSprop", "Lion", "AdamW"}) tryOption(option.id, base);
      }
    }
    QVERIFY2(problems.empty(), problems.c_str());
  }

  /// Every internal vector that the method shows is a result or an operand of a line.
  void everyVectorIsInALine_data() { everyLineAddsUp_data(); }
  void everyVectorIsInALine() {
    QFETCH(const QString, optimizer);
    const Scenario s = scenarioOf("himmelblau", optimizer.toStdString());
    const auto objective = makeObjective(s.panels[0]);
    const auto start = startPoint(s, 0, 0, *objective);
    const StepTrace explained = traceStep(s, 0, objective, start, 6);
    const auto made = findOptimizer(optimizer.toStdString())->make({});
    Points x = Eigen::Map<const Eigen::RowVectorXd>(start.data(), 2).array();
    ObjectiveOracle oracle(*objective, {}, {});
    made->reset(x, oracle.shape());
    for (Index k = 0; k < 7; ++k) {
      oracle.beginStep(k);
      made->step(x, oracle, initialRate(*findOptimizer(optimizer.toStdString()), {}));
    }
    for (const NamedVector& vector : made->vectors()) {
      const bool shown = std::ranges::any_of(explained.lines, [&](const StepLine& line) {
        return line.symbol == vector.symbol ||
               std::ranges::any_of(line.operands, [&](const StepOperand& o) { return o.tex == vector.symbol; });
      });
      // Every k-th step only is Lookahead's other point there.
      // L-BFGS has several directions a step, which its lines number.
      const bool numbered = optimizer == QLatin1String("LBFGS") && vector.symbol == "d_t";
      QVERIFY2(shown || numbered || vector.symbol == R"(\phi_t)", vector.symbol.c_str());
    }
  }

  void linesOfAdamReadAsThePaperHasThem() {
    const Scenario s = scenarioOf("rosenbrock", "Adam", {{"lr", 0.08}});
    const auto objective = makeObjective(s.panels[0]);
    const StepTrace t = traceStep(s, 0, objective, {-1.2, 1}, 3);
    std::vector<std::string> tex;
    for (const StepLine& line : t.lines) tex.push_back(line.tex);
    const std::vector<std::string> expected = {
        R"(g_t = \nabla f(\theta_{t-1}))",
        R"(m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t)",
        R"(v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2)",
        R"(\hat m_t = \frac{m_t}{1 - \beta_1^t})",
        R"(\hat v_t = \frac{v_t}{1 - \beta_2^t})",
        R"(\theta_t = \theta_{t-1} - \mathrm{lr} \, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon})"};
    for (std::size_t i = 0; i < std::max(tex.size(), expected.size()); ++i)
      QCOMPARE(QString::fromStdString(i < tex.size() ? tex[i] : ""),
               QString::fromStdString(i < expected.size() ? expected[i] : ""));
    const StepLine& m = t.lines[1];
    QCOMPARE(m.terms.size(), std::size_t{2});
    QCOMPARE(QString::fromStdString(m.terms[0].tex), QStringLiteral(R"(\beta_1 m_{t-1})"));
    QVERIFY(termWithNumbers(m, m.terms[0], 0).starts_with("0.9 \\cdot "));
    QVERIFY(m.recorded && !m.named);
  }

  void memoryCountsTheLastGradients() {
    const Scenario s = scenarioOf("saddle", "Adam");
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<StepMemory> all = memories(traceStep(s, 0, objective, startPoint(s, 0, 0, *objective), 4));
    QCOMPARE(all.size(), std::size_t{2});
    QCOMPARE(all[0].name, std::string("m"));
    QVERIFY(std::abs(all[0].keep - 0.9) < 1e-12 && std::abs(all[0].share - 0.1) < 1e-12);
    QVERIFY(!all[0].squares && all[1].squares);
    QCOMPARE(all[0].weights.size(), std::size_t{5});
    QVERIFY(std::abs(all[0].weights[2] - 0.1 * 0.81) < 1e-12);
    QVERIFY(std::abs(all[0].horizon() - 10) < 1e-9);
  }

  /// Where no matrix is kept, their results are.
  void manyDimensionsHaveLinesToo() {
    std::string problems;
    for (const char* optimizer :
         {"Newton", "TrustRegionNewton", "BFGS", "LBFGS", "LevenbergMarquardt", "NelderMead", "Shampoo", "Adam"}) {
      Scenario s = scenarioOf("rosenbrock", optimizer);
      s.panels[0].dimension = 20;
      const std::string problem = problemOf(s, "20 dimensions");
      if (!problem.empty()) problems += problem + "\n";
    }
    QVERIFY2(problems.empty(), problems.c_str());
  }

  void lineSearchesShowTheirTrials() {
    const Scenario s = scenarioOf("rosenbrock", "BFGS");
    const auto objective = makeObjective(s.panels[0]);
    const StepTrace t = traceStep(s, 0, objective, {-1.2, 1}, 3);
    QVERIFY(t.trials.rows() >= 1);
    QCOMPARE(t.trialValues.size(), t.trials.rows());
    QVERIFY(!t.matrices.empty());
  }

  void innerStepsAreNumbered() {
    const Scenario s = scenarioOf("rosenbrock", "LBFGS");
    const auto objective = makeObjective(s.panels[0]);
    const StepTrace t = traceStep(s, 0, objective, {-1.2, 1}, 0);
    std::set<std::string> symbols;
    for (const StepLine& line : t.lines) symbols.insert(line.symbol);
    QVERIFY(symbols.contains("d^{(2)}_t"));
    QVERIFY(symbols.contains("d^{(12)}_t"));
  }

  void wrappersShowTheirBaseInside() {
    const Scenario s = scenarioOf("rosenbrock", "SAM", {{"base", "Adam"}, {"base_options", {{"lr", 0.01}}}});
    const auto objective = makeObjective(s.panels[0]);
    const StepTrace t = traceStep(s, 0, objective, {-1.2, 1}, 3);
    QVERIFY(std::ranges::any_of(t.lines, [](const StepLine& l) { return l.depth == 0 && l.name == "epsilon"; }));
    QVERIFY(std::ranges::any_of(t.lines, [](const StepLine& l) { return l.depth == 1 && l.name == "v_hat"; }));
  }

  void aPathThatDivergesEndsWithItsLastFiniteStep() {
    const Scenario s = scenarioOf("rosenbrock", "GradientDescent", {{"lr", 1.0}});
    const auto objective = makeObjective(s.panels[0]);
    StepTracer tracer(s, 0, objective, {-1.2, 1});
    const StepTrace& t = tracer.at(25);
    QVERIFY(t.step < 25);
    for (const double v : t.next) QVERIFY(std::isfinite(v));
    QVERIFY(problemOf(t).empty());
  }
};

QTEST_GUILESS_MAIN(StepTraceTest)
#include "step_trace_test.moc"
