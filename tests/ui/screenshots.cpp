// Pictures of the window for the README and for looking at: thalweg_screenshots FOLDER [FILE]

#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>

#include <iostream>

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  if (argc < 2) {
    std::cerr << "usage: thalweg_screenshots FOLDER [FILE]\n";
    return 2;
  }
  const QDir folder(QString::fromLocal8Bit(argv[1]));
  folder.mkpath(QStringLiteral("."));
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
