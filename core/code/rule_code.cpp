#include "core/code/rule_code.h"

#include "core/base/format.h"
#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/expression/rule.h"

#include <algorithm>
#include <array>

namespace thalweg::python {

namespace {

using expression::Node;
using expression::NodeId;
using expression::Operation;

/// A rule's name in the script: as typed, but for those that the class uses itself.
std::string inScript(const std::string& name) {
  constexpr std::array<std::string_view, 16> taken = {"self",   "own",      "torch",     "math",      "tensor", "where",
                                                      "params", "maximize", "torch_min", "torch_max", "min",    "max",
                                                      "abs",    "noise_",   "value",     "points"};
  return std::ranges::find(taken, name) == taken.end() ? name : name + "_";
}

/// How tightly an operation binds in Python.
enum ScriptLevel { Added, Multiplied, Signed, Raised, Whole };

/// One line's right side in torch.
class TorchWriter {
 public:
  TorchWriter(const RuleLine& line, FormulaNeeds& needs) : tree_(line.tree), needs_(needs) {}

  [[nodiscard]] std::string write() { return at(tree_.root, Added); }

 private:
  [[nodiscard]] const Node& node(NodeId id) const { return tree_.nodes[static_cast<std::size_t>(id)]; }

  std::string at(NodeId id, ScriptLevel least) {
    ScriptLevel level = Whole;
    const std::string text = bare(node(id), level);
    return level < least ? "(" + text + ")" : text;
  }
  std::string call(const std::string& name, const std::vector<NodeId>& operands) {
    std::string list;
    for (const NodeId id : operands) list += (list.empty() ? "" : ", ") + at(id, Added);
    return name + "(" + list + ")";
  }
  std::string two(const Node& of, ScriptLevel own, ScriptLevel& level) {
    level = own;
    const std::string sign(expression::spelling(of.operation));
    const bool spaced = own == Added;
    return at(of.operands[0], own) + (spaced ? " " + sign + " " : sign) +
           at(of.operands[1], static_cast<ScriptLevel>(own + 1));
  }

  std::string bare(const Node& of, ScriptLevel& level) {
    using enum Operation;
    const auto& operands = of.operands;
    switch (of.operation) {
      case Number:
        if (!of.name.empty()) {
          needs_.constants.insert(of.name);
          return of.name;
        }
        return of.integer ? formatSignificant(of.number, 17) : real(of.number);
      case Parameter:
        if (of.name == "f") return "self.sign*self.value";
        return inScript(of.name);
      case Negate:
        level = Signed;
        return "-" + at(operands[0], Signed);
      case Not:
        return "tensor(" + at(operands[0], Added) + " == 0)";
      case And:
        return "where(" + at(operands[0], Added) + ", " + at(operands[1], Added) + ", " + at(operands[0], Added) + ")";
      case Or:
        return "where(" + at(operands[0], Added) + ", " + at(operands[0], Added) + ", " + at(operands[1], Added) + ")";
      case Select:
        return call("where", operands);
      case Chain:
        return chain(of, level);
      case Add:
      case Subtract:
        return two(of, Added, level);
      case FloorDivide:
        needs_.helpers.insert("floor_divide");
        return two(of, Multiplied, level);
      case Multiply:
      case Divide:
      case Modulo:
        return two(of, Multiplied, level);
      case Power:
        level = Raised;
        return at(operands[0], Whole) + "**" + at(operands[1], Signed);
      case Min:
      case Max: {
        const std::string name = of.operation == Min ? "torch_min" : "torch_max";
        needs_.helpers.insert(name);
        return call(name, operands);
      }
      case Abs:
        return call("abs", operands);
      case GradientAt:
        return call("self.gradient", operands);
      case Norm:
        return "torch.sqrt(" + sum(operands[0], operands[0]) + ")";
      case Dot:
        return sum(operands[0], operands[1]);
      case Mean:
        return "(" + at(operands[0], Multiplied) + "*torch.ones_like(x)).mean()";
      default:
        break;
    }
    const std::string name(expression::spelling(of.operation));
    needs_.helpers.insert(name);
    return call(name, operands);
  }

  std::string sum(NodeId a, NodeId b) {
    const bool square = a == b || at(a, Added) == at(b, Added);
    const std::string product = square ? at(a, Whole) + "**2" : at(a, Multiplied) + "*" + at(b, Signed);
    return "(" + product + "*torch.ones_like(x)).sum()";
  }

  std::string chain(const Node& of, ScriptLevel& level) {
    std::string all;
    for (std::size_t i = 0; i + 2 < of.operands.size(); i += 2) {
      const std::string one = "tensor(" + at(of.operands[i], Added) + " " +
                              std::string(expression::spelling(node(of.operands[i + 1]).operation)) + " " +
                              at(of.operands[i + 2], Added) + ")";
      all += (all.empty() ? "" : "*") + one;
    }
    level = of.operands.size() > 3 ? Multiplied : Whole;
    return all;
  }

  const expression::Tree& tree_;
  FormulaNeeds& needs_;
};

std::string formulaOf(const Options& options) {
  return optionValue(*findOptimizer("rule")->find("formula"), options).get<std::string>();
}
Json parametersOf(const Options& options) { return optionValue(*findOptimizer("rule")->find("parameters"), options); }

std::string ruleClass(const std::string& name, const RuleText& rule, Script& script) {
  std::string out = "class " + name + "(TypedRule):\n    \"\"\"Typed:\n\n";
  for (const RuleLine& line : rule.lines) out += "    " + line.text + "\n";
  out += "    \"\"\"\n\n";
  if (!rule.gradient) out += "    looks_here = False\n\n";
  std::string options = "lr";
  for (const std::string& parameter : rule.parameters) options += ", " + inScript(parameter);
  out += "    def rule(self, x, g, own, t, *, " + options + "):\n";
  const auto reads = [&](const char* what) {
    return std::ranges::any_of(rule.lines, [&](const RuleLine& line) {
      const auto names = namesRead(line.tree);
      return std::ranges::find(names, what) != names.end();
    });
  };
  if (reads("n")) out += "        n = x.numel()\n";
  if (rule.noise) {
    out += script.features.contains("plain")
               ? "        noise = torch.randn_like(x)\n"
               : "        noise = torch.cat([self.normals[p].flatten() for p in self.params])\n";
  }
  const auto starts = [&](const std::string& state) {
    return std::ranges::any_of(rule.lines, [&](const RuleLine& l) { return l.start && l.target == state; });
  };
  for (const std::string& state : rule.state)
    if (!starts(state))
      out += "        " + inScript(state) + " = own.get(" + literal(state) + ", torch.zeros_like(x))\n";
  const auto assigns = [&](const RuleLine& line) {
    const bool state = std::ranges::find(rule.state, line.target) != rule.state.end();
    const bool whole = line.oneNumber && (state || line.target == "x" || line.target == "g");
    const std::string right = TorchWriter(line, script.formulas).write();
    return inScript(line.target) + " = " + (whole ? "torch.zeros_like(x) + (" + right + ")" : right) + "\n";
  };
  for (const RuleLine& line : rule.lines) {
    if (!line.start) continue;
    const std::string start = assigns(line);
    out += "        " + inScript(line.target) + " = own.get(" + literal(line.target) +
           ")\n        if t == 1:\n            " + start;
  }
  for (const RuleLine& line : rule.lines)
    if (!line.start) out += "        " + assigns(line);
  for (const std::string& state : rule.state) out += "        own[" + literal(state) + "] = " + inScript(state) + "\n";
  return out + "        return x\n";
}

}  // namespace

std::string addRule(Script& script, const Options& options) {
  const std::string formula = formulaOf(options);
  const auto known = std::ranges::find(script.rules, formula);
  const auto number = static_cast<std::size_t>(known - script.rules.begin()) + 1;
  const std::string name = number == 1 ? "Rule" : "Rule" + std::to_string(number);
  if (known != script.rules.end()) return name;
  script.rules.push_back(formula);
  const RuleText rule = RuleText::parse(formula);
  script.addNeeds({"typed_rule"});
  script.formulas.helpers.insert("tensor");
  if (rule.otherGradients) script.features.insert("closure");
  const auto ask = [&](const char* feature) { script.features.insert(feature); };
  if (rule.value) ask("closure"), ask("value");
  if (rule.noise) ask("random");
  if (rule.noise && !script.features.contains("plain")) ask("closure"), ask("normals");
  script.classes += (script.classes.empty() ? "" : "\n\n") + ruleClass(name, rule, script);
  return name;
}

Arguments ruleArguments(const OptimizerCard& card, const Options& options) {
  Arguments arguments = {
      "lr=" + real(optionValue(*card.find("lr"), options).get<double>()),
      "maximize=" + python::value(*card.find("maximize"), optionValue(*card.find("maximize"), options))};
  const RuleText rule = RuleText::parse(formulaOf(options));
  for (const RuleParameter& p : ruleParameters(rule, parametersOf(options)))
    arguments.push_back(inScript(p.name) + "=" + real(p.value));
  return arguments;
}

Arguments ruleGroupArguments(const Options& options, const std::string& id, const Json& value) {
  const OptimizerCard& card = *findOptimizer("rule");
  if (id == "formula") {
    if (value == formulaOf(options)) return {};
    throw CodeError("torch cannot set another rule for one group alone");
  }
  if (id != "parameters") return {literal(id) + ": " + python::value(*card.find(id), value)};
  Arguments arguments;
  for (const RuleParameter& p : ruleParameters(RuleText::parse(formulaOf(options)), value))
    if (value.contains(p.name)) arguments.push_back(literal(inScript(p.name)) + ": " + real(p.value));
  return arguments;
}

}  // namespace thalweg::python
