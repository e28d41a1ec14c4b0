#pragma once
/// All that an optimizer may ask of an objective. Counts what was asked, and applies the scenario's gradient conditions
/// (mini-batch, noise, accumulation, clipping), so that optimizers know nothing of them.
/// Threads: one oracle belongs to one run of one batch of paths; not shared.

#include "core/objective.h"

#include <cstdint>
#include <optional>

namespace thalweg {

/// How gradients reach the optimizer. Part of the scenario.
struct GradientConditions {
  double noise = 0;                   ///< σ ≥ 0; the variance is σ²/B on objectives without samples
  std::optional<std::int64_t> batch;  ///< B ≥ 1; none: all samples
  bool replacement = false;           ///< mini-batches drawn with replacement, else by shuffling each epoch
  bool paired = true;                 ///< all contenders see the same draws
  bool accumulate = false;            ///< gradients are added up because nobody zeroes them
  std::optional<double> clipNorm;     ///< > 0
  std::optional<double> clipValue;    ///< > 0
  bool operator==(const GradientConditions&) const = default;
};

/// How often each was evaluated, per path.
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
  /// Tells which step is taken (from 0): draws depend on it and on how many gradients the step has asked for.
  void beginStep(std::int64_t step);
  [[nodiscard]] const Evaluations& evaluations() const { return evaluations_; }

  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& x, Column& f) override;
  void gradient(const Points& x, Points& g) override;
  void valueAndGradient(const Points& x, Column& f, Points& g) override;
  void hessianDiagonal(const Points& x, Points& h) override;
  void hessianProduct(const Points& x, const Points& v, Points& hv) override;
  Eigen::MatrixXd hessian(const Points& point) override;
  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) override;
  void selectRow(Index row) override { row_ = row; }

 private:
  void applyConditions(Points& g);

  const Objective& objective_;
  GradientConditions conditions_;
  NoiseKey key_;
  std::uint64_t firstPath_;
  Shape shape_;
  Evaluations evaluations_;
  std::int64_t step_ = 0;
  std::int64_t call_ = 0;  // gradients asked for in this step
  Index row_ = -1;
  Points accumulated_;
};

}  // namespace thalweg
