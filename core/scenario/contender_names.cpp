#include "core/scenario/contender_names.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/branch.h"
#include "core/scenario/conditions.h"

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

void addConditions(std::vector<std::string>& parts, const Contender& own, const std::vector<const Contender*>& others) {
  std::vector<Options> conditions;
  for (const Contender* other : others)
    conditions.push_back(conditionOptions(other->gradient.value_or(GradientConditions{})));
  std::vector<const Options*> places;
  for (const Options& options : conditions) places.push_back(&options);
  const Options set = conditionOptions(own.gradient.value_or(GradientConditions{}));
  // What is not set needs no word.
  Card card = ownConditionsCard();
  std::erase_if(card.options, [&](const OptionDescription& option) { return !set.contains(option.id); });
  addDifferences(parts, card, set, places, 0);
}

std::string joined(std::string name, const std::vector<std::string>& parts) {
  for (std::size_t k = 0; k < std::min(parts.size(), mostParts); ++k) name += ", " + parts[k];
  return name;
}

/// "Momentum, momentum 0.98": the parent's name and what the branch has otherwise.
std::string branchName(const Scenario& scenario, std::size_t index, const std::string& parentName) {
  const Contender& own = scenario.contenders[index];
  const Contender& parent = scenario.contenders[own.branch->of];
  std::vector<std::string> parts;
  const OptimizerCard* card = findOptimizer(own.optimizer);
  if (own.optimizer != parent.optimizer)
    parts.push_back(card ? card->label : own.optimizer);
  else if (card)
    addDifferences(parts, *card, own.options, {&parent.options}, scenario.steps);
  if (own.schedule != parent.schedule) {
    if (own.schedule)
      addSchedule(parts, own, {&parent}, scenario.steps);
    else
      parts.emplace_back("no schedule");
  }
  if (own.groups != parent.groups) parts.emplace_back("groups");
  if (own.gradient != parent.gradient) {
    const std::size_t before = parts.size();
    addConditions(parts, own, {&parent});
    if (parts.size() == before) parts.emplace_back("gradients");
  }
  if (parts.empty()) parts.push_back(own.ghost ? "pinned" : "from step " + std::to_string(own.branch->step));
  return joined(parentName, parts);
}

/// A branch without a label of its own.
bool namedByParent(const Scenario& scenario, std::size_t index) {
  const Contender& own = scenario.contenders[index];
  return own.branch && own.label.empty() && own.branch->of < scenario.contenders.size() &&
         !scenario.contenders[rootOf(scenario, index)].branch;
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
  addConditions(parts, own, others);
  const auto differ = [&](auto member) {
    return std::ranges::any_of(others, [&](const Contender* other) { return other->*member != own.*member; });
  };
  if (!own.groups.empty() && differ(&Contender::groups)) parts.emplace_back("groups");
  if (!own.start.empty() && differ(&Contender::start)) parts.emplace_back("own start");
  return joined(plain[index], parts);
}

}  // namespace

std::vector<std::string> contenderNames(const Scenario& scenario) {
  std::vector<std::string> plain;
  for (const Contender& contender : scenario.contenders) plain.push_back(displayName(contender));
  std::vector<std::string> names = plain;
  const auto isBranch = [&](std::size_t i) { return namedByParent(scenario, i); };
  for (std::size_t i = 0; i < plain.size(); ++i) {
    // Told by their parents, so that those need no more than their own name.
    if (isBranch(i)) plain[i].clear();
  }
  // Among all others, which have their names already.
  const auto number = [&](std::size_t i) {
    const std::string name = names[i];
    const auto taken = [&] {
      for (std::size_t j = 0; j < names.size(); ++j) {
        if (j != i && names[j] == names[i] && (j < i || isBranch(i) > isBranch(j))) return true;
      }
      return false;
    };
    for (int k = 2; taken(); ++k) names[i] = name + " (" + std::to_string(k) + ")";
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!scenario.contenders[i].label.empty() || isBranch(i) || std::ranges::count(plain, plain[i]) < 2) continue;
    names[i] = fullName(scenario, i, plain);
    number(i);
  }
  std::vector<bool> named(names.size(), false);
  const auto name = [&](std::size_t i, const auto& self) -> void {
    if (named[i] || !isBranch(i)) return;
    named[i] = true;
    const std::size_t parent = scenario.contenders[i].branch->of;
    self(parent, self);
    names[i] = branchName(scenario, i, names[parent]);
  };
  for (std::size_t i = 0; i < names.size(); ++i) name(i, name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (isBranch(i)) number(i);
  }
  return names;
}

std::string contenderName(const Scenario& scenario, std::size_t contender) {
  const Contender& own = scenario.contenders[contender];
  const std::string plain = displayName(own);
  if (namedByParent(scenario, contender)) return contenderNames(scenario)[contender];
  const bool alone = !own.label.empty() || std::ranges::count_if(scenario.contenders, [&](const Contender& other) {
                                             return displayName(other) == plain;
                                           }) == 1;
  return alone ? plain : contenderNames(scenario)[contender];
}

}  // namespace thalweg
