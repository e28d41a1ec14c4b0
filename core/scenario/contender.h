#pragma once
/// What a contender amounts to before it runs: the options and rates of its parameter groups, and whether it can run.
/// Threads: pure functions.

#include "core/scenario/scenario.h"

namespace thalweg {

struct OptimizerCard;

/// The contender's options with those of its group `group` over them.
Options groupOptions(const Contender& contender, std::size_t group);

/// The rate of each parameter group at the start, in the order of a run: the groups named, then the coordinates that no
/// group names, if there are any among `dimension`. Empty for methods without a rate.
std::vector<double> initialRates(const Contender& contender, Index dimension);

/// The rates during steps 0 … steps − 1 without a run: a row a step, a column a group; a schedule that follows the loss
/// takes it as constant.
Eigen::ArrayXXd previewRates(const Contender& contender, Index dimension, std::int64_t steps,
                             std::int64_t stepsPerEpoch = 1);

/// Throws OptionError at "optimizer" if the method keeps matrices that so many coordinates would make too large.
void checkDimension(const OptimizerCard& card, Index dimension);

/// Throws OptionError with a path relative to the contender ("options.lr", "groups[0].options.lr",
/// "schedule.options.gamma") if it cannot run in `dimension` coordinates over so many steps.
void checkContender(const Contender& contender, Index dimension, std::int64_t steps);

}  // namespace thalweg
