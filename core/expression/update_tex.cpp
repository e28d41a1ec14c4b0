/// TeX of an update's lines.
#include "core/base/format.h"
#include "core/expression/tree.h"
#include "core/expression/update_line.h"

#include <algorithm>
#include <array>

namespace thalweg::update_line {

namespace {

using expression::Operation;

/// How tightly an expression binds.
enum Binding { Loose, Comparing, Adding, Multiplying, Signed, Raising, Whole };

/// True if `text` has " + " or " - " outside braces and parentheses.
bool isSum(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '{' || text[i] == '(' ? 1 : text[i] == '}' || text[i] == ')' ? -1 : 0;
    if (depth == 0 && (text.substr(i, 3) == " + " || text.substr(i, 3) == " - ")) return true;
  }
  return false;
}

class Writer {
 public:
  Writer(const Spelling& spelling, bool inlineDivision) : spelling_(spelling), inline_(inlineDivision) {}

  std::string at(const Node& node, Binding least) const {
    Binding own = Whole;
    const std::string text = bare(node, own);
    return own < least ? "(" + text + ")" : text;
  }

 private:
  std::string bare(const Node& node, Binding& own) const {
    switch (node.kind) {
      case Node::Kind::Number:
        own = node.number < 0 ? Signed : Whole;
        return formatSignificant(node.number, 6);
      case Node::Kind::Name: {
        std::string text = spelling_(node.name);
        own = isSum(text) ? Adding : text.starts_with("-") ? Signed : Whole;
        return text;
      }
      case Node::Kind::Call:
        return call(node, own);
      case Node::Kind::Operation:
        break;
    }
    using enum Operation;
    const auto& of = node.operands;
    switch (node.operation) {
      case Add:
        own = Adding;
        return at(of[0], Adding) + " + " + at(of[1], Multiplying);
      case Subtract:
        own = Adding;
        return at(of[0], Adding) + " - " + at(of[1], Multiplying);
      case Negate:
        own = Signed;
        return "-" + at(of[0], Multiplying);
      case Multiply: {
        own = Multiplying;
        const std::string left = at(of[0], Multiplying);
        return left + between(left, at(of[1], Raising)) + at(of[1], Raising);
      }
      case Divide:
        if (inline_) {
          own = Multiplying;
          return at(of[0], Multiplying) + " / " + at(of[1], Raising);
        }
        return R"(\frac{)" + at(of[0], Loose) + "}{" + at(of[1], Loose) + "}";
      case FloorDivide:
        return R"(\lfloor \frac{)" + at(of[0], Loose) + "}{" + at(of[1], Loose) + R"(} \rfloor)";
      case Power:
        own = Raising;
        return power(at(of[0], Whole), at(of[1], Loose));
      case Modulo:
        own = Multiplying;
        return at(of[0], Multiplying) + R"( \, \mathrm{mod} \, )" + at(of[1], Raising);
      case Sqrt:
        return R"(\sqrt{)" + at(of[0], Loose) + "}";
      case Abs:
        return "|" + at(of[0], Loose) + "|";
      case Exp:
        own = Raising;
        return "e^{" + at(of[0], Loose) + "}";
      case Not:
        return R"(\mathrm{not} \, )" + at(of[0], Whole);
      case Select:
        own = Loose;
        return at(of[1], Adding) + R"( \; \mathrm{if} \; )" + at(of[0], Comparing) + R"( \; \mathrm{else} \; )" +
               at(of[2], Adding);
      default:
        break;
    }
    static constexpr std::array<std::pair<Operation, const char*>, 8> signs = {{{Less, " < "},
                                                                                {LessEqual, R"( \leq )"},
                                                                                {Greater, " > "},
                                                                                {GreaterEqual, R"( \geq )"},
                                                                                {Equal, " = "},
                                                                                {NotEqual, R"( \neq )"},
                                                                                {And, R"( \; \mathrm{and} \; )"},
                                                                                {Or, R"( \; \mathrm{or} \; )"}}};
    const auto sign = std::ranges::find(signs, node.operation, &std::pair<Operation, const char*>::first);
    if (sign != signs.end()) {
      own = Comparing;
      return at(of[0], Comparing) + sign->second + at(of[1], Comparing);
    }
    const std::string name(expression::spelling(node.operation));
    const bool known = name == "min" || name == "max" || name == "log" || name == "sin" || name == "cos";
    return (known ? "\\" + name : R"(\mathrm{)" + name + "}") + "(" + list(of) + ")";
  }

  /// What stands between two factors.
  static std::string between(const std::string& left, const std::string& right) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const bool number = digit(right.front()) || right.starts_with("(-") || (right.front() == '(' && digit(right[1]));
    if (number && (digit(left.back()) || left.back() == ')')) return R"( \cdot )";
    if (digit(right.front())) return R"( \cdot )";
    return left.find("mathrm") != std::string::npos ? R"( \, )" : " ";
  }

  static std::string power(const std::string& base, const std::string& exponent) {
    // A second superscript needs parentheses.
    const bool raised = base.find('^') != std::string::npos || base.starts_with("\\frac");
    const bool plain = base.front() == '(' || !raised;
    return (plain ? base : "(" + base + ")") + "^" + (exponent.size() == 1 ? exponent : "{" + exponent + "}");
  }

  std::string list(const std::vector<Node>& nodes) const {
    std::string text;
    for (const Node& node : nodes) text += (text.empty() ? "" : ", ") + at(node, Loose);
    return text;
  }

  std::string call(const Node& node, Binding& own) const {
    const auto& of = node.operands;
    const std::string& name = node.name;
    const auto norm = [&](const Node& n) { return R"(\lVert )" + at(n, Loose) + R"( \rVert)"; };
    if (name == "norm" || name == "tensor_norm") return norm(of[0]);
    if (name == "tensor_square") return norm(of[0]) + "^2";
    if (name == "mean") return R"(\mathrm{mean}()" + at(of[0], Loose) + ")";
    if (name == "total") return norm(of[0]) + "_1";
    if (name == "tensor_peak") return norm(of[0]) + R"(_\infty)";
    if (name == "dot") {
      own = Multiplying;
      return of[0] == of[1] ? norm(of[0]) + "^2" : transposed(at(of[0], Whole)) + " " + at(of[1], Whole);
    }
    if (name == "outer") {
      own = Multiplying;
      return at(of[0], Whole) + " " + transposed(at(of[1], Whole));
    }
    if (name == "product") {
      own = Multiplying;
      return at(of[0], Whole) + " " + at(of[1], Whole);
    }
    if (name == "tensor_sum") {
      own = Multiplying;
      return R"(\sum )" + at(of[0], Raising);
    }
    if (name == "tensor_rms") return R"(\mathrm{RMS}()" + at(of[0], Loose) + ")";
    if (name == "tensor_mean") return R"(\mathrm{mean}()" + at(of[0], Loose) + ")";
    if (name == "tensor_count") return R"(\mathrm{count}()" + at(of[0], Loose) + ")";
    if (name == "tensor_share") return R"(\mathrm{share}()" + at(of[0], Loose) + R"( \neq 0))";
    if (name == "tensor_size") return "n";
    if (name == "where") {
      own = Loose;
      return at(of[1], Adding) + R"( \; \mathrm{where} \; )" + at(of[0], Comparing) +
             (of[2].kind == Node::Kind::Number && of[2].number == 0 ? R"(, \; \mathrm{else} \; 0)"
                                                                    : R"(, \; \mathrm{else} \; )" + at(of[2], Adding));
    }
    if (name == "gradient") return R"(\nabla f()" + at(of[0], Loose) + ")";
    if (name == "batch_gradient") return R"(\nabla f_B()" + at(of[0], Loose) + ")";
    if (name == "hessian") return R"(\nabla^2 f()" + at(of[0], Loose) + ")";
    if (name == "diag_hessian") return R"(\mathrm{diag} \, \nabla^2 f()" + at(of[0], Loose) + ")";
    if (name == "line_search") {
      return R"(\mathrm{argmin}_{\alpha > 0} \, f()" + at(of[0], Loose) + R"( + \alpha )" + at(of[1], Raising) + ")";
    }
    if (name == "solution") {
      own = Multiplying;
      return at(of[0], Whole) + "^{-1} " + at(of[1], Whole);
    }
    if (name == "bfgs_update") {
      own = Adding;
      const std::string h = at(of[0], Whole);
      return R"((I - \frac{s_t y_t^T}{y_t^T s_t}) )" + h + R"( (I - \frac{y_t s_t^T}{y_t^T s_t}) + )" +
             R"(\frac{s_t s_t^T}{y_t^T s_t})";
    }
    if (name == "Pi") return R"(\Pi()" + list(of) + ")";
    return R"(\mathrm{)" + name + "}(" + list(of) + ")";
  }

  static std::string transposed(const std::string& a) {
    return a.find('^') == std::string::npos ? a + "^T" : "(" + a + ")^T";
  }

  const Spelling& spelling_;
  bool inline_;
};

bool isGreek(std::string_view name) {
  constexpr std::array names = {"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda",
                                "mu",    "nu",   "xi",    "rho",   "sigma",   "tau",  "phi", "psi",   "omega", "Delta"};
  return std::ranges::any_of(names, [&](const char* greek) { return name == greek; });
}

/// "\beta_1" of the option `betas` by "beta_1".
std::string optionSymbol(const Card& card, const std::string& name) {
  for (const OptionDescription& option : card.options) {
    if (option.id == name) {
      if (!option.symbol.empty()) return option.symbol;
      std::string words = name;
      std::ranges::replace(words, '_', ' ');
      return name.size() == 1 ? name : R"(\mathrm{)" + words + "}";
    }
    if (option.kind == OptionKind::List && option.elements.empty() &&
        name.starts_with(option.id.substr(0, option.id.size() - 1) + "_"))
      return "\\" + option.id.substr(0, option.id.size() - 1) + "^{(" + name.substr(option.id.size()) + ")}";
    for (std::size_t k = 0; k < option.elements.size(); ++k) {
      std::string single = option.id;
      if (single.ends_with('s')) single.pop_back();
      if (single + "_" + std::to_string(k + 1) == name && !option.elements[k].symbol.empty())
        return option.elements[k].symbol;
    }
  }
  return {};
}

/// What a symbol of step t is one step earlier.
std::string earlier(std::string symbol) {
  const std::size_t at = symbol.rfind("_t");
  if (at != std::string::npos && at + 2 == symbol.size()) return symbol.replace(at, 2, "_{t-1}");
  return symbol;
}

std::string symbolByLetters(const std::string& name) {
  if (name.starts_with("bias")) {
    const std::string index = name.size() > 5 ? "_" + name.substr(5) : "";
    return R"(1 - \beta)" + index + "^t";
  }
  for (const char* accent : {"hat", "bar", "tilde"}) {
    const std::string ending = std::string("_") + accent;
    if (!name.ends_with(ending)) continue;
    const std::string base = name.substr(0, name.size() - ending.size());
    return "\\" + std::string(accent) + (isGreek(base) ? "\\" + base : " " + base) + "_t";
  }
  if (name.ends_with("_max")) {
    const std::string base = name.substr(0, name.size() - 4);
    return (isGreek(base) ? "\\" + base : base) + R"(^{\max}_t)";
  }
  // One of several: "d_2", "d_12", "m_a".
  const std::size_t cut = name.rfind('_');
  if (cut != std::string::npos && cut > 0 && cut + 1 < name.size()) {
    const std::string base = name.substr(0, cut);
    const std::string which = name.substr(cut + 1);
    const bool number = which.find_first_not_of("0123456789") == std::string::npos;
    if (number || which.size() == 1) return (isGreek(base) ? "\\" + base : base) + "^{(" + which + ")}_t";
  }
  if (isGreek(name)) return "\\" + name + "_t";
  return name.size() == 1 ? name + "_t" : R"(\mathrm{)" + name + "}_t";
}

}  // namespace

std::string typeset(const Node& node, const Spelling& spelling, bool inlineDivision) {
  return Writer(spelling, inlineDivision).at(node, Loose);
}

std::string symbolOf(const OptimizerCard& card, const std::string& name) {
  for (const auto& [known, tex] : card.symbols)
    if (known == name) return tex;
  if (name == "theta") return R"(\theta_{t-1})";
  if (name == "next") return R"(\theta_t)";
  if (name == "start") return R"(\theta_0)";
  if (name == "t") return "t";
  if (name == "lr") return R"(\mathrm{lr})";
  if (name == "lr_0") return R"(\mathrm{lr}_0)";
  if (name == "lr_prev") return R"(\mathrm{lr}_{t-1})";
  if (name.ends_with("_prev")) return earlier(symbolOf(card, name.substr(0, name.size() - 5)));
  if (std::string option = optionSymbol(card, name); !option.empty()) return option;
  return symbolByLetters(name);
}

std::string typesetLines(const OptimizerCard& card) {
  Environment defaults;
  defaults["t"] = Values::Constant(1, 1, 2);
  std::map<std::string, double> flags;
  for (const OptionDescription& option : card.options) {
    if (option.kind == OptionKind::Boolean) flags[option.id] = option.fallback.get<bool>() ? 1 : 0;
    for (const std::string& choice : option.choices)
      flags[option.id + "_is_" + choice] =
          option.fallback.is_string() && option.fallback.get<std::string>() == choice ? 1 : 0;
    if (option.nullable) flags[option.id + "_given"] = option.fallback.is_null() ? 0 : 1;
    if (option.fallback.is_number()) defaults[option.id] = Values::Constant(1, 1, option.fallback.get<double>());
  }
  for (const auto& [name, value] : flags) defaults[name] = Values::Constant(1, 1, value);
  const Constants constants = [&](const std::string& name) {
    const auto found = flags.find(name);
    return found == flags.end() ? std::nullopt : std::optional(found->second);
  };
  std::string text;
  std::vector<std::string> alternatives;  // assigned where it is open whether the line acts
  for (const FormulaLine& general : card.lines) {
    if (!general.when.empty()) {
      try {
        const auto value = evaluate(parse(general.when), defaults, {});
        if (value && (*value)(0) == 0) continue;
      } catch (const std::out_of_range&) {
        // Of several lines for one name the first is the usual one.
        if (std::ranges::find(alternatives, general.symbol) != alternatives.end()) continue;
        alternatives.push_back(general.symbol);
      }
    }
    const Spelling spelling = [&](const std::string& name) { return symbolOf(card, name); };
    const OptionDescription* betas = card.find("betas");
    const Index example = betas && betas->elements.empty() ? static_cast<Index>(betas->fallback.size()) : 1;
    for (const FormulaLine& one : expanded(general, example)) {
      const Node node = simplified(parse(one.expression), constants, defaults, {}, true);
      if (node.kind == Node::Kind::Name && node.name == one.symbol) continue;
      const auto used = names(node);
      const bool replaced = std::ranges::find(used, one.symbol) != used.end();
      text += (text.empty() ? "" : R"( \\ )") + spelling(one.symbol) + (replaced ? R"( \leftarrow )" : " = ") +
              typeset(node, spelling);
    }
  }
  return text;
}

}  // namespace thalweg::update_line
