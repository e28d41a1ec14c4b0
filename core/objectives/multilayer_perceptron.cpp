#include "core/contracts/dataset.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/data_sets.h"
#include "core/objectives/digits.h"
#include "core/objectives/facts.h"
#include "core/objectives/initialization.h"
#include "core/objectives/own_points.h"
#include "core/objectives/perceptron.h"
#include "core/objectives/sample_loss.h"

#include <cmath>

namespace thalweg::objectives {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index mostParameters = 50'000;
constexpr std::size_t mostLayers = 16;

struct PerceptronSettings : OwnPoints {
  std::vector<double> hidden = {8};
  std::string activation = "tanh";
  std::string loss = "logistic";
  std::string data = "moons";
  int seed = 1;
  std::string init = "default";
  double gain = 1;
};

std::vector<Index> sizesOf(const PerceptronSettings& settings) {
  std::vector<Index> sizes;
  for (std::size_t i = 0; i < settings.hidden.size(); ++i) {
    const double size = settings.hidden[i];
    if (size != std::floor(size))
      throw OptionError("options.hidden[" + std::to_string(i) + "]", "expected a whole number of units");
    sizes.push_back(static_cast<Index>(size));
  }
  if (sizes.size() > mostLayers)
    throw OptionError("options.hidden", "expected at most " + std::to_string(mostLayers) + " layers, found " +
                                            std::to_string(sizes.size()));
  return sizes;
}

Dataset dataOf(const PerceptronSettings& settings) {
  if (std::optional<Dataset> own = ownDataset(settings, PointSort::ValuesOrAny)) return std::move(*own);
  const std::string& name = settings.data;
  if (name == "blobs") return threeBlobs();
  if (name == "curve") return curveData();
  if (name == "digits") return digitsData();
  return planeData(name);
}

Activation activationOf(const std::string& name) {
  if (name == "relu") return Activation::Relu;
  if (name == "gelu") return Activation::Gelu;
  return name == "sigmoid" ? Activation::Sigmoid : Activation::Tanh;
}

/// W₁[2,1], b₁[2] …: of each layer the weights, a row an output, then the biases.
std::vector<CoordinateName> namesOf(const Perceptron& net) {
  std::vector<CoordinateName> names;
  Index layer = 1;
  for (const Block& block : net.shape()) {
    const CoordinateName tensor = indexedName(block.isMatrix() ? "W" : "b", block.isMatrix() ? "W" : "b", layer);
    for (Index i = 1; i <= block.rows; ++i) {
      if (block.isMatrix()) {
        for (Index j = 1; j <= block.columns; ++j) names.push_back(elementName(tensor.plain, tensor.typeset, i, j));
      } else {
        const std::string number = std::to_string(i);
        names.push_back({tensor.plain + "[" + number + "]", "(" + tensor.typeset + ")_{" + number + "}"});
      }
    }
    if (!block.isMatrix()) ++layer;
  }
  return names;
}

Facts factsFor(const Perceptron& net, const PerceptronSettings& settings) {
  const auto start = [&](int seed) {
    return initialParameters(net.shape(), settings.init, settings.gain, static_cast<std::uint32_t>(seed));
  };
  return {.view = {-4, 4, -4, 4},
          .starts = {start(settings.seed), start(settings.seed + 1)},
          .rate = 0.3,
          .names = namesOf(net)};
}

class MultilayerPerceptron final : public WithFacts<DataObjective> {
 public:
  MultilayerPerceptron(Perceptron net, SampleLoss loss, Dataset data, const PerceptronSettings& settings)
      : WithFacts(factsFor(net, settings)),
        net_(std::move(net)),
        loss_(loss),
        data_(std::move(data)),
        rows_(data_.inputs) {}
  /// The same on other samples.
  MultilayerPerceptron(const MultilayerPerceptron& like, Dataset data)
      : WithFacts(like), net_(like.net_), loss_(like.loss_), data_(std::move(data)), rows_(data_.inputs) {}

  [[nodiscard]] Index dimension() const override { return net_.parameters(); }
  [[nodiscard]] Shape shape() const override { return net_.shape(); }
  [[nodiscard]] const Dataset& dataset() const override { return data_; }
  /// Both losses can be learned away where the net is large enough.
  [[nodiscard]] std::optional<double> infimum() const override { return 0; }

  void value(const Points& x, Column& f) const override { losses(x, data_.inputs, data_.targets, f); }

  void gradient(const Points& x, Points& g, Batch batch) const override { slopes(x, nullptr, g, batch); }
  void valueAndGradient(const Points& x, Column& f, Points& g, Batch batch) const override {
    if (batch.empty()) return slopes(x, &f, g, batch);
    value(x, f);
    gradient(x, g, batch);
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), x.cols());
    Perceptron::Pass pass;
    VectorXd theta, direction, gradient, product;
    for (Index row = 0; row < x.rows(); ++row) {
      theta = x.row(row).matrix();
      direction = v.row(row).matrix();
      net_.forward(theta, data_.inputs, Perceptron::Depth::Curvature, pass);
      lossSlopes(loss_, pass.last().value, data_.targets, pass.last().slope);
      net_.backward(theta, data_.inputs, pass, gradient);
      net_.forwardAlong(theta, direction, data_.inputs, pass);
      lossSlopesAlong(loss_, pass.last().value, pass.last().sumAlong, pass.last().slopeAlong);
      net_.backwardAlong(theta, direction, data_.inputs, pass, product);
      hv.row(row) = product.transpose().array();
    }
  }

  bool residuals(const Points& point, VectorXd& r, MatrixXd& jacobian) const override {
    if (loss_ != SampleLoss::Squared) return false;
    const Index outputs = net_.outputs();
    const double scale = std::sqrt(2 / static_cast<double>(samples()));
    r.resize(samples() * outputs);
    jacobian.resize(r.size(), dimension());
    const VectorXd theta = point.row(0).matrix();
    Perceptron::Pass pass;
    VectorXd gradient;
    for (Index s = 0; s < samples(); ++s) {
      const MatrixXd input = data_.inputs.row(s);
      net_.forward(theta, input, Perceptron::Depth::Slopes, pass);
      for (Index k = 0; k < outputs; ++k) {
        const double target = outputs == 1 ? data_.targets[s] : (data_.targets[s] == static_cast<double>(k) ? 1 : 0);
        r[s * outputs + k] = scale * (pass.last().value(0, k) - target);
        pass.last().slope = scale * MatrixXd::Identity(outputs, outputs).row(k);
        net_.backward(theta, input, pass, gradient);
        jacobian.row(s * outputs + k) = gradient;
      }
    }
    return true;
  }

  bool testLoss(const Points& x, Column& loss) const override {
    if (data_.testTargets.size() == 0) return false;
    losses(x, data_.testInputs, data_.testTargets, loss);
    return true;
  }
  bool accuracy(const Points& x, Column& fraction) const override {
    return data_.classes && sharesRight(x, data_.inputs, data_.targets, fraction);
  }
  bool testAccuracy(const Points& x, Column& fraction) const override {
    return data_.classes && data_.testTargets.size() > 0 &&
           sharesRight(x, data_.testInputs, data_.testTargets, fraction);
  }

  [[nodiscard]] bool logits() const override {
    return loss_ == SampleLoss::Logistic && data_.classes && data_.classCount == 2;
  }
  void predict(const Points& point, const MatrixXd& inputs, Column& output) const override {
    output.resize(inputs.rows());
    forOutputs(point, inputs, [&](Index /*row*/, const MatrixXd& outputs) {
      for (Index s = 0; s < inputs.rows(); ++s)
        output[s] = outputs.cols() == 1 ? outputs(s, 0) : static_cast<double>(likeliest(outputs, s));
    });
  }

  void sampleLosses(const Points& point, const MatrixXd& inputs, const VectorXd& targets,
                    Column& losses) const override {
    losses.resize(inputs.rows());
    forOutputs(point.topRows(1), inputs, [&](Index /*row*/, const MatrixXd& outputs) {
      for (Index s = 0; s < inputs.rows(); ++s) losses[s] = meanLoss(loss_, outputs.row(s), targets.segment(s, 1));
    });
  }
  [[nodiscard]] std::shared_ptr<const Objective> onSamples(Batch batch) const override {
    return std::make_shared<MultilayerPerceptron>(*this, samplesOf(data_, batch));
  }

 private:
  /// Calls `use(row, outputs)` for each row of parameters.
  template <class Use>
  void forOutputs(const Points& x, const MatrixXd& inputs, const Use& use) const {
    Perceptron::Pass pass;
    VectorXd theta;
    for (Index row = 0; row < x.rows(); ++row) {
      theta = x.row(row).matrix();
      net_.forward(theta, inputs, Perceptron::Depth::Values, pass);
      use(row, pass.last().value);
    }
  }

  void losses(const Points& x, const MatrixXd& inputs, const VectorXd& targets, Column& f) const {
    f.resize(x.rows());
    forOutputs(x, inputs, [&](Index row, const MatrixXd& outputs) { f[row] = meanLoss(loss_, outputs, targets); });
  }

  bool sharesRight(const Points& x, const MatrixXd& inputs, const VectorXd& targets, Column& fraction) const {
    fraction.resize(x.rows());
    forOutputs(x, inputs, [&](Index row, const MatrixXd& outputs) { fraction[row] = shareRight(outputs, targets); });
    return true;
  }

  /// Gradients over a batch (empty: all samples), and losses with them where `f` is not null.
  void slopes(const Points& x, Column* f, Points& g, Batch batch) const {
    g.resize(x.rows(), x.cols());
    if (f) f->resize(x.rows());
    MatrixXd batchInputs;
    VectorXd batchTargets;
    if (!batch.empty()) {
      const auto size = static_cast<Index>(batch.size());
      batchInputs.resize(size, data_.inputs.cols());
      batchTargets.resize(size);
      for (Index s = 0; s < size; ++s) {
        batchInputs.row(s) = rows_.row(batch[static_cast<std::size_t>(s)]);
        batchTargets[s] = data_.targets[batch[static_cast<std::size_t>(s)]];
      }
    }
    const MatrixXd& inputs = batch.empty() ? data_.inputs : batchInputs;
    const VectorXd& targets = batch.empty() ? data_.targets : batchTargets;
    Perceptron::Pass pass;
    VectorXd theta, gradient;
    for (Index row = 0; row < x.rows(); ++row) {
      theta = x.row(row).matrix();
      net_.forward(theta, inputs, Perceptron::Depth::Slopes, pass);
      if (f) (*f)[row] = meanLoss(loss_, pass.last().value, targets);
      lossSlopes(loss_, pass.last().value, targets, pass.last().slope);
      net_.backward(theta, inputs, pass, gradient);
      g.row(row) = gradient.transpose().array();
    }
  }

  Perceptron net_;
  SampleLoss loss_;
  Dataset data_;
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> rows_;  // its inputs, for mini-batches
};

}  // namespace

ObjectiveCard multilayerPerceptron() {
  ObjectiveCard card;
  card.id = "multilayer_perceptron";
  card.label = "Multilayer perceptron";
  card.family = "Learned from data";
  card.summary =
      "A small neural network that learns from data, built in or yours: which of two or more classes, or which value, "
      "belongs to an input.";
  card.formula =
      "f(theta) = mean of loss(z_i, t_i), z = W_L*a(... a(W_1*x + b_1) ...) + b_L; logistic: log(1 + "
      "exp(-t*z)), of more than two classes -log softmax(z)_t; squared: (z - t)^2";
  card.typeset = R"(f(\theta) = \frac1N \sum_i \ell(z_i, t_i),\quad z = W_L\,a(\cdots a(W_1 x + b_1) \cdots) + b_L)";
  card.advice =
      "Each weight matrix and each bias vector is a tensor of its own. XOR needs one hidden layer, spirals more "
      "units or layers; look at it through random directions or the plane of the paths. Digits are learned in "
      "mini-batches of, say, 64.";
  card.reference =
      "Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors; digits: Alpaydin & "
      "Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, "
      "doi:10.24432/C50P49, CC BY 4.0";
  card.options = withPoints<PerceptronSettings>(
      {
          option("hidden", &PerceptronSettings::hidden)
              .named("hidden layers")
              .explained("Units of each hidden layer, from the inputs on; an empty list leaves a linear model.")
              .within(1, 1024),
          option("activation", &PerceptronSettings::activation)
              .named("activation")
              .explained("What the hidden units apply to their sums; gelu in its exact form, x·Φ(x).")
              .oneOf({"tanh", "relu", "gelu", "sigmoid"}),
          option("loss", &PerceptronSettings::loss)
              .named("loss")
              .explained(
                  "Logistic loss (of more than two classes cross entropy after softmax), or squared distance to the "
                  "targets: −1 "
                  "and 1, the class's unit vector, or a curve's values.")
              .oneOf({"logistic", "squared"}),
          option("data", &PerceptronSettings::data)
              .named("data")
              .explained("What is learned: two sets of points in the plane, three blobs, a curve (by squared loss) or "
                         "handwritten "
                         "digits of 8 × 8 pixels.")
              .oneOf({"moons", "circles", "xor", "spirals", "blobs", "curve", "digits"}),
          option("seed", &PerceptronSettings::seed)
              .named("seed of the start")
              .explained("Which random weights are suggested as a start.")
              .within(0, 1000000)
              .slide(1, 20, Scale::Integer),
          option("init", &PerceptronSettings::init)
              .named("start")
              .explained("How the suggested start is drawn, as in torch.nn.init; default: as torch.nn.Linear does.")
              .oneOf(initializations()),
          option("gain", &PerceptronSettings::gain)
              .named("size of the start")
              .explained("What the suggested start is multiplied by.")
              .within(0, 1000)
              .slide(0.01, 10, Scale::Log),
      },
      "two inputs and a class (−1 or 1; 0 or 1; 0, 1 or 2), or an input and its value");
  card.minDimension = 1;
  card.maxDimension = 0;
  card.make = [described = static_cast<const Card&>(card)](const Options& options,
                                                           Index dimension) -> std::shared_ptr<const Objective> {
    PerceptronSettings settings;
    assignOptions(described, options, &settings);
    Dataset data = dataOf(settings);
    if (!data.classes && settings.loss != "squared")
      throw OptionError("options.loss", "expected squared for " +
                                            (settings.points.is_null() ? "the data " + settings.data
                                                                       : std::string("points of one input")) +
                                            ", which have no classes");
    const bool oneOutput = !data.classes || data.classCount == 2;
    Perceptron net(data.inputs.cols(), sizesOf(settings), oneOutput ? 1 : data.classCount,
                   activationOf(settings.activation));
    if (net.parameters() > mostParameters) {
      throw OptionError("options.hidden", "expected at most " + std::to_string(mostParameters) +
                                              " weights and biases, found " + std::to_string(net.parameters()));
    }
    if (dimension != 0 && dimension != net.parameters()) {
      throw OptionError("dimension", "the layers make it " + std::to_string(net.parameters()) + ", found " +
                                         std::to_string(dimension));
    }
    return std::make_shared<MultilayerPerceptron>(
        std::move(net), settings.loss == "squared" ? SampleLoss::Squared : SampleLoss::Logistic, std::move(data),
        settings);
  };
  return card;
}

}  // namespace thalweg::objectives
