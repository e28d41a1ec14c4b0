#pragma once
/// The cards of objectives that are learned from data with mini-batches, a function each.

#include "core/objective.h"

namespace thalweg::objectives {

ObjectiveCard reddiStream();
ObjectiveCard rareFeature();

ObjectiveCard linearRegression();
ObjectiveCard polynomialRegression();
ObjectiveCard logisticRegression();
ObjectiveCard multilayerPerceptron();

}  // namespace thalweg::objectives
