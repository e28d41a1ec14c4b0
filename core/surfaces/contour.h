#pragma once
/// Contour levels that read well, and lines of equal value through a field.
///
/// Method: marching squares with the asymptotic decider in ambiguous cells (Nielson & Hamann 1991), linear along cell
/// edges, joined into polylines and thinned to within 1/25 of a cell.
/// Threads: functions may be called from any thread; results are immutable values.

#include "core/surfaces/field.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

/// How levels are chosen.
enum class LevelRule {
  AboveMinimum,  ///< f* + 1, 3, 10, 30 … × 10^k; decades are labelled
  BothSigns,     ///< ±1, 2, 5 × 10^k and 0; every second one is labelled
  Decimal        ///< short decimals; those of a coarser grid are labelled
};

/// The rule that suits a surface: above the minimum for log colours, both signs where a view shows a saddle at 0 and no
/// minimum.
LevelRule levelRule(ColorScale scale, const std::vector<Landmark>& landmarks, const View& view);

struct ContourLevel {
  double value = 0;       ///< f on the line
  double shown = 0;       ///< what its label says: value, or value − f* above a minimum
  bool labelled = false;  ///< drawn stronger, with its value
  bool operator==(const ContourLevel&) const = default;
};

/// Rising levels within the field's range. But above a minimum a level stays only if at least 3 % of the view lies
/// between it and its neighbours. A rule that gives fewer than three levels gives way to Decimal.
std::vector<ContourLevel> contourLevels(const Field& field, LevelRule rule, std::optional<double> knownMinimum = {});

struct PlanePoint {
  double x = 0;
  double y = 0;
};

struct ContourLine {
  std::size_t level = 0;           ///< index in Contours::levels
  bool closed = false;             ///< the last point joins the first, which is not repeated
  std::vector<PlanePoint> points;  ///< higher ground on the left; at least two
};

struct Contours {
  std::vector<ContourLevel> levels;
  std::vector<ContourLine> lines;
};

/// Lines stop where the field is not finite. nullptr after a stop request.
std::shared_ptr<const Contours> traceContours(const Field& field, std::vector<ContourLevel> levels,
                                              std::stop_token stop = {});

}  // namespace thalweg
