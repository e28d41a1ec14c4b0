#include "core/objectives/perceptron.h"

#include "core/objectives/jet.h"

#include <cmath>
#include <numbers>

namespace thalweg {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// A layer's weights, a row an input: row by row in the parameters a row an output.
Eigen::Map<const MatrixXd> weightsOf(const VectorXd& theta, Index first, Index inputs, Index outputs) {
  return {theta.data() + first, inputs, outputs};
}
Eigen::Map<const Eigen::RowVectorXd> biasesOf(const VectorXd& theta, Index first, Index inputs, Index outputs) {
  return {theta.data() + first + inputs * outputs, outputs};
}

struct Activated {
  Lanes value, first, second;
};

Activated tanhAt(Lanes s) {
  const Lanes value = tanh(s);
  const Lanes first = (1.0 - value) * (1.0 + value);
  return {value, first, -2.0 * value * first};
}
Activated reluAt(Lanes s) { return {select(s > 0.0, s, 0.0), select(s > 0.0, 1.0, 0.0), 0.0}; }
Activated sigmoidAt(Lanes s) {
  const Lanes value = sigmoid(s);
  const Lanes first = value * sigmoid(-s);
  return {value, first, first * (1.0 - 2.0 * value)};
}
Activated geluAt(Lanes s) {
  Lanes area;  // of the normal distribution below s
  for (Index i = 0; i < laneCount; ++i) area.v[i] = 0.5 * (1 + std::erf(s.v[i] / std::numbers::sqrt2));
  const Lanes density = exp(-0.5 * s * s) * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
  return {s * area, area + s * density, density * (2.0 - s * s)};
}

template <class Function>
void activateBy(const Function& function, Perceptron::Pass::Layer& layer, Perceptron::Depth depth) {
  const Index rows = layer.value.rows();
  const Index columns = layer.value.cols();
  if (depth != Perceptron::Depth::Values) layer.first.resize(rows, columns);
  if (depth == Perceptron::Depth::Curvature) layer.second.resize(rows, columns);
  forLanes(rows * columns, [&](Index at, auto count) {
    double* const value = layer.value.data() + at;
    const Activated result = function(load(value, count));
    store(value, result.value, count);
    if (depth != Perceptron::Depth::Values) store(layer.first.data() + at, result.first, count);
    if (depth == Perceptron::Depth::Curvature) store(layer.second.data() + at, result.second, count);
  });
}

void activate(Activation activation, Perceptron::Pass::Layer& layer, Perceptron::Depth depth) {
  switch (activation) {
    case Activation::Tanh:
      return activateBy(tanhAt, layer, depth);
    case Activation::Relu:
      return activateBy(reluAt, layer, depth);
    case Activation::Gelu:
      return activateBy(geluAt, layer, depth);
    case Activation::Sigmoid:
      return activateBy(sigmoidAt, layer, depth);
  }
}

}  // namespace

Perceptron::Perceptron(Index inputs, const std::vector<Index>& hidden, Index outputs, Activation activation)
    : activation_(activation) {
  const auto add = [&](Index units) {
    layers_.push_back({inputs, units, parameters_});
    parameters_ += units * (inputs + 1);
    inputs = units;
  };
  for (const Index units : hidden) add(units);
  add(outputs);
}

Shape Perceptron::shape() const {
  Shape shape;
  for (const Layer& l : layers_) {
    shape.push_back({l.first, l.outputs, l.inputs});
    shape.push_back({l.first + l.outputs * l.inputs, l.outputs, 0});
  }
  return shape;
}

void Perceptron::forward(const VectorXd& theta, const MatrixXd& inputs, Depth depth, Pass& pass) const {
  pass.layers.resize(layers_.size());
  const MatrixXd* in = &inputs;
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const auto [from, to, first] = layers_[k];
    Pass::Layer& layer = pass.layers[k];
    layer.value.noalias() = *in * weightsOf(theta, first, from, to);
    layer.value.rowwise() += biasesOf(theta, first, from, to);
    if (k + 1 < layers_.size()) activate(activation_, layer, depth);
    in = &layer.value;
  }
}

void Perceptron::backward(const VectorXd& theta, const MatrixXd& inputs, Pass& pass, VectorXd& gradient) const {
  gradient.resize(parameters_);
  for (std::size_t k = layers_.size(); k-- > 0;) {
    const auto [from, to, first] = layers_[k];
    Pass::Layer& layer = pass.layers[k];
    const MatrixXd& in = k > 0 ? pass.layers[k - 1].value : inputs;
    Eigen::Map<MatrixXd>(gradient.data() + first, from, to).noalias() = in.transpose() * layer.slope;
    gradient.segment(first + from * to, to) = layer.slope.colwise().sum();
    if (k == 0) break;
    Pass::Layer& below = pass.layers[k - 1];
    below.raw.noalias() = layer.slope * weightsOf(theta, first, from, to).transpose();
    below.slope = below.raw.cwiseProduct(below.first);
  }
}

void Perceptron::forwardAlong(const VectorXd& theta, const VectorXd& direction, const MatrixXd& inputs,
                              Pass& pass) const {
  for (std::size_t k = 0; k < layers_.size(); ++k) {
    const auto [from, to, first] = layers_[k];
    Pass::Layer& layer = pass.layers[k];
    const MatrixXd& in = k > 0 ? pass.layers[k - 1].value : inputs;
    layer.sumAlong.noalias() = in * weightsOf(direction, first, from, to);
    layer.sumAlong.rowwise() += biasesOf(direction, first, from, to);
    if (k > 0) layer.sumAlong.noalias() += pass.layers[k - 1].valueAlong * weightsOf(theta, first, from, to);
    if (k + 1 < layers_.size()) layer.valueAlong = layer.first.cwiseProduct(layer.sumAlong);
  }
}

void Perceptron::backwardAlong(const VectorXd& theta, const VectorXd& direction, const MatrixXd& inputs, Pass& pass,
                               VectorXd& product) const {
  product.resize(parameters_);
  for (std::size_t k = layers_.size(); k-- > 0;) {
    const auto [from, to, first] = layers_[k];
    Pass::Layer& layer = pass.layers[k];
    const MatrixXd& in = k > 0 ? pass.layers[k - 1].value : inputs;
    Eigen::Map<MatrixXd> weights(product.data() + first, from, to);
    weights.noalias() = in.transpose() * layer.slopeAlong;
    if (k > 0) weights.noalias() += pass.layers[k - 1].valueAlong.transpose() * layer.slope;
    product.segment(first + from * to, to) = layer.slopeAlong.colwise().sum();
    if (k == 0) break;
    Pass::Layer& below = pass.layers[k - 1];
    below.slopeAlong.noalias() = layer.slopeAlong * weightsOf(theta, first, from, to).transpose();
    below.slopeAlong.noalias() += layer.slope * weightsOf(direction, first, from, to).transpose();
    below.slopeAlong =
        below.slopeAlong.cwiseProduct(below.first) + below.raw.cwiseProduct(below.second).cwiseProduct(below.sumAlong);
  }
}

}  // namespace thalweg
