#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/linear_model.h"
#include "core/objectives/own_points.h"

#include <array>

namespace thalweg::objectives {
namespace {

/// torch.manual_seed(42); torch.randn(50, 1), as PyTorch 1.13 draws them in float32.
constexpr std::array<float, 50> noise = {
    1.9269153f,   1.4872841f,   0.9007172f,   -2.105521f,  0.67841846f,  -1.2345449f, -0.043067478f, -1.604667f,
    -0.7521353f,  1.648723f,    -0.39247864f, -1.4036071f, -0.7278813f,  -0.5594302f, -0.7688389f,   0.7624454f,
    1.6423169f,   -0.15959747f, -0.49739754f, 0.43958926f, -0.75813115f, 1.0783176f,  0.80080056f,   1.6806206f,
    1.2791244f,   1.2964228f,   0.6104665f,   1.3347378f,  -0.23162432f, 0.04175949f, -0.2515753f,   0.8598585f,
    -1.3846737f,  -0.87123615f, 0.07802387f,  0.52580875f, -0.48799172f, 1.191369f,   -0.81400764f,  -0.7359928f,
    -0.83712465f, -0.92239004f, -0.06347727f, 0.6756149f,  -0.09780689f, 1.844594f,   -1.1845374f,   1.3835493f,
    -1.2024456f,  0.70781225f};

Dataset linePoints() {
  const auto n = static_cast<Index>(noise.size());
  Dataset data;
  data.inputs.resize(n, 1);
  data.targets.resize(n);
  for (Index i = 0; i < n; ++i) {
    const double x = 10 * static_cast<double>(i) / static_cast<double>(n - 1);
    data.inputs(i, 0) = x;
    data.targets[i] = 2 * x + 1 + 0.5 * static_cast<double>(noise[static_cast<std::size_t>(i)]);
  }
  return data;
}

Eigen::MatrixXd slopeAndOne(const Eigen::MatrixXd& inputs) {
  Eigen::MatrixXd phi(inputs.rows(), 2);
  phi.col(0) = inputs.col(0);
  phi.col(1).setOnes();
  return phi;
}

struct LineSettings : OwnPoints {};

Facts lineFacts() {
  Facts facts{.view = {-1, 5, -4, 6}, .starts = {{0, 0}, {4.5, -3}, {-0.5, 5}}};
  facts.rate = 0.01;
  facts.scale = ColorScale::Log;
  facts.names = {{"w", "w"}, {"b", "b"}};
  return facts;
}

/// Of other points the minimum may lie anywhere.
Facts lineFactsFor(const Dataset& data) {
  Facts facts = lineFacts();
  const Eigen::MatrixXd phi = slopeAndOne(data.inputs);
  const Eigen::VectorXd best = leastSquaresSolution(phi, data.targets, 0);
  facts.view = boxHolding(facts.view, best[0], best[1]);
  facts.rate = rateFor(curvatureBound(phi, 0));
  return facts;
}

}  // namespace

ObjectiveCard linearRegression() {
  Card card;
  card.id = "linear_regression";
  card.label = "Linear regression";
  card.family = "Learned from data";
  card.summary =
      "A line fitted to fifty noisy points, or to yours: the loss in slope and intercept is a long tilted bowl.";
  card.formula = "f(w, b) = mean of (w*x_i + b - y_i)^2; built in: y = 2*x + 1 + 0.5*eps on 0..10";
  card.typeset = R"(f(w, b) = \frac1N \sum_i (w x_i + b - y_i)^2)";
  card.advice =
      "The inputs are not centred, so slope and intercept pull at each other: 0.001 is too slow for the intercept, "
      "0.01 "
      "works, 0.1 diverges. Take mini-batches to see the gradient's noise.";
  card.reference =
      "Noise: the 50 values of torch.manual_seed(42); torch.randn(50, 1). Goodfellow, Bengio & Courville (2016), Deep "
      "Learning, section 5.1.4";
  card.options = withPoints<LineSettings>({}, "an input and its value, x and y");
  return makeCard<LineSettings>(std::move(card), {}, [](const LineSettings& settings, Index /*dimension*/) {
    std::optional<Dataset> own = ownDataset(settings, PointSort::Values);
    Facts facts = own ? lineFactsFor(*own) : lineFacts();
    return std::make_shared<LinearModel>(own ? std::move(*own) : linePoints(), slopeAndOne, 0.0, std::move(facts));
  });
}

}  // namespace thalweg::objectives
