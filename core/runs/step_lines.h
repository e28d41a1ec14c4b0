#pragma once
/// From what a run holds before and after a step to the step's lines.
/// Threads: an Explanation belongs to one trace.

#include "core/runs/step_trace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace thalweg::step_lines {

using update_line::Environment;
using update_line::Node;
using update_line::Values;

/// What an optimizer holds for the first path, and what the one inside it holds.
struct Snapshot {
  Environment values;
  std::shared_ptr<Snapshot> inner;
};
Snapshot snapshot(const Optimizer& optimizer, Index n);

/// One optimizer's lines: of the contender, of a parameter group, or of a wrapper's base.
struct Scope {
  std::shared_ptr<const OptimizerCard> card;
  Options options;
  Index n = 0;
  Shape shape;
  std::vector<Index> columns;
  Snapshot before, after;
  Values theta;
  std::optional<Values> end;  ///< where the path went; none inside a wrapper
  double rate = 0;
  double ratePrevious = 0;
  std::optional<double> momentum;  ///< where a schedule moves it
  bool scheduled = false;
  int depth = 0;
  int group = -1;
  /// What a wrapper hands on in place of the gradient.
  std::optional<Values> gradient;
  std::string gradientTex;
};

/// What all lines of one step share.
struct Explanation {
  StepTrace& trace;
  const GradientConditions& conditions;
  const std::vector<GradientCall>& earlier;     ///< the gradients since the step that last moved
  std::vector<const GradientCall*> shown = {};  ///< whose conditions have their lines

  /// The gradient asked for at `point` in this step, or since it last moved; nullptr if there was none. `columns`:
  /// which coordinates the point has; empty: all. `carried`: the gradient that the optimizer kept before the step,
  /// `kept`: the one that it keeps now; an answer equal to them is the one it went on with.
  [[nodiscard]] const GradientCall* callAt(const Values& point, const std::vector<Index>& columns,
                                           const Values* carried = nullptr, const Values* kept = nullptr) const;
  [[nodiscard]] bool conditionsAct(const GradientCall& call) const;
};

/// Adds the scope's lines to the trace; returns all that they assigned.
Environment addLines(Explanation& whole, const Scope& scope);

/// All numbers, a matrix row by row; a single number `length` times, if that is more than 1.
std::vector<double> flat(const Values& values, Index length);

}  // namespace thalweg::step_lines
