#pragma once
/// Typed formulas: a subset of Python's expressions, parsed once, differentiated exactly, evaluated over whole arrays.
///
/// Language. Numbers, names, `+ - * / // % **` with Python's precedence and meaning (`**` groups to the right and binds
/// tighter than a minus before it; `%` and `//` have the sign of the divisor), comparisons and their chains,
/// `a if c else b`, `and`, `or`, `not`; sin cos tan asin acos atan atan2 sinh cosh tanh exp log log2 log10 sqrt abs
/// sign floor ceil min max pow hypot sigmoid relu; pi and e. Over a range of whole numbers: `sum(x[i]**2 for i in
/// range(n))`, likewise prod, min and max, with range(stop), range(start, stop) or range(start, stop, step); the limits
/// and indices are made of whole numbers, n and loop variables. `^` is read as `**`, and so are × · − and π as * * -
/// and pi; the canonical text has Python's spelling and can stand in a script as it is.
///
/// Numbers are doubles throughout: a comparison is 1 or 0, and whole numbers are exact up to 2^53. Where Python raises
/// an exception or leaves the reals (division by zero, sqrt(-1), log(0), overflow), the result is what IEEE 754 says:
/// infinite or NaN. min and max return the first of equal values and ignore a NaN that is not the first, as Python's
/// do; `and`, `or` and conditions take NaN for true, as Python does.
///
/// Derivatives are exact, of first and second order. Where there is none: sign, floor, ceil, // and comparisons have
/// derivative 0 everywhere; abs has 0 at 0, relu has 0 at 0; min and max share it equally between equal values; a % b
/// has 1 by a and -(a // b) by b; sqrt and hypot have 0 where they are 0, so that a cone's tip is stationary; a**b has
/// 0 by b where a is 0 and b >= 0. These are PyTorch's choices, sqrt's apart. Of `a if c else b` only the chosen branch
/// counts, even where the derivative of the other is infinite.
///
/// Threads: values are immutable; every method may be called from any thread at once.

#include "core/base/types.h"

#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

namespace expression {
struct Tree;
class Program;

/// No text can exhaust memory, stack or time: what exceeds these is refused with an ExpressionError.
inline constexpr std::size_t maxBytes = 16384;
inline constexpr std::size_t maxTokens = 2048;
inline constexpr int maxNesting = 100;       ///< of parentheses, signs, powers and conditions while reading
inline constexpr int maxDepth = 256;         ///< of the tree; a + b + c … counts each sum
inline constexpr int maxOperations = 16384;  ///< after sums and products have been written out
inline constexpr Index maxDimension = 1000;  ///< of the points
}  // namespace expression

/// Thrown for a text that is no formula. `what()` is "column 7: expected …, found …".
class ExpressionError : public std::invalid_argument {
 public:
  ExpressionError(int column, const std::string& message);
  /// 1-based, in characters (not bytes).
  [[nodiscard]] int column() const { return column_; }
  /// The message without the column.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  int column_;
  std::string message_;
};

/// The names that a formula may use besides functions and constants.
struct Symbols {
  /// What the formula is a function of, such as "t".
  std::vector<std::string> variables = {};
  /// Numbers that are given when the formula is compiled.
  std::vector<std::string> parameters = {};
  /// x and y, x1 … xn and x[0] … x[n-1] are the coordinates of a point, n is their number.
  bool coordinates = false;
  /// Every other name is a parameter, too: to learn which ones a text needs.
  bool anyParameter = false;
  /// norm(v), dot(a, b), mean(v) and grad(point) are functions: the lines of a rule (core/expression/rule.h).
  bool rule = false;
};

/// True for a name that can be a parameter beside coordinates: an ASCII identifier that is no function, constant,
/// coordinate or reserved word.
bool isParameterName(std::string_view name);

using ParameterValues = std::map<std::string, double, std::less<>>;

/// A formula with numbers for its parameters, in a fixed dimension, ready to be evaluated.
/// A point's row has `columns()` entries: first the coordinates, then the variables in the order of `Symbols`.
/// The bits of a row's results do not depend on the other rows or on their number.
class CompiledExpression {
 public:
  [[nodiscard]] Index columns() const;
  /// At one point of `columns()` entries. Other lengths throw std::invalid_argument, here and below.
  [[nodiscard]] double value(std::span<const double> point) const;
  /// Of a function of one variable.
  [[nodiscard]] double value(double point) const { return value(std::span(&point, 1)); }
  /// f of each row; results are resized.
  void value(const Points& x, Column& f) const;
  void gradient(const Points& x, Points& g) const;
  void valueAndGradient(const Points& x, Column& f, Points& g) const;
  /// ∇²f·v of each row.
  void hessianProduct(const Points& x, const Points& v, Points& hv) const;

 private:
  friend class Expression;
  struct Programs;
  explicit CompiledExpression(std::shared_ptr<const Programs> programs) : programs_(std::move(programs)) {}
  std::shared_ptr<const Programs> programs_;
};

/// A parsed formula.
class Expression {
 public:
  /// Throws ExpressionError.
  static Expression parse(std::string_view text, const Symbols& symbols);

  /// The formula in Python's spelling; parses to the same formula again.
  [[nodiscard]] const std::string& text() const;
  /// Names of variables and coordinates that occur, in order of first use: "t"; "x", "y"; "x1", "x3". `x` with an
  /// index is "x".
  [[nodiscard]] const std::vector<std::string>& variables() const;
  /// Names of parameters that occur, in order of first use.
  [[nodiscard]] const std::vector<std::string>& parameters() const;
  /// True where coordinates are written x[i], so that `x` is the whole point.
  [[nodiscard]] bool indexed() const;
  /// True where n or an index occurs, so that the formula suits many dimensions.
  [[nodiscard]] bool anyDimension() const;
  /// The least number of coordinates that names and literal indices need: 0 if there are none. An index with a loop
  /// variable may need more, which `compile` finds out.
  [[nodiscard]] Index coordinates() const;

  /// Throws ExpressionError for an index that is out of range, an empty min or max, and a formula that is too long when
  /// written out; std::invalid_argument for a used parameter without a value, or a dimension out of [0, maxDimension]
  /// or below `coordinates()`. Further values are ignored.
  [[nodiscard]] CompiledExpression compile(Index dimension = 0, const ParameterValues& parameters = {}) const;

 private:
  explicit Expression(std::shared_ptr<const expression::Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const expression::Tree> tree_;
};

}  // namespace thalweg
