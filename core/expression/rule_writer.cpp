/// Optimizers' lines as rules.
#include "core/base/format.h"
#include "core/expression/expression.h"
#include "core/expression/rule_lines.h"
#include "core/expression/tree.h"
#include "core/expression/update_line.h"

#include <algorithm>
#include <map>
#include <set>

namespace thalweg {

namespace {

using expression::Operation;
using update_line::Environment;
using LineNode = update_line::Node;

/// How tightly an operation binds in Python.
enum RuleLevel {
  Choosing,
  Disjoining,
  Conjoining,
  Negating,
  Comparing,
  Summing,
  Multiplying,
  Signing,
  Raising,
  Closed
};

RuleLevel ruleLevel(Operation o) {
  using enum Operation;
  switch (o) {
    case Select:
      return Choosing;
    case Or:
      return Disjoining;
    case And:
      return Conjoining;
    case Not:
      return Negating;
    case Add:
    case Subtract:
      return Summing;
    case Multiply:
    case Divide:
    case FloorDivide:
    case Modulo:
      return Multiplying;
    case Negate:
      return Signing;
    case Power:
      return Raising;
    default:
      return expression::isComparison(o) ? Comparing : Closed;
  }
}

std::string inPython(const LineNode& node, RuleLevel least) {
  if (node.kind == LineNode::Kind::Number) {
    const std::string number = formatShort(node.number);
    return node.number < 0 && least > Signing ? "(" + number + ")" : number;
  }
  if (node.kind == LineNode::Kind::Name) return node.name;
  const auto& of = node.operands;
  const bool select = (node.kind == LineNode::Kind::Call && node.name == "where") ||
                      (node.kind == LineNode::Kind::Operation && node.operation == Operation::Select);
  const RuleLevel level = select ? Choosing : node.kind == LineNode::Kind::Call ? Closed : ruleLevel(node.operation);
  const auto next = [](RuleLevel l) { return static_cast<RuleLevel>(l + 1); };
  std::string text;
  if (select) {
    text = inPython(of[1], Disjoining) + " if " + inPython(of[0], Disjoining) + " else " + inPython(of[2], Choosing);
  } else if (level == Closed) {
    text = (node.kind == LineNode::Kind::Call ? node.name : std::string(expression::spelling(node.operation))) + "(";
    for (std::size_t i = 0; i < of.size(); ++i) text += (i > 0 ? ", " : "") + inPython(of[i], Choosing);
    text += ")";
  } else if (of.size() == 1) {
    text = (node.operation == Operation::Not ? "not " : "-") + inPython(of[0], level);
  } else {
    const std::string sign(expression::spelling(node.operation));
    const bool tight = level == Multiplying || level == Raising;
    const RuleLevel left = level == Raising || level == Comparing ? next(level) : level;
    const RuleLevel right = level == Raising ? Signing : next(level);
    text = inPython(of[0], left) + (tight ? sign : " " + sign + " ") + inPython(of[1], right);
  }
  return level < least ? "(" + text + ")" : text;
}

void eachName(LineNode& node, const std::function<void(LineNode&)>& visit) {
  for (LineNode& operand : node.operands) eachName(operand, visit);
  if (node.kind == LineNode::Kind::Name) visit(node);
}

LineNode parsed(const std::string& text) { return update_line::parse(text); }

class RuleWriter {
 public:
  RuleWriter(const OptimizerCard& card, const Options& options) : card_(card), options_(options) { fillOptions(); }

  std::optional<WrittenRule> run(std::string* why) {
    collect();
    for (const Line& line : lines_) refuseOperations(line.node);
    if (!missing_.empty()) {
      if (why) *why = card_.label + " " + missing_;
      return std::nullopt;
    }
    keepOldValues();
    dropIdle();
    for (Line& line : lines_) line.symbol = written(line.symbol);
    WrittenRule rule;
    const OptionDescription* maximize = card_.find("maximize");
    rule.maximize = maximize && optionValue(*maximize, options_).get<bool>();
    std::set<std::string> read;
    const auto write = [&](const std::string& symbol, LineNode node) {
      eachName(node, [&](LineNode& name) { name.name = written(name.name); });
      const std::vector<std::string> names = update_line::names(node);
      read.insert(names.begin(), names.end());
      rule.formula += symbol + " = " + inPython(node, Choosing) + "\n";
    };
    const auto acts = [&](const std::string& symbol) {
      return std::ranges::any_of(lines_, [&](const Line& line) { return line.symbol == symbol; });
    };
    for (const auto& [symbol, node] : starts_)
      if (acts(symbol)) write(symbol + "0", node);
    for (const Line& line : lines_) write(line.symbol, line.node);
    for (const auto& [name, value] : numbers_) {
      if (!read.contains(written(name))) continue;
      Json parameter = {{"value", value.value}};
      if (value.slider.min < value.slider.max && value.value >= value.slider.min && value.value <= value.slider.max) {
        parameter["min"] = value.slider.min;
        parameter["max"] = value.slider.max;
      }
      rule.parameters[written(name)] = parameter;
    }
    rule.formula.pop_back();
    return rule;
  }

 private:
  struct Line {
    std::string symbol;
    LineNode node;
  };
  struct Number {
    double value = 0;
    SliderRange slider;
  };

  void fillOptions() {
    for (const OptionDescription& option : card_.options) {
      const Json value = optionValue(option, options_);
      const std::string text = value.is_string() ? value.get<std::string>() : std::string();
      if (option.nullable) flags_[option.id + "_given"] = value.is_null() ? 0 : 1;
      for (const std::string& choice : option.choices) flags_[option.id + "_is_" + choice] = text == choice ? 1 : 0;
      if (value.is_boolean()) flags_[option.id] = value.get<bool>() ? 1 : 0;
      if (value.is_number()) numbers_[option.id] = {value.get<double>(), option.slider};
      if (!value.is_array()) continue;
      std::string single = option.id;
      if (single.ends_with('s')) single.pop_back();
      for (std::size_t k = 0; k < value.size(); ++k) {
        if (!value[k].is_number()) continue;
        const SliderRange slider = k < option.elements.size() ? option.elements[k].slider : SliderRange{0, 0};
        numbers_[single + "_" + std::to_string(k + 1)] = {value[k].get<double>(), slider};
      }
      count_ = std::max(count_, static_cast<Index>(option.elements.empty() ? value.size() : 0));
    }
    if (numbers_.contains("lr")) {
      numbers_["lr_0"] = numbers_["lr"];
      numbers_.erase("lr");
    }
    if (numbers_.contains("momentum")) flags_["moving"] = numbers_["momentum"].value != 0 ? 1 : 0;
    flags_["matrices"] = 0;
    for (const auto& [name, value] : flags_) environment_[name] = update_line::Values::Constant(1, 1, value);
    for (const auto& [name, number] : numbers_) environment_[name] = update_line::Values::Constant(1, 1, number.value);
  }

  [[nodiscard]] LineNode simple(const LineNode& node) const {
    const update_line::Constants constants = [&](const std::string& name) -> std::optional<double> {
      if (const auto flag = flags_.find(name); flag != flags_.end()) return flag->second;
      const auto number = numbers_.find(name);
      return number != numbers_.end() && number->second.value == 0 ? std::optional(0.0) : std::nullopt;
    };
    LineNode result = update_line::simplified(node, constants, environment_, {});
    return mergeBranches(result) ? update_line::simplified(result, constants, environment_, {}) : result;
  }
  /// A choice between two that are the same is none.
  static bool mergeBranches(LineNode& node) {
    bool merged = false;
    for (LineNode& operand : node.operands) merged = mergeBranches(operand) || merged;
    const bool select = node.kind == LineNode::Kind::Operation && node.operation == Operation::Select;
    if (!select || node.operands[1] != node.operands[2]) return merged;
    const LineNode one = node.operands[1];
    node = one;
    return true;
  }

  /// What holds for all steps is decided here; else the condition is handed back.
  [[nodiscard]] std::optional<bool> decided(const LineNode& condition) const {
    try {
      const auto value = update_line::evaluate(condition, environment_, {});
      if (value && value->size() == 1) return (*value)(0) != 0;
    } catch (const std::out_of_range&) {
    }
    return std::nullopt;
  }

  void collect() {
    for (const FormulaLine& general : card_.lines) {
      LineNode when;
      bool conditional = false;
      if (!general.when.empty()) {
        when = simple(parsed(general.when));
        const auto holds = decided(when);
        if (holds && !*holds) continue;
        conditional = !holds;
      }
      for (const FormulaLine& one : update_line::expanded(general, count_)) {
        LineNode node = simple(parsed(one.expression));
        update_line::replaceCalls(node, "gradient", [&](LineNode& call) {
          const bool here = call.operands[0].kind == LineNode::Kind::Name && call.operands[0].name == "theta";
          if (here)
            call = update_line::nameNode("gradient_here");
          else
            call.name = "grad";
        });
        node = simple(node);
        if (node.kind == LineNode::Kind::Name && node.name == one.symbol) continue;
        if (conditional) {
          const std::string before = one.symbol == "theta" || assigned(one.symbol) ? one.symbol : one.symbol + "_prev";
          LineNode choice = parsed("(a if b else c)");
          choice.operands = {when, node, update_line::nameNode(before)};
          node = choice;
        }
        lines_.push_back({one.symbol, std::move(node)});
      }
    }
    define();
  }

  [[nodiscard]] bool assigned(const std::string& symbol) const {
    return std::ranges::any_of(lines_, [&](const Line& line) { return line.symbol == symbol; });
  }
  [[nodiscard]] bool reads(const Line& line, const std::string& name) const {
    const auto names = update_line::names(line.node);
    return std::ranges::find(names, name) != names.end();
  }
  /// The first line that reads `name`; their number if there is none.
  [[nodiscard]] std::size_t firstReader(const std::string& name) const {
    std::size_t i = 0;
    while (i < lines_.size() && !reads(lines_[i], name)) ++i;
    return i;
  }

  /// Names that runs record get lines.
  void define() {
    const auto before = [&](const std::string& name, const std::string& text) {
      const std::size_t i = firstReader(name);
      if (i == lines_.size()) return;
      lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(i), {name, simple(parsed(text))});
    };
    for (const KeptName& kept : card_.kept) {
      const std::string previous = kept.name + "_prev";
      if (!kept.start.empty() && firstReader(previous) < lines_.size()) {
        LineNode start = simple(parsed(kept.start));
        const bool nothing = start.kind == LineNode::Kind::Number && start.number == 0;
        if (!nothing) starts_.emplace_back(written(kept.name), std::move(start));
      }
      if (kept.expression.empty()) continue;
      if (firstReader(previous) == lines_.size()) {
        before(kept.name, kept.expression);
        continue;
      }
      // Once it has been read, and what it becomes is known.
      const LineNode node = simple(parsed(kept.expression));
      std::size_t after = 0;
      for (std::size_t i = 0; i < lines_.size(); ++i) {
        const auto names = update_line::names(node);
        const bool made = lines_[i].symbol != "theta" && std::ranges::find(names, lines_[i].symbol) != names.end();
        if (made || reads(lines_[i], previous)) after = i + 1;
      }
      lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(after), {kept.name, node});
    }
    for (const char* index : {"", "_1", "_2"}) {
      const std::string number(index);
      const std::string beta = "beta" + number;
      if (numbers_.contains(beta)) before("bias" + number, "1 - " + beta + "**t");
    }
    if (firstReader("lr_prev") < lines_.size() && !assigned("lr_prev")) {
      for (Line& line : lines_)
        eachName(line.node, [](LineNode& name) { name.name = name.name == "lr_prev" ? "lr_last_prev" : name.name; });
      lines_.push_back({"lr_last", update_line::nameNode("lr")});
    }
  }

  void refuseOperations(const LineNode& node) {
    for (const LineNode& operand : node.operands) refuseOperations(operand);
    if (node.kind != LineNode::Kind::Call || node.name == "where" || node.name == "grad" ||
        expression::findRuleFunction(node.name))
      return;
    missing_ = node.name == "diag_hessian" || node.name == "hessian"
                   ? "looks at second derivatives, which a rule does not have"
                   : "takes " + node.name + ", which a rule does not have";
  }

  /// A name read as it was before its line, once the line has acted: a copy is kept.
  void keepOldValues() {
    std::set<std::string> made, copies;
    bool moved = false;
    for (Line& line : lines_) {
      eachName(line.node, [&](LineNode& name) {
        if (name.name == "theta" && moved) {
          copies.insert("theta");
          name.name = "theta_old";
        }
        if (!name.name.ends_with("_prev")) return;
        const std::string base = name.name.substr(0, name.name.size() - 5);
        if (!made.contains(base)) return;
        copies.insert(base + "_prev");
        name.name = base + "_old";
      });
      made.insert(line.symbol);
      moved = moved || line.symbol == "next";
    }
    for (const std::string& name : copies) {
      const std::string base = name == "theta" ? name : name.substr(0, name.size() - 5);
      lines_.insert(lines_.begin(), {base + "_old", update_line::nameNode(name)});
    }
  }

  /// Lines that have no part in the step, such as averages that are only shown.
  void dropIdle() {
    std::set<std::string> needed = {"next", "theta"};
    const auto base = [](const std::string& name) {
      return name.ends_with("_prev") ? name.substr(0, name.size() - 5) : name;
    };
    for (bool grows = true; grows;) {
      grows = false;
      for (const Line& line : lines_) {
        if (!needed.contains(base(line.symbol))) continue;
        for (const std::string& name : update_line::names(line.node)) grows = needed.insert(base(name)).second || grows;
      }
    }
    std::erase_if(lines_, [&](const Line& line) { return !needed.contains(base(line.symbol)); });
    // g = g says nothing.
    std::erase_if(lines_, [&](const Line& line) {
      return line.symbol == "g" && line.node.kind == LineNode::Kind::Name && line.node.name == "gradient_here";
    });
  }

  /// What the rule calls a name of the lines.
  [[nodiscard]] std::string written(const std::string& name) const {
    if (name == "theta" || name == "next") return "x";
    if (name == "gradient_here") return "g";
    if (name == "g" || name == "t" || name == "lr" || name == "n") return name;
    if (name.ends_with("_prev") && name != "lr_prev") return written(name.substr(0, name.size() - 5));
    if (name == "theta_old") return "x_old";
    if (name == "x" || name == "f" || !isRuleName(name)) return name + "_";
    return name;
  }

  const OptimizerCard& card_;
  const Options& options_;
  std::map<std::string, double, std::less<>> flags_;
  std::map<std::string, Number, std::less<>> numbers_;
  Environment environment_;
  Index count_ = 0;
  std::vector<Line> lines_;
  std::vector<std::pair<std::string, LineNode>> starts_;
  std::string missing_;
};

}  // namespace

std::optional<WrittenRule> writtenAsRule(const OptimizerCard& card, const Options& options, std::string* why) {
  if (card.inForce) {
    if (why) *why = card.label + " is a rule already";
    return std::nullopt;
  }
  if (card.find("base") || !card.elementwise) {
    if (why)
      *why = card.label +
             (card.find("base") ? " wraps another optimizer" : " does more than act on each coordinate for itself");
    return std::nullopt;
  }
  return RuleWriter(card, options).run(why);
}

}  // namespace thalweg
