#pragma once
/// A rule as the lines of an update (FormulaLine), which formula, numbers, terms and TeX are made from; and back: the
/// lines of an optimizer as a rule.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"
#include "core/expression/rule.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// What the lines call a name of the rule: the name itself, unless lines mean something else by it.
std::string lineName(std::string_view ruleName);
/// TeX of a name that a rule made up; `state`: with the step's number, "m_t".
std::string ruleSymbol(std::string_view name, bool state);

/// The rule's lines, and TeX of the names in them.
struct RuleLines {
  std::vector<FormulaLine> lines;
  std::vector<std::pair<std::string, std::string>> symbols;
};
/// The value that grad and f are of is θ where the step starts; noise is "draw", recorded by the run.
RuleLines linesOf(const RuleText& rule);

/// An optimizer as a rule.
struct WrittenRule {
  std::string formula;
  Json parameters = Json::object();
  bool maximize = false;
};
/// What an optimizer of these options does, as a rule that moves points alike. None, with the reason in `why`, for
/// methods that need more than a rule has: Hessians, matrices, line searches.
std::optional<WrittenRule> writtenAsRule(const OptimizerCard& card, const Options& options, std::string* why = nullptr);

}  // namespace thalweg
