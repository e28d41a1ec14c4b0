#include "app/lessons_command.h"

#include "app/command_line.h"
#include "core/lessons/lesson_check.h"
#include "core/scenario/lesson.h"
#include "core/scenario/scenario_file.h"
#include "ui/document/lesson_course.h"

#include <algorithm>
#include <iostream>

namespace thalweg {

namespace {

std::vector<CourseLesson> chosenLessons(const QStringList& files) {
  if (files.isEmpty()) return builtInLessons();
  std::vector<CourseLesson> chosen;
  for (const QString& file : files) {
    const std::string name = nameBytes(file);
    CourseLesson lesson{.id = name, .scenario = loadScenario(name)};
    if (!lesson.scenario.lesson) throw ScenarioError(name, "the scenario has no lesson");
    chosen.push_back(std::move(lesson));
  }
  return chosen;
}

std::string listOf(const std::vector<CourseLesson>& chosen, bool json) {
  if (json) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const CourseLesson& one : chosen) {
      const Lesson& lesson = *one.scenario.lesson;
      all.push_back(
          {{"id", one.id},
           {"title", lesson.title},
           {"chapter", lesson.chapter},
           {"summary", lesson.summary},
           {"minutes", lesson.minutes},
           {"needs", lesson.needs},
           {"pages", lesson.pages.size()},
           {"questions", std::ranges::count_if(lesson.pages, [](const auto& p) { return p.ask.has_value(); })},
           {"tasks", std::ranges::count_if(lesson.pages, [](const auto& p) { return p.task.has_value(); })}});
    }
    return all.dump(1) + "\n";
  }
  std::string out;
  std::string chapter;
  std::size_t width = 0;
  for (const CourseLesson& one : chosen) width = std::max(width, one.id.size());
  for (const CourseLesson& one : chosen) {
    const Lesson& lesson = *one.scenario.lesson;
    if (lesson.chapter != chapter) out += (out.empty() ? "" : "\n") + lesson.chapter + "\n";
    chapter = lesson.chapter;
    out += "  " + one.id + std::string(width + 2 - one.id.size(), ' ') + lesson.title +
           (lesson.summary.empty() ? "" : ": " + lesson.summary) + "\n";
  }
  return out;
}

/// Throws WorkError if some lesson says what is not so; all that is not stands on standard output.
void check(const std::vector<CourseLesson>& chosen, bool json) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  std::string text;
  std::size_t pages = 0;
  std::size_t wrong = 0;
  for (const CourseLesson& one : chosen) {
    pages += one.scenario.lesson->pages.size();
    const std::vector<LessonFault> faults = checkLesson(one.scenario);
    wrong += faults.empty() ? 0 : 1;
    for (const LessonFault& fault : faults) {
      all.push_back({{"lesson", one.id}, {"place", fault.place}, {"message", fault.message}});
      text += one.id + ": " + fault.place + ": " + fault.message + "\n";
    }
  }
  const auto counted = [](std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
  };
  if (wrong == 0) text = counted(chosen.size(), "lesson") + ", " + counted(pages, "page") + ": all as they say\n";
  writeOutput({}, json ? all.dump(1) + "\n" : text);
  if (wrong > 0)
    throw WorkError(counted(wrong, "lesson") + " of " + std::to_string(chosen.size()) + " say what is not so");
}

}  // namespace

void lessons(const QStringList& arguments) {
  Parser parser(lessonsSummary);
  parser.addOption({QStringLiteral("list"), QStringLiteral("List them: what happens without --check.")});
  parser.addOption(
      {QStringLiteral("check"), QStringLiteral("Run every page: do claims, answers, values and tasks hold?")});
  parser.addOption({QStringLiteral("format"), QStringLiteral("text (default) or json."), QStringLiteral("FORMAT"),
                    QStringLiteral("text")});
  parser.addPositionalArgument(
      QStringLiteral("FILE"),
      QStringLiteral("Scenario files with lessons (none: those that the program brings along)."),
      QStringLiteral("[FILE…]"));
  constexpr int mostFiles = 10'000;
  const QStringList files = parser.parsed(arguments, 0, mostFiles);
  const bool json = parser.choice(QStringLiteral("format"), {"text", "json"}) == "json";
  const bool checking = parser.isSet(QStringLiteral("check"));
  if (checking && parser.isSet(QStringLiteral("list"))) throw UsageError("expected --list or --check, not both");
  const std::vector<CourseLesson> chosen = chosenLessons(files);
  if (checking) return check(chosen, json);
  writeOutput({}, listOf(chosen, json));
}

}  // namespace thalweg
