#include "core/scenario_file.h"
#include "tests/bench/rows.h"
#include "ui/chart_row.h"
#include "ui/contender_card.h"
#include "ui/contender_dock.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/main_window.h"
#include "ui/panel_card.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QMouseEvent>
#include <QProcess>
#include <QThread>
#include <QWindow>

#include <algorithm>
#include <array>
#include <iostream>
#include <stdexcept>

namespace thalweg::bench {

namespace {

constexpr QSize screen(1920, 1080);
constexpr int movesASlider = 48;
constexpr int frames = 300;
constexpr double patience = 20;  // seconds after which a window that does not answer is given up

/// Until nothing is left to do or paint.
void drain() {
  QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
  for (int i = 0; i < 100 && dispatcher->processEvents(QEventLoop::AllEvents); ++i) {
  }
}

/// Until what the background computes is on screen and labels have found their places.
void settle(MainWindow& window) {
  const double start = now();
  while (now() < start + 0.5 || (window.compute().busy() && now() < start + patience)) {
    drain();
    QThread::msleep(2);
  }
}

Scenario largeScenario() {
  Scenario s = startUpScenario();
  s.panels.push_back({.objective = "himmelblau", .options = {}, .dimension = {}, .start = {}, .view = {}});
  s.display.layout = 4;
  const auto add = [&s](std::string optimizer, Options options) {
    Contender& contender = s.contenders.emplace_back();
    contender.optimizer = std::move(optimizer);
    contender.options = std::move(options);
  };
  add("Adagrad", {{"lr", 0.3}});
  add("AdamW", {{"lr", 0.05}});
  add("Adam", {{"lr", 0.03}, {"amsgrad", true}});
  s.steps = 1000;
  return s;
}

int pathRepaints(const MainWindow& window) {
  int least = std::numeric_limits<int>::max();
  for (std::size_t i = 0; window.panel(i); ++i)
    least = std::min(least, window.panel(i)->plot()->repaints(PanelPlot::Layer::Paths));
  return least;
}

void send(QWidget& widget, QEvent::Type type, double x) {
  const QPointF at(x, widget.height() / 2.0);
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

/// Milliseconds of one slider move, part after part; they do not overlap here, though on screen they may.
struct Move {
  double edit = 0;     // main thread: from the mouse event to the request for new paths
  double compute = 0;  // background: until they are delivered
  double paint = 0;    // main thread: until nothing is left to paint
  double own = 0;      // processor time of the main thread in all of it
  [[nodiscard]] double total() const { return edit + compute + paint; }
};

Move timeMove(MainWindow& window, ValueSlider& slider, double x) {
  bool arrived = false;
  QObject receiver;
  QObject::connect(&window.compute(), &ComputeController::pathsChanged, &receiver, [&arrived] { arrived = true; });
  const int before = pathRepaints(window);
  const double ownStart = ownTime();
  const double start = now();
  send(slider, QEvent::MouseMove, x);
  const double edited = now();
  double computed = edited;
  while (!arrived) {
    computed = now();
    if (computed > edited + patience) throw std::runtime_error("the window computes no paths for a moved slider");
    // Delivers the result and what follows at once from it, without painting.
    QCoreApplication::sendPostedEvents(&window.compute(), QEvent::MetaCall);
    if (!arrived) QThread::usleep(20);
  }
  drain();
  const double painted = now();
  if (pathRepaints(window) == before) throw std::runtime_error("a panel does not paint the paths of a moved slider");
  return {1e3 * (edited - start), 1e3 * (computed - edited), 1e3 * (painted - computed), 1e3 * (ownTime() - ownStart)};
}

/// Drags each visible contender's learning rate to and fro round where it stands.
std::vector<Move> dragSliders(MainWindow& window) {
  std::vector<Move> moves;
  for (std::size_t i = 0; ContenderCard* card = window.dock()->card(i); ++i) {
    OptionRow* row = card->options()->row("lr");
    ValueSlider* slider = row ? row->slider() : nullptr;
    if (!slider || slider->visibleRegion().isEmpty()) continue;
    const double x = slider->positionToX(sliderPosition(slider->scale(), slider->value()));
    send(*slider, QEvent::MouseButtonPress, x);
    for (int k = 0; k < movesASlider; ++k) {
      // Up by a dozen pixels, down by two dozen, and back.
      const int phase = (k + 1) % 48;
      const int way = phase < 12 ? phase : phase < 36 ? 24 - phase : phase - 48;
      const Move move = timeMove(window, *slider, x + way);
      if (k > 0) moves.push_back(move);
    }
    send(*slider, QEvent::MouseButtonRelease, x);
    drain();
  }
  if (moves.empty()) throw std::runtime_error("the window shows no slider of a learning rate");
  return moves;
}

/// Milliseconds of a frame, and those for which the main thread had a processor.
struct Frames {
  std::vector<double> all;
  std::vector<double> own;
};

Frames playFrames(MainWindow& window) {
  Frames milliseconds;
  const std::int64_t steps = window.playback().steps();
  for (int frame = 0; frame < frames; ++frame) {
    const int before = pathRepaints(window);
    const double ownStart = ownTime();
    const double start = now();
    window.playback().setStep((frame + 1) * steps / frames);
    drain();
    milliseconds.all.push_back(1e3 * (now() - start));
    milliseconds.own.push_back(1e3 * (ownTime() - ownStart));
    if (frame > 0 && pathRepaints(window) == before) throw std::runtime_error("playback does not paint its frames");
  }
  return milliseconds;
}

void addScenario(std::vector<Row>& rows, const Scenario& scenario, const std::string& size, double frameGoal,
                 std::optional<double> worstGoal) {
  ThemeController themes(qApp);
  MainWindow window(themes);
  Scenario shown = scenario;
  shown.display.playing = false;
  shown.display.step = scenario.steps * 2 / 3;
  window.show(shown);
  window.resize(screen);
  window.show();
  settle(window);
  const std::vector<Move> moves = dragSliders(window);
  settle(window);
  const Frames playing = playFrames(window);

  const auto part = [&](auto which, double q) {
    std::vector<double> values;
    for (const Move& move : moves) values.push_back(std::invoke(which, move));
    return quantile(std::move(values), q);
  };
  const auto add = [&](const std::string& work, double figure, std::optional<double> goal, std::string equal = {}) {
    Row row{.work = work + ", " + size, .unit = "ms", .ours = figure, .equal = std::move(equal)};
    if (goal) row.goal = Goal{Goal::Kind::AtMost, *goal};
    rows.push_back(std::move(row));
  };
  add("slider to pixels", part(&Move::total, 0.5), 16,
      "one learning rate moved by a pixel; main thread and background one after the other; 1920 × 1080, "
      "software rendering, cursor at two thirds; median");
  add("  99th percentile", part(&Move::total, 0.99), worstGoal);
  add("  of it, event and edit", part(&Move::edit, 0.5), {});
  add("  of it, compute", part(&Move::compute, 0.5), {});
  add("  of it, paint", part(&Move::paint, 0.5), {});
  add("  main thread's processor time", part(&Move::own, 0.5), {}, "what else the machine does is left out");
  add("playback frame", median(playing.all), frameGoal,
      "from the new step until all is painted, over the whole run; "
      "median");
  add("  99th percentile of frames", quantile(playing.all, 0.99), {});
  add("  main thread's processor time of a frame", median(playing.own), frameGoal, "as above");
}

}  // namespace

std::vector<Row> windowRows() {
  std::vector<Row> rows;
  addScenario(rows, startUpScenario(), "3 panels × 5 contenders × 300 steps", 16, {});
  addScenario(rows, largeScenario(), "4 panels × 8 contenders × 1000 steps", 10, 33);
  return rows;
}

int showFirstFrame(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  ThemeController themes(&application);
  MainWindow window(themes);
  window.show(startUpScenario());
  window.show();
  const double start = now();
  while (!window.windowHandle()->isExposed() || pathRepaints(window) == 0) {
    QCoreApplication::processEvents();
    if (now() > start + patience) return 1;
  }
  drain();
  std::cout << now() << "\n";
  return 0;
}

std::vector<Row> startRows(const std::string& program) {
  constexpr int runs = 7;
  std::vector<double> milliseconds;
  for (int i = 0; i < runs; ++i) {
    QProcess process;
    const double start = now();
    process.start(QString::fromStdString(program), {QStringLiteral("--first-frame")});
    if (!process.waitForFinished(static_cast<int>(1e3 * patience)) || process.exitCode() != 0)
      throw std::runtime_error("the window does not open");
    const QByteArray words = process.readAllStandardOutput().trimmed();
    milliseconds.push_back(1e3 * (words.toDouble() - start));
  }
  return {{.work = "first frame after start, start-up scenario",
           .unit = "ms",
           .ours = median(milliseconds),
           .goal = Goal{Goal::Kind::AtMost, 400},
           .equal = "from the start of the process until everything known then is painted; files cached by the system; "
                    "median"}};
}

}  // namespace thalweg::bench
