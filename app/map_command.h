#pragma once
/// `thalweg map`: basin maps, outcome maps, ensembles and tuning as data or pictures.

#include <QStringList>

namespace thalweg {

inline constexpr const char* mapSummary = "Map where starts or settings lead; tune; run ensembles.";

/// Throws UsageError, WorkError, ScenarioError.
void map(const QStringList& arguments);

}  // namespace thalweg
