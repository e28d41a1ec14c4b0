#include "core/optimizer.h"

#include <algorithm>

namespace thalweg {

const std::vector<const OptimizerCard*>& optimizerCards() {
  static const std::vector<const OptimizerCard*> cards = {};
  return cards;
}

const OptimizerCard* findOptimizer(std::string_view id) {
  const auto found = std::ranges::find(optimizerCards(), id, &OptimizerCard::id);
  return found == optimizerCards().end() ? nullptr : *found;
}

}  // namespace thalweg
