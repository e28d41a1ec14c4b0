#pragma once
/// `thalweg explain`: one step with its numbers.

#include <QStringList>

namespace thalweg {

inline constexpr const char* explainSummary = "Explain a step: every line of the update with its numbers.";
/// Throws UsageError, WorkError, ScenarioError.
void explain(const QStringList& arguments);

}  // namespace thalweg
