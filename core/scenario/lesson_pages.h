#pragma once
/// The scenarios of a lesson: what each page shows, what an answer's sketch runs, what a solution makes of a page.
/// Errors: ScenarioError with the place in the file. Threads: pure functions.

#include "core/scenario/lesson.h"
#include "core/scenario/scenario.h"

#include <string>
#include <vector>

namespace thalweg {

/// `scenario` with a change to its file (core/scenario/lesson.h). `place` begins messages. The lesson stays as it is.
Scenario changed(const Scenario& scenario, const Json& change, const std::string& place);

/// The change that makes `to` of `from`: `changed(from, changeBetween(from, to), {})` is `to`. Lessons are not looked
/// at.
Json changeBetween(const Scenario& from, const Scenario& to);

/// What each page shows, one after the other, without the lesson. Needs `scenario.lesson`.
std::vector<Scenario> pageScenarios(const Scenario& scenario);

/// What the answer's sketch runs, on the page's scenario: the contender asked about with the answer's change. Needs
/// that the answer has one.
Scenario sketchScenario(const Scenario& page, const LessonQuestion& ask, std::size_t answer, const std::string& place);

/// Where page `page` stands in the file: "lesson.pages[2]".
std::string pagePlace(std::size_t page);

/// Whether `path` may be named among the controls of a page, and how it stands in the file: "contenders[0].lr" is
/// "contenders[0].options.lr"; empty where there is nothing of that name.
std::string controlPlace(const Scenario& page, const std::string& path);

/// What differs between two scenarios, as places in their files: "contenders[0].options.lr".
std::vector<std::string> differences(const Scenario& a, const Scenario& b);

/// All of a lesson that follows from its file without a run: its changes fit, its controls and panels are there, and
/// solutions touch only controls. Throws for the first that does not.
void checkPages(const Scenario& scenario);

}  // namespace thalweg
