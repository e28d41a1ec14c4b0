#include "core/objectives/all.h"
#include "core/objectives/learned.h"

#include <algorithm>
#include <array>

namespace thalweg {

const std::vector<const ObjectiveCard*>& objectiveCards() {
  using namespace objectives;
  static const std::array made = {
      parabola(),
      doubleWell(),
      rippledBowl(),
      forrester(),
      gramacyLee(),
      absoluteValue(),
      sigmoidPlateau(),
      quadratic(),
      saddle(),
      monkeySaddle(),
      ridgeSaddle(),
      ravine(),
      beale(),
      booth(),
      matyas(),
      himmelblau(),
      threeHumpCamel(),
      sixHumpCamel(),
      goldsteinPrice(),
      mccormick(),
      branin(),
      easom(),
      crossInTray(),
      eggholder(),
      holderTable(),
      schaffer2(),
      schaffer4(),
      levy13(),
      bukin6(),
      bohachevsky(),
      dropWave(),
      shubert(),
      mullerBrown(),
      gaussianWells(),
      plateau(),
      cliff(),
      spiralValley(),
      sphere(),
      ellipsoid(),
      rosenbrock(),
      rastrigin(),
      ackley(),
      griewank(),
      levy(),
      schwefel(),
      styblinskiTang(),
      zakharov(),
      dixonPrice(),
      michalewicz(),
      powell(),
      trid(),
      sumOfDifferentPowers(),
      sharpAndFlat(),
      reddiStream(),
      rareFeature(),
      linearRegression(),
      logisticRegression(),
      polynomialRegression(),
      leastSquares(),
      multilayerPerceptron(),
      expression(),
  };
  static const std::vector<const ObjectiveCard*> cards = [] {
    std::vector<const ObjectiveCard*> addresses;
    for (const ObjectiveCard& card : made) addresses.push_back(&card);
    return addresses;
  }();
  return cards;
}

const ObjectiveCard* findObjective(std::string_view id) {
  const auto found = std::ranges::find(objectiveCards(), id, &ObjectiveCard::id);
  return found == objectiveCards().end() ? nullptr : *found;
}

}  // namespace thalweg
