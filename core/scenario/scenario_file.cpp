#include "core/scenario/scenario_file.h"

#include "core/base/data_text.h"
#include "core/base/file.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/contender.h"
#include "core/scenario/scenario_size.h"
#include "core/scenario/view_fit.h"

#include <algorithm>
#include <cmath>
#include <cstring>
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

std::string shown(const Json& value) {
  constexpr std::size_t longest = 40;
  return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), longest);
}

/// A JSON value that knows where it stands.
class Node {
 public:
  Node(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

  [[noreturn]] void refuse(const std::string& expected) const {
    throw ScenarioError(path_.empty() ? "scenario" : path_, "expected " + expected + ", found " + shown(json_));
  }
  [[nodiscard]] const Json& json() const { return json_; }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool isNull() const { return json_.is_null(); }

  /// Refuses keys that are not among `known`.
  void onlyKeys(const std::vector<std::string_view>& known) const {
    if (!json_.is_object()) refuse("an object");
    for (const auto& [key, value] : json_.items()) {
      if (std::ranges::find(known, key) != known.end()) continue;
      std::string list;
      for (const std::string_view k : known) list.append(list.empty() ? "" : ", ").append(k);
      throw ScenarioError(join(key), "unknown key; known are " + list);
    }
  }
  template <class Use>
  void member(const char* key, Use use) const {
    const auto found = json_.find(key);
    if (found != json_.end()) use(Node(*found, join(key)));
  }
  template <class Use>
  void items(const char* expected, std::size_t most, Use use) const {
    if (!json_.is_array()) refuse(expected);
    if (json_.size() > most)
      throw ScenarioError(
          path_, "expected at most " + std::to_string(most) + " entries, found " + std::to_string(json_.size()));
    for (std::size_t i = 0; i < json_.size(); ++i) use(Node(json_[i], path_ + "[" + std::to_string(i) + "]"));
  }

  [[nodiscard]] std::string string(const char* expected) const {
    if (!json_.is_string()) refuse(expected);
    return json_.get<std::string>();
  }
  [[nodiscard]] bool boolean() const {
    if (!json_.is_boolean()) refuse("true or false");
    return json_.get<bool>();
  }
  [[nodiscard]] double number(const Range& range = {}) const {
    const bool good = json_.is_number() && std::isfinite(json_.get<double>()) && range.contains(json_.get<double>());
    if (!good) refuse(range == Range{} ? "a number" : "a number " + range.text());
    return json_.get<double>();
  }
  [[nodiscard]] std::int64_t integer(std::int64_t min, std::int64_t max) const {
    const double value = json_.is_number() ? json_.get<double>() : std::nan("");
    const bool good =
        std::floor(value) == value && value >= static_cast<double>(min) && value <= static_cast<double>(max);
    if (!good) refuse("an integer from " + std::to_string(min) + " to " + std::to_string(max));
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] std::vector<double> numbers() const {
    std::vector<double> values;
    items("a list of numbers", 1u << 24, [&](const Node& n) { values.push_back(n.number()); });
    return values;
  }
  [[nodiscard]] Options options() const {
    if (!json_.is_object()) refuse("an object of options");
    return json_.get<Options>();
  }

 private:
  [[nodiscard]] std::string join(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }

  const Json& json_;
  std::string path_;
};

View readView(const Node& node) {
  node.onlyKeys({"x", "y"});
  View view;
  const auto interval = [&](const char* key, double& low, double& high) {
    bool present = false;
    node.member(key, [&](const Node& n) {
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

Panel readPanel(const Node& node) {
  node.onlyKeys({"objective", "options", "dimension", "start", "view"});
  Panel panel;
  node.member("objective", [&](const Node& n) { panel.objective = n.string("an objective's id"); });
  if (panel.objective.empty())
    throw ScenarioError(node.path() + ".objective", "expected an objective's id, found nothing");
  node.member("options", [&](const Node& n) { panel.options = n.options(); });
  node.member("dimension", [&](const Node& n) {
    if (!n.isNull()) panel.dimension = n.integer(1, 1'000'000);
  });
  node.member("start", [&](const Node& n) {
    panel.start = n.numbers();
    if (panel.start.empty()) n.refuse("at least one number");
  });
  node.member("view", [&](const Node& n) {
    if (!n.isNull()) panel.view = readView(n);
  });
  return panel;
}

ScheduleChoice readSchedule(const Node& node) {
  node.onlyKeys({"name", "options"});
  ScheduleChoice schedule;
  node.member("name", [&](const Node& n) { schedule.name = n.string("a schedule's name"); });
  if (schedule.name.empty()) throw ScenarioError(node.path() + ".name", "expected a schedule's name, found nothing");
  node.member("options", [&](const Node& n) { schedule.options = n.options(); });
  return schedule;
}

ParameterGroup readGroup(const Node& node) {
  node.onlyKeys({"coordinates", "options"});
  ParameterGroup group;
  node.member("coordinates", [&](const Node& n) {
    n.items("a list of coordinates", 1'000'000,
            [&](const Node& c) { group.coordinates.push_back(c.integer(0, 999'999)); });
  });
  if (group.coordinates.empty()) throw ScenarioError(node.path() + ".coordinates", "expected at least one coordinate");
  node.member("options", [&](const Node& n) { group.options = n.options(); });
  return group;
}

bool isColor(const std::string& text) {
  const auto hex = [](char c) { return std::strchr("0123456789abcdefABCDEF", c) != nullptr; };
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), hex);
}

Contender readContender(const Node& node) {
  node.onlyKeys({"optimizer", "options", "schedule", "groups", "label", "color", "marker", "hidden", "start"});
  Contender contender;
  node.member("optimizer", [&](const Node& n) { contender.optimizer = n.string("an optimizer's id"); });
  if (contender.optimizer.empty())
    throw ScenarioError(node.path() + ".optimizer", "expected an optimizer's id, found nothing");
  node.member("options", [&](const Node& n) { contender.options = n.options(); });
  node.member("schedule", [&](const Node& n) {
    if (!n.isNull()) contender.schedule = readSchedule(n);
  });
  node.member("groups", [&](const Node& n) {
    if (!n.isNull())
      n.items("a list of groups", 1'000'000, [&](const Node& g) { contender.groups.push_back(readGroup(g)); });
  });
  node.member("label", [&](const Node& n) { contender.label = n.string("a text"); });
  node.member("color", [&](const Node& n) {
    contender.color = n.string("a colour such as \"#D55E00\"");
    if (!isColor(contender.color)) n.refuse("a colour such as \"#D55E00\"");
  });
  node.member("marker", [&](const Node& n) {
    contender.marker = n.string("a marker's name");
    const bool known = std::ranges::any_of(contenderMarkers, [&](const char* id) { return contender.marker == id; });
    if (known) return;
    std::string names;
    for (const char* id : contenderMarkers) names += (names.empty() ? "" : ", ") + std::string(id);
    n.refuse("one of " + names);
  });
  node.member("hidden", [&](const Node& n) { contender.hidden = n.boolean(); });
  node.member("start", [&](const Node& n) {
    n.items("a list with an entry for each panel", limits::panels, [&](const Node& s) {
      if (s.isNull())
        contender.start.emplace_back();
      else
        contender.start.emplace_back(s.numbers());
    });
  });
  return contender;
}

GradientConditions readConditions(const Node& node) {
  node.onlyKeys({"noise", "batch", "sampling", "paired", "accumulate", "clip_norm", "clip_value"});
  GradientConditions g;
  const Range positive{.min = 0, .minExcluded = true};
  node.member("noise", [&](const Node& n) { g.noise = n.number({.min = 0}); });
  node.member("batch", [&](const Node& n) {
    if (!n.isNull()) g.batch = n.integer(1, 1'000'000);
  });
  node.member("sampling", [&](const Node& n) {
    const std::string sampling = n.string("\"shuffle\" or \"replacement\"");
    if (sampling != "shuffle" && sampling != "replacement") n.refuse("\"shuffle\" or \"replacement\"");
    g.replacement = sampling == "replacement";
  });
  node.member("paired", [&](const Node& n) { g.paired = n.boolean(); });
  node.member("accumulate", [&](const Node& n) { g.accumulate = n.boolean(); });
  node.member("clip_norm", [&](const Node& n) {
    if (!n.isNull()) g.clipNorm = n.number(positive);
  });
  node.member("clip_value", [&](const Node& n) {
    if (!n.isNull()) g.clipValue = n.number(positive);
  });
  return g;
}

/// A place in a list, from 0; null: none.
std::optional<std::size_t> place(const Node& node, std::size_t limit) {
  if (node.json().is_null()) return std::nullopt;
  return static_cast<std::size_t>(node.integer(0, static_cast<std::int64_t>(limit) - 1));
}

std::string oneOf(const Node& node, std::span<const std::string_view> ids) {
  std::string words = "one of ";
  for (const std::string_view id : ids) words.append(id == ids.front() ? "" : ", ").append(id);
  std::string id = node.string(words.c_str());
  if (std::ranges::find(ids, id) == ids.end()) node.refuse(words);
  return id;
}

std::map<std::string, std::string> readChartScales(const Node& node) {
  node.onlyKeys({chartIds.begin() + 1, chartIds.end()});  // the loss has a scale of its own
  std::map<std::string, std::string> scales;
  for (const std::string_view id : chartIds) {
    node.member(std::string(id).c_str(), [&](const Node& n) { scales[std::string(id)] = oneOf(n, chartScaleIds); });
  }
  return scales;
}

Display readDisplay(const Node& node) {
  node.onlyKeys({"layout", "enlarged", "color_map", "color_scale", "gradient_field", "equal_axes", "charts",
                 "loss_scale", "chart_scales", "chart_axis", "basin", "seeds", "step", "playing", "speed", "loop"});
  Display display;
  node.member("layout", [&](const Node& n) {
    display.layout = static_cast<int>(n.integer(1, 6));
    if (display.layout == 5) n.refuse("1, 2, 3, 4 or 6");
  });
  node.member("enlarged", [&](const Node& n) { display.enlarged = place(n, limits::panels); });
  node.member("color_map", [&](const Node& n) { display.colorMap = oneOf(n, colorMapIds); });
  node.member("color_scale", [&](const Node& n) { display.colorScale = oneOf(n, colorScaleIds); });
  node.member("gradient_field", [&](const Node& n) { display.gradientField = n.boolean(); });
  node.member("equal_axes", [&](const Node& n) { display.equalAxes = n.boolean(); });
  node.member("charts", [&](const Node& n) {
    display.charts.clear();
    n.items("a list of charts", chartIds.size(), [&](const Node& c) {
      const std::string id = oneOf(c, chartIds);
      if (std::ranges::find(display.charts, id) != display.charts.end()) c.refuse("each chart once");
      display.charts.push_back(id);
    });
  });
  node.member("loss_scale", [&](const Node& n) { display.lossScale = oneOf(n, lossScaleIds); });
  node.member("chart_scales", [&](const Node& n) { display.chartScales = readChartScales(n); });
  node.member("chart_axis", [&](const Node& n) { display.chartAxis = oneOf(n, chartAxisIds); });
  node.member("basin", [&](const Node& n) { display.basin = place(n, limits::contenders); });
  node.member("seeds", [&](const Node& n) { display.seeds = static_cast<int>(n.integer(1, 100)); });
  node.member("step", [&](const Node& n) { display.step = n.integer(0, limits::steps); });
  node.member("playing", [&](const Node& n) { display.playing = n.boolean(); });
  node.member("speed", [&](const Node& n) { display.speed = n.number({.min = 0.1, .max = 20}); });
  node.member("loop", [&](const Node& n) { display.loop = n.boolean(); });
  return display;
}

Scenario readScenario(const Json& json) {
  const Node node(json, "");
  node.onlyKeys({"thalweg", "title", "panels", "contenders", "steps", "seed", "gradient", "display"});
  if (!json.contains("thalweg")) throw ScenarioError("thalweg", "expected the format's version, 1, found nothing");
  Scenario s;
  node.member("thalweg", [](const Node& n) {
    if (n.json() != 1) n.refuse("version 1");
  });
  node.member("title", [&](const Node& n) { s.title = n.string("a text"); });
  node.member("panels", [&](const Node& n) {
    n.items("a list of panels", limits::panels, [&](const Node& p) { s.panels.push_back(readPanel(p)); });
  });
  node.member("contenders", [&](const Node& n) {
    n.items("a list of contenders", limits::contenders,
            [&](const Node& c) { s.contenders.push_back(readContender(c)); });
  });
  node.member("steps", [&](const Node& n) { s.steps = n.integer(0, limits::steps); });
  node.member("seed", [&](const Node& n) { s.seed = static_cast<std::uint64_t>(n.integer(0, 9'007'199'254'740'991)); });
  node.member("gradient", [&](const Node& n) { s.gradient = readConditions(n); });
  node.member("display", [&](const Node& n) { s.display = readDisplay(n); });
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

void checkTexts(const Options& options, const std::string& place) {
  for (const auto& [id, value] : options) {
    checkText(id, place);
    checkTexts(value, place + "." + id);
  }
}

/// Long texts are measured, drawn and repeated in every picture.
void checkTexts(const Scenario& scenario) {
  checkText(scenario.title, "title");
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    const std::string path = "panels[" + std::to_string(i) + "]";
    checkText(scenario.panels[i].objective, path + ".objective");
    checkTexts(scenario.panels[i].options, path + ".options");
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
  return out;
}

Ordered write(const Contender& contender) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  Ordered out;
  out["optimizer"] = contender.optimizer;
  if (!contender.options.empty()) out["options"] = ordered(contender.options, card);
  if (contender.schedule) {
    out["schedule"]["name"] = contender.schedule->name;
    if (!contender.schedule->options.empty())
      out["schedule"]["options"] = ordered(contender.schedule->options, findSchedule(contender.schedule->name));
  }
  for (const ParameterGroup& group : contender.groups) {
    Ordered g;
    g["coordinates"] = group.coordinates;
    if (!group.options.empty()) g["options"] = ordered(group.options, card);
    out["groups"].push_back(std::move(g));
  }
  if (!contender.label.empty()) out["label"] = contender.label;
  if (!contender.color.empty()) out["color"] = contender.color;
  if (!contender.marker.empty()) out["marker"] = contender.marker;
  if (contender.hidden) out["hidden"] = true;
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
  return out;
}

Ordered write(const Display& display) {
  Ordered out = Ordered::object();
  const Display standard;
  if (display.layout != standard.layout) out["layout"] = display.layout;
  if (display.enlarged) out["enlarged"] = *display.enlarged;
  if (display.colorMap != standard.colorMap) out["color_map"] = display.colorMap;
  if (display.colorScale != standard.colorScale) out["color_scale"] = display.colorScale;
  if (display.gradientField) out["gradient_field"] = true;
  if (!display.equalAxes) out["equal_axes"] = false;
  if (display.charts != standard.charts) out["charts"] = display.charts;
  if (display.lossScale != standard.lossScale) out["loss_scale"] = display.lossScale;
  if (!display.chartScales.empty()) out["chart_scales"] = display.chartScales;
  if (display.chartAxis != standard.chartAxis) out["chart_axis"] = display.chartAxis;
  if (display.basin) out["basin"] = *display.basin;
  if (display.seeds != standard.seeds) out["seeds"] = display.seeds;
  if (display.step != standard.step) out["step"] = display.step;
  if (display.playing) out["playing"] = true;
  if (display.speed != standard.speed) out["speed"] = display.speed;
  if (display.loop) out["loop"] = true;
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
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) checkContender(scenario, i, dimensions);
}

Scenario parseScenario(std::string_view text) {
  Scenario scenario = readScenario(parseJson(text));
  validateScenario(scenario);
  return scenario;
}

Scenario loadScenario(const std::string& path) {
  const std::string text = readAll(path);
  try {
    return parseScenario(text);
  } catch (const ScenarioError& error) {
    throw ScenarioError(path == "-" ? "standard input" : path, error.what());
  }
}

std::string writeScenario(const Scenario& scenario) {
  Ordered out;
  out["thalweg"] = 1;
  if (!scenario.title.empty()) out["title"] = scenario.title;
  out["panels"] = Ordered::array();
  for (const Panel& panel : scenario.panels) out["panels"].push_back(write(panel));
  out["contenders"] = Ordered::array();
  for (const Contender& contender : scenario.contenders) out["contenders"].push_back(write(contender));
  out["steps"] = scenario.steps;
  out["seed"] = scenario.seed;
  if (Ordered gradient = write(scenario.gradient); !gradient.empty()) out["gradient"] = std::move(gradient);
  if (Ordered display = write(scenario.display); !display.empty()) out["display"] = std::move(display);
  return pretty(out) + "\n";
}

void saveScenario(const Scenario& scenario, const std::string& path) {
  try {
    writeFileAtomically(path, writeScenario(scenario));
  } catch (const std::system_error& error) {
    throw ScenarioError(path, error.code().message());
  }
}

}  // namespace thalweg
