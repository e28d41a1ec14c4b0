#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct MullerBrown {
  auto operator()(auto x, auto y) const {
    const auto term = [&](double height, double a, double b, double c, double x0, double y0) {
      const auto u = x - x0;
      const auto v = y - y0;
      return height * exp(a * square(u) + b * (u * v) + c * square(v));
    };
    return term(-200, -1, 0, -10, 1, 0) + term(-100, -1, 0, -10, 0, 0.5) + term(-170, -6.5, 11, -6.5, -0.5, 1.5) +
           term(15, 0.7, 0.6, 0.7, -1, 1);
  }

  [[nodiscard]] Facts facts() const {
    return {.view = {-1.5, 1.2, -0.25, 2},
            .starts = {{-1.3, 0.9}, {0.9, 0.7}, {-0.8, 0.6}},
            .rate = 0.0003,
            .landmarks = {globalMinimum({-0.558224, 1.441726}), localMinimum({0.623499, 0.028038}),
                          localMinimum({-0.050011, 0.466694}), saddlePoint({0.212487, 0.292988}),
                          saddlePoint({-0.822002, 0.624313})}};
  }
};

}  // namespace

ObjectiveCard mullerBrown() {
  return planarCard<MullerBrown>({
      .id = "muller_brown",
      .label = "Müller–Brown",
      .family = "Two dimensions",
      .summary = "The classic energy landscape of a chemical reaction: three minima joined by two passes.",
      .formula = "f(x, y) = sum of A_k*exp(a_k*(x - x_k)^2 + b_k*(x - x_k)*(y - y_k) + c_k*(y - y_k)^2), "
                 "k = 1..4",
      .typeset =
          R"(f(x, y) = \sum_{k=1}^{4} A_k \exp\left(a_k (x - x_k)^2 + b_k (x - x_k)(y - y_k) + c_k (y - y_k)^2\right))",
      .advice = "The way from one minimum to the next is bent, so a straight push does not follow it. "
                "Values are large: rates near 0.0003. A = (−200, −100, −170, 15), a = (−1, −1, −6.5, "
                "0.7), b = (0, 0, 11, 0.6), c = (−10, −10, −6.5, 0.7), x = (1, 0, −0.5, −1), y = (0, "
                "0.5, 1.5, 1).",
      .reference = "Müller & Brown (1979), Theoretica Chimica Acta 53",
      .options = {},
  });
}

}  // namespace thalweg::objectives
