#include "core/reports/measures.h"

#include "core/runs/path_measures.h"
#include "core/runs/sharpness.h"

#include <algorithm>

namespace thalweg {

namespace {

using PathColumn = Column (*)(const Trajectory&, const Objective&);

/// Where the path is measured; nothing elsewhere.
auto measuredValues(PathColumn values) {
  return [values](const Trajectory& path, const Objective& objective) -> Column {
    return measuredOnly(path, values(path, objective));
  };
}

}  // namespace

const std::vector<Measure>& measures() {
  static const std::vector<Measure> all = {
      {"test_loss", "loss on held-out data", measuredValues(testLosses)},
      {"accuracy", "fraction of training samples classified rightly", measuredValues(accuracies)},
      {"test_accuracy", "fraction of held-out samples classified rightly", measuredValues(testAccuracies)},
      {"sharpness", "largest eigenvalue of the Hessian",
       [](const Trajectory& path, const Objective& objective) { return sharpnessAlong(objective, path.points); }},
  };
  return all;
}

const Measure* findMeasure(std::string_view id) {
  const auto found = std::ranges::find(measures(), id, &Measure::id);
  return found == measures().end() ? nullptr : &*found;
}

std::string measureIds() {
  std::string ids;
  for (const Measure& measure : measures()) ids += (ids.empty() ? "" : ", ") + measure.id;
  return ids;
}

}  // namespace thalweg
