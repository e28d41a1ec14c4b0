#include "core/objectives/all.h"

#include <algorithm>
#include <array>

namespace thalweg {

const std::vector<const ObjectiveCard*>& objectiveCards() {
  using namespace objectives;
  static const std::array made = {
      quadratic(), saddle(),     beale(),          himmelblau(),   gaussianWells(),
      sphere(),    rosenbrock(), styblinskiTang(), leastSquares(),
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
