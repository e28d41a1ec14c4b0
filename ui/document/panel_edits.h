#pragma once
/// Edits of a scenario's panels, which keep what hangs on a panel's place: contenders' own starts, the enlarged panel,
/// the layout. Threads: pure functions on a value.

#include "core/scenario/scenario.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// How many panels a layout can show at once.
inline constexpr std::array<int, 5> layoutCounts = {1, 2, 3, 4, 6};

/// Another objective in the panel's place, with its own options, view and starts.
void chooseObjective(Scenario& scenario, std::size_t panel, const std::string& id);
/// A panel behind `after` (in front, if there is none at all); returns its index. A layout that showed all panels
/// grows.
std::size_t addPanel(Scenario& scenario, std::size_t after, const std::string& id);
/// A panel behind `panel` that shows the same objective as `kind` (core/scenario/view_kind.h) says; returns its index.
std::size_t addKindPanel(Scenario& scenario, std::size_t panel, std::string_view kind);
/// Whether a panel shows data, and not its objective's surface.
[[nodiscard]] bool showsData(const Panel& panel);
/// Whether the panel shows a phase portrait in place of its surface.
[[nodiscard]] bool showsPhase(const Panel& panel);
/// The panel with other options; what no longer fits them, such as a plane of coordinates that have gone, is left out.
/// A panel of the same objective beside it that shows it in another way has them, too.
void setOptions(Scenario& scenario, std::size_t panel, const Panel& changed);
/// The last panel stays.
void removePanel(Scenario& scenario, std::size_t panel);
/// The panel takes the place of the one at `to`; those between move up.
void movePanel(Scenario& scenario, std::size_t from, std::size_t to);
/// Where all begin that have no start of their own there or, given a contender, where that one alone begins.
void setStart(Scenario& scenario, std::size_t panel, std::optional<std::size_t> contender,
              const std::vector<double>& point);
/// Takes the contenders' own starts there away.
void shareStart(Scenario& scenario, std::size_t panel);
/// Where all begin that have no start of their own there: the panel's start, else the objective's first.
[[nodiscard]] std::vector<double> commonStart(const Panel& panel, const Objective& objective);
[[nodiscard]] bool hasOwnStart(const Scenario& scenario, std::size_t panel, std::size_t contender);
[[nodiscard]] bool hasOwnStarts(const Scenario& scenario, std::size_t panel);

/// How a panel's surface is seen ("2d", "3d") and how its height is measured ("auto", "linear", "log"): its own, else
/// the display's.
[[nodiscard]] const std::string& projectionOf(const Scenario& scenario, std::size_t panel);
[[nodiscard]] const std::string& heightOf(const Scenario& scenario, std::size_t panel);
/// Of all panels: none keeps one of its own.
void setProjection(Scenario& scenario, const std::string& id);
void setHeight(Scenario& scenario, const std::string& id);
/// Of one panel: its own where it differs from the display's.
void setProjection(Scenario& scenario, std::size_t panel, const std::string& id);
void setHeight(Scenario& scenario, std::size_t panel, const std::string& id);

}  // namespace thalweg
