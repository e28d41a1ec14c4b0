// Random clicks, drags, keys, wheels, resizes, drops and pastes on the real window: thalweg_random_events SEED EVENTS
// Fails if the program crashes or hangs, or if its scenario does not come back from a file as it was.

#include "core/scenario/scenario_file.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QMimeData>
#include <QPointer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

namespace {

constexpr int paintEvery = 20;
constexpr int saveEvery = 500;
constexpr int twiceWithin = 10;      // milliseconds between the events of one gesture
constexpr int patience = 1000;       // rounds of events in a loop that nothing shows
constexpr int deepest = 4;           // menus and dialogs above one another
constexpr int longestSilence = 120;  // seconds in which at least one event must be dealt with

/// What people type and paste, and what they should not.
constexpr std::array<const char*, 18> texts = {
    "0.1",         "1e-3",       "-5",   "nan",  "1e400", "0,5",  "",    "abc",         "1e",
    "x**2 + y**2", "sin(x*y)/0", "((((", "[1,2", "3.14",  "null", "𝛼β→", "0.9**t if 0", "99999999999999999999"};

constexpr std::array<int, 30> keys = {
    Qt::Key_Space,   Qt::Key_Left,   Qt::Key_Right,    Qt::Key_Up,        Qt::Key_Down,   Qt::Key_Home,
    Qt::Key_End,     Qt::Key_Plus,   Qt::Key_Minus,    Qt::Key_Return,    Qt::Key_Escape, Qt::Key_Tab,
    Qt::Key_Backtab, Qt::Key_Delete, Qt::Key_PageUp,   Qt::Key_F1,        Qt::Key_F5,     Qt::Key_F11,
    Qt::Key_1,       Qt::Key_2,      Qt::Key_3,        Qt::Key_9,         Qt::Key_Period, Qt::Key_E,
    Qt::Key_X,       Qt::Key_Menu,   Qt::Key_PageDown, Qt::Key_Backspace, Qt::Key_A,      Qt::Key_F2};

/// Chords that act on the document, more often undo than the rest.
constexpr std::array<int, 8> chords = {Qt::Key_Z, Qt::Key_Z, Qt::Key_Z, Qt::Key_V,
                                       Qt::Key_C, Qt::Key_S, Qt::Key_N, Qt::Key_D};

class Monkey : public QObject {
 public:
  Monkey(thalweg::MainWindow& window, std::uint64_t seed, int events, const QString& folder)
      : window_(window), random_(seed), events_(events), folder_(folder) {
    writeFiles();
  }

  void begin() {
    connect(&clock_, &QTimer::timeout, this, &Monkey::tick);
    clock_.start(0);
  }
  [[nodiscard]] int failures() const { return failures_; }
  std::atomic<int> done = 0;

 private:
  int upTo(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(std::max(1, n))); }
  bool chance(int percent) { return upTo(100) < percent; }
  template <class Choices>
  auto any(const Choices& choices) {
    return choices[static_cast<std::size_t>(upTo(static_cast<int>(std::size(choices))))];
  }

  /// One event.
  void tick() {
    if (done >= events_) {
      closeAll();
      return QCoreApplication::exit();  // quit() would ask whether to save
    }
    // Events go on inside the loops of menus and dialogs, but do not pile up.
    if (depth_ > 0 && !QApplication::activePopupWidget() && !QApplication::activeModalWidget()) {
      // A drag of text has a loop of its own, which waits for the button's release.
      if (++waited_ % patience == 0) mouse(windowOf(window_), QEvent::MouseButtonRelease, QPoint(5, 5), Qt::LeftButton);
      return;
    }
    if (depth_ >= deepest) return closeAll();
    const int number = ++done;
    if (number % saveEvery == 0) saveAndLoad();
    window_.setUpdatesEnabled(number % paintEvery == 0);
    if (number % paintEvery == 0) window_.repaint();
    if (!window_.isVisible()) window_.setVisible(true);
    ++depth_;
    QTimer::singleShot(0, this, [this] { clock_.start(0); });  // a timer does not fire within itself
    act();
    --depth_;
  }
  static void closeAll() {
    for (int i = 0; i < 2 * deepest; ++i) {
      if (QWidget* popup = QApplication::activePopupWidget()) popup->close();
      if (QWidget* modal = QApplication::activeModalWidget()) modal->close();
    }
  }

  void act() {
    if (auto* files = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) return choose(*files);
    QWidget* target = QApplication::activePopupWidget();
    if (!target) target = QApplication::activeModalWidget();
    if (!target && chance(25)) target = otherWindow();
    if (!target) target = &window_;
    if (target != &window_ && chance(10)) {
      target->close();
      return;
    }
    const QPoint at(upTo(target->width()), upTo(target->height()));
    switch (upTo(12)) {
      case 0:
      case 1:
      case 2:
        return click(*target, at, chance(85) ? Qt::LeftButton : Qt::RightButton);
      case 3:
      case 4:
        return drag(*target, at);
      case 5:
        return wheel(*target, at);
      case 6:
      case 7:
        return press(*target, any(keys), chance(15) ? Qt::ShiftModifier : Qt::NoModifier);
      case 8:
        return press(*target, any(chords), chance(30) ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
      case 9:
        return type(*target);
      case 10:
        if (chance(20)) return window_.resize(1200 + upTo(1000), 700 + upTo(600));
        return click(*target, at, Qt::LeftButton, true);
      default:
        if (chance(20)) return drop();
        return hover(*target, at);
    }
  }

  /// A second window of the program's, such as its help.
  QWidget* otherWindow() {
    for (QWidget* top : QApplication::topLevelWidgets()) {
      if (top != &window_ && top->isVisible() && !(top->windowFlags() & Qt::ToolTip & ~Qt::Window)) return top;
    }
    return nullptr;
  }

  /// nullptr while the window is not yet as large as its contents.
  static QWindow* windowOf(QWidget& widget) {
    QWindow* window = widget.window()->windowHandle();
    return window && window->size() == widget.window()->size() ? window : nullptr;
  }

  // Straight to the window system's side: QTest's own functions process events in between, which may delete the window.
  void mouse(QWindow* window, QEvent::Type type, QPoint at, Qt::MouseButton button,
             Qt::KeyboardModifiers modifiers = {}) {
    if (!window) return;
    if (type == QEvent::MouseButtonPress) buttons_ |= button;
    if (type == QEvent::MouseButtonRelease) buttons_ &= ~Qt::MouseButtons(button);
    time_ += twiceWithin;
    qt_handleMouseEvent(window, at, window->mapToGlobal(at), buttons_, button, type, modifiers, time_);
  }
  void click(QWidget& target, QPoint at, Qt::MouseButton button, bool twice = false) {
    const QPointer<QWindow> window = windowOf(target);
    for (int i = 0; i < (twice ? 2 : 1); ++i) {
      mouse(window, QEvent::MouseButtonPress, at, button);
      mouse(window, QEvent::MouseButtonRelease, at, button);
    }
    time_ += 1000;  // the next click is another
  }
  void drag(QWidget& target, QPoint from) {
    const QPointer<QWindow> window = windowOf(target);
    const QRect room = target.rect();
    const Qt::KeyboardModifiers modifiers = chance(20) ? Qt::ShiftModifier : Qt::NoModifier;
    mouse(window, QEvent::MouseButtonPress, from, Qt::LeftButton, modifiers);
    QPoint at = from;
    for (int i = 1 + upTo(5); i > 0; --i) {
      at += QPoint(upTo(160) - 80, upTo(100) - 50);
      at = {std::clamp(at.x(), room.left(), room.right()), std::clamp(at.y(), room.top(), room.bottom())};
      mouse(window, QEvent::MouseMove, at, Qt::NoButton, modifiers);
    }
    mouse(window, QEvent::MouseButtonRelease, at, Qt::LeftButton, modifiers);
    time_ += 1000;
  }
  void hover(QWidget& target, QPoint at) { mouse(windowOf(target), QEvent::MouseMove, at, Qt::NoButton); }
  void wheel(QWidget& target, QPoint at) {
    QWidget* under = target.childAt(at);
    if (!under) under = &target;
    const QPointF local = under->mapFrom(&target, at);
    QWheelEvent event(local, under->mapToGlobal(local), {}, QPoint(0, 120 * (upTo(7) - 3)), Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(under, &event);
  }
  void press(QWidget& target, int key, Qt::KeyboardModifiers modifiers, const QString& text = {}) {
    const QPointer<QWindow> window = windowOf(target);
    for (const QEvent::Type type : {QEvent::KeyPress, QEvent::KeyRelease}) {
      if (window) qt_handleKeyEvent(window, type, key, modifiers, text);
    }
  }
  void type(QWidget& target) {
    const QString text = QString::fromUtf8(any(texts));
    QPointer<QWidget> field = target.isActiveWindow() ? QApplication::focusWidget() : nullptr;
    if (!field) return;
    if (chance(40)) {
      QGuiApplication::clipboard()->setText(text);
      return press(target, Qt::Key_V, Qt::ControlModifier);
    }
    const QPointer<QWidget> top = &target;
    if (qobject_cast<QLineEdit*>(field) && chance(70)) press(*top, Qt::Key_A, Qt::ControlModifier);
    for (const QChar c : text) {
      if (top) press(*top, QTest::asciiToKey(c.unicode() < 0x80 ? c.toLatin1() : '?'), {}, c);
    }
    if (top && chance(60)) press(*top, Qt::Key_Return, {});
  }
  void drop() {
    QMimeData data;
    if (chance(15))
      data.setText(QString::fromUtf8(any(texts)));
    else
      data.setUrls({QUrl::fromLocalFile(any(files_))});
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window_, &enter);
    QDropEvent event(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, {});
    if (enter.isAccepted()) QCoreApplication::sendEvent(&window_, &event);
  }

  /// Dialogs for files only see the folder of this run.
  void choose(QFileDialog& dialog) {
    if (chance(50)) return dialog.reject();
    dialog.setDirectory(folder_);
    const QString name = QStringLiteral("out%1").arg(upTo(5));
    if (auto* field = dialog.findChild<QLineEdit*>(QStringLiteral("fileNameEdit")))
      field->setText(folder_ + QLatin1Char('/') + name);
    QMetaObject::invokeMethod(&dialog, "accept", Qt::QueuedConnection);
    QTimer::singleShot(200, &dialog, &QFileDialog::reject);  // a name that is not there keeps it open
  }

  void writeFiles() {
    const auto write = [this](const char* name, const QByteArray& bytes) {
      const QString path = folder_ + QLatin1Char('/') + QLatin1String(name);
      QFile file(path);
      if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) std::abort();
      files_.push_back(path);
    };
    const QByteArray good = QByteArray::fromStdString(thalweg::writeScenario(thalweg::startUpScenario()));
    write("good.thalweg", good);
    write("cut.thalweg", good.left(good.size() / 2));
    write("empty.thalweg", {});
    write("list.thalweg", "[1, 2, 3]");
    write("future.thalweg", R"({"thalweg": 99})");
    write("none.thalweg", R"({"thalweg": 1, "panels": [], "contenders": []})");
    write("wrong.thalweg", R"({"thalweg": 1, "contenders": [{"optimizer": "Adam", "options": {"lr": "fast"}}]})");
    write("deep.thalweg", QByteArray(100'000, '['));
    QByteArray noise;
    for (int i = 0; i < 5000; ++i) noise.append(static_cast<char>(upTo(256)));
    write("noise.bin", noise);
    files_.push_back(folder_);
    files_.push_back(folder_ + QStringLiteral("/absent.thalweg"));
  }

  void saveAndLoad() {
    const thalweg::Scenario scenario = window_.model().scenario();
    const std::string path = (folder_ + QStringLiteral("/state.thalweg")).toStdString();
    try {
      thalweg::saveScenario(scenario, path);
      if (thalweg::loadScenario(path) == scenario) return;
      std::cerr << "event " << done << ": the scenario differs after saving and loading\n";
    } catch (const std::exception& error) {
      std::cerr << "event " << done << ": " << error.what() << "\n";
    }
    std::cerr << thalweg::writeScenario(scenario);
    ++failures_;
  }

  thalweg::MainWindow& window_;
  std::mt19937_64 random_;
  int events_;
  QString folder_;
  std::vector<QString> files_;
  int failures_ = 0;
  int depth_ = 0;
  int waited_ = 0;
  Qt::MouseButtons buttons_;
  int time_ = 0;
  QTimer clock_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: thalweg_random_events SEED EVENTS\n";
    return 2;
  }
  const auto seed = static_cast<std::uint64_t>(std::strtoull(argv[1], nullptr, 10));
  const int events = std::atoi(argv[2]);

  const QTemporaryDir folder;
  qputenv("HOME", folder.path().toLocal8Bit());
  for (const char* name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) qunsetenv(name);
  QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  QApplication::setQuitOnLastWindowClosed(false);
  QStandardPaths::setTestModeEnabled(true);
  QDir::setCurrent(folder.path());

  thalweg::ThemeController themes(&application);
  thalweg::MainWindow window(themes);
  window.show(thalweg::startUpScenario());
  window.show();
  Monkey monkey(window, seed, events, folder.path());

  // A hang ends the program with a message, where a debugger or a core file shows the place.
  std::jthread watch([&monkey](const std::stop_token& stop) {
    int last = -1;
    for (int silent = 0; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::seconds(1))) {
      const int now = monkey.done;
      silent = now == last ? silent + 1 : 0;
      last = now;
      if (silent > longestSilence) {
        std::cerr << "no event was dealt with for " << longestSilence << " s after event " << now << "\n";
        std::abort();
      }
    }
  });
  monkey.begin();
  QApplication::exec();
  std::cout << "seed " << seed << ": " << monkey.done << " events, " << monkey.failures() << " failures\n";
  return monkey.failures() == 0 ? 0 : 1;
}
