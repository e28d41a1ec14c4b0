#pragma once
/// The plane that a panel shows, made from the scenario's choice and the panel's paths.
///
/// One plane is shared by all contenders of a panel. Threads: functions may be called from any thread.

#include "core/runs/trace.h"
#include "core/scenario/scenario.h"
#include "core/surfaces/plane.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace thalweg {

/// A direction as its own tensors have the point's size, filter by filter (Li, Xu, Taylor, Studer & Goldstein 2018,
/// Visualizing the loss landscape of neural nets, section 4): each row of a weight matrix, all that leads into one
/// neuron, has the norm of the point's row; biases are not perturbed. Where no tensor is a matrix, all coordinates
/// together are one filter (and where the point is the origin, of norm 1). `direction` and `point` have a number a
/// coordinate.
std::vector<double> filterNormalized(std::vector<double> direction, std::span<const double> point, const Shape& shape);

/// The choice in force: the panel's, else the first two coordinates.
PlaneChoice planeChoice(const Panel& panel);

/// The plane of panel `panel`. `paths`: an entry a contender, null where it has none. Origin and directions:
///   Coordinates  the panel's start; two axes
///   Random       the place `at`; two drawn directions, filter-normalised there
///   Principal    the end of the first of the paths; principalDirections of all (of those shown, but for those that
///                run away); of one recorded run the plane that is stored with it, if one is
///   Points       the first point; towards the second, and what of the way to the third is at right angles to it
///   Hessian      the place `at`; the eigenvectors of the two largest eigenvalues of ∇²f
///   Velocity     the step s that `at` names, but the second to the last but one; θₛ₊₁ − θₛ, and what of
///                θₛ₊₁ − 2θₛ + θₛ₋₁ is at right angles to it
/// Directions have length 1 but in Random. With `before`, computed directions keep its sides; else, of an eigenvector,
/// the largest entry is positive. Throws OptionError, path "plane…" relative to the panel, where there is no such
/// plane: no path, points on one line, a path of less than two steps. After a stop request what it returns is of no
/// use.
Plane chosenPlane(const Scenario& scenario, std::size_t panel, const Objective& objective,
                  const std::vector<const Trajectory*>& paths, const Plane* before = nullptr,
                  const std::stop_token& stop = {});

}  // namespace thalweg
