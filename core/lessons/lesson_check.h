#pragma once
/// Whether a lesson says what its runs give. Threads: callable from any thread; pages are looked at on all cores.

#include "core/scenario/scenario.h"

#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// Something that is not so.
struct LessonFault {
  std::string place;  ///< "lesson.pages[2].ask.answers[1].right"
  std::string message;
};

/// Runs every page of `scenario`'s lesson and says what is wrong, page by page; empty where all is as it says:
///  - conditions, values and questions have a meaning and a value;
///  - of a choice just one answer is right, all answers have a sketch or none, and each sketch does what its answer
///  says
///    and is another run;
///  - what a page asks about is not seen on a page before it;
///  - claims hold;
///  - numbers that stand written out in texts are settings of the page (lesson_text.h);
///  - a task is not done to begin with, and its solution does it.
/// `scenario` must have passed validateScenario. Throws ScenarioError where it has no lesson.
std::vector<LessonFault> checkLesson(const Scenario& scenario, std::stop_token stop = {});

}  // namespace thalweg
