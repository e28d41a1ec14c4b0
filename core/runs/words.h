#pragma once
/// What matters in a step, in one or two plain sentences made from its numbers.
///
/// The rules stand in one table, in the order of their weight. A rule speaks only where its numbers bear its sentence;
/// none may: then there is nothing to say. Threads: pure functions.

#include "core/runs/curvature.h"
#include "core/runs/step_trace.h"

#include <span>
#include <string>
#include <vector>

namespace thalweg {

/// All that rules may look at.
struct StepFacts {
  const StepTrace& trace;
  const GradientConditions& conditions;
  std::vector<std::string> names;  ///< what the coordinates are called
  std::vector<double> gradient;    ///< of the objective, exact, at the point
  std::optional<StepRates> rates;
  std::optional<Curvature> curvature;
  ValueChange change;
  std::vector<StepMemory> memories;
};
StepFacts stepFacts(const Objective& objective, const StepTrace& trace);

struct WordRule {
  const char* id;
  /// The sentence; empty where the rule has nothing to say.
  std::string (*say)(const StepFacts& facts);
};
std::span<const WordRule> wordRules();

/// The first `most` sentences of the table that apply.
std::vector<std::string> inWords(const StepFacts& facts, std::size_t most = 2);

}  // namespace thalweg
