#pragma once
/// Basin and outcome maps in colours.
///
/// Basins: a hue a minimum, strong where few steps were needed and fading towards the ground with more; unfinished runs
/// grey, diverged ones the strongest contrast to the ground. Threads: pure functions.

#include "core/maps/basin.h"
#include "core/maps/sweep.h"
#include "ui/look/theme.h"

#include <QColor>
#include <QImage>
#include <QString>

#include <vector>

namespace thalweg {

/// The hue of landmark `index`.
QColor basinColor(const Theme& theme, int index);
/// What an outcome is coloured by where no landmark was reached.
QColor outcomeColor(const Theme& theme, Outcome outcome);

/// One pixel a cell, top row first.
QImage basinImage(const BasinMap& map, const Theme& theme);

/// What an outcome map is coloured by.
enum class SweepColoring { Outcome, FinalLoss, StepsToTolerance };
/// From little (0) to much (1), of losses and steps.
QColor sweepRamp(const Theme& theme, double share);
QImage sweepImage(const SweepMap& map, SweepColoring coloring, const Theme& theme);

/// One entry of a legend.
struct MapLegendEntry {
  QColor color;
  QString label;
};
/// "Adam ends at": what stands before a basin map's legend.
QString basinOwner(const Scenario& scenario, std::size_t contender);
/// What occurs in a map, the most frequent first.
std::vector<MapLegendEntry> basinLegend(const BasinMap& map, const std::vector<Landmark>& landmarks,
                                        const Theme& theme);
std::vector<MapLegendEntry> outcomeLegend(const CellMap& map, const Theme& theme);
/// An outcome in words.
QString outcomeWords(Outcome outcome);

}  // namespace thalweg
