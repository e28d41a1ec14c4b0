#include "app/commands.h"
#include "core/base/failure.h"
#include "core/scenario/scenario_file.h"
#include "ui/background/work_pool.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QIcon>
#include <QLocale>
#include <QLoggingCategory>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <clocale>
#include <cstring>
#include <iostream>
#include <optional>

namespace {

/// Pictures need fonts and a paint engine, though no display: Qt's own off-screen platform has both.
bool needsScreen(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") == 0 || std::strcmp(argv[i], "-h") == 0 ||
        std::strcmp(argv[i], "--version") == 0 || std::strcmp(argv[i], "-v") == 0)
      return false;
  }
  return argc <= 1 || !thalweg::isCommand(QString::fromLocal8Bit(argv[1]));
}

/// What fails in the window, for want of memory above all, is said there, and what was being done is given up.
class Application : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    try {
      return QApplication::notify(receiver, event);
    } catch (const std::exception& error) {
      thalweg::WorkPool::instance().report(QString::fromStdString(thalweg::failureWords(error)));
      return false;
    }
  }
};

/// What the window is to show. Throws ScenarioError.
struct Document {
  thalweg::Scenario scenario = thalweg::startUpScenario();
  QString path;
};

Document documentOf(const QStringList& arguments) {
  if (arguments.size() > 1 || (!arguments.isEmpty() && arguments[0].startsWith(QLatin1Char('-'))))
    throw thalweg::ScenarioError("", "expected one FILE or a command; see thalweg --help");
  if (arguments.isEmpty()) return {};
  return {thalweg::loadScenario(arguments[0].toStdString()), arguments[0]};
}

int complain(const std::exception& error, int status = thalweg::Misused) {
  std::string line = thalweg::failureWords(error);
  std::ranges::replace(line, '\n', ' ');  // names of files and keys may hold line ends
  std::cerr << "thalweg: " << line << "\n";
  return status;
}

int openWindow(QApplication& application, const std::optional<Document>& early) {
  try {
    const Document document = early ? *early : documentOf(QApplication::arguments().mid(1));
    thalweg::ThemeController themes(&application);
    QApplication::setDesktopFileName(QStringLiteral("thalweg"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/desktop/thalweg.svg")));
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("thalweg"),
                       QStringLiteral("thalweg"));
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    thalweg::MainWindow window(themes, {&settings, data + QStringLiteral("/recovery")});
    window.show(document.scenario, document.path);
    window.show();
    return QApplication::exec();
  } catch (const thalweg::ScenarioError& error) {
    return complain(error);
  } catch (const std::exception& error) {
    return complain(error, thalweg::Failed);
  }
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
  // A mistake is said without a display, too. What begins with a dash beside other words may be the toolkit's.
  std::optional<Document> early;
  QStringList words;
  for (int i = 1; i < argc; ++i) words << QString::fromLocal8Bit(argv[i]);
  const bool dashed = std::ranges::any_of(words, [](const QString& w) { return w.startsWith(QLatin1Char('-')); });
  if (screen && (!dashed || words.size() == 1)) {
    try {
      early = documentOf(words);
    } catch (const thalweg::ScenarioError& error) {
      return complain(error);
    } catch (const std::exception& error) {
      return complain(error, thalweg::Failed);
    }
  }
  Application application(argc, argv);
  // Numbers have a point in every locale, in the C library, too.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  if (!screen) return thalweg::runCommand(QCoreApplication::arguments());
  return openWindow(application, early);
}
