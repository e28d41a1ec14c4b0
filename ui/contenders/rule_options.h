#pragma once
/// A typed rule's parameters as options of the card that is in force for it, and back.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"

#include <QString>

namespace thalweg {

/// What a card in force depends on besides numbers.
[[nodiscard]] QString ruleKey(const OptimizerCard& card, const Options& options);
/// The options of a contender with each parameter as an option of its own, as the card in force has them. Those of
/// cards that are not of rules are left as they are.
[[nodiscard]] Options ruleFlattened(const OptimizerCard& general, const OptimizerCard& inForce, const Options& options);
/// The reverse.
[[nodiscard]] Options ruleGathered(const OptimizerCard& general, const OptimizerCard& inForce, const Options& flat);

}  // namespace thalweg
