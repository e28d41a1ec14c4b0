#include "core/scenario/plane_choice.h"

#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <charconv>

namespace thalweg {

namespace {

constexpr std::size_t mostContenders = limits::contenders;
constexpr std::size_t anchors = 3;

const std::vector<std::pair<PathPlace::Kind, std::string_view>>& placeWords() {
  static const std::vector<std::pair<PathPlace::Kind, std::string_view>> words = {
      {PathPlace::Kind::Start, "start"}, {PathPlace::Kind::End, "end"}, {PathPlace::Kind::Cursor, "cursor"}};
  return words;
}

PathPlace readPlace(const JsonNode& node, const char* expected) {
  if (!node.json().is_string()) node.refuse(expected);
  const auto place = parsePathPlace(node.json().get_ref<const std::string&>());
  if (!place) node.refuse(expected);
  return *place;
}

/// Keys beside "kind".
std::vector<std::string_view> keysOf(PlaneKind kind) {
  switch (kind) {
    case PlaneKind::Coordinates:
      return {"x", "y"};
    case PlaneKind::Random:
      return {"seed", "at"};
    case PlaneKind::Principal:
      return {"contenders"};
    case PlaneKind::ThroughPoints:
      return {"points"};
    case PlaneKind::Hessian:
    case PlaneKind::Velocity:
      return {"at"};
  }
  return {};
}

void checkContenderIndex(std::optional<std::size_t> index, std::size_t contenders, const std::string& path) {
  if (!index || *index < contenders) return;
  const std::string there =
      contenders == 1 ? "is only 1 contender" : "are " + std::to_string(contenders) + " contenders";
  throw ScenarioError(path,
                      "there is no contender " + std::to_string(*index) + "; there " + there + ", counted from 0");
}

}  // namespace

const std::vector<std::string_view>& planeKindIds() {
  static const std::vector<std::string_view> ids = {"coordinates", "random",  "principal",
                                                    "points",      "hessian", "velocity"};
  return ids;
}

std::string_view planeKindId(PlaneKind kind) { return planeKindIds()[static_cast<std::size_t>(kind)]; }

std::optional<PlaneKind> planeKind(std::string_view id) {
  const auto found = std::ranges::find(planeKindIds(), id);
  if (found == planeKindIds().end()) return {};
  return static_cast<PlaneKind>(found - planeKindIds().begin());
}

std::optional<PathPlace> parsePathPlace(std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  for (const auto& [kind, word] : placeWords()) {
    if (text.substr(0, colon) != word) continue;
    if (colon == text.size()) return PathPlace{kind, {}};
    const std::string_view digits = text.substr(colon + 1);
    std::size_t contender = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), contender);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (whole && kind != PathPlace::Kind::Start && contender < mostContenders) return PathPlace{kind, contender};
  }
  return {};
}

std::string pathPlaceText(const PathPlace& place) {
  std::string text;
  for (const auto& [kind, word] : placeWords()) {
    if (kind == place.kind) text = word;
  }
  return place.contender ? text + ":" + std::to_string(*place.contender) : text;
}

PlaneChoice readPlaneChoice(const JsonNode& node) {
  if (!node.json().is_object()) node.refuse("an object with the kind of a plane");
  PlaneChoice choice;
  node.member("kind", [&](const JsonNode& n) { choice.kind = *planeKind(n.oneOf(planeKindIds())); });
  std::vector<std::string_view> keys = keysOf(choice.kind);
  keys.insert(keys.begin(), "kind");
  node.onlyKeys(keys);
  node.member("x", [&](const JsonNode& n) { choice.x = n.integer(0, 999'999); });
  node.member("y", [&](const JsonNode& n) { choice.y = n.integer(0, 999'999); });
  node.member("seed", [&](const JsonNode& n) {
    choice.seed = static_cast<std::uint64_t>(n.integer(0, 9'007'199'254'740'991));
  });
  node.member("contenders", [&](const JsonNode& n) {
    if (n.isNull()) return;
    choice.contenders.emplace();
    n.items("a list of contenders' numbers", mostContenders, [&](const JsonNode& c) {
      const auto index = static_cast<std::size_t>(c.integer(0, mostContenders - 1));
      if (std::ranges::find(*choice.contenders, index) != choice.contenders->end()) c.refuse("each contender once");
      choice.contenders->push_back(index);
    });
    if (choice.contenders->empty()) n.refuse("at least one contender's number");
  });
  node.member("points", [&](const JsonNode& n) {
    n.items("a list of three points", anchors, [&](const JsonNode& p) {
      constexpr const char* expected = "\"start\", \"end:0\", \"cursor:0\" or a list of coordinates";
      if (p.json().is_array())
        choice.points.emplace_back(p.numbers());
      else
        choice.points.emplace_back(readPlace(p, expected));
    });
    if (choice.points.size() != anchors) n.refuse("a list of three points");
  });
  node.member("at", [&](const JsonNode& n) {
    if (n.isNull()) return;
    const bool moving = choice.kind == PlaneKind::Velocity;
    choice.at = readPlace(n, moving ? "\"end:0\" or \"cursor:0\"" : "\"start\", \"end:0\" or \"cursor:0\"");
    if (moving && choice.at->kind == PathPlace::Kind::Start) n.refuse("\"end:0\" or \"cursor:0\"");
  });
  return choice;
}

nlohmann::ordered_json writePlaneChoice(const PlaneChoice& choice) {
  const PlaneChoice standard;
  nlohmann::ordered_json out;
  out["kind"] = planeKindId(choice.kind);
  if (choice.x != standard.x) out["x"] = choice.x;
  if (choice.y != standard.y) out["y"] = choice.y;
  if (choice.seed != standard.seed) out["seed"] = choice.seed;
  if (choice.contenders) out["contenders"] = *choice.contenders;
  for (const PlaneAnchor& anchor : choice.points) {
    if (const auto* place = std::get_if<PathPlace>(&anchor))
      out["points"].push_back(pathPlaceText(*place));
    else
      out["points"].push_back(std::get<std::vector<double>>(anchor));
  }
  if (choice.at) out["at"] = pathPlaceText(*choice.at);
  return out;
}

void checkPlaneChoice(const PlaneChoice& choice, Index dimension, std::size_t contenders, const std::string& path) {
  if (dimension <= 2 && choice.kind != PlaneKind::Coordinates) {
    throw ScenarioError(path + ".kind", "expected coordinates for an objective of " + std::to_string(dimension) +
                                            (dimension == 1 ? " dimension" : " dimensions") + ", found \"" +
                                            std::string(planeKindId(choice.kind)) + "\"");
  }
  if (choice.kind == PlaneKind::Coordinates) {
    const auto beyond = [&](Index c) { return c >= std::max<Index>(dimension, 2); };
    for (const auto& [key, c] : {std::pair(".x", choice.x), std::pair(".y", choice.y)}) {
      if (beyond(c))
        throw ScenarioError(path + key, "expected a coordinate from 0 to " + std::to_string(dimension - 1) +
                                            ", found " + std::to_string(c));
    }
    if (choice.x == choice.y) throw ScenarioError(path + ".y", "expected another coordinate than x");
    if (dimension == 1 && choice.x != 0)
      throw ScenarioError(path + ".x", "expected 0, the only coordinate, found " + std::to_string(choice.x));
  }
  for (std::size_t i = 0; choice.contenders && i < choice.contenders->size(); ++i)
    checkContenderIndex((*choice.contenders)[i], contenders, path + ".contenders[" + std::to_string(i) + "]");
  for (std::size_t i = 0; i < choice.points.size(); ++i) {
    const std::string place = path + ".points[" + std::to_string(i) + "]";
    if (const auto* known = std::get_if<PathPlace>(&choice.points[i])) {
      checkContenderIndex(known->contender, contenders, place);
      continue;
    }
    const std::size_t found = std::get<std::vector<double>>(choice.points[i]).size();
    if (static_cast<Index>(found) != dimension)
      throw ScenarioError(place, "expected " + std::to_string(dimension) + " numbers, found " + std::to_string(found));
  }
  if (choice.at) checkContenderIndex(choice.at->contender, contenders, path + ".at");
}

}  // namespace thalweg
