#include "core/runs/divergence.h"

#include "core/base/format.h"

#include <cmath>

namespace thalweg {

namespace {

std::string wordsOf(const Divergence& why, bool leaves) {
  const auto shown = [](double v) { return formatSignificant(v, 3); };
  std::string text;
  if (why.step >= 0) {
    text = "Step " + std::to_string(why.step + 1) + " was the first past the bound: rate × curvature " +
           shown(why.number / why.threshold * 2) + ", where 2 is the most.";
  } else {
    text = leaves ? "The surface falls without end, and no step was past a bound." : "No single step was past a bound.";
  }
  if (why.survives) text += " A rate of " + shown(*why.survives) + " survives.";
  return text;
}

}  // namespace

std::optional<Divergence> whyDiverged(const Scenario& scenario, std::size_t contender,
                                      std::shared_ptr<const Objective> objective, const std::vector<double>& start,
                                      const std::stop_token& stop) {
  const Trajectory path = trace(scenario, contender, *objective, start, stop);
  const bool leaves = path.verdict.outcome == Outcome::Unbounded;
  if (stop.stop_requested() || (!leaves && !runsAway(path))) return {};
  Divergence why;
  StepTracer tracer(scenario, contender, objective, start);
  for (Index step = 0; step < path.steps() && why.step < 0; ++step) {
    const StepTrace& explained = tracer.at(step, stop);
    if (stop.stop_requested()) return {};
    const auto here = curvature(*objective, explained);
    // Without a rate that is known, no later step has one.
    if (!here || (here->preconditioned.empty() && step > 1)) break;
    if (here->preconditioned.empty() || !(here->preconditioned.front() > why.threshold)) continue;
    why.step = step;
    why.point = explained.point;
    why.direction = here->steepest;
    why.number = here->preconditioned.front();
    why.rate = explained.rates.front();
  }
  if (!leaves) {
    if (const auto stable = stableRate(scenario, contender, *objective, start, stop)) why.survives = stable->bound;
  }
  if (stop.stop_requested()) return {};
  why.words = wordsOf(why, leaves);
  return why;
}

}  // namespace thalweg
