#pragma once
/// Continuous limits of a path: where a ball would be that follows the slope without steps, at the same time.
///
/// Gradient flow x' = −∇f(x), time being the sum of the rates so far. Of heavy ball with a constant rate η and momentum
/// μ, x″ + c·x′ + ∇f(x) = 0 from rest, with c = (1 − μ)/√η and a step every √η (Polyak 1964; Su, Boyd & Candès 2014).
/// The modified flow follows f + (η/4)‖∇f‖² instead of f: gradient descent stays closer to it, and what the second term
/// adds is its implicit regularisation (Barrett & Dherin 2021). Integrated by Dormand & Prince 1980, orders 5 and 4,
/// with a local tolerance of 1e-10, so that ends are right to about 1e-8.
///
/// Shapes: a row a part of a step, `flowParts` a step, the start first. Threads: pure functions.

#include "core/runs/trace.h"

#include <functional>
#include <stop_token>

namespace thalweg {

/// Parts into which each step's time is cut, so that a long step's flow is seen round.
inline constexpr Index flowParts = 4;

/// The right side of x′ = slope(x), of one point.
using Slope = std::function<void(const Eigen::ArrayXd& x, Eigen::ArrayXd& slope)>;
/// The solution at `times` (rising, the first one is the start's), a row each; ends early where it ceases to be finite,
/// where it takes more than `most` evaluations, or after a stop request.
Points solveFlow(const Slope& slope, const Eigen::ArrayXd& start, const Column& times, std::int64_t most = 400'000,
                 std::stop_token stop = {});

/// Adds what the contender's switches ask for to its path: `flow`, and `modifiedFlow` where there is no momentum.
void addFlows(Trajectory& path, const Scenario& scenario, std::size_t contender, const Objective& objective,
              std::stop_token stop = {});
/// "gradient flow", "heavy-ball ODE": what `flow` of that contender is.
const char* flowName(const Contender& contender);
/// Whether the contender has a modified flow: a method of momentum has none.
bool takesModifiedFlow(const Contender& contender);

}  // namespace thalweg
