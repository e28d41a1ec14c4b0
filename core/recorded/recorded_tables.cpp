#include "core/recorded/recorded_tables.h"

#include "core/base/data_text.h"
#include "core/base/format.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace thalweg {

namespace {

constexpr std::size_t longestQuote = 40;

/// The line that `text` begins with, which is taken off it.
std::string_view takeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::vector<std::string_view> cellsOf(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  while (true) {
    const std::size_t end = line.find(separator);
    std::string_view cell = line.substr(0, end);
    while (cell.starts_with(' ')) cell.remove_prefix(1);
    while (cell.ends_with(' ')) cell.remove_suffix(1);
    if (cell.size() > 1 && cell.starts_with('"') && cell.ends_with('"')) cell = cell.substr(1, cell.size() - 2);
    cells.push_back(cell);
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

/// A cell's number: NaN for an empty one and for the words that programs write for what is not finite.
double cellNumber(std::string_view cell, std::size_t line, std::size_t column) {
  if (const auto number = parseNumber(cell)) return *number;
  constexpr std::array<std::string_view, 9> words = {"",         "nan",       "NaN",  "inf", "-inf",
                                                     "Infinity", "-Infinity", "null", "NA"};
  if (std::ranges::find(words, cell) != words.end()) return std::numeric_limits<double>::quiet_NaN();
  throw std::runtime_error("line " + std::to_string(line) + ", column " + std::to_string(column) +
                           ": expected a number, found \"" + printable(cell, longestQuote) + "\"");
}

/// Puts the numbers of nested lists behind `array`'s, all lists of an axis of one length.
void gather(const Json& json, std::size_t axis, const std::string& place, NumericArray& array) {
  constexpr std::size_t mostAxes = 3;
  if (json.is_array()) {
    if (axis == mostAxes) throw std::runtime_error(place + ": nested too deeply");
    if (array.shape.size() == axis) {
      if (!array.values.empty()) throw std::runtime_error(place + ": expected a number, found a list");
      array.shape.push_back(json.size());
    }
    if (json.size() != array.shape[axis])
      throw std::runtime_error(place + ": expected " + std::to_string(array.shape[axis]) + " entries, found " +
                               std::to_string(json.size()));
    for (std::size_t i = 0; i < json.size(); ++i)
      gather(json[i], axis + 1, place + "[" + std::to_string(i) + "]", array);
    return;
  }
  if (axis != array.shape.size()) throw std::runtime_error(place + ": expected a list, found a number");
  if (!json.is_number() && !json.is_null())
    throw std::runtime_error(place + ": expected a number, found " +
                             printable(json.dump(-1, ' ', false, Json::error_handler_t::replace), longestQuote));
  array.values.push_back(json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>());
}

}  // namespace

void RecordedTables::add(const std::string& name, NumericArray array) {
  own.push_back(std::move(array));
  const NumericArray& kept = own.back();
  arrays[name] = {.kind = ArrayView::Kind::Float,
                  .width = sizeof(double),
                  .bigEndian = std::endian::native == std::endian::big,
                  .shape = kept.shape,
                  .data = {reinterpret_cast<const char*>(kept.values.data()), kept.values.size() * sizeof(double)}};
}

const ArrayView* RecordedTables::find(std::string_view name) const {
  const auto found = arrays.find(name);
  return found == arrays.end() ? nullptr : &found->second;
}

Json parseShallow(std::string_view text, int deepest, const std::string& what) {
  const auto watch = [&](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
    if (depth > deepest) throw std::runtime_error(what + " is nested too deeply");
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& error) {
    throw std::runtime_error(what + " is not valid JSON: byte " + std::to_string(error.byte));
  } catch (const Json::exception&) {
    throw std::runtime_error(what + " is not valid JSON");
  }
}

RecordedTables tablesOfCsv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string_view header = takeLine(text);
  const char separator = header.find('\t') != std::string_view::npos  ? '\t'
                         : header.find(',') != std::string_view::npos ? ','
                                                                      : ';';
  const std::vector<std::string_view> names = cellsOf(header, separator);
  // Where a column's numbers go: those of one name each, and the weights.
  constexpr std::array<std::string_view, 4> known = {"step", "loss", "lr", "gradient_norm"};
  std::array<NumericArray, known.size()> columns;
  NumericArray weights;
  Json parameters = Json::array();
  std::vector<NumericArray*> targets;
  for (std::size_t c = 0; c < names.size(); ++c) {
    const auto place = static_cast<std::size_t>(std::ranges::find(known, names[c]) - known.begin());
    if (place == known.size() && (names[c].empty() || parseNumber(names[c])))
      throw std::runtime_error("line 1, column " + std::to_string(c + 1) + ": expected a column's name, found \"" +
                               printable(names[c], longestQuote) + "\"");
    if (place == known.size()) parameters.push_back(Json::array({printable(names[c], 80), Json::array()}));
    targets.push_back(place < known.size() ? &columns[place] : &weights);
  }
  std::size_t rows = 0;
  for (std::size_t line = 2; !text.empty(); ++line) {
    const std::string_view row = takeLine(text);
    if (row.empty()) continue;
    const std::vector<std::string_view> cells = cellsOf(row, separator);
    if (cells.size() != names.size())
      throw std::runtime_error("line " + std::to_string(line) + ": expected " + std::to_string(names.size()) +
                               " cells, found " + std::to_string(cells.size()));
    for (std::size_t c = 0; c < cells.size(); ++c) targets[c]->values.push_back(cellNumber(cells[c], line, c + 1));
    ++rows;
  }
  RecordedTables tables;
  weights.shape = {rows, parameters.size()};
  tables.add("weights", std::move(weights));
  for (std::size_t k = 0; k < known.size(); ++k) {
    if (std::ranges::find(names, known[k]) == names.end()) continue;
    if (columns[k].values.size() != rows) throw std::runtime_error("line 1: two columns " + std::string(known[k]));
    columns[k].shape = {rows};
    tables.add(k == 0 ? "steps" : std::string(known[k]), std::move(columns[k]));
  }
  tables.header["parameters"] = std::move(parameters);
  return tables;
}

RecordedTables tablesOfJson(std::string_view text) {
  constexpr int deepest = 6;
  const Json json = parseShallow(text, deepest, "the file");
  if (!json.is_object() || !json.contains("weights"))
    throw std::runtime_error("expected an object with weights, loss and steps");
  RecordedTables tables;
  for (const auto& [name, value] : json.items()) {
    if (name == "header") {
      tables.header = value;
    } else if (value.is_array()) {
      NumericArray array;
      gather(value, 0, printable(name, longestQuote), array);
      tables.add(name, std::move(array));
    }
  }
  return tables;
}

}  // namespace thalweg
