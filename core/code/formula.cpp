#include "core/code/formula.h"

#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/expression/expression.h"
#include "core/expression/parameters.h"

#include <algorithm>
#include <array>

namespace thalweg::python {

namespace {

/// What is written between a pair of parentheses, or all of it.
struct Level {
  std::size_t opening = 0;  ///< in the output
  bool grouping = false;    ///< parentheses that call nothing
  bool compares = false;    ///< outside of a condition
  bool mixed = false;       ///< has and, or, a condition or a comma
  bool inCondition = false;
};

bool isWordCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

std::string countedComparisons(const std::string& formula) {
  const auto refuse = [] { throw CodeError("a comparison stands outside of parentheses and conditions"); };
  std::string out;
  std::vector<Level> levels(1);
  for (std::size_t at = 0; at < formula.size();) {
    const char c = formula[at];
    if (c == '(' || c == '[') {
      const bool calls = !out.empty() && (isWordCharacter(out.back()) || (out.back() >= '0' && out.back() <= '9'));
      levels.push_back({.opening = out.size(), .grouping = c == '(' && !calls});
    } else if (c == ')' || c == ']') {
      const Level level = levels.back();
      levels.pop_back();
      if (level.compares && (!level.grouping || level.mixed)) refuse();
      if (level.compares) out.insert(level.opening, "as_number");
    } else if (c == ',') {
      levels.back().mixed = true;
    } else if (c == '<' || c == '>' || c == '=' || c == '!') {
      if (!levels.back().inCondition) levels.back().compares = true;
    } else if (isWordCharacter(c)) {
      std::size_t end = at;
      while (end < formula.size() && (isWordCharacter(formula[end]) || (formula[end] >= '0' && formula[end] <= '9')))
        ++end;
      const std::string word = formula.substr(at, end - at);
      // Of `a if c else b` the condition alone may compare as it is.
      if (word == "if") levels.back().inCondition = true;
      if (word == "else") levels.back().inCondition = false;
      const bool logic = word == "if" || word == "else" || word == "and" || word == "or" || word == "not";
      levels.back().mixed = levels.back().mixed || logic;
      out += word;
      at = end;
      continue;
    }
    out += c;
    ++at;
  }
  if (levels.front().compares) refuse();
  return out;
}

std::string formulaFunction(const std::string& name, const Panel& panel) {
  const Card& card = *findObjective("expression");
  Symbols symbols;
  symbols.coordinates = true;
  std::string parameters;
  // The function's own names.
  constexpr std::array<std::string_view, 4> taken = {"x_", "as_number", "torch_min", "torch_max"};
  for (const FormulaParameter& p : formulaParameters(optionValue(*card.find("parameters"), panel.options))) {
    if (std::ranges::find(taken, p.name) != taken.end())
      throw CodeError("a script cannot have a parameter of the name " + p.name);
    symbols.parameters.push_back(p.name);
    parameters += ", " + p.name;
  }
  const auto formula = Expression::parse(optionValue(*card.find("formula"), panel.options).get<std::string>(), symbols);
  const std::string text = countedComparisons(formula.text());

  std::string out = "def " + name + "(x_" + parameters + "):\n";
  if (mentions(text, "n")) out += "    n = x_.numel()\n";
  if (mentions(text, "min") || mentions(text, "max")) out += "    min, max = torch_min, torch_max\n";
  std::string names;
  std::string values;
  for (const std::string& v : formula.variables()) {
    const bool whole = v == "x" && formula.indexed();
    const std::string number = v == "y" ? "1" : v.size() > 1 ? std::to_string(std::stoi(v.substr(1)) - 1) : "0";
    names += (names.empty() ? "" : ", ") + v;
    values += (values.empty() ? "" : ", ") + (whole ? std::string("x_") : "x_[" + number + "]");
  }
  if (!names.empty()) {
    out.append("    ").append(names).append(" = ").append(values).append("\n");
  }
  // Where branches may be constant, the result still has to be a function of the point.
  const bool steps =
      names.empty() || mentions(text, "if") || text.find("//") != std::string::npos || mentions(text, "as_number");
  return out + "    return " + (steps ? "0 * x_.sum() + (" + text + ")" : text) + "\n";
}

std::vector<std::string> formulaArguments(const Panel& panel) {
  std::vector<std::string> arguments;
  const Json parameters = optionValue(*findObjective("expression")->find("parameters"), panel.options);
  for (const FormulaParameter& p : formulaParameters(parameters)) arguments.push_back(p.name + "=" + real(p.value));
  return arguments;
}

std::string rateLambda(const std::string& formula) {
  const std::string text = Expression::parse(formula, {.variables = {"t"}}).text();
  const bool calls = text.find('(') != std::string::npos;
  return "lambda t: " + (calls ? "float(" + text + ")" : text);
}

}  // namespace thalweg::python
