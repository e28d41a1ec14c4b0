#include "core/contracts/objective.h"
#include "core/objectives/card.h"
#include "core/objectives/linear_model.h"
#include "core/objectives/own_points.h"

namespace thalweg::objectives {
namespace {

/// Runge's function at 21 train points on [−1, 1] and at the 20 points between them.
Dataset rungePoints() {
  const auto fill = [](Index n, double first, Eigen::MatrixXd& inputs, Eigen::VectorXd& targets) {
    inputs.resize(n, 1);
    targets.resize(n);
    for (Index i = 0; i < n; ++i) {
      const double x = (first + 2 * static_cast<double>(i)) / 20;
      inputs(i, 0) = x;
      targets[i] = 1 / (1 + 25 * x * x);
    }
  };
  Dataset data;
  fill(21, -20, data.inputs, data.targets);
  fill(20, -19, data.testInputs, data.testTargets);
  return data;
}

struct Polynomial : OwnPoints {
  int degree = 9;
  double l2 = 0;
};

}  // namespace

ObjectiveCard polynomialRegression() {
  ObjectiveCard card;
  card.id = "polynomial_regression";
  card.label = "Polynomial regression";
  card.family = "Learned from data";
  card.summary =
      "A polynomial through samples of 1/(1 + 25x²), or through yours: the higher its degree, the better it fits them "
      "and the worse the points between.";
  card.formula =
      "f(c) = mean of (c_0 + c_1*x_i + ... + c_d*x_i^d - y_i)^2 + l2/2*sum of c_k^2; built in: y = 1/(1 + 25*x^2)";
  card.typeset =
      R"(f(c) = \frac1N \sum_i \left(\sum_{k=0}^{d} c_k x_i^k - y_i\right)^2 + \frac{\lambda}{2} \lVert c \rVert^2)";
  card.advice =
      "From degree 20 on the training loss can vanish while the test loss explodes. Watch both, then add l2 or "
      "stop early. Powers of x make it very badly conditioned: points of your own learn best within −1 to 1.";
  card.reference =
      "Runge (1901), Zeitschrift für Mathematik und Physik 46; Bishop (2006), Pattern Recognition and "
      "Machine Learning, section 1.1";
  card.options = withPoints<Polynomial>(
      {option("degree", &Polynomial::degree)
           .named("degree d")
           .as("d")
           .explained("The highest power of x; the parameters are one more.")
           .within(1, 38)
           .slide(1, 38, Scale::Integer),
       option("l2", &Polynomial::l2)
           .named("L2 penalty")
           .as(R"(\lambda)")
           .explained("What large coefficients cost; acts like an optimizer's weight decay of the same size.")
           .atLeast(0)
           .slide(1e-6, 1, Scale::Log)},
      "an input and its value, x and y");
  card.minDimension = 2;
  card.maxDimension = 39;
  card.make = [described = static_cast<const Card&>(card)](const Options& options,
                                                           Index dimension) -> std::shared_ptr<const Objective> {
    Polynomial chosen;
    assignOptions(described, options, &chosen);
    const Index size = chosen.degree + 1;
    if (dimension != 0 && dimension != size) {
      throw OptionError("dimension",
                        "the degree makes it " + std::to_string(size) + ", found " + std::to_string(dimension));
    }
    const Features powers = [size](const Eigen::MatrixXd& inputs) {
      Eigen::MatrixXd phi = Eigen::MatrixXd::Ones(inputs.rows(), size);
      for (Index k = 1; k < size; ++k) phi.col(k) = phi.col(k - 1).cwiseProduct(inputs.col(0));
      return phi;
    };
    std::optional<Dataset> own = ownDataset(chosen, PointSort::Values);
    const auto count = static_cast<std::size_t>(size);
    // A rising line, since the data are symmetric: from an even polynomial, such as 0, the odd coefficients would
    // follow nothing but rounding errors, which adaptive and sign methods enlarge.
    std::vector<double> line(count, 0.0);
    line[1] = 0.5;
    Facts facts{.view = {-2, 2, -2, 2}, .starts = {std::move(line), std::vector<double>(count, 0.5)}};
    facts.rate = own ? rateFor(curvatureBound(powers(own->inputs), chosen.l2)) : 0.2;
    facts.scale = ColorScale::Log;
    for (Index k = 0; k < size; ++k) facts.names.push_back(indexedName("c", "c", k));
    return std::make_shared<LinearModel>(own ? std::move(*own) : rungePoints(), powers, chosen.l2, std::move(facts));
  };
  return card;
}

}  // namespace thalweg::objectives
