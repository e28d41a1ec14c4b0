#pragma once
/// The colour and marker of a contender: its own, else those of its parent, where it is a branch, else those of its
/// place. The same on card, path, chart and timeline. Threads: pure functions.

#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

namespace thalweg {

[[nodiscard]] ContenderMark contenderMark(const Theme& theme, const Scenario& scenario, std::size_t index);

}  // namespace thalweg
