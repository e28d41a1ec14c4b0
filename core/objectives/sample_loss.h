#pragma once
/// Mean losses of a model's outputs on samples, as torch.nn.functional has them, with first and second derivatives by
/// the outputs.
///
/// Shapes: outputs have a row a sample, a column an output. Targets: −1 or 1 for one output of two classes, a number
/// for a regression's one output, the class's number 0, 1 … where there are more outputs. Threads: pure functions.

#include "core/base/types.h"

#include <Eigen/Core>

namespace thalweg {

enum class SampleLoss {
  Logistic,  ///< log(1 + e^(−tz)); of more outputs softmax and cross entropy
  Squared    ///< (z − t)²; of more outputs ‖z − e_t‖², e_t the unit vector of the class
};

/// The mean over the samples.
double meanLoss(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets);
/// Its derivatives by each output.
void lossSlopes(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets,
                Eigen::MatrixXd& slopes);
/// Their derivatives along `along`, a change of the outputs.
void lossSlopesAlong(SampleLoss loss, const Eigen::MatrixXd& outputs, const Eigen::MatrixXd& along,
                     Eigen::MatrixXd& slopes);
/// The fraction of samples whose class the outputs name: by their sign, or by the largest of them.
double shareRight(const Eigen::MatrixXd& outputs, const Eigen::VectorXd& targets);
/// The first of the largest outputs of a sample.
Index likeliest(const Eigen::MatrixXd& outputs, Index sample);

}  // namespace thalweg
