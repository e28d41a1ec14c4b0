#include "core/expression/expression.h"

#include "core/contracts/objective.h"
#include "core/expression/parameters.h"
#include "core/objectives/facts.h"
#include "core/objectives/landmark_search.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace thalweg::objectives {
namespace {

/// The members that options set.
struct Typed {
  std::string formula = "x**2 + 5*y**2";
  Json parameters = Json::object();
};

class ExpressionObjective final : public WithFacts<Objective> {
 public:
  ExpressionObjective(CompiledExpression f, Facts facts) : WithFacts(std::move(facts)), f_(std::move(f)) {}

  [[nodiscard]] Index dimension() const override { return f_.columns(); }
  void value(const Points& x, Column& f) const override { f_.value(x, f); }
  void gradient(const Points& x, Points& g, Batch) const override { f_.gradient(x, g); }
  void valueAndGradient(const Points& x, Column& f, Points& g, Batch) const override { f_.valueAndGradient(x, f, g); }
  void hessianProduct(const Points& x, const Points& v, Points& hv) const override { f_.hessianProduct(x, v, hv); }
  [[nodiscard]] std::vector<Landmark> landmarks() const override { return found().landmarks; }
  [[nodiscard]] std::optional<double> infimum() const override { return found().lowest; }

 private:
  /// Searched for when first asked for.
  [[nodiscard]] const FoundLandmarks& found() const {
    std::call_once(searched_, [this] { found_ = searchLandmarks(*this, view()); });
    return found_;
  }

  CompiledExpression f_;
  mutable std::once_flag searched_;
  mutable FoundLandmarks found_;
};

/// `perAxis` nodes each way over the first one or two coordinates of [−half, half]ⁿ, the others 0.
Points gridOver(double half, Index dimension, Index perAxis) {
  const Index rows = dimension == 1 ? perAxis : perAxis * perAxis;
  Points x = Points::Zero(rows, dimension);
  const auto at = [&](Index i) { return half * (2 * static_cast<double>(i) / static_cast<double>(perAxis - 1) - 1); };
  for (Index row = 0; row < rows; ++row) {
    x(row, 0) = at(row % perAxis);
    if (dimension > 1) x(row, 1) = at(row / perAxis);
  }
  return x;
}

/// The least box around the origin, of a few, in which the function goes down from the edge to a lowest point inside.
double halfWidthOf(const CompiledExpression& f) {
  constexpr double usual = 5;
  constexpr Index perAxis = 41;
  for (const double half : {2.0, usual, 10.0}) {
    const Points x = gridOver(half, f.columns(), perAxis);
    Column values;
    f.value(x, values);
    Index lowest = -1;
    for (Index i = 0; i < values.size(); ++i) {
      if (std::isfinite(values[i]) && (lowest < 0 || values[i] < values[lowest])) lowest = i;
    }
    if (lowest < 0) continue;
    const double reach = x.row(lowest).abs().maxCoeff();
    if (reach <= 0.9 * half && (values.isFinite() && values > values[lowest]).any()) return half;
  }
  return usual;
}

bool isUsable(const CompiledExpression& f, const Points& point) {
  Column value;
  Points gradient;
  f.valueAndGradient(point, value, gradient);
  return value.isFinite().all() && gradient.isFinite().all() && (gradient != 0).any();
}

std::vector<std::vector<double>> startsOf(const CompiledExpression& f, double half) {
  constexpr std::array<std::array<double, 2>, 6> places = {
      {{-0.75, 0.6}, {0.6, 0.75}, {0.5, -0.7}, {-0.4, -0.5}, {0.35, 0.15}, {0.1, 0.3}}};
  constexpr std::size_t enough = 2;
  std::vector<std::vector<double>> starts;
  const auto offer = [&](const Points& point) {
    if (starts.size() < enough && isUsable(f, point)) starts.emplace_back(point.data(), point.data() + point.size());
  };
  Points point(1, f.columns());
  for (const auto& place : places) {
    for (Index j = 0; j < point.cols(); ++j) point(0, j) = half * place[static_cast<std::size_t>(j % 2)];
    offer(point);
  }
  if (starts.empty()) {
    constexpr Index perAxis = 11;
    const Points grid = gridOver(half, f.columns(), perAxis);
    for (Index i = 0; i < grid.rows(); ++i) offer(grid.row(i));
  }
  if (starts.empty()) starts.emplace_back(static_cast<std::size_t>(f.columns()), half / 2);
  return starts;
}

/// About the inverse of the largest curvature at the start: a first digit of 1, 2 or 5.
double rateAt(const CompiledExpression& f, const std::vector<double>& start) {
  constexpr int rounds = 8;
  constexpr double least = 1e-6;
  constexpr double most = 1;
  const Points x = Eigen::Map<const Points>(start.data(), 1, f.columns());
  Points v;
  Points product;
  f.gradient(x, v);
  double curvature = 0;
  for (int i = 0; i < rounds; ++i) {
    const double length = v.matrix().norm();
    if (!std::isfinite(length) || length == 0) break;
    v /= length;
    f.hessianProduct(x, v, product);
    curvature = std::max(curvature, product.matrix().norm());
    v = product;
  }
  if (!std::isfinite(curvature) || curvature <= 0) return 0.01;
  const double rate = std::clamp(1 / curvature, least, most);
  const double power = std::pow(10.0, std::floor(std::log10(rate)));
  return rate >= 5 * power ? 5 * power : rate >= 2 * power ? 2 * power : power;
}

Index dimensionOf(const Expression& formula, Index asked) {
  const Index least = std::max<Index>(formula.coordinates(), 1);
  const Index chosen = asked != 0 ? asked : formula.anyDimension() ? std::max<Index>(least, 2) : least;
  if (chosen < least || chosen > expression::maxDimension) {
    throw OptionError("dimension", "this formula takes " + std::to_string(least) + " to " +
                                       std::to_string(expression::maxDimension) + ", found " + std::to_string(chosen));
  }
  return chosen;
}

std::shared_ptr<const Objective> make(const Typed& typed, Index dimension) {
  Symbols symbols;
  symbols.coordinates = true;
  ParameterValues values;
  ParameterValues middles;
  for (const FormulaParameter& p : formulaParameters(typed.parameters)) {
    symbols.parameters.push_back(p.name);
    values[p.name] = p.value;
    middles[p.name] = 0.5 * p.min + 0.5 * p.max;
  }
  try {
    const Expression formula = Expression::parse(typed.formula, symbols);
    const Index n = dimensionOf(formula, dimension);
    CompiledExpression f = formula.compile(n, values);
    // Box, starts and rate are those of the middle of all sliders, so that moving one does not move the picture.
    const CompiledExpression usual = values == middles ? f : formula.compile(n, middles);
    const double half = halfWidthOf(usual);
    Facts facts;
    facts.view = n == 1 ? View{-half, half, 0, 0} : View{-half, half, -half, half};
    facts.starts = startsOf(usual, half);
    facts.rate = rateAt(usual, facts.starts[0]);
    return std::make_shared<ExpressionObjective>(std::move(f), std::move(facts));
  } catch (const ExpressionError& error) {
    throw OptionError("options.formula", error.what());
  }
}

}  // namespace

ObjectiveCard expression() {
  ObjectiveCard card{
      {
          .id = "expression",
          .label = "Your formula",
          .family = "Your own",
          .summary = "Any function of x, of x and y, or of x1 to xn, typed as a formula, with parameters as sliders.",
          .formula = "f(x, y) = what is typed",
          .typeset = R"(f(x, y) = \text{what is typed})",
          .advice = "Python's spelling: x**2, sin(x), abs(x), 1 if x > 0 else 0; in any dimension "
                    "sum(x[i]**2 for i in range(n)). Other names become parameters. Derivatives are exact.",
          .reference = "Griewank & Walther (2008), Evaluating Derivatives, chapters 3 and 5",
          .options =
              {
                  option("formula", &Typed::formula).named("formula").as("f").explained("The function to minimise."),
                  option("parameters", &Typed::parameters)
                      .ofKind(OptionKind::Parameters)
                      .named("parameters")
                      .explained("Numbers that the formula uses by name, each with the range of its slider."),
              },
      },
      1,
      thalweg::expression::maxDimension,
      1,
      {},
      {}};
  card.make = [described = static_cast<const Card&>(card)](const Options& options, Index dimension) {
    Typed typed;
    assignOptions(described, options, &typed);
    return make(typed, dimension);
  };
  return card;
}

}  // namespace thalweg::objectives
