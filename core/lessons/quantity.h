#pragma once
/// What conditions and values of lessons may ask about a path: the table of names.
/// Threads: immutable.

#include "core/lessons/run_facts.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// What a quantity is asked of.
struct QuantityQuery {
  const RunFacts& facts;
  const Objective& objective;
  const Trajectory& path;
  std::span<const double> arguments;  ///< after the contender's number
};

/// "loss(contender, step)". Its value may be infinite: of what was never reached. It throws LessonError where the
/// surface does not have it or an argument is out of range.
struct Quantity {
  std::string_view name;
  std::string_view arguments;  ///< after the contender's number, for messages: "coordinate, step"
  std::size_t least = 0;       ///< so many must be there
  std::size_t most = 0;
  std::string_view tip;
  double (*value)(const QuantityQuery& query);
  std::string_view chart = {};  ///< the chart whose lines are its values, step by step; empty: none
};

/// All of them, a line each.
const std::vector<Quantity>& quantities();
/// nullptr if unknown.
const Quantity* findQuantity(std::string_view name);

}  // namespace thalweg
