#pragma once
/// Lines that many updates share.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"

namespace thalweg::lines {

inline FormulaLine gradient() { return {Phase::Gradient, "g", "gradient(theta)"}; }
inline FormulaLine decayedGradient() { return {Phase::Gradient, "g", "gradient(theta) + weight_decay*theta"}; }
/// With weight decay in the gradient unless the condition `decoupled` holds.
inline FormulaLine gradientUnless(const std::string& decoupled) {
  return {Phase::Gradient, "g", "gradient(theta) + (0 if " + decoupled + " else weight_decay)*theta"};
}
/// Decoupled decay, which shrinks θ by `rate` (lr, or a line's own) before the step.
inline FormulaLine decay(const std::string& rate = "lr") {
  return {Phase::Step, "theta", "(1 - " + rate + "*weight_decay)*theta"};
}
inline FormulaLine decayIf(const std::string& decoupled, const std::string& rate = "lr") {
  return {Phase::Step, "theta", "(1 - (" + rate + "*weight_decay if " + decoupled + " else 0))*theta"};
}
inline FormulaLine fixedDecay(const std::string& rate = "lr", const std::string& decay = "weight_decay") {
  return {Phase::Step, "theta",
          "(1 - ((" + decay + " if fixed_decay else " + rate + "*" + decay + ") if weight_decouple else 0))*theta"};
}
/// The decay of textbookDecay: in the gradient, before and after the step.
inline FormulaLine textbookGradient(const std::string& at = "theta") {
  return {Phase::Gradient, "g",
          "gradient(" + at +
              ") + (weight_decay if weight_decay_form_is_l2 else 2*weight_decay if "
              "weight_decay_form_is_l2_doubled else 0)*" +
              at};
}
inline FormulaLine textbookBefore() {
  return {Phase::Step, "theta", "(1 - (weight_decay if weight_decay_form_is_unscaled else 0))*theta"};
}
inline FormulaLine textbookAfter() {
  return {Phase::Step, "next", "(1 - (lr*weight_decay if weight_decay_form_is_after_step else 0))*next"};
}
inline FormulaLine firstMoment() { return {Phase::State, "m", "beta_1*m_prev + (1 - beta_1)*g"}; }
inline FormulaLine secondMoment() { return {Phase::State, "v", "beta_2*v_prev + (1 - beta_2)*g**2"}; }
inline FormulaLine correctedFirst() { return {Phase::State, "m_hat", "m/bias_1"}; }
inline FormulaLine correctedSecond() { return {Phase::State, "v_hat", "v/bias_2"}; }
/// θ_t = θ_{t−1} − lr · `direction`.
inline FormulaLine step(const std::string& direction) { return {Phase::Step, "next", "theta - lr*" + direction}; }

}  // namespace thalweg::lines

namespace thalweg {

/// One number for every path, for Optimizer::record.
inline NamedValues recorded(std::string name, double value, const Points& like) {
  return {std::move(name), Points::Constant(like.rows(), 1, value)};
}

}  // namespace thalweg
