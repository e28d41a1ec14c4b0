#include "core/code/formula.h"

#include "core/code/python_code.h"
#include "core/code/python_text.h"
#include "core/code/snippets.h"
#include "core/expression/expression.h"
#include "core/expression/parameters.h"

#include <algorithm>
#include <array>
#include <map>

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

/// `text` with each of its names replaced by what `replaced` makes of it.
template <class Replace>
std::string withNames(const std::string& text, const Replace& replaced) {
  const auto isPart = [](char c) { return isWordCharacter(c) || (c >= '0' && c <= '9') || c == '.'; };
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isPart(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    const std::string word = text.substr(at, end - at);
    out += isWordCharacter(word[0]) ? replaced(word) : word;  // else a number such as 1e5
    at = end;
  }
  return out;
}

/// Notes the functions and constants that a canonical formula uses; min and max are called `extreme`min and -max there.
void noteNames(const std::string& text, FormulaNeeds& needs, const std::string& extreme) {
  withNames(text, [&](const std::string& name) {
    if (name == "e" || name == "pi") needs.constants.insert(name);
    needs.helpers.insert(name == "min" || name == "max" ? extreme + name : name);
    return name;
  });
  if (text.find("//") != std::string::npos) needs.helpers.insert("floor_divide");
}

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

std::string formulaHelpers(const FormulaNeeds& needs) {
  std::string out;
  std::string_view helpers = pythonSnippet("parts/formula");
  std::vector<std::string> blocks;
  while (!helpers.empty()) {
    const std::size_t end = std::min(helpers.find("\n\n\n"), helpers.size());
    std::string block(helpers.substr(0, end));
    while (block.ends_with('\n')) block.pop_back();
    blocks.push_back(block + "\n");
    helpers.remove_prefix(std::min(end + 3, helpers.size()));
  }
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    // "def sin(u): …", or what makes floor_divide torch's own //.
    const bool defines = block->starts_with("def ");
    const std::string name = defines ? block->substr(4, block->find('(') - 4) : "floor_divide";
    if (!needs.helpers.contains(name) && !mentions(out, name)) continue;
    out = *block + (out.empty() ? "" : "\n\n" + out);
  }
  return out;
}

namespace {

/// What parameters are called in a script: as they are, but for the names that the function uses itself.
std::map<std::string, std::string> scriptNames(const std::vector<FormulaParameter>& parameters) {
  constexpr std::array<std::string_view, 4> taken = {"x_", "as_number", "torch_min", "torch_max"};
  std::map<std::string, std::string> names;
  const auto isUsed = [&](const std::string& name) {
    return std::ranges::find(taken, name) != taken.end() ||
           std::ranges::any_of(parameters, [&](const FormulaParameter& p) { return p.name == name; });
  };
  for (const FormulaParameter& p : parameters) {
    std::string name = p.name;
    while (std::ranges::find(taken, name) != taken.end() || (name != p.name && isUsed(name))) name += "_";
    names[p.name] = name;
  }
  return names;
}

std::vector<FormulaParameter> parametersOf(const Panel& panel) {
  return formulaParameters(optionValue(*findObjective("expression")->find("parameters"), panel.options));
}

}  // namespace

std::string formulaFunction(const std::string& name, const Panel& panel, FormulaNeeds& needs) {
  const Card& card = *findObjective("expression");
  Symbols symbols;
  symbols.coordinates = true;
  std::string parameters;
  const std::map<std::string, std::string> written = scriptNames(parametersOf(panel));
  for (const auto& [parameter, as] : written) {
    symbols.parameters.push_back(parameter);
    parameters += ", " + as;
  }
  const auto formula = Expression::parse(optionValue(*card.find("formula"), panel.options).get<std::string>(), symbols);
  noteNames(formula.text(), needs, "torch_");
  const std::string text = countedComparisons(withNames(formula.text(), [&](const std::string& word) {
    const auto found = written.find(word);
    return found == written.end() ? word : found->second;
  }));
  if (mentions(text, "as_number")) needs.helpers.insert("as_number");

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
  const std::vector<FormulaParameter> parameters = parametersOf(panel);
  const std::map<std::string, std::string> names = scriptNames(parameters);
  std::vector<std::string> arguments;
  for (const FormulaParameter& p : parameters) arguments.push_back(names.at(p.name) + "=" + real(p.value));
  return arguments;
}

std::string rateLambda(const std::string& formula, FormulaNeeds& needs, const char* variable) {
  const std::string text = Expression::parse(formula, {.variables = {variable}}).text();
  noteNames(text, needs, "");
  const bool calls = text.find('(') != std::string::npos;
  return "lambda " + std::string(variable) + ": " + (calls ? "float(" + text + ")" : text);
}

}  // namespace thalweg::python
