#pragma once
/// The scenarios that the program brings along, from resources/scenarios, in the order of its index.
/// Threads: read once, at the first call; afterwards any thread may read.

#include "core/scenario/scenario.h"

#include <QString>

#include <vector>

namespace thalweg {

struct BuiltInScenario {
  QString id;  ///< permanent; the file's name
  QString group;
  QString description;  ///< one sentence or two
  QString trial;        ///< one thing to try, a sentence
  Scenario scenario;
};

/// What the program opens with stands first.
[[nodiscard]] const std::vector<BuiltInScenario>& builtInScenarios();

/// Description and trial of the one that `scenario` is, as it came; empty for any other.
[[nodiscard]] QString wordsOf(const Scenario& scenario);

}  // namespace thalweg
