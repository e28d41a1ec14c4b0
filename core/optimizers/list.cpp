#include "core/contracts/optimizer.h"
#include "core/expression/update_line.h"

#include <algorithm>
#include <array>

// The catalogue: a line an optimizer, the function that describes it, defined in the file of its name under
// optimizers/. A macro, since a table could not declare what it lists.
// clang-format off
#define THALWEG_OPTIMIZERS(X) \
  X(sgd) \
  X(asgd) \
  X(rprop) \
  X(adagrad) \
  X(adadelta) \
  X(rmsProp) \
  X(adam) \
  X(adamW) \
  X(adamax) \
  X(nAdam) \
  X(rAdam) \
  X(sparseAdam) \
  X(adafactor) \
  X(lbfgs) \
  X(muon) \
  X(gradientDescent) \
  X(heavyBall) \
  X(momentumAverage) \
  X(momentumRateInside) \
  X(nesterovLookAhead) \
  X(amsGrad) \
  X(adamUncorrected) \
  X(adamL2) \
  X(rmsPropEpsInside) \
  X(adagradEpsInside) \
  X(steepestDescent) \
  X(barzilaiBorwein) \
  X(conjugateGradient) \
  X(newton) \
  X(trustRegionNewton) \
  X(bfgs) \
  X(levenbergMarquardt) \
  X(coordinateDescent) \
  X(nelderMead) \
  X(lion) \
  X(tiger) \
  X(signSgd) \
  X(adaBelief) \
  X(yogi) \
  X(adaBound) \
  X(amsBound) \
  X(adaMod) \
  X(diffGrad) \
  X(qhm) \
  X(qhAdam) \
  X(aggMo) \
  X(accSgd) \
  X(pid) \
  X(sgdW) \
  X(sgdP) \
  X(adamP) \
  X(lars) \
  X(lamb) \
  X(novoGrad) \
  X(adan) \
  X(adopt) \
  X(mars) \
  X(adEmaMix) \
  X(cautiousAdamW) \
  X(lookahead) \
  X(sam) \
  X(scheduleFreeSgd) \
  X(scheduleFreeAdamW) \
  X(prodigy) \
  X(dAdaptSgd) \
  X(dAdaptAdam) \
  X(adaHessian) \
  X(sophiaH) \
  X(apolloDqn) \
  X(shampoo) \
  X(soap) \
  X(grokfast)
// clang-format on

namespace thalweg {

#define THALWEG_DECLARE(name) OptimizerCard name();
THALWEG_OPTIMIZERS(THALWEG_DECLARE)

const std::vector<const OptimizerCard*>& optimizerCards() {
  static const std::vector<const OptimizerCard*> cards = [] {
#define THALWEG_BUILD(name) name(),
    static std::array built = {THALWEG_OPTIMIZERS(THALWEG_BUILD)};
    std::vector<const OptimizerCard*> list;
    for (OptimizerCard& card : built) {
      card.typeset = update_line::typesetLines(card);
      list.push_back(&card);
    }
    return list;
  }();
  return cards;
}

const OptimizerCard* findOptimizer(std::string_view id) {
  const auto found = std::ranges::find(optimizerCards(), id, &OptimizerCard::id);
  return found == optimizerCards().end() ? nullptr : *found;
}

}  // namespace thalweg
