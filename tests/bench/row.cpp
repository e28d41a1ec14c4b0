#include "tests/bench/row.h"

#include "core/base/format.h"

#include <nlohmann/json.hpp>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <stdexcept>

namespace thalweg::bench {

namespace {

using Json = nlohmann::ordered_json;

bool isRate(const Row& row) { return row.unit.ends_with("/s") || row.unit == "× faster"; }

/// Counts, bytes and ratios do not hang on how fast a machine is.
bool isTimed(const Row& row) { return row.unit != "MB" && row.unit != "evaluations" && row.unit != "× faster"; }

/// A figure that is worse by more than this has fallen.
constexpr double kFallen = 1.1;

double timesLonger(const Row& row, double now, double before) { return isRate(row) ? before / now : now / before; }

std::string number(double value) { return formatSignificant(value, 3); }

std::string goalText(const Row& row) {
  if (!row.goal) return {};
  switch (row.goal->kind) {
    case Goal::Kind::AtMost:
      return "≤ " + number(row.goal->figure);
    case Goal::Kind::AtLeast:
      return "≥ " + number(row.goal->figure);
    case Goal::Kind::TimesLimit:
      break;
  }
  return "≤ " + number(row.goal->figure) + "× limit";
}

std::string peersText(const Row& row) {
  std::string words;
  for (const auto& [name, figure] : row.peers) {
    if (!words.empty()) words += ", ";
    words += name + " " + number(figure);
  }
  return words;
}

/// Characters, not bytes.
std::size_t widthOf(const std::string& utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string laidOut(const std::vector<std::vector<std::string>>& lines) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& line : lines) {
    for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], widthOf(line[c]));
  }
  std::string text;
  for (const auto& line : lines) {
    std::string row;
    for (std::size_t c = 0; c < line.size(); ++c) row += line[c] + std::string(widths[c] - widthOf(line[c]) + 2, ' ');
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + "\n";
  }
  return text;
}

}  // namespace

std::optional<double> ratio(const Row& row) {
  if (!row.limit) return {};
  return isRate(row) ? *row.limit / row.ours : row.ours / *row.limit;
}

std::optional<bool> met(const Row& row) {
  if (!row.goal) return {};
  switch (row.goal->kind) {
    case Goal::Kind::AtMost:
      return row.ours <= row.goal->figure;
    case Goal::Kind::AtLeast:
      return row.ours >= row.goal->figure;
    case Goal::Kind::TimesLimit:
      break;
  }
  return ratio(row).value_or(INFINITY) <= row.goal->figure;
}

std::string table(const std::vector<Row>& rows) {
  std::vector<std::vector<std::string>> lines = {{"work", "unit", "ours", "limit", "ratio", "peers", "goal", "met"}};
  for (const Row& row : rows) {
    const auto times = ratio(row);
    const auto kept = met(row);
    lines.push_back({row.work, row.unit, number(row.ours), row.limit ? number(*row.limit) : "",
                     times ? number(*times) : "", peersText(row), goalText(row), kept ? (*kept ? "yes" : "NO") : ""});
  }
  std::string text = laidOut(lines) + "\nHeld equal\n";
  for (const Row& row : rows) {
    if (!row.equal.empty()) text += "  " + row.work + ": " + row.equal + "\n";
  }
  return text;
}

std::string json(const std::vector<Row>& rows) {
  Json list = Json::array();
  for (const Row& row : rows) {
    const auto kept = met(row);
    list.push_back({{"work", row.work},
                    {"unit", row.unit},
                    {"ours", row.ours},
                    {"limit", row.limit ? Json(*row.limit) : Json()},
                    {"peers", Json(row.peers)},
                    {"goal", row.goal ? Json(goalText(row)) : Json()},
                    {"met", kept ? Json(*kept) : Json()}});
    if (row.peers.empty()) list.back()["peers"] = Json::object();
  }
  return list.dump(2) + "\n";
}

std::string comparison(const std::vector<Row>& rows, const std::string& earlierPath) {
  std::map<std::string, Row> earlier;
  std::ifstream file(earlierPath);
  if (!file) throw std::runtime_error("cannot read " + earlierPath);
  try {
    for (const auto& row : nlohmann::json::parse(file)) {
      if (!row.at("ours").is_number()) continue;
      Row& before = earlier[row.at("work").get<std::string>()];
      before.ours = row.at("ours").get<double>();
      if (row.at("limit").is_number()) before.limit = row.at("limit").get<double>();
    }
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(earlierPath + ": not a list that --json wrote (" + error.what() + ")");
  }
  // The limit loops have not changed, so what they take now tells how fast the machine is today.
  std::vector<double> paces;
  for (const Row& row : rows) {
    const auto before = earlier.find(row.work);
    if (before == earlier.end() || !row.limit || !before->second.limit) continue;
    paces.push_back(timesLonger(row, *row.limit, *before->second.limit));
  }
  const double pace = paces.empty() ? 1 : median(paces);
  std::vector<std::vector<std::string>> lines = {{"work", "unit", "earlier", "now", "times as long", ""}};
  for (const Row& row : rows) {
    const auto found = earlier.find(row.work);
    if (found == earlier.end()) continue;
    const Row& before = found->second;
    const double own = row.limit && before.limit ? timesLonger(row, *row.limit, *before.limit) : pace;
    const double longer = timesLonger(row, row.ours, before.ours) / (isTimed(row) ? own : 1);
    lines.push_back(
        {row.work, row.unit, number(before.ours), number(row.ours), number(longer), longer > kFallen ? "FELL" : ""});
  }
  const std::string stated = paces.empty() ? "no limit loop in common: times as they are"
                                           : "limit loops take " + number(pace) + " times as long, taken off";
  return "Against " + earlierPath + " (" + stated + ")\n" + laidOut(lines);
}

double quantile(std::vector<double> values, double q) {
  std::ranges::sort(values);
  const auto n = static_cast<double>(values.size());
  const auto rank = static_cast<std::size_t>(std::max(0.0, std::ceil(q * n) - 1));
  return values[std::min(rank, values.size() - 1)];
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double processTime() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double ownTime() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

std::vector<double> interleaved(const std::vector<std::function<void()>>& cases, int rounds) {
  std::vector<std::vector<double>> seconds(cases.size());
  for (int round = 0; round <= rounds; ++round) {
    for (std::size_t i = 0; i < cases.size(); ++i) {
      const double start = now();
      cases[i]();
      if (round > 0) seconds[i].push_back(now() - start);
    }
  }
  std::vector<double> medians;
  for (auto& s : seconds) medians.push_back(median(std::move(s)));
  return medians;
}

}  // namespace thalweg::bench
