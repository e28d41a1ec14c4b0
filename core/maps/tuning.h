#pragma once
/// Equal-budget tuning: for each contender the learning rate (and, if asked, a second number) that serves it best.
///
/// Conventions. Every run may ask for `budget` gradients and ends before the step that would ask for more; schedules
/// span `budget` steps. A run on a panel scores log₁₀((f − f*)/(f₀ − f*)), f its last loss, f₀ its first, f* the known
/// global minimum, where none is known the least loss of all runs on that panel; never below −16. A run that diverges
/// scores +∞. A setting's score is the mean over the panels, and the lowest wins, of equals the smaller rate. Rates are
/// searched on `rates` values evenly spread over the slider, then on as many between the best one's neighbours; the
/// second number, if any, on `others` values over its slider.
/// Threads: may be called from any thread, uses all cores; results are values. Errors: OptionError.

#include "core/runs/outcome.h"
#include "core/scenario/axis.h"

#include <functional>
#include <stop_token>

namespace thalweg {

struct TuningRequest {
  std::vector<std::size_t> contenders;
  std::vector<std::size_t> panels;
  std::int64_t budget = 300;  ///< ≥ 1 gradient evaluations a run
  Index rates = 31;
  std::string other;  ///< axis id of a second number, such as "momentum"; contenders without it have only the rate
  Index others = 9;
  bool operator==(const TuningRequest&) const = default;
};

struct TunedSetting {
  double rate = 0;
  double other = 0;
  double score = 0;
};

struct Tuned {
  std::size_t contender = 0;
  std::string rateId;   ///< empty: the method has no rate, and nothing was searched
  std::string otherId;  ///< empty: only the rate was searched
  TunedSetting best;
  double before = 0;                ///< score of the settings as they were
  std::vector<double> losses;       ///< at best, a panel each
  std::vector<Outcome> outcomes;    ///< likewise
  std::vector<TunedSetting> curve;  ///< by rising rate: all rates tried at the best second number
  std::int64_t runs = 0;
};

/// Progress: so many runs done of about so many.
using TuningProgress = std::function<void(std::int64_t done, std::int64_t all)>;

/// An entry a contender; empty after a stop request.
std::vector<Tuned> tune(const Scenario& scenario, const TuningRequest& request, std::stop_token stop = {},
                        const TuningProgress& progress = {});

/// Writes a result into the scenario.
void applyTuned(Scenario& scenario, const Tuned& tuned);

}  // namespace thalweg
