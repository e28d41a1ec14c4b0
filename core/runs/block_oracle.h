#pragma once
/// The oracle of many paths that all see the same draws, each as if it were alone: what makes every pixel of a basin
/// map the path that a click on it draws. Hands out losses that come along with gradients.
///
/// Shapes: a row a path. Threads: belongs to one run of one block.

#include "core/contracts/oracle.h"

#include <utility>
#include <vector>

namespace thalweg {

class BlockOracle final : public Oracle {
 public:
  /// Rows all draw as path 0 of `key`. `asksAtStart`: a step's first gradient is asked for where the step begins. The
  /// objective must outlive the oracle.
  BlockOracle(const Objective& objective, const GradientConditions& conditions, NoiseKey key, Index rows,
              bool asksAtStart);

  /// As ObjectiveOracle::changeLater.
  void changeLater(std::vector<GradientStage> stages) { later_ = std::move(stages); }
  /// Step `step` begins at `x`, whose losses are wanted in `loss`, which must stay until `endStep`.
  void beginStep(std::int64_t step, const Points& x, Column& loss);
  /// Evaluates the losses if no gradient has brought them.
  void endStep();

  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& x, Column& f) override { objective_.value(x, f); }
  void gradient(const Points& x, Points& g) override;
  void valueAndGradient(const Points& x, Column& f, Points& g) override;
  void hessianDiagonal(const Points& x, Points& h) override { objective_.hessianDiagonal(x, h); }
  void hessianProduct(const Points& x, const Points& v, Points& hv) override { objective_.hessianProduct(x, v, hv); }
  Eigen::MatrixXd hessian(const Points& point) override { return objective_.hessian(point); }
  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) override {
    return objective_.residuals(point, r, jacobian);
  }
  void normals(Points& z) override;
  void selectRow(Index row) override { row_ = row; }

 private:
  void setConditions(const GradientConditions& conditions);
  [[nodiscard]] Index blockRow(Index i) const { return row_ >= 0 ? row_ : i; }
  [[nodiscard]] bool bringsLoss(const Points& x) const;
  void applyConditions(Points& g);
  const Eigen::ArrayXd& noise(std::size_t call, Index dimension);

  const Objective& objective_;
  GradientConditions conditions_;
  NoiseKey key_;
  Shape shape_;
  Index batchSize_ = 0;   // 0: all samples
  double deviation_ = 0;  // of the noise
  bool plain_ = true;
  std::vector<GradientStage> later_;
  std::size_t changes_ = 0;  // of those, how many have come
  std::int64_t step_ = 0;
  Index row_ = -1;
  Index rows_;
  bool asksAtStart_;
  bool startKept_ = true;   // not once a gradient has been seen to bring the loss
  Column* loss_ = nullptr;  // none once it is known
  Points start_, slope_;    // of the step
  std::int64_t drawnFor_ = -1;
  std::vector<Index> order_;
  std::vector<std::size_t> calls_;     // noisy gradients that a row has asked for in this step
  std::vector<Eigen::ArrayXd> noise_;  // of this step, an entry a call
  Points accumulated_;
};

}  // namespace thalweg
