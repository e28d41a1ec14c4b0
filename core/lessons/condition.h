#pragma once
/// The small language in which lessons speak of runs: "outcome(0) == converged and loss(0) < loss(1)/10".
///
/// It is that of typed formulas (core/expression) with names for what a run gives:
///  - quantities of a path (core/lessons/quantity.h), the contender's number first, from 0, then what they need, as
///    numbers: loss(0), loss(0, 20), x(1, 0, 20); "@1" after it means panel 1, without it the page's panel is meant;
///  - outcomes by their ids: converged, local_minimum, saddle, plateau, oscillating, moving, unbounded, diverged;
///  - settings, as controls name them: contenders[0].lr, contenders[0].betas[1], contenders[0].schedule.T_max,
///    panels[0].kappa, panels[0].start[1], gradient.noise, gradient.batch (infinite where all samples are taken),
///    steps, seed.
/// A condition holds where its value is not 0.
///
/// Errors: LessonError with a sentence. Threads: values; callable from any thread.

#include "core/expression/expression.h"
#include "core/lessons/run_facts.h"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// A text in a lesson that says nothing about its runs.
class LessonError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where a chart shows a quantity: a contender's line at a step.
struct ChartPlace {
  std::string chart;
  std::size_t contender = 0;
  std::int64_t step = -1;     ///< −1: the last one
  std::ptrdiff_t panel = -1;  ///< −1: the page's
  bool operator==(const ChartPlace&) const = default;
};

class LessonFormula {
 public:
  /// Throws for what is no formula and for names that there are not.
  explicit LessonFormula(std::string_view text);

  /// Throws for contenders, panels, settings and coordinates that the run does not have. NaN where a path has no
  /// number.
  [[nodiscard]] double value(const RunFacts& facts, std::size_t panel) const;
  [[nodiscard]] bool holds(const RunFacts& facts, std::size_t panel) const;
  /// True for "outcome(0)" alone, whose value people read as a word.
  [[nodiscard]] bool isOutcome() const;
  /// Where it is read off: "loss(0, 20)" alone, as a chart has lines of it. None of anything else.
  [[nodiscard]] std::optional<ChartPlace> chartPlace() const;

 private:
  /// A name in the text, and what it stands for.
  struct Term {
    std::string text;
    std::string quantity = {};  ///< empty: a setting
    std::size_t contender = 0;
    std::vector<double> arguments = {};
    std::ptrdiff_t panel = -1;  ///< −1: the page's
  };

  [[nodiscard]] static double valueOf(const Term& term, const RunFacts& facts, std::size_t panel);
  [[nodiscard]] static Term readQuantity(std::string_view text, std::size_t& at, std::string_view name);

  std::vector<Term> terms_;
  std::string text_;
  std::vector<Expression> formula_;  // one; an Expression has no empty state
};

/// The value of a setting as controls name it. Throws LessonError.
double settingValue(const Scenario& scenario, const std::string& path);

}  // namespace thalweg
