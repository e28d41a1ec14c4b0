#include "core/objective.h"

#include <algorithm>

namespace thalweg {

const std::vector<const ObjectiveCard*>& objectiveCards() {
  static const std::vector<const ObjectiveCard*> cards = {};
  return cards;
}

const ObjectiveCard* findObjective(std::string_view id) {
  const auto found = std::ranges::find(objectiveCards(), id, &ObjectiveCard::id);
  return found == objectiveCards().end() ? nullptr : *found;
}

}  // namespace thalweg
