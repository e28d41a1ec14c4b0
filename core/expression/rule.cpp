#include "core/expression/rule.h"

#include "core/expression/expression.h"
#include "core/expression/lexer.h"
#include "core/expression/parser.h"

#include <algorithm>
#include <array>
#include <set>

namespace thalweg {

using expression::Operation;
using expression::Tree;

RuleError::RuleError(int line, int column, const std::string& message)
    : std::invalid_argument("line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + message),
      line_(line),
      column_(column),
      message_(message) {}

namespace {

constexpr std::size_t mostLines = 100;
constexpr std::array<std::string_view, 7> knownToRules = {"x", "g", "f", "t", "lr", "n", "noise"};

bool isKnown(std::string_view name) { return std::ranges::find(knownToRules, name) != knownToRules.end(); }
bool isNameLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isNamePart(char c) { return isNameLetter(c) || (c >= '0' && c <= '9'); }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

/// The signs that may stand before `=`, longer ones first.
constexpr std::array<std::pair<std::string_view, Operation>, 7> updates = {{{"**", Operation::Power},
                                                                            {"//", Operation::FloorDivide},
                                                                            {"+", Operation::Add},
                                                                            {"-", Operation::Subtract},
                                                                            {"*", Operation::Multiply},
                                                                            {"/", Operation::Divide},
                                                                            {"%", Operation::Modulo}}};

void checkTarget(const std::string& name, int line, int column) {
  const std::string quoted = expression::inQuotes(name);
  if (name == "f" || name == "t" || name == "n" || name == "noise")
    throw RuleError(line, column, quoted + " is given to the rule; choose another name for what is assigned");
  if (name != "x" && name != "g" && name != "lr" && !isRuleName(name))
    throw RuleError(line, column, quoted + " means something already; choose another name for what is assigned");
}

/// One line that is not blank; `text` is without comment.
RuleLine parseLine(std::string_view text, int number) {
  std::size_t at = 0;
  while (at < text.size() && isBlank(text[at])) ++at;
  const std::size_t from = at;
  const auto column = [&](std::size_t byte) { return static_cast<int>(byte) + 1; };
  while (at < text.size() && isNamePart(text[at])) ++at;
  RuleLine line;
  line.number = number;
  line.text = trimmed(text);
  line.target = text.substr(from, at - from);
  constexpr std::array<std::string_view, 9> blocks = {"for",    "while", "if",   "def",   "class",
                                                      "import", "from",  "with", "return"};
  if (std::ranges::find(blocks, line.target) != blocks.end())
    throw RuleError(number, column(from), "a rule has no loops or blocks, only assignments such as x = x - lr*g");
  if (line.target.empty() || !isNameLetter(line.target[0]))
    throw RuleError(number, column(from), "expected a name and what it becomes, such as x = x - lr*g");
  const std::size_t afterName = at;
  while (at < text.size() && isBlank(text[at])) ++at;
  Operation update = Operation::Number;
  for (const auto& [sign, operation] : updates) {
    if (!text.substr(at).starts_with(sign) || !text.substr(at + sign.size()).starts_with("=")) continue;
    update = operation;
    at += sign.size();
    break;
  }
  const bool assigns = at < text.size() && text[at] == '=' && !text.substr(at).starts_with("==");
  if (!assigns) {
    const bool calculates = at < text.size() && text[at] != '=';
    throw RuleError(number, column(at),
                    calculates
                        ? "expected '=' after " + expression::inQuotes(line.target) +
                              ": a line is a name and what it becomes, such as x = x - lr*g"
                        : "expected " + expression::inQuotes(line.target) + " to be assigned, as in x = x - lr*g");
  }
  checkTarget(line.target, number, column(from));
  // Blanks in place of the left side keep the columns.
  std::string right(at + 1, ' ');
  right += text.substr(at + 1);
  try {
    line.tree = expression::parse(right, {.anyParameter = true, .rule = true});
  } catch (const ExpressionError& error) {
    if (trimmed(right).empty()) throw RuleError(number, column(afterName), "nothing stands after '='");
    throw RuleError(number, error.column(), error.message());
  }
  if (update != Operation::Number) {
    expression::Node name;
    name.operation = Operation::Parameter;
    name.name = line.target;
    name.column = column(from);
    line.tree.nodes.push_back(name);
    expression::Node changed;
    changed.operation = update;
    changed.column = column(at);
    changed.operands = {static_cast<int>(line.tree.nodes.size()) - 1, line.tree.root};
    line.tree.nodes.push_back(changed);
    line.tree.root = static_cast<int>(line.tree.nodes.size()) - 1;
  }
  return line;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}
void addOnce(std::vector<std::string>& names, const std::string& name) {
  if (!has(names, name)) names.push_back(name);
}

/// Whether a node is the same number for all coordinates.
bool isOneNumber(const Tree& tree, expression::NodeId id, const std::set<std::string, std::less<>>& numbers) {
  const expression::Node& node = tree.nodes[static_cast<std::size_t>(id)];
  switch (node.operation) {
    case Operation::Norm:
    case Operation::Dot:
    case Operation::Mean:
      return true;
    case Operation::GradientAt:
      return false;
    case Operation::Parameter:
      return numbers.contains(node.name);
    default:
      return std::ranges::all_of(node.operands, [&](expression::NodeId o) { return isOneNumber(tree, o, numbers); });
  }
}

/// What makes `m0 = …` a start: m is assigned, too, and m0 is read by no line.
void findStarts(std::vector<RuleLine>& lines) {
  std::set<std::string> assigned, read;
  for (const RuleLine& line : lines) {
    assigned.insert(line.target);
    for (const std::string& name : namesRead(line.tree)) read.insert(name);
  }
  for (RuleLine& line : lines) {
    if (!line.target.ends_with('0') || read.contains(line.target)) continue;
    const std::string name = line.target.substr(0, line.target.size() - 1);
    if (!assigned.contains(name) || isKnown(name)) continue;
    line.start = true;
    line.target = name;
  }
}

}  // namespace

bool isRuleName(std::string_view name) {
  return !name.empty() && isNameLetter(name[0]) && std::ranges::all_of(name, isNamePart) && !isKnown(name) &&
         !expression::isReserved(name) && !expression::findFunction(name) && !expression::findRuleFunction(name) &&
         !expression::constantValue(name);
}

std::vector<std::string> namesRead(const Tree& tree) {
  std::vector<std::string> names;
  for (const expression::Node& node : tree.nodes)
    if (node.operation == Operation::Parameter) addOnce(names, node.name);
  return names;
}

RuleText RuleText::parse(std::string_view text) {
  if (text.size() > expression::maxBytes)
    throw RuleError(1, 1, "the rule has more than " + std::to_string(expression::maxBytes) + " bytes");
  RuleText rule;
  int number = 0;
  for (std::string_view rest = text; !rest.empty() || number == 0;) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    line = line.substr(0, line.find('#'));
    if (trimmed(line).empty()) continue;
    if (rule.lines.size() >= mostLines)
      throw RuleError(number, 1, "the rule has more than " + std::to_string(mostLines) + " lines");
    rule.lines.push_back(parseLine(line, number));
  }
  if (rule.lines.empty()) throw RuleError(1, 1, "expected a line such as x = x - lr*g");
  findStarts(rule.lines);

  std::vector<std::string> assigned, before;
  for (const RuleLine& line : rule.lines)
    if (!line.start) addOnce(assigned, line.target);
  std::set<std::string, std::less<>> readFirst;
  for (const RuleLine& line : rule.lines) {
    for (const std::string& name : namesRead(line.tree)) {
      rule.gradient = rule.gradient || name == "g";
      rule.value = rule.value || name == "f";
      rule.noise = rule.noise || name == "noise";
      if (!isKnown(name) && !has(assigned, name)) addOnce(rule.parameters, name);
      if (line.start && has(assigned, name) && !isKnown(name)) {
        throw RuleError(line.number, 1,
                        expression::inQuotes(name) + " is not known before the first step, when this line acts");
      }
      if (!has(before, name)) readFirst.insert(name);
    }
    if (line.start)
      readFirst.insert(line.target);
    else
      addOnce(before, line.target);
  }
  for (const std::string& name : assigned)
    if (!isKnown(name) && readFirst.contains(name)) rule.state.push_back(name);

  std::set<std::string, std::less<>> numbers = {"t", "lr", "n", "f"};
  numbers.insert(rule.parameters.begin(), rule.parameters.end());
  for (RuleLine& line : rule.lines) {
    line.oneNumber = isOneNumber(line.tree, line.tree.root, numbers);
    for (const expression::Node& node : line.tree.nodes) {
      if (node.operation == Operation::GradientAt) {
        rule.otherGradients = true;
        if (isOneNumber(line.tree, node.operands[0], numbers))
          throw RuleError(line.number, node.column, "grad takes a point, such as grad(x - lr*g)");
      }
      const bool reduces = node.operation == Operation::Norm || node.operation == Operation::Dot ||
                           node.operation == Operation::Mean || node.operation == Operation::GradientAt;
      rule.together = rule.together || reduces;
    }
    if (line.start || line.target == "x" || line.target == "g" || has(rule.state, line.target)) continue;
    if (line.oneNumber)
      numbers.insert(line.target);
    else
      numbers.erase(line.target);
  }
  rule.together = rule.together || rule.value;
  return rule;
}

std::vector<std::string> ruleRemarks(const RuleText& rule, const Json& parameters) {
  std::vector<std::string> remarks;
  std::set<std::string, std::less<>> needed = {"x"};
  bool asks = false;
  for (bool grows = true; grows;) {
    grows = false;
    for (const RuleLine& line : rule.lines) {
      if (!needed.contains(line.target)) continue;
      for (const std::string& name : namesRead(line.tree)) grows = needed.insert(name).second || grows;
      asks = asks || std::ranges::any_of(line.tree.nodes, [](const expression::Node& n) {
               return n.operation == Operation::GradientAt;
             });
    }
  }
  for (const RuleLine& line : rule.lines)
    if (!needed.contains(line.target))
      remarks.push_back("line " + std::to_string(line.number) + ": " + line.target + " has no part in the step");
  const auto moves = [](const RuleLine& line) {
    const auto& root = line.tree.nodes[static_cast<std::size_t>(line.tree.root)];
    return line.target == "x" && !(root.operation == Operation::Parameter && root.name == "x");
  };
  if (std::ranges::none_of(rule.lines, moves))
    remarks.emplace_back("no line changes x: the points stay where they are");
  else if (!asks && !needed.contains("g") && !needed.contains("f"))
    remarks.emplace_back("neither g nor f has a part in the step: the function does not matter to it");
  for (const auto& [name, value] : parameters.items())
    if (!has(rule.parameters, name)) remarks.push_back("the parameter " + name + " does not occur");
  return remarks;
}

namespace {

struct GuessedName {
  std::string_view name;
  double value;
  SliderRange slider;
};

constexpr double mostMemory = 0.9999;
const std::array<GuessedName, 22> guesses = {{{"b2", 0.999, {0, mostMemory, Scale::LogOneMinus}},
                                              {"beta2", 0.999, {0, mostMemory, Scale::LogOneMinus}},
                                              {"beta_2", 0.999, {0, mostMemory, Scale::LogOneMinus}},
                                              {"c", 0.99, {0, mostMemory, Scale::LogOneMinus}},
                                              {"b", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"b1", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"beta", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"beta1", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"beta_1", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"mu", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"rho", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"momentum", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"decay", 0.9, {0, mostMemory, Scale::LogOneMinus}},
                                              {"alpha", 0.99, {0, mostMemory, Scale::LogOneMinus}},
                                              {"eps", 1e-8, {1e-12, 1, Scale::Log}},
                                              {"epsilon", 1e-8, {1e-12, 1, Scale::Log}},
                                              {"wd", 0, {0, 1, Scale::Linear}},
                                              {"weight_decay", 0, {0, 1, Scale::Linear}},
                                              {"lam", 0.01, {1e-6, 1, Scale::Log}},
                                              {"tau", 0, {0, 1, Scale::Linear}},
                                              {"dampening", 0, {0, 1, Scale::Linear}},
                                              {"sigma", 0.1, {0, 1, Scale::Linear}}}};

}  // namespace

std::vector<RuleParameter> ruleParameters(const RuleText& rule, const Json& given) {
  std::vector<RuleParameter> all;
  for (const std::string& name : rule.parameters) {
    RuleParameter p{name, 1, {0, 2, Scale::Linear}};
    const auto guess = std::ranges::find(guesses, std::string_view(name), &GuessedName::name);
    if (guess != guesses.end()) p = {name, guess->value, guess->slider};
    if (given.contains(name)) {
      const Json& own = given.at(name);
      p.value = own.at("value").get<double>();
      const bool ends = own.contains("min") || own.contains("max");
      if (own.contains("min")) p.slider.min = own["min"].get<double>();
      if (own.contains("max")) p.slider.max = own["max"].get<double>();
      if (!ends && guess == guesses.end() && (p.value < p.slider.min || p.value > p.slider.max))
        p.slider = {std::min(0.0, 2 * p.value), std::max(0.0, 2 * p.value), Scale::Linear};
      if (!(p.slider.min < p.slider.max)) p.slider.max = p.slider.min + std::max(1.0, std::abs(p.slider.min));
      const bool fits = p.slider.scale == Scale::Log ? p.slider.min > 0 : p.slider.min >= 0 && p.slider.max < 1;
      if (!fits) p.slider.scale = Scale::Linear;
    }
    all.push_back(std::move(p));
  }
  return all;
}

}  // namespace thalweg
