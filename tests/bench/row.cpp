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

bool isRate(const Row& row) { return row.unit.ends_with("/s"); }

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
  std::map<std::string, double> earlier;
  std::ifstream file(earlierPath);
  if (!file) throw std::runtime_error("cannot read " + earlierPath);
  try {
    for (const auto& row : nlohmann::json::parse(file))
      if (row.at("ours").is_number()) earlier[row.at("work").get<std::string>()] = row.at("ours").get<double>();
  } catch (const nlohmann::json::exception& error) {
    throw std::runtime_error(earlierPath + ": not a list that --json wrote (" + error.what() + ")");
  }
  std::vector<std::vector<std::string>> lines = {{"work", "unit", "earlier", "now", "now/earlier"}};
  for (const Row& row : rows) {
    const auto before = earlier.find(row.work);
    if (before == earlier.end()) continue;
    lines.push_back({row.work, row.unit, number(before->second), number(row.ours), number(row.ours / before->second)});
  }
  return laidOut(lines);
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
