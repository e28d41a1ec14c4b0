#pragma once
/// What theory promises about a run, as curves beside it, where its assumptions hold.
///
/// For gradient descent with a constant rate η on exact gradients, with L and μ the largest and least curvature met
/// over the box that the path and the minimum span (computed on a grid and along the path, not guessed):
///  - convex: f(θ_T) − f* ≤ ‖θ₀ − θ*‖²/(2ηT) where μ ≥ 0 and η ≤ 1/L (Beck & Teboulle 2009, theorem 3.1);
///  - strongly convex: f(θ_T) − f* ≤ (1 − ημ)ᵀ (f₀ − f*) where μ > 0 and η ≤ 1/L, which is (1 − μ/L)ᵀ at η = 1/L
///    (Karimi, Nutini & Schmidt 2016, theorem 1);
///  - smooth: min ‖∇f‖² ≤ (f₀ − f*)/(Tη(1 − ηL/2)) where ηL < 2, 2(f₀ − f*)/(ηT) or less at η ≤ 1/L (Nesterov 2018,
///    section 1.2.3);
///  - quadratic: f(θ_T) − f* ≤ ρ²ᵀ (f₀ − f*) with ρ = max |1 − ηλ|, tight for the slowest direction (Polyak 1964); for
///    heavy ball ρ of the second order recursion, which is the rate in the end and no bound at first.
/// Where an assumption fails there is no curve, and `refused` says which one and where.
/// Shapes: a value a step of the path. Only two dimensions or one, where the grid can cover the box; elsewhere all are
/// refused. Threads: pure functions.

#include "core/runs/trace.h"

#include <string>
#include <vector>

namespace thalweg {

enum class BoundKind { Convex, StronglyConvex, Smooth, Quadratic };

struct ConvergenceBound {
  BoundKind kind = BoundKind::Convex;
  std::string name;       ///< as in a menu: "convex"
  std::string chart;      ///< the chart it belongs on: "loss" (as f − f*) or "gradient_norm" (as the least so far)
  std::string formula;    ///< TeX
  std::string constants;  ///< "L = 20.9, η = 0.01"
  std::string source;
  bool proven = true;   ///< false: the rate in the end, which a path may exceed at first
  Column values;        ///< NaN at step 0 where the formula has none; empty where refused
  std::string refused;  ///< which assumption fails, and where
};

/// All kinds, in the order above.
std::vector<ConvergenceBound> convergenceBounds(const Scenario& scenario, std::size_t contender,
                                                const Objective& objective, const Trajectory& path);

}  // namespace thalweg
