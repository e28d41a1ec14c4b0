#pragma once
/// Edits of a scenario's panels, which keep what hangs on a panel's place: contenders' own starts, the enlarged panel,
/// the layout. Threads: pure functions on a value.

#include "core/scenario/scenario.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace thalweg {

/// How many panels a layout can show at once.
inline constexpr std::array<int, 5> layoutCounts = {1, 2, 3, 4, 6};

/// Another objective in the panel's place, with its own options, view and starts.
void chooseObjective(Scenario& scenario, std::size_t panel, const std::string& id);
/// A panel behind `after` (in front, if there is none at all); returns its index. A layout that showed all panels
/// grows.
std::size_t addPanel(Scenario& scenario, std::size_t after, const std::string& id);
/// The last panel stays.
void removePanel(Scenario& scenario, std::size_t panel);
/// The panel takes the place of the one at `to`; those between move up.
void movePanel(Scenario& scenario, std::size_t from, std::size_t to);
/// Where all begin that have no start of their own there or, given a contender, where that one alone begins.
void setStart(Scenario& scenario, std::size_t panel, std::optional<std::size_t> contender, std::vector<double> point);
/// Takes the contenders' own starts there away.
void shareStart(Scenario& scenario, std::size_t panel);
/// Where all begin that have no start of their own there: the panel's start, else the objective's first.
[[nodiscard]] std::vector<double> commonStart(const Panel& panel, const Objective& objective);
[[nodiscard]] bool hasOwnStart(const Scenario& scenario, std::size_t panel, std::size_t contender);
[[nodiscard]] bool hasOwnStarts(const Scenario& scenario, std::size_t panel);

}  // namespace thalweg
