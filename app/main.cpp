#include "app/commands.h"
#include "core/scenario_file.h"
#include "ui/main_window.h"
#include "ui/theme.h"

#include <QApplication>
#include <QLocale>
#include <QLoggingCategory>

#include <clocale>
#include <cstring>
#include <iostream>

namespace {

/// Pictures need fonts and a paint engine, though no display: Qt's own off-screen platform has both.
bool needsScreen(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0 ||
        std::strcmp(argv[i], "--version") == 0)
      return false;
  }
  return argc <= 1 || !thalweg::isCommand(QString::fromLocal8Bit(argv[1]));
}

int openWindow(QApplication& application) {
  QStringList files = QApplication::arguments().mid(1);
  if (files.size() > 1 || (!files.isEmpty() && files[0].startsWith(QLatin1Char('-')))) {
    std::cerr << "thalweg: expected one FILE or a command; see thalweg --help\n";
    return thalweg::Misused;
  }
  thalweg::Scenario scenario = thalweg::startUpScenario();
  if (!files.isEmpty()) {
    try {
      scenario = thalweg::loadScenario(files[0].toStdString());
    } catch (const thalweg::ScenarioError& error) {
      std::cerr << "thalweg: " << error.what() << "\n";
      return thalweg::Misused;
    }
  }
  thalweg::ThemeController themes(&application);
  thalweg::MainWindow window(themes);
  window.show(scenario, files.isEmpty() ? QString() : files[0]);
  window.show();
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication::setApplicationName(QStringLiteral("thalweg"));
  QCoreApplication::setApplicationVersion(QStringLiteral(THALWEG_VERSION));
  const bool screen = needsScreen(argc, argv);
  if (!screen) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Standard error is for this program's own words; the toolkit remarks on the session it runs in.
    QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
  }
  QApplication application(argc, argv);
  // Numbers have a point in every locale, in the C library, too.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  if (!screen) return thalweg::runCommand(QCoreApplication::arguments());
  return openWindow(application);
}
