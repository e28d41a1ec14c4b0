#pragma once
/// Hyper-parameters as axes of maps: named as on the command line, divided as their sliders are.
///
/// Names: an option of the contender ("lr", "betas[0]", "base_options.lr"), of its schedule ("schedule.T_max") or of
/// the panel's objective ("objective.kappa"). Errors: OptionError whose message lists what there is. Threads: pure
/// functions.

#include "core/scenario/scenario.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace thalweg {

struct Axis {
  std::string id;
  std::string label;   ///< plain words
  std::string symbol;  ///< TeX; may be empty
  SliderRange range;
  Index cells = 0;
  bool integer = false;  ///< takes whole numbers only
  /// The part of the range that the axis shows, as shares of it: a map that is magnified.
  double low = 0;
  double high = 1;

  /// Where cell centres lie on the axis: equal steps of the value, its logarithm, or that of 1 − value. Integers are
  /// rounded.
  [[nodiscard]] double value(Index cell) const;
  /// The cell-free form: `position` in [0, 1] along the axis, and back (clamped).
  [[nodiscard]] double at(double position) const;
  [[nodiscard]] double position(double value) const;
  [[nodiscard]] bool isWhole() const { return low == 0 && high == 1; }
  /// The same axis over another part of its range.
  [[nodiscard]] Axis part(double newLow, double newHigh, Index newCells) const;
  bool operator==(const Axis&) const = default;
};

/// The axis of option `id` over its slider's range, or over `range`.
Axis makeAxis(const Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id, Index cells,
              std::optional<std::pair<double, double>> range = {});

/// The ids of all numbers that can be axes, the contender's first.
std::vector<std::string> axisIds(const Scenario& scenario, std::size_t panel, std::size_t contender);

/// The value in force.
double axisValue(const Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id);
/// Sets it, without a check.
void setAxisValue(Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id, double value);

}  // namespace thalweg
