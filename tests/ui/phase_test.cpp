// Phase portraits in the window and in pictures, and what lies over a surface: the ribbon of memory, circles as long as
// steps, the spread of noise, and ghosts.

#include "core/runs/stationary.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/document/panel_edits.h"
#include "ui/document/playback.h"
#include "ui/export/picture.h"
#include "ui/panels/outcome_line.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/phase_picture.h"
#include "ui/scenes/spread_ellipse.h"
#include "ui/views/panel_plot.h"
#include "ui/views/picture_plot.h"
#include "ui/window/main_window.h"

#include <QMenu>
#include <QPainter>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace thalweg;

namespace {

constexpr int patience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

Scenario momentumOnAQuadratic() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"quadratic", {{"kappa", 25}}, {}, {2.5, 1.2}, {}}};
  s.panels[0].viewKind = "phase";
  Contender momentum;
  momentum.optimizer = "SGD";
  momentum.options = {{"lr", 0.02}, {"momentum", 0.9}};
  momentum.label = "Momentum";
  Contender plain;
  plain.optimizer = "SGD";
  plain.options = {{"lr", 0.02}};
  s.contenders = {momentum, plain};
  s.steps = 120;
  s.display.layout = 1;
  return s;
}

Scenario branchOnRosenbrock() {
  Scenario s = momentumOnAQuadratic();
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}};
  s.contenders[0].options["lr"] = 0.003;
  s.contenders[1] = s.contenders[0];
  s.contenders[1].branch = BranchPoint{0, 60};
  s.contenders[1].options["momentum"] = 0.98;
  return s;
}

struct Shown {
  MainWindow window{*themes};

  explicit Shown(const Scenario& scenario) {
    window.resize(1280, 720);
    window.move(0, 0);
    window.show(scenario, {});
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, patience)) qFatal("the window did not become active");
    window.setFocus();
    rest();
  }
  void rest() {
    settleBackground();
    QCoreApplication::processEvents();
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] PanelCard& card(std::size_t i = 0) { return *window.panel(i); }
  bool choose(QMenu* made, const QString& words) {
    const std::unique_ptr<QMenu> menu(made);
    for (QAction* action : menu->actions()) {
      if (action->text().section(QLatin1Char('\t'), 0, 0) != words || !action->isEnabled()) continue;
      action->trigger();
      rest();
      return true;
    }
    return false;
  }
};

/// The panel's scene and what it is made from.
struct Made {
  ScenarioResults results;
  PanelScene scene;
  explicit Made(const Scenario& scenario, std::int64_t step = 40, std::optional<std::size_t> contender = 0)
      : results(computeScenario(scenario, {0})),
        scene(panelScene(scenario, 0, results.of(0), {.contender = contender, .step = step}, makeTheme(false))) {}
  [[nodiscard]] QImage picture() const {
    QImage image(600, 500, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintPanel(painter, QRectF(image.rect()), scene);
    return image;
  }
};

}  // namespace

class PhaseTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { themes = std::make_unique<ThemeController>(qApp); }
  void cleanupTestCase() { themes.reset(); }

  void aScenePortraysWhatIsShown() {
    Scenario s = momentumOnAQuadratic();
    const Made made(s);
    const PhasePicture& picture = *made.scene.phase;
    QCOMPARE(picture.directions.size(), std::size_t{2});
    QCOMPARE(picture.tracks.size(), std::size_t{2});
    // The chosen one lies on top, and the words are of it.
    QVERIFY(picture.tracks.back().selected && !picture.tracks.front().selected);
    QVERIFY(picture.tracks.front().locus.empty() && picture.tracks.back().locus.size() == 2);
    QVERIFY2(picture.directions[0].words.startsWith(QStringLiteral("Momentum under-damped: |z| 0.949, round in ")),
             qPrintable(picture.directions[0].words));
    QCOMPARE(picture.directions[0].title, QStringLiteral("curvature 25 along (0, 1)"));
    const Points& places = *picture.tracks.back().places;
    for (Index k = 0; k < places.rows(); ++k) {
      for (std::size_t i = 0; i < 2; ++i) {
        QVERIFY(std::abs(places(k, 2 * static_cast<Index>(i))) <= picture.directions[i].position);
        QVERIFY(std::abs(places(k, 2 * static_cast<Index>(i) + 1)) <= picture.directions[i].velocity);
      }
    }
    s.contenders[0].hidden = true;
    QCOMPARE(Made(s).scene.phase->tracks.size(), std::size_t{1});
    s.contenders[1].hidden = true;
    const Made none(s);
    QVERIFY(none.scene.phase->directions.empty() && !none.scene.phase->note.isEmpty());
    QVERIFY(!none.picture().isNull());
  }

  void whatRunsAwayFlattensNobody() {
    Scenario s = momentumOnAQuadratic();
    s.contenders[1].options["lr"] = 0.2;
    const Made made(s);
    QVERIFY(made.scene.phase->directions[0].position <= 3 * 1.2 * 1.6);
    const std::vector<OutcomeEntry> entries =
        shownEntries(s, made.results.of(0), {.contender = 0, .step = 40}, makeTheme(false));
    QCOMPARE(entries.size(), std::size_t{2});
    QCOMPARE(entries[0].word, QStringLiteral("|z| 0.949, under-damped"));
    QCOMPARE(entries[1].word, QStringLiteral("runs away"));
    QVERIFY2(entries[1].detail.startsWith(QStringLiteral("at the minimum, curvature 25: runs away: |z| 4")),
             qPrintable(entries[1].detail));
  }

  void theCursorsCurvatureMovesWithIt() {
    Scenario s = branchOnRosenbrock();
    s.panels[0].viewKind = "phase";
    const auto titleAt = [&](std::int64_t step) { return Made(s, step).scene.phase->directions[0].title; };
    QCOMPARE(titleAt(5), titleAt(90));
    s.panels[0].phaseAt = "cursor";
    QVERIFY(titleAt(5) != titleAt(90));
    // Moving along is what making anew gives.
    Made made(s, 5);
    moveCursor(made.scene, s, made.results.of(0), {.contender = 0, .step = 90});
    QCOMPARE(made.scene.phase->directions[0].title, titleAt(90));
  }

  void menusExchangeSurfaceAndPortrait() {
    Scenario s = momentumOnAQuadratic();
    s.panels[0].viewKind.reset();
    Shown shown(s);
    QVERIFY(qobject_cast<PanelPlot*>(shown.card().plot()));
    QVERIFY(shown.choose(shown.card().makeMenu({}), QStringLiteral("Phase portrait in place of the surface")));
    QVERIFY(showsPhase(shown.scenario().panels[0]));
    auto* plot = qobject_cast<PicturePlot*>(shown.card().plot());
    QVERIFY(plot && plot->scene().phase);
    QVERIFY(QTest::qWaitFor([&] { return plot->scene().phase->directions.size() == 2; }, patience));
    QVERIFY(shown.card().outcomes()->entries()[0].word == QStringLiteral("|z| 0.949, under-damped"));
    // The roots follow a slider.
    const std::complex<double> before = plot->scene().phase->tracks.back().roots[0][0];
    shown.window.model().edit(QStringLiteral("rate"), [](Scenario& e) { e.contenders[0].options["lr"] = 0.03; });
    QVERIFY(QTest::qWaitFor(
        [&] {
          const auto& tracks = plot->scene().phase->tracks;
          return !tracks.empty() && !tracks.back().roots.empty() && tracks.back().roots[0][0] != before;
        },
        patience));
    shown.rest();
    // And the picture follows the cursor.
    const QImage still = plot->grab().toImage();
    shown.window.view().playback().setStep(17);
    shown.rest();
    QVERIFY(plot->grab().toImage() != still);
    QVERIFY(shown.choose(shown.card().makeMenu({}), QStringLiteral("Curvature at the cursor")));
    QCOMPARE(shown.scenario().panels[0].phaseAt, std::optional<std::string>("cursor"));
    QVERIFY(shown.choose(shown.card().makeMenu({}), QStringLiteral("Phase portrait in place of the surface")));
    QVERIFY(!shown.scenario().panels[0].viewKind && !shown.scenario().panels[0].phaseAt);
    QVERIFY(qobject_cast<PanelPlot*>(shown.card().plot()));
    QVERIFY(shown.choose(shown.card().makeMenu({}), QStringLiteral("Phase portrait beside the surface")));
    QCOMPARE(shown.scenario().panels.size(), std::size_t{2});
    QVERIFY(showsPhase(shown.scenario().panels[1]));
  }

  void picturesShowPortraits() {
    Scenario s = momentumOnAQuadratic();
    PictureSettings settings;
    settings.size = {900, 700};
    settings.step = 5;
    const QImage early = renderPicture(s, settings);
    QVERIFY(!early.isNull());
    settings.step = 60;
    QVERIFY(renderPicture(s, settings) != early);
  }

  void theRibbonIsAsWideAsMemoryIsLong() {
    Scenario s = branchOnRosenbrock();
    const auto coloured = [&](double momentum) {
      s.contenders[0].options["momentum"] = momentum;
      s.display.memory = false;
      const QImage without = Made(s, 50).picture();
      s.display.memory = true;
      const QImage with = Made(s, 50).picture();
      int pixels = 0;
      for (int y = 0; y < with.height(); ++y) {
        for (int x = 0; x < with.width(); ++x) pixels += with.pixel(x, y) != without.pixel(x, y) ? 1 : 0;
      }
      return pixels;
    };
    s.contenders.pop_back();
    const int brief = coloured(0.5);
    const int lasting = coloured(0.9);
    QVERIFY2(brief > 50 && lasting > 1.5 * brief, qPrintable(QStringLiteral("%1, %2").arg(brief).arg(lasting)));
    s.contenders[0].options["momentum"] = 0;
    s.display.memory = true;
    QVERIFY(!Made(s, 50).scene.memory->kept);
    // Pictures without a chosen one have the first's.
    QVERIFY(Made(s, 50, std::nullopt).scene.memory);
    s.contenders[0].hidden = true;
    QVERIFY(!Made(s, 50, std::nullopt).scene.memory);
  }

  void circlesGoThroughTheEndsOfTheirSteps() {
    Scenario s = branchOnRosenbrock();
    s.contenders.pop_back();
    const QImage without = Made(s, 3).picture();
    s.display.stepCircles = true;
    const Made made(s, 3);
    QVERIFY(made.scene.memory && made.scene.memory->circles && !made.scene.memory->kept);
    QVERIFY(made.picture() != without);
  }

  void theSpreadIsAnEllipseInAnyPlane() {
    Spread spread;
    spread.centre = Eigen::Vector3d(1, 2, 3);
    spread.covariance = Eigen::Vector3d(4, 1, 9).asDiagonal();
    const auto extent = [&](const Plane& plane) {
      const FaintPath line = spreadEllipse(spread, plane, Qt::red);
      double x = 0;
      double y = 0;
      for (Index k = 0; k < line.points->rows(); ++k) {
        const Plane::Place place = plane.project(*line.points, k);
        const Plane::Place middle = plane.project(std::vector<double>{1, 2, 3});
        x = std::max(x, std::abs(place.x - middle.x));
        y = std::max(y, std::abs(place.y - middle.y));
      }
      return QPointF(x, y);
    };
    const QPointF first = extent(Plane::ofCoordinates(0, 1, {0, 0, 3}));
    QVERIFY(std::abs(first.x() - 4) < 1e-2 && std::abs(first.y() - 2) < 1e-2);
    const QPointF other = extent(Plane::ofCoordinates(2, 0, {0, 2, 0}));
    QVERIFY(std::abs(other.x() - 6) < 1e-2 && std::abs(other.y() - 4) < 1e-2);
  }

  void layersHaveWhatLiesOverTheSurface() {
    Scenario s = branchOnRosenbrock();
    Shown shown(s);
    shown.window.view().selectContender(1);
    shown.rest();
    QVERIFY(shown.choose(shown.card().makeLayersMenu(), QStringLiteral("Memory of past gradients")));
    QVERIFY(shown.scenario().display.memory && shown.card().plot()->scene().memory->kept);
    QVERIFY(shown.choose(shown.card().makeLayersMenu(), QStringLiteral("Continuous limit")));
    QVERIFY(shown.scenario().contenders[1].flow && !shown.scenario().contenders[0].flow);
    // There is no noise: the entry says so.
    QVERIFY(!shown.choose(shown.card().makeLayersMenu(), QStringLiteral("Spread of noise at rest")));
    const auto seen = [&] {
      const std::vector<PathData>& paths = shown.card().plot()->scene().paths;
      return std::ranges::count_if(paths, [](const PathData& p) { return p.visible; });
    };
    QCOMPARE(seen(), 2);
    QVERIFY(shown.choose(shown.card().makeLayersMenu(), QStringLiteral("Ghosts of branches")));
    // Without the way that was left, the branch is drawn whole.
    QCOMPARE(seen(), 1);
    QCOMPARE(shown.card().plot()->scene().paths[1].first, std::int64_t{0});
    QCOMPARE(shown.card().outcomes()->entries().size(), std::size_t{1});
    QVERIFY(shown.choose(shown.card().makeLayersMenu(), QStringLiteral("Ghosts of branches")));
    QCOMPARE(seen(), 2);
  }
};

QTEST_MAIN(PhaseTest)
#include "phase_test.moc"
