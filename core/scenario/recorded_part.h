#pragma once
/// The recorded runs of a scenario: where they may be read from, and the panels and contenders that show them.
///
/// In files: {"recorded": "run.npz"}, or a list of names; a panel {"objective": "recorded"}; contenders
/// {"optimizer": "recorded", "run": 0}. Panels, contenders and steps that are left out are made from the runs. Names
/// are relative to the scenario's folder and lead nowhere else: a scenario from elsewhere reads no other files.
/// Errors: ScenarioError with the place. Threads: pure functions.

#include "core/recorded/recorded_file.h"
#include "core/scenario/json_node.h"
#include "core/scenario/scenario.h"

#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

inline constexpr std::string_view recordedId = "recorded";  ///< of objective and optimizer

/// Where the runs that a scenario names may be.
struct RecordedSource {
  std::string folder = {};  ///< the scenario's; empty: it has none, and may name no runs
  bool anywhere = false;    ///< what this program wrote for itself, with whole names
  RecordedReading reading = {};
};

/// Reads the runs that `node`, the member "recorded", names.
void readRecorded(const JsonNode& node, const RecordedSource& source, Scenario& scenario);
/// Makes what is not there: panels, contenders, the number of steps.
void completeRecorded(Scenario& scenario, bool panels, bool contenders, bool steps);
/// Whether contenders name runs that are there.
void checkRecorded(const Scenario& scenario);
/// The names of the runs' files relative to `folder`; whole where it is empty.
nlohmann::ordered_json writeRecorded(const RecordedRuns& recorded, const std::string& folder);
/// A scenario that shows the runs of files that were chosen by hand.
Scenario recordedScenario(const std::vector<std::string>& files, const RecordedReading& reading = {});

}  // namespace thalweg
