#include "core/contracts/objective.h"
#include "core/objectives/chain.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

struct Ellipsoid {
  static constexpr const char* planar = R"(x^2 + \kappa\,y^2)";
  double kappa = 100;
  double exponent = 0;  // of e, for each further coordinate

  void prepare(Index n) { exponent = n > 1 ? std::log(kappa) / static_cast<double>(n - 1) : 0; }

  auto own(auto x, Lanes i) const { return exp(exponent * i) * square(x); }

  [[nodiscard]] Facts facts(Index n) const {
    const auto size = static_cast<std::size_t>(n);
    return {.view = {-5, 5, -5, 5},
            .starts = {std::vector<double>(size, 4.0), std::vector<double>(size, -2.5)},
            .rate = 0.9 / std::max(1.0, kappa),
            .landmarks = {globalMinimum(std::vector<double>(size, 0.0))}};
  }
};

}  // namespace

ObjectiveCard ellipsoid() {
  return chainCard<Ellipsoid>({
      .id = "ellipsoid",
      .label = "Ellipsoid",
      .family = "Any dimension",
      .summary = "A bowl whose curvatures spread evenly, in decades, from 2 to 2κ.",
      .formula = "f(x) = sum of kappa^((i - 1)/(n - 1)) * x_i^2",
      .typeset = R"(f(x) = \sum_{i=1}^{n} \kappa^{\frac{i-1}{n-1}} x_i^2)",
      .advice = "What the condition number costs: plain descent needs about κ steps, momentum about √κ, "
                "and methods with a rate for each coordinate hardly notice.",
      .reference = "Hansen et al. (2009), Real-parameter black-box optimization benchmarking, function 2",
      .options = {option("kappa", &Ellipsoid::kappa)
                      .named("condition number κ")
                      .as(R"(\kappa)")
                      .explained("The largest curvature over the smallest.")
                      .above(0)
                      .slide(1, 1e6, Scale::Log)},
  });
}

}  // namespace thalweg::objectives
