#include "core/lessons/answers.h"

#include "core/base/file.h"
#include "core/scenario/json_node.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr std::size_t largestSheet = 1u << 20;
constexpr std::size_t longestLine = 10'000;

std::vector<double> planePoint(const JsonNode& node) {
  std::vector<double> point = node.numbers();
  if (point.size() != 2) node.refuse("two numbers");
  return point;
}

Prediction readPrediction(const JsonNode& node) {
  node.onlyKeys({"page", "choice", "point", "line", "value"});
  if (!node.json().contains("page"))
    throw ScenarioError(node.path() + ".page", "expected a page's number, found nothing");
  if (node.json().size() > 2) node.refuse("one of choice, point, line, value");
  Prediction p;
  node.member("page", [&](const JsonNode& n) {
    p.page = static_cast<std::size_t>(n.integer(0, static_cast<std::int64_t>(limits::lessonPages) - 1));
  });
  node.member("choice", [&](const JsonNode& n) { p.choice = static_cast<std::size_t>(n.integer(0, 5)); });
  node.member("point", [&](const JsonNode& n) { p.point = planePoint(n); });
  node.member("line", [&](const JsonNode& n) {
    n.items("a list of points", longestLine, [&](const JsonNode& at) { p.line.push_back(planePoint(at)); });
    if (p.line.size() < 2) n.refuse("at least two points");
  });
  node.member("value", [&](const JsonNode& n) { p.value = n.number(); });
  return p;
}

Json answersJson(std::string_view text) {
  if (text.size() > largestSheet) throw ScenarioError("", "larger than 1 MiB");
  try {
    const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t /*event*/, Json& /*parsed*/) {
      if (depth > 8) throw ScenarioError("", "nested deeper than 8 levels");
      return true;
    };
    return Json::parse(text, watch);
  } catch (const Json::exception& error) {
    throw ScenarioError("", std::string("not valid JSON: ") + error.what());
  }
}

}  // namespace

bool fitsQuestion(const LessonQuestion& ask, const Prediction& p) {
  using Kind = LessonQuestion::Kind;
  const int given = (p.choice ? 1 : 0) + (p.point.empty() ? 0 : 1) + (p.line.empty() ? 0 : 1) + (p.value ? 1 : 0);
  if (given != 1) return given == 0;
  const auto finite = [](const std::vector<double>& at) {
    return at.size() == 2 && std::isfinite(at[0]) && std::isfinite(at[1]);
  };
  switch (ask.kind) {
    case Kind::Choice:
      return p.choice && *p.choice < ask.answers.size();
    case Kind::Endpoint:
      return finite(p.point);
    case Kind::Path:
      return p.line.size() > 1 && std::ranges::all_of(p.line, finite);
    case Kind::Value:
      return p.value && std::isfinite(*p.value);
  }
  return false;
}

AnswerSheet parseAnswers(std::string_view text) {
  const Json json = answersJson(text);
  const JsonNode node(json, "");
  node.onlyKeys({"thalweg_answers", "lesson", "name", "answers"});
  if (!json.contains("thalweg_answers"))
    throw ScenarioError("thalweg_answers", "expected the format's version, 1, found nothing");
  node.member("thalweg_answers", [](const JsonNode& n) {
    if (n.json() != 1) n.refuse("version 1");
  });
  AnswerSheet sheet;
  const auto words = [&](const char* key, std::string& value) {
    node.member(key, [&](const JsonNode& n) {
      value = n.string("a text");
      constexpr std::size_t longest = 400;
      if (value.size() > longest)
        throw ScenarioError(n.path(), "expected at most 400 bytes, found " + std::to_string(value.size()));
    });
  };
  words("lesson", sheet.lesson);
  words("name", sheet.name);
  if (sheet.lesson.empty()) throw ScenarioError("lesson", "expected a lesson's id, found nothing");
  node.member("answers", [&](const JsonNode& n) {
    n.items("a list of answers", limits::lessonPages, [&](const JsonNode& a) {
      Prediction p = readPrediction(a);
      if (!sheet.answers.empty() && p.page <= sheet.answers.back().page)
        throw ScenarioError(a.path() + ".page", "expected rising pages, each once");
      sheet.answers.push_back(std::move(p));
    });
  });
  return sheet;
}

AnswerSheet loadAnswers(const std::string& path) {
  try {
    return parseAnswers(readFile(path, largestSheet + 1));
  } catch (const std::system_error& error) {
    throw ScenarioError(path, error.code().message());
  } catch (const ScenarioError& error) {
    throw ScenarioError(path == "-" ? "standard input" : path, error.what());
  }
}

std::string writeAnswers(const AnswerSheet& sheet) {
  nlohmann::ordered_json out;
  out["thalweg_answers"] = 1;
  out["lesson"] = sheet.lesson;
  if (!sheet.name.empty()) out["name"] = sheet.name;
  out["answers"] = nlohmann::ordered_json::array();
  for (const Prediction& p : sheet.answers) {
    nlohmann::ordered_json answer = {{"page", p.page}};
    if (p.choice) answer["choice"] = *p.choice;
    if (!p.point.empty()) answer["point"] = p.point;
    if (!p.line.empty()) answer["line"] = p.line;
    if (p.value) answer["value"] = *p.value;
    out["answers"].push_back(std::move(answer));
  }
  return out.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

void saveAnswers(const AnswerSheet& sheet, const std::string& path) {
  try {
    writeFileAtomically(path, writeAnswers(sheet));
  } catch (const std::system_error& error) {
    throw ScenarioError(path, error.code().message());
  }
}

ClassPredictions classPredictions(const Lesson& lesson, const std::string& id, const std::vector<AnswerSheet>& sheets,
                                  std::size_t page) {
  if (page >= lesson.pages.size() || !lesson.pages[page].ask)
    throw ScenarioError("page", "nothing is asked on page " + std::to_string(page));
  const LessonQuestion& ask = *lesson.pages[page].ask;
  ClassPredictions all;
  all.choices.assign(ask.answers.size(), 0);
  std::vector<std::vector<double>> points;
  const auto rows = [](const std::vector<std::vector<double>>& of) {
    Points out(static_cast<Index>(of.size()), 2);
    for (std::size_t i = 0; i < of.size(); ++i) out.row(static_cast<Index>(i)) << of[i][0], of[i][1];
    return out;
  };
  for (std::size_t s = 0; s < sheets.size(); ++s) {
    const std::string place = "sheets[" + std::to_string(s) + "]";
    if (sheets[s].lesson != id && sheets[s].lesson != lesson.title)
      throw ScenarioError(place, "it answers another lesson, \"" + sheets[s].lesson + "\"");
    const auto found = std::ranges::find(sheets[s].answers, page, &Prediction::page);
    if (found == sheets[s].answers.end()) {
      ++all.absent;
      continue;
    }
    const bool declined = !found->choice && found->point.empty() && found->line.empty() && !found->value;
    if (!fitsQuestion(ask, *found))
      throw ScenarioError(place, "its answer on page " + std::to_string(page) + " is none that the question has");
    if (declined)
      ++all.declined;
    else if (found->choice)
      ++all.choices[*found->choice];
    else if (!found->point.empty())
      points.push_back(found->point);
    else if (!found->line.empty())
      all.lines.push_back(rows(found->line));
    else
      all.values.push_back(*found->value);
  }
  all.points = rows(points);
  return all;
}

}  // namespace thalweg
