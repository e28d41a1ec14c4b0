#include "core/scenario/lesson_pages.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/conditions.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>

namespace thalweg {

LessonPart::LessonPart(Lesson lesson) : lesson_(std::make_shared<const Lesson>(std::move(lesson))) {}

bool LessonPart::operator==(const LessonPart& other) const {
  if (lesson_ == other.lesson_) return true;
  return lesson_ && other.lesson_ && *lesson_ == *other.lesson_;
}

namespace {

Json fileOf(Scenario scenario) {
  scenario.lesson = {};
  return Json::parse(writeScenario(scenario));
}

void merge(Json& target, const Json& change, const std::string& place);

void mergeList(Json& list, const Json& change, const std::string& place) {
  std::vector<std::size_t> removed;
  for (const auto& [key, value] : change.items()) {
    const auto number = parseNumber(key);
    const std::string at = place + "[" + key + "]";
    if (!number || *number < 0 || *number > static_cast<double>(list.size()) ||
        std::to_string(static_cast<std::size_t>(*number)) != key)
      throw ScenarioError(at, "expected the number of an entry, 0 to " + std::to_string(list.size()));
    const auto index = static_cast<std::size_t>(*number);
    if (value.is_null() && index < list.size()) {
      removed.push_back(index);
    } else {
      if (index == list.size()) list.push_back(Json());
      merge(list[index], value, at);
    }
  }
  std::ranges::sort(removed, std::greater<>());
  for (const std::size_t index : removed) list.erase(index);
}

void merge(Json& target, const Json& change, const std::string& place) {
  if (!change.is_object()) {
    target = change;
  } else if (target.is_array()) {
    mergeList(target, change, place);
  } else {
    if (!target.is_object()) target = Json::object();
    for (const auto& [key, value] : change.items()) {
      if (value.is_null())
        target.erase(key);
      else
        merge(target[key], value, place + "." + key);
    }
  }
}

Scenario read(const Json& file, const std::string& place) {
  try {
    return scenarioOf(file);
  } catch (const ScenarioError& error) {
    throw ScenarioError(place, error.what());
  }
}

/// "[3]" at the start of `text` is taken off.
std::optional<std::size_t> takeIndex(std::string_view& text) {
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return {};
  const auto number = parseNumber(text.substr(1, end - 1));
  if (!number || *number < 0 || *number >= 1e6 || *number != static_cast<double>(static_cast<std::size_t>(*number)))
    return {};
  text.remove_prefix(end + 1);
  return static_cast<std::size_t>(*number);
}

/// The option `name`, or an entry of it, among `card`'s; its place in the file.
std::string optionPlace(const Card* card, std::string_view name) {
  const std::size_t bracket = std::min(name.find('['), name.size());
  const OptionDescription* option = card ? card->find(std::string(name.substr(0, bracket))) : nullptr;
  if (!option) return {};
  std::string_view rest = name.substr(bracket);
  if (!rest.empty()) {
    const auto entry = takeIndex(rest);
    if (!entry || *entry >= option->elements.size() || !rest.empty()) return {};
  }
  return "options." + option->id;
}

}  // namespace

std::string controlPlace(const Scenario& page, const std::string& path) {
  std::string_view rest = path;
  const auto after = [&rest](std::string_view prefix) {
    const bool has = rest.starts_with(prefix);
    if (has) rest.remove_prefix(prefix.size());
    return has;
  };
  if (path == "steps" || path == "seed") return path;
  if (after("gradient.")) return conditionsCard().find(std::string(rest)) && rest != "seed" ? path : "";
  if (after("contenders")) {
    const auto index = takeIndex(rest);
    if (!index || *index >= page.contenders.size() || !after(".")) return {};
    const Contender& contender = page.contenders[*index];
    const std::string head = "contenders[" + std::to_string(*index) + "].";
    if (rest == "schedule" || rest == "optimizer") return head + std::string(rest);
    std::string place;
    if (after("schedule.")) {
      place = contender.schedule ? optionPlace(findSchedule(contender.schedule->name), rest) : "";
      if (!place.empty()) place.insert(0, "schedule.");
    } else if (after("groups")) {
      const auto group = takeIndex(rest);
      if (!group || *group >= contender.groups.size() || !after(".")) return {};
      place = optionPlace(findOptimizer(contender.optimizer), rest);
      if (!place.empty()) place.insert(0, "groups[" + std::to_string(*group) + "].");
    } else if (after("base_options.")) {
      place = "options.base_options." + std::string(rest);
    } else {
      place = optionPlace(findOptimizer(contender.optimizer), rest);
    }
    return place.empty() ? place : head + place;
  }
  if (after("panels")) {
    const auto index = takeIndex(rest);
    if (!index || *index >= page.panels.size() || !after(".")) return {};
    const std::string head = "panels[" + std::to_string(*index) + "].";
    if (rest == "start" || rest == "objective") return head + std::string(rest);
    const std::string place = optionPlace(findObjective(page.panels[*index].objective), rest);
    return place.empty() ? place : head + place;
  }
  return {};
}

std::vector<std::string> differences(const Scenario& a, const Scenario& b) {
  std::vector<std::string> places;
  for (const Json& change : Json::diff(fileOf(a), fileOf(b))) {
    const Json::json_pointer pointer(change.at("path").get<std::string>());
    std::string place;
    for (Json::json_pointer at = pointer; !at.empty(); at = at.parent_pointer()) {
      const std::string& key = at.back();
      const bool index = !key.empty() && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
      place.insert(0, index ? "[" + key + "]" : "." + key);
    }
    places.push_back(place.starts_with('.') ? place.substr(1) : place);
  }
  return places;
}

Scenario changed(const Scenario& scenario, const Json& change, const std::string& place) {
  Json file = fileOf(scenario);
  merge(file, change, place);
  Scenario result = read(file, place);
  result.lesson = scenario.lesson;
  return result;
}

namespace {

/// RFC 7386: lists are exchanged whole, what is gone becomes null.
Json patchBetween(const Json& from, const Json& to) {
  if (!from.is_object() || !to.is_object()) return to;
  Json patch = Json::object();
  for (const auto& [key, value] : from.items()) {
    if (!to.contains(key)) patch[key] = nullptr;
  }
  for (const auto& [key, value] : to.items()) {
    const auto before = from.find(key);
    if (before == from.end())
      patch[key] = value;
    else if (*before != value)
      patch[key] = patchBetween(*before, value);
  }
  return patch;
}

}  // namespace

Json changeBetween(const Scenario& from, const Scenario& to) { return patchBetween(fileOf(from), fileOf(to)); }

std::string pagePlace(std::size_t page) { return "lesson.pages[" + std::to_string(page) + "]"; }

std::vector<Scenario> pageScenarios(const Scenario& scenario) {
  std::vector<Scenario> pages;
  Json file = fileOf(scenario);
  for (const LessonPage& page : scenario.lesson->pages) {
    const std::string place = pagePlace(pages.size()) + ".show";
    merge(file, page.show, place);
    pages.push_back(read(file, place));
  }
  return pages;
}

Scenario sketchScenario(const Scenario& page, const LessonQuestion& ask, std::size_t answer, const std::string& place) {
  Json file = fileOf(page);
  merge(file["contenders"][ask.contender], *ask.answers[answer].contender, place);
  return read(file, place);
}

namespace {

void checkQuestion(const Scenario& page, const LessonQuestion& ask, const std::string& place) {
  if (ask.panel >= page.panels.size())
    throw ScenarioError(place + ".panel", "there are only " + std::to_string(page.panels.size()) + " panels");
  if (ask.contender >= page.contenders.size())
    throw ScenarioError(place + ".contender",
                        "there are only " + std::to_string(page.contenders.size()) + " contenders");
  const bool drawn = ask.kind == LessonQuestion::Kind::Endpoint || ask.kind == LessonQuestion::Kind::Path;
  const Panel& panel = page.panels[ask.panel];
  if (drawn && panel.projection.value_or(page.display.projection) == "3d")
    throw ScenarioError(place + ".panel", "one marks and draws on maps, and the panel shows a landscape");
  if (ask.kind == LessonQuestion::Kind::Path && makeObjective(panel)->dimension() < 2)
    throw ScenarioError(place + ".panel", "a path is drawn on a surface, and the panel shows a curve");
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    if (ask.answers[a].contender) sketchScenario(page, ask, a, place + ".answers[" + std::to_string(a) + "].contender");
  }
}

void checkTask(const Scenario& page, const LessonPage& written, const std::vector<std::string>& controls,
               const std::string& place) {
  const Scenario solved = changed(page, written.task->solution, place + ".solution");
  for (const std::string& difference : differences(page, solved)) {
    const bool allowed = std::ranges::any_of(controls, [&](const std::string& control) {
      return difference.starts_with(control) &&
             (difference.size() == control.size() || difference[control.size()] == '.' ||
              difference[control.size()] == '[');
    });
    // What had no options before gets all of them at once.
    const bool parent = std::ranges::any_of(
        controls, [&](const std::string& control) { return control.starts_with(difference + "."); });
    if (!allowed && !parent)
      throw ScenarioError(place + ".solution", "it changes " + difference + ", which is not among the page's controls");
  }
}

}  // namespace

void checkPages(const Scenario& scenario) {
  const std::vector<Scenario> pages = pageScenarios(scenario);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const LessonPage& written = scenario.lesson->pages[i];
    const std::string place = pagePlace(i);
    if (written.panel >= std::max<std::size_t>(1, pages[i].panels.size()))
      throw ScenarioError(place + ".panel", "there are only " + std::to_string(pages[i].panels.size()) + " panels");
    std::vector<std::string> controls;
    for (std::size_t c = 0; c < written.controls.size(); ++c) {
      controls.push_back(controlPlace(pages[i], written.controls[c]));
      if (controls.back().empty())
        throw ScenarioError(
            place + ".controls[" + std::to_string(c) + "]",
            "expected an option such as \"contenders[0].lr\", a start, \"steps\" or \"seed\", found \"" +
                written.controls[c] + "\"");
    }
    if (written.ask) checkQuestion(pages[i], *written.ask, place + ".ask");
    if (written.task) checkTask(pages[i], written, controls, place + ".try");
    for (std::size_t c = 0; c < written.claims.size(); ++c) {
      if (written.claims[c].with)
        changed(pages[i], *written.claims[c].with, place + ".claims[" + std::to_string(c) + "].with");
    }
  }
}

}  // namespace thalweg
