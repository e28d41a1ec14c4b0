#pragma once
/// Scenario files: JSON, UTF-8, version 1. The format is described in the README and is permanent.
/// Threads: all functions may be called from any thread. Numbers are read and written with a point in every locale.

#include "core/scenario/recorded_part.h"
#include "core/scenario/scenario.h"

#include <stdexcept>
#include <string>
#include <string_view>

namespace thalweg {

namespace limits {
inline constexpr int characters = 10'000;  ///< of a title, a label, a formula
}

/// Says where a scenario is wrong and what was expected, in one line: "panels[0].options.kappa: expected …".
class ScenarioError : public std::runtime_error {
 public:
  /// `place` is a JSON path, or "line 3, column 7" for text that is not JSON; may be empty.
  ScenarioError(std::string place, const std::string& message);
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  std::string place_;
};

/// Reads a scenario. Throws ScenarioError; unknown keys, wrong types, values out of range and unknown ids are refused.
/// `recorded`: where the recorded runs that it names may be.
Scenario parseScenario(std::string_view text, const RecordedSource& recorded = {});
/// The same of JSON that was read already.
Scenario scenarioOf(const Json& json, const RecordedSource& recorded = {});
/// Reads a file ("-": standard input) or a link (core/scenario/scenario_link.h); of a recorded run's file, a scenario
/// that shows it. Throws ScenarioError, also for what cannot be read.
Scenario loadScenario(const std::string& path, const RecordedReading& reading = {});
/// The file's text: stable key order, shortest numbers that read back to the same bits, a final newline. Recorded runs
/// are named relative to `folder`, where one is given. Throws ScenarioError where they are not in it.
std::string writeScenario(const Scenario& scenario, const std::string& folder = {});
/// Writes atomically: the old file stays whole until the new one is. Throws ScenarioError.
void saveScenario(const Scenario& scenario, const std::string& path);
/// Checks all that parseScenario checks, for scenarios that were edited. Throws ScenarioError.
void validateScenario(const Scenario& scenario);

}  // namespace thalweg
