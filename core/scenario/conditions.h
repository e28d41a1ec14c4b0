#pragma once
/// The gradient conditions and the seed of a scenario as options with descriptions, so that rows, checks and messages
/// are those of every other option.
/// Threads: as core/contracts/catalog.h.

#include "core/scenario/scenario.h"

namespace thalweg {

/// The settings under their names in scenario files: noise, batch, sampling, paired, accumulate, clip_norm, clip_value,
/// zero_between, steps_per_epoch, watch_test; and the seed.
const Card& conditionsCard();
/// The same without the seed: what a contender may have of its own.
const Card& ownConditionsCard();

/// Those that differ from their defaults.
Options conditionOptions(const Scenario& scenario);

Options conditionOptions(const GradientConditions& conditions);
/// The conditions that such options, without a seed, say. Throws OptionError.
GradientConditions conditionsOfOptions(const Options& options);

/// Takes them over; what is absent gets its default. Throws OptionError with a path such as "options.batch".
void setConditions(Scenario& scenario, const Options& options);

}  // namespace thalweg
