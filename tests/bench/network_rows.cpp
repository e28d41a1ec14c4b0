#include "core/runs/trace.h"
#include "core/scenario/scenario_file.h"
#include "core/surfaces/panel_plane.h"
#include "tests/bench/rows.h"
#include "tests/bench/window_drive.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/panels/panel_card.h"

#include <QApplication>
#include <QThread>

#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace thalweg::bench {

namespace {

/// Seconds that numpy needs, one thread: four paths and their plane, a map, regions, digits; none where there is no
/// numpy.
std::vector<double> numpyFigures() {
  const std::string call = "OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 /usr/bin/python3 " THALWEG_BENCH_FOLDER
                           "/numpy_networks.py 2>/dev/null";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(call.c_str(), "r"), pclose);
  std::vector<double> seconds;
  double value = 0;
  while (pipe && std::fscanf(pipe.get(), "%lf", &value) == 1) seconds.push_back(value);
  if (seconds.size() != 4) seconds.clear();
  return seconds;
}

Scenario moons() {
  return parseScenario(R"({"thalweg": 1, "panels": [
    {"objective": "multilayer_perceptron", "plane": {"kind": "principal"}},
    {"objective": "multilayer_perceptron", "view_kind": "data"}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.3}},
                   {"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.9}, "label": "Momentum"},
                   {"optimizer": "RMSprop", "options": {"lr": 0.01}}, {"optimizer": "Adam", "options": {"lr": 0.03}}],
    "steps": 300, "display": {"layout": 2, "charts": ["loss", "accuracy"]}})");
}

Scenario digits() {
  return parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron",
    "options": {"hidden": [32], "activation": "relu", "data": "digits"}}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.1}},
                   {"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.9}},
                   {"optimizer": "SGD", "options": {"lr": 0.1, "momentum": 0.9, "nesterov": true}},
                   {"optimizer": "RMSprop", "options": {"lr": 0.003}}, {"optimizer": "Adagrad", "options": {"lr": 0.03}},
                   {"optimizer": "Adam", "options": {"lr": 0.01}}, {"optimizer": "AdamW", "options": {"lr": 0.01}},
                   {"optimizer": "Lion", "options": {"lr": 0.001}}],
    "gradient": {"batch": 64}, "steps": 2000})");
}

/// Milliseconds from a move of the first rate until paths in their own plane are painted.
std::vector<double> dragRate(MainWindow& window) {
  OptionRow* row = window.dock()->card(0)->options()->row("lr");
  if (!row || !row->slider()) throw std::runtime_error("the window shows no slider of a learning rate");
  ValueSlider& slider = *row->slider();
  bool planned = false;
  QObject receiver;
  QObject::connect(&window.compute(), &ComputeController::planeChanged, &receiver, [&planned] { planned = true; });
  const double x = slider.positionToX(sliderPosition(slider.scale(), slider.value()));
  send(slider, QEvent::MouseButtonPress, x);
  std::vector<double> moves;
  for (int k = 0; k < movesASlider; ++k) {
    planned = false;
    const int before = window.panel(0)->plot()->repaints(PanelView::Layer::Paths);
    const double start = now();
    send(slider, QEvent::MouseMove, x + swing(k));
    while (!planned) {
      if (now() > start + patience) throw std::runtime_error("the window makes no plane of moved paths");
      QCoreApplication::sendPostedEvents(&window.compute(), QEvent::MetaCall);
      if (!planned) QThread::usleep(20);
    }
    // The plane's own picture may still be on its way; the paths are there.
    window.panel(0)->flush();
    window.panel(0)->plot()->flush();
    if (k > 0) moves.push_back(1e3 * (now() - start));
    if (window.panel(0)->plot()->repaints(PanelView::Layer::Paths) == before)
      throw std::runtime_error("a panel does not paint the paths of a moved slider");
    while (window.compute().busy() && now() < start + patience) drain();
    drain();
  }
  send(slider, QEvent::MouseButtonRelease, x);
  return moves;
}

/// Milliseconds of a frame of the data panel alone.
std::vector<double> playData(MainWindow& window) {
  constexpr int frames = 120;
  std::vector<double> milliseconds;
  PanelCard& card = *window.panel(1);
  for (int frame = 0; frame < frames; ++frame) {
    const int before = card.plot()->repaints(PanelView::Layer::Ground);
    const double start = now();
    window.playback().setStep((frame + 1) * window.playback().steps() / frames);
    drain();
    milliseconds.push_back(1e3 * (now() - start));
    if (frame > 0 && card.plot()->repaints(PanelView::Layer::Ground) == before)
      throw std::runtime_error("playback does not paint decision regions");
  }
  return milliseconds;
}

/// Seconds for a field of 128 × 128 nodes over the plane of the paths, one core.
double planeField(const Scenario& scenario) {
  const auto objective = makeObjective(scenario.panels[0]);
  std::vector<Trajectory> paths;
  std::vector<const Trajectory*> known;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i)
    paths.push_back(trace(scenario, i, *objective, startPoint(scenario, 0, i, *objective)));
  for (const Trajectory& path : paths) known.push_back(&path);
  const auto plane = makePanelPlane(scenario, 0, *objective, known);
  constexpr Index side = 128;
  constexpr Index cells = side * side;
  Column x(cells);
  Column y(cells);
  for (Index i = 0; i < cells; ++i) {
    x[i] = -4 + 8 * static_cast<double>(i % side) / side;
    y[i] = -4 + 8 * static_cast<double>(i / side) / side;
  }
  Points points(cells, objective->dimension());
  Column f;
  return interleaved({[&] {
                       plane->plane.fill(x, y, points);
                       objective->value(points, f);
                     }},
                     5)[0];
}

double raceDigits() {
  const Scenario scenario = digits();
  const auto objective = makeObjective(scenario.panels[0]);
  const double start = ownTime();
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Trajectory path = trace(scenario, i, *objective, startPoint(scenario, 0, i, *objective));
    if (path.steps() != scenario.steps) throw std::runtime_error("a path on digits ends early");
  }
  return ownTime() - start;
}

}  // namespace

std::vector<Row> networkRows() {
  const std::vector<double> numpy = numpyFigures();
  const auto peer = [&](std::size_t i, const char* name, double factor) -> std::map<std::string, double> {
    if (numpy.empty()) return {};
    return {{name, factor * numpy[i]}};
  };
  const auto atMost = [](double figure) { return Goal{Goal::Kind::AtMost, figure}; };
  std::vector<Row> rows;
  {
    ThemeController themes(qApp);
    MainWindow window(themes);
    open(window, moons());
    rows.push_back({.work = "slider to projected paths, moons 2-8-1 × 4 × 300",
                    .unit = "ms",
                    .ours = median(dragRate(window)),
                    .peers = peer(0, "numpy, ms", 1e3),
                    .goal = atMost(16),
                    .equal = "one rate moved by a pixel, until all paths are painted in the plane that they move in "
                             "most; numpy computes the same four paths, whole, and their plane, and paints nothing"});
    rows.push_back({.work = "decision regions, a frame while playing",
                    .unit = "ms",
                    .ours = median(playData(window)),
                    .peers = peer(2, "numpy, ms", 1e3),
                    .goal = atMost(1e3 / 60),
                    .equal = "from the new step until both panels and two charts are painted; numpy only predicts at "
                             "24 000 places"});
  }
  rows.push_back({.work = "plane's map 128 × 128, moons 2-8-1",
                  .unit = "ms",
                  .ours = 1e3 * planeField(moons()),
                  .peers = peer(1, "numpy, ms", 1e3),
                  .goal = atMost(500),
                  .equal = "the loss over all 60 samples at 16 384 places of the plane, one core"});
  rows.push_back({.work = "digits 64-32-10, batch 64: 8 optimizers × 2000 steps",
                  .unit = "s",
                  .ours = raceDigits(),
                  .peers = peer(3, "numpy, s", 1),
                  .goal = atMost(3),
                  .equal = "one core, with the loss and the gradient over all 1438 samples once an epoch; numpy: eight "
                           "times Adam, the same"});
  return rows;
}

}  // namespace thalweg::bench
