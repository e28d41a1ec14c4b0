#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Himmelblau {
  auto operator()(auto x, auto y) const { return square(square(x) + y - 11) + square(x + square(y) - 7); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-6, 6, -6, 6},
            .starts = {{-0.5, -0.8}, {0, 0}, {-5, 1}},
            .rate = 0.01,
            .landmarks = {
                globalMinimum({3, 2}, 0),
                globalMinimum({-2.80511808695274485, 3.13131251825057297}, 0),
                globalMinimum({-3.77931025337774689, -3.28318599128616941}, 0),
                globalMinimum({3.58442834033049174, -1.84812652696440355}, 0),
                saddlePoint({3.38515418360702094, 0.0738518798377492877}, 13.3119262704055899),
                saddlePoint({0.0866775045553963518, 2.88425470117477611}, 67.7191500875261402),
                saddlePoint({-3.07302575076438961, -0.0813530442879675116}, 104.015162917558106),
                saddlePoint({-0.127961346730680066, -1.95371498024457643}, 178.33723920192746),
            }};
  }
};

}  // namespace

ObjectiveCard himmelblau() {
  return planarCard<Himmelblau>({
      .id = "himmelblau",
      .label = "Himmelblau",
      .family = "Two dimensions",
      .summary = "Four equally deep minima around a hill: the start and the method decide which of them is found.",
      .formula = "f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
      .typeset = R"(f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2)",
      .advice =
          "Made for basin maps: near the hilltop at (−0.27, −0.92) the smallest change of the start or of the rate "
          "sends the path elsewhere.",
      .reference = "Himmelblau (1972), Applied Nonlinear Programming",
      .options = {},
  });
}

}  // namespace thalweg::objectives
