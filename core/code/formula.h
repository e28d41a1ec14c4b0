#pragma once
/// Typed formulas as Python that computes with torch.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

#include <string>

namespace thalweg::python {

/// A formula in Python's spelling (Expression::text) so that its comparisons yield numbers where they are counted with:
/// `abs(x)*(x > 0)` becomes `abs(x)*as_number(x > 0)`. Throws CodeError for comparisons elsewhere than in parentheses
/// or conditions.
std::string countedComparisons(const std::string& formula);

/// The panel's objective `expression` as a function of that name and its parameters.
std::string formulaFunction(const std::string& name, const Panel& panel);
/// The arguments that the function takes after the point: "a=5.0".
std::vector<std::string> formulaArguments(const Panel& panel);

/// A schedule's formula of t as a lambda.
std::string rateLambda(const std::string& formula);

}  // namespace thalweg::python
