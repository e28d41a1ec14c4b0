#pragma once
/// Schedules of a script: torch's own where they compute alike, else classes that the script carries.
/// Threads: pure functions but for the script that they write into.

#include "core/code/script.h"
#include "core/contracts/optimizer.h"

namespace thalweg::python {

/// The schedule of a contender with that optimizer, as an expression of `optimizer`, for a line that is indented by
/// `indent` columns and has `used` of them. Throws CodeError for what torch cannot express.
std::string scheduleCode(Script& script, const OptimizerCard& optimizer, const ScheduleChoice& choice,
                         std::size_t indent, std::size_t used);

}  // namespace thalweg::python
