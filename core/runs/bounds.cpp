#include "core/runs/bounds.h"

#include "core/base/format.h"
#include "core/base/linear_algebra.h"
#include "core/scenario/branch.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

std::string brief(double value) { return formatSignificant(value, 3); }

std::string place(const Eigen::RowVectorXd& point) {
  std::string text = "(";
  for (Index i = 0; i < point.size(); ++i) text += (i > 0 ? ", " : "") + brief(point[i]);
  return text + ")";
}

/// Gradient descent with a constant rate, or heavy ball.
struct PlainMethod {
  double rate = 0;
  double momentum = 0;
  std::string refused;
};

PlainMethod plainMethod(const Scenario& scenario, const Contender& contender) {
  PlainMethod method;
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  const auto number = [&](const char* id) {
    return card->find(id) ? optionValue(*card->find(id), contender.options).get<double>() : 0.0;
  };
  const auto flag = [&](const char* id) {
    return card->find(id) && optionValue(*card->find(id), contender.options).get<bool>();
  };
  const GradientConditions& conditions = conditionsOf(scenario, contender);
  if (!card || !card->heavyBall || flag("nesterov") || number("dampening") != 0) {
    method.refused = "only for gradient descent and heavy ball";
  } else if (contender.branch) {
    method.refused = "a branch has its parent's settings at first";
  } else if (contender.schedule) {
    method.refused = "the rate is not constant";
  } else if (conditions.noise != 0 || conditions.batch) {
    method.refused = "the gradients are not exact";
  } else if (conditions.accumulate || conditions.clipNorm || conditions.clipValue || conditions.zeroBetween) {
    method.refused = "the gradients are changed on their way";
  } else if (number("weight_decay") != 0 || flag("maximize") || !contender.groups.empty()) {
    method.refused = "weight decay, maximize or parameter groups change the step";
  } else {
    method.rate = number("lr");
    method.momentum = number("momentum");
    if (!(method.rate > 0)) method.refused = "the rate is 0";
  }
  return method;
}

/// Curvatures over a region.
struct Region {
  double least = std::numeric_limits<double>::infinity();
  double most = -std::numeric_limits<double>::infinity();
  Eigen::RowVectorXd leastAt, mostAt;
  bool constant = true;  // the same Hessian everywhere
  Eigen::MatrixXd first;
};

Region regionOf(const Objective& objective, const Trajectory& path, const Eigen::RowVectorXd& minimum) {
  Region region;
  const auto look = [&](const Eigen::RowVectorXd& point) {
    const Eigen::MatrixXd h = objective.hessian(point.array());
    if (!h.allFinite()) {
      region.most = std::numeric_limits<double>::infinity();
      region.mostAt = point;
      region.constant = false;
      return;
    }
    if (region.first.size() == 0) region.first = h;
    if ((h - region.first).cwiseAbs().maxCoeff() > 1e-9 * region.first.cwiseAbs().maxCoeff()) region.constant = false;
    const Eigen::VectorXd values = symmetricEigenvalues(h);
    if (values.minCoeff() < region.least) {
      region.least = values.minCoeff();
      region.leastAt = point;
    }
    if (values.cwiseAbs().maxCoeff() > region.most) {
      region.most = values.cwiseAbs().maxCoeff();
      region.mostAt = point;
    }
  };
  Eigen::RowVectorXd low = minimum;
  Eigen::RowVectorXd high = minimum;
  for (Index k = 0; k < path.points.rows(); ++k) {
    const Eigen::RowVectorXd point = path.points.row(k).matrix();
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
    look(point);
  }
  constexpr int side = 33;
  const Index n = minimum.size();
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < (n > 1 ? side : 1); ++j) {
      Eigen::RowVectorXd point = low;
      point[0] += (high[0] - low[0]) * i / (side - 1);
      if (n > 1) point[1] += (high[1] - low[1]) * j / (side - 1);
      look(point);
    }
  }
  return region;
}

/// The largest root of z² − (1 + μ − ηλ)z + μ in size.
double spectralRadius(double rate, double momentum, double lambda) {
  const double half = (1 + momentum - rate * lambda) / 2;
  const double square = half * half - momentum;
  if (square < 0) return std::sqrt(momentum);
  return std::abs(half) + std::sqrt(square);
}

const Landmark* minimumOf(const std::vector<Landmark>& landmarks) {
  const auto found = std::ranges::find_if(
      landmarks, [](const Landmark& l) { return l.kind == Landmark::Kind::GlobalMinimum && l.smooth && l.interior; });
  return found == landmarks.end() ? nullptr : &*found;
}

}  // namespace

std::vector<ConvergenceBound> convergenceBounds(const Scenario& scenario, std::size_t contender,
                                                const Objective& objective, const Trajectory& path) {
  std::vector<ConvergenceBound> all(4);
  ConvergenceBound& convex = all[0];
  convex = {BoundKind::Convex,
            "convex",
            "loss",
            R"(\frac{\lVert \theta_0 - \theta^* \rVert^2}{2 \eta T})",
            "",
            "Beck & Teboulle 2009, theorem 3.1",
            true,
            {},
            ""};
  ConvergenceBound& strong = all[1];
  strong = {BoundKind::StronglyConvex,
            "strongly convex",
            "loss",
            R"((1 - \eta \mu)^T (f_0 - f^*))",
            "",
            "Karimi, Nutini & Schmidt 2016, theorem 1",
            true,
            {},
            ""};
  ConvergenceBound& smooth = all[2];
  smooth = {BoundKind::Smooth,
            "smooth",
            "gradient_norm",
            R"(\sqrt{\frac{f_0 - f^*}{T \eta (1 - \eta L / 2)}})",
            "",
            "Nesterov 2018, section 1.2.3",
            true,
            {},
            ""};
  ConvergenceBound& quadratic = all[3];
  quadratic = {BoundKind::Quadratic, "quadratic", "loss", R"(\rho^{2T} (f_0 - f^*))", "", "Polyak 1964", true, {}, ""};

  const auto refuse = [&](const std::string& why) {
    for (ConvergenceBound& bound : all) bound.refused = why;
    return all;
  };
  const PlainMethod method = plainMethod(scenario, scenario.contenders[contender]);
  if (!method.refused.empty()) return refuse(method.refused);
  if (objective.dimension() > 2) return refuse("curvatures are computed in one or two dimensions only");
  const std::vector<Landmark> landmarks = objective.landmarks();
  const Landmark* known = minimumOf(landmarks);
  if (!known) return refuse("no smooth global minimum is known");
  const Eigen::RowVectorXd minimum =
      Eigen::Map<const Eigen::RowVectorXd>(known->point.data(), static_cast<Index>(known->point.size()));
  const Region region = regionOf(objective, path, minimum);
  if (!std::isfinite(region.most)) return refuse("the curvature is not finite at " + place(region.mostAt));

  const double lr = method.rate;
  const double largest = region.most;
  const double gap = path.loss[0] - known->value;
  const double distance = (path.points.row(0).matrix() - minimum).norm();
  const Index steps = path.steps();
  const Column t = Column::LinSpaced(steps + 1, 0, static_cast<double>(steps));
  const std::string rate = "η = " + brief(lr);
  const std::string mostText = "L = " + brief(largest) + " at " + place(region.mostAt);
  const std::string leastText = "μ = " + brief(region.least) + " at " + place(region.leastAt);

  const std::string carried = method.momentum != 0 ? "only for gradient descent without momentum" : "";
  for (ConvergenceBound* bound : {&convex, &strong, &smooth}) bound->refused = carried;
  // Rounding of a curvature of 0 is none below it.
  const bool isConvex = region.least >= -1e-12 * largest;
  const bool small = lr <= (1 + 1e-12) / largest;
  const auto need = [](ConvergenceBound& bound, bool holds, const std::string& otherwise) {
    if (bound.refused.empty() && !holds) bound.refused = otherwise;
  };
  need(convex, isConvex, "not convex: " + leastText);
  need(convex, small, "η is above 1/L: " + rate + ", " + mostText);
  need(strong, region.least > 1e-12 * largest, "not strongly convex: " + leastText);
  need(strong, small, "η is above 1/L: " + rate + ", " + mostText);
  need(smooth, lr * largest < 2, "ηL is not below 2: " + rate + ", " + mostText);
  need(quadratic, region.constant && isConvex, "not a convex quadratic: the Hessian changes, or " + leastText);

  if (convex.refused.empty()) {
    convex.values = distance * distance / (2 * lr * t);
    convex.values[0] = std::numeric_limits<double>::quiet_NaN();
    convex.constants = "‖θ₀ − θ*‖ = " + brief(distance) + ", " + rate;
  }
  if (strong.refused.empty()) {
    strong.values = gap * (t * std::log1p(-std::min(lr * region.least, 1.0))).exp();
    strong.values[0] = gap;
    strong.constants = leastText + ", " + rate;
  }
  if (smooth.refused.empty()) {
    smooth.values = (gap / (t * lr * (1 - lr * largest / 2))).sqrt();
    smooth.values[0] = std::numeric_limits<double>::quiet_NaN();
    smooth.constants = mostText + ", " + rate;
  }
  if (quadratic.refused.empty()) {
    const Eigen::VectorXd values = symmetricEigenvalues(region.first);
    double radius = 0;
    for (const double lambda : values) radius = std::max(radius, spectralRadius(lr, method.momentum, lambda));
    quadratic.values = gap * (2 * t * std::log(radius)).exp();
    quadratic.values[0] = gap;
    quadratic.proven = method.momentum == 0;
    quadratic.constants = "ρ = " + brief(radius) + ", " + rate;
  }
  return all;
}

}  // namespace thalweg
