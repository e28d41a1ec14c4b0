#pragma once
/// A window in which a lesson is gone through, with settings of its own.

#include "tests/ui/settle.h"
#include "ui/lessons/lesson_gallery.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/lesson_view.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <string>

namespace thalweg {

/// A window with settings of its own in `folder`.
struct LessonWindow {
  LessonWindow(ThemeController& themes, const QTemporaryDir& folder)
      : settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat), window(themes, {&settings, {}}) {
    window.resize(1600, 900);
    Scenario scenario = startUpScenario();
    scenario.display.playing = false;
    scenario.display.step = 40;
    window.show(scenario);
    window.QWidget::show();
    settle(window);
  }
  void begin(const char* id) {
    const auto& course = window.lessonGallery()->course();
    const auto found = std::ranges::find(course, std::string(id), &CourseLesson::id);
    if (found == course.end()) qFatal("there is no lesson %s", id);
    window.lessons()->begin(*found);
    settle(window);
  }
  void key(int key) {
    QTest::keyClick(&window, static_cast<Qt::Key>(key));
    settle(window);
  }
  void click(QWidget* widget) {
    QTest::mouseClick(widget, Qt::LeftButton);
    settle(window);
  }
  LessonSession& session() { return *window.lessons(); }
  LessonView* view() { return window.lessonView(); }
  std::string outcome(std::size_t contender) {
    const auto path = window.compute().paths().at(0, contender);
    return path ? std::string(outcomeId(path->verdict.outcome)) : std::string();
  }

  QSettings settings;
  MainWindow window;
};

}  // namespace thalweg
