#pragma once
/// Matrices that a scenario has in files beside its own: an option of kind Matrix that is {"file": name}.
///
/// Names are relative to the scenario's folder and lead nowhere outside of it, by ".." or by links. What is read
/// stands in the scenario from then on, packed, so that it can be edited, undone, linked to and saved anywhere.
/// Threads: callable from any thread.

#include "core/scenario/scenario.h"

#include <string>

namespace thalweg {

/// Puts numbers in the place of files' names. Where a file knows the box of its numbers, options `x` and `y` that the
/// card has and the panel does not are set to it. Throws ScenarioError.
void embedMatrixFiles(Scenario& scenario, const std::string& folder);

}  // namespace thalweg
