#include "core/scenario/json_node.h"

#include "core/base/data_text.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

std::string shown(const Json& value) {
  constexpr std::size_t longest = 40;
  return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), longest);
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string list;
  for (const std::string_view word : words) list.append(list.empty() ? "" : ", ").append(word);
  return list;
}

}  // namespace

void JsonNode::refuse(const std::string& expected) const {
  throw ScenarioError(path_.empty() ? "scenario" : path_, "expected " + expected + ", found " + shown(json_));
}

std::string JsonNode::join(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void JsonNode::onlyKeys(const std::vector<std::string_view>& known) const {
  if (!json_.is_object()) refuse("an object");
  for (const auto& [key, value] : json_.items()) {
    if (std::ranges::find(known, key) == known.end())
      throw ScenarioError(join(key), "unknown key; known are " + listed(known));
  }
}

void JsonNode::checkItems(const char* expected, std::size_t most) const {
  if (!json_.is_array()) refuse(expected);
  if (json_.size() > most)
    throw ScenarioError(path_,
                        "expected at most " + std::to_string(most) + " entries, found " + std::to_string(json_.size()));
}

std::string JsonNode::string(const char* expected) const {
  if (!json_.is_string()) refuse(expected);
  return json_.get<std::string>();
}

std::string JsonNode::oneOf(const std::vector<std::string_view>& ids) const {
  const std::string words = "one of " + listed(ids);
  std::string id = string(words.c_str());
  if (std::ranges::find(ids, id) == ids.end()) refuse(words);
  return id;
}

bool JsonNode::boolean() const {
  if (!json_.is_boolean()) refuse("true or false");
  return json_.get<bool>();
}

double JsonNode::number(const Range& range) const {
  const bool good = json_.is_number() && std::isfinite(json_.get<double>()) && range.contains(json_.get<double>());
  if (!good) refuse(range == Range{} ? "a number" : "a number " + range.text());
  return json_.get<double>();
}

std::int64_t JsonNode::integer(std::int64_t min, std::int64_t max) const {
  const double value = json_.is_number() ? json_.get<double>() : std::nan("");
  const bool good =
      std::floor(value) == value && value >= static_cast<double>(min) && value <= static_cast<double>(max);
  if (!good) refuse("an integer from " + std::to_string(min) + " to " + std::to_string(max));
  return static_cast<std::int64_t>(value);
}

std::vector<double> JsonNode::numbers() const {
  std::vector<double> values;
  items("a list of numbers", 1u << 24, [&](const JsonNode& n) { values.push_back(n.number()); });
  return values;
}

Options JsonNode::options() const {
  if (!json_.is_object()) refuse("an object of options");
  return json_.get<Options>();
}

}  // namespace thalweg
