#include "core/reports/measures.h"

#include "core/recorded/recorded_objective.h"
#include "core/runs/memory_share.h"
#include "core/runs/path_measures.h"
#include "core/runs/rule_trace.h"
#include "core/runs/sharpness.h"

#include <algorithm>

namespace thalweg {

namespace {

/// Nothing of a run that was read: what its rule did is not known.
RuleTrace ruleOf(const MeasuredPath& of) {
  if (recordedObjective(of.objective)) return {};
  const Points start = of.path.points.row(0);
  return traceRule(of.scenario, of.contender, of.objective, {start.data(), start.data() + start.size()},
                   of.path.steps(), of.path.points.cols(), of.stop);
}

/// Of a function of points and objective.
template <Column (*function)(const Trajectory&, const Objective&)>
Points ofPoints(const MeasuredPath& of) {
  return function(of.path, of.objective);
}

/// The same where the path is measured; nothing elsewhere.
template <Column (*function)(const Trajectory&, const Objective&)>
Points measuredValues(const MeasuredPath& of) {
  return measuredOnly(of.path, function(of.path, of.objective));
}

}  // namespace

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = {
      {"test_loss", "loss on held-out data", measuredValues<testLosses>},
      {"accuracy", "fraction of training samples classified rightly", measuredValues<accuracies>},
      {"test_accuracy", "fraction of held-out samples classified rightly", measuredValues<testAccuracies>},
      {"sharpness", "largest eigenvalue of the Hessian",
       [](const MeasuredPath& of) -> Points { return sharpnessAlong(of.objective, of.path.points); }},
      {"seen_gradient_norm", "length of the gradient that the optimizer was given",
       [](const MeasuredPath& of) -> Points { return ruleOf(of).gradientNorm; }},
      {"step_length", "length of the step", [](const MeasuredPath& of) -> Points { return stepLengths(of.path); }},
      {"update_angle", "degrees between the step and the way straight down", ofPoints<updateAngles>},
      {"momentum_share", "share of the step that is remembered",
       [](const MeasuredPath& of) -> Points {
         if (recordedObjective(of.objective)) return {};
         Column shares = memoryShares(of.scenario, of.contender, of.objective, of.path, of.stop);
         return shares.isFinite().any() ? Points(shares) : Points();
       }},
      {"effective_rate", "what the rule multiplied each coordinate's gradient by",
       [](const MeasuredPath& of) -> Points { return ruleOf(of).rates; }, true},
      {"realised_rate", "size of the step over that of the gradient, coordinate by coordinate",
       [](const MeasuredPath& of) -> Points { return realisedRates(of.path, of.objective, of.path.points.cols()); },
       true},
  };
  return all;
}

const Measure* findMeasure(std::string_view id) {
  const auto found = std::ranges::find(measures(), id, &Measure::id);
  return found == measures().end() ? nullptr : &*found;
}

std::string measureIds() {
  std::string ids;
  for (const Measure& measure : measures()) ids += (ids.empty() ? "" : ", ") + measure.id;
  return ids;
}

}  // namespace thalweg
