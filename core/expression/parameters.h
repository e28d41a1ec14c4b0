#pragma once
/// The named parameters that a scenario gives a formula: {"a": {"value": 5, "min": 0, "max": 10}}.
/// Threads: pure functions.

#include "core/contracts/catalog.h"
#include "core/expression/expression.h"

#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct FormulaParameter {
  std::string name;
  double value = 0;
  double min = 0;  ///< of the slider; the value may lie outside
  double max = 1;  ///< above min
};

/// Sorted by name. `parameters` has been checked as OptionKind::Parameters. A range that is left out goes from 0 to
/// twice the value, or from −1 to 1 where that is 0. Throws OptionError (path "options.parameters.NAME") for a name
/// that a formula over coordinates cannot use.
std::vector<FormulaParameter> formulaParameters(const Json& parameters);

/// What a formula over coordinates needs: of `given` the parameters that it uses, and 1 between 0 and 2 for every other
/// name. Throws ExpressionError for a text that is no formula.
Json parametersFor(std::string_view formula, const Json& given);

}  // namespace thalweg
