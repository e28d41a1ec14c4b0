#include "core/runs/sharpness.h"

#include "core/base/parallel.h"
#include "core/runs/curvature.h"
#include "core/runs/step_trace.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace thalweg {

LeadingEigen leadingCurvatures(const Objective& objective, const Points& point, const LanczosSettings& settings,
                               const std::stop_token& stop) {
  Points direction;
  Points product;
  return leadingEigen(
      [&](const Eigen::VectorXd& v, Eigen::VectorXd& hv) {
        direction = v.transpose().array();
        objective.hessianProduct(point, direction, product);
        hv = product.row(0).matrix();
      },
      objective.dimension(), settings, stop);
}

Column sharpnessAlong(const Objective& objective, const Points& points, Index every, const std::stop_token& stop) {
  Column values = Column::Constant(points.rows(), std::numeric_limits<double>::quiet_NaN());
  if (points.rows() == 0) return values;
  const Index last = points.rows() - 1;
  const Index count = (last + every - 1) / every + 1;
  parallelFor(
      static_cast<std::size_t>(count),
      [&](std::size_t i) {
        const Index step = std::min(static_cast<Index>(i) * every, last);
        const LeadingEigen leading = leadingCurvatures(objective, points.row(step), {}, stop);
        if (leading.settled) values[step] = leading.values[0];
      },
      stop);
  return values;
}

namespace {

constexpr double notKnown = std::numeric_limits<double>::quiet_NaN();

/// Straight lines over what is not known between two that are.
void joinKnown(Column& values) {
  Index last = -1;
  for (Index k = 0; k < values.size(); ++k) {
    if (std::isnan(values[k])) continue;
    for (Index i = last + 1; last >= 0 && i < k; ++i) {
      const double t = static_cast<double>(i - last) / static_cast<double>(k - last);
      values[i] = values[last] + t * (values[k] - values[last]);
    }
    last = k;
  }
}

/// λmax of E^½HE^½.
double preconditionedSharpness(const Objective& objective, const Points& point, const Eigen::VectorXd& rates,
                               const std::stop_token& stop) {
  const Eigen::VectorXd root = rates.cwiseSqrt();
  Points direction;
  Points product;
  const LeadingEigen found = leadingEigen(
      [&](const Eigen::VectorXd& v, Eigen::VectorXd& out) {
        direction = root.cwiseProduct(v).transpose().array();
        objective.hessianProduct(point, direction, product);
        out = root.cwiseProduct(product.row(0).matrix().transpose());
      },
      objective.dimension(), {}, stop);
  return found.settled ? found.values[0] : notKnown;
}

}  // namespace

double stabilityLimit(const Objective& objective, const Points& point, double sharpness, const Eigen::VectorXd& rates,
                      const std::stop_token& stop) {
  constexpr double oneRate = 1e-9;  // rates that differ by less are one
  const double most = rates.maxCoeff();
  if (rates.minCoeff() >= most * (1 - oneRate)) return 2 / most;
  if (!(rates.minCoeff() >= 0)) return notKnown;
  const double own = preconditionedSharpness(objective, point, rates, stop);
  return own > 0 ? sharpness * 2 / own : notKnown;
}

EdgeOfStability edgeOfStability(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                const Trajectory& path, Index every, const std::stop_token& stop) {
  EdgeOfStability edge{sharpnessAlong(objective, path.points, every, stop), {}, every};
  const Index last = path.steps();
  edge.limit = Column::Constant(last + 1, notKnown);
  std::vector<Index> steps;
  std::vector<Eigen::VectorXd> rates;
  const Points start = path.points.row(0);
  StepTracer tracer(scenario, contender, {std::shared_ptr<const Objective>(), &objective},
                    {start.data(), start.data() + start.size()});
  for (Index step = 0; last > 0 && !stop.stop_requested(); step = std::min(step + every, last)) {
    const auto own = stepRates(tracer.at(std::min(step, last - 1), stop));
    if (own && static_cast<Index>(own->equivalent.size()) == objective.dimension()) {
      steps.push_back(step);
      rates.emplace_back(Eigen::Map<const Eigen::VectorXd>(own->equivalent.data(), objective.dimension()));
    }
    if (step == last) break;
  }
  parallelFor(
      steps.size(),
      [&](std::size_t i) {
        edge.limit[steps[i]] =
            stabilityLimit(objective, path.points.row(steps[i]), edge.sharpness[steps[i]], rates[i], stop);
      },
      stop);
  joinKnown(edge.sharpness);
  joinKnown(edge.limit);
  return edge;
}

}  // namespace thalweg
