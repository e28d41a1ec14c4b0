#pragma once
/// The display in a scenario file, by its table alone. Absent means default.
/// Threads: pure functions.

#include "core/scenario/display.h"
#include "core/scenario/json_node.h"

namespace thalweg {

/// {"azimuth", "elevation", "zoom", "pan": [x, y]}. Throws ScenarioError.
Camera readCamera(const JsonNode& node);
/// What differs from the default.
nlohmann::ordered_json writeCamera(const Camera& camera);

/// Throws ScenarioError.
Display readDisplay(const JsonNode& node);
/// What differs from the default, in the table's order; an empty object if nothing does.
nlohmann::ordered_json writeDisplay(const Display& display);

}  // namespace thalweg
