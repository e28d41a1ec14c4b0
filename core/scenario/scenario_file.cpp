#include "core/scenario/scenario_file.h"

#include "core/base/data_text.h"
#include "core/base/file.h"
#include "core/contracts/dataset.h"
#include "core/contracts/matrix_option.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender.h"
#include "core/scenario/display_file.h"
#include "core/scenario/json_node.h"
#include "core/scenario/lesson_file.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/matrix_files.h"
#include "core/scenario/scenario_link.h"
#include "core/scenario/scenario_size.h"
#include "core/scenario/view_fit.h"
#include "core/scenario/view_kind.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <set>
#include <span>
#include <system_error>

namespace thalweg {

namespace {
constexpr std::size_t longestPlace = 300;  // bytes; a key may be as long as a file
}

ScenarioError::ScenarioError(std::string place, const std::string& message)
    : std::runtime_error((place.empty() ? "" : printable(place, longestPlace) + ": ") + printable(message)),
      place_(std::move(place)) {}

namespace {

using Ordered = nlohmann::ordered_json;

View readView(const JsonNode& node) {
  node.onlyKeys({"x", "y"});
  View view;
  const auto interval = [&](const char* key, double& low, double& high) {
    bool present = false;
    node.member(key, [&](const JsonNode& n) {
      present = true;
      const auto ends = n.numbers();
      if (ends.size() != 2 || !(ends[0] < ends[1])) n.refuse("two rising numbers");
      low = ends[0];
      high = ends[1];
    });
    return present;
  };
  if (!interval("x", view.xMin, view.xMax))
    throw ScenarioError(node.path() + ".x", "expected two rising numbers, found nothing");
  if (!interval("y", view.yMin, view.yMax)) view.yMin = view.yMax = 0;  // a curve chooses its own height
  return view;
}

Panel readPanel(const JsonNode& node) {
  node.onlyKeys({"objective", "options", "dimension", "start", "view", "view_kind", "phase_at", "plane", "projection",
                 "height", "camera"});
  Panel panel;
  node.member("objective", [&](const JsonNode& n) { panel.objective = n.string("an objective's id"); });
  if (panel.objective.empty())
    throw ScenarioError(node.path() + ".objective", "expected an objective's id, found nothing");
  node.member("options", [&](const JsonNode& n) { panel.options = n.options(); });
  node.member("dimension", [&](const JsonNode& n) {
    if (!n.isNull()) panel.dimension = n.integer(1, 1'000'000);
  });
  node.member("start", [&](const JsonNode& n) {
    panel.start = n.numbers();
    if (panel.start.empty()) n.refuse("at least one number");
  });
  node.member("view", [&](const JsonNode& n) {
    if (!n.isNull()) panel.view = readView(n);
  });
  node.member("plane", [&](const JsonNode& n) {
    if (!n.isNull()) panel.plane = readPlaneChoice(n);
  });
  const auto choice = [&](const char* key, std::optional<std::string>& value) {
    node.member(key, [&](const JsonNode& n) {
      std::vector<std::string_view> ids;
      for (const DisplayChoice& known : displayItem(key).choices) ids.push_back(known.id);
      if (!n.isNull()) value = n.oneOf(ids);
    });
  };
  node.member("view_kind", [&](const JsonNode& n) {
    std::vector<std::string_view> ids;
    for (const ViewKind& kind : viewKinds()) ids.push_back(kind.id);
    if (!n.isNull()) panel.viewKind = n.oneOf(ids);
  });
  node.member("phase_at", [&](const JsonNode& n) {
    if (!n.isNull()) panel.phaseAt = n.oneOf({"minimum", "cursor"});
  });
  choice("projection", panel.projection);
  choice("height", panel.height);
  node.member("camera", [&](const JsonNode& n) {
    if (!n.isNull()) panel.camera = readCamera(n);
  });
  return panel;
}

ScheduleChoice readSchedule(const JsonNode& node) {
  node.onlyKeys({"name", "options"});
  ScheduleChoice schedule;
  node.member("name", [&](const JsonNode& n) { schedule.name = n.string("a schedule's name"); });
  if (schedule.name.empty()) throw ScenarioError(node.path() + ".name", "expected a schedule's name, found nothing");
  node.member("options", [&](const JsonNode& n) { schedule.options = n.options(); });
  return schedule;
}

ParameterGroup readGroup(const JsonNode& node) {
  node.onlyKeys({"coordinates", "options"});
  ParameterGroup group;
  node.member("coordinates", [&](const JsonNode& n) {
    n.items("a list of coordinates", 1'000'000,
            [&](const JsonNode& c) { group.coordinates.push_back(c.integer(0, 999'999)); });
  });
  if (group.coordinates.empty()) throw ScenarioError(node.path() + ".coordinates", "expected at least one coordinate");
  node.member("options", [&](const JsonNode& n) { group.options = n.options(); });
  return group;
}

bool isColor(const std::string& text) {
  const auto hex = [](char c) { return std::strchr("0123456789abcdefABCDEF", c) != nullptr; };
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), hex);
}

GradientConditions readConditions(const JsonNode& node);

BranchPoint readBranch(const JsonNode& node) {
  node.onlyKeys({"of", "step"});
  BranchPoint branch;
  bool of = false;
  bool step = false;
  node.member("of", [&](const JsonNode& n) {
    of = true;
    branch.of = static_cast<std::size_t>(n.integer(0, static_cast<std::int64_t>(limits::contenders) - 1));
  });
  node.member("step", [&](const JsonNode& n) {
    step = true;
    branch.step = n.integer(0, limits::steps);
  });
  if (!of) throw ScenarioError(node.path() + ".of", "expected a contender's number from 0, found nothing");
  if (!step) throw ScenarioError(node.path() + ".step", "expected a number of steps, found nothing");
  return branch;
}

Contender readContender(const JsonNode& node) {
  node.onlyKeys({"optimizer", "options", "run", "schedule", "groups", "gradient", "branch", "label", "color", "marker",
                 "hidden", "flow", "modified_flow", "ghost", "start"});
  Contender contender;
  node.member("branch", [&](const JsonNode& n) {
    if (!n.isNull()) contender.branch = readBranch(n);
  });
  node.member("optimizer", [&](const JsonNode& n) { contender.optimizer = n.string("an optimizer's id"); });
  if (contender.optimizer.empty() && !contender.branch)
    throw ScenarioError(node.path() + ".optimizer", "expected an optimizer's id, found nothing");
  node.member("options", [&](const JsonNode& n) { contender.options = n.options(); });
  node.member("run", [&](const JsonNode& n) {
    if (!n.isNull())
      contender.run = static_cast<std::size_t>(n.integer(0, static_cast<std::int64_t>(limits::contenders) - 1));
  });
  node.member("schedule", [&](const JsonNode& n) {
    if (!n.isNull()) contender.schedule = readSchedule(n);
  });
  node.member("groups", [&](const JsonNode& n) {
    if (!n.isNull())
      n.items("a list of groups", 1'000'000, [&](const JsonNode& g) { contender.groups.push_back(readGroup(g)); });
  });
  node.member("gradient", [&](const JsonNode& n) {
    if (!n.isNull()) contender.gradient = readConditions(n);
  });
  node.member("label", [&](const JsonNode& n) { contender.label = n.string("a text"); });
  node.member("color", [&](const JsonNode& n) {
    contender.color = n.string("a colour such as \"#D55E00\"");
    if (!isColor(contender.color)) n.refuse("a colour such as \"#D55E00\"");
  });
  node.member("marker", [&](const JsonNode& n) {
    contender.marker = n.string("a marker's name");
    const bool known = std::ranges::any_of(contenderMarkers, [&](const char* id) { return contender.marker == id; });
    if (known) return;
    std::string names;
    for (const char* id : contenderMarkers) names += (names.empty() ? "" : ", ") + std::string(id);
    n.refuse("one of " + names);
  });
  node.member("hidden", [&](const JsonNode& n) { contender.hidden = n.boolean(); });
  node.member("flow", [&](const JsonNode& n) { contender.flow = n.boolean(); });
  node.member("modified_flow", [&](const JsonNode& n) { contender.modifiedFlow = n.boolean(); });
  node.member("ghost", [&](const JsonNode& n) { contender.ghost = n.boolean(); });
  node.member("start", [&](const JsonNode& n) {
    n.items("a list with an entry for each panel", limits::panels, [&](const JsonNode& s) {
      if (s.isNull())
        contender.start.emplace_back();
      else
        contender.start.emplace_back(s.numbers());
    });
  });
  return contender;
}

GradientConditions readConditions(const JsonNode& node) {
  node.onlyKeys({"noise", "batch", "sampling", "paired", "accumulate", "clip_norm", "clip_value", "zero_between",
                 "steps_per_epoch", "watch_test"});
  GradientConditions g;
  const Range positive{.min = 0, .minExcluded = true};
  node.member("noise", [&](const JsonNode& n) { g.noise = n.number({.min = 0}); });
  node.member("batch", [&](const JsonNode& n) {
    if (!n.isNull()) g.batch = n.integer(1, 1'000'000);
  });
  node.member("sampling", [&](const JsonNode& n) {
    const std::string sampling = n.string("\"shuffle\" or \"replacement\"");
    if (sampling != "shuffle" && sampling != "replacement") n.refuse("\"shuffle\" or \"replacement\"");
    g.replacement = sampling == "replacement";
  });
  node.member("paired", [&](const JsonNode& n) { g.paired = n.boolean(); });
  node.member("accumulate", [&](const JsonNode& n) { g.accumulate = n.boolean(); });
  node.member("clip_norm", [&](const JsonNode& n) {
    if (!n.isNull()) g.clipNorm = n.number(positive);
  });
  node.member("clip_value", [&](const JsonNode& n) {
    if (!n.isNull()) g.clipValue = n.number(positive);
  });
  node.member("zero_between", [&](const JsonNode& n) { g.zeroBetween = n.boolean(); });
  node.member("steps_per_epoch", [&](const JsonNode& n) {
    if (!n.isNull()) g.stepsPerEpoch = n.integer(1, 1'000'000);
  });
  node.member("watch_test", [&](const JsonNode& n) { g.watchTest = n.boolean(); });
  return g;
}

/// Gives branches what their parents have and they do not say. `json` is the list that they were read from.
void completeBranches(Scenario& scenario, const Json& json) {
  try {
    checkBranches(scenario);
  } catch (const OptionError& error) {
    throw ScenarioError(error.path(), error.message());
  }
  std::vector<bool> whole(scenario.contenders.size(), false);
  const auto complete = [&](std::size_t i, const auto& self) -> void {
    if (whole[i]) return;
    whole[i] = true;
    Contender& own = scenario.contenders[i];
    if (!own.branch) return;
    self(own.branch->of, self);
    const Contender& parent = scenario.contenders[own.branch->of];
    if (own.optimizer.empty()) own.optimizer = parent.optimizer;
    Contender settings = inheritedSettings(parent, own.optimizer);
    for (const auto& [id, value] : own.options) settings.options[id] = value;
    own.options = std::move(settings.options);
    if (!json[i].contains("schedule")) own.schedule = std::move(settings.schedule);
    if (!json[i].contains("groups")) own.groups = std::move(settings.groups);
    if (!json[i].contains("gradient")) own.gradient = std::move(settings.gradient);
  };
  for (std::size_t i = 0; i < whole.size(); ++i) complete(i, complete);
}

Scenario readScenario(const Json& json, const RecordedSource& recorded) {
  const JsonNode node(json, "");
  node.onlyKeys(
      {"thalweg", "title", "recorded", "panels", "contenders", "steps", "seed", "gradient", "display", "lesson"});
  if (!json.contains("thalweg")) throw ScenarioError("thalweg", "expected the format's version, 1, found nothing");
  Scenario s;
  node.member("thalweg", [](const JsonNode& n) {
    if (n.json() != 1) n.refuse("version 1");
  });
  node.member("title", [&](const JsonNode& n) { s.title = n.string("a text"); });
  node.member("panels", [&](const JsonNode& n) {
    n.items("a list of panels", limits::panels, [&](const JsonNode& p) { s.panels.push_back(readPanel(p)); });
  });
  node.member("contenders", [&](const JsonNode& n) {
    n.items("a list of contenders", limits::contenders,
            [&](const JsonNode& c) { s.contenders.push_back(readContender(c)); });
    completeBranches(s, n.json());
  });
  node.member("steps", [&](const JsonNode& n) { s.steps = n.integer(0, limits::steps); });
  node.member("seed",
              [&](const JsonNode& n) { s.seed = static_cast<std::uint64_t>(n.integer(0, 9'007'199'254'740'991)); });
  node.member("gradient", [&](const JsonNode& n) { s.gradient = readConditions(n); });
  node.member("display", [&](const JsonNode& n) { s.display = readDisplay(n); });
  node.member("lesson", [&](const JsonNode& n) {
    if (!n.isNull()) s.lesson = LessonPart(readLesson(n));
  });
  node.member("recorded", [&](const JsonNode& n) {
    if (n.isNull()) return;
    if (s.lesson) throw ScenarioError(n.path(), "a lesson has no recorded runs");
    readRecorded(n, recorded, s);
    completeRecorded(s, !json.contains("panels"), !json.contains("contenders"), !json.contains("steps"));
  });
  return s;
}

std::string lineAndColumn(std::string_view text, std::size_t byte) {
  byte = std::min(byte, text.size());
  const std::string_view before = text.substr(0, byte);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  const auto column = std::ranges::count_if(before.substr(lineStart),
                                            [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::ptrdiff_t>(column, 1));
}

/// The library's message without its own error numbers and positions.
std::string syntaxMessage(const std::string& what) {
  std::size_t start = what.rfind("syntax error");
  if (start == std::string::npos) start = what.find("] ") == std::string::npos ? 0 : what.find("] ") + 2;
  std::string message = what.substr(start);
  std::ranges::replace_if(
      message, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return "not valid JSON: " + message;
}

Json parseJson(std::string_view text) {
  if (text.size() > limits::fileBytes) throw ScenarioError("", "larger than 16 MiB");
  constexpr int deepest = 32;
  std::vector<std::set<std::string>> keys;
  const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > deepest) throw ScenarioError("", "nested deeper than 32 levels");
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second) {
      throw ScenarioError(parsed.get<std::string>(), "this key stands twice in one object");
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    throw ScenarioError(lineAndColumn(text, error.byte), syntaxMessage(error.what()));
  } catch (const Json::exception& error) {
    throw ScenarioError("", syntaxMessage(error.what()));
  }
}

/// Everything about a contender but its name and look, on every panel.
void checkContender(const Scenario& scenario, std::size_t index, const std::vector<Index>& dimensions) {
  const Contender& contender = scenario.contenders[index];
  const std::string path = "contenders[" + std::to_string(index) + "]";
  // Where there is no panel yet, any dimension that has room for the groups will do.
  std::vector<Index> on = dimensions;
  if (on.empty()) {
    on.push_back(2);
    for (const ParameterGroup& group : contender.groups) {
      for (const Index c : group.coordinates) on[0] = std::max(on[0], c + 1);
    }
  }
  for (std::size_t p = 0; p < on.size(); ++p) {
    if (std::find(on.begin(), on.begin() + static_cast<std::ptrdiff_t>(p), on[p]) !=
        on.begin() + static_cast<std::ptrdiff_t>(p))
      continue;
    try {
      checkContender(contender, on[p], scenario.steps);
    } catch (const OptionError& error) {
      const std::string where = on.size() > 1 ? "; panels[" + std::to_string(p) + "] is where it does not fit" : "";
      throw ScenarioError(path + "." + error.path(), error.message() + (p > 0 ? where : ""));
    }
  }
  for (std::size_t p = 0; p < contender.start.size(); ++p) {
    const std::string place = path + ".start[" + std::to_string(p) + "]";
    if (p >= dimensions.size())
      throw ScenarioError(place, "there are only " + std::to_string(dimensions.size()) + " panels");
    if (contender.start[p] && static_cast<Index>(contender.start[p]->size()) != dimensions[p]) {
      throw ScenarioError(place, "expected " + std::to_string(dimensions[p]) + " numbers, found " +
                                     std::to_string(contender.start[p]->size()));
    }
  }
}

/// A box that cannot be drawn, whether the file or the objective's options ask for it.
void checkView(const Panel& panel, const Objective& objective, const std::string& path) {
  char axis = 'x';
  const std::string why = unfitView(panel.view.value_or(objective.view()), &axis);
  if (!why.empty()) throw ScenarioError(path + ".view" + (panel.view ? std::string(".") + axis : ""), why);
}

std::ptrdiff_t characters(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
}

void checkText(const std::string& text, const std::string& place) {
  const std::ptrdiff_t found = characters(text);
  if (found > limits::characters)
    throw ScenarioError(place, "expected at most " + std::to_string(limits::characters) + " characters, found " +
                                   std::to_string(found));
}

void checkTexts(const Json& value, const std::string& place) {
  if (value.is_string()) checkText(value.get_ref<const std::string&>(), place);
  for (std::size_t i = 0; value.is_array() && i < value.size(); ++i)
    checkTexts(value[i], place + "[" + std::to_string(i) + "]");
  if (!value.is_object()) return;
  for (const auto& [key, child] : value.items()) {
    checkText(key, place);
    checkTexts(child, place + "." + key);
  }
}

/// Packed numbers are no text; how many they may be is checked where they are unpacked.
void checkTexts(const Options& options, const std::string& place, const Card* card = nullptr) {
  for (const auto& [id, value] : options) {
    checkText(id, place);
    const OptionDescription* option = card ? card->find(id) : nullptr;
    if (option && option->kind == OptionKind::Matrix && isPackedMatrix(value)) continue;
    checkTexts(value, place + "." + id);
  }
}

/// Long texts are measured, drawn and repeated in every picture.
void checkTexts(const Scenario& scenario) {
  checkText(scenario.title, "title");
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    const std::string path = "panels[" + std::to_string(i) + "]";
    checkText(scenario.panels[i].objective, path + ".objective");
    checkTexts(scenario.panels[i].options, path + ".options", findObjective(scenario.panels[i].objective));
  }
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    const std::string path = "contenders[" + std::to_string(i) + "]";
    checkText(contender.optimizer, path + ".optimizer");
    checkText(contender.label, path + ".label");
    checkTexts(contender.options, path + ".options");
    if (contender.schedule) {
      checkText(contender.schedule->name, path + ".schedule.name");
      checkTexts(contender.schedule->options, path + ".schedule.options");
    }
    for (std::size_t g = 0; g < contender.groups.size(); ++g)
      checkTexts(contender.groups[g].options, path + ".groups[" + std::to_string(g) + "].options");
  }
}

// Writing. Absent means default, so only what differs is written, in the format's order.

Ordered ordered(const Options& options, const Card* card) {
  Ordered out = Ordered::object();
  if (card) {
    for (const OptionDescription& d : card->options) {
      if (const auto found = options.find(d.id); found != options.end()) out[d.id] = Ordered(found->second);
    }
  }
  for (const auto& [id, value] : options) {
    if (!out.contains(id)) out[id] = Ordered(value);
  }
  return out;
}

Ordered write(const Panel& panel) {
  Ordered out;
  out["objective"] = panel.objective;
  if (!panel.options.empty()) out["options"] = ordered(panel.options, findObjective(panel.objective));
  if (panel.dimension) out["dimension"] = *panel.dimension;
  if (!panel.start.empty()) out["start"] = panel.start;
  if (panel.view) {
    out["view"]["x"] = {panel.view->xMin, panel.view->xMax};
    if (panel.view->yMin < panel.view->yMax) out["view"]["y"] = {panel.view->yMin, panel.view->yMax};
  }
  if (panel.viewKind) out["view_kind"] = *panel.viewKind;
  if (panel.phaseAt) out["phase_at"] = *panel.phaseAt;
  if (panel.plane) out["plane"] = writePlaneChoice(*panel.plane);
  if (panel.projection) out["projection"] = *panel.projection;
  if (panel.height) out["height"] = *panel.height;
  if (panel.camera) out["camera"] = writeCamera(*panel.camera);
  return out;
}

Ordered write(const GradientConditions& g);

Ordered write(const ScheduleChoice& schedule) {
  Ordered out;
  out["name"] = schedule.name;
  if (!schedule.options.empty()) out["options"] = ordered(schedule.options, findSchedule(schedule.name));
  return out;
}

Ordered write(const std::vector<ParameterGroup>& groups, const Card* card) {
  Ordered out = Ordered::array();
  for (const ParameterGroup& group : groups) {
    Ordered g;
    g["coordinates"] = group.coordinates;
    if (!group.options.empty()) g["options"] = ordered(group.options, card);
    out.push_back(std::move(g));
  }
  return out;
}

/// What a branch has otherwise than its parent.
Ordered writeBranch(const Contender& contender, const Contender& parent) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  const Contender inherited = inheritedSettings(parent, contender.optimizer);
  Ordered out;
  if (contender.optimizer != parent.optimizer) out["optimizer"] = contender.optimizer;
  Options options;
  for (const auto& [id, value] : contender.options) {
    const auto known = inherited.options.find(id);
    if (known == inherited.options.end() || known->second != value) options[id] = value;
  }
  for (const auto& [id, value] : inherited.options) {
    const OptionDescription* option = card ? card->find(id) : nullptr;
    if (option && !contender.options.contains(id)) options[id] = option->fallback;
  }
  if (!options.empty()) out["options"] = ordered(options, card);
  if (contender.schedule != inherited.schedule)
    out["schedule"] = contender.schedule ? write(*contender.schedule) : Ordered();
  if (contender.groups != inherited.groups) out["groups"] = write(contender.groups, card);
  if (contender.gradient != inherited.gradient)
    out["gradient"] = contender.gradient ? write(*contender.gradient) : Ordered();
  out["branch"]["of"] = contender.branch->of;
  out["branch"]["step"] = contender.branch->step;
  return out;
}

Ordered writeWhole(const Contender& contender) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  Ordered out;
  out["optimizer"] = contender.optimizer;
  if (!contender.options.empty()) out["options"] = ordered(contender.options, card);
  if (contender.run) out["run"] = *contender.run;
  if (contender.schedule) out["schedule"] = write(*contender.schedule);
  if (!contender.groups.empty()) out["groups"] = write(contender.groups, card);
  if (contender.gradient) out["gradient"] = write(*contender.gradient);
  return out;
}

Ordered write(const Scenario& scenario, const Contender& contender) {
  const bool branch = contender.branch && contender.branch->of < scenario.contenders.size();
  Ordered out = branch ? writeBranch(contender, scenario.contenders[contender.branch->of]) : writeWhole(contender);
  if (!contender.label.empty()) out["label"] = contender.label;
  if (!contender.color.empty()) out["color"] = contender.color;
  if (!contender.marker.empty()) out["marker"] = contender.marker;
  if (contender.hidden) out["hidden"] = true;
  if (contender.flow) out["flow"] = true;
  if (contender.modifiedFlow) out["modified_flow"] = true;
  if (contender.ghost) out["ghost"] = true;
  for (const auto& start : contender.start) out["start"].push_back(start ? Ordered(*start) : Ordered());
  return out;
}

Ordered write(const GradientConditions& g) {
  Ordered out = Ordered::object();
  const GradientConditions standard;
  if (g.noise != standard.noise) out["noise"] = g.noise;
  if (g.batch) out["batch"] = *g.batch;
  if (g.replacement) out["sampling"] = "replacement";
  if (!g.paired) out["paired"] = false;
  if (g.accumulate) out["accumulate"] = true;
  if (g.clipNorm) out["clip_norm"] = *g.clipNorm;
  if (g.clipValue) out["clip_value"] = *g.clipValue;
  if (g.zeroBetween) out["zero_between"] = true;
  if (g.stepsPerEpoch) out["steps_per_epoch"] = *g.stepsPerEpoch;
  if (g.watchTest) out["watch_test"] = true;
  return out;
}

/// On one line, with a space after each comma and colon.
std::string flat(const Ordered& value) {
  if (!value.is_structured()) return value.dump(-1, ' ', false, Ordered::error_handler_t::replace);
  std::string out;
  for (const auto& [key, child] : value.items()) {
    if (!out.empty()) out += ", ";
    if (value.is_object()) out += Ordered(key).dump(-1, ' ', false, Ordered::error_handler_t::replace) + ": ";
    out += flat(child);
  }
  return value.is_object() ? "{" + out + "}" : "[" + out + "]";
}

/// Over several lines, but what fits on a line stays on a line.
std::string pretty(const Ordered& value, std::size_t indent = 0) {
  constexpr std::size_t lineWidth = 100;
  std::string line = flat(value);
  if (!value.is_structured() || value.empty() || (indent > 0 && indent + line.size() <= lineWidth)) return line;
  std::string out;
  for (const auto& [key, child] : value.items()) {
    out += (out.empty() ? "\n" : ",\n") + std::string(indent + 2, ' ');
    if (value.is_object()) out += Ordered(key).dump() + ": ";
    out += pretty(child, indent + 2);
  }
  out += "\n" + std::string(indent, ' ');
  return value.is_object() ? "{" + out + "}" : "[" + out + "]";
}

std::string readAll(const std::string& path) {
  if (path.empty()) throw ScenarioError("", "expected the name of a file, found an empty one");
  try {
    return readFile(path, limits::fileBytes + 1);
  } catch (const std::system_error& error) {
    const bool folder = error.code() == std::errc::is_a_directory;
    throw ScenarioError(path, folder ? "is a directory, not a scenario file" : error.code().message());
  }
}

}  // namespace

void validateScenario(const Scenario& scenario) {
  checkTexts(scenario);
  std::vector<Index> dimensions;
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    const Panel& panel = scenario.panels[i];
    const std::string path = "panels[" + std::to_string(i) + "]";
    try {
      const auto objective = makeObjective(panel);
      dimensions.push_back(objective->dimension());
      checkView(panel, *objective, path);
      if (panel.plane) checkPlaneChoice(*panel.plane, dimensions.back(), scenario.contenders.size(), path + ".plane");
      if (const std::string why = viewKind(panel).problem(*objective); !why.empty())
        throw ScenarioError(path + ".view_kind", "expected surface: " + why);
    } catch (const OptionError& error) {
      throw ScenarioError(path + "." + error.path(), error.message());
    }
    if (panel.view && dimensions.back() > 1 && !(panel.view->yMin < panel.view->yMax)) {
      throw ScenarioError(path + ".view.y", "expected two rising numbers, found nothing");
    }
  }
  try {
    checkSize(scenario, dimensions);
  } catch (const OptionError& error) {
    throw ScenarioError(error.path(), error.message());
  }
  try {
    checkBranches(scenario);
  } catch (const OptionError& error) {
    throw ScenarioError(error.path(), error.message());
  }
  checkRecorded(scenario);
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) checkContender(scenario, i, dimensions);
  if (scenario.lesson) checkPages(scenario);
}

Scenario parseScenario(std::string_view text, const RecordedSource& recorded) {
  return scenarioOf(parseJson(text), recorded);
}

Scenario scenarioOf(const Json& json, const RecordedSource& recorded) {
  Scenario scenario = readScenario(json, recorded);
  validateScenario(scenario);
  return scenario;
}

Scenario loadScenario(const std::string& path, const RecordedReading& reading) {
  if (isScenarioLink(path)) return scenarioOfLink(path);
  const std::string text = readAll(path);
  if (path != "-" && looksRecorded(path, text)) {
    Scenario scenario = recordedScenario({path}, reading);
    validateScenario(scenario);
    return scenario;
  }
  try {
    const std::filesystem::path folder = std::filesystem::path(path == "-" ? "" : path).parent_path();
    Scenario scenario = readScenario(parseJson(text), {folder.empty() ? "." : folder.string(), false, reading});
    // What comes through a pipe has no folder.
    if (path != "-") embedMatrixFiles(scenario, folder.string());
    validateScenario(scenario);
    return scenario;
  } catch (const ScenarioError& error) {
    throw ScenarioError(path == "-" ? "standard input" : path, error.what());
  }
}

std::string writeScenario(const Scenario& scenario, const std::string& folder) {
  Ordered out;
  out["thalweg"] = 1;
  if (!scenario.title.empty()) out["title"] = scenario.title;
  if (scenario.recorded) out["recorded"] = writeRecorded(*scenario.recorded, folder);
  out["panels"] = Ordered::array();
  for (const Panel& panel : scenario.panels) out["panels"].push_back(write(panel));
  out["contenders"] = Ordered::array();
  for (const Contender& contender : scenario.contenders) out["contenders"].push_back(write(scenario, contender));
  out["steps"] = scenario.steps;
  out["seed"] = scenario.seed;
  if (Ordered gradient = write(scenario.gradient); !gradient.empty()) out["gradient"] = std::move(gradient);
  if (Ordered display = writeDisplay(scenario.display); !display.empty()) out["display"] = std::move(display);
  if (scenario.lesson) out["lesson"] = writeLesson(*scenario.lesson);
  return pretty(out) + "\n";
}

void saveScenario(const Scenario& scenario, const std::string& path) {
  try {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    writeFileAtomically(path, writeScenario(scenario, folder.empty() ? "." : folder.string()));
  } catch (const std::system_error& error) {
    throw ScenarioError(path, error.code().message());
  }
}

}  // namespace thalweg
