#include "core/runs/flow.h"
#include "core/scenario/branch.h"
#include "core/scenario/scenario_file.h"
#include "tests/bench/rows.h"
#include "tests/bench/window_drive.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/explain/explain_page.h"
#include "ui/maps/map_button.h"
#include "ui/maps/map_controller.h"
#include "ui/panels/panel_brush.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QMouseEvent>
#include <QProcess>
#include <QThread>
#include <QWindow>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>

namespace thalweg::bench {

namespace {

constexpr int frames = 300;

/// As a window does that has nothing to do: turning in circles would take a processor from the background.
void waitABit() {
  drain();
  QThread::usleep(100);
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

/// Four contenders with a branch each, whose rests are ghosts, their continuous limits, and a ribbon of memory.
Scenario forkedScenario() {
  constexpr std::size_t roots = 4;
  Scenario s = startUpScenario();
  s.panels.push_back({.objective = "himmelblau", .options = {}, .dimension = {}, .start = {}, .view = {}});
  s.display.layout = 4;
  s.display.memory = true;
  s.contenders.resize(roots);
  s.steps = 300;
  for (std::size_t i = 0; i < roots; ++i) {
    s.contenders[i].flow = true;
    s.contenders[i].modifiedFlow = takesModifiedFlow(s.contenders[i]);
  }
  for (std::size_t i = 0; i < roots; ++i) {
    Contender branch = branchOf(s, i, s.steps / 2);
    branch.flow = branch.modifiedFlow = false;
    branch.options["lr"] = 0.8 * branch.options.at("lr").get<double>();
    s.contenders.push_back(std::move(branch));
  }
  return s;
}

int pathRepaints(const MainWindow& window) {
  int least = std::numeric_limits<int>::max();
  for (std::size_t i = 0; window.panel(i); ++i)
    least = std::min(least, window.panel(i)->plot()->repaints(PanelView::Layer::Paths));
  return least;
}

/// Milliseconds of one slider move, part after part; they do not overlap here, though on screen they may.
struct Move {
  double edit = 0;     // main thread: from the mouse event to the request for new paths
  double compute = 0;  // background: until they are delivered
  double paint = 0;    // main thread: until nothing is left to paint
  double own = 0;      // processor time of the main thread in all of it
  [[nodiscard]] double total() const { return edit + compute + paint; }
};

Move timeMove(MainWindow& window, const std::function<void()>& act) {
  bool arrived = false;
  QObject receiver;
  QObject::connect(&window.compute(), &ComputeController::pathsChanged, &receiver, [&arrived] { arrived = true; });
  const int before = pathRepaints(window);
  const double ownStart = ownTime();
  const double start = now();
  act();
  const double edited = now();
  double computed = edited;
  while (!arrived) {
    computed = now();
    if (computed > edited + patience) throw std::runtime_error("the window computes no paths for what was moved");
    // Delivers the result and what follows at once from it, without painting.
    QCoreApplication::sendPostedEvents(&window.compute(), QEvent::MetaCall);
    if (!arrived) QThread::usleep(20);
  }
  drain();
  const double painted = now();
  if (pathRepaints(window) == before) throw std::runtime_error("a panel does not paint the paths of what was moved");
  return {1e3 * (edited - start), 1e3 * (computed - edited), 1e3 * (painted - computed), 1e3 * (ownTime() - ownStart)};
}

/// The same of an objective's option: until its surface, coarse, and the paths on it are painted.
double timeObjectiveMove(MainWindow& window, std::size_t panel, ValueSlider& slider, double x) {
  bool paths = false;
  bool surface = false;
  QObject receiver;
  QObject::connect(&window.compute(), &ComputeController::pathsChanged, &receiver, [&paths] { paths = true; });
  QObject::connect(&window.compute(), &ComputeController::surfaceChanged, &receiver,
                   [&surface, panel](std::size_t i) { surface = surface || i == panel; });
  const int before = window.panel(panel)->plot()->repaints(PanelView::Layer::Ground);
  const double start = now();
  send(slider, QEvent::MouseMove, x);
  while (!paths || !surface) {
    if (now() > start + patience) throw std::runtime_error("the window computes nothing for a moved objective");
    QCoreApplication::sendPostedEvents(&window.compute(), QEvent::MetaCall);
    if (!paths || !surface) QThread::usleep(20);
  }
  drain();
  const double end = now();
  if (window.panel(panel)->plot()->repaints(PanelView::Layer::Ground) == before)
    throw std::runtime_error("a panel does not paint its moved objective");
  return 1e3 * (end - start);
}

std::vector<double> dragObjective(MainWindow& window) {
  constexpr std::size_t ravine = 1;
  PanelCard& card = *window.panel(ravine);
  card.header()->parameters()->click();
  drain();
  OptionRow* row = card.options()->form()->row("b");
  ValueSlider* slider = row ? row->slider() : nullptr;
  if (!slider || slider->visibleRegion().isEmpty())
    throw std::runtime_error("the window shows no slider of an objective");
  const double x = slider->positionToX(sliderPosition(slider->scale(), slider->value()));
  send(*slider, QEvent::MouseButtonPress, x);
  std::vector<double> moves;
  for (int k = 0; k < movesASlider; ++k) {
    const double move = timeObjectiveMove(window, ravine, *slider, x + swing(k));
    if (k > 0) moves.push_back(move);
  }
  send(*slider, QEvent::MouseButtonRelease, x);
  card.header()->parameters()->click();
  drain();
  return moves;
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
      const Move move = timeMove(window, [&] { send(*slider, QEvent::MouseMove, x + swing(k)); });
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

/// Milliseconds from each move of a brush, round in a circle, until the paths on what it has drawn are painted.
std::vector<double> drawOn(MainWindow& window) {
  constexpr int moves = 96;
  PanelCard& card = *window.panel(0);
  card.brush()->setOn(true);
  settle(window);
  PanelView& plot = *card.plot();
  const auto brush = [&](QEvent::Type type, int k) {
    const double angle = 2 * 3.141592653589793 * k / moves;
    const QRectF frame = plot.frame().rect;
    const QPointF at = frame.center() + 0.3 * frame.height() * QPointF(std::cos(angle), std::sin(angle));
    QMouseEvent event(type, at, plot.mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&plot, &event);
    QCoreApplication::sendPostedEvents(card.brush(), QEvent::MetaCall);
  };
  brush(QEvent::MouseButtonPress, 0);
  settle(window);
  std::vector<double> milliseconds;
  for (int k = 1; k < moves; ++k)
    milliseconds.push_back(timeMove(window, [&] { brush(QEvent::MouseMove, k); }).total());
  brush(QEvent::MouseButtonRelease, moves);
  drain();
  return milliseconds;
}

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

/// A drag of momentum with its basins over all panels: milliseconds.
struct BasinDrag {
  std::vector<double> coarse;  // from a move until every panel shows a map of the new state
  std::vector<double> frames;  // between two frames, of moves that come sixty times a second
  double whole = 0;            // from the last move until one panel has all 512 × 512 cells
  double all = 0;              // until all have
};

BasinDrag dragUnderBasins() {
  constexpr std::size_t contender = 1;
  constexpr double frame = 1.0 / 60;
  ThemeController themes(qApp);
  MainWindow window(themes);
  Scenario scenario = startUpScenario();
  scenario.display.basin = contender;
  open(window, scenario);
  const std::size_t panels = scenario.panels.size();
  std::vector<bool> shown(panels);
  std::vector<bool> complete(panels);
  double firstWhole = 0;
  QObject::connect(window.maps()->controller(), &MapController::basinShown, &window,
                   [&](std::size_t panel, bool whole) {
                     shown[panel] = true;
                     complete[panel] = complete[panel] || whole;
                     if (whole && firstWhole == 0) firstWhole = now();
                   });
  const auto every = [](const std::vector<bool>& those) { return std::ranges::find(those, false) == those.end(); };

  OptionRow* row = window.dock()->card(contender)->options()->row("momentum");
  if (!row || !row->slider()) throw std::runtime_error("the window shows no slider of momentum");
  ValueSlider& slider = *row->slider();
  const double x = slider.positionToX(sliderPosition(slider.scale(), slider.value()));
  BasinDrag drag;
  send(slider, QEvent::MouseButtonPress, x);
  const auto move = [&](int k) {
    std::fill(shown.begin(), shown.end(), false);
    send(slider, QEvent::MouseMove, x + swing(k));
    return now();
  };
  // One move at a time, so that every state's map comes to the screen.
  for (int k = 0; k < movesASlider; ++k) {
    const double start = move(k);
    while (!every(shown) && now() < start + patience) waitABit();
    drain();
    if (k > 0) drag.coarse.push_back(1e3 * (now() - start));
  }
  // As a hand moves, whatever is finished.
  double last = now();
  for (int k = 0; k < 3 * movesASlider; ++k) {
    const double start = move(k);
    do drain();
    while (now() < start + frame - 0.001);
    drag.frames.push_back(1e3 * (now() - last));
    last = now();
  }
  std::fill(complete.begin(), complete.end(), false);
  firstWhole = 0;
  const double start = move(0);
  while (!every(complete) && now() < start + patience) waitABit();
  drag.all = 1e3 * (now() - start);
  drag.whole = 1e3 * (firstWhole - start);
  send(slider, QEvent::MouseButtonRelease, x);
  if (!every(complete)) throw std::runtime_error("a basin map does not come to its end");
  return drag;
}

void addBasins(std::vector<Row>& rows) {
  const BasinDrag drag = dragUnderBasins();
  const auto add = [&rows](const char* work, double figure, std::optional<double> goal, const char* equal) {
    Row row{.work = work, .unit = "ms", .ours = figure, .equal = equal};
    if (goal) row.goal = Goal{Goal::Kind::AtMost, *goal};
    rows.push_back(std::move(row));
  };
  add("basins under a slider: coarse", median(drag.coarse), 50,
      "momentum moved by a pixel, start-up scenario, until paths and 64 × 64 cells are painted on all three panels");
  add("basins under a slider: frame", median(drag.frames), 17,
      "from one move to the next of sixty a second, all that is finished painted in between; median");
  add("  99th percentile of frames", quantile(drag.frames, 0.99), {}, "as above");
  add("basins at rest: whole", drag.whole, 500, "from the last move until the first panel has 512 × 512 cells");
  add("  on all three panels", drag.all, {}, "as above");
}

/// What a scenario's figures must keep, in milliseconds.
struct WindowGoals {
  double frame = 0;
  std::optional<double> worstFrame;
  std::optional<double> worstMove;
};

void addScenario(std::vector<Row>& rows, const Scenario& scenario, const std::string& size, const WindowGoals& goals) {
  ThemeController themes(qApp);
  MainWindow window(themes);
  open(window, scenario);
  const std::vector<Move> moves = dragSliders(window);
  settle(window);
  const std::vector<double> objectiveMoves = dragObjective(window);
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
  add("  99th percentile", part(&Move::total, 0.99), goals.worstMove);
  add("  of it, event and edit", part(&Move::edit, 0.5), {});
  add("  of it, compute", part(&Move::compute, 0.5), {});
  add("  of it, paint", part(&Move::paint, 0.5), {});
  add("  main thread's processor time", part(&Move::own, 0.5), {}, "what else the machine does is left out");
  add("objective's slider to pixels", median(objectiveMoves), 50,
      "Rosenbrock's b moved by a pixel, until its coarse map and all paths on it are painted; median");
  add("playback frame", median(playing.all), goals.frame,
      "from the new step until all is painted, over the whole run; "
      "median");
  add("  99th percentile of frames", quantile(playing.all, 0.99), goals.worstFrame);
  add("  main thread's processor time of a frame", median(playing.own), goals.frame, "as above");
}

}  // namespace

namespace {

/// Playback with a step explained, in the dock and on a panel.
void addExplain(std::vector<Row>& rows) {
  ThemeController themes(qApp);
  MainWindow window(themes);
  open(window, largeScenario());
  window.run(Command::Explain);
  settle(window);
  const int before = window.explain()->explainer().explained();
  const Frames playing = playFrames(window);
  if (window.explain()->explainer().explained() == before) throw std::runtime_error("playback explains no step");
  Row row{.work = "explain frame, 4 panels × 8 contenders × 1000 steps",
          .unit = "ms",
          .ours = median(playing.own),
          .equal =
              "main thread's processor time from the new step until all is painted, with the dock Explain open; "
              "median"};
  row.goal = Goal{Goal::Kind::AtMost, 10};
  rows.push_back(std::move(row));
}

}  // namespace

namespace {

void addBrush(std::vector<Row>& rows) {
  ThemeController themes(qApp);
  MainWindow window(themes);
  Scenario scenario = startUpScenario();
  scenario.panels = {{.objective = "grid", .options = {}, .dimension = {}, .start = {1.2, 0.4}, .view = {}}};
  scenario.display.layout = 1;
  open(window, scenario);
  const std::vector<double> milliseconds = drawOn(window);
  const char* equal =
      "129 × 129 heights and 5 contenders × 300 steps at 1920 × 1080: from the mouse event until the "
      "paths are painted on the new surface";
  rows.push_back({.work = "brush stroke to paths",
                  .unit = "ms",
                  .ours = median(milliseconds),
                  .goal = Goal{Goal::Kind::AtMost, 16},
                  .equal = std::string(equal) + "; median"});
}

}  // namespace

std::vector<Row> windowRows() {
  std::vector<Row> rows;
  addScenario(rows, startUpScenario(), "3 panels × 5 contenders × 300 steps",
              {.frame = 16, .worstFrame = {}, .worstMove = {}});
  addScenario(rows, largeScenario(), "4 panels × 8 contenders × 1000 steps",
              {.frame = 10, .worstFrame = 16, .worstMove = 33});
  addScenario(rows, forkedScenario(), "4 panels × 4 forked contenders × 300 steps",
              {.frame = 16, .worstFrame = {}, .worstMove = {}});
  Scenario landscapes = startUpScenario();
  landscapes.display.projection = "3d";
  addScenario(rows, landscapes, "3 landscapes × 5 contenders × 300 steps",
              {.frame = 6, .worstFrame = {}, .worstMove = {}});
  addExplain(rows);
  addBasins(rows);
  addBrush(rows);
  return rows;
}

int showPeakMemory(int argc, char** argv) {
  QApplication application(argc, argv);
  ThemeController themes(&application);
  MainWindow window(themes);
  open(window, largeScenario());
  dragSliders(window);
  playFrames(window);
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) std::cout << line.substr(line.find(':') + 1) << "\n";
  }
  return 0;
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

namespace {

/// The first number that `program --mode` prints.
double numberFrom(const std::string& program, const char* mode) {
  QProcess process;
  process.start(QString::fromStdString(program), {QLatin1String(mode)});
  if (!process.waitForFinished(static_cast<int>(1e3 * patience)) || process.exitCode() != 0)
    throw std::runtime_error("the window does not open");
  return process.readAllStandardOutput().simplified().split(' ').front().toDouble();
}

}  // namespace

std::vector<Row> startRows(const std::string& program) {
  constexpr int runs = 7;
  std::vector<double> milliseconds;
  for (int i = 0; i < runs; ++i) {
    const double start = now();
    milliseconds.push_back(1e3 * (numberFrom(program, "--first-frame") - start));
  }
  const double kibibytes = numberFrom(program, "--peak-memory");
  return {{.work = "first frame after start, start-up scenario",
           .unit = "ms",
           .ours = median(milliseconds),
           .goal = Goal{Goal::Kind::AtMost, 400},
           .equal = "from the start of the process until everything known then is painted; files cached by the system; "
                    "median"},
          {.work = "memory, 4 panels × 8 contenders × 1000 steps",
           .unit = "MB",
           .ours = kibibytes * 1024 / 1e6,
           .goal = Goal{Goal::Kind::AtMost, 250},
           .equal = "most that the process ever had resident, shared libraries included, after dragging every slider "
                    "in sight and playing the whole run at 1920 × 1080"}};
}

}  // namespace thalweg::bench
