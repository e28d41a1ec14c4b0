#pragma once
/// Least squares on features that are linear in the parameters: f(θ) = mean (φ(x)·θ − y)² + l2/2·‖θ‖², as
/// torch.nn.MSELoss has the mean. A batch's loss is the mean over the batch; the l2 term is whole in each.
/// Threads: immutable.

#include "core/contracts/dataset.h"
#include "core/objectives/facts.h"

#include <Eigen/Core>

namespace thalweg {

/// The features φ of each row of inputs.
using Features = std::function<Eigen::MatrixXd(const Eigen::MatrixXd& inputs)>;

class LinearModel final : public WithFacts<DataObjective> {
 public:
  /// `facts` without landmarks: the minimum is solved for.
  LinearModel(Dataset data, Features features, double l2, Facts facts);

  [[nodiscard]] Index dimension() const override { return phi_.cols(); }
  void value(const Points& x, Column& f) const override;
  void gradient(const Points& x, Points& g, Batch batch) const override;
  void hessianProduct(const Points& x, const Points& v, Points& hv) const override;
  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) const override;
  bool testLoss(const Points& x, Column& loss) const override;
  [[nodiscard]] std::optional<double> infimum() const override;
  [[nodiscard]] const Dataset& dataset() const override { return data_; }
  void predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const override;
  void sampleLosses(const Points& point, const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets,
                    Column& losses) const override;
  [[nodiscard]] std::shared_ptr<const Objective> onSamples(Batch batch) const override;

 private:
  Dataset data_;
  Features features_;
  double l2_;
  Eigen::MatrixXd phi_;
  Eigen::MatrixXd testPhi_;
  std::vector<Index> everything_;
};

/// The parameters with the least loss; of several the shortest. Not finite where φ is not.
Eigen::VectorXd leastSquaresSolution(const Eigen::MatrixXd& phi, const Eigen::VectorXd& y, double l2);
/// No less than the loss's largest curvature.
double curvatureBound(const Eigen::MatrixXd& phi, double l2);

}  // namespace thalweg
