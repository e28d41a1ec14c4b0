// Typed rules: the language, the built-in methods typed, and the methods' own lines as rules.

#include "core/expression/rule.h"

#include "core/contracts/optimizer.h"
#include "core/expression/rule_lines.h"
#include "core/runs/comparison.h"
#include "core/runs/trace.h"
#include "core/scenario/axis.h"
#include "core/scenario/contender.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

Json values(const std::map<std::string, double>& numbers) {
  Json all = Json::object();
  for (const auto& [name, value] : numbers) all[name] = {{"value", value}};
  return all;
}

Scenario scenarioWith(const std::string& objective, Contender contender, std::int64_t steps = 60) {
  Scenario s;
  s.panels.emplace_back().objective = objective;
  s.contenders = {std::move(contender)};
  s.steps = steps;
  s.seed = 11;
  return s;
}

Contender typed(const std::string& formula, const Json& parameters, Options options = {}) {
  Contender c;
  c.optimizer = "rule";
  c.options = std::move(options);
  c.options["formula"] = formula;
  c.options["parameters"] = parameters;
  return c;
}

Contender builtIn(const std::string& id, Options options) {
  Contender c;
  c.optimizer = id;
  c.options = std::move(options);
  return c;
}

Trajectory pathOf(const Scenario& s) {
  const auto objective = makeObjective(s.panels[0]);
  return trace(s, 0, *objective, startPoint(s, 0, 0, *objective));
}

/// The largest |a − b| / max(1, |b|) over both paths; infinite where one is longer.
double deviation(const Trajectory& a, const Trajectory& b) {
  if (a.points.rows() != b.points.rows()) return INFINITY;
  return ((a.points - b.points).abs() / b.points.abs().max(1.0)).maxCoeff();
}

struct Pair {
  const char* name;
  const char* id;
  Options options;
  std::string formula;
  std::map<std::string, double> parameters;
};

const std::string adam =
    "m = b1*m + (1 - b1)*g\n"
    "v = b2*v + (1 - b2)*g**2\n"
    "x = x - lr*m/(1 - b1**t)/(sqrt(v/(1 - b2**t)) + eps)";
const std::map<std::string, double> adamNumbers = {{"b1", 0.9}, {"b2", 0.99}, {"eps", 1e-8}};

std::vector<Pair> pairs() {
  const Json betas = Json::array({0.9, 0.99});
  return {
      {"SGD", "SGD", {{"lr", 2e-4}}, "x = x - lr*g", {}},
      {"momentum, dampening, decay",
       "SGD",
       {{"lr", 2e-4}, {"momentum", 0.8}, {"dampening", 0.3}, {"weight_decay", 0.1}},
       "g = g + wd*x  # decay first\nb = mu*b + (1 if t == 1 else 1 - tau)*g\n\nx -= lr*b",
       {{"mu", 0.8}, {"tau", 0.3}, {"wd", 0.1}}},
      {"Nesterov",
       "SGD",
       {{"lr", 2e-4}, {"momentum", 0.8}, {"nesterov", true}},
       "b = mu*b + g\nx = x - lr*(g + mu*b)",
       {{"mu", 0.8}}},
      {"maximize", "SGD", {{"lr", 2e-4}, {"maximize", true}}, "x = x - lr*g", {}},
      {"Adam", "Adam", {{"lr", 0.02}, {"betas", betas}}, adam, adamNumbers},
      {"Adam with decay and AMSGrad",
       "Adam",
       {{"lr", 0.02}, {"betas", betas}, {"weight_decay", 0.1}, {"amsgrad", true}},
       "g = g + wd*x\nm = b1*m + (1 - b1)*g\nv = b2*v + (1 - b2)*g**2\nlargest = max(largest, v)\n"
       "x = x - lr*m/(1 - b1**t)/(sqrt(largest/(1 - b2**t)) + eps)",
       {{"b1", 0.9}, {"b2", 0.99}, {"eps", 1e-8}, {"wd", 0.1}}},
      {"AdamW",
       "AdamW",
       {{"lr", 0.02}, {"betas", betas}, {"weight_decay", 0.1}},
       "x = x*(1 - lr*wd)\n" + adam,
       {{"b1", 0.9}, {"b2", 0.99}, {"eps", 1e-8}, {"wd", 0.1}}},
      {"RMSprop, centred, with momentum",
       "RMSprop",
       {{"lr", 0.01}, {"alpha", 0.9}, {"centered", true}, {"momentum", 0.5}},
       "v = a*v + (1 - a)*g**2\nc = a*c + (1 - a)*g\nb = mu*b + g/(sqrt(v - c**2) + eps)\nx = x - lr*b",
       {{"a", 0.9}, {"mu", 0.5}, {"eps", 1e-8}}},
      {"Adagrad with its decay and a first sum",
       "Adagrad",
       {{"lr", 0.1}, {"lr_decay", 0.01}, {"initial_accumulator_value", 0.1}},
       "s0 = 0.1\ns = s + g*g\nx = x - lr/(1 + (t - 1)*d)*g/(sqrt(s) + eps)",
       {{"d", 0.01}, {"eps", 1e-10}}},
      {"Lion",
       "Lion",
       {{"lr", 0.01}, {"betas", betas}, {"weight_decay", 0.1}},
       "c = b1*m + (1 - b1)*g\nm = b2*m + (1 - b2)*g\nx = x*(1 - lr*wd) - lr*sign(c)",
       {{"b1", 0.9}, {"b2", 0.99}, {"wd", 0.1}}},
  };
}

}  // namespace

class RuleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void builtInsTyped_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; const Pair& pair : pairs()) QTest::newRow(pair.name) << i++;
  }
  void builtInsTyped() {
    QFETCH(int, index);
    const Pair pair = pairs()[static_cast<std::size_t>(index)];
    for (const char* objective : {"rosenbrock", "himmelblau", "least_squares"}) {
      for (const bool scheduled : {false, true}) {
        for (const bool grouped : {false, true}) {
          Options own;
          for (const char* shared : {"lr", "maximize"})
            if (pair.options.contains(shared)) own[shared] = pair.options.at(shared);
          Contender ours = typed(pair.formula, values(pair.parameters), own);
          Contender theirs = builtIn(pair.id, pair.options);
          for (Contender* c : {&ours, &theirs}) {
            if (scheduled) c->schedule = ScheduleChoice{"CosineAnnealingLR", {{"T_max", 40}, {"eta_min", 1e-4}}};
            if (grouped) c->groups = {{{1}, {{"lr", 5e-4}}}};
          }
          const Trajectory a = pathOf(scenarioWith(objective, ours));
          const Trajectory b = pathOf(scenarioWith(objective, theirs));
          QVERIFY(b.steps() == 60 || pair.options.contains("maximize"));
          const double off = deviation(a, b);
          QVERIFY2(off < 1e-12, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(objective)).arg(off)));
        }
      }
    }
  }

  void everyElementwiseMethodIsARule_data() {
    QTest::addColumn<QString>("optimizer");
    for (const OptimizerCard* card : optimizerCards()) {
      if (card->elementwise && !card->find("base") && card->id != "rule")
        QTest::newRow(card->id.c_str()) << QString::fromStdString(card->id);
    }
  }

  /// With defaults, and with every switch and choice changed, decay and momentum on, so that all of them matter.
  void everyElementwiseMethodIsARule() {
    QFETCH(const QString, optimizer);
    const OptimizerCard& card = *findOptimizer(optimizer.toStdString());
    std::vector<Options> variants = {{}};
    Options full;
    if (card.find("weight_decay")) full["weight_decay"] = 0.05;
    if (card.find("momentum")) full["momentum"] = 0.8;
    for (const char* id : {"initial_accumulator_value", "initial_accumulator", "t_alpha_beta3", "dampening"}) {
      if (!card.find(id)) continue;
      Options one = full;
      one[id] = std::string_view(id) == "t_alpha_beta3" ? Json(20) : Json(0.25);
      variants.push_back(one);
    }
    variants.push_back(full);
    for (const OptionDescription& option : card.options) {
      std::vector<Json> changed;
      if (option.kind == OptionKind::Boolean) changed.emplace_back(!option.fallback.get<bool>());
      for (const std::string& choice : option.choices) changed.emplace_back(choice);
      for (const Json& value : changed) {
        Options one = full;
        one[option.id] = value;
        variants.push_back(one);
      }
    }
    std::string why;
    const bool expressible = writtenAsRule(card, {}, &why).has_value();
    if (!expressible) {
      // What a rule lacks, and nothing else, keeps a method from being one.
      QVERIFY2(why.find("second derivatives") != std::string::npos, why.c_str());
      return;
    }
    int compared = 0;
    for (const Options& options : variants) {
      const auto rule = writtenAsRule(card, options, &why);
      QVERIFY2(rule.has_value(), why.c_str());
      QVERIFY2(ruleRemarks(RuleText::parse(rule->formula), rule->parameters).empty(), rule->formula.c_str());
      for (const char* objective : {"rosenbrock", "himmelblau", "saddle"}) {
        for (const bool scheduled : {false, true}) {
          Contender theirs = builtIn(card.id, options);
          Options own = {{"maximize", rule->maximize}};
          if (!card.rate.empty()) own[card.rate] = optionNumber(card, options, card.rate);
          Contender ours = typed(rule->formula, rule->parameters, own);
          if (scheduled) ours.schedule = theirs.schedule = ScheduleChoice{"ExponentialLR", {{"gamma", 0.97}}};
          const Trajectory a = pathOf(scenarioWith(objective, ours, 40));
          const Trajectory b = pathOf(scenarioWith(objective, theirs, 40));
          const double off = deviation(a, b);
          QVERIFY2(off < 1e-12,
                   (Json(options).dump() + " on " + objective + " off by " + std::to_string(off) + "\n" + rule->formula)
                       .c_str());
          ++compared;
        }
      }
    }
    QVERIFY(compared >= 12);
  }

  void faultsHaveAPlace_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* text, int line, int column, const char* says) {
      QTest::newRow(text) << QString::fromUtf8(text) << line << column << QString::fromUtf8(says);
    };
    row("m = b*m + g\nv = g\nx = x - lr*m/(sqr(v)+eps)", 3, 15, "no function is called 'sqr'; did you mean 'sqrt'?");
    row("", 1, 1, "expected a line");
    row("# nothing\n\n", 1, 1, "expected a line");
    row("x = ", 1, 2, "nothing stands after '='");
    row("x - lr*g", 1, 3, "expected '=' after 'x'");
    row("x", 1, 2, "to be assigned");
    row("3 = x", 1, 1, "expected a name");
    row("for i in range(3):", 1, 1, "no loops");
    row("\nt = t + 1", 2, 1, "'t' is given to the rule");
    row("  sqrt = g", 1, 3, "'sqrt' means something already");
    row("lambda = g", 1, 1, "means something already");
    row("x = x - lr*g)", 1, 13, "found ')'");
    row("x = x - 2y", 1, 10, "operator");
    row("x = m = g", 1, 7, "a comparison is written ==");
    row("x = x[0]", 1, 6, "nothing here has an index");
    row("x = sum(g)", 1, 5, "no loops");
    row("x = x - norm(g, x)", 1, 9, "norm takes one argument");
    row("x = x - dot(g)", 1, 9, "dot takes two arguments");
    row("x = x - grad(2*t)", 1, 9, "grad takes a point");
    row("m0 = v\nv = b*v + g\nm = b*m + v\nx = x - m", 1, 1, "'v' is not known before the first step");
    row("β = g", 1, 1, "expected a name");
    row("m = β*g", 1, 5, "found 'β'");
  }
  void faultsHaveAPlace() {
    QFETCH(const QString, text);
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(const QString, says);
    try {
      (void)RuleText::parse(text.toStdString());
      QFAIL("it was taken for a rule");
    } catch (const RuleError& error) {
      QVERIFY2(QString::fromUtf8(error.what()).contains(says), error.what());
      QCOMPARE(error.line(), line);
      QCOMPARE(error.column(), column);
    }
    // The option names the place, too, and what was said before stays.
    OptionError caught("", "");
    try {
      (void)findOptimizer("rule")->make({{"formula", text.toStdString()}});
    } catch (const OptionError& error) {
      caught = error;
    }
    QCOMPARE(caught.path(), "options.formula");
    QVERIFY(caught.message().starts_with("line " + std::to_string(line) + ", column " + std::to_string(column)));
  }

  void namesAreSorted() {
    const RuleText rule = RuleText::parse("v0 = lr*c\nd = beta*v + g\nv = d\nu = 2*n\nx = x - lr*v/(norm(d) + eps)*u");
    QCOMPARE(rule.state, (std::vector<std::string>{"v"}));
    QCOMPARE(rule.parameters, (std::vector<std::string>{"c", "beta", "eps"}));
    QVERIFY(rule.gradient && !rule.otherGradients && !rule.value && !rule.noise && rule.together);
    QVERIFY(rule.lines[0].start && rule.lines[0].target == "v");
    QVERIFY(rule.lines[3].oneNumber && !rule.lines[1].oneNumber);
    // m0 is a start only where nobody reads it.
    QCOMPARE(RuleText::parse("m0 = g\nm = m0 + g\nx = x - m").state, std::vector<std::string>{});
  }

  void remarks() {
    const auto said = [](const char* text, const Json& parameters = Json::object()) {
      return ruleRemarks(RuleText::parse(text), parameters);
    };
    QCOMPARE(said("x = x - lr*g"), std::vector<std::string>{});
    QCOMPARE(said("v = b*v + g**2\nx = x - lr*g"), std::vector<std::string>{"line 1: v has no part in the step"});
    QCOMPARE(said("m = b*m + g"), (std::vector<std::string>{"line 1: m has no part in the step",
                                                            "no line changes x: the points stay where they are"}));
    QCOMPARE(said("x = x"), std::vector<std::string>{"no line changes x: the points stay where they are"});
    QCOMPARE(said("x = 0.9*x").size(), std::size_t{1});
    QCOMPARE(said("x = x - lr*grad(x/2)"), std::vector<std::string>{});
    QCOMPARE(said("x = x - lr*g", values({{"b", 1}})), std::vector<std::string>{"the parameter b does not occur"});
  }

  void parametersAreGuessedAndGiven() {
    const RuleText rule = RuleText::parse("m = b*m + g\nx = x - lr*m/(abs(m) + eps) - wd*x + q");
    const auto guessed = ruleParameters(rule, Json::object());
    QCOMPARE(guessed.size(), std::size_t{4});
    QCOMPARE(guessed[0].value, 0.9);
    QVERIFY(guessed[0].slider.scale == Scale::LogOneMinus);
    QCOMPARE(guessed[1].value, 1e-8);
    QVERIFY(guessed[1].slider.scale == Scale::Log);
    QCOMPARE(guessed[2].value, 0.0);
    QCOMPARE(guessed[3].slider, (SliderRange{0, 2, Scale::Linear}));
    const Json given = {{"b", {{"value", 0.5}, {"min", -1}, {"max", 1}}}, {"q", {{"value", 30}}}};
    const auto own = ruleParameters(rule, given);
    QCOMPARE(own[0].slider, (SliderRange{-1, 1, Scale::Linear}));  // the scale of 1 − value ends below 1
    QCOMPARE(own[3].slider, (SliderRange{0, 60, Scale::Linear}));
  }

  /// Start values, f, n, noise, norms and other points, against the same computed here.
  void whatRulesKnow() {
    const auto objective = makeObjective(scenarioWith("rosenbrock", typed("x = x", {})).panels[0]);
    const std::vector<double> start = {-1.2, 1};
    const auto after = [&](const std::string& formula, std::int64_t steps = 1) {
      Scenario s = scenarioWith("rosenbrock", typed(formula, Json::object(), {{"lr", 1e-3}}), steps);
      return Points(trace(s, 0, *objective, start).points.row(steps));
    };
    Points x(1, 2);
    x << start[0], start[1];
    Points g;
    Column f;
    objective->valueAndGradient(x, f, g);
    const auto near = [](const Points& a, const Points& b) { return ((a - b).abs() < 1e-13).all(); };
    QVERIFY(near(after("x = x - lr*f*n"), x - 1e-3 * f[0] * 2));
    QVERIFY(near(after("x = x - lr*g/norm(g)"), x - 1e-3 * g / g.matrix().norm()));
    QVERIFY(near(after("x = x - lr*dot(g, x)/n"), x - 1e-3 * (g * x).sum() / 2));
    QVERIFY(near(after("x = x - mean(abs(x))"), x - x.abs().mean()));
    QVERIFY(near(after("x = x - lr*norm(2)"), x - 1e-3 * std::sqrt(8)));
    Points there = x - 1e-3 * g;
    Points other;
    objective->gradient(there, other);
    QVERIFY(near(after("x = x - lr*grad(x - lr*g)"), x - 1e-3 * other));
    QVERIFY(near(after("m0 = x/2\nm = m + 1\nx = m"), x / 2 + 1));
    QVERIFY(near(after("m0 = x/2\nm = m + 1\nx = m", 3), x / 2 + 3));
    QVERIFY(near(after("m = m + t\nx = m", 4), Points::Constant(1, 2, 10)));
    QVERIFY(near(after("x = x - lr*(1 if x > 0 and not g < 0 else 2)"), x - 1e-3 * Points{{2, 2}}));
    QVERIFY(near(after("x = x + (0 < x < 2)"), x + Points{{0, 1}}));
    QVERIFY(near(after("x += 1\nx *= 2\nx **= 2"), ((x + 1) * 2).square()));
    // Draws: not zero, different in every coordinate and step, the same again.
    const Points noise = after("x = noise");
    QVERIFY(noise(0) != noise(1) && (noise != 0).all());
    QVERIFY((after("x = noise") == noise).all());
    QVERIFY((after("x = noise", 2) != noise).all());
  }

  /// A map runs rows together; each must be the path that goes alone, to the bit.
  void mapsAreThePaths() {
    for (const char* formula : {"m = b*m + g\nx = x - lr*m/(1 + norm(m))", "d = b*d - lr*grad(x + b*d)\nx = x + d",
                                "x = x - lr*g + 0.01*noise", "x = x - lr*exp(-f/100)*grad(x*exp(-lr*mean(x)))"}) {
      Scenario s = scenarioWith("rosenbrock", typed(formula, Json::object(), {{"lr", 1e-4}}), 50);
      const auto objective = makeObjective(s.panels[0]);
      const std::vector<std::vector<double>> starts = {{-1.2, 1}, {0.3, -0.4}, {1.7, 2.2}, {-2, 0.1}};
      Points together(4, 2);
      for (Index i = 0; i < 4; ++i) together.row(i) << starts[i][0], starts[i][1];
      const auto optimizer = findOptimizer("rule")->make(s.contenders[0].options);
      ObjectiveOracle oracle(*objective, {}, {.seed = s.seed});
      optimizer->reset(together, objective->shape());
      for (std::int64_t k = 0; k < s.steps; ++k) {
        oracle.beginStep(k);
        optimizer->step(together, oracle, 1e-4);
      }
      for (std::size_t i = 0; i < starts.size(); ++i) {
        const Trajectory alone = trace(s, 0, *objective, starts[i], {}, i);
        QVERIFY((alone.points.row(s.steps) == together.row(static_cast<Index>(i))).all());
      }
    }
  }

  void isItAdam() {
    Scenario s = scenarioWith("rosenbrock", typed(adam, values(adamNumbers), {{"lr", 0.02}}), 100);
    s.contenders.push_back(builtIn("Adam", {{"lr", 0.02}, {"betas", Json::array({0.9, 0.99})}}));
    s.contenders.push_back(builtIn("Adam", {{"lr", 0.02}, {"betas", Json::array({0.9, 0.999})}}));
    s.contenders.push_back(builtIn("SGD", {{"lr", 1e-3}}));
    const Comparison same = compareContenders(s, 0, 0, 1);
    QVERIFY(same.same && same.steps == 100 && same.largest < 1e-12 && same.step == 0);
    QVERIFY(comparisonText(s, 0, 0, 1).starts_with("The same as Adam"));
    // The average of squares parts in the first step, before any point does.
    const Comparison other = compareContenders(s, 0, 0, 2);
    QVERIFY(!other.same);
    QCOMPARE(other.line, "v");
    QCOMPARE(other.step, Index{1});
    QCOMPARE(other.coordinate, Index{1});
    QVERIFY(std::abs(other.one / other.other - 10) < 1e-9);
    QVERIFY2(comparisonText(s, 0, 0, 2).find("v of coordinate 1 parts at step 1") != std::string::npos,
             comparisonText(s, 0, 0, 2).c_str());
    const Comparison another = compareContenders(s, 0, 0, 3);
    QCOMPARE(another.line, "x");
    QCOMPARE(another.step, Index{1});
  }

  /// Maps and tuning reach a rule's parameters by name.
  void parametersAreAxes() {
    Scenario s = scenarioWith("rosenbrock", typed("m = b*m + g\nx = x - lr*q*m", values({{"q", 1}}), {{"lr", 1e-3}}));
    const auto ids = axisIds(s, 0, 0);
    for (const char* id : {"lr", "parameters.b", "parameters.q"})
      QVERIFY2(std::ranges::find(ids, std::string(id)) != ids.end(), id);
    QCOMPARE(axisValue(s, 0, 0, "parameters.b"), 0.9);
    setAxisValue(s, 0, 0, "parameters.b", 0.5);
    QCOMPARE(axisValue(s, 0, 0, "parameters.b"), 0.5);
    QCOMPARE(axisValue(s, 0, 0, "parameters.q"), 1.0);
    QVERIFY(makeAxis(s, 0, 0, "parameters.b", 10).range.scale == Scale::LogOneMinus);
    QVERIFY_THROWS_EXCEPTION(OptionError, axisValue(s, 0, 0, "parameters.c"));
    QVERIFY_THROWS_EXCEPTION(OptionError, axisValue(s, 0, 0, "parameters.learning rate"));
    const Contender sgd = builtIn("SGD", {{"lr", 1e-3}, {"momentum", 0.5}});
    QVERIFY(deviation(pathOf(s), pathOf(scenarioWith("rosenbrock", sgd))) < 1e-12);
  }

  void otherPointsLeaveNoGroups() {
    Contender c = typed("x = x - lr*grad(x - lr*g)", Json::object());
    checkContender(c, 2, 10);
    c.groups = {{{1}, {{"lr", 0.1}}}};
    QVERIFY_THROWS_EXCEPTION(OptionError, checkContender(c, 2, 10));
    // A group may have a rule of its own, and numbers of its own.
    Contender own = typed("x = x - lr*q*g", values({{"q", 1}}));
    own.groups = {{{1}, {{"parameters", values({{"q", 3}})}}}};
    checkContender(own, 2, 10);
    const Trajectory path = pathOf(scenarioWith("rosenbrock", own, 1));
    const Trajectory plain = pathOf(scenarioWith("rosenbrock", typed("x = x - lr*g", Json::object()), 1));
    const Points step = path.points.row(1) - path.points.row(0);
    const Points one = plain.points.row(1) - plain.points.row(0);
    QCOMPARE(step(0), one(0));
    QVERIFY(std::abs(step(1) - 3 * one(1)) < 1e-12 * std::abs(step(1)));
  }
};

QTEST_GUILESS_MAIN(RuleTest)
#include "rule_test.moc"
