#pragma once
/// The cards of all objectives, a function each, in the order of their families. A card is made anew by each call;
/// objectives.cpp keeps one of each.

#include "core/objective.h"

namespace thalweg::objectives {

ObjectiveCard quadratic();
ObjectiveCard saddle();
ObjectiveCard beale();
ObjectiveCard himmelblau();
ObjectiveCard gaussianWells();

ObjectiveCard sphere();
ObjectiveCard rosenbrock();
ObjectiveCard styblinskiTang();

ObjectiveCard leastSquares();

ObjectiveCard expression();

}  // namespace thalweg::objectives
