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

OptimizerCard gradientDescent();
OptimizerCard heavyBall();
OptimizerCard momentumAverage();
OptimizerCard momentumRateInside();
OptimizerCard nesterovLookAhead();
OptimizerCard amsGrad();
OptimizerCard adamUncorrected();
OptimizerCard adamL2();
OptimizerCard rmsPropEpsInside();
OptimizerCard adagradEpsInside();

OptimizerCard steepestDescent();
OptimizerCard barzilaiBorwein();
OptimizerCard conjugateGradient();
OptimizerCard newton();
OptimizerCard trustRegionNewton();
OptimizerCard bfgs();
OptimizerCard levenbergMarquardt();
OptimizerCard coordinateDescent();
OptimizerCard nelderMead();

OptimizerCard lion();
OptimizerCard tiger();
OptimizerCard signSgd();
OptimizerCard adaBelief();
OptimizerCard yogi();
OptimizerCard adaBound();
OptimizerCard amsBound();
OptimizerCard adaMod();
OptimizerCard diffGrad();
OptimizerCard qhm();
OptimizerCard qhAdam();
OptimizerCard aggMo();
OptimizerCard accSgd();
OptimizerCard pid();
OptimizerCard sgdW();
OptimizerCard sgdP();
OptimizerCard adamP();
OptimizerCard lars();
OptimizerCard lamb();
OptimizerCard novoGrad();
OptimizerCard adan();
OptimizerCard adopt();
OptimizerCard mars();
OptimizerCard adEmaMix();
OptimizerCard cautiousAdamW();
OptimizerCard lookahead();
OptimizerCard sam();
OptimizerCard scheduleFreeSgd();
OptimizerCard scheduleFreeAdamW();
OptimizerCard prodigy();
OptimizerCard dAdaptSgd();
OptimizerCard dAdaptAdam();
OptimizerCard adaHessian();
OptimizerCard sophiaH();
OptimizerCard apolloDqn();
OptimizerCard shampoo();
OptimizerCard soap();
OptimizerCard grokfast();

namespace {

constexpr auto builders = std::to_array<OptimizerCard (*)()>({
    sgd, asgd, rprop, adagrad, adadelta, rmsProp, adam, adamW, adamax, nAdam, rAdam, sparseAdam, adafactor,
    lbfgs, muon,

    gradientDescent, heavyBall, momentumAverage, momentumRateInside, nesterovLookAhead, amsGrad,
    adamUncorrected, adamL2, rmsPropEpsInside, adagradEpsInside,

    steepestDescent, barzilaiBorwein, conjugateGradient, newton, trustRegionNewton, bfgs, levenbergMarquardt,
    coordinateDescent, nelderMead,

    lion, tiger, signSgd, adaBelief, yogi, adaBound, amsBound, adaMod, diffGrad, qhm, qhAdam, aggMo, accSgd,
    pid, sgdW, sgdP, adamP, lars, lamb, novoGrad, adan, adopt, mars, adEmaMix, cautiousAdamW, lookahead, sam,
    scheduleFreeSgd, scheduleFreeAdamW, prodigy, dAdaptSgd, dAdaptAdam, adaHessian, sophiaH, apolloDqn, shampoo,
    soap, grokfast,
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
