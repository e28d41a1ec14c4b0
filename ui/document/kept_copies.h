#pragma once
/// What was tried on one of the program's own scenarios and left without saving: kept as files, the newest of them, to
/// be found again among the recent ones. Threads: GUI thread only.

#include "core/scenario/scenario.h"

#include <QString>

namespace thalweg {

inline constexpr int mostKeptCopies = 10;

/// Writes `scenario` into `folder` under a name made of `name` and the time, lets go of older copies than
/// `mostKeptCopies`, and returns the file's path. Throws ScenarioError where it cannot be written.
QString keepCopy(const Scenario& scenario, const QString& folder, const QString& name);

}  // namespace thalweg
