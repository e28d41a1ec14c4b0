#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Bukin6 {
  auto operator()(auto x, auto y) const { return 100 * sqrt(abs(y - 0.01 * square(x))) + 0.01 * abs(x + 10); }

  [[nodiscard]] Facts facts() const {
    return {.view = {-15, -5, -3, 3},
            .starts = {{-13.2, -1.8}, {-6.5, 2.4}},
            .rate = 0.0005,
            .landmarks = {kinked(globalMinimum({-10, 1}))}};
  }
};

}  // namespace

ObjectiveCard bukin6() {
  return planarCard<Bukin6>({
      .id = "bukin_6",
      .label = "Bukin 6",
      .family = "Two dimensions",
      .summary = "A razor-sharp curved ridge turned upside down: all along it, the gradient is as large "
                 "as anywhere.",
      .formula = "f(x, y) = 100*sqrt(|y - 0.01*x^2|) + 0.01*|x + 10|",
      .typeset = R"(f(x, y) = 100\sqrt{\lvert y - 0.01\,x^2 \rvert} + 0.01\,\lvert x + 10 \rvert)",
      .advice = "The slope grows without bound towards the crease, so every method bounces; on the "
                "crease the derivative is taken as 0.",
      .reference = "Jamil & Yang (2013), A literature survey of benchmark functions, no. 26",
      .options = {},
  });
}

}  // namespace thalweg::objectives
