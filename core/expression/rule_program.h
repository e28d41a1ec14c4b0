#pragma once
/// A rule ready to run: its lines as programs over all coordinates of all paths at once.
///
/// What depends on t, lr, n and parameters alone is evaluated once a step. norm, dot, mean and grad part a step into
/// stages, since what follows needs their results; lines without them are one pass. A path's bits do not depend on its
/// neighbours: reductions add up coordinate by coordinate.
/// Threads: a RuleProgram is immutable once made; a RuleState belongs to one run.

#include "core/contracts/oracle.h"
#include "core/expression/program.h"
#include "core/expression/rule.h"

#include <string>
#include <utility>
#include <vector>

namespace thalweg {

class RuleProgram {
 public:
  /// `parameters` has a value for each of the rule's. Throws RuleError for a rule that is too long.
  RuleProgram(const RuleText& rule, const std::vector<RuleParameter>& parameters);

  /// True if the result for x is x itself, whatever the numbers.
  [[nodiscard]] bool movesNothing() const { return movesNothing_; }

 private:
  friend class RuleState;
  friend class RuleCompiler;

  /// What follows a stage's program: its outputs are this operation's arguments, its result is a new column.
  struct Stage {
    expression::Program arguments;
    expression::Operation operation = expression::Operation::Norm;
    std::size_t count = 1;
  };
  /// Lines that act together; `results` gives x, if `movesX`, then the state.
  struct Block {
    std::vector<Stage> stages;
    expression::Program results;
    bool movesX = true;
    std::vector<std::size_t> state;  ///< which of them it writes
  };

  std::vector<std::string> state_;
  expression::Program numbers_;  ///< of t, lr, n
  std::size_t numberCount_ = 0;
  Block start_, body_;
  bool starts_ = false;
  bool gradient_ = false, value_ = false, noise_ = false;
  bool movesNothing_ = false;
};

/// The values of a rule along paths.
class RuleState {
 public:
  void reset(const RuleProgram& program, Index rows, Index columns);
  /// One step. With `maximize` f and its gradients are those of −f.
  void step(const RuleProgram& program, Points& x, Oracle& oracle, double lr, bool maximize);

  [[nodiscard]] const Points& gradient() const { return g_; }
  [[nodiscard]] const Points& noise() const { return noise_; }
  [[nodiscard]] const Column& value() const { return f_; }
  [[nodiscard]] Index columns() const { return columns_; }
  /// In the order of RuleText::state.
  [[nodiscard]] const std::vector<Points>& state() const { return state_; }

 private:
  void run(const RuleProgram::Block& block, Points& x, Oracle& oracle, double sign);
  void reduce(expression::Operation operation, Points& result) const;

  double t_ = 0;
  Index rows_ = 0, columns_ = 0;
  Column f_;
  Points g_, value_, noise_, point_, other_;
  std::vector<Points> state_, stages_;
  std::vector<double> numbers_;
  std::vector<const double*> inputs_;
  std::vector<double*> outputs_;
};

}  // namespace thalweg
