#pragma once
/// A step explained, as JSON, text or LaTeX.
/// Threads: pure functions.

#include "core/runs/curvature.h"
#include "core/runs/step_trace.h"
#include "core/scenario/scenario.h"

#include <string>
#include <vector>

namespace thalweg {

/// Everything that is said about one step.
struct ExplainedStep {
  std::size_t panel = 0;
  std::size_t contender = 0;
  std::vector<std::string> coordinates;  ///< what they are called
  StepTrace trace;
  std::vector<std::string> words;
  std::vector<double> gradient;  ///< of the objective, exact, at the point
  std::optional<StepRates> rates;
  std::vector<StepMemory> memories;
  std::optional<Curvature> curvature;
  ValueChange change;
  std::string divergence = {};  ///< why the run diverges, grows or leaves; empty where it does not
};
/// All that the trace says; `divergence` is left to the caller.
ExplainedStep explained(std::size_t panel, std::size_t contender, const Objective& objective, StepTrace trace);
/// Runs the contender and explains its step. Throws OptionError, or std::invalid_argument for a start that does not
/// fit.
ExplainedStep explainStep(const Scenario& scenario, std::size_t panel, std::size_t contender, Index step);

/// {"panel", "contender", "step", "lines": [{"phase": "gradient|state|step", "tex", "symbol", "terms": [{"tex",
/// "values"}], "values"}], "point", "next", "words", "curvature": {"eigenvalues", "directions", "bounds", "rates"},
/// "change": {"slope", "model", "actual"}}, numbers with 17 digits, null where one is not finite or a parameter group
/// has none; a direction is a list; curvature is null where the Hessian is not known.
std::string explainJson(const ExplainedStep& step);
/// A block a phase, a row a term, a column a coordinate (the first four).
std::string explainText(const Scenario& scenario, const ExplainedStep& step);
/// An align* environment: each line, and under it its numbers.
std::string explainTex(const ExplainedStep& step);

}  // namespace thalweg
