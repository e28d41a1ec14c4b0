#pragma once
/// What the sources of charts have in common. Threads: as ui/scenes/chart_scene.h.

#include "ui/scenes/axis_painter.h"
#include "ui/scenes/chart_scene.h"

#include <cmath>
#include <vector>

namespace thalweg {

/// Pixels along a line: a companion's dashes, a share's dots, and what they take with their gaps.
inline constexpr double kChartDash = 5, kChartDashPeriod = 9;
inline constexpr double kChartDot = 1, kChartDotPeriod = 4;

/// A value as the axis has it; NaN: none.
inline double valueOnAxis(double y, bool logarithmic) {
  return logarithmic ? (y > 0 ? std::log10(y) : std::nan("")) : y;
}

inline bool isDrawn(const SeriesData& series) { return series.visible && series.y; }
/// Of a step.
inline double xOf(const SeriesData& series, Index step) {
  return series.x ? (*series.x)[step] : static_cast<double>(step);
}
/// Points that are drawn; 0: none.
Index lengthOf(const SeriesData& series);
Index bandLength(const SeriesData& series);

/// Pixels from the frame to the end of the title of the axis from 0 to 1.
double shareRoomRight(const Theme& theme);
/// Pixels above the frame for what its kinds of lines are called.
double keyRoom(const Theme& theme);

/// Whether the step's box hides labels below it by the ground's colour. Where there is no ground, the labels beside the
/// box are painted with it.
bool labelsWithGround(const Theme& theme);
/// What labels take to the left of the frame.
double valueLabelRoom(const ChartFrame& frame, const Theme& theme);

std::vector<Tick> stepTicks(const ChartFrame& frame, const Theme& theme);
/// The middle of a tick's label, `half` its width: the last one does not run out of the chart.
double stepLabelPlace(const ChartFrame& frame, const Tick& tick, double half, const Theme& theme);

}  // namespace thalweg
