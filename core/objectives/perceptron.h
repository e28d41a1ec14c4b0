#pragma once
/// A fully connected network, its derivatives by backpropagation, and along a direction (Pearlmutter 1994, Fast exact
/// multiplication by the Hessian), for all samples at once as products of matrices.
///
/// Parameters are laid out as PyTorch's nn.Linear layers have them: for each layer the weights (a row an output), then
/// the biases. Shapes: matrices have a row a sample, a column a unit. ReLU's derivative at 0 is 0; GELU is
/// x·Φ(x), as torch.nn.GELU has it by default. Threads: immutable; a Pass belongs to one thread.

#include "core/contracts/objective.h"

#include <vector>

namespace thalweg {

enum class Activation { Tanh, Relu, Gelu, Sigmoid };

class Perceptron {
 public:
  Perceptron(Index inputs, const std::vector<Index>& hidden, Index outputs, Activation activation);

  [[nodiscard]] Index parameters() const { return parameters_; }
  [[nodiscard]] Index outputs() const { return layers_.back().outputs; }
  [[nodiscard]] Shape shape() const;

  /// What a pass leaves behind, layer by layer; kept from call to call, since memory is dear.
  struct Pass {
    struct Layer {
      Eigen::MatrixXd value;                             ///< what the units give
      Eigen::MatrixXd first, second;                     ///< the activation's derivatives
      Eigen::MatrixXd slope;                             ///< of the loss by the units' sums
      Eigen::MatrixXd sumAlong, valueAlong, slopeAlong;  ///< derivatives along the direction
      Eigen::MatrixXd raw;                               ///< slope before it passes the activation
    };
    std::vector<Layer> layers;
    [[nodiscard]] Layer& last() { return layers.back(); }
  };
  enum class Depth { Values, Slopes, Curvature };

  /// `theta` has a number a parameter. Fills values, and the activation's derivatives as deep as asked for.
  void forward(const Eigen::VectorXd& theta, const Eigen::MatrixXd& inputs, Depth depth, Pass& pass) const;
  /// After `forward` and once the last layer's slope is there: the gradient by the parameters.
  void backward(const Eigen::VectorXd& theta, const Eigen::MatrixXd& inputs, Pass& pass,
                Eigen::VectorXd& gradient) const;
  /// After `forward` with curvature: derivatives of sums and values along `direction`.
  void forwardAlong(const Eigen::VectorXd& theta, const Eigen::VectorXd& direction, const Eigen::MatrixXd& inputs,
                    Pass& pass) const;
  /// After `backward` and `forwardAlong`, once the last layer's slopeAlong is there: the gradient's derivative.
  void backwardAlong(const Eigen::VectorXd& theta, const Eigen::VectorXd& direction, const Eigen::MatrixXd& inputs,
                     Pass& pass, Eigen::VectorXd& product) const;

 private:
  struct Layer {
    Index inputs;
    Index outputs;
    Index first;  // parameter
  };

  Activation activation_;
  std::vector<Layer> layers_;
  Index parameters_ = 0;
};

}  // namespace thalweg
