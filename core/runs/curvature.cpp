#include "core/runs/curvature.h"

#include "core/base/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {

namespace {

using update_line::Values;

constexpr Index mostDimensions = 64;
constexpr double alike = 1e-9;  // slopes are read off values, and rounded as these are

Points rowOf(const std::vector<double>& point) {
  return Eigen::Map<const Eigen::RowVectorXd>(point.data(), static_cast<Index>(point.size())).array();
}

/// What a line gives with `name` replaced.
std::optional<Values> with(const StepLine& line, std::initializer_list<std::pair<std::string, double>> replaced) {
  update_line::Environment environment;
  for (const StepOperand& operand : line.operands) environment[operand.name] = operand.values;
  for (const auto& [name, value] : replaced) environment[name] = Values::Constant(1, 1, value);
  auto value = update_line::evaluate(line.expression, environment, line.shape);
  if (value && value->size() == 1 && line.values.size() > 1)
    value = Values::Constant(static_cast<Index>(line.values.size()), 1, (*value)(0));
  return value;
}

bool uses(const StepLine& line, const std::string& name) {
  return std::ranges::any_of(line.operands, [&](const StepOperand& o) { return o.name == name; });
}

std::optional<Values> slopeBy(const StepLine& line, const std::string& name) {
  // As far apart as the point is from 0: beside a large one a small difference is rounded away.
  double reach = 1;
  for (const StepOperand& operand : line.operands) {
    if (operand.name == "theta" && operand.values.size() > 0) reach = std::max(reach, operand.values.abs().maxCoeff());
  }
  const auto at0 = with(line, {{name, 0}});
  const auto at1 = with(line, {{name, reach}});
  const auto at2 = with(line, {{name, 2 * reach}});
  if (!at0 || !at1 || !at2) return {};
  const Values rise = *at1 - *at0;
  const Values rest = *at2 - *at1 - rise;
  const double size = std::max({at0->abs().maxCoeff(), at2->abs().maxCoeff(), 1e-300});
  if (!rise.allFinite() || rest.abs().maxCoeff() > 1e-12 * size) return {};
  return Values(rise / reach);
}

const StepLine* assigning(const StepTrace& trace, const std::string& name, int group) {
  const StepLine* found = nullptr;
  for (const StepLine& line : trace.lines) {
    if (line.name == name && line.group == group) found = &line;
  }
  return found;
}

/// Of one group's lines; `n` coordinates.
std::optional<StepRates> ratesOf(const StepTrace& trace, int group) {
  const StepLine* step = nullptr;
  for (const StepLine& line : trace.lines) {
    if (line.name == "next" && line.group == group && uses(line, "theta")) step = &line;
  }
  if (!step || step->named) return {};
  for (const char* name : {"m_hat", "m", "b", "v", "g"}) {
    if (!uses(*step, name)) continue;
    const auto bySlope = slopeBy(*step, name);
    if (!bySlope) continue;
    Values along = -*bySlope;
    Values direct = Values::Zero(along.rows(), 1);
    Values share = Values::Ones(along.rows(), 1);
    StepRates found;
    found.vector = assigning(trace, name, group) ? assigning(trace, name, group)->symbol : "g_t";
    const StepLine* line = assigning(trace, name, group);
    Values unit = along;
    // m̂ is m over a number, which tends to 1.
    if (line && std::string(name) == "m_hat") line = assigning(trace, "m", group);
    const std::string before = line ? line->name + "_prev" : "";
    if (std::string(name) == "g") {
      // Polyak's form carries the last displacement along.
      const StepLine* moved = assigning(trace, "Delta", group);
      const auto carried = uses(*step, "Delta") ? slopeBy(*step, "Delta") : std::nullopt;
      if (moved && uses(*moved, "theta") && carried) {
        found.memory = (*carried)(0);
      } else {
        direct = along;
        along.setZero();
      }
    } else if (line && uses(*line, before) && uses(*line, "g")) {
      const auto keep = slopeBy(*line, before);
      const auto joins = slopeBy(*line, "g");
      if (!keep || !joins || ((*keep - (*keep)(0)).abs() > alike).any()) continue;
      found.memory = (*keep)(0);
      share = *joins;
      if (uses(*step, "g")) {
        const auto byGradient = slopeBy(*step, "g");
        if (!byGradient) continue;
        direct = -*byGradient;
        // Nesterov's velocity is a sum, QHM's an average.
        unit = ((share - 1).abs() < alike).all() ? direct : Values(along + direct);
      }
      // A velocity in units of the step already: the rate is what a gradient adds.
      if (((share - share(0)).abs() > alike).any() || ((along + 1).abs() < alike).all()) unit = along * share;
    } else if (line && line->expression.kind == update_line::Node::Kind::Name) {
      direct = along;
      along.setZero();
    } else {
      continue;
    }
    const double a = found.memory;
    Values equivalent = (along * share + direct * (1 + a)) / (1 + a);
    // A gradient that is taken ahead, where the velocity leads, is Nesterov's rule seen from elsewhere.
    if (assigning(trace, "theta_tilde", group)) {
      equivalent *= 1 + 2 * a;
      direct = along * share;
    }
    if (!(equivalent > 0).all()) continue;
    for (Index i = 0; i < unit.size(); ++i) {
      found.rates.push_back(unit(i));
      found.equivalent.push_back(equivalent(i));
      found.direct.push_back(direct(i));
    }
    found.limit = 2 * unit(0) / equivalent(0);
    return found;
  }
  return {};
}

}  // namespace

std::optional<Values> lineSlope(const StepLine& line, const std::string& name) {
  return uses(line, name) ? slopeBy(line, name) : std::nullopt;
}

std::optional<StepRates> stepRates(const StepTrace& trace) {
  int groups = -1;
  for (const StepLine& line : trace.lines) groups = std::max(groups, line.group);
  if (groups < 0) return ratesOf(trace, -1);
  StepRates whole;
  whole.rates.resize(trace.point.size());
  whole.equivalent.resize(trace.point.size());
  whole.direct.resize(trace.point.size());
  for (int group = 0; group <= groups; ++group) {
    const auto own = ratesOf(trace, group);
    if (!own) return {};
    whole.vector = own->vector;
    whole.memory = own->memory;
    whole.limit = own->limit;
    for (const StepLine& line : trace.lines) {
      if (line.group != group || line.name != "next") continue;
      for (std::size_t i = 0; i < line.coordinates.size(); ++i) {
        const auto at = static_cast<std::size_t>(line.coordinates[i]);
        whole.rates[at] = own->rates[i];
        whole.equivalent[at] = own->equivalent[i];
        whole.direct[at] = own->direct[i];
      }
    }
  }
  return whole;
}

double Curvature::condition() const {
  const Index n = eigenvalues.size();
  if (n == 0 || !(eigenvalues[n - 1] > 0)) return std::numeric_limits<double>::quiet_NaN();
  return eigenvalues[0] / eigenvalues[n - 1];
}

std::optional<Curvature> curvature(const Objective& objective, const StepTrace& trace) {
  const auto n = static_cast<Index>(trace.point.size());
  if (n == 0 || n > mostDimensions) return {};
  const Eigen::MatrixXd h = objective.hessian(rowOf(trace.point));
  if (!h.allFinite()) return {};
  const SymmetricEigen eigen = symmetricEigen(h);
  Curvature found;
  found.eigenvalues = eigen.values.reverse();
  found.directions = eigen.vectors.rowwise().reverse();
  const auto rates = stepRates(trace);
  if (rates) found.limit = rates->limit;
  for (Index i = 0; i < n; ++i) {
    const double lambda = found.eigenvalues[i];
    found.bounds.push_back(lambda > 0 ? found.limit / lambda : std::numeric_limits<double>::quiet_NaN());
  }
  if (!rates || static_cast<Index>(rates->rates.size()) != n) return found;
  const Eigen::Map<const Eigen::VectorXd> r(rates->rates.data(), n);
  const Eigen::Map<const Eigen::VectorXd> e(rates->equivalent.data(), n);
  for (Index i = 0; i < n; ++i) found.rates.push_back(found.directions.col(i).cwiseAbs2().dot(r));
  const Eigen::VectorXd root = e.cwiseSqrt();
  const Eigen::MatrixXd scaled = root.asDiagonal() * h * root.asDiagonal();
  const SymmetricEigen own = symmetricEigen(scaled);
  const Eigen::VectorXd values = own.values.reverse();
  found.preconditioned.assign(values.data(), values.data() + n);
  found.steepest = root.cwiseProduct(own.vectors.col(n - 1)).normalized();
  return found;
}

ValueChange valueChange(const Objective& objective, const StepTrace& trace) {
  const Points from = rowOf(trace.point);
  const Points to = rowOf(trace.next);
  const Points step = to - from;
  Points g, hd;
  Column before, after;
  objective.valueAndGradient(from, before, g);
  objective.value(to, after);
  objective.hessianProduct(from, step, hd);
  ValueChange change;
  change.value = before[0];
  change.slope = (g * step).sum();
  change.model = change.slope + 0.5 * (step * hd).sum();
  change.actual = after[0] - before[0];
  const double sizes = g.matrix().norm() * step.matrix().norm();
  change.angle =
      sizes > 0 ? std::acos(std::clamp(-change.slope / sizes, -1.0, 1.0)) : std::numeric_limits<double>::quiet_NaN();
  return change;
}

}  // namespace thalweg
