#pragma once
/// A fully connected network from two inputs to one output, and its derivatives by backpropagation.
///
/// Parameters are laid out as PyTorch's nn.Linear layers have them: for each layer the weights (a row an output), then
/// the biases. Everything is written over a scalar S = Lanes (rows of points side by side) or Tangent, whose derivative
/// makes a gradient a Hessian–vector product. ReLU's derivative at 0 is 0.
/// Threads: immutable.

#include "core/contracts/objective.h"
#include "core/objectives/jet.h"
#include "core/objectives/lane_objective.h"

#include <vector>

namespace thalweg {

enum class Activation { Tanh, Relu };

class Perceptron {
 public:
  Perceptron(const std::vector<Index>& hidden, Activation activation) : activation_(activation) {
    Index inputs = 2;
    for (std::size_t layer = 0; layer <= hidden.size(); ++layer) {
      const Index outputs = layer < hidden.size() ? hidden[layer] : 1;
      layers_.push_back({inputs, outputs, parameters_, values_});
      parameters_ += outputs * (inputs + 1);
      values_ += inputs;
      inputs = outputs;
    }
    ++values_;
  }

  [[nodiscard]] Index parameters() const { return parameters_; }

  [[nodiscard]] Shape shape() const {
    Shape shape;
    for (const Layer& l : layers_) {
      shape.push_back({l.first, l.outputs, l.inputs});
      shape.push_back({l.first + l.outputs * l.inputs, l.outputs, 0});
    }
    return shape;
  }

  /// Room for one sample's values and derivatives.
  template <class S>
  struct Workspace {
    explicit Workspace(const Perceptron& net)
        : values(static_cast<std::size_t>(net.values_), constant<S>(0)), slopes(values) {}
    std::vector<S> values;  // inputs of every layer after one another, then the output
    std::vector<S> slopes;  // of the output by these
  };

  template <class S>
  S output(const std::vector<S>& theta, double a, double b, Workspace<S>& work) const {
    work.values[0] = constant<S>(a);
    work.values[1] = constant<S>(b);
    for (const Layer& l : layers_) {
      const bool last = &l == &layers_.back();
      const S* const in = work.values.data() + l.value;
      S* const out = work.values.data() + l.value + l.inputs;
      const S* const weights = theta.data() + l.first;
      const S* const biases = weights + l.outputs * l.inputs;
      for (Index o = 0; o < l.outputs; ++o) {
        S sum = biases[o];
        for (Index i = 0; i < l.inputs; ++i) sum = sum + weights[o * l.inputs + i] * in[i];
        out[o] = last ? sum : activated(sum);
      }
    }
    return work.values.back();
  }

  /// Adds `scale` times the output's gradient to `sum`; after `output` with the same workspace.
  template <class S>
  void addGradient(const std::vector<S>& theta, const S& scale, Workspace<S>& work, std::vector<S>& sum) const {
    work.slopes.back() = scale;
    for (auto l = layers_.rbegin(); l != layers_.rend(); ++l) {
      const S* const in = work.values.data() + l->value;
      S* const inSlopes = work.slopes.data() + l->value;
      const S* const outSlopes = inSlopes + l->inputs;
      const S* const weights = theta.data() + l->first;
      S* const weightSums = sum.data() + l->first;
      S* const biasSums = weightSums + l->outputs * l->inputs;
      for (Index i = 0; i < l->inputs; ++i) inSlopes[i] = constant<S>(0);
      for (Index o = 0; o < l->outputs; ++o) {
        biasSums[o] = biasSums[o] + outSlopes[o];
        for (Index i = 0; i < l->inputs; ++i) {
          weightSums[o * l->inputs + i] = weightSums[o * l->inputs + i] + outSlopes[o] * in[i];
          inSlopes[i] = inSlopes[i] + outSlopes[o] * weights[o * l->inputs + i];
        }
      }
      if (l->value == 0) break;
      // Through the activation, whose slope follows from its value.
      for (Index i = 0; i < l->inputs; ++i) inSlopes[i] = throughActivation(inSlopes[i], in[i]);
    }
  }

 private:
  struct Layer {
    Index inputs;
    Index outputs;
    Index first;  // parameter
    Index value;  // place of its first input
  };

  template <class S>
  S activated(const S& a) const {
    if (activation_ == Activation::Tanh) return tanh(a);
    return select(valueOf(a) > 0.0, a, constant<S>(0));
  }
  template <class S>
  S throughActivation(const S& slope, const S& value) const {
    if (activation_ == Activation::Tanh) return slope * ((1 - value) * (1 + value));
    return select(valueOf(value) > 0.0, slope, constant<S>(0));
  }

  Activation activation_;
  std::vector<Layer> layers_;
  Index parameters_ = 0;
  Index values_ = 0;
};

}  // namespace thalweg
