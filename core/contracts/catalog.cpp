#include "core/contracts/catalog.h"

#include "core/base/format.h"
#include "core/contracts/matrix_option.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

bool Range::contains(double value) const {
  if (std::isnan(value)) return false;
  return (minExcluded ? value > min : value >= min) && (maxExcluded ? value < max : value <= max);
}

std::string Range::text() const {
  const bool below = std::isfinite(max);
  const bool above = std::isfinite(min);
  if (above && below) {
    return formatShort(min) + (minExcluded ? " < value " : " ≤ value ") + (maxExcluded ? "< " : "≤ ") +
           formatShort(max);
  }
  if (above) return (minExcluded ? "> " : "≥ ") + formatShort(min);
  if (below) return (maxExcluded ? "< " : "≤ ") + formatShort(max);
  return "finite";
}

OptionError::OptionError(std::string path, const std::string& message)
    : std::invalid_argument(path.empty() ? message : path + ": " + message),
      path_(std::move(path)),
      message_(message) {}

const OptionDescription* Card::find(std::string_view optionId) const {
  const auto found = std::ranges::find(options, optionId, &OptionDescription::id);
  return found == options.end() ? nullptr : &*found;
}

namespace {

/// A value as a message quotes it: short, in one line.
std::string shown(const Json& value) {
  constexpr std::size_t longest = 40;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > longest) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    text = text.substr(0, end) + "…";
  }
  return text;
}

[[noreturn]] void refuse(const std::string& path, const std::string& expected, const Json& found) {
  throw OptionError(path, "expected " + expected + ", found " + shown(found));
}

std::string rangeText(const std::string& noun, const Range& range) {
  const bool bounded = std::isfinite(range.min) || std::isfinite(range.max);
  return bounded ? noun + " " + range.text() : "a finite number";
}

void checkNumber(const std::string& path, const Range& range, const Json& value, bool infinite) {
  if (infinite && value == "inf") return;
  if (!value.is_number() || !std::isfinite(value.get<double>()) || !range.contains(value.get<double>())) {
    refuse(path, rangeText("a number", range) + (infinite ? " or \"inf\"" : ""), value);
  }
}

void checkInteger(const std::string& path, const Range& range, const Json& value) {
  // 20.0 is an integer, too: PyTorch scripts write it so.
  const bool whole = value.is_number() && std::isfinite(value.get<double>()) &&
                     std::floor(value.get<double>()) == value.get<double>() && std::abs(value.get<double>()) <= 9e15;
  if (!whole || !range.contains(value.get<double>())) {
    const bool bounded = std::isfinite(range.min) || std::isfinite(range.max);
    refuse(path, bounded ? "an integer " + range.text() : "an integer", value);
  }
}

std::string indexed(const std::string& path, std::size_t i) { return path + "[" + std::to_string(i) + "]"; }

void checkList(const OptionDescription& d, const std::string& path, const Json& value) {
  if (!value.is_array()) refuse(path, "a list of numbers", value);
  if (!d.elements.empty() && value.size() != d.elements.size()) {
    refuse(path, "a list of " + std::to_string(d.elements.size()) + " numbers", value);
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i].is_null() && i < d.elements.size() && d.elements[i].nullable) continue;
    checkNumber(indexed(path, i), d.elements.empty() ? d.range : d.elements[i].range, value[i], false);
  }
}

void checkMatrix(const std::string& path, const Json& value) {
  // What is packed is checked where it is unpacked, once.
  if (isPackedMatrix(value)) return;
  if (!value.is_array() || value.empty()) refuse(path, "a list of rows of numbers", value);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value[i].is_array() || value[i].empty() || value[i].size() != value[0].size()) {
      refuse(indexed(path, i), "a row as long as the first", value[i]);
    }
    for (std::size_t j = 0; j < value[i].size(); ++j) checkNumber(indexed(indexed(path, i), j), {}, value[i][j], false);
  }
}

void checkPoints(const std::string& path, const Json& value) {
  if (!value.is_array() || value.empty()) refuse(path, "a list of points, each a list of numbers", value);
  if (value.size() > limits::points) {
    throw OptionError(
        path, "expected at most " + std::to_string(limits::points) + " points, found " + std::to_string(value.size()));
  }
  const Range range{.min = -limits::pointCoordinate, .max = limits::pointCoordinate};
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!value[i].is_array() || value[i].empty()) refuse(indexed(path, i), "a list of numbers", value[i]);
    if (value[i].size() != value[0].size())
      refuse(indexed(path, i), "as many numbers as the first point has", value[i]);
    for (std::size_t j = 0; j < value[i].size(); ++j)
      checkNumber(indexed(indexed(path, i), j), range, value[i][j], false);
  }
}

void checkParameters(const std::string& path, const Json& value) {
  if (!value.is_object()) refuse(path, R"(an object such as {"a": {"value": 5, "min": 0, "max": 10}})", value);
  for (const auto& [name, parameter] : value.items()) {
    const std::string place = path + "." + name;
    if (!parameter.is_object()) refuse(place, R"(an object with "value", "min" and "max")", parameter);
    for (const auto& [key, number] : parameter.items()) {
      if (key != "value" && key != "min" && key != "max")
        throw OptionError(place + "." + key, "unknown key; known are value, min, max");
      checkNumber(place + "." + key, {}, number, false);
    }
    if (!parameter.contains("value")) throw OptionError(place, "needs a \"value\"");
    if (parameter.contains("min") && parameter.contains("max") &&
        parameter["min"].get<double>() >= parameter["max"].get<double>()) {
      refuse(place + ".max", "a number above min", parameter["max"]);
    }
  }
}

void checkNested(const std::string& path, const Json& value) {
  if (!value.is_object()) refuse(path, R"(a schedule such as {"name": "StepLR", "options": {}})", value);
  for (const auto& [key, inner] : value.items()) {
    if (key != "name" && key != "options") throw OptionError(path + "." + key, "unknown key; known are name, options");
  }
  if (!value.contains("name") || !value["name"].is_string())
    throw OptionError(path + ".name", "expected a schedule's name");
  if (value.contains("options") && !value["options"].is_object())
    refuse(path + ".options", "an object", value["options"]);
}

void checkValue(const OptionDescription& d, const std::string& path, const Json& value) {
  if (value.is_null()) {
    if (!d.nullable) refuse(path, "a value", value);
    return;
  }
  if (d.perGroup && value.is_array() && d.kind != OptionKind::List && d.kind != OptionKind::Matrix) {
    if (value.empty()) refuse(path, "an entry for each parameter group", value);
    OptionDescription one = d;
    one.perGroup = one.nullable = false;
    for (std::size_t i = 0; i < value.size(); ++i) checkValue(one, indexed(path, i), value[i]);
    return;
  }
  switch (d.kind) {
    case OptionKind::Real:
      return checkNumber(path, d.range, value, d.positiveInfinity);
    case OptionKind::Integer:
      return checkInteger(path, d.range, value);
    case OptionKind::Boolean:
      if (!value.is_boolean()) refuse(path, "true or false", value);
      return;
    case OptionKind::Choice: {
      const bool known = value.is_string() && std::ranges::find(d.choices, value.get<std::string>()) != d.choices.end();
      if (known) return;
      std::string names;
      for (const std::string& choice : d.choices) names += (names.empty() ? "" : ", ") + choice;
      refuse(path, "one of " + names, value);
    }
    case OptionKind::List:
      return checkList(d, path, value);
    case OptionKind::Matrix:
      return checkMatrix(path, value);
    case OptionKind::Samples:
      return checkPoints(path, value);
    case OptionKind::Expression:
      if (!value.is_string()) refuse(path, "a formula in quotes", value);
      return;
    case OptionKind::Parameters:
      return checkParameters(path, value);
    case OptionKind::Schedule:
      return checkNested(path, value);
    case OptionKind::Schedules:
      if (!value.is_array()) refuse(path, "a list of schedules", value);
      for (std::size_t i = 0; i < value.size(); ++i) checkNested(indexed(path, i), value[i]);
      return;
    case OptionKind::Optimizer:
      if (!value.is_string()) refuse(path, "an optimizer's id", value);
      return;
    case OptionKind::OptimizerOptions:
      if (!value.is_object()) refuse(path, "an object of options", value);
      return;
  }
}

}  // namespace

void checkOptions(const Card& card, const Options& options) {
  for (const auto& [id, value] : options) {
    const OptionDescription* description = card.find(id);
    if (!description) {
      std::string known;
      for (const OptionDescription& d : card.options) known += (known.empty() ? "" : ", ") + d.id;
      throw OptionError("options." + id, known.empty() ? card.id + " has no options"
                                                       : "unknown option of " + card.id + "; known are " + known);
    }
    checkValue(*description, "options." + id, value);
  }
}

Json optionValue(const OptionDescription& description, const Options& options, std::int64_t steps) {
  const auto found = options.find(description.id);
  if (found != options.end()) return found->second;
  return description.fallbackIsSteps ? Json(steps) : description.fallback;
}

void assignOptions(const Card& card, const Options& options, void* owner, std::int64_t steps) {
  checkOptions(card, options);
  for (const OptionDescription& description : card.options) {
    Json value = optionValue(description, options, steps);
    if (value == "inf" && description.positiveInfinity) value = std::numeric_limits<double>::infinity();
    description.assign(owner, value);
  }
}

}  // namespace thalweg
