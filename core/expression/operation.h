#pragma once
/// The operations of formulas, shared by the parsed tree and by the graph that is differentiated; and what each yields
/// for doubles. Threads: pure functions.

#include "core/base/vector_math.h"

#include <cmath>
#include <cstdint>

namespace thalweg::expression {

enum class Operation : std::uint8_t {
  // Leaves.
  Number,
  Variable,   ///< a column of the points; in the tree a named variable
  Direction,  ///< a column of the direction in a Hessian product; graph only
  Parameter,  ///< in the graph a number that is given when the program runs
  Coordinate,
  Dimension,
  LoopVariable,
  // One operand.
  Negate,
  Not,
  Sin,
  Cos,
  Tan,
  Asin,
  Acos,
  Atan,
  Sinh,
  Cosh,
  Tanh,
  Exp,
  Log,
  Log2,
  Log10,
  Sqrt,
  Abs,
  Sign,
  Floor,
  Ceil,
  Sigmoid,
  Relu,
  Element,  ///< x[operand]; tree only
  // Two operands.
  Add,
  Subtract,
  Multiply,
  Divide,
  FloorDivide,
  Modulo,
  Power,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  And,  ///< tree only, as are Or and Not
  Or,
  Min,  ///< of two or more in the tree
  Max,
  Atan2,
  Hypot,
  StrongMultiply,  ///< 0 where the first is 0, whatever the second; graph only
  StrongDivide,    ///< 0 where the first is 0, whatever the second; graph only
  // Three operands and more.
  Select,  ///< condition, then, else
  Chain,   ///< operand, comparison, operand, …; the comparisons are leaves of their own kind; tree only
  Fold,    ///< body, start, stop, step; tree only
  // Of rules; tree only.
  Norm,
  Dot,
  Mean,
  GradientAt,
};

inline bool isComparison(Operation o) { return o >= Operation::Less && o <= Operation::NotEqual; }

/// Python's % for floats: exact, with the sign of the divisor.
inline double modulo(double a, double b) {
  double r = std::fmod(a, b);
  if (r != 0) {
    if ((b < 0) != (r < 0)) r += b;
    return r;
  }
  return std::copysign(0.0, b);
}

/// Python's // for floats.
inline double floorDivide(double a, double b) {
  if (b == 0) return a / b;
  double r = std::fmod(a, b);
  double q = (a - r) / b;
  if (r != 0 && (b < 0) != (r < 0)) q -= 1;
  if (q == 0) return std::copysign(0.0, a / b);
  const double whole = std::floor(q);
  return q - whole > 0.5 ? whole + 1 : whole;
}

/// One operation on doubles. A template, so that loops over it vectorise.
template <Operation O>
inline double apply(double a) {
  using enum Operation;
  if constexpr (O == Negate) return -a;
  if constexpr (O == Sin) return std::sin(a);
  if constexpr (O == Cos) return std::cos(a);
  if constexpr (O == Tan) return std::tan(a);
  if constexpr (O == Asin) return std::asin(a);
  if constexpr (O == Acos) return std::acos(a);
  if constexpr (O == Atan) return std::atan(a);
  if constexpr (O == Sinh) return std::sinh(a);
  if constexpr (O == Cosh) return std::cosh(a);
  if constexpr (O == Tanh) return std::tanh(a);
  if constexpr (O == Exp) return std::exp(a);
  if constexpr (O == Log) return std::log(a);
  if constexpr (O == Log2) return std::log2(a);
  if constexpr (O == Log10) return std::log10(a);
  if constexpr (O == Sqrt) return std::sqrt(a);
  if constexpr (O == Abs) return std::abs(a);
  if constexpr (O == Sign) return a > 0 ? 1.0 : a < 0 ? -1.0 : a;
  if constexpr (O == Floor) return std::floor(a);
  if constexpr (O == Ceil) return std::ceil(a);
  if constexpr (O == Sigmoid) return 1 / (1 + std::exp(-a));
  if constexpr (O == Relu) return a < 0 ? 0.0 : a;
}

template <Operation O>
inline double apply(double a, double b) {
  using enum Operation;
  if constexpr (O == Add) return a + b;
  if constexpr (O == Subtract) return a - b;
  if constexpr (O == Multiply) return a * b;
  if constexpr (O == Divide) return a / b;
  if constexpr (O == FloorDivide) return floorDivide(a, b);
  if constexpr (O == Modulo) return modulo(a, b);
  if constexpr (O == Power) return std::pow(a, b);
  if constexpr (O == Less) return a < b ? 1.0 : 0.0;
  if constexpr (O == LessEqual) return a <= b ? 1.0 : 0.0;
  if constexpr (O == Greater) return a > b ? 1.0 : 0.0;
  if constexpr (O == GreaterEqual) return a >= b ? 1.0 : 0.0;
  if constexpr (O == Equal) return a == b ? 1.0 : 0.0;
  if constexpr (O == NotEqual) return a != b ? 1.0 : 0.0;
  if constexpr (O == Min) return b < a ? b : a;
  if constexpr (O == Max) return b > a ? b : a;
  if constexpr (O == Atan2) return std::atan2(a, b);
  if constexpr (O == Hypot) return std::hypot(a, b);
  // The other operand is replaced, not the result: loops with a branch around arithmetic are not vectorised.
  if constexpr (O == StrongMultiply) return a * (a == 0 ? 0.0 : b);
  if constexpr (O == StrongDivide) return a / (a == 0 ? 1.0 : b);
}

/// Calls `f.template operator()<O>()` for the operation of one operand that `o` is; false if it is none.
template <class F>
bool visitUnary(Operation o, F&& f) {
  using enum Operation;
  switch (o) {
    case Negate:
      f.template operator()<Negate>();
      return true;
    case Sin:
      f.template operator()<Sin>();
      return true;
    case Cos:
      f.template operator()<Cos>();
      return true;
    case Tan:
      f.template operator()<Tan>();
      return true;
    case Asin:
      f.template operator()<Asin>();
      return true;
    case Acos:
      f.template operator()<Acos>();
      return true;
    case Atan:
      f.template operator()<Atan>();
      return true;
    case Sinh:
      f.template operator()<Sinh>();
      return true;
    case Cosh:
      f.template operator()<Cosh>();
      return true;
    case Tanh:
      f.template operator()<Tanh>();
      return true;
    case Exp:
      f.template operator()<Exp>();
      return true;
    case Log:
      f.template operator()<Log>();
      return true;
    case Log2:
      f.template operator()<Log2>();
      return true;
    case Log10:
      f.template operator()<Log10>();
      return true;
    case Sqrt:
      f.template operator()<Sqrt>();
      return true;
    case Abs:
      f.template operator()<Abs>();
      return true;
    case Sign:
      f.template operator()<Sign>();
      return true;
    case Floor:
      f.template operator()<Floor>();
      return true;
    case Ceil:
      f.template operator()<Ceil>();
      return true;
    case Sigmoid:
      f.template operator()<Sigmoid>();
      return true;
    case Relu:
      f.template operator()<Relu>();
      return true;
    default:
      return false;
  }
}

/// The same for the operations of two operands.
template <class F>
bool visitBinary(Operation o, F&& f) {
  using enum Operation;
  switch (o) {
    case Add:
      f.template operator()<Add>();
      return true;
    case Subtract:
      f.template operator()<Subtract>();
      return true;
    case Multiply:
      f.template operator()<Multiply>();
      return true;
    case Divide:
      f.template operator()<Divide>();
      return true;
    case FloorDivide:
      f.template operator()<FloorDivide>();
      return true;
    case Modulo:
      f.template operator()<Modulo>();
      return true;
    case Power:
      f.template operator()<Power>();
      return true;
    case Less:
      f.template operator()<Less>();
      return true;
    case LessEqual:
      f.template operator()<LessEqual>();
      return true;
    case Greater:
      f.template operator()<Greater>();
      return true;
    case GreaterEqual:
      f.template operator()<GreaterEqual>();
      return true;
    case Equal:
      f.template operator()<Equal>();
      return true;
    case NotEqual:
      f.template operator()<NotEqual>();
      return true;
    case Min:
      f.template operator()<Min>();
      return true;
    case Max:
      f.template operator()<Max>();
      return true;
    case Atan2:
      f.template operator()<Atan2>();
      return true;
    case Hypot:
      f.template operator()<Hypot>();
      return true;
    case StrongMultiply:
      f.template operator()<StrongMultiply>();
      return true;
    case StrongDivide:
      f.template operator()<StrongDivide>();
      return true;
    default:
      return false;
  }
}

}  // namespace thalweg::expression
