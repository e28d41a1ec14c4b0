#include "core/surfaces/planar_formula.h"

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> formulas = {{
    {"sphere", R"(x^2 + y^2)"},
    {"ellipsoid", R"(x^2 + \kappa\,y^2)"},
    {"rosenbrock", R"((a - x)^2 + b\,(y - x^2)^2)"},
    {"rastrigin", R"(20 + x^2 + y^2 - 10\,(\cos 2\pi x + \cos 2\pi y))"},
    {"griewank", R"(\tfrac{x^2 + y^2}{4000} - \cos x\,\cos\tfrac{y}{\sqrt2} + 1)"},
    {"styblinski_tang", R"(\tfrac12 (x^4 - 16\,x^2 + 5\,x + y^4 - 16\,y^2 + 5\,y))"},
    {"zakharov", R"(x^2 + y^2 + s^2 + s^4,\; s = \tfrac12 x + y)"},
    {"dixon_price", R"((x - 1)^2 + 2\,(2y^2 - x)^2)"},
    {"michalewicz", R"(-\sin x\,\sin^{2m}\tfrac{x^2}{\pi} - \sin y\,\sin^{2m}\tfrac{2y^2}{\pi})"},
    {"trid", R"((x - 1)^2 + (y - 1)^2 - xy)"},
    {"sum_of_different_powers", R"(x^2 + \lvert y \rvert^3)"},
}};

}  // namespace

std::string_view planarFormula(std::string_view objective) {
  const auto found = std::ranges::find(formulas, objective, &std::pair<std::string_view, std::string_view>::first);
  return found == formulas.end() ? std::string_view() : found->second;
}

}  // namespace thalweg
