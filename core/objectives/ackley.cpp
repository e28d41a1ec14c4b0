#include "core/contracts/objective.h"
#include "core/objectives/composite.h"

#include <numbers>

namespace thalweg::objectives {
namespace {

struct Ackley {
  double dimension = 2;

  void prepare(Index n) { dimension = static_cast<double>(n); }

  auto inner(auto x, Lanes /*i*/) const { return std::pair{square(x), square(sin(std::numbers::pi * x))}; }
  // e − e^(1 − 2t) with expm1, so that nothing cancels near the minimum.
  auto outer(auto s, auto t) const {
    return -20 * expm1(-0.2 * sqrt(s / dimension)) - std::numbers::e * expm1(-2 * t / dimension);
  }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-5, 5, -5, 5},
            .starts = {std::vector<double>(size, 3.4), std::vector<double>(size, -1.7)},
            .rate = 0.01,
            .scale = ColorScale::Linear,
            .landmarks = {kinked(globalMinimum(std::vector<double>(size, 0.0)))}};
  }
};

}  // namespace

ObjectiveCard ackley() {
  return compositeCard<Ackley>({
      .id = "ackley",
      .label = "Ackley",
      .family = "Any dimension",
      .summary = "An almost flat outer region full of ripples, and one deep funnel in the middle.",
      .formula = "f(x) = -20*exp(-0.2*sqrt(mean of x_i^2)) - exp(mean of cos(2*pi*x_i)) + 20 + e",
      .typeset =
          R"(f(x) = -20\exp\left(-0.2\sqrt{\tfrac1n \sum_i x_i^2}\right) - \exp\left(\tfrac1n \sum_i \cos 2\pi x_i\right) + 20 + e)",
      .advice = "The ripples hide the slope towards the middle; averaging over noise brings it out. The "
                "minimum is a kink, where the derivative is taken as 0.",
      .reference = "Ackley (1987), A Connectionist Machine for Genetic Hillclimbing; Surjanovic & Bingham, "
                   "Virtual Library of Simulation Experiments",
      .options = {},
  });
}

}  // namespace thalweg::objectives
