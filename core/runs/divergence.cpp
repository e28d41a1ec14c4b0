#include "core/runs/divergence.h"

#include "core/base/format.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

enum class End { Runs, Falls, LeavesDomain };

std::string wordsOf(const Divergence& why, End end) {
  const auto shown = [](double v) { return formatSignificant(v, 3); };
  std::string text;
  if (why.last < 0) return "f is not defined at the start.";
  if (end == End::LeavesDomain) text = "Step " + std::to_string(why.last + 1) + " leaves where f is defined. ";
  if (why.step >= 0) {
    text += "Step " + std::to_string(why.step + 1) + " was the first past the bound: rate × curvature " +
            shown(why.number / why.threshold * 2) + ", where 2 is the most.";
  } else {
    text += end == End::Falls ? "The surface falls without end, and no step was past a bound."
                              : "No single step was past a bound.";
  }
  if (why.survives) text += " A rate of " + shown(*why.survives) + " survives.";
  return text;
}

}  // namespace

std::optional<Divergence> firstPastBound(const Scenario& scenario, std::size_t contender,
                                         std::shared_ptr<const Objective> objective, const std::vector<double>& start,
                                         Index steps, const std::stop_token& stop) {
  StepTracer tracer(scenario, contender, objective, start);
  for (Index step = 0; step < steps; ++step) {
    const StepTrace& explained = tracer.at(step, stop);
    if (stop.stop_requested()) return {};
    const auto here = curvature(*objective, explained);
    // Without a rate that is known, no later step has one.
    if (!here || (here->preconditioned.empty() && step > 1)) return {};
    Divergence past;
    if (here->preconditioned.empty() || !(here->preconditioned.front() > past.threshold)) continue;
    past.step = step;
    past.point = explained.point;
    past.direction = here->steepest;
    past.number = here->preconditioned.front();
    past.rate = explained.rates.front();
    return past;
  }
  return {};
}

std::optional<Divergence> whyDiverged(const Scenario& scenario, std::size_t contender,
                                      std::shared_ptr<const Objective> objective, const std::vector<double>& start,
                                      const std::stop_token& stop) {
  const Trajectory path = trace(scenario, contender, *objective, start, stop);
  const End end = !path.leftDomain.empty()                     ? End::LeavesDomain
                  : path.verdict.outcome == Outcome::Unbounded ? End::Falls
                                                               : End::Runs;
  if (stop.stop_requested() || (end == End::Runs && !runsAway(path))) return {};
  Divergence why;
  why.last = path.steps() - 1;
  if (const auto past = firstPastBound(scenario, contender, objective, start, path.steps(), stop)) {
    const Index last = why.last;
    why = *past;
    why.last = last;
  }
  // Without a bound that holds everywhere a smaller rate need not stay where f is defined.
  if (end == End::Runs) {
    if (const auto stable = stableRate(scenario, contender, *objective, start, stop)) why.survives = stable->bound;
  }
  if (stop.stop_requested()) return {};
  why.words = wordsOf(why, end);
  return why;
}

}  // namespace thalweg
