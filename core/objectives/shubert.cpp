#include "core/contracts/objective.h"
#include "core/objectives/planar.h"

namespace thalweg::objectives {
namespace {

struct Shubert {
  static auto waves(auto x) {
    return cos(2 * x + 1) + 2 * cos(3 * x + 2) + 3 * cos(4 * x + 3) + 4 * cos(5 * x + 4) + 5 * cos(6 * x + 5);
  }

  auto operator()(auto x, auto y) const { return waves(x) * waves(y); }

  [[nodiscard]] Facts facts() const {
    // Where the sum over one coordinate has its greatest and its least value; their product is least.
    Facts facts{.view = {-10, 10, -10, 10}, .starts = {{-1.1, -6.9}, {4, 4.4}, {-8.4, 2.7}}, .rate = 0.0005};
    for (const double high : {-7.0835065, -0.8003211, 5.4828642}) {
      for (const double low : {-7.7083137, -1.4251284, 4.8580569}) {
        facts.landmarks.push_back(globalMinimum({high, low}));
        facts.landmarks.push_back(globalMinimum({low, high}));
      }
    }
    return facts;
  }
};

}  // namespace

ObjectiveCard shubert() {
  return planarCard<Shubert>({
      .id = "shubert",
      .label = "Shubert",
      .family = "Two dimensions",
      .summary = "A chequerboard of wells in clusters, eighteen of them equally deep.",
      .formula = "f(x, y) = (sum j=1..5 of j*cos((j + 1)*x + j)) * (sum j=1..5 of j*cos((j + 1)*y + j))",
      .typeset =
          R"(f(x, y) = \left(\sum_{j=1}^{5} j\cos((j + 1)x + j)\right)\left(\sum_{j=1}^{5} j\cos((j + 1)y + j)\right))",
      .advice = "Good for basin maps: every well has its own small basin, and none leads to another.",
      .reference = "Shubert (1972), SIAM Journal on Numerical Analysis 9(3); Jamil & Yang (2013), A "
                   "literature survey of benchmark functions, no. 133",
      .options = {},
  });
}

}  // namespace thalweg::objectives
