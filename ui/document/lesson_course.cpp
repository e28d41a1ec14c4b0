#include "ui/document/lesson_course.h"

#include "core/scenario/scenario_file.h"

#include <QFile>

namespace thalweg {

namespace {

std::string lessonResource(const std::string& name) {
  QFile file(QStringLiteral(":/lessons/") + QString::fromStdString(name));
  if (!file.open(QIODevice::ReadOnly)) throw ScenarioError(name, "is not among the program's resources");
  return file.readAll().toStdString();
}

}  // namespace

std::vector<CourseLesson> builtInLessons() {
  std::vector<CourseLesson> all;
  for (const Json& id : Json::parse(lessonResource("index.json"))) {
    const auto name = id.get<std::string>();
    all.push_back({name, parseScenario(lessonResource(name + ".thalweg"))});
  }
  return all;
}

}  // namespace thalweg
