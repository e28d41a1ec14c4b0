#include "core/expression/tree.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace thalweg::expression {

namespace {

constexpr std::array<Function, 27> functions = {{
    {"sin", Operation::Sin, 1},     {"cos", Operation::Cos, 1},     {"tan", Operation::Tan, 1},
    {"asin", Operation::Asin, 1},   {"acos", Operation::Acos, 1},   {"atan", Operation::Atan, 1},
    {"atan2", Operation::Atan2, 2}, {"sinh", Operation::Sinh, 1},   {"cosh", Operation::Cosh, 1},
    {"tanh", Operation::Tanh, 1},   {"exp", Operation::Exp, 1},     {"log", Operation::Log, 1},
    {"log2", Operation::Log2, 1},   {"log10", Operation::Log10, 1}, {"sqrt", Operation::Sqrt, 1},
    {"abs", Operation::Abs, 1},     {"sign", Operation::Sign, 1},   {"floor", Operation::Floor, 1},
    {"ceil", Operation::Ceil, 1},   {"min", Operation::Min, -1},    {"max", Operation::Max, -1},
    {"pow", Operation::Power, 2},   {"hypot", Operation::Hypot, 2}, {"sigmoid", Operation::Sigmoid, 1},
    {"relu", Operation::Relu, 1},   {"sum", Operation::Fold, 1},    {"prod", Operation::Fold, 1},
}};

constexpr std::array<Function, 4> ruleFunctions = {{{"norm", Operation::Norm, 1},
                                                    {"dot", Operation::Dot, 2},
                                                    {"mean", Operation::Mean, 1},
                                                    {"grad", Operation::GradientAt, 1}}};

constexpr std::array<std::string_view, 35> reserved = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

}  // namespace

const Function* findFunction(std::string_view name) {
  const auto found = std::ranges::find(functions, name, &Function::name);
  return found == functions.end() ? nullptr : &*found;
}

const Function* findRuleFunction(std::string_view name) {
  const auto found = std::ranges::find(ruleFunctions, name, &Function::name);
  return found == ruleFunctions.end() ? nullptr : &*found;
}

std::string_view spelling(Operation operation) {
  using enum Operation;
  switch (operation) {
    case Negate:
    case Subtract:
      return "-";
    case Not:
      return "not";
    case Add:
      return "+";
    case Multiply:
      return "*";
    case Divide:
      return "/";
    case FloorDivide:
      return "//";
    case Modulo:
      return "%";
    case Power:
      return "**";
    case Less:
      return "<";
    case LessEqual:
      return "<=";
    case Greater:
      return ">";
    case GreaterEqual:
      return ">=";
    case Equal:
      return "==";
    case NotEqual:
      return "!=";
    case And:
      return "and";
    case Or:
      return "or";
    default:
      break;
  }
  for (const Function& f : ruleFunctions)
    if (f.operation == operation) return f.name;
  const auto found = std::ranges::find(functions, operation, &Function::operation);
  return found == functions.end() ? std::string_view{} : found->name;
}

std::vector<std::string_view> knownNames(bool rule) {
  std::vector<std::string_view> names = {"pi", "e"};
  for (const Function& f : functions) names.push_back(f.name);
  for (const Function& f : ruleFunctions)
    if (rule) names.push_back(f.name);
  return names;
}

std::optional<double> constantValue(std::string_view name) {
  if (name == "pi") return std::numbers::pi;
  if (name == "e") return std::numbers::e;
  return std::nullopt;
}

bool isReserved(std::string_view word) {
  return word == "range" || std::ranges::find(reserved, word) != reserved.end();
}

}  // namespace thalweg::expression
