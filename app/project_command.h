#pragma once
/// `thalweg project`: a panel's paths as they lie in a plane, as data.

#include <QStringList>

namespace thalweg {

inline constexpr const char* projectSummary = "Project paths into a plane and say what it leaves out.";

/// Throws UsageError, WorkError, ScenarioError.
void project(const QStringList& arguments);

}  // namespace thalweg
