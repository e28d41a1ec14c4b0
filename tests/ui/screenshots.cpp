// Pictures of the window for the README and for looking at: thalweg_screenshots FOLDER [FILE]
// Of a lesson, FILE or an id of the course: every page before and after its run, in the dock and before an audience.

#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/document/lesson_course.h"
#include "ui/lessons/lesson_caption.h"
#include "ui/lessons/lesson_session.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/presenter.h"

#include <QApplication>
#include <QDir>

#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

namespace {

using namespace thalweg;

class LessonPictures {
 public:
  LessonPictures(ThemeController& themes, QDir folder) : themes_(themes), window_(themes), folder_(std::move(folder)) {
    window_.resize(1366, 768);
    window_.show();
  }
  bool make(const CourseLesson& lesson) {
    for (const bool dark : {false, true}) {
      themes_.setMode(dark ? ThemeController::Mode::Dark : ThemeController::Mode::Light);
      for (const bool presenting : {false, true}) {
        window_.show(startUpScenario());
        if (window_.presenter()->presenting() != presenting) window_.presenter()->toggle();
        name_ = QString::fromStdString(lesson.id) + (dark ? QStringLiteral("-dark") : QStringLiteral("-light")) +
                (presenting ? QStringLiteral("-present") : QString());
        window_.lessons()->begin(lesson, true);
        for (std::size_t page = 0; page < lesson.scenario.lesson->pages.size(); ++page) {
          window_.lessons()->goTo(page);
          walk();
        }
      }
    }
    return good_;
  }

 private:
  void take(const char* what) {
    settle(window_);
    const QString file =
        QStringLiteral("%1-%2-%3.png").arg(name_).arg(window_.lessons()->page() + 1).arg(QString::fromLatin1(what));
    good_ = window_.grab().save(folder_.filePath(file)) && good_;
  }
  void walk() {
    LessonCaption* caption = window_.presenter()->caption();
    settle(window_);
    if (window_.lessons()->stage() == LessonStage::Predict) {
      if (caption) {
        take("text");
        caption->walk(true);
      }
      window_.lessons()->choose(0);
      for (int i = 0; i < 15; ++i) window_.lessons()->moveGuess(1, -1);
      take("asked");
      window_.lessons()->run();
      window_.playback().setPlaying(false);
      window_.playback().setStep(window_.playback().steps());
    }
    take("shown");
    caption = window_.presenter()->caption();
    if (!caption || !window_.lessons()->written().task) return;
    caption->walk(true);
    take("task");
  }

  ThemeController& themes_;
  MainWindow window_;
  QDir folder_;
  QString name_;
  bool good_ = true;
};

/// A lesson's file, or the course's lesson of that id; none: it is none.
std::optional<CourseLesson> lessonOf(const QString& name) {
  const std::vector<CourseLesson> course = builtInLessons();
  const auto found = std::ranges::find(course, name.toStdString(), &CourseLesson::id);
  if (found != course.end()) return *found;
  const Scenario scenario = loadScenario(name.toStdString());
  return scenario.lesson ? std::optional(CourseLesson{scenario.lesson->title, scenario}) : std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  if (argc < 2) {
    std::cerr << "usage: thalweg_screenshots FOLDER [FILE]\n";
    return 2;
  }
  const QDir folder(QString::fromLocal8Bit(argv[1]));
  folder.mkpath(QStringLiteral("."));
  if (argc > 2) {
    if (const auto lesson = lessonOf(QString::fromLocal8Bit(argv[2]))) {
      ThemeController themes(&application);
      return LessonPictures(themes, folder).make(*lesson) ? 0 : 1;
    }
  }
  thalweg::Scenario scenario = argc > 2 ? thalweg::loadScenario(argv[2]) : thalweg::startUpScenario();
  scenario.display.playing = false;
  if (scenario.display.step == 0) scenario.display.step = 72;

  thalweg::ThemeController themes(&application);
  thalweg::MainWindow window(themes);
  window.show(scenario);
  window.show();
  for (const bool dark : {false, true}) {
    themes.setMode(dark ? thalweg::ThemeController::Mode::Dark : thalweg::ThemeController::Mode::Light);
    for (const QSize size : {QSize(1920, 1080), QSize(1366, 768)}) {
      window.resize(size);
      settle(window);
      const QString name = QStringLiteral("window-%1-%2.png")
                               .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                               .arg(size.width());
      // As it is, and with a step explained.
      for (const QString& file : {name, QStringLiteral("explain-") + name}) {
        if (file != name) {
          window.view().selectContender(scenario.contenders.empty() ? 0 : scenario.contenders.size() - 1);
          window.run(thalweg::Command::Explain);
          settle(window);
        }
        if (!window.grab().save(folder.filePath(file))) {
          std::cerr << "cannot write " << folder.filePath(file).toStdString() << "\n";
          return 1;
        }
      }
      window.run(thalweg::Command::Explain);
    }
  }
  return 0;
}
