#include "core/contracts/dataset.h"
#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/data_sets.h"
#include "core/objectives/facts.h"
#include "core/objectives/perceptron.h"

#include <cmath>
#include <numeric>

namespace thalweg::objectives {
namespace {

enum class Loss { Logistic, Squared };

struct PerceptronSettings {
  std::vector<double> hidden = {8};
  std::string activation = "tanh";
  std::string loss = "logistic";
  std::string data = "moons";
  int seed = 1;
};

std::vector<Index> sizesOf(const PerceptronSettings& settings) {
  std::vector<Index> sizes;
  Index most = 0;
  for (std::size_t i = 0; i < settings.hidden.size(); ++i) {
    const double size = settings.hidden[i];
    if (size != std::floor(size))
      throw OptionError("options.hidden[" + std::to_string(i) + "]", "expected a whole number of units");
    sizes.push_back(static_cast<Index>(size));
    most += sizes.back();
  }
  if (sizes.size() > 4 || most > 256)
    throw OptionError("options.hidden", "expected at most 4 layers with 256 units altogether");
  return sizes;
}

/// As torch.nn.Linear starts: uniform in ±1/√inputs, weights and biases alike.
std::vector<double> startOf(const Perceptron& net, std::uint32_t seed) {
  PortableRandom random(seed);
  std::vector<double> start(static_cast<std::size_t>(net.parameters()));
  double bound = 1;
  for (const Block& block : net.shape()) {
    if (block.isMatrix()) bound = 1 / std::sqrt(static_cast<double>(block.columns));
    for (Index k = 0; k < block.size(); ++k)
      start[static_cast<std::size_t>(block.first + k)] = bound * (2 * random.uniform() - 1);
  }
  return start;
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

Facts factsFor(const Perceptron& net, std::uint32_t seed) {
  return {.view = {-4, 4, -4, 4},
          .starts = {startOf(net, seed), startOf(net, seed + 1)},
          .rate = 0.3,
          .names = namesOf(net)};
}

class MultilayerPerceptron final : public WithFacts<DataObjective> {
 public:
  MultilayerPerceptron(Perceptron net, Loss loss, Dataset data, std::uint32_t seed)
      : WithFacts(factsFor(net, seed)),
        net_(std::move(net)),
        loss_(loss),
        data_(std::move(data)),
        everything_(static_cast<std::size_t>(data_.targets.size())) {
    std::iota(everything_.begin(), everything_.end(), Index{0});
  }

  [[nodiscard]] Index dimension() const override { return net_.parameters(); }
  [[nodiscard]] Shape shape() const override { return net_.shape(); }
  [[nodiscard]] const Dataset& dataset() const override { return data_; }
  /// Both losses can be learned away where the net is large enough.
  [[nodiscard]] std::optional<double> infimum() const override { return 0; }

  void value(const Points& x, Column& f) const override {
    meanOver(data_.inputs, data_.targets, x, f, [this](Lanes z, double t) { return lossAt(z, t); });
  }

  void gradient(const Points& x, Points& g, Batch batch) const override {
    g.resize(x.rows(), x.cols());
    forLanes(x.rows(), [&](Index row, auto count) {
      std::vector<Lanes> theta = room<Lanes>();
      for (Index j = 0; j < x.cols(); ++j) at(theta, j) = load(&x(row, j), count);
      const std::vector<Lanes> sum = slope(theta, batch);
      for (Index j = 0; j < x.cols(); ++j) store(&g(row, j), at(sum, j), count);
    });
  }

  void hessianProduct(const Points& x, const Points& v, Points& hv) const override {
    hv.resize(x.rows(), x.cols());
    forLanes(x.rows(), [&](Index row, auto count) {
      std::vector<Tangent> theta = room<Tangent>();
      for (Index j = 0; j < x.cols(); ++j)
        at(theta, j) = {load(&x(row, j), count), load(&v(row, j), count), {}, {}, {}, {}};
      const std::vector<Tangent> sum = slope(theta, {});
      for (Index j = 0; j < x.cols(); ++j) store(&hv(row, j), at(sum, j).x, count);
    });
  }

  bool residuals(const Points& point, Eigen::VectorXd& r, Eigen::MatrixXd& jacobian) const override {
    if (loss_ != Loss::Squared) return false;
    const Index n = samples();
    const double scale = std::sqrt(2 / static_cast<double>(n));
    r.resize(n);
    jacobian.resize(n, dimension());
    std::vector<Lanes> theta = room<Lanes>();
    for (Index j = 0; j < dimension(); ++j) at(theta, j) = point(0, j);
    Perceptron::Workspace<Lanes> work(net_);
    for (Index s = 0; s < n; ++s) {
      const Lanes z = net_.output(theta, data_.inputs(s, 0), data_.inputs(s, 1), work);
      r[s] = scale * (z.v[0] - data_.targets[s]);
      std::vector<Lanes> sum = room<Lanes>();
      net_.addGradient(theta, Lanes(scale), work, sum);
      for (Index j = 0; j < dimension(); ++j) jacobian(s, j) = at(sum, j).v[0];
    }
    return true;
  }

  bool testLoss(const Points& x, Column& loss) const override {
    meanOver(data_.testInputs, data_.testTargets, x, loss, [this](Lanes z, double t) { return lossAt(z, t); });
    return true;
  }

  bool accuracy(const Points& x, Column& fraction) const override {
    meanOver(data_.inputs, data_.targets, x, fraction, right);
    return true;
  }
  bool testAccuracy(const Points& x, Column& fraction) const override {
    meanOver(data_.testInputs, data_.testTargets, x, fraction, right);
    return true;
  }

  void predict(const Points& point, const Eigen::MatrixXd& inputs, Column& output) const override {
    std::vector<Lanes> theta = room<Lanes>();
    for (Index j = 0; j < dimension(); ++j) at(theta, j) = point(0, j);
    Perceptron::Workspace<Lanes> work(net_);
    output.resize(inputs.rows());
    for (Index s = 0; s < inputs.rows(); ++s) output[s] = net_.output(theta, inputs(s, 0), inputs(s, 1), work).v[0];
  }

 private:
  template <class S>
  [[nodiscard]] std::vector<S> room() const {
    return std::vector<S>(static_cast<std::size_t>(dimension()), constant<S>(0));
  }
  template <class S>
  static S& at(std::vector<S>& all, Index j) {
    return all[static_cast<std::size_t>(j)];
  }
  template <class S>
  static const S& at(const std::vector<S>& all, Index j) {
    return all[static_cast<std::size_t>(j)];
  }

  static Lanes right(Lanes z, double t) { return select(t * z > 0.0, 1.0, 0.0); }
  [[nodiscard]] Lanes lossAt(Lanes z, double t) const {
    if (loss_ == Loss::Squared) return square(z - t);
    const Lanes u = -t * z;
    return select(u > 0.0, u, 0.0) + log1p(exp(-abs(u)));
  }
  /// The derivative of lossAt by z.
  template <class S>
  S lossSlope(const S& z, double t) const {
    if (loss_ == Loss::Squared) return 2 * (z - t);
    return -t * sigmoid(-t * z);
  }

  template <class S>
  std::vector<S> slope(const std::vector<S>& theta, Batch batch) const {
    const Batch chosen = batch.empty() ? Batch(everything_) : batch;
    const double share = 1 / static_cast<double>(chosen.size());
    Perceptron::Workspace<S> work(net_);
    std::vector<S> sum = room<S>();
    for (const Index s : chosen) {
      const S z = net_.output(theta, data_.inputs(s, 0), data_.inputs(s, 1), work);
      const S scale = share * lossSlope(z, data_.targets[s]);
      net_.addGradient(theta, scale, work, sum);
    }
    return sum;
  }

  template <class Term>
  void meanOver(const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets, const Points& x, Column& f,
                const Term& term) const {
    f.resize(x.rows());
    std::vector<Lanes> theta = room<Lanes>();
    Perceptron::Workspace<Lanes> work(net_);
    forLanes(x.rows(), [&](Index row, auto count) {
      for (Index j = 0; j < x.cols(); ++j) at(theta, j) = load(&x(row, j), count);
      Lanes sum;
      for (Index s = 0; s < targets.size(); ++s)
        sum += term(net_.output(theta, inputs(s, 0), inputs(s, 1), work), targets[s]);
      store(&f[row], sum / static_cast<double>(targets.size()), count);
    });
  }

  Perceptron net_;
  Loss loss_;
  Dataset data_;
  std::vector<Index> everything_;
};

}  // namespace

ObjectiveCard multilayerPerceptron() {
  ObjectiveCard card;
  card.id = "multilayer_perceptron";
  card.label = "Multilayer perceptron";
  card.family = "Learned from data";
  card.summary = "A small neural network that learns to tell two interleaved sets of points apart.";
  card.formula =
      "f(theta) = mean of loss(z_i, t_i), z = W_L*a(... a(W_1*x + b_1) ...) + b_L; logistic: log(1 + "
      "exp(-t*z)), squared: (z - t)^2";
  card.typeset = R"(f(\theta) = \frac1N \sum_i \ell(z_i, t_i),\quad z = W_L\,a(\cdots a(W_1 x + b_1) \cdots) + b_L)";
  card.advice =
      "Each weight matrix and each bias vector is a tensor of its own. XOR needs one hidden layer, spirals more "
      "units or layers; look at it through random directions or the plane of the paths.";
  card.reference = "Rumelhart, Hinton & Williams (1986), Learning representations by back-propagating errors";
  card.options = {
      option("hidden", &PerceptronSettings::hidden)
          .named("hidden layers")
          .explained("Units of each hidden layer, from the inputs on; an empty list leaves a linear model.")
          .within(1, 256),
      option("activation", &PerceptronSettings::activation)
          .named("activation")
          .explained("What the hidden units apply to their sums.")
          .oneOf({"tanh", "relu"}),
      option("loss", &PerceptronSettings::loss)
          .named("loss")
          .explained("Logistic loss, or squared distance to the targets −1 and 1.")
          .oneOf({"logistic", "squared"}),
      option("data", &PerceptronSettings::data)
          .named("data")
          .explained("Which two sets of points are told apart.")
          .oneOf({"moons", "circles", "xor", "spirals"}),
      option("seed", &PerceptronSettings::seed)
          .named("seed of the start")
          .explained("Which random weights are suggested as a start.")
          .within(0, 1000000)
          .slide(1, 20, Scale::Integer),
  };
  card.minDimension = 1;
  card.maxDimension = 0;
  card.make = [described = static_cast<const Card&>(card)](const Options& options,
                                                           Index dimension) -> std::shared_ptr<const Objective> {
    PerceptronSettings settings;
    assignOptions(described, options, &settings);
    Perceptron net(sizesOf(settings), settings.activation == "relu" ? Activation::Relu : Activation::Tanh);
    if (dimension != 0 && dimension != net.parameters()) {
      throw OptionError("dimension", "the layers make it " + std::to_string(net.parameters()) + ", found " +
                                         std::to_string(dimension));
    }
    return std::make_shared<MultilayerPerceptron>(std::move(net),
                                                  settings.loss == "squared" ? Loss::Squared : Loss::Logistic,
                                                  planeData(settings.data), static_cast<std::uint32_t>(settings.seed));
  };
  return card;
}

}  // namespace thalweg::objectives
