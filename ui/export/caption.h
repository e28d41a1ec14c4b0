#pragma once
/// What a picture shows, in words: enough to make it again.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

#include <QString>

#include <string>
#include <vector>

namespace thalweg {

/// Objectives with their options and starts and whether they are seen in relief, optimizers with rate, options and
/// schedules, gradient conditions, step, steps and seed: a sentence each. `panels` are those that are shown.
QString captionText(const Scenario& scenario, const std::vector<std::size_t>& panels, std::int64_t step);

/// A contender: name, options, schedule, parameter groups. Options named in `without` are left out.
QString contenderText(const Contender& contender, const std::vector<std::string>& without = {});
/// What differs from exact gradients of all samples; empty: nothing does.
QString conditionsText(const GradientConditions& conditions);

}  // namespace thalweg
