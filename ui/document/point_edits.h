#pragma once
/// Edits of the samples that a panel's objective is learned from. The first one makes the built-in samples the
/// scenario's own; a panel that shows the surface and one that shows its data have them together. Errors: OptionError
/// where the objective does not take them, and then the scenario is as it was. Threads: pure functions on a value.

#include "core/contracts/dataset.h"
#include "core/objectives/point_text.h"
#include "core/scenario/scenario.h"

#include <optional>

namespace thalweg {

/// Whether the panel's objective can be learned from samples of one's own.
[[nodiscard]] bool takesPoints(const Panel& panel);
/// Whether it is.
[[nodiscard]] bool hasOwnPoints(const Panel& panel);
/// What a text of points for the panel is to have.
[[nodiscard]] PointColumns expectedColumns(const Panel& panel);

/// Takes samples of one's own from a panel that is not part of a scenario yet.
void leaveOutPoints(Panel& panel);
/// Other samples altogether.
void setPoints(Scenario& scenario, std::size_t panel, const PointText& points);
/// The built-in samples again.
void dropPoints(Scenario& scenario, std::size_t panel);

/// Of samples in the plane that the picture of `objective`'s data shows: y is the value of those of one input. A class
/// counts from 0.
SampleRef addPoint(Scenario& scenario, std::size_t panel, const Objective& objective, double x, double y, int itsClass,
                   bool test);
void movePoint(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample, double x,
               double y);
/// False, and nothing is done, for the last sample to learn from.
bool removePoint(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample);
void setPointClass(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample,
                   int itsClass);
/// How many classes the objective can be given, 0 where its samples have none.
[[nodiscard]] int mostClasses(const Panel& panel, const Objective& objective);
/// The class of a sample, from 0 on; 0 where there are none.
[[nodiscard]] int pointClass(const Objective& objective, const SampleRef& sample);

}  // namespace thalweg
