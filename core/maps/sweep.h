#pragma once
/// Outcome maps: what one contender on one panel comes to for each pair of values of two hyper-parameters, or for each
/// value of one.
///
/// Every cell is traced by itself, since cells share no options: 128 × 128 cells of 300 steps take a third of a second
/// of one core. Threads: functions may be called from any thread and use all cores; results are immutable values.
/// Errors: OptionError for axes that do not exist, std::invalid_argument for sizes out of range. A cell whose options
/// do not fit together (Nesterov without momentum) has −1 steps.

#include "core/maps/cell_map.h"
#include "core/scenario/axis.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace thalweg {

struct SweepRequest {
  std::size_t panel = 0;
  std::size_t contender = 0;
  Axis x;
  std::optional<Axis> y;  ///< none: a strip of one row
  bool ends = false;      ///< keep the end points
  double tolerance = 1e-3;
  bool operator==(const SweepRequest&) const = default;
};

struct SweepMap : CellMap {
  Axis x;
  std::optional<Axis> y;
  /// First step with f − f* at most `tolerance` of f − f* at the start, f* the least known minimum; −1: none, also
  /// where no minimum is known.
  std::vector<std::int32_t> reached;
};

using SweepProgress = std::function<void(std::shared_ptr<const SweepMap>)>;

/// Computes the map; nullptr after a stop request. `progress` gets coarser ones first, not the complete one.
std::shared_ptr<const SweepMap> sweepMap(const Scenario& scenario, const SweepRequest& request,
                                         std::stop_token stop = {}, const SweepProgress& progress = {},
                                         unsigned threads = 0);

/// How a rate does over several surfaces, worst last.
enum class RateOutcome { Converges, NotYet, Local, Oscillates, Diverges };
RateOutcome rateOutcome(Outcome outcome);

/// The worst outcome of the contender at each of `rates`, of all panels of the scenario that have an objective; a rate
/// that does not fit the other options counts as none. Empty for methods without a rate, or after a stop request.
std::vector<RateOutcome> rateStrip(const Scenario& scenario, std::size_t contender,
                                   const std::vector<std::shared_ptr<const Objective>>& objectives,
                                   const std::vector<double>& rates, std::stop_token stop = {});

/// What theory says of gradient descent and heavy ball on a quadratic whose curvatures lie between `least` and `most`.
struct QuadraticTheory {
  double least = 0;
  double most = 0;
  double heldMomentum = 0;  ///< of the contender as it is
  /// 2(1 + μ)/λmax: rates from here on diverge.
  [[nodiscard]] double stableRate(double momentum) const { return 2 * (1 + momentum) / most; }
  /// The rate and momentum with the fastest worst-case convergence (Polyak 1964); with `momentum` false those of plain
  /// descent, 2/(λmin + λmax) and 0. None unless λmin > 0.
  [[nodiscard]] std::optional<std::pair<double, double>> optimum(bool momentum) const;
};
/// None unless the contender is one of those with a constant rate and plain gradients, and the panel a quadratic.
std::optional<QuadraticTheory> quadraticTheory(const Scenario& scenario, std::size_t panel, std::size_t contender,
                                               const Objective& objective);

}  // namespace thalweg
