#include "core/scenario/display_file.h"

#include "core/scenario/chart_description.h"

#include <algorithm>
#include <type_traits>

namespace thalweg {

namespace {

std::vector<std::string_view> idsOf(const std::vector<DisplayChoice>& choices) {
  std::vector<std::string_view> ids;
  for (const DisplayChoice& choice : choices) ids.push_back(choice.id);
  return ids;
}

std::vector<std::string_view> keys() {
  std::vector<std::string_view> all;
  for (const DisplayItem& item : displayItems()) all.push_back(item.key);
  return all;
}

/// "1, 2, 3, 4 or 6".
std::string listed(const std::vector<int>& numbers) {
  std::string list;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    list += (i == 0 ? "" : i + 1 < numbers.size() ? ", " : " or ") + std::to_string(numbers[i]);
  return list;
}

std::int64_t whole(const JsonNode& node, const Range& range) {
  return node.integer(static_cast<std::int64_t>(range.min), static_cast<std::int64_t>(range.max));
}

void read(const JsonNode& node, const DisplayItem& /*item*/, bool& value) { value = node.boolean(); }

void read(const JsonNode& node, const DisplayItem& item, int& value) {
  if (item.numbers.empty()) {
    value = static_cast<int>(whole(node, item.range));
    return;
  }
  const auto found = std::ranges::find_if(item.numbers, [&](int number) { return node.json() == number; });
  if (found == item.numbers.end()) node.refuse(listed(item.numbers));
  value = *found;
}

void read(const JsonNode& node, const DisplayItem& item, std::int64_t& value) { value = whole(node, item.range); }

void read(const JsonNode& node, const DisplayItem& item, double& value) { value = node.number(item.range); }

void read(const JsonNode& node, const DisplayItem& item, std::string& value) {
  value = node.oneOf(idsOf(item.choices));
}

void read(const JsonNode& node, const DisplayItem& item, std::optional<std::size_t>& value) {
  value.reset();
  if (!node.isNull()) value = static_cast<std::size_t>(whole(node, item.range));
}

void read(const JsonNode& node, const DisplayItem& /*item*/, Camera& camera) { camera = readCamera(node); }

void read(const JsonNode& node, const DisplayItem& /*item*/, std::vector<std::string>& charts) {
  std::vector<std::string_view> ids;
  for (const ChartDescription* card : chartDescriptions()) ids.push_back(card->id);
  charts.clear();
  node.items("a list of charts", ids.size(), [&](const JsonNode& entry) {
    std::string id = entry.oneOf(ids);
    if (std::ranges::find(charts, id) != charts.end()) entry.refuse("each chart once");
    charts.push_back(std::move(id));
  });
}

void read(const JsonNode& node, const DisplayItem& item, std::map<std::string, std::string>& scales) {
  std::vector<std::string_view> ids;
  for (const ChartDescription* card : chartDescriptions()) {
    if (!card->scale) ids.push_back(card->id);
  }
  node.onlyKeys(ids);
  scales.clear();
  for (const std::string_view id : ids) {
    node.member(id, [&](const JsonNode& scale) { scales[std::string(id)] = scale.oneOf(idsOf(item.choices)); });
  }
}

}  // namespace

Camera readCamera(const JsonNode& node) {
  node.onlyKeys({"azimuth", "elevation", "zoom", "pan"});
  Camera camera;
  node.member("azimuth", [&](const JsonNode& n) { camera.azimuth = n.number({.min = -360, .max = 360}); });
  node.member("elevation", [&](const JsonNode& n) {
    camera.elevation = n.number({.min = 5, .max = 90});
    if (camera.elevation > 85 && camera.elevation < 90) n.refuse("5 to 85, or 90");
  });
  node.member("zoom", [&](const JsonNode& n) { camera.zoom = n.number({.min = 0.2, .max = 20}); });
  node.member("pan", [&](const JsonNode& n) {
    std::vector<double> pan;
    n.items("two numbers", 2, [&](const JsonNode& share) { pan.push_back(share.number({.min = -10, .max = 10})); });
    if (pan.size() != 2) n.refuse("two numbers");
    camera.panX = pan[0];
    camera.panY = pan[1];
  });
  return camera;
}

nlohmann::ordered_json writeCamera(const Camera& camera) {
  const Camera standard;
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  if (camera.azimuth != standard.azimuth) out["azimuth"] = camera.azimuth;
  if (camera.elevation != standard.elevation) out["elevation"] = camera.elevation;
  if (camera.zoom != standard.zoom) out["zoom"] = camera.zoom;
  if (camera.panX != 0 || camera.panY != 0) out["pan"] = {camera.panX, camera.panY};
  return out;
}

Display readDisplay(const JsonNode& node) {
  node.onlyKeys(keys());
  Display display;
  for (const DisplayItem& item : displayItems()) {
    node.member(item.key, [&](const JsonNode& value) {
      std::visit([&](auto member) { read(value, item, display.*member); }, item.member);
    });
  }
  return display;
}

nlohmann::ordered_json writeDisplay(const Display& display) {
  const Display standard;
  nlohmann::ordered_json out = nlohmann::ordered_json::object();
  for (const DisplayItem& item : displayItems()) {
    std::visit(
        [&](auto member) {
          const auto& value = display.*member;
          if (value == standard.*member) return;
          if constexpr (requires { value.has_value(); }) {
            out[item.key] = *value;  // none is the default
          } else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Camera>) {
            out[item.key] = writeCamera(value);
          } else {
            out[item.key] = value;
          }
        },
        item.member);
  }
  return out;
}

}  // namespace thalweg
