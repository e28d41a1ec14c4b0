/// A rule that is typed: core/expression/rule.h has the language.
#include "core/expression/rule.h"

#include "core/expression/rule_lines.h"
#include "core/expression/rule_program.h"
#include "core/expression/update_line.h"
#include "core/optimizers/kit.h"

namespace thalweg::optimizers {

namespace {

class TypedRule final : public Optimizer {
 public:
  double lr = 0.01;
  std::string formula = "m = b*m + g\nx = x - lr*m";
  Json parameters = Json::object();
  bool maximize = false;

  void prepare() {
    try {
      rule_ = RuleText::parse(formula);
      for (const auto& [name, value] : parameters.items()) {
        if (!isRuleName(name))
          throw OptionError("options.parameters." + name,
                            "a rule cannot call a parameter so; it means something already");
      }
      program_ = std::make_shared<const RuleProgram>(rule_, ruleParameters(rule_, parameters));
    } catch (const RuleError& error) {
      throw OptionError("options.formula", error.what());
    }
  }

  void reset(const Points& start, const Shape& /*shape*/) override {
    state_.reset(*program_, start.rows(), start.cols());
  }
  void step(Points& x, Oracle& oracle, double rate) override { state_.step(*program_, x, oracle, rate, maximize); }

  [[nodiscard]] std::vector<NamedVector> vectors() const override {
    std::vector<NamedVector> named;
    if (rule_.gradient && state_.gradient().size() > 0) named.push_back({"g_t", Phase::Gradient, state_.gradient()});
    for (std::size_t k = 0; k < rule_.state.size(); ++k)
      named.push_back({ruleSymbol(rule_.state[k], true), Phase::State, state_.state()[k]});
    return named;
  }
  [[nodiscard]] std::vector<NamedValues> record() const override {
    std::vector<NamedValues> kept;
    for (std::size_t k = 0; k < rule_.state.size(); ++k) kept.push_back({lineName(rule_.state[k]), state_.state()[k]});
    if (state_.noise().size() > 0) kept.push_back({"draw", state_.noise()});
    if (state_.value().size() > 0) kept.push_back({"f", state_.value()});
    if (state_.columns() > 0) kept.push_back({"n", Points::Constant(1, 1, static_cast<double>(state_.columns()))});
    return kept;
  }

  [[nodiscard]] const RuleText& rule() const { return rule_; }

 private:
  RuleText rule_;
  std::shared_ptr<const RuleProgram> program_;
  RuleState state_;
};

/// The card with the lines, symbols and parameters of the rule that these options have.
OptimizerCard typedCard(const OptimizerCard& general, const Options& options) {
  TypedRule typed;
  assignOptions(general, options, &typed);
  typed.prepare();
  const RuleText& rule = typed.rule();
  OptimizerCard card = general;
  card.inForce = nullptr;
  RuleLines written = linesOf(rule);
  card.lines = std::move(written.lines);
  card.symbols = std::move(written.symbols);
  card.formula = typed.formula;
  card.groups = !rule.otherGradients;
  card.elementwise = !rule.together;
  std::erase_if(card.options, [](const OptionDescription& d) { return d.id == "formula" || d.id == "parameters"; });
  for (const RuleParameter& p : ruleParameters(rule, typed.parameters)) {
    OptionDescription& option = card.options.emplace_back();
    option.id = lineName(p.name);
    option.label = p.name;
    option.symbol = ruleSymbol(p.name, false);
    option.fallback = p.value;
    option.slider = p.slider;
  }
  card.typeset = update_line::typesetLines(card);
  return card;
}

}  // namespace

OptimizerCard rule() {
  OptimizerCard card;
  card.id = "rule";
  card.label = "Your rule";
  card.family = "Typed";
  card.summary = "Any rule of a few lines, typed as assignments, with parameters as sliders.";
  card.advice =
      "Names that a rule knows: x, g, f, t, lr, n, noise; norm(v), dot(a, b), mean(v), grad(point). A name that a line "
      "assigns and an earlier one reads is state and starts at 0, or at what m0 = … says; names that no line assigns "
      "are "
      "parameters.";
  card.reference = "Momentum as typed at first: Polyak 1964";
  card.formula = "m = b*m + g;  x = x - lr*m";
  card.lines = {lines::gradient(), {Phase::State, "m", "b*m_prev + g"}, {Phase::Step, "next", "theta - lr*m"}};
  card.symbols = {{"b", "b"}};
  card.options = {rateOption(&TypedRule::lr),
                  option("formula", &TypedRule::formula)
                      .named("rule")
                      .explained("What a step does: a line for each name, such as x = x - lr*g."),
                  option("parameters", &TypedRule::parameters)
                      .ofKind(OptionKind::Parameters)
                      .named("parameters")
                      .explained("Numbers that the rule uses by name, each with the range of its slider."),
                  maximizeOption(&TypedRule::maximize)};
  card.presets = {{"Momentum", {{"formula", "m = b*m + g\nx = x - lr*m"}}},
                  {"Adam",
                   {{"formula",
                     "m = b1*m + (1 - b1)*g\nv = b2*v + (1 - b2)*g**2\nx = x - lr*m/(1 - b1**t)/(sqrt(v/(1 - b2**t)) + "
                     "eps)"}}},
                  {"Sign of the average", {{"formula", "m = b*m + (1 - b)*g\nx = x - lr*sign(m)"}}},
                  {"Normalized gradient", {{"formula", "x = x - lr*g/(norm(g) + eps)"}}},
                  {"Look ahead", {{"formula", "d = b*d - lr*grad(x + b*d)\nx = x + d"}}},
                  {"Langevin", {{"formula", "x = x - lr*g + sqrt(2*lr)*sigma*noise"}}}};
  OptimizerCard described = describe<TypedRule>(std::move(card));
  described.inForce = [general = described](const Options& options) { return typedCard(general, options); };
  return described;
}

}  // namespace thalweg::optimizers
