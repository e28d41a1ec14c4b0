#pragma once
/// The `lesson` part of scenario files. Errors: ScenarioError with the place. Threads: pure functions.

#include "core/scenario/json_node.h"
#include "core/scenario/lesson.h"

namespace thalweg {

/// Unknown keys, wrong types and texts beyond `limits` are refused; what changes and conditions mean is not looked at.
Lesson readLesson(const JsonNode& node);
nlohmann::ordered_json writeLesson(const Lesson& lesson);

}  // namespace thalweg
