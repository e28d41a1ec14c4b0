#pragma once
/// Typed formulas as Python that computes with torch.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

#include <set>
#include <string>
#include <vector>

namespace thalweg::python {

/// A formula in Python's spelling (Expression::text) so that its comparisons yield numbers where they are counted with:
/// `abs(x)*(x > 0)` becomes `abs(x)*as_number(x > 0)`. Throws CodeError for comparisons elsewhere than in parentheses
/// or conditions.
std::string countedComparisons(const std::string& formula);

/// What formulas use of which a script has to bring a definition.
struct FormulaNeeds {
  std::set<std::string, std::less<>> helpers;    ///< names that occur: functions of parts/formula and others
  std::set<std::string, std::less<>> constants;  ///< of Python's math: e, pi
};

/// The functions of parts/formula that are needed, with those that they call.
std::string formulaHelpers(const FormulaNeeds& needs);

/// The panel's objective `expression` as a function of that name and its parameters, which are renamed where the
/// function uses such a name itself.
std::string formulaFunction(const std::string& name, const Panel& panel, FormulaNeeds& needs);
/// The arguments that the function takes after the point: "a=5.0".
std::vector<std::string> formulaArguments(const Panel& panel);

/// A schedule's formula of one variable as a lambda.
std::string rateLambda(const std::string& formula, FormulaNeeds& needs, const char* variable = "t");

}  // namespace thalweg::python
