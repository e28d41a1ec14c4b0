#include "core/contracts/catalogue.h"
#include "core/contracts/optimizer.h"
#include "core/expression/update_line.h"

// The catalogue: a line an optimizer, the function that returns its card, defined in the file of its name in this
// folder. A macro, since a table could not declare what it lists.
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
  X(grokfast) \
  X(rule)
// clang-format on

namespace thalweg {

namespace optimizers {
#define THALWEG_DECLARE(name) OptimizerCard name();
THALWEG_OPTIMIZERS(THALWEG_DECLARE)
OptimizerCard recordedRun();
#undef THALWEG_DECLARE
}  // namespace optimizers

const std::vector<const OptimizerCard*>& optimizerCards() {
#define THALWEG_BUILD(name) optimizers::name(),
  static const std::array cards = [] {
    std::array built = {THALWEG_OPTIMIZERS(THALWEG_BUILD)};
    for (OptimizerCard& card : built) card.typeset = update_line::typesetLines(card);
    return built;
  }();
#undef THALWEG_BUILD
  static const std::vector<const OptimizerCard*> addresses = addressesOf(cards);
  return addresses;
}

const OptimizerCard* findOptimizer(std::string_view id) {
  // No method that could be chosen: it comes with a file.
  static const OptimizerCard recorded = optimizers::recordedRun();
  return id == recorded.id ? &recorded : withId(optimizerCards(), id);
}

}  // namespace thalweg
