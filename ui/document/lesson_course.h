#pragma once
/// The lessons that the program brings along, as resources hold them, in the order of the course.
/// Threads: callable from any thread.

#include "core/scenario/scenario.h"

#include <string>
#include <vector>

namespace thalweg {

/// A lesson and what it is called among others.
struct CourseLesson {
  std::string id;  ///< permanent; of a file its name
  Scenario scenario;
};

/// Chapter by chapter. Adding one: a file in resources/lessons, a line in its index.json and one in resources.qrc.
std::vector<CourseLesson> builtInLessons();

}  // namespace thalweg
