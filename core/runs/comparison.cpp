#include "core/runs/comparison.h"

#include "core/base/format.h"
#include "core/contracts/objective.h"
#include "core/runs/step_trace.h"
#include "core/runs/trace.h"
#include "core/scenario/contender_names.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double sameWithin = 1e-9;

double apart(double a, double b) {
  if (a == b || (std::isnan(a) && std::isnan(b))) return 0;
  const double distance = std::abs(a - b) / std::max(1.0, std::abs(b));
  return std::isnan(distance) ? std::numeric_limits<double>::infinity() : distance;
}

std::string shownName(const std::string& line) { return line == "next" || line == "theta" ? "x" : line; }

/// The last line of that name.
const StepLine* lastLine(const StepTrace& trace, const std::string& name) {
  const auto found =
      std::find_if(trace.lines.rbegin(), trace.lines.rend(), [&](const StepLine& l) { return l.name == name; });
  return found == trace.lines.rend() ? nullptr : &*found;
}

/// Notes the first line of a step that both have and that differs; false if there is none.
bool parts(const StepTrace& a, const StepTrace& b, Comparison& found) {
  for (const StepLine& line : a.lines) {
    // The last one of a name counts: what came before it is on the way.
    if (lastLine(a, line.name) != &line || line.depth > 0 || line.group > 0) continue;
    const StepLine* const other = lastLine(b, line.name);
    if (!other || other->values.size() != line.values.size()) continue;
    for (std::size_t i = 0; i < line.values.size(); ++i) {
      if (apart(line.values[i], other->values[i]) <= sameWithin) continue;
      found.step = a.step + 1;
      found.line = shownName(line.name);
      found.coordinate = line.values.size() > 1 ? static_cast<Index>(i) + 1 : 0;
      found.one = line.values[i];
      found.other = other->values[i];
      return true;
    }
  }
  return false;
}

}  // namespace

Comparison compareContenders(const Scenario& scenario, std::size_t panel, std::size_t one, std::size_t other) {
  const std::shared_ptr<const Objective> objective = makeObjective(scenario.panels[panel]);
  const std::vector<double> start = startPoint(scenario, panel, one, *objective);
  const Trajectory a = trace(scenario, one, *objective, start);
  const Trajectory b = trace(scenario, other, *objective, start);
  Comparison result;
  result.steps = std::min(a.steps(), b.steps());
  if (a.steps() != b.steps()) result.largest = std::numeric_limits<double>::infinity();
  for (Index k = 0; k <= result.steps; ++k) {
    for (Index j = 0; j < a.points.cols(); ++j) {
      const double distance = apart(a.points(k, j), b.points(k, j));
      result.largest = std::max(result.largest, distance);
      if (distance <= sameWithin || result.step > 0) continue;
      result.step = k;
      result.line = "x";
      result.coordinate = j + 1;
      result.one = a.points(k, j);
      result.other = b.points(k, j);
    }
  }
  result.same = result.largest <= sameWithin;
  if (result.same || result.step == 0) return result;
  // Their lines may part before their points do. So many are looked at as take no time to speak of.
  constexpr Index most = 200;
  StepTracer first(scenario, one, objective, start);
  StepTracer second(scenario, other, objective, start);
  for (Index k = 0; k < std::min(result.step, most); ++k)
    if (parts(first.at(k), second.at(k), result)) break;
  return result;
}

std::string comparisonText(const Scenario& scenario, std::size_t panel, std::size_t one, std::size_t other) {
  const Comparison found = compareContenders(scenario, panel, one, other);
  const std::string name = contenderName(scenario, other);
  const std::string where = " on " + displayName(scenario.panels[panel]);
  const std::string steps = std::to_string(found.steps) + (found.steps == 1 ? " step" : " steps");
  if (found.same) {
    return "The same as " + name + where + ": over " + steps +
           (found.largest == 0 ? ", to the last bit." : ", within " + formatSignificant(found.largest, 2) + ".");
  }
  if (found.step == 0) return "As " + name + where + " for " + steps + ", where one path ends and the other goes on.";
  return "Not " + name + where + ": " + found.line +
         (found.coordinate > 0 ? " of coordinate " + std::to_string(found.coordinate) : "") + " parts at step " +
         std::to_string(found.step) + ", " + formatSignificant(found.one, 6) + " against " +
         formatSignificant(found.other, 6) + ".";
}

}  // namespace thalweg
