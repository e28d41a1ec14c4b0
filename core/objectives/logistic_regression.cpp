#include "core/base/linear_algebra.h"
#include "core/contracts/dataset.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/data_sets.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"

#include <array>
#include <cmath>
#include <numeric>

namespace thalweg::objectives {
namespace {

/// log(1 + eᵘ), without overflow.
Lanes softplus(Lanes u) { return select(u > 0.0, u, 0.0) + log1p(exp(-abs(u))); }

/// mean log(1 + e^(−t(u·a + v·b + c))) + l2/2·‖θ‖², θ = (u, v, c), t = ±1.
class LogisticRegression final : public WithFacts<DataObjective> {
 public:
  static constexpr Index size = 3;

  explicit LogisticRegression(double l2)
      : WithFacts(Facts{.view = {-2, 6, -3, 5},
                        .starts = {{0, 0, 0}, {-1.5, 4, 1}},
                        .rate = 0.5,
                        .scale = ColorScale::Log,
                        .names = {{"u", "u"}, {"v", "v"}, {"c", "c"}}}),
        l2_(l2),
        data_(planeData("blobs")),
        everything_(static_cast<std::size_t>(data_.targets.size())) {
    std::iota(everything_.begin(), everything_.end(), Index{0});
  }

  [[nodiscard]] Index dimension() const override { return size; }
  [[nodiscard]] const Dataset& dataset() const override { return data_; }

  void value(const Points& x, Column& f) const override {
    meanLoss(data_.inputs, data_.targets, x, f);
    f += 0.5 * l2_ * (x.col(0).square() + x.col(1).square() + x.col(2).square());
  }

  void gradient(const Points& x, Points& g, Batch batch) const override {
    const Batch chosen = batch.empty() ? Batch(everything_) : batch;
    g.resize(x.rows(), size);
    forLanes(x.rows(), [&](Index row, auto count) {
      const Theta theta = thetaOf(x, row, count);
      Theta sum{};
      for (const Index s : chosen) {
        const double t = data_.targets[s];
        addScaled(sum, -t * sigmoid(-t * output(theta, data_.inputs, s)), s);
      }
      const double n = static_cast<double>(chosen.size());
      for (Index j = 0; j < size; ++j) store(&g(row, j), at(sum, j) / n + l2_ * at(theta, j), count);
    });
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), size);
    forLanes(x.rows(), [&](Index row, auto count) {
      const Theta theta = thetaOf(x, row, count);
      const Theta direction = thetaOf(v, row, count);
      Theta sum{};
      for (const Index s : everything_) {
        const Lanes z = output(theta, data_.inputs, s);
        addScaled(sum, sigmoid(z) * sigmoid(-z) * output(direction, data_.inputs, s), s);
      }
      const double n = static_cast<double>(samples());
      for (Index j = 0; j < size; ++j) store(&hv(row, j), at(sum, j) / n + l2_ * at(direction, j), count);
    });
  }

  /// The loss is convex: its one minimum by Newton's method.
  [[nodiscard]] std::vector<Landmark> landmarks() const override {
    Points point = Points::Zero(1, size);
    Points g;
    for (int step = 0; step < 30; ++step) {
      gradient(point, g, {});
      point -= solveSymmetric(hessian(point), g.matrix().transpose()).transpose().array();
    }
    Column f;
    value(point, f);
    return {globalMinimum({point(0, 0), point(0, 1), point(0, 2)}, f[0])};
  }

  bool testLoss(const Points& x, Column& loss) const override {
    meanLoss(data_.testInputs, data_.testTargets, x, loss);
    return true;
  }

  bool accuracy(const Points& x, Column& fraction) const override {
    shareRight(data_.inputs, data_.targets, x, fraction);
    return true;
  }

  bool testAccuracy(const Points& x, Column& fraction) const override {
    shareRight(data_.testInputs, data_.testTargets, x, fraction);
    return true;
  }

  [[nodiscard]] bool logits() const override { return true; }
  void predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const override {
    output = inputs.col(0).array() * point(0, 0) + inputs.col(1).array() * point(0, 1) + point(0, 2);
  }

 private:
  using Theta = std::array<Lanes, size>;

  static Lanes& at(Theta& theta, Index j) { return theta[static_cast<std::size_t>(j)]; }
  static Lanes at(const Theta& theta, Index j) { return theta[static_cast<std::size_t>(j)]; }
  static Theta thetaOf(const Points& x, Index row, auto count) {
    return {load(&x(row, 0), count), load(&x(row, 1), count), load(&x(row, 2), count)};
  }
  static Lanes output(const Theta& theta, const Eigen::MatrixXd& inputs, Index s) {
    return theta[0] * inputs(s, 0) + theta[1] * inputs(s, 1) + theta[2];
  }
  void addScaled(Theta& sum, Lanes scale, Index s) const {
    sum[0] += scale * data_.inputs(s, 0);
    sum[1] += scale * data_.inputs(s, 1);
    sum[2] += scale;
  }

  static void shareRight(const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets, const Points& x,
                         Column& fraction) {
    fraction.resize(x.rows());
    forLanes(x.rows(), [&](Index row, auto count) {
      const Theta theta = thetaOf(x, row, count);
      Lanes right;
      for (Index s = 0; s < targets.size(); ++s) right += select(targets[s] * output(theta, inputs, s) > 0.0, 1.0, 0.0);
      store(&fraction[row], right / static_cast<double>(targets.size()), count);
    });
  }

  static void meanLoss(const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets, const Points& x, Column& f) {
    f.resize(x.rows());
    forLanes(x.rows(), [&](Index row, auto count) {
      const Theta theta = thetaOf(x, row, count);
      Lanes sum;
      for (Index s = 0; s < targets.size(); ++s) sum += softplus(-targets[s] * output(theta, inputs, s));
      store(&f[row], sum / static_cast<double>(targets.size()), count);
    });
  }

  double l2_;
  Dataset data_;
  std::vector<Index> everything_;
};

struct LogisticSettings {
  double l2 = 0.01;
};

}  // namespace

ObjectiveCard logisticRegression() {
  Card card;
  card.id = "logistic_regression";
  card.label = "Logistic regression";
  card.family = "Learned from data";
  card.summary =
      "Two overlapping clouds of points told apart by a line: a convex loss that flattens where the line is sure.";
  card.formula = "f(u, v, c) = mean of log(1 + exp(-t_i*(u*a_i + v*b_i + c))) + l2/2*(u^2 + v^2 + c^2)";
  card.typeset = R"(f(\theta) = \frac1N \sum_i \log\left(1 + e^{-t_i(u a_i + v b_i + c)}\right) )"
                 R"(+ \frac{\lambda}{2} \lVert \theta \rVert^2)";
  card.advice =
      "Convex, so every sensible method ends at the same line; accuracy stops improving long before the loss does. "
      "Mini-batches show how noisy the way may be.";
  card.reference =
      "Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 4.4 (data made for "
      "this program)";
  card.options = {option("l2", &LogisticSettings::l2)
                      .named("L2 penalty")
                      .as(R"(\lambda)")
                      .explained("What large weights cost; acts like an optimizer's weight decay of the same size.")
                      .atLeast(0)
                      .slide(1e-4, 1, Scale::Log)};
  return makeCard<LogisticSettings>(std::move(card), {.min = 3, .max = 3},
                                    [](const LogisticSettings& settings, Index /*dimension*/) {
                                      return std::make_shared<LogisticRegression>(settings.l2);
                                    });
}

}  // namespace thalweg::objectives
