#include "core/contracts/catalogue.h"
#include "core/contracts/objective.h"

// The catalogue: a line an objective, the function that returns its card, defined in the file of its name in this
// folder. A macro, since a table could not declare what it lists.
// clang-format off
#define THALWEG_OBJECTIVES(X) \
  X(parabola) \
  X(doubleWell) \
  X(rippledBowl) \
  X(forrester) \
  X(gramacyLee) \
  X(absoluteValue) \
  X(sigmoidPlateau) \
  X(quadratic) \
  X(saddle) \
  X(monkeySaddle) \
  X(ridgeSaddle) \
  X(ravine) \
  X(beale) \
  X(booth) \
  X(matyas) \
  X(himmelblau) \
  X(threeHumpCamel) \
  X(sixHumpCamel) \
  X(goldsteinPrice) \
  X(mccormick) \
  X(branin) \
  X(easom) \
  X(crossInTray) \
  X(eggholder) \
  X(holderTable) \
  X(schaffer2) \
  X(schaffer4) \
  X(levy13) \
  X(bukin6) \
  X(bohachevsky) \
  X(dropWave) \
  X(shubert) \
  X(mullerBrown) \
  X(gaussianWells) \
  X(plateau) \
  X(cliff) \
  X(spiralValley) \
  X(sphere) \
  X(ellipsoid) \
  X(rosenbrock) \
  X(rastrigin) \
  X(ackley) \
  X(griewank) \
  X(levy) \
  X(schwefel) \
  X(styblinskiTang) \
  X(zakharov) \
  X(dixonPrice) \
  X(michalewicz) \
  X(powell) \
  X(trid) \
  X(sumOfDifferentPowers) \
  X(sharpAndFlat) \
  X(reddiStream) \
  X(rareFeature) \
  X(linearRegression) \
  X(logisticRegression) \
  X(polynomialRegression) \
  X(leastSquares) \
  X(multilayerPerceptron) \
  X(expression) \
  X(grid)
// clang-format on

namespace thalweg {

namespace objectives {
#define THALWEG_DECLARE(name) ObjectiveCard name();
THALWEG_OBJECTIVES(THALWEG_DECLARE)
ObjectiveCard recorded();
#undef THALWEG_DECLARE
}  // namespace objectives

const std::vector<const ObjectiveCard*>& objectiveCards() {
#define THALWEG_BUILD(name) objectives::name(),
  static const std::array cards = {THALWEG_OBJECTIVES(THALWEG_BUILD)};
#undef THALWEG_BUILD
  static const std::vector<const ObjectiveCard*> addresses = addressesOf(cards);
  return addresses;
}

const ObjectiveCard* findObjective(std::string_view id) {
  // No function that could be chosen: it comes with a file.
  static const ObjectiveCard recorded = objectives::recorded();
  return id == recorded.id ? &recorded : withId(objectiveCards(), id);
}

}  // namespace thalweg
