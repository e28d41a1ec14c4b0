#pragma once
/// Cards of objectives that are made from a plain function with its options as members.

#include "core/contracts/objective.h"

#include <memory>
#include <utility>

namespace thalweg {

/// The dimensions that an objective takes.
struct Dimensions {
  Index min = 2;
  Index max = 2;  ///< 0: any
  Index step = 1;
};

/// The dimension asked for, or 2 (the least allowed, where that is more) where it is 0. Throws OptionError, path
/// "dimension".
Index checkedDimension(const Card& card, const Dimensions& allowed, Index dimension);

/// `build(function, dimension)` is called with all options assigned and the dimension checked; before that,
/// `function.prepare()` or `prepare(dimension)`, where there is one, computes what depends on these alone.
template <class F, class Build>
ObjectiveCard makeCard(Card about, const Dimensions& allowed, Build build) {
  ObjectiveCard card{std::move(about), allowed.min, allowed.max, allowed.step, {}, {}};
  if constexpr (requires { F::planar; }) card.planar = F::planar;
  card.make = [described = static_cast<const Card&>(card), allowed, build](
                  const Options& options, Index dimension) -> std::shared_ptr<const Objective> {
    F function;
    assignOptions(described, options, &function);
    const Index chosen = checkedDimension(described, allowed, dimension);
    if constexpr (requires { function.prepare(); }) function.prepare();
    if constexpr (requires { function.prepare(chosen); }) function.prepare(chosen);
    return build(function, chosen);
  };
  return card;
}

}  // namespace thalweg
