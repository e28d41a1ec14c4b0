#include "core/scenario/scenario_size.h"

#include "core/base/format.h"
#include "core/contracts/catalog.h"

#include <cmath>

namespace thalweg {

namespace {

/// Beside the point: loss, gradient norm, rate, three counts of evaluations, and two for what charts add.
constexpr double besideThePoint = 8;

double valuesOfAState(const Scenario& scenario, const std::vector<Index>& dimensions) {
  double values = 0;
  for (const Index dimension : dimensions) {
    if (dimension > 0) values += static_cast<double>(dimension) + besideThePoint;
  }
  return values * static_cast<double>(scenario.contenders.size());
}

std::string counted(std::size_t number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

}  // namespace

double valuesOfPaths(const Scenario& scenario, const std::vector<Index>& dimensions) {
  return valuesOfAState(scenario, dimensions) * static_cast<double>(scenario.steps + 1);
}

void checkSize(const Scenario& scenario, const std::vector<Index>& dimensions) {
  const double values = valuesOfPaths(scenario, dimensions);
  if (!(values > limits::allValues)) return;
  const std::string all =
      counted(scenario.panels.size(), "panel") + " and " + counted(scenario.contenders.size(), "contender");
  const double fitting = std::floor(limits::allValues / valuesOfAState(scenario, dimensions)) - 1;
  if (fitting < 1) {
    throw OptionError("panels", "expected fewer panels, contenders or coordinates: at each step " + all + " hold " +
                                    formatSignificant(valuesOfAState(scenario, dimensions), 3) +
                                    " numbers, and there is room for " + formatSignificant(limits::allValues, 3) +
                                    " in all");
  }
  throw OptionError("steps", "expected at most " + std::to_string(static_cast<std::int64_t>(fitting)) + " for " + all +
                                 ", found " + std::to_string(scenario.steps) + ": their paths would hold " +
                                 formatSignificant(values, 3) + " numbers, and there is room for " +
                                 formatSignificant(limits::allValues, 3));
}

}  // namespace thalweg
