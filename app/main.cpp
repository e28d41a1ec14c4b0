#include "app/command_line.h"
#include "app/commands.h"
#include "core/base/failure.h"
#include "core/scenario/scenario_link.h"
#include "ui/background/work_pool.h"
#include "ui/document/file_name.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"
#include "ui/window/opening.h"

#include <QApplication>
#include <QFileInfo>
#include <QIcon>
#include <QLocale>
#include <QLoggingCategory>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <optional>
#include <stdexcept>
#include <system_error>

namespace {

/// Pictures need fonts and a paint engine, though no display: Qt's own off-screen platform has both.
bool needsScreen(const QStringList& words) {
  for (const char* plain : {"--help", "-h", "--version", "-v"}) {
    if (words.contains(QLatin1String(plain))) return false;
  }
  return words.isEmpty() || !thalweg::isCommand(words[0]);
}

/// Whether a first word is neither a file nor an option, so that a command may have been meant.
bool isUnknown(const QString& word) {
  std::error_code unknown;
  return !word.isEmpty() && !word.startsWith(QLatin1Char('-')) && !word.contains(QLatin1Char('/')) &&
         !thalweg::isScenarioLink(thalweg::nameBytes(word)) &&
         !std::filesystem::exists(thalweg::nameBytes(word), unknown);
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
  if (arguments.isEmpty()) return {};
  const std::string name = thalweg::nameBytes(arguments[0]);
  if (isUnknown(arguments[0])) throw thalweg::ScenarioError("", thalweg::unknownWord(name));
  if (arguments.size() > 1 || arguments[0].startsWith(QLatin1Char('-')))
    throw thalweg::ScenarioError("", "expected one FILE or a command; see thalweg --help");
  return {thalweg::loadScenario(name), thalweg::isScenarioLink(name) ? QString() : arguments[0]};
}

int complain(const std::exception& error, thalweg::ExitStatus status = thalweg::Misused) {
  return thalweg::complain({}, error, status);
}

/// While Qt starts: it would end the program by an abort where it finds no display, and remarks on the session.
void startUpMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& /*message*/) {
  if (type != QtFatalMsg) return;
  complain(std::runtime_error("there is no display to open the window on; thalweg --help lists what works without one"),
           thalweg::Failed);
  std::_Exit(thalweg::Failed);
}

int openWindow(QApplication& application, const Document& document) {
  try {
    thalweg::ThemeController themes(&application);
    if (const QScreen* screen = QGuiApplication::primaryScreen()) {
      const qreal usual = themes.theme().em;
      const qreal fitting = thalweg::fittingType(screen->availableSize(), usual);
      if (fitting < usual) themes.setScreenScale(fitting / usual);
    }
    QApplication::setDesktopFileName(QStringLiteral("org.thalweg.Thalweg"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/desktop/thalweg.svg")));
    const QString file = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                         QStringLiteral("/thalweg/thalweg.ini");
    std::optional<QSettings> settings;
    if (!QFileInfo::exists(file) || QFileInfo(file).isFile()) {
      settings.emplace(file, QSettings::IniFormat);
    } else {
      // A pipe would be waited for without end.
      complain(std::runtime_error(file.toStdString() + ": is no regular file; settings are not kept"));
    }
    const QString data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    thalweg::MainWindow window(themes, {settings ? &*settings : nullptr, data + QStringLiteral("/recovery")});
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
  QStringList words;
  for (int i = 1; i < argc; ++i) words << thalweg::nameText(argv[i]);
  const bool screen = needsScreen(words);
  if (!screen) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    // Standard error is for this program's own words; the toolkit remarks on the session it runs in.
    QLoggingCategory::setFilterRules(QStringLiteral("default.warning=false"));
  }
  // A mistake is said without a display, too. What begins with a dash beside other words may be the toolkit's.
  const bool dashed = std::ranges::any_of(words, [](const QString& w) { return w.startsWith(QLatin1Char('-')); });
  Document document;
  const auto read = [&](const QStringList& arguments) {
    try {
      document = documentOf(arguments);
      return static_cast<int>(thalweg::Done);
    } catch (const thalweg::ScenarioError& error) {
      return complain(error);
    } catch (const std::exception& error) {
      return complain(error, thalweg::Failed);
    }
  };
  const bool early = screen && (!dashed || words.size() == 1 || isUnknown(words[0]));
  if (const int status = early ? read(words) : thalweg::Done; status != thalweg::Done) return status;
  const QtMessageHandler usual = qInstallMessageHandler(screen ? startUpMessage : nullptr);
  Application application(argc, argv);
  qInstallMessageHandler(usual);
  // Numbers have a point in every locale, in the C library, too.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  if (!screen) return thalweg::runCommand(QCoreApplication::arguments().mid(0, 1) + words);
  if (const int status = early ? thalweg::Done : read(QApplication::arguments().mid(1)); status != thalweg::Done)
    return status;
  return openWindow(application, document);
}
