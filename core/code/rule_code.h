#pragma once
/// Typed rules as classes of a script.
/// Threads: pure functions, but for the script that they add to.

#include "core/code/script.h"
#include "core/contracts/optimizer.h"

#include <string>

namespace thalweg::python {

/// The name of the class of the rule in `options`, which is added if the script does not have it. Throws CodeError.
std::string addRule(Script& script, const Options& options);
/// What the class takes besides parameters: "lr=0.1", "b=0.9".
Arguments ruleArguments(const OptimizerCard& card, const Options& options);
/// What a parameter group with an option of its own adds to its entry: "\"lr\": 0.1". Throws CodeError where that is
/// another rule.
Arguments ruleGroupArguments(const Options& options, const std::string& id, const Json& value);

}  // namespace thalweg::python
