#include "core/scenario/contender_names.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"

#include <algorithm>

namespace thalweg {

namespace {

constexpr std::size_t mostParts = 3;  // of a name: more would be a list of options

std::string valueText(const Json& value) {
  if (value.is_number()) return formatSignificant(value.get<double>(), 4);
  if (value.is_null()) return "none";
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump();
  std::string list;
  for (const Json& part : value) list += (list.empty() ? "" : ", ") + valueText(part);
  return "(" + list + ")";
}

/// "AMSGrad", "lr 0.02"; empty for a switch that is off: its absence says so.
std::string partText(const OptionDescription& option, const Json& value) {
  if (option.kind != OptionKind::Boolean) return option.id + " " + valueText(value);
  return value == true ? option.label : std::string();
}

/// What `card`'s options have otherwise in `own` than in some of `others`.
void addDifferences(std::vector<std::string>& parts, const Card& card, const Options& own,
                    const std::vector<const Options*>& others, std::int64_t steps) {
  const bool typed = std::ranges::any_of(
      card.options, [](const OptionDescription& option) { return option.kind == OptionKind::Parameters; });
  for (const OptionDescription& option : card.options) {
    // Lines and their parameters are no names.
    if (typed && (option.kind == OptionKind::Parameters || option.kind == OptionKind::Expression)) continue;
    const Json value = optionValue(option, own, steps);
    const auto differs = [&](const Options* other) { return optionValue(option, *other, steps) != value; };
    if (std::ranges::none_of(others, differs)) continue;
    std::string part = partText(option, value);
    if (!part.empty()) parts.push_back(std::move(part));
  }
}

void addSchedule(std::vector<std::string>& parts, const Contender& own, const std::vector<const Contender*>& others,
                 std::int64_t steps) {
  if (!own.schedule) return;
  const ScheduleCard* card = findSchedule(own.schedule->name);
  std::vector<const Options*> same;
  for (const Contender* other : others) {
    if (other->schedule && other->schedule->name == own.schedule->name) same.push_back(&other->schedule->options);
  }
  if (!card || same.size() < others.size())
    parts.push_back(card && !card->label.empty() ? card->label : own.schedule->name);
  if (card) addDifferences(parts, *card, own.schedule->options, same, steps);
}

std::string fullName(const Scenario& scenario, std::size_t index, const std::vector<std::string>& plain) {
  const Contender& own = scenario.contenders[index];
  std::vector<const Contender*> others;
  std::vector<const Options*> options;
  for (std::size_t j = 0; j < plain.size(); ++j) {
    const Contender& other = scenario.contenders[j];
    if (j == index || plain[j] != plain[index] || other.optimizer != own.optimizer) continue;
    others.push_back(&other);
    options.push_back(&other.options);
  }
  std::vector<std::string> parts;
  if (const OptimizerCard* card = findOptimizer(own.optimizer))
    addDifferences(parts, *card, own.options, options, scenario.steps);
  addSchedule(parts, own, others, scenario.steps);
  const auto differ = [&](auto member) {
    return std::ranges::any_of(others, [&](const Contender* other) { return other->*member != own.*member; });
  };
  if (!own.groups.empty() && differ(&Contender::groups)) parts.emplace_back("groups");
  if (!own.start.empty() && differ(&Contender::start)) parts.emplace_back("own start");
  std::string name = plain[index];
  for (std::size_t k = 0; k < std::min(parts.size(), mostParts); ++k) name += ", " + parts[k];
  return name;
}

}  // namespace

std::vector<std::string> contenderNames(const Scenario& scenario) {
  std::vector<std::string> plain;
  for (const Contender& contender : scenario.contenders) plain.push_back(displayName(contender));
  std::vector<std::string> names = plain;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!scenario.contenders[i].label.empty() || std::ranges::count(plain, plain[i]) < 2) continue;
    const std::string name = fullName(scenario, i, plain);
    names[i] = name;
    // Among those before it, which have their names already.
    const auto before = names.begin() + static_cast<std::ptrdiff_t>(i);
    for (int number = 2; std::find(names.begin(), before, names[i]) != before; ++number)
      names[i] = name + " (" + std::to_string(number) + ")";
  }
  return names;
}

std::string contenderName(const Scenario& scenario, std::size_t contender) {
  const Contender& own = scenario.contenders[contender];
  const std::string plain = displayName(own);
  const bool alone = !own.label.empty() || std::ranges::count_if(scenario.contenders, [&](const Contender& other) {
                                             return displayName(other) == plain;
                                           }) == 1;
  return alone ? plain : contenderNames(scenario)[contender];
}

}  // namespace thalweg
