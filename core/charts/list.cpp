#include "core/charts/chart.h"

#include <algorithm>
#include <deque>
#include <stdexcept>

// The catalogue: a line a chart, the function that describes it, defined in a file of this folder.
// A macro, since a table could not declare what it lists.
// clang-format off
#define THALWEG_CHARTS(X) \
  X(lossChart) \
  X(learningRateChart) \
  X(gradientNormChart) \
  X(stepLengthChart) \
  X(distanceChart) \
  X(effectiveRateChart) \
  X(realisedRateChart) \
  X(updateAngleChart) \
  X(momentumShareChart) \
  X(stateChart) \
  X(differenceChart) \
  X(testLossChart) \
  X(accuracyChart) \
  X(planeLossChart) \
  X(sharpnessChart)
// clang-format on

namespace thalweg {

#define THALWEG_DECLARE(name) const ChartDescription& name();
THALWEG_CHARTS(THALWEG_DECLARE)

namespace {

std::vector<const ChartDescription*>& allCharts() {
#define THALWEG_LIST(name) &name(),
  static std::vector<const ChartDescription*> cards = {THALWEG_CHARTS(THALWEG_LIST)};
  return cards;
}

}  // namespace

const std::vector<const ChartDescription*>& chartDescriptions() { return allCharts(); }

const ChartDescription* findChart(std::string_view id) {
  const auto found = std::ranges::find(chartDescriptions(), id, &ChartDescription::id);
  return found == chartDescriptions().end() ? nullptr : *found;
}

void addChart(ChartDescription card) {
  if (findChart(card.id)) throw std::invalid_argument("there is a chart \"" + card.id + "\" already");
  static std::deque<ChartDescription> own;
  allCharts().push_back(&own.emplace_back(std::move(card)));
}

}  // namespace thalweg
