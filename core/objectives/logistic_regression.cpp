#include "core/base/linear_algebra.h"
#include "core/contracts/dataset.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/data_sets.h"
#include "core/objectives/facts.h"
#include "core/objectives/jet.h"
#include "core/objectives/own_points.h"

#include <algorithm>
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

  /// `own`: the data are not the built-in ones, and the minimum may lie anywhere.
  LogisticRegression(double l2, Dataset data, bool own, double rate)
      : WithFacts(Facts{.view = {-2, 6, -3, 5},
                        .starts = {{0, 0, 0}, {-1.5, 4, 1}},
                        .rate = rate,
                        .scale = ColorScale::Log,
                        .names = {{"u", "u"}, {"v", "v"}, {"c", "c"}}}),
        l2_(l2),
        data_(std::move(data)),
        everything_(static_cast<std::size_t>(data_.targets.size())) {
    std::iota(everything_.begin(), everything_.end(), Index{0});
    landmarks_ = minima();
    view_ = WithFacts::view();
    if (own && !landmarks_.empty()) view_ = boxHolding(view_, landmarks_.front().point[0], landmarks_.front().point[1]);
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

  [[nodiscard]] std::vector<Landmark> landmarks() const override { return landmarks_; }
  [[nodiscard]] std::optional<double> infimum() const override {
    return landmarks_.empty() ? std::optional<double>(0) : std::nullopt;
  }
  [[nodiscard]] View view() const override { return view_; }

  bool testLoss(const Points& x, Column& loss) const override {
    if (data_.testTargets.size() == 0) return false;
    meanLoss(data_.testInputs, data_.testTargets, x, loss);
    return true;
  }

  bool accuracy(const Points& x, Column& fraction) const override {
    shareRight(data_.inputs, data_.targets, x, fraction);
    return true;
  }

  bool testAccuracy(const Points& x, Column& fraction) const override {
    if (data_.testTargets.size() == 0) return false;
    shareRight(data_.testInputs, data_.testTargets, x, fraction);
    return true;
  }

  [[nodiscard]] bool logits() const override { return true; }
  void predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const override {
    output = inputs.col(0).array() * point(0, 0) + inputs.col(1).array() * point(0, 1) + point(0, 2);
  }

  void sampleLosses(const Points& point, const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets,
                    Column& losses) const override {
    predict(point, inputs, losses);
    forLanes(losses.size(), [&](Index s, auto count) {
      store(&losses[s], softplus(-load(&targets[s], count) * load(&losses[s], count)), count);
    });
  }
  [[nodiscard]] std::shared_ptr<const Objective> onSamples(Batch batch) const override {
    return std::make_shared<LogisticRegression>(l2_, samplesOf(data_, batch), false, suggestedRate());
  }

 private:
  using Theta = std::array<Lanes, size>;

  /// The loss is convex: its one minimum by Newton's method, with shorter steps where a whole one would lead uphill.
  /// None where the classes lie apart and nothing holds the weights back, or where it is not found.
  [[nodiscard]] std::vector<Landmark> minima() const {
    constexpr double flat = 1e-8;  // a gradient so small beside the largest input is none
    Points point = Points::Zero(1, size);
    Points g;
    Column f;
    Column there;
    value(point, f);
    for (int step = 0; step < 30; ++step) {
      gradient(point, g, {});
      const Points move = solveSymmetric(hessian(point), g.matrix().transpose()).transpose().array();
      Points next = point - move;
      value(next, there);
      for (double part = 0.5; !(there[0] <= f[0]) && part > 1e-6; part /= 2) {
        next = point - part * move;
        value(next, there);
      }
      if (!(there[0] <= f[0]) || (next == point).all()) break;
      point = next;
      f = there;
    }
    gradient(point, g, {});
    const double largest = std::max(1.0, data_.inputs.cwiseAbs().maxCoeff());
    const bool found = point.isFinite().all() && g.abs().maxCoeff() <= flat * largest;
    // Where no line tells all samples rightly, one of them costs at least log 2.
    const bool apart = l2_ == 0 && f[0] < std::log(2) / static_cast<double>(samples());
    if (!found || apart) return {};
    return {globalMinimum({point(0, 0), point(0, 1), point(0, 2)}, f[0])};
  }

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
  std::vector<Landmark> landmarks_;
  View view_;
};

struct LogisticSettings : OwnPoints {
  double l2 = 0.01;
};

}  // namespace

ObjectiveCard logisticRegression() {
  Card card;
  card.id = "logistic_regression";
  card.label = "Logistic regression";
  card.family = "Learned from data";
  card.summary =
      "Two overlapping clouds of points, or yours, told apart by a line: a convex loss that flattens where the line is "
      "sure.";
  card.formula = "f(u, v, c) = mean of log(1 + exp(-t_i*(u*a_i + v*b_i + c))) + l2/2*(u^2 + v^2 + c^2)";
  card.typeset = R"(f(\theta) = \frac1N \sum_i \log\left(1 + e^{-t_i(u a_i + v b_i + c)}\right) )"
                 R"(+ \frac{\lambda}{2} \lVert \theta \rVert^2)";
  card.advice =
      "Convex, so every sensible method ends at the same line; accuracy stops improving long before the loss does. "
      "Mini-batches show how noisy the way may be.";
  card.reference =
      "Hastie, Tibshirani & Friedman (2009), The Elements of Statistical Learning, section 4.4 (data made for "
      "this program)";
  card.options = withPoints<LogisticSettings>(
      {option("l2", &LogisticSettings::l2)
           .named("L2 penalty")
           .as(R"(\lambda)")
           .explained("What large weights cost; acts like an optimizer's weight decay of the same size.")
           .atLeast(0)
           .slide(1e-4, 1, Scale::Log)},
      "two inputs and a class, −1 or 1 (or 0 or 1)");
  return makeCard<LogisticSettings>(
      std::move(card), {.min = 3, .max = 3}, [](const LogisticSettings& settings, Index /*dimension*/) {
        std::optional<Dataset> own = ownDataset(settings, PointSort::TwoClasses);
        if (!own) return std::make_shared<LogisticRegression>(settings.l2, planeData("blobs"), false, 0.5);
        const double square = own->inputs.squaredNorm() / static_cast<double>(own->inputs.rows());
        return std::make_shared<LogisticRegression>(settings.l2, std::move(*own), true,
                                                    rateFor((square + 1) / 4 + settings.l2));
      });
}

}  // namespace thalweg::objectives
