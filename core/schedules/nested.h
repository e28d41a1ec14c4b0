#pragma once
/// Schedules inside the options of others: {"name": "StepLR", "options": {…}}.
/// Threads: pure functions.

#include "core/schedule.h"

namespace thalweg {

/// How many levels of schedules one may hold, and how many schedules in all.
inline constexpr int deepestNesting = 8;
inline constexpr int mostNested = 64;

/// Whether nested schedules may be ones that follow the loss. PyTorch hands none to those within SequentialLR and
/// ChainedScheduler.
enum class NestedLoss { Refused, Passed };

/// Builds the schedule that an option holds, which `path` names ("options.before"). Throws OptionError with a path that
/// begins with it: for unknown ids, refused options, and nesting beyond the limits.
std::unique_ptr<Schedule> makeNested(const Json& schedule, const std::string& path, std::int64_t steps,
                                     NestedLoss loss);

/// The same for a list, at least one: "options.schedulers[1]".
std::vector<std::unique_ptr<Schedule>> makeNestedList(const Json& schedules, const std::string& path,
                                                      std::int64_t steps, NestedLoss loss);

}  // namespace thalweg
