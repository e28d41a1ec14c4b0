#include "core/scenario/chart_description.h"

#include <algorithm>

namespace thalweg {

bool ChartMeasures::hold(const ChartMeasures& wanted) const {
  ChartMeasures both = *this;
  both.add(wanted);
  return both == *this;
}

void ChartMeasures::add(const ChartMeasures& more) {
  tests = tests || more.tests;
  rates = rates || more.rates;
  realised = realised || more.realised;
  seen = seen || more.seen;
  bounds = bounds || more.bounds;
  planeLoss = planeLoss || more.planeLoss;
  sharpness = sharpness || more.sharpness;
  angles = angles || more.angles;
  memory = memory || more.memory;
  state = state || more.state;
}

const std::vector<DisplayChoice>& chartScales(const ChartDescription& card) {
  const auto own = [&](const DisplayItem& item) {
    const auto* text = std::get_if<std::string Display::*>(&item.member);
    return text && *text == card.scale;
  };
  if (card.scale) return std::ranges::find_if(displayItems(), own)->choices;
  static const std::vector<DisplayChoice>& choices = displayItem("chart_scales").choices;
  static const std::vector<DisplayChoice> linearFirst(choices.rbegin(), choices.rend());
  return card.linear ? linearFirst : choices;
}

const std::string& chartScale(const Display& display, const ChartDescription& card) {
  if (card.scale) return display.*card.scale;
  const auto chosen = display.chartScales.find(card.id);
  return chosen == display.chartScales.end() ? chartScales(card).front().id : chosen->second;
}

void setChartScale(Display& display, const ChartDescription& card, const std::string& scale) {
  if (card.scale)
    display.*card.scale = scale;
  else if (scale == chartScales(card).front().id)
    display.chartScales.erase(card.id);  // what is left out has the default
  else
    display.chartScales[card.id] = scale;
}

}  // namespace thalweg
