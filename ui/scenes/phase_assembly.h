#pragma once
/// A phase portrait made of what was computed; part of ui/scenes/assembly.h, which calls it.
/// Threads: any thread.

#include "ui/scenes/assembly.h"
#include "ui/scenes/phase_picture.h"

#include <memory>
#include <vector>

namespace thalweg {

/// `atCursor`: of the curvature where each contender is at the step, else at the minimum where its path went.
std::shared_ptr<const PhasePicture> phasePicture(const Scenario& scenario, const PanelResults& results,
                                                 const Chosen& chosen, bool atCursor, const Theme& theme);

/// How each method that is shown is damped at the step, by the curvature at its minimum.
std::vector<OutcomeEntry> phaseEntries(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                       const Theme& theme);

}  // namespace thalweg
