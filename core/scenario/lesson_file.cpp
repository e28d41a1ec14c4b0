#include "core/scenario/lesson_file.h"

#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

using Kind = LessonQuestion::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 4> questionKinds = {
    {{"choice", Kind::Choice}, {"endpoint", Kind::Endpoint}, {"path", Kind::Path}, {"value", Kind::Value}}};

/// A text that is there and of at most so many characters.
std::string lessonWords(const JsonNode& node, int most) {
  std::string text = node.string("a text");
  const auto found =
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; });
  if (found == 0) node.refuse("a text");
  if (found > most)
    throw ScenarioError(node.path(),
                        "expected at most " + std::to_string(most) + " characters, found " + std::to_string(found));
  return text;
}

std::string neededWords(const JsonNode& node, std::string_view key, int most) {
  std::string text;
  node.member(key, [&](const JsonNode& n) { text = lessonWords(n, most); });
  if (text.empty()) throw ScenarioError(node.path() + "." + std::string(key), "expected a text, found nothing");
  return text;
}

Json lessonChange(const JsonNode& node) {
  if (!node.json().is_object()) node.refuse("an object of changes");
  return node.json();
}

LessonAnswer readAnswer(const JsonNode& node) {
  node.onlyKeys({"text", "right", "contender"});
  LessonAnswer answer;
  answer.text = neededWords(node, "text", limits::lessonLine);
  answer.right = neededWords(node, "right", limits::lessonLine);
  node.member("contender", [&](const JsonNode& n) { answer.contender = lessonChange(n); });
  return answer;
}

LessonQuestion readQuestion(const JsonNode& node) {
  node.onlyKeys({"kind", "question", "panel", "contender", "answers", "of", "range", "tolerance"});
  LessonQuestion ask;
  std::vector<std::string_view> ids;
  for (const auto& [id, kind] : questionKinds) ids.push_back(id);
  const std::string kind = [&] {
    std::string id;
    node.member("kind", [&](const JsonNode& n) { id = n.oneOf(ids); });
    if (id.empty()) throw ScenarioError(node.path() + ".kind", "expected a kind of question, found nothing");
    return id;
  }();
  ask.kind = std::ranges::find(questionKinds, kind, [](const auto& known) { return known.first; })->second;
  ask.question = neededWords(node, "question", limits::lessonLine);
  const auto index = [&](const char* key, std::size_t limit, std::size_t& value) {
    node.member(key, [&](const JsonNode& n) {
      value = static_cast<std::size_t>(n.integer(0, static_cast<std::int64_t>(limit) - 1));
    });
  };
  index("panel", limits::panels, ask.panel);
  index("contender", limits::contenders, ask.contender);
  constexpr std::size_t mostAnswers = 6;
  node.member("answers", [&](const JsonNode& n) {
    if (ask.kind != Kind::Choice) throw ScenarioError(n.path(), "belongs to questions of kind \"choice\"");
    n.items("a list of answers", mostAnswers, [&](const JsonNode& a) { ask.answers.push_back(readAnswer(a)); });
  });
  if (ask.kind == Kind::Choice && ask.answers.size() < 2)
    throw ScenarioError(node.path() + ".answers",
                        "expected 2 to 6 answers, found " + std::to_string(ask.answers.size()));
  if (ask.kind == Kind::Value) {
    ask.of = neededWords(node, "of", limits::lessonLine);
    if (!node.json().contains("range"))
      throw ScenarioError(node.path() + ".range", "expected two numbers between which one guesses, found nothing");
  } else {
    for (const char* key : {"of", "range"})
      node.member(key,
                  [&](const JsonNode& n) { throw ScenarioError(n.path(), "belongs to questions of kind \"value\""); });
  }
  node.member("range", [&](const JsonNode& n) {
    const std::vector<double> ends = n.numbers();
    if (ends.size() != 2 || !(ends[0] < ends[1])) n.refuse("two rising numbers");
    ask.range = {ends[0], ends[1]};
  });
  node.member("tolerance", [&](const JsonNode& n) {
    if (ask.kind == Kind::Choice) throw ScenarioError(n.path(), "a choice has none");
    ask.tolerance = n.number({.min = 0, .max = 10, .minExcluded = true});
  });
  return ask;
}

LessonTask readTask(const JsonNode& node) {
  node.onlyKeys({"task", "done", "solution"});
  LessonTask task;
  task.task = neededWords(node, "task", limits::lessonLine);
  constexpr std::size_t mostGoals = 6;
  node.member("done", [&](const JsonNode& n) {
    n.items("a list of goals", mostGoals, [&](const JsonNode& g) {
      g.onlyKeys({"text", "when", "now"});
      LessonGoal& goal = task.done.emplace_back();
      goal.text = neededWords(g, "text", limits::lessonLine);
      goal.when = neededWords(g, "when", limits::lessonLine);
      g.member("now", [&](const JsonNode& now) { goal.now = lessonWords(now, limits::lessonLine); });
    });
  });
  if (task.done.empty()) throw ScenarioError(node.path() + ".done", "expected at least one goal, found nothing");
  node.member("solution", [&](const JsonNode& n) { task.solution = lessonChange(n); });
  if (task.solution.is_null())
    throw ScenarioError(node.path() + ".solution", "expected a change that does the task, found nothing");
  return task;
}

LessonClaim readClaim(const JsonNode& node) {
  if (node.json().is_string()) return {.when = lessonWords(node, limits::lessonLine)};
  node.onlyKeys({"when", "with"});
  LessonClaim claim;
  claim.when = neededWords(node, "when", limits::lessonLine);
  node.member("with", [&](const JsonNode& n) { claim.with = lessonChange(n); });
  return claim;
}

LessonPage readPage(const JsonNode& node) {
  node.onlyKeys({"text", "show", "controls", "panel", "ask", "why", "try", "claims"});
  LessonPage page;
  page.text = neededWords(node, "text", limits::lessonText);
  node.member("show", [&](const JsonNode& n) {
    page.show = lessonChange(n);
    if (page.show.contains("lesson")) throw ScenarioError(n.path() + ".lesson", "a page cannot change the lesson");
  });
  constexpr std::size_t mostControls = 24;
  node.member("controls", [&](const JsonNode& n) {
    n.items("a list of controls", mostControls,
            [&](const JsonNode& c) { page.controls.push_back(lessonWords(c, limits::lessonName)); });
  });
  node.member("panel", [&](const JsonNode& n) {
    page.panel = static_cast<std::size_t>(n.integer(0, static_cast<std::int64_t>(limits::panels) - 1));
  });
  node.member("ask", [&](const JsonNode& n) { page.ask = readQuestion(n); });
  node.member("why", [&](const JsonNode& n) { page.why = lessonWords(n, limits::lessonText); });
  node.member("try", [&](const JsonNode& n) { page.task = readTask(n); });
  constexpr std::size_t mostClaims = 24;
  node.member("claims", [&](const JsonNode& n) {
    n.items("a list of claims", mostClaims, [&](const JsonNode& c) { page.claims.push_back(readClaim(c)); });
  });
  return page;
}

}  // namespace

Lesson readLesson(const JsonNode& node) {
  node.onlyKeys({"title", "chapter", "summary", "minutes", "needs", "pages"});
  Lesson lesson;
  lesson.title = neededWords(node, "title", limits::lessonName);
  lesson.chapter = neededWords(node, "chapter", limits::lessonName);
  node.member("summary", [&](const JsonNode& n) { lesson.summary = lessonWords(n, limits::lessonLine); });
  node.member("minutes", [&](const JsonNode& n) { lesson.minutes = n.number({.min = 0, .max = 600}); });
  constexpr std::size_t mostNeeds = 100;
  node.member("needs", [&](const JsonNode& n) {
    n.items("a list of lessons' ids", mostNeeds,
            [&](const JsonNode& id) { lesson.needs.push_back(lessonWords(id, limits::lessonName)); });
  });
  node.member("pages", [&](const JsonNode& n) {
    n.items("a list of pages", limits::lessonPages, [&](const JsonNode& p) { lesson.pages.push_back(readPage(p)); });
  });
  if (lesson.pages.empty()) throw ScenarioError(node.path() + ".pages", "expected at least one page, found nothing");
  return lesson;
}

namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson writeQuestion(const LessonQuestion& ask) {
  const LessonQuestion standard;
  OrderedJson out;
  out["kind"] = std::ranges::find(questionKinds, ask.kind, [](const auto& known) { return known.second; })->first;
  out["question"] = ask.question;
  if (ask.panel != 0) out["panel"] = ask.panel;
  if (ask.contender != 0) out["contender"] = ask.contender;
  for (const LessonAnswer& answer : ask.answers) {
    OrderedJson a = {{"text", answer.text}, {"right", answer.right}};
    if (answer.contender) a["contender"] = *answer.contender;
    out["answers"].push_back(std::move(a));
  }
  if (!ask.of.empty()) {
    out["of"] = ask.of;
    out["range"] = ask.range;
  }
  if (ask.tolerance != standard.tolerance) out["tolerance"] = ask.tolerance;
  return out;
}

OrderedJson writeTask(const LessonTask& task) {
  OrderedJson out;
  out["task"] = task.task;
  for (const LessonGoal& goal : task.done) {
    OrderedJson g = {{"text", goal.text}, {"when", goal.when}};
    if (!goal.now.empty()) g["now"] = goal.now;
    out["done"].push_back(std::move(g));
  }
  out["solution"] = task.solution;
  return out;
}

OrderedJson writePage(const LessonPage& page) {
  OrderedJson out;
  out["text"] = page.text;
  if (!page.show.empty()) out["show"] = page.show;
  if (!page.controls.empty()) out["controls"] = page.controls;
  if (page.panel != 0) out["panel"] = page.panel;
  if (page.ask) out["ask"] = writeQuestion(*page.ask);
  if (!page.why.empty()) out["why"] = page.why;
  if (page.task) out["try"] = writeTask(*page.task);
  for (const LessonClaim& claim : page.claims) {
    if (claim.with)
      out["claims"].push_back({{"when", claim.when}, {"with", *claim.with}});
    else
      out["claims"].push_back(claim.when);
  }
  return out;
}

}  // namespace

OrderedJson writeLesson(const Lesson& lesson) {
  const Lesson standard;
  OrderedJson out;
  out["title"] = lesson.title;
  out["chapter"] = lesson.chapter;
  if (!lesson.summary.empty()) out["summary"] = lesson.summary;
  if (lesson.minutes != standard.minutes) out["minutes"] = lesson.minutes;
  if (!lesson.needs.empty()) out["needs"] = lesson.needs;
  for (const LessonPage& page : lesson.pages) out["pages"].push_back(writePage(page));
  return out;
}

}  // namespace thalweg
