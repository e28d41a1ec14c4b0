#pragma once
/// The cards of all objectives, a function each, in the order of their families. A card is made anew by each call;
/// objectives.cpp keeps one of each.

#include "core/objective.h"

namespace thalweg::objectives {

ObjectiveCard parabola();
ObjectiveCard doubleWell();
ObjectiveCard rippledBowl();
ObjectiveCard forrester();
ObjectiveCard gramacyLee();
ObjectiveCard absoluteValue();
ObjectiveCard sigmoidPlateau();

ObjectiveCard quadratic();
ObjectiveCard saddle();
ObjectiveCard monkeySaddle();
ObjectiveCard ridgeSaddle();
ObjectiveCard ravine();
ObjectiveCard beale();
ObjectiveCard booth();
ObjectiveCard matyas();
ObjectiveCard himmelblau();
ObjectiveCard threeHumpCamel();
ObjectiveCard sixHumpCamel();
ObjectiveCard goldsteinPrice();
ObjectiveCard mccormick();
ObjectiveCard branin();
ObjectiveCard easom();
ObjectiveCard crossInTray();
ObjectiveCard eggholder();
ObjectiveCard holderTable();
ObjectiveCard schaffer2();
ObjectiveCard schaffer4();
ObjectiveCard levy13();
ObjectiveCard bukin6();
ObjectiveCard bohachevsky();
ObjectiveCard dropWave();
ObjectiveCard shubert();
ObjectiveCard mullerBrown();
ObjectiveCard gaussianWells();
ObjectiveCard plateau();
ObjectiveCard cliff();
ObjectiveCard spiralValley();

ObjectiveCard sphere();
ObjectiveCard ellipsoid();
ObjectiveCard rosenbrock();
ObjectiveCard rastrigin();
ObjectiveCard ackley();
ObjectiveCard griewank();
ObjectiveCard levy();
ObjectiveCard schwefel();
ObjectiveCard styblinskiTang();
ObjectiveCard zakharov();
ObjectiveCard dixonPrice();
ObjectiveCard michalewicz();
ObjectiveCard powell();
ObjectiveCard trid();
ObjectiveCard sumOfDifferentPowers();

ObjectiveCard sharpAndFlat();

ObjectiveCard leastSquares();

ObjectiveCard expression();

}  // namespace thalweg::objectives
