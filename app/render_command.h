#pragma once
/// `thalweg render`: a scenario as a picture.

#include <QStringList>

namespace thalweg {

inline constexpr const char* renderSummary = "Render a scenario to a picture or an animation.";

/// Throws UsageError, WorkError, ScenarioError.
void render(const QStringList& arguments);

}  // namespace thalweg
