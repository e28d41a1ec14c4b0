#pragma once
/// Lines that many updates begin with.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"

namespace thalweg::lines {

inline FormulaLine gradient() { return {Phase::Gradient, R"(g_t = \nabla f(\theta_{t-1}))"}; }
inline FormulaLine decayedGradient() {
  return {Phase::Gradient, R"(g_t = \nabla f(\theta_{t-1}) + \lambda \theta_{t-1})"};
}
inline FormulaLine firstMoment() { return {Phase::State, R"(m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t)"}; }
inline FormulaLine secondMoment() { return {Phase::State, R"(v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2)"}; }
inline FormulaLine correctedFirst() { return {Phase::State, R"(\hat m_t = \frac{m_t}{1 - \beta_1^t})"}; }
inline FormulaLine correctedSecond() { return {Phase::State, R"(\hat v_t = \frac{v_t}{1 - \beta_2^t})"}; }
/// θ_t = θ_{t−1} − lr · `direction`.
inline FormulaLine step(const std::string& direction) {
  return {Phase::Step, R"(\theta_t = \theta_{t-1} - \mathrm{lr} \, )" + direction};
}
/// The same with decoupled weight decay.
inline FormulaLine decayedStep(const std::string& direction) {
  return {Phase::Step, R"(\theta_t = (1 - \mathrm{lr} \, \lambda) \theta_{t-1} - \mathrm{lr} \, )" + direction};
}

}  // namespace thalweg::lines
