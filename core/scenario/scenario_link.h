#pragma once
/// A scenario or a lesson as one link: "thalweg:" and its file, without spaces, as core/base/packed_text.h packs it.
/// Checked as files are. Errors: ScenarioError. Threads: pure functions.

#include "core/scenario/scenario_file.h"

namespace thalweg {

namespace limits {
inline constexpr std::size_t linkBytes = 1u << 20;  ///< of a link's text
}

/// Whether `text` begins as a link does. A file of such a name is reached as ./thalweg:…
bool isScenarioLink(std::string_view text);
std::string scenarioLink(const Scenario& scenario);
Scenario scenarioOfLink(std::string_view link);

}  // namespace thalweg
