// Landscapes: a frame while all three turn, a picture, and the rasteriser beside a loop that only fills.

#include "core/scenario/scenario.h"
#include "tests/bench/limits.h"
#include "tests/bench/rows.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/export/picture.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/relief_painter.h"
#include "ui/scenes/surface.h"
#include "ui/window/main_window.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QMouseEvent>
#include <QThread>

#include <algorithm>
#include <stdexcept>

namespace thalweg::bench {

namespace {

constexpr int turns = 60;
constexpr int frames = 150;
constexpr int rounds = 15;
constexpr double longest = 20;  // seconds after which a window that does not come to rest is given up

Scenario landscapes() {
  Scenario scenario = startUpScenario();
  scenario.display.projection = "3d";
  scenario.display.playing = false;
  scenario.display.step = scenario.steps * 2 / 3;
  return scenario;
}

void paintEverything() {
  QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
  for (int i = 0; i < 100 && dispatcher->processEvents(QEventLoop::AllEvents); ++i) {
  }
}

void mouse(QWidget& widget, QEvent::Type type, const QPointF& at) {
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

/// The window with the start-up scenario's three landscapes at rest, the timeline in the middle.
void settleLandscapes(MainWindow& window) {
  window.show(landscapes());
  window.resize(1920, 1080);
  window.show();
  const double begun = now();
  while (now() < begun + 0.5 || (window.compute().busy() && now() < begun + longest)) {
    paintEverything();
    QThread::msleep(2);
  }
}

/// Milliseconds a frame while the pointer drags: on the clock, and of all threads' processor time.
struct Orbit {
  double clock = 0;
  double work = 0;
};

Orbit orbit() {
  ThemeController themes(qApp);
  MainWindow window(themes);
  settleLandscapes(window);
  PanelView& plot = *window.panel(0)->plot();
  const QPointF middle = plot.frame().rect.center() + QPointF(0, plot.frame().rect.height() / 3);
  mouse(plot, QEvent::MouseButtonPress, middle);
  std::vector<double> clock, work;
  for (int k = 1; k <= turns; ++k) {
    const int before = window.panel(2)->plot()->repaints(PanelView::Layer::Ground);
    const double start = now();
    const double workStart = processTime();
    mouse(plot, QEvent::MouseMove, middle + QPointF(4 * k, k % 20));
    paintEverything();
    if (window.panel(2)->plot()->repaints(PanelView::Layer::Ground) == before)
      throw std::runtime_error("a landscape does not turn with the others");
    if (k < 4) continue;  // the first ones come to it from rest
    clock.push_back(1e3 * (now() - start));
    work.push_back(1e3 * (processTime() - workStart));
  }
  mouse(plot, QEvent::MouseButtonRelease, middle);
  return {median(std::move(clock)), median(std::move(work))};
}

double playing() {
  ThemeController themes(qApp);
  MainWindow window(themes);
  settleLandscapes(window);
  std::vector<double> work;
  const std::int64_t steps = window.playback().steps();
  for (int k = 0; k < frames; ++k) {
    const int before = window.panel(2)->plot()->repaints(PanelView::Layer::Paths);
    const double start = processTime();
    window.playback().setStep((k + 1) * steps / frames);
    paintEverything();
    work.push_back(1e3 * (processTime() - start));
    if (k > 0 && window.panel(2)->plot()->repaints(PanelView::Layer::Paths) == before)
      throw std::runtime_error("a landscape does not play");
  }
  return median(std::move(work));
}

/// From the mouse event on a learning rate until its paths lie on all three landscapes.
double moving() {
  ThemeController themes(qApp);
  MainWindow window(themes);
  settleLandscapes(window);
  OptionRow* row = window.dock()->card(0)->options()->row("lr");
  if (!row || !row->slider()) throw std::runtime_error("the window shows no slider of a learning rate");
  ValueSlider& slider = *row->slider();
  const QPointF at(slider.positionToX(sliderPosition(slider.scale(), slider.value())), slider.height() / 2.0);
  mouse(slider, QEvent::MouseButtonPress, at);
  std::vector<double> work;
  for (int k = 0; k < turns; ++k) {
    bool arrived = false;
    QObject receiver;
    QObject::connect(&window.compute(), &ComputeController::pathsChanged, &receiver, [&arrived] { arrived = true; });
    const double begun = now();
    const double start = processTime();
    mouse(slider, QEvent::MouseMove, at + QPointF(k % 24 < 12 ? k % 12 + 1 : 11 - k % 12, 0));
    while (!arrived) {
      if (now() > begun + longest) throw std::runtime_error("the window computes no paths for a moved slider");
      QCoreApplication::sendPostedEvents(&window.compute(), QEvent::MetaCall);
      if (!arrived) QThread::usleep(20);
    }
    paintEverything();
    if (k > 0) work.push_back(1e3 * (processTime() - start));
  }
  mouse(slider, QEvent::MouseButtonRelease, at);
  return median(std::move(work));
}

double still() {
  PictureSettings settings;
  std::vector<double> milliseconds;
  for (int k = 0; k < rounds; ++k) {
    const double start = now();
    const QImage picture = renderPicture(landscapes(), settings);
    if (picture.size() != settings.size)
      throw std::runtime_error("a picture of landscapes is not as large as it should be");
    if (k > 0) milliseconds.push_back(1e3 * (now() - start));
  }
  return median(std::move(milliseconds));
}

/// A panel's surface in 476 × 516 pixels, and a loop that fills as many samples.
Row rasteriser() {
  Panel panel;
  panel.objective = "gaussian_wells";
  const std::shared_ptr<const Objective> objective = makeObjective(panel);
  PanelScene scene;
  scene.theme = makeTheme(false);
  const QRectF plot(0, 0, 476, 516);
  scene.view = filled(objective->view(), plot.size());
  setSurface(scene, *makeSurface(objective, {.view = scene.view, .columns = 476, .rows = 516, .plane = {}}), Display{});
  scene.relief.emplace();
  ReliefCache cache;
  prepareMesh(cache, scene, scene.view);
  const ReliefFrame frame(plot, scene.view, {}, reliefHeight(scene.view, false));
  const ReliefLook look = reliefLook(scene.theme, scene.colors);
  ReliefImage image;
  const auto ours = [&] { image = rasteriseRelief(cache.mesh, frame, look, 1, 2, 1); };
  ours();
  const auto covered =
      static_cast<std::size_t>(std::ranges::count_if(image.nearness, [](float nearest) { return nearest > 0; }));
  std::vector<float> depth(covered), where(covered), shade(covered);
  std::vector<unsigned> pixels(covered);
  for (std::size_t k = 0; k < covered; ++k) {
    where[k] = static_cast<float>(k % 256) / 256;
    shade[k] = 0.8F;
  }
  const auto limit = [&] {
    std::ranges::fill(depth, 0.0F);
    limits().fill(pixels.data(), depth.data(), where.data(), shade.data(), look.colors.data(), covered);
  };
  const std::vector<double> seconds = interleaved({ours, limit}, rounds);
  return {.work = "landscape: rasterised",
          .unit = "ms",
          .ours = 1e3 * seconds[0],
          .limit = 1e3 * seconds[1],
          .equal =
              "Gaussian wells, 200 × 200 nodes on 476 × 516 pixels with four samples each, one thread; limit: as "
              "many samples tested for depth and shaded"};
}

}  // namespace

std::vector<Row> reliefRows() {
  const Orbit turning = orbit();
  const char* equal = "start-up scenario, three landscapes on 1920 × 1080 turned by a drag on one of them; median";
  return {{.work = "landscapes: turning", .unit = "ms", .ours = turning.clock, .equal = equal},
          {.work = "  work of all threads a frame",
           .unit = "ms",
           .ours = turning.work,
           .goal = Goal{Goal::Kind::AtMost, 16},
           .equal = equal},
          {.work = "landscapes: playing",
           .unit = "ms",
           .ours = playing(),
           .goal = Goal{Goal::Kind::AtMost, 6},
           .equal = "the same three at rest, work of all threads a step of the timeline; median"},
          {.work = "landscapes: a slider's move",
           .unit = "ms",
           .ours = moving(),
           .goal = Goal{Goal::Kind::AtMost, 16},
           .equal = "a learning rate moved by a pixel, work of all threads until all is painted; median"},
          {.work = "landscapes: a picture",
           .unit = "ms",
           .ours = still(),
           .goal = Goal{Goal::Kind::AtMost, 150},
           .equal = "the same in 1920 × 1080, from the scenario to the pixels, paths and charts included; median"},
          rasteriser()};
}

}  // namespace thalweg::bench
