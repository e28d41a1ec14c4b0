#include "core/optimizer.h"

#include <algorithm>
#include <array>

namespace thalweg {

// clang-format off
// Each is defined in the file of its name under optimizers/.
OptimizerCard sgd();
OptimizerCard asgd();
OptimizerCard rprop();
OptimizerCard adagrad();
OptimizerCard adadelta();
OptimizerCard rmsProp();
OptimizerCard adam();
OptimizerCard adamW();
OptimizerCard adamax();
OptimizerCard nAdam();
OptimizerCard rAdam();
OptimizerCard sparseAdam();
OptimizerCard adafactor();
OptimizerCard lbfgs();
OptimizerCard muon();

namespace {

constexpr auto builders = std::to_array<OptimizerCard (*)()>({
    sgd, asgd, rprop, adagrad, adadelta, rmsProp, adam, adamW, adamax, nAdam, rAdam, sparseAdam, adafactor, lbfgs, muon,
});
// clang-format on

}  // namespace

const std::vector<const OptimizerCard*>& optimizerCards() {
  static const std::vector<const OptimizerCard*> cards = [] {
    static std::array<OptimizerCard, builders.size()> built;
    std::ranges::transform(builders, built.begin(), [](auto builder) { return builder(); });
    std::vector<const OptimizerCard*> list;
    for (const OptimizerCard& card : built) list.push_back(&card);
    return list;
  }();
  return cards;
}

const OptimizerCard* findOptimizer(std::string_view id) {
  const auto found = std::ranges::find(optimizerCards(), id, &OptimizerCard::id);
  return found == optimizerCards().end() ? nullptr : *found;
}

}  // namespace thalweg
