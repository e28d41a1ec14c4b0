#pragma once
/// All that an optimizer may ask of an objective. Counts what was asked, and applies the scenario's gradient conditions
/// (mini-batch, noise, accumulation, clipping), so that optimizers know nothing of them.
/// Threads: one oracle belongs to one run of one batch of paths; not shared.

#include "core/contracts/objective.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace thalweg {

/// How gradients reach the optimizer. Part of the scenario. They act in this order: mini-batch, noise, accumulation,
/// clipping by norm, clipping by value, zeroing.
///
/// Mini-batches: each path has its own, keyed by the step, so that all gradients of one step (line searches, SAM) see
/// the same samples; as PyTorch's DataLoader without drop_last, an epoch's last one may be smaller. Where B reaches the
/// number of samples without replacement, all are taken. Noise: Gaussian, independent for every gradient asked for and
/// every coordinate. Accumulation: each gradient asked for is added to all before it; clipping acts on the sum and
/// stays in it, as on PyTorch's `.grad`. Clipping is `clip_grad_norm_` (of all coordinates together; the factor is
/// max/(norm + 1e-6), at most 1) and `clip_grad_value_` of PyTorch 1.13. Zeroing is a `zero_grad()` between
/// `backward()` and `step()`: the optimizer sees zeros. Values, Hessians and residuals are exact.
struct GradientConditions {
  double noise = 0;                        ///< σ ≥ 0; the variance is σ²/B, σ² without a B
  std::optional<std::int64_t> batch = {};  ///< B ≥ 1; none: all samples
  bool replacement = false;                ///< mini-batches drawn with replacement, else by shuffling each epoch
  bool paired = true;                      ///< all contenders see the same draws
  bool accumulate = false;                 ///< gradients are added up because nobody zeroes them
  std::optional<double> clipNorm = {};     ///< > 0
  std::optional<double> clipValue = {};    ///< > 0
  bool zeroBetween = false;                ///< gradients are zeroed before they are used
  /// ≥ 1: schedules move on when so many steps are done, as loops that step them once an epoch do; none: after each.
  std::optional<std::int64_t> stepsPerEpoch = {};
  bool watchTest = false;  ///< schedules that follow the loss see that of test data, where there are such
  bool operator==(const GradientConditions&) const = default;
};

/// Conditions that act from a step on. A contender that branches off another one changes them on its way.
struct GradientStage {
  std::int64_t from = 0;
  GradientConditions conditions;
  std::uint64_t stream = 0;  ///< of the draws, as in NoiseKey
  bool operator==(const GradientStage&) const = default;
};

/// What became of one gradient on its way to the optimizer, of the first path. Arrays of one row; empty where a
/// condition does not act.
struct GradientCall {
  Points point;
  Points slope;  ///< of the objective, or of the mini-batch
  bool batch = false;
  Points noise;    ///< added to it
  Points earlier;  ///< the gradients gathered before, added to it
  Points sum;      ///< of these, before clipping
  Points result;   ///< handed over
};

/// How often each was evaluated, per path: that of the first row where methods go row by row. Residuals with their
/// Jacobian count as one gradient.
struct Evaluations {
  std::int64_t value = 0;
  std::int64_t gradient = 0;
  std::int64_t hessian = 0;
  bool operator==(const Evaluations&) const = default;
};

class Oracle {
 public:
  virtual ~Oracle() = default;
  /// The tensors among the coordinates that the optimizer sees.
  [[nodiscard]] virtual const Shape& shape() const = 0;
  virtual void value(const Points& x, Column& f) = 0;
  virtual void gradient(const Points& x, Points& g) = 0;
  virtual void valueAndGradient(const Points& x, Column& f, Points& g) = 0;
  virtual void hessianDiagonal(const Points& x, Points& h) = 0;
  virtual void hessianProduct(const Points& x, const Points& v, Points& hv) = 0;
  /// At one point: a single row.
  virtual Eigen::MatrixXd hessian(const Points& point) = 0;
  virtual bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) = 0;
  /// Standard normal numbers of this step for methods that draw, a row a path: the same however often they are asked
  /// for, and independent of the gradients' noise. `z` has its size.
  virtual void normals(Points& z) = 0;
  /// The rows of the batch that following calls concern: `x` then has one row, and draws are those of path `row`.
  /// −1: all rows again. Methods that go row by row say which one they are at.
  virtual void selectRow(Index row) = 0;
};

/// Identifies one path's random draws: results depend on nothing else.
struct NoiseKey {
  std::uint64_t seed = 0;
  std::uint64_t stream = 0;  ///< 0 where contenders are paired, else the contender's number plus one
};

/// The oracle of a whole objective under the given conditions.
class ObjectiveOracle final : public Oracle {
 public:
  /// Row i of a batch is path `firstPath + i`. The objective must outlive the oracle.
  ObjectiveOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key,
                  std::uint64_t firstPath = 0);
  /// Other conditions for later steps, by rising steps; gradients accumulated until then stay if they still are.
  void changeLater(std::vector<GradientStage> stages) { later_ = std::move(stages); }
  /// Tells which step is taken (from 0, rising): draws depend on it and on how many gradients the step has asked for.
  void beginStep(std::int64_t step);
  [[nodiscard]] const Evaluations& evaluations() const { return evaluations_; }
  /// From now on every gradient of the first path is added to `calls`; nullptr: no longer.
  void recordCalls(std::vector<GradientCall>* calls) { record_ = calls; }

  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& x, Column& f) override;
  void gradient(const Points& x, Points& g) override;
  void valueAndGradient(const Points& x, Column& f, Points& g) override;
  void hessianDiagonal(const Points& x, Points& h) override;
  void hessianProduct(const Points& x, const Points& v, Points& hv) override;
  Eigen::MatrixXd hessian(const Points& point) override;
  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) override;
  void normals(Points& z) override;
  void selectRow(Index row) override { row_ = row; }

 private:
  /// The samples that a path sees in its present epoch or step.
  struct Sampling {
    std::int64_t drawnFor = -1;  // epoch, or step with replacement
    std::vector<Index> order;
  };

  void setConditions(const GradientConditions& conditions);
  void count(std::int64_t& counter) const { counter += row_ <= 0 ? 1 : 0; }
  /// Where row i of what was handed over stands in the batch of paths.
  [[nodiscard]] Index pathRow(Index i) const { return row_ >= 0 ? row_ : i; }
  [[nodiscard]] std::uint64_t path(Index row) const { return firstPath_ + static_cast<std::uint64_t>(row); }
  Batch batchOf(Index row);
  void batchGradient(const Points& x, Points& g);
  /// What is to be recorded about the gradient in work; nullptr: nothing.
  [[nodiscard]] GradientCall* call() const { return record_ && row_ <= 0 ? &record_->back() : nullptr; }
  void finish(const Points& x, Points& g);
  void applyConditions(Points& g);
  void addNoise(Points& g);
  void accumulate(Points& g);
  void clip(Points& g) const;

  const Objective& objective_;
  GradientConditions conditions_;
  NoiseKey key_;
  std::uint64_t firstPath_;
  Shape shape_;
  Evaluations evaluations_;
  Index batchSize_ = 0;   // 0: all samples
  double deviation_ = 0;  // of the noise
  bool plain_ = true;     // no condition is set
  std::vector<GradientStage> later_;
  std::size_t changes_ = 0;  // of those, how many have come
  std::int64_t step_ = 0;
  Index row_ = -1;
  std::vector<Sampling> samplings_;   // a path
  std::vector<std::uint64_t> calls_;  // noisy gradients that a path has asked for in this step
  Points accumulated_;                // a row a path
  std::vector<GradientCall>* record_ = nullptr;
};

}  // namespace thalweg
