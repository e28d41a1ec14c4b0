#pragma once
/// Changes to a scenario's contenders, as values: what the dock and its cards do to them.
/// A contender keeps its colour and marker when its place changes. Threads: pure functions.

#include "core/contracts/optimizer.h"
#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

#include <functional>

namespace thalweg {

/// Adds a contender with a mark that no other has, while there are any left.
void addContender(Scenario& scenario, const OptimizerCard& optimizer, const Theme& theme);
/// A branch of contender `index` at `step`, below it, with its mark; returns where it stands.
std::size_t branchContender(Scenario& scenario, std::size_t index, std::int64_t step);
/// A ghost of contender `index` as it is now, with its mark, at the end.
void pinGhost(Scenario& scenario, std::size_t index);
/// Contender `index` and two copies below it with batches of 1, 8 and 50 samples of their own.
void raceBatches(Scenario& scenario, std::size_t index, const Theme& theme);
/// A copy below `index`, with a mark of its own.
void duplicateContender(Scenario& scenario, std::size_t index, const Theme& theme);
/// Its branches become whole.
void removeContender(Scenario& scenario, std::size_t index, const Theme& theme);
/// Moves contender `from` so that it is the one at `to`.
void moveContender(Scenario& scenario, std::size_t from, std::size_t to, const Theme& theme);

/// Puts another optimizer in a contender's place. What was set of the options that both have stays, with the rate, the
/// schedule and the groups, as far as the new one takes them.
void exchangeOptimizer(Contender& contender, const OptimizerCard& next, Index dimension, std::int64_t steps);

/// The rate as it is set, or its default. Only for methods with a rate.
[[nodiscard]] double rateOf(const Contender& contender);

/// A label that says an option's value, "lr 0.02", says the one that it has now. `before`: the same contender without
/// the change.
void keepLabelTrue(Contender& now, const Contender& before);

/// Below contender `index` one that is typed and does the same; nothing where no rule can
/// (core/expression/rule_lines.h).
void addAsRule(Scenario& scenario, std::size_t index, const Theme& theme);

/// Shows `index` alone or, where it is alone already, all.
void showAlone(Scenario& scenario, std::size_t index);
[[nodiscard]] bool isAlone(const Scenario& scenario, std::size_t index);

}  // namespace thalweg
