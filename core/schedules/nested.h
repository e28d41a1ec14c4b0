#pragma once
/// Schedules inside the options of others: {"name": "StepLR", "options": {…}}.
/// Threads: pure functions.

#include "core/contracts/schedule.h"

namespace thalweg {

/// How many levels of schedules one may hold, and how many schedules in all.
inline constexpr int deepestNesting = 8;
inline constexpr int mostNested = 64;

/// Builds the schedule that an option holds, which `path` names ("options.before"). Throws OptionError with a path that
/// begins with it: for unknown ids, refused options, schedules that follow the loss (PyTorch's composites hand none
/// on), and nesting beyond the limits.
std::unique_ptr<Schedule> makeNested(const Json& schedule, const std::string& path, std::int64_t steps);

/// The same for a list, at least one: "options.schedulers[1]".
std::vector<std::unique_ptr<Schedule>> makeNestedList(const Json& schedules, const std::string& path,
                                                      std::int64_t steps);

}  // namespace thalweg
