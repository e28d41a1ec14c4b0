#include "core/scenario/axis.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/view_fit.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// A logarithmic axis from 0 spans so much.
constexpr double decades = 1e-6;

double toAxis(Scale scale, double value) {
  if (scale == Scale::Log) return std::log10(value);
  if (scale == Scale::LogOneMinus) return -std::log10(1 - value);
  return value;
}

double fromAxis(Scale scale, double at) {
  if (scale == Scale::Log) return std::pow(10.0, at);
  if (scale == Scale::LogOneMinus) return 1 - std::pow(10.0, -at);
  return at;
}

std::pair<double, double> ends(const SliderRange& range) {
  double min = range.min;
  double max = range.max;
  if (range.scale == Scale::Log) {
    if (max <= 0) max = 1;
    if (min <= 0) min = decades * max;
  }
  if (range.scale == Scale::LogOneMinus && max >= 1) max = 1 - decades;
  return {toAxis(range.scale, min), toAxis(range.scale, max)};
}

/// A number among options: which map of options, and which option and element in it.
struct Place {
  const Card* card = nullptr;
  const OptionDescription* option = nullptr;
  Options* options = nullptr;
  std::size_t element = 0;
  bool nested = false;     // of a wrapped optimizer
  bool parameter = false;  // of a typed rule
  std::shared_ptr<const OptimizerCard> inForce = {};
};

bool isAxis(const OptionDescription& d) {
  if (d.kind == OptionKind::List) return !d.elements.empty();
  return (d.kind == OptionKind::Real || d.kind == OptionKind::Integer) && d.slider.min < d.slider.max;
}

void addIds(const Card* card, const std::string& prefix, std::vector<std::string>& ids) {
  if (!card) return;
  for (const OptionDescription& d : card->options) {
    if (!isAxis(d)) continue;
    if (d.elements.empty()) ids.push_back(prefix + d.id);
    for (std::size_t i = 0; i < d.elements.size(); ++i) ids.push_back(prefix + d.id + "[" + std::to_string(i) + "]");
  }
}

/// Parameters of a typed rule: what its card in force has and the general one has not.
void addParameterIds(const OptimizerCard* card, const Options& options, std::vector<std::string>& ids) {
  if (!card || !card->inForce) return;
  for (const OptionDescription& d : cardInForce(*card, options)->options)
    if (!card->find(d.id) && isAxis(d)) ids.push_back("parameters." + d.label);
}

const OptimizerCard* baseOf(const OptimizerCard* card, const Options& options) {
  const OptionDescription* base = card ? card->find("base") : nullptr;
  return base ? findOptimizer(optionValue(*base, options).get<std::string>()) : nullptr;
}

[[noreturn]] void refuse(const Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id) {
  std::string known;
  for (const std::string& axis : axisIds(scenario, panel, contender)) known += (known.empty() ? "" : ", ") + axis;
  throw OptionError({}, "there is no number \"" + id + "\" to vary; there are " + known);
}

Place find(Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id) {
  Contender& c = scenario.contenders[contender];
  Place place;
  std::string name = id;
  const auto after = [&name](const char* prefix) {
    const bool has = name.starts_with(prefix);
    if (has) name.erase(0, std::string_view(prefix).size());
    return has;
  };
  const OptimizerCard* optimizer = findOptimizer(c.optimizer);
  if (after("objective.")) {
    place.card = findObjective(scenario.panels[panel].objective);
    place.options = &scenario.panels[panel].options;
  } else if (after("schedule.")) {
    if (!c.schedule) throw OptionError({}, "\"" + id + "\": the contender has no schedule");
    place.card = findSchedule(c.schedule->name);
    place.options = &c.schedule->options;
  } else if (after("base_options.")) {
    place.card = baseOf(optimizer, c.options);
    place.options = &c.options;
    place.nested = true;
  } else if (optimizer && optimizer->inForce && after("parameters.")) {
    place.inForce = cardInForce(*optimizer, c.options);
    place.card = place.inForce.get();
    place.options = &c.options;
    place.parameter = true;
    const auto found = std::ranges::find(place.card->options, name, &OptionDescription::label);
    if (found == place.card->options.end() || optimizer->find(found->id)) refuse(scenario, panel, contender, id);
    place.option = &*found;
    return place;
  } else {
    place.card = optimizer;
    place.options = &c.options;
  }
  if (const std::size_t bracket = name.find('['); bracket != std::string::npos && name.back() == ']') {
    const auto element = parseNumber(std::string_view(name).substr(bracket + 1, name.size() - bracket - 2));
    if (!element || *element < 0 || *element > 100) refuse(scenario, panel, contender, id);
    place.element = static_cast<std::size_t>(*element);
    name.erase(bracket);
    place.option = place.card ? place.card->find(name) : nullptr;
    if (!place.option || place.element >= place.option->elements.size()) refuse(scenario, panel, contender, id);
    return place;
  }
  place.option = place.card ? place.card->find(name) : nullptr;
  if (!place.option || !isAxis(*place.option) || !place.option->elements.empty())
    refuse(scenario, panel, contender, id);
  return place;
}

Json currentValue(const Place& place, std::int64_t steps) {
  if (place.parameter) return place.option->fallback;
  if (!place.nested) return optionValue(*place.option, *place.options, steps);
  const auto inner = place.options->find("base_options");
  return optionValue(*place.option, inner == place.options->end() ? Options{} : inner->second.get<Options>(), steps);
}

}  // namespace

double Axis::at(double where) const {
  const auto [first, last] = ends(range);
  const double value = fromAxis(range.scale, first + (last - first) * (low + (high - low) * where));
  return integer ? std::round(value) : value;
}

double Axis::value(Index cell) const {
  // In this order it is exact for the parts that tiles are, so that a cell has one value at whatever magnification.
  const double share =
      (static_cast<double>(cell) + 0.5) * (high - low) / static_cast<double>(std::max<Index>(1, cells));
  const auto [first, last] = ends(range);
  const double result = fromAxis(range.scale, first + (last - first) * (low + share));
  return integer ? std::round(result) : result;
}

double Axis::position(double v) const {
  const auto [first, last] = ends(range);
  if (range.scale == Scale::Log && !(v > 0)) return 0;
  if (range.scale == Scale::LogOneMinus && v >= 1) return 1;
  return std::clamp(((toAxis(range.scale, v) - first) / (last - first) - low) / (high - low), 0.0, 1.0);
}

Axis Axis::part(double newLow, double newHigh, Index newCells) const {
  Axis axis = *this;
  axis.low = newLow;
  axis.high = newHigh;
  axis.cells = newCells;
  return axis;
}

Axis makeAxis(const Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id, Index cells,
              std::optional<std::pair<double, double>> range) {
  Scenario copy = scenario;
  const Place place = find(copy, panel, contender, id);
  Axis axis{id,
            place.option->label,
            place.option->symbol,
            place.option->slider,
            cells,
            place.option->kind == OptionKind::Integer};
  if (!place.option->elements.empty()) {
    const ElementDescription& element = place.option->elements[place.element];
    axis.label = element.label;
    axis.symbol = element.symbol;
    axis.range = element.slider;
  }
  if (range) {
    axis.range.min = range->first;
    axis.range.max = range->second;
    const bool fits = range->first < range->second && (axis.range.scale != Scale::Log || range->first > 0) &&
                      (axis.range.scale != Scale::LogOneMinus || range->second < 1);
    const std::string unfit = axis.range.scale == Scale::Log ? "" : unfitRange(range->first, range->second);
    if (fits && !unfit.empty()) throw OptionError({}, "\"" + id + "\": " + unfit);
    if (!fits) {
      throw OptionError(
          {}, "\"" + id + "\": expected a rising range" +
                  (axis.range.scale == Scale::Log           ? " above 0, as its axis is logarithmic"
                   : axis.range.scale == Scale::LogOneMinus ? " below 1, as its axis is logarithmic in 1 − value"
                                                            : "") +
                  ", found " + formatShort(range->first) + ":" + formatShort(range->second));
    }
  }
  return axis;
}

std::vector<std::string> axisIds(const Scenario& scenario, std::size_t panel, std::size_t contender) {
  const Contender& c = scenario.contenders[contender];
  const OptimizerCard* optimizer = findOptimizer(c.optimizer);
  std::vector<std::string> ids;
  addIds(optimizer, "", ids);
  addParameterIds(optimizer, c.options, ids);
  addIds(baseOf(optimizer, c.options), "base_options.", ids);
  if (c.schedule) addIds(findSchedule(c.schedule->name), "schedule.", ids);
  addIds(findObjective(scenario.panels[panel].objective), "objective.", ids);
  return ids;
}

double axisValue(const Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id) {
  Scenario copy = scenario;
  const Place place = find(copy, panel, contender, id);
  const Json value = currentValue(place, scenario.steps);
  const Json& number = place.option->elements.empty() ? value : value.at(place.element);
  return number.is_number() ? number.get<double>() : std::nan("");
}

void setAxisValue(Scenario& scenario, std::size_t panel, std::size_t contender, const std::string& id, double value) {
  const Place place = find(scenario, panel, contender, id);
  Json next = place.option->kind == OptionKind::Integer ? Json(std::llround(value)) : Json(value);
  if (!place.option->elements.empty()) {
    Json whole = currentValue(place, scenario.steps);
    whole.at(place.element) = next;
    next = std::move(whole);
  }
  if (place.parameter) {
    Json& all = (*place.options)["parameters"];
    if (!all.is_object()) all = Json::object();
    all[place.option->label]["value"] = std::move(next);
  } else if (place.nested) {
    Json& inner = (*place.options)["base_options"];
    if (!inner.is_object()) inner = Json::object();
    inner[place.option->id] = std::move(next);
  } else {
    (*place.options)[place.option->id] = std::move(next);
  }
}

}  // namespace thalweg
