#include "ui/lessons/lesson_control.h"

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/conditions.h"
#include "core/scenario/contender.h"
#include "core/scenario/contender_names.h"

#include <charconv>
#include <string_view>

namespace thalweg {

namespace {

/// "name[3]" in front of `text` is taken off; its number.
std::optional<std::size_t> takeEntry(std::string_view& text, std::string_view name) {
  if (!text.starts_with(name) || text.size() <= name.size() || text[name.size()] != '[') return {};
  const std::string_view rest = text.substr(name.size() + 1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  const auto digits = static_cast<std::size_t>(end - rest.data());
  if (error != std::errc() || digits >= rest.size() || rest[digits] != ']') return {};
  text = rest.substr(digits + 1);
  if (text.starts_with('.')) text.remove_prefix(1);
  return number;
}

/// Option and element that `name` ("betas[1]") means among `card`'s.
bool describe(LessonControl& control, const Card* card, std::string_view name) {
  const std::string id(name.substr(0, name.find('[')));
  control.option = card ? card->find(id) : nullptr;
  if (!control.option) return false;
  std::string_view rest = name;
  if (const auto element = takeEntry(rest, id)) control.element = static_cast<int>(*element);
  return true;
}

/// Reads and sets an option in a map of options that `find` finds in a scenario.
void bind(LessonControl& control, std::function<Options&(Scenario&)> find) {
  const OptionDescription* option = control.option;
  control.value = [option, find](const Scenario& scenario) {
    Scenario copy = scenario;
    return optionValue(*option, find(copy), scenario.steps);
  };
  control.set = [option, find](Scenario& scenario, const Json& value) { find(scenario)[option->id] = value; };
}

std::optional<LessonControl> contenderControl(const Scenario& scenario, std::size_t index, std::string_view rest) {
  if (index >= scenario.contenders.size()) return {};
  const Contender& contender = scenario.contenders[index];
  LessonControl control;
  control.owner = contenderName(scenario, index);
  if (rest.starts_with("schedule.")) {
    if (!contender.schedule || !describe(control, findSchedule(contender.schedule->name), rest.substr(9))) return {};
    bind(control, [index](Scenario& s) -> Options& { return s.contenders[index].schedule->options; });
    return control;
  }
  if (const auto group = takeEntry(rest, "groups")) {
    if (*group >= contender.groups.size() || !describe(control, findOptimizer(contender.optimizer), rest)) return {};
    bind(control, [index, at = *group](Scenario& s) -> Options& { return s.contenders[index].groups[at].options; });
    control.value = [option = control.option, index, at = *group](const Scenario& s) {
      return optionValue(*option, groupOptions(s.contenders[index], at), s.steps);
    };
    return control;
  }
  if (!describe(control, findOptimizer(contender.optimizer), rest)) return {};
  bind(control, [index](Scenario& s) -> Options& { return s.contenders[index].options; });
  return control;
}

}  // namespace

std::optional<LessonControl> lessonControl(const Scenario& scenario, const std::string& path) {
  std::string_view rest = path;
  if (const auto index = takeEntry(rest, "contenders")) return contenderControl(scenario, *index, rest);
  LessonControl control;
  if (const auto index = takeEntry(rest, "panels")) {
    if (*index >= scenario.panels.size()) return {};
    control.owner = displayName(scenario.panels[*index]);
    if (!describe(control, findObjective(scenario.panels[*index].objective), rest)) return {};
    bind(control, [at = *index](Scenario& s) -> Options& { return s.panels[at].options; });
    return control;
  }
  if (!rest.starts_with("gradient.") && rest != "seed") return {};
  if (rest != "seed") rest.remove_prefix(9);
  if (!describe(control, &conditionsCard(), rest)) return {};
  const OptionDescription* option = control.option;
  control.value = [option](const Scenario& s) { return optionValue(*option, conditionOptions(s), s.steps); };
  control.set = [option](Scenario& s, const Json& value) {
    Options options = conditionOptions(s);
    options[option->id] = value;
    setConditions(s, options);
  };
  return control;
}

}  // namespace thalweg
