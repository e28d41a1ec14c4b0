// Networks in the window: planes through many dimensions with what they leave out, and data with what is learned.

#include "core/contracts/dataset.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/document/contender_edits.h"
#include "ui/document/panel_edits.h"
#include "ui/export/picture.h"
#include "ui/panels/honesty_bar.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/views/data_plot.h"
#include "ui/views/panel_plot.h"
#include "ui/window/main_window.h"

#include <QMenu>
#include <QtTest>

#include <cmath>
#include <functional>
#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

Scenario moons(const std::string& panel = "") {
  return parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron")" + panel + R"(}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.3}}, {"optimizer": "Adam", "options": {"lr": 0.03}}],
    "steps": 60, "display": {"layout": 1, "charts": ["loss"], "step": 20}})");
}

struct Shown {
  MainWindow window{*themes};

  explicit Shown(const Scenario& scenario) {
    window.resize(1600, 900);
    window.show(scenario);
    window.show();
    settle(window);
  }
  [[nodiscard]] PanelCard* card(std::size_t i = 0) { return window.panel(i); }
  [[nodiscard]] const PanelScene& scene(std::size_t i = 0) { return card(i)->plot()->scene(); }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  void edit(const std::function<void(Scenario&)>& change) {
    window.model().edit(QStringLiteral("Test"), change);
    settle(window);
  }
};

QAction* actionOf(QMenu* menu, const QString& words) {
  Q_EMIT menu->aboutToShow();
  for (QAction* action : menu->actions()) {
    if (action->text() == words) return action;
    if (action->menu()) {
      if (QAction* found = actionOf(action->menu(), words)) return found;
    }
  }
  return nullptr;
}

}  // namespace

class PlaneTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void aPlaneIsChosenInTheHead() {
    Shown shown(moons());
    PanelHeader* header = shown.card()->header();
    QVERIFY(header->planeMore()->isVisible() && header->planes()->isVisible());
    QCOMPARE(header->planes()->current(), 0);
    QVERIFY(shown.scene().directions[0].isEmpty());
    QCOMPARE(shown.scene().names[1].plain, std::string("W₁[1,2]"));
    Q_EMIT header->planes()->chosen(2);
    settle(shown.window);
    QVERIFY(shown.scenario().panels[0].plane && shown.scenario().panels[0].plane->kind == PlaneKind::Principal);
    QCOMPARE(header->planes()->current(), 2);
    QVERIFY(shown.scene().directions[0].startsWith(QStringLiteral("first direction, ")));
    // Contours and paths are of one plane, and every path is in sight.
    const PanelScene& scene = shown.scene();
    QVERIFY(scene.field && scene.contours);
    const PlotFrame& frame = shown.card()->plot()->frame();
    for (const PathData& path : scene.paths) {
      for (Index k = 0; k < path.points->rows(); ++k) {
        const Plane::Place at = scene.plane.project(*path.points, k);
        QVERIFY(frame.rect.contains(frame.toPixel(at.x, at.y)));
      }
    }
    const auto objective = makeObjective(shown.scenario().panels[0]);
    const Field& field = *scene.field;
    Points point(1, objective->dimension());
    scene.plane.fill(Column::Constant(1, field.x(7)), Column::Constant(1, field.y(11)), point);
    Column f;
    objective->value(point, f);
    QCOMPARE(field.at(7, 11), f[0]);
    // The choice is one step back.
    shown.window.model().undoStack()->undo();
    settle(shown.window);
    QVERIFY(!shown.scenario().panels[0].plane);
    QVERIFY(shown.scene().directions[0].isEmpty());
  }

  void whatNothingIsLeftOutOfHasNoPlane() {
    Scenario flat = moons();
    flat.panels = {{"himmelblau", {}, {}, {}, {}}};
    Shown shown(flat);
    QVERIFY(!shown.card()->header()->planeMore()->isVisible());
    QVERIFY(!shown.card()->honesty()->isVisible());
  }

  void theBarSaysHowFarThePlaneIsFromTheTruth() {
    Shown shown(moons(R"(, "plane": {"kind": "principal"})"));
    const HonestyBar* bar = shown.card()->honesty();
    QVERIFY(bar->isVisible() && bar->honesty() && bar->honesty()->point);
    const Honesty first = *bar->honesty();
    QVERIFY(first.held > 0.8 && first.held < 1);
    QVERIFY(first.randomWalk > 0.85 && first.randomWalk < 0.95);
    const auto path = shown.window.compute().paths().at(0, 0);
    QCOMPARE(first.point->trueLoss, path->loss[20]);
    QVERIFY(first.point->planeLoss != first.point->trueLoss && first.point->distance > 0);
    QVERIFY(bar->toolTip().contains(QStringLiteral("Antognini")));
    // It follows the cursor; at the end of the first path, through which the plane goes, there is no difference.
    shown.window.view().playback().setStep(60);
    settle(shown.window);
    QVERIFY(std::abs(bar->honesty()->point->planeLoss / path->loss[60] - 1) < 1e-9);
    // And the contender that is chosen.
    shown.window.view().selectContender(1);
    settle(shown.window);
    QCOMPARE(bar->honesty()->point->trueLoss, shown.window.compute().paths().at(0, 1)->loss[60]);
  }

  void careIsAskedForWhereItIsDue() {
    Honesty honesty;
    honesty.held = 0.9;
    QVERIFY(!honesty.needsCare());
    honesty.held = 0.69;
    QVERIFY(honesty.needsCare());
    honesty.held = 0.9;
    honesty.point = Honesty::Point{{}, 1.09, 1, 0};
    QVERIFY(!honesty.needsCare());
    honesty.point->planeLoss = 0.85;
    QVERIFY(honesty.needsCare());
    QVERIFY(honestyWords(honesty).endsWith(QStringLiteral("Read the contours with care.")));
    honesty.point->planeLoss = std::nan("");
    QVERIFY(honesty.needsCare());
    QCOMPARE(shareText(0.9999), QStringLiteral("99.9 %"));
    QCOMPARE(shareText(0.944), QStringLiteral("94 %"));
    QCOMPARE(shareText(0.004), QStringLiteral("0.4 %"));
    QCOMPARE(shareText(1), QStringLiteral("100 %"));
  }

  void aSliderTurnsThePlaneWithoutFlippingIt() {
    Shown shown(moons(R"(, "plane": {"kind": "principal"})"));
    std::vector<double> before = shown.scene().plane.directions(33).u;
    for (int k = 0; k < 12; ++k) {
      shown.edit([&](Scenario& s) { s.contenders[1].options["lr"] = 0.03 * std::pow(1.15, k); });
      const std::vector<double> now = shown.scene().plane.directions(33).u;
      double along = 0;
      for (std::size_t i = 0; i < now.size(); ++i) along += now[i] * before[i];
      QVERIFY(along > 0);
      // What is seen is of the paths that are there.
      const auto path = shown.window.compute().paths().at(0, 0);
      const Plane::Place end = shown.scene().plane.project(path->points, path->steps());
      QVERIFY(std::hypot(end.x, end.y) < 1e-9);
      before = now;
    }
  }

  void everyPlaneOfTheMenuIsShown() {
    Shown shown(moons());
    for (const char* words : {"Random directions", "Other random directions", "Principal plane of all paths", "Adam",
                              "Largest curvatures at the cursor", "Through the start and two ends",
                              "Velocity and its change at the cursor"}) {
      std::unique_ptr<QMenu> menu(shown.card()->makePlaneMenu());
      QAction* action = actionOf(menu.get(), QString::fromUtf8(words));
      QVERIFY2(action, words);
      action->trigger();
      settle(shown.window);
      QVERIFY2(!shown.scene().directions[0].isEmpty(), words);
      QVERIFY2(shown.scene().field, words);
      QVERIFY2(shown.window.compute().plane(0)->problem.empty(), words);
      QVERIFY(parseScenario(writeScenario(shown.scenario())).panels[0].plane == shown.scenario().panels[0].plane);
    }
    // The cursor carries what is made there along.
    const Plane at20 = shown.scene().plane;
    shown.window.view().playback().setStep(40);
    settle(shown.window);
    QVERIFY(!(shown.scene().plane == at20));
  }

  void coordinatesAreChosenByName() {
    Shown shown(moons());
    std::unique_ptr<QMenu> menu(shown.card()->makePlaneMenu());
    QAction* action = actionOf(menu.get(), QStringLiteral("b₂[1]"));
    QVERIFY(action);
    action->trigger();
    settle(shown.window);
    QCOMPARE(shown.scene().names[0].plain, std::string("b₂[1]"));
    QCOMPARE(shown.scenario().panels[0].plane->x, Index{32});
    // A network of fewer weights has no such coordinate, and none is looked for.
    Panel smaller = shown.scenario().panels[0];
    smaller.options["hidden"] = Json::array({3});
    shown.edit([&](Scenario& s) { setOptions(s, 0, smaller); });
    QVERIFY(!shown.scenario().panels[0].plane);
    QVERIFY(shown.scene().field);
    validateScenario(shown.scenario());
  }

  void planesFollowTheirContenders() {
    Scenario scenario = moons(R"(, "plane": {"kind": "principal", "contenders": [1]})");
    moveContender(scenario, 1, 0, themes->theme());
    QCOMPARE(scenario.panels[0].plane->contenders, std::optional(std::vector<std::size_t>{0}));
    duplicateContender(scenario, 0, themes->theme());
    QCOMPARE(scenario.panels[0].plane->contenders, std::optional(std::vector<std::size_t>{0}));
    scenario.panels[0].plane->contenders = {2};
    removeContender(scenario, 0, themes->theme());
    QCOMPARE(scenario.panels[0].plane->contenders, std::optional(std::vector<std::size_t>{1}));
    removeContender(scenario, 1, themes->theme());
    QVERIFY(!scenario.panels[0].plane->contenders);
    validateScenario(scenario);
  }

  void aStartInAMovingPlaneIsNotDragged() {
    Shown shown(moons(R"(, "plane": {"kind": "principal"})"));
    QVERIFY(shown.scene().starts.at(0).fixed);
    shown.edit([](Scenario& s) { s.panels[0].plane.reset(); });
    QVERIFY(!shown.scene().starts.at(0).fixed);
  }

  void aLongPathIsInSightToItsEnd() {
    // Farther than three times the usual box.
    Shown shown(parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron",
      "options": {"hidden": [16, 16], "data": "spirals"}, "plane": {"kind": "principal"}}],
      "contenders": [{"optimizer": "Adam", "options": {"lr": 0.05}}],
      "steps": 300, "display": {"layout": 1, "charts": ["loss"], "step": 20}})"));
    const PanelScene& scene = shown.scene();
    const PlotFrame& frame = shown.card()->plot()->frame();
    double farthest = 0;
    const Plane::Place start = scene.plane.project(*scene.paths[0].points, 0);
    for (Index k = 0; k < scene.paths[0].points->rows(); ++k) {
      const Plane::Place at = scene.plane.project(*scene.paths[0].points, k);
      QVERIFY(frame.rect.contains(frame.toPixel(at.x, at.y)));
      farthest = std::max(farthest, std::hypot(at.x - start.x, at.y - start.y));
    }
    QVERIFY2(farthest > 13, QByteArray::number(farthest).constData());
  }

  void picturesShowTheSamePlane() {
    Scenario scenario = moons(R"(, "plane": {"kind": "principal"})");
    const ScenarioResults results = computeScenario(scenario, {0});
    Shown shown(scenario);
    QVERIFY(results.planes[0]->plane == shown.scene().plane);
    PictureSettings settings;
    settings.size = {800, 600};
    settings.step = 20;
    const QImage principal = renderPicture(scenario, settings);
    scenario.panels[0].plane = PlaneChoice{.kind = PlaneKind::Random};
    QVERIFY(renderPicture(scenario, settings) != principal);
  }

  void dataStandBesideTheSurface() {
    Shown shown(moons());
    std::unique_ptr<QMenu> menu(shown.card()->makeMenu({}));
    actionOf(menu.get(), QStringLiteral("Data beside the surface"))->trigger();
    settle(shown.window);
    QCOMPARE(shown.scenario().panels.size(), std::size_t{2});
    QCOMPARE(shown.scenario().display.layout, 2);
    auto* plot = qobject_cast<DataPlot*>(shown.card(1)->plot());
    QVERIFY(plot && plot->scene().data);
    QVERIFY(qobject_cast<PanelPlot*>(shown.card(0)->plot()));
    QVERIFY(!shown.card(1)->honesty()->isVisible());
    QVERIFY(parseScenario(writeScenario(shown.scenario())) == shown.scenario());
    // Every model is the one at the cursor, the chosen last.
    const DataPicture& picture = *plot->scene().data;
    QCOMPARE(picture.models.size(), std::size_t{2});
    QCOMPARE(picture.models.back().name, QStringLiteral("SGD"));
    const auto path = shown.window.compute().paths().at(1, 0);
    QVERIFY((picture.models.back().point == path->points.row(20)).all());
    // The words below count what they tell rightly.
    Column right;
    picture.data().accuracy(path->points.row(20), right);
    const auto count = std::lround(right[0] * static_cast<double>(picture.data().samples()));
    const QString words = shown.card(1)->outcomes()->entries()[0].word;
    QVERIFY2(words.startsWith(QStringLiteral("train %1 of %2").arg(count).arg(picture.data().samples())),
             qPrintable(words));
    // Playing along.
    const QImage before = plot->grab().toImage();
    shown.window.view().playback().setStep(60);
    settle(shown.window);
    QVERIFY(plot->grab().toImage() != before);
    // Parameters and starts of the one are the other's.
    Panel changed = shown.scenario().panels[0];
    changed.options["hidden"] = Json::array({4});
    shown.edit([&](Scenario& s) { setOptions(s, 0, changed); });
    QVERIFY(shown.scenario().panels[1].options == changed.options);
    QVERIFY(showsData(shown.scenario().panels[1]));
    const std::vector<double> start(17, 0.1);
    shown.edit([&](Scenario& s) { setStart(s, 0, std::nullopt, start); });
    QCOMPARE(shown.scenario().panels[1].start, start);
    // Data that no picture can show have their surface again.
    changed.start.clear();
    changed.options["data"] = "digits";
    shown.edit([&](Scenario& s) { setOptions(s, 0, changed); });
    QVERIFY(!showsData(shown.scenario().panels[1]));
    QVERIFY(qobject_cast<PanelPlot*>(shown.card(1)->plot()));
  }

  void aLineIsFittedToItsPoints() {
    Scenario scenario = moons();
    scenario.panels = {{"linear_regression", {}, {}, {}, {}}};
    scenario.panels[0].viewKind = "data";
    scenario.contenders[0].options["lr"] = 0.01;
    scenario.gradient.batch = 8;
    scenario.gradient.replacement = true;  // else an epoch's last one is smaller
    GradientConditions own;
    own.batch = 5;
    scenario.contenders[1].gradient = own;
    Shown shown(scenario);
    auto* plot = qobject_cast<DataPlot*>(shown.card()->plot());
    QVERIFY(plot);
    const PanelScene& scene = plot->scene();
    QVERIFY(scene.data->isLine());
    QCOMPARE(scene.data->batch.size(), std::size_t{8});
    const auto cache = prepareData(scene, plot->frame());
    const QPointF middle = cache->lines.back().at(120);
    const QPointF at = plot->frame().toData(middle);
    const Points& model = scene.data->models.back().point;
    QVERIFY(std::abs(model(0, 0) * at.x() + model(0, 1) - at.y()) < 1e-6);
    // The mini-batch is the one that the next step sees: its gradient is the one that the step followed.
    const auto path = shown.window.compute().paths().at(0, 0);
    Points g;
    shown.window.compute().objective(0)->gradient(path->points.row(20), g, scene.data->batch);
    const Points step = path->points.row(21) - path->points.row(20);
    QVERIFY(((step + 0.01 * g).abs() < 1e-12 * g.abs().maxCoeff()).all());
    // A contender with conditions of its own has mini-batches of its own.
    shown.window.view().selectContender(1);
    settle(shown.window);
    QCOMPARE(plot->scene().data->batch.size(), std::size_t{5});
  }

  void picturesShowData() {
    Scenario scenario = moons(R"(, "view_kind": "data")");
    PictureSettings settings;
    settings.size = {800, 600};
    settings.step = 0;
    const QImage start = renderPicture(scenario, settings);
    settings.step = 60;
    QVERIFY(renderPicture(scenario, settings) != start);
    scenario.panels[0].options["data"] = "blobs";
    QVERIFY(!renderPicture(scenario, settings).isNull());
  }

  void sharpnessComesCoarseThenFine() {
    Scenario scenario = moons();
    scenario.display.charts = {"sharpness", "accuracy", "test_loss"};
    Shown shown(scenario);
    ChartRow* row = shown.window.charts();
    const auto series = [&](std::size_t chart) { return row->chart(chart)->plot()->scene().series; };
    QTRY_COMPARE_WITH_TIMEOUT(series(0).size(), std::size_t{4}, 30'000);
    const SeriesData limit = series(0)[1];
    QVERIFY(limit.dashed);
    QVERIFY(((*limit.y - 2 / 0.3).abs() < 1e-9).all());
    QCOMPARE(series(1).size(), std::size_t{4});
    QVERIFY((*series(1)[0].y <= 1).all());
    QCOMPARE(series(2).size(), std::size_t{4});
  }
};

QTEST_MAIN(PlaneTest)
#include "plane_test.moc"
