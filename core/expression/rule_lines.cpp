#include "core/expression/rule_lines.h"

#include "core/base/format.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace thalweg {

using expression::Node;
using expression::NodeId;
using expression::Operation;

namespace {

/// Names that the lines of updates give a meaning of their own (core/contracts/optimizer.h, core/runs/step_lines.cpp).
constexpr std::array<std::string_view, 16> meantByLines = {
    "theta", "next",    "start",     "moving",     "matrices",    "lr_0",           "schedule", "cycled",
    "noise", "earlier", "clip_norm", "clip_value", "whole_point", "whole_gradient", "draw",     "maximize"};

bool isGreekLetter(std::string_view name) {
  constexpr std::array<std::string_view, 21> letters = {"alpha", "beta", "gamma", "delta", "zeta",  "eta",   "theta",
                                                        "kappa", "mu",   "nu",    "xi",    "rho",   "sigma", "tau",
                                                        "phi",   "psi",  "omega", "Delta", "Gamma", "Omega", "lambda"};
  return std::ranges::find(letters, name) != letters.end();
}

/// TeX of letters without digits or accents.
std::string letters(std::string_view name) {
  if (name == "eps" || name == "epsilon") return R"(\varepsilon)";
  if (name == "lam" || name == "wd" || name == "weight_decay") return R"(\lambda)";
  if (isGreekLetter(name)) return "\\" + std::string(name);
  if (name.size() == 1) return std::string(name);
  std::string words(name);
  std::ranges::replace(words, '_', ' ');
  while (words.ends_with(' ')) words.pop_back();
  return R"(\mathrm{)" + words + "}";
}

/// Writes one line's right side for core/expression/update_line.h.
class LineWriter {
 public:
  LineWriter(const expression::Tree& tree, const std::map<std::string, std::string>& names,
             const std::set<std::string, std::less<>>& numbers)
      : tree_(tree), names_(names), numbers_(numbers) {}

  [[nodiscard]] std::string write(NodeId id) const {
    using enum Operation;
    const Node& node = at(id);
    const auto& of = node.operands;
    const auto inner = [&](std::size_t k) { return write(of[k]); };
    switch (node.operation) {
      case Number:
        return node.name.empty() ? formatShort(node.number) : node.name;
      case Parameter: {
        const auto found = names_.find(node.name);
        return found == names_.end() ? lineName(node.name) : found->second;
      }
      case Negate:
        return "(-" + inner(0) + ")";
      case Not:
        return "(1 - " + condition(of[0]) + ")";
      case And:
        return "where(" + condition(of[0]) + ", " + inner(1) + ", " + inner(0) + ")";
      case Or:
        return "where(" + condition(of[0]) + ", " + inner(0) + ", " + inner(1) + ")";
      case Select:
        if (isNumber(of[0])) return "(" + inner(1) + " if " + condition(of[0]) + " else " + inner(2) + ")";
        return "where(" + condition(of[0]) + ", " + inner(1) + ", " + inner(2) + ")";
      case Chain:
        return condition(id);
      case Add:
      case Subtract:
      case Multiply:
      case Divide:
      case FloorDivide:
      case Modulo:
      case Power:
        return "(" + inner(0) + " " + std::string(expression::spelling(node.operation)) + " " + inner(1) + ")";
      default:
        break;
    }
    std::string list;
    for (const NodeId operand : of) list += (list.empty() ? "" : ", ") + write(operand);
    const std::string name =
        node.operation == GradientAt ? "gradient" : std::string(expression::spelling(node.operation));
    return name + "(" + list + ")";
  }

 private:
  [[nodiscard]] const Node& at(NodeId id) const { return tree_.nodes[static_cast<std::size_t>(id)]; }

  /// Where only whether it holds counts.
  [[nodiscard]] std::string condition(NodeId id) const {
    using enum Operation;
    const Node& node = at(id);
    if (node.operation == And || node.operation == Or) {
      const char* const word = node.operation == And ? " and " : " or ";
      return "(" + condition(node.operands[0]) + word + condition(node.operands[1]) + ")";
    }
    if (node.operation == Not) return "(not " + condition(node.operands[0]) + ")";
    if (node.operation != Chain) return write(id);
    std::string all;
    for (std::size_t i = 0; i + 2 < node.operands.size(); i += 2) {
      const std::string one = "(" + write(node.operands[i]) + " " +
                              std::string(expression::spelling(at(node.operands[i + 1]).operation)) + " " +
                              write(node.operands[i + 2]) + ")";
      all = all.empty() ? one : "(" + all + " and " + one + ")";
    }
    return all;
  }

  [[nodiscard]] bool isNumber(NodeId id) const {
    const Node& node = at(id);
    if (node.operation == Operation::Norm || node.operation == Operation::Dot || node.operation == Operation::Mean)
      return true;
    if (node.operation == Operation::GradientAt) return false;
    if (node.operation == Operation::Parameter) return numbers_.contains(node.name);
    return std::ranges::all_of(node.operands, [&](NodeId operand) { return isNumber(operand); });
  }

  const expression::Tree& tree_;
  const std::map<std::string, std::string>& names_;
  const std::set<std::string, std::less<>>& numbers_;
};

}  // namespace

std::string lineName(std::string_view name) {
  const bool taken = std::ranges::find(meantByLines, name) != meantByLines.end() || name.ends_with("_prev") ||
                     name.ends_with("_up") || name.starts_with("gradient") || name.starts_with("theta_") ||
                     name.starts_with("own_") || name.starts_with("call__");
  return taken ? "own_" + std::string(name) : std::string(name);
}

std::string ruleSymbol(std::string_view name, bool state) {
  for (const std::string_view accent : {"hat", "bar", "tilde"}) {
    if (name.size() > accent.size() + 1 && name.ends_with(accent) && name[name.size() - accent.size() - 1] == '_') {
      const std::string base = letters(name.substr(0, name.size() - accent.size() - 1));
      return "\\" + std::string(accent) + (base.starts_with("\\") ? base : " " + base) + (state ? "_t" : "");
    }
  }
  std::size_t digits = name.size();
  while (digits > 1 && name[digits - 1] >= '0' && name[digits - 1] <= '9') --digits;
  const std::string number(name.substr(digits));
  std::string_view head = name.substr(0, digits);
  if (!number.empty() && head.size() > 1 && head.ends_with('_')) head.remove_suffix(1);
  const std::string base = letters(head);
  if (number.empty()) return base + (state ? "_t" : "");
  return state ? base + "^{(" + number + ")}_t" : base + "_" + (number.size() > 1 ? "{" + number + "}" : number);
}

RuleLines linesOf(const RuleText& rule) {
  RuleLines made;
  std::map<std::string, std::string> names = {{"x", "theta"}, {"noise", "draw"}};
  std::set<std::string, std::less<>> numbers = {"t", "lr", "n", "f"};
  numbers.insert(rule.parameters.begin(), rule.parameters.end());
  for (const std::string& name : rule.state) names[name] = lineName(name) + "_prev";
  const auto last = std::find_if(rule.lines.rbegin(), rule.lines.rend(),
                                 [](const RuleLine& line) { return line.target == "x" && !line.start; });
  if (rule.gradient) made.lines.push_back({Phase::Gradient, "g", "gradient(theta)"});
  int points = 0;
  // What acts before the first step comes first.
  std::vector<const RuleLine*> order;
  for (const RuleLine& line : rule.lines)
    if (line.start) order.push_back(&line);
  for (const RuleLine& line : rule.lines)
    if (!line.start) order.push_back(&line);
  for (const RuleLine* line : order) {
    FormulaLine written{Phase::State, lineName(line->target),
                        LineWriter(line->tree, names, numbers).write(line->tree.root)};
    if (line->start) {
      written.symbol += "_prev";
      written.when = "t == 1";
      made.lines.push_back(std::move(written));
      continue;
    }
    if (line->target == "x") {
      written.phase = Phase::Step;
      written.symbol = line == &*last ? "next" : "theta_" + std::to_string(++points);
      if (written.symbol != "next")
        made.symbols.emplace_back(written.symbol, R"(\theta^{()" + std::to_string(points) + ")}_t");
    } else if (line->target == "g") {
      written.phase = Phase::Gradient;
    }
    names[line->target] = written.symbol;
    const bool state = std::ranges::find(rule.state, line->target) != rule.state.end();
    if (line->oneNumber && !state && line->target != "x" && line->target != "g")
      numbers.insert(line->target);
    else
      numbers.erase(line->target);
    made.lines.push_back(std::move(written));
  }
  if (last == rule.lines.rend()) made.lines.push_back({Phase::Step, "next", "theta + 0"});
  for (const std::string& name : rule.parameters) made.symbols.emplace_back(lineName(name), ruleSymbol(name, false));
  for (const RuleLine& line : rule.lines)
    if (line.target != "x" && line.target != "g" && line.target != "lr")
      made.symbols.emplace_back(lineName(line.target), ruleSymbol(line.target, true));
  made.symbols.emplace_back("draw", R"(\xi_t)");
  made.symbols.emplace_back("f", R"(f(\theta_{t-1}))");
  made.symbols.emplace_back("n", "n");
  return made;
}

}  // namespace thalweg
