#pragma once
/// A lesson while it is written: pages with what each shows as a whole, not as a change of the page before.
/// Errors: ScenarioError with the place in the file. Threads: values and pure functions.

#include "core/scenario/lesson.h"
#include "core/scenario/scenario.h"

#include <QString>

#include <string>
#include <utility>
#include <vector>

namespace thalweg {

struct DraftPage {
  LessonPage written;
  Scenario shown;
};

struct LessonDraft {
  Lesson lesson;  ///< without its pages
  std::vector<DraftPage> pages;
};

/// The lesson of `scenario`, or one with a page that shows it.
LessonDraft draftOf(const Scenario& scenario);
/// Its file, checked as files are.
Scenario lessonScenario(const LessonDraft& draft);

/// What a page may leave to the one who reads: as lessons name it, and in words.
std::vector<std::pair<std::string, QString>> adjustable(const Scenario& scenario);

/// Answers and goals stand a line each, "words | condition". Those of `before` with the same words keep what no line
/// says: their sketches, and how things stand.
QString answerLines(const std::vector<LessonAnswer>& answers);
std::vector<LessonAnswer> answersOf(const QString& lines, const std::vector<LessonAnswer>& before);
QString goalLines(const std::vector<LessonGoal>& goals);
std::vector<LessonGoal> goalsOf(const QString& lines, const std::vector<LessonGoal>& before);

}  // namespace thalweg
