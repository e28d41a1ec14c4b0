#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/data_sets.h"
#include "core/objectives/linear_model.h"

namespace thalweg::objectives {
namespace {

/// 40 samples; the second feature is present in every tenth.
Dataset rareFeaturePoints() {
  constexpr Index n = 40;
  PortableRandom random(3);
  Dataset data;
  data.inputs.resize(n, 2);
  data.targets.resize(n);
  for (Index i = 0; i < n; ++i) {
    const double common = 2 * random.uniform() - 1;
    const double rare = i % 10 == 7 ? 1 : 0;
    data.inputs(i, 0) = common;
    data.inputs(i, 1) = rare;
    data.targets[i] = 1.5 * common + 2 * rare + 0.05 * random.noise();
  }
  return data;
}

Eigen::MatrixXd unchanged(const Eigen::MatrixXd& inputs) { return inputs; }

struct NoOptions {};

}  // namespace

ObjectiveCard rareFeature() {
  Card card;
  card.id = "rare_feature";
  card.label = "Rare feature";
  card.family = "For one lesson";
  card.summary =
      "A regression in which the second feature occurs in one sample of ten: its weight rarely sees a gradient.";
  card.formula = "f(u, v) = mean of (u*a_i + v*b_i - y_i)^2, b_i = 1 in 4 of 40 samples, else 0";
  card.typeset = R"(f(u, v) = \frac{1}{40} \sum_{i=1}^{40} (u\,a_i + v\,b_i - y_i)^2)";
  card.advice =
      "With single samples most gradients have exactly 0 for v. Adagrad gives that weight a larger rate, "
      "SparseAdam leaves its averages alone in between; plain descent just waits.";
  card.reference =
      "Duchi, Hazan & Singer (2011), Adaptive subgradient methods, section 1.3 (the setting; data made for "
      "this program)";
  return makeCard<NoOptions>(std::move(card), {}, [](const NoOptions& /*options*/, Index /*dimension*/) {
    Facts facts{.view = {-2, 4, -2, 4}, .starts = {{-1.5, -1.5}, {3.5, -1}}};
    facts.rate = 0.5;
    facts.scale = ColorScale::Log;
    facts.names = {{"u", "u"}, {"v", "v"}};
    return std::make_shared<LinearModel>(rareFeaturePoints(), unchanged, 0.0, std::move(facts));
  });
}

}  // namespace thalweg::objectives
