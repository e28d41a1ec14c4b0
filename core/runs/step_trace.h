#pragma once
/// One step explained: every line of the update with the numbers of the run, from the gradient to the next point.
///
/// A contender is run up to the step; what its optimizer holds before and after it is recorded, and so is every
/// gradient on its way through noise, accumulation and clipping. The lines are those of its card (FormulaLine). A
/// line's operands and its result are recorded values wherever the run keeps them; else its result follows from its
/// operands. Conditions that act (mini-batch, noise, accumulation, clipping, maximize, the schedule's factor, decoupled
/// decay) have lines of their own. Wrappers show their base's lines inside, parameter groups each their own.
///
/// Shapes: a line's `values` are one number, one a coordinate, or a matrix row by row. Source of truth: `evaluated`
/// agrees with `values` to 1e-12 of the sizes that were added up, and the last line of each group with `next`; a test
/// holds this for the whole catalogue. Some operations are only recorded (`named`): NewtonSchulz, LineSearch and the
/// like, whose operands and results are shown.
/// Errors: throws OptionError for options that do not fit. Threads: a StepTracer belongs to one thread; a StepTrace is
/// a value.

#include "core/contracts/optimizer.h"
#include "core/expression/update_line.h"
#include "core/scenario/scenario.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// A name that occurs in a line, and its value in this step.
struct StepOperand {
  std::string name;
  std::string tex;
  update_line::Values values;
};

/// One of the terms that a line adds up (with its sign), or of a named operation one of its operands.
struct StepTerm {
  std::string tex;
  std::vector<double> values;
  update_line::Node expression;
};

struct StepLine {
  Phase phase = Phase::Step;
  std::string name;    ///< what is assigned, as in FormulaLine
  std::string symbol;  ///< the same as TeX
  std::string tex;     ///< the whole line
  std::vector<StepTerm> terms;
  std::vector<double> values;
  bool recorded = false;  ///< the result is a number that the run keeps, not only what the operands give
  bool named = false;     ///< the result takes an operation that is only recorded; its terms are the operands
  int depth = 0;          ///< 1 for lines of a wrapper's base
  int group = -1;         ///< the parameter group; −1: all coordinates
  std::vector<Index> coordinates = {};  ///< of a group's values; empty: all of them
  update_line::Node expression;
  std::vector<StepOperand> operands;
  Shape shape;  ///< the tensors that its operations see
};

/// A matrix of two dimensions among the operands.
struct StepMatrix {
  std::string tex;
  Eigen::VectorXd eigenvalues;
  Eigen::MatrixXd directions;  ///< a column each
};

struct StepTrace {
  Index step = 0;  ///< from 0: the move from point `step` to point `step + 1`
  std::vector<double> point, next;
  std::vector<StepLine> lines;
  std::vector<double> rates;  ///< the rate in force, one a parameter group
  Points trials;              ///< points that a line search tried, a row each
  Column trialValues;         ///< f there
  std::vector<StepMatrix> matrices;
  std::vector<GradientCall> calls;  ///< every gradient of this step, in order
  GradientConditions conditions;    ///< under which they reached the optimizer
};

/// Explains steps of one contender on one objective; steps that follow each other are not run again.
class StepTracer {
 public:
  StepTracer(Scenario scenario, std::size_t contender, std::shared_ptr<const Objective> objective,
             std::vector<double> start);
  ~StepTracer();
  StepTracer(const StepTracer&) = delete;
  StepTracer& operator=(const StepTracer&) = delete;

  /// The step that comes after point `step` (0 ≤ step < steps; beyond that the last one). Where the path ends before,
  /// its last step whose point is finite. After a stop request a trace without lines.
  const StepTrace& at(Index step, const std::stop_token& stop = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The same for one step.
StepTrace traceStep(const Scenario& scenario, std::size_t contender, std::shared_ptr<const Objective> objective,
                    const std::vector<double>& start, Index step, const std::stop_token& stop = {});

/// What the line's operands give; empty for named operations.
std::vector<double> evaluated(const StepLine& line);
/// The sizes of all that was added up on the way: what rounding is measured by.
std::vector<double> magnitudes(const StepLine& line);
/// A term with this step's numbers in place of names, as TeX: "0.9 \cdot (-2.267)". `coordinate` counts the line's own.
std::string termWithNumbers(const StepLine& line, const StepTerm& term, Index coordinate, int digits = 4);

/// A moving average or a sum with memory among the state lines: value = keep · value before + share · gradientᵖ.
struct StepMemory {
  std::string name;
  std::string symbol;
  double keep = 0;   ///< 0 ≤ keep < 1
  double share = 0;  ///< of the newest
  bool squares = false;
  /// What the newest `weights.size()` gradients count in it, the newest first.
  std::vector<double> weights;
  [[nodiscard]] double horizon() const { return 1 / (1 - keep); }
};
/// How many past gradients count. `longest`: at most so many weights, as many as there have been steps.
std::vector<StepMemory> memories(const StepTrace& trace, std::size_t longest = 24);

}  // namespace thalweg
