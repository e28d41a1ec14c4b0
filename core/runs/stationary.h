#pragma once
/// Where noise keeps a method that has come to rest: the covariance of its points about a minimum, when steps no longer
/// come nearer.
///
/// Near a minimum, with f a quadratic of Hessian H there and gradients Hx + ξ with ξ independent from step to step, of
/// covariance Σ, the pair z = (x, v) moves by z′ = Az + Bξ, and its covariance S solves the discrete Lyapunov equation
/// S = A·S·Aᵀ + B·Σ·Bᵀ (Mandt, Hoffman & Blei 2017, section 3; Kushner & Yin 2003, chapter 10). Σ is that of the
/// Gaussian noise, σ²/B, and of mini-batches drawn with replacement, the samples' own over B at the minimum. With
/// weight decay the middle is where its pull and the slope's are even. Exact for Gaussian noise on quadratics.
///
/// Shapes: n and n × n; up to 64 coordinates. Threads: pure functions.

#include "core/runs/trace.h"

#include <memory>
#include <stop_token>

namespace thalweg {

/// Of the path's last step: its rate, the conditions in force then, and the nearest known minimum or, where none is
/// known, the path's end. Null where draws do nothing, where gradients are clipped, gathered or shuffled, where
/// coordinates have rates of their own, and where the method would not stay. Throws OptionError for options that do not
/// fit.
std::shared_ptr<const Spread> stationarySpread(const Scenario& scenario, std::size_t contender,
                                               const Objective& objective, const Trajectory& path,
                                               const std::stop_token& stop = {});

/// Adds it to the path where the display asks for it.
void addSpread(Trajectory& path, const Scenario& scenario, std::size_t contender, const Objective& objective,
               const std::stop_token& stop = {});

/// S = a·S·aᵀ + n by doubling; an empty matrix where it does not settle.
Eigen::MatrixXd solveLyapunov(Eigen::MatrixXd a, Eigen::MatrixXd n);

}  // namespace thalweg
