#pragma once
/// The right-hand sides of an update's lines (FormulaLine): the language of formulas over whole vectors, with named
/// operations beside its functions. One parsed line yields TeX, its terms, the same with numbers in place of names, and
/// its value.
///
/// Named operations that are evaluated: norm, dot, mean, total (Σ|aᵢ|) over all coordinates; tensor_norm, tensor_rms,
/// tensor_square (Σaᵢ²), tensor_sum, tensor_mean, tensor_peak (max |aᵢ|), tensor_count, tensor_share (of entries that
/// are not 0), tensor_size over each parameter tensor, repeated for each of its coordinates; product of a matrix and a
/// vector; outer; where(c, a, b) coordinate by coordinate. `a if c else b` chooses whole lines: its condition is one
/// number. All others (NewtonSchulz, LineSearch, …) only have a TeX form: their results are recorded by the run.
///
/// Values: a number is 1 × 1, a vector n × 1, a matrix n × n. Errors: `parse` throws ExpressionError, `evaluate` throws
/// std::out_of_range for a name without a value. Threads: values; pure functions.

#include "core/base/types.h"
#include "core/contracts/optimizer.h"
#include "core/expression/operation.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg::update_line {

/// A node of a parsed line.
struct Node {
  enum class Kind { Number, Name, Operation, Call };
  Kind kind = Kind::Number;
  double number = 0;
  std::string name;  ///< of names and calls
  expression::Operation operation = expression::Operation::Number;
  std::vector<Node> operands;
  bool operator==(const Node&) const = default;
};

using Values = Points;
/// The values that names have.
using Environment = std::map<std::string, Values, std::less<>>;
/// TeX of a name.
using Spelling = std::function<std::string(const std::string& name)>;
/// What a name stands for when lines are simplified, such as a decay that is 0; none: keep the name.
using Constants = std::function<std::optional<double>(const std::string& name)>;

Node parse(std::string_view text);
Node nameNode(std::string name);

/// TeX. With `inlineDivision` a quotient is a / b, as rows of numbers want it.
std::string typeset(const Node& node, const Spelling& spelling, bool inlineDivision = false);

/// Puts constants in and drops what does nothing: terms and factors that are 0, factors of 1, branches not taken.
/// `environment` decides conditions; those that it cannot decide take their first branch if `general`, else stay.
Node simplified(const Node& node, const Constants& constants, const Environment& environment, const Shape& shape,
                bool general = false);

/// The terms of a sum, each with its sign; of anything else the node itself.
std::vector<Node> terms(const Node& node);

/// None where the value takes an operation that is only recorded. With `magnitude` every sum and difference adds sizes,
/// which bounds what rounding can do.
std::optional<Values> evaluate(const Node& node, const Environment& environment, const Shape& shape,
                               bool magnitude = false);

/// Names that the node uses, in order of appearance.
std::vector<std::string> names(const Node& node);
/// Calls `visit` for every call of operation `name`, which may replace it.
void replaceCalls(Node& node, std::string_view name, const std::function<void(Node&)>& visit);

/// TeX of a name in the lines of `card`.
std::string symbolOf(const OptimizerCard& card, const std::string& name);
/// `line` for each of `count` vectors: `#` becomes their number. One line if there is none.
std::vector<FormulaLine> expanded(const FormulaLine& line, Index count);
/// All lines under each other as they are in general: with every option that has a value by default.
std::string typesetLines(const OptimizerCard& card);

}  // namespace thalweg::update_line
