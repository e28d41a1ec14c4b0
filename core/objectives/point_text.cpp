#include "core/objectives/point_text.h"

#include "core/base/data_text.h"
#include "core/base/format.h"
#include "core/objectives/data_sets.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <utility>

namespace thalweg {

namespace {

constexpr std::size_t mostTextBytes = 16u << 20;

struct TextRow {
  std::size_t number = 0;  // from 1
  std::vector<std::string> cells;
};

std::string lowered(std::string_view text) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return low;
}

std::string_view withoutBlanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\xC2\xA0";  // and the space that cannot be broken
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string place(std::size_t row, std::size_t column) {
  return "row " + std::to_string(row) + ", column " + std::to_string(column + 1);
}

[[noreturn]] void refuse(const std::string& where, const std::string& why) { throw PointTextError(where + ": " + why); }

std::string inQuotes(std::string_view cell) { return "\"" + printable(cell, 40) + "\""; }

char separatorOf(std::string_view line) {
  for (const char separator : {'\t', ';', ','}) {
    if (line.find(separator) != std::string_view::npos) return separator;
  }
  return ' ';
}

std::vector<std::string> cellsOf(std::string_view line, char separator, std::size_t row) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && (line[at] == ' ' || (line[at] == '\t' && separator != '\t'))) ++at;
    std::string cell;
    if (at < line.size() && line[at] == '"') {
      bool closed = false;
      for (++at; at < line.size() && !closed; ++at) {
        if (line[at] != '"')
          cell += line[at];
        else if (at + 1 < line.size() && line[at + 1] == '"')
          cell += line[at++];
        else
          closed = true;
      }
      if (!closed) refuse(place(row, cells.size()), "a quote is opened and not closed");
      while (at < line.size() && line[at] != separator) {
        if (line[at] != ' ') refuse(place(row, cells.size()), "there is more behind the closing quote");
        ++at;
      }
    } else {
      const std::size_t end = std::min(line.find(separator, at), line.size());
      cell = withoutBlanks(line.substr(at, end - at));
      at = end;
    }
    cells.push_back(std::move(cell));
    if (at >= line.size()) break;
    ++at;  // the separator
    if (separator == ' ' && withoutBlanks(line.substr(at)).empty()) break;
  }
  return cells;
}

std::vector<TextRow> rowsOf(std::string_view text, char& separator) {
  if (text.size() > mostTextBytes) throw PointTextError("larger than 16 MiB");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<TextRow> rows;
  separator = 0;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\n\r"), text.size());
    const std::string_view line = text.substr(0, end);
    const bool pair = text.substr(end).starts_with("\r\n");
    text.remove_prefix(std::min(text.size(), end + (pair ? 2 : 1)));
    if (withoutBlanks(line).empty() || withoutBlanks(line).front() == '#') continue;
    if (separator == 0) separator = separatorOf(line);
    std::vector<std::string> cells = cellsOf(line, separator, number);
    while (cells.size() > 1 && cells.back().empty()) cells.pop_back();
    // Rows that a spreadsheet has marked, with nothing in them.
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (rows.size() > limits::points)
      throw PointTextError("expected at most " + std::to_string(limits::points) + " points, found more");
    rows.push_back({number, std::move(cells)});
  }
  if (rows.empty()) throw PointTextError("expected a row for each point, found nothing");
  return rows;
}

/// Numbers as the text has them: with points, or all with commas where those part no cells.
class NumberReader {
 public:
  explicit NumberReader(char separator) : commas_(separator == '\t' || separator == ';') {}

  /// None where it is no number.
  std::optional<double> read(const std::string& cell, std::size_t row, std::size_t column) {
    if (const auto number = parseNumber(cell)) {
      if (cell.find('.') != std::string::npos) note(point_, comma_, row, column, "a decimal point", "comma");
      return number;
    }
    if (!commas_ || std::ranges::count(cell, ',') != 1 || cell.find('.') != std::string::npos) return {};
    std::string withPoint = cell;
    std::ranges::replace(withPoint, ',', '.');
    const auto number = parseNumber(withPoint);
    if (number) note(comma_, point_, row, column, "a decimal comma", "point");
    return number;
  }
  [[nodiscard]] bool sawCommas() const { return comma_.has_value(); }

 private:
  using Where = std::optional<std::pair<std::size_t, std::size_t>>;
  static void note(Where& own, const Where& other, std::size_t row, std::size_t column, const std::string& what,
                   const std::string& otherSign) {
    if (!own) own = {row, column};
    if (other) {
      refuse(place(row, column), what + " here, and a decimal " + otherSign + " in " +
                                     place(other->first, other->second) + "; use one of them");
    }
  }

  bool commas_;
  Where point_, comma_;
};

bool isNumber(const std::string& cell, char separator) { return NumberReader(separator).read(cell, 1, 0).has_value(); }

/// 0: for training, 1: for testing.
std::optional<int> splitWord(const std::string& cell) {
  const std::string low = lowered(cell);
  if (low == "train" || low == "training") return 0;
  if (low == "test" || low == "testing") return 1;
  return {};
}

/// The column that says what is held out; none: there is none.
std::optional<std::size_t> splitColumn(const std::vector<std::string>& names, const std::vector<std::string>& first) {
  for (std::size_t c = 0; c < names.size(); ++c) {
    if (lowered(names[c]) == "split" || lowered(names[c]) == "set") return c;
  }
  for (std::size_t c = 0; c < first.size(); ++c) {
    if (splitWord(first[c])) return c;
  }
  return {};
}

std::string expectedColumns(const PointColumns& expected) {
  if (expected.mostClasses == 0) return "two columns, an input and its value";
  const std::string classes = "three columns, two inputs and a class";
  return expected.values ? "two columns, an input and its value, or " + classes : classes;
}

/// Names of classes as numbers from 0 on.
class ClassNames {
 public:
  /// The name's place among those that were met.
  std::size_t met(const std::string& name, Index most, const std::string& where) {
    const auto known = std::ranges::find(names_, name);
    if (known != names_.end()) return static_cast<std::size_t>(known - names_.begin());
    if (std::ssize(names_) == most) {
      std::string all;
      for (const std::string& one : names_) all += (all.empty() ? "" : ", ") + inQuotes(one);
      refuse(where,
             "expected at most " + std::to_string(most) + " classes; beside " + all + " there is " + inQuotes(name));
    }
    names_.push_back(name);
    return names_.size() - 1;
  }

  /// The class of each name met; says in `notes` what is not plain.
  [[nodiscard]] std::vector<int> numbers(std::vector<std::string>& notes) const {
    std::vector<std::pair<double, std::size_t>> order;
    bool allNumbers = true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto number = parseNumber(names_[i]);
      allNumbers = allNumbers && number;
      order.emplace_back(number.value_or(0), i);
    }
    std::vector<int> classes(names_.size());
    const auto among = [&](std::initializer_list<double> known) {
      return allNumbers && std::ranges::all_of(
                               order, [&](const auto& o) { return std::ranges::find(known, o.first) != known.end(); });
    };
    if (among({-1, 1}) || among({0, 1}) || among({0, 1, 2})) {
      for (const auto& [number, i] : order) classes[i] = number == 2 ? 2 : number > 0 ? 1 : 0;
      return classes;
    }
    if (allNumbers) std::ranges::stable_sort(order);
    std::string said;
    for (std::size_t k = 0; k < order.size(); ++k) {
      classes[order[k].second] = static_cast<int>(k);
      said += (said.empty() ? "class " : ", class ") + std::to_string(k) + " is " + inQuotes(names_[order[k].second]);
    }
    notes.push_back(said + ".");
    return classes;
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace

PointText readPointText(std::string_view text, const PointColumns& expected) {
  char separator = 0;
  std::vector<TextRow> rows = rowsOf(text, separator);
  std::vector<std::string> names;
  const auto plain = [&](const std::string& cell) { return !isNumber(cell, separator) && !splitWord(cell); };
  if (std::ranges::all_of(rows[0].cells, plain)) {
    names = rows[0].cells;
    rows.erase(rows.begin());
    if (rows.empty()) throw PointTextError("expected a row for each point, found the names of columns alone");
  }
  const std::size_t width = std::max(names.size(), rows[0].cells.size());
  const std::optional<std::size_t> split = splitColumn(names, rows[0].cells);
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < width; ++c) {
    if (c != split) columns.push_back(c);
  }
  const bool classes = expected.mostClasses > 0 && columns.size() == 3;
  if (!classes && !(expected.values && columns.size() == 2)) {
    const bool commas = separator == ',' && columns.size() > 3;
    refuse("row " + std::to_string(rows[0].number),
           "expected " + expectedColumns(expected) + ", perhaps one more that says train or test, found " +
               std::to_string(width) + (commas ? "; where numbers have decimal commas, part them by semicolons" : ""));
  }
  PointText result;
  result.testPoints = Json::array();
  NumberReader numbers(separator);
  ClassNames classNames;
  for (const TextRow& row : rows) {
    if (row.cells.size() != width) {
      refuse("row " + std::to_string(row.number), "expected " + std::to_string(width) +
                                                      " cells, as the first row has, found " +
                                                      std::to_string(row.cells.size()));
    }
    Json point = Json::array();
    for (const std::size_t c : columns) {
      const std::string& cell = row.cells[c];
      const std::string where = place(row.number, c);
      if (cell.empty()) refuse(where, "empty");
      if (classes && c == columns.back()) {
        point.push_back(classNames.met(cell, expected.mostClasses, where));
        continue;
      }
      const auto number = numbers.read(cell, row.number, c);
      if (!number) refuse(where, "expected a number, found " + inQuotes(cell));
      if (std::abs(*number) > limits::pointCoordinate)
        refuse(where, "expected a number between −1e9 and 1e9, found " + inQuotes(cell));
      point.push_back(*number);
    }
    int part = 0;
    if (split) {
      const auto word = splitWord(row.cells[*split]);
      if (!word) refuse(place(row.number, *split), "expected train or test, found " + inQuotes(row.cells[*split]));
      part = *word;
    }
    (part == 0 ? result.points : result.testPoints).push_back(std::move(point));
  }
  if (result.points.empty()) throw PointTextError("expected points for training, found points for testing alone");
  if (result.points.size() + result.testPoints.size() > limits::points)
    throw PointTextError("expected at most " + std::to_string(limits::points) + " points, found more");
  if (classes) {
    const std::vector<int> of = classNames.numbers(result.notes);
    for (Json* list : {&result.points, &result.testPoints}) {
      for (Json& point : *list) point.back() = of[point.back().get<std::size_t>()];
    }
  }
  if (result.testPoints.empty()) result.testPoints = nullptr;
  if (numbers.sawCommas()) result.notes.insert(result.notes.begin(), "Decimal commas were read as points.");
  return result;
}

PointText pointLists(const Dataset& data) {
  const auto listed = [&](const Eigen::MatrixXd& inputs, const Eigen::VectorXd& targets) {
    Json list = Json::array();
    for (Index s = 0; s < targets.size(); ++s) {
      Json point = Json::array();
      for (Index j = 0; j < inputs.cols(); ++j) point.push_back(inputs(s, j));
      if (data.classes)
        point.push_back(data.classCount == 2 ? (targets[s] > 0 ? 1 : 0) : static_cast<int>(targets[s]));
      else
        point.push_back(targets[s]);
      list.push_back(std::move(point));
    }
    return list;
  };
  PointText lists;
  lists.points = listed(data.inputs, data.targets);
  if (data.testTargets.size() > 0) lists.testPoints = listed(data.testInputs, data.testTargets);
  return lists;
}

std::string writePointText(const PointText& points) {
  if (points.points.empty()) return {};
  const bool classes = points.points[0].size() == 3;
  const bool tests = !points.testPoints.is_null();
  std::string text = std::string(classes ? "a,b,class" : "x,y") + (tests ? ",split\n" : "\n");
  const auto write = [&](const Json& list, const char* word) {
    for (const Json& point : list) {
      for (std::size_t j = 0; j < point.size(); ++j) {
        text += j > 0 ? "," : "";
        text += formatShort(point[j].get<double>());
      }
      text += tests ? std::string(",") + word + "\n" : "\n";
    }
  };
  write(points.points, "train");
  if (tests) write(points.testPoints, "test");
  return text;
}

void holdOut(PointText& points, double share, std::uint32_t seed) {
  Json all = points.points;
  if (!points.testPoints.is_null()) all.insert(all.end(), points.testPoints.begin(), points.testPoints.end());
  const auto wanted = static_cast<std::size_t>(std::lround(share * static_cast<double>(all.size())));
  const std::size_t count = std::min(wanted, all.size() - 1);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  PortableRandom random(seed);
  for (std::size_t i = 0; i < count; ++i) {
    const auto other = i + static_cast<std::size_t>(random.uniform() * static_cast<double>(order.size() - i));
    std::swap(order[i], order[other]);
  }
  std::vector<bool> held(all.size(), false);
  for (std::size_t i = 0; i < count; ++i) held[order[i]] = true;
  points.points = points.testPoints = Json::array();
  for (std::size_t i = 0; i < all.size(); ++i) (held[i] ? points.testPoints : points.points).push_back(all[i]);
  if (points.testPoints.empty()) points.testPoints = nullptr;
}

}  // namespace thalweg
