#pragma once
/// Rules: the step of an optimizer, typed as a few assignments in the language of formulas
/// (core/expression/expression.h).
///
///     m = b*m + (1 - b)*g        # a comment
///     x = x - lr*m/(norm(m) + eps)
///
/// Known names: x, the point; g, its gradient; f, the value there; t, the step's number from 1; lr, the rate that the
/// schedule says; n, the number of coordinates; noise, standard normal numbers of this step, one a coordinate. g and lr
/// may be assigned, which holds for the rest of the step. Of all coordinates together: norm(v), dot(a, b), mean(v);
/// grad(p) is the gradient at another point. Everything else acts on each coordinate for itself, conditions too. A name
/// that is read before its line assigns it is state, keeps its value from step to step and starts at 0, or at what a
/// line `m0 = …` says, which acts once, before the first step. A name that no line assigns is a parameter. `x -= lr*g`
/// means x = x - lr*g. There are no loops and no indices.
///
/// Threads: values; pure functions.

#include "core/contracts/catalog.h"
#include "core/expression/tree.h"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// Thrown for a text that is no rule. `what()` is "line 3, column 15: …".
class RuleError : public std::invalid_argument {
 public:
  RuleError(int line, int column, const std::string& message);
  [[nodiscard]] int line() const { return line_; }      ///< from 1
  [[nodiscard]] int column() const { return column_; }  ///< from 1, in characters
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  int line_, column_;
  std::string message_;
};

struct RuleLine {
  int number = 1;          ///< in the text
  std::string target;      ///< the name that it assigns; of `m0 = …` m
  bool start = false;      ///< acts once, before the first step
  expression::Tree tree;   ///< names are Parameter nodes
  bool oneNumber = false;  ///< the same for all coordinates
  std::string text = {};   ///< without comment and outer spaces
};

struct RuleText {
  std::vector<RuleLine> lines;          ///< in the order of the text
  std::vector<std::string> state;       ///< in the order of their first assignment
  std::vector<std::string> parameters;  ///< in the order of first use
  bool gradient = false;                ///< g occurs
  bool otherGradients = false;          ///< grad(…) occurs
  bool value = false;                   ///< f occurs
  bool noise = false;
  bool together = false;  ///< coordinates act on each other: norm, dot, mean, f, grad

  /// Throws RuleError.
  static RuleText parse(std::string_view text);
};

/// Names that the tree reads, in order of appearance.
std::vector<std::string> namesRead(const expression::Tree& tree);
/// Whether a rule may assign or read that name as its own.
bool isRuleName(std::string_view name);

/// What is said of a rule that is none of its errors: lines that have no part in the step, parameters that are given
/// but do not occur, a rule that moves nothing. "line 2: v has no part in the step".
std::vector<std::string> ruleRemarks(const RuleText& rule, const Json& parameters);

struct RuleParameter {
  std::string name;
  double value = 0;
  SliderRange slider;
};
/// The rule's parameters with the values and ranges that `given` has for them, and what their names suggest for the
/// others: b, beta, mu … are near 0.9, eps is 1e-8, wd is 0. `given` has been checked as OptionKind::Parameters.
std::vector<RuleParameter> ruleParameters(const RuleText& rule, const Json& given);

}  // namespace thalweg
