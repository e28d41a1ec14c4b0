// Samples in the data view: dragged, added and removed by mouse, pasted, and typed as a table; the fit and the paths
// follow. And what is drawn by losses: samples, points of paths, a mini-batch's contours.

#include "core/contracts/dataset.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/chart_row.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/document/panel_edits.h"
#include "ui/document/point_edits.h"
#include "ui/export/picture.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/panel_options.h"
#include "ui/panels/point_bar.h"
#include "ui/panels/point_table.h"
#include "ui/views/data_plot.h"
#include "ui/window/main_window.h"

#include <QClipboard>
#include <QFile>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

/// A line's surface, and its data beside it.
Scenario fit(const std::string& options = R"({"points": [[-1, -1], [0, 0.2], [1, 0.9], [2, 2.1]]})") {
  const std::string panel = R"({"objective": "linear_regression", "options": )" + options + R"(, "start": [2, -1])";
  return parseScenario(R"({"thalweg": 1, "panels": [)" + panel + "}, " + panel + R"(, "view_kind": "data"}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.1}}], "steps": 60,
    "display": {"layout": 2, "charts": ["loss"], "step": 60}})");
}

Scenario clouds() {
  return parseScenario(R"({"thalweg": 1, "panels": [{"objective": "logistic_regression", "view_kind": "data"}],
    "contenders": [{"optimizer": "SGD", "options": {"lr": 0.5}}], "steps": 40, "display": {"layout": 1, "step": 40}})");
}

struct Shown {
  MainWindow window{*themes};

  explicit Shown(const Scenario& scenario, std::size_t data) : data_(data) {
    window.resize(1600, 900);
    window.show(scenario);
    window.show();
    settle(window);
    window.view().choosePanel(data);
    settle(window);
  }
  [[nodiscard]] PanelCard* card() { return window.panel(data_); }
  [[nodiscard]] DataPlot* plot() { return qobject_cast<DataPlot*>(card()->plot()); }
  [[nodiscard]] const Dataset& data() { return plot()->scene().data->data().dataset(); }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] QPoint pixel(const SampleRef& sample) {
    return samplePixel(*plot()->scene().data, plot()->frame(), sample).toPoint();
  }
  [[nodiscard]] QPoint pixel(double x, double y) { return plot()->frame().toPixel(x, y).toPoint(); }
  /// A place without samples, by its shares of the frame from the upper left.
  [[nodiscard]] QPoint spot(double right, double down) {
    const QRectF& frame = plot()->frame().rect;
    QPointF at = frame.topLeft() + QPointF(right * frame.width(), down * frame.height());
    while (sampleAt(*plot()->scene().data, plot()->frame(), at, 20)) {
      at.rx() += 12;
      if (!frame.contains(at)) qFatal("there are samples everywhere");
    }
    return at.toPoint();
  }
  /// Where SGD ends on the surface.
  [[nodiscard]] std::vector<double> end() {
    const auto path = window.compute().paths().at(0, 0);
    const Points last = path->points.bottomRows(1);
    return {last.data(), last.data() + last.size()};
  }
  void click(const QPoint& at, Qt::KeyboardModifiers held = Qt::NoModifier) {
    QTest::mouseClick(plot(), Qt::LeftButton, held, at);
    settle(window);
  }
  void undo() {
    window.model().undoStack()->undo();
    settle(window);
  }

 private:
  std::size_t data_;
};

/// The line of least squares through points, by its normal equations.
std::vector<double> lineThrough(const Dataset& data) {
  const double n = static_cast<double>(data.targets.size());
  const double mx = data.inputs.col(0).mean();
  const double my = data.targets.mean();
  const double sxy = (data.inputs.col(0).array() * data.targets.array()).sum() - n * mx * my;
  const double sxx = data.inputs.col(0).squaredNorm() - n * mx * mx;
  return {sxy / sxx, my - sxy / sxx * mx};
}

}  // namespace

class PointsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void aDraggedSampleMovesTheFitAndThePath() {
    Shown shown(fit(), 1);
    const Scenario before = shown.scenario();
    const std::vector<double> end = shown.end();
    const QPoint from = shown.pixel({false, 3});
    const QPoint to = shown.pixel(1.5, 0.3);
    QTest::mousePress(shown.plot(), Qt::LeftButton, Qt::NoModifier, from);
    std::vector<std::vector<double>> ends;
    for (int k = 1; k <= 4; ++k) {
      const QPoint at = from + (to - from) * k / 4;
      QTest::mouseMove(shown.plot(), at);
      settle(shown.window);
      // It stands under the pointer, whatever the box of the data is now.
      const QPoint now = shown.pixel({false, 3});
      QVERIFY2((now - at).manhattanLength() <= 2, qPrintable(QStringLiteral("move %1").arg(k)));
      ends.push_back(shown.end());
    }
    for (std::size_t k = 1; k < ends.size(); ++k) QVERIFY(ends[k] != ends[k - 1]);
    QTest::mouseRelease(shown.plot(), Qt::LeftButton, Qt::NoModifier, to);
    settle(shown.window);
    QVERIFY(std::abs(shown.data().inputs(3, 0) - 1.5) < 0.02);
    QVERIFY(std::abs(shown.data().targets[3] - 0.3) < 0.02);
    // Both panels have it, and the path has come to the line of least squares.
    QVERIFY(shown.scenario().panels[0].options == shown.scenario().panels[1].options);
    const std::vector<double> best = lineThrough(shown.data());
    QVERIFY(std::abs(shown.end()[0] - best[0]) < 0.02 && std::abs(shown.end()[1] - best[1]) < 0.02);
    QVERIFY(std::abs(end[0] - best[0]) > 0.1);
    const Points model = shown.plot()->scene().data->models.back().point;
    QCOMPARE(model(0, 0), shown.end()[0]);
    // One gesture, one step back.
    shown.undo();
    QVERIFY(shown.scenario().panels == before.panels);
    QVERIFY(!shown.window.model().undoStack()->canUndo());
  }

  void builtInSamplesBecomeOnesOwnWhenOneIsMoved() {
    Shown shown(fit("{}"), 1);
    QVERIFY(!hasOwnPoints(shown.scenario().panels[1]));
    const Eigen::VectorXd before = shown.data().targets;
    const QPoint from = shown.pixel({false, 10});
    QTest::mousePress(shown.plot(), Qt::LeftButton, Qt::NoModifier, from);
    QTest::mouseMove(shown.plot(), from - QPoint(0, 40));
    QTest::mouseRelease(shown.plot(), Qt::LeftButton, Qt::NoModifier, from - QPoint(0, 40));
    settle(shown.window);
    QVERIFY(hasOwnPoints(shown.scenario().panels[1]));
    int others = 0;
    for (Index s = 0; s < before.size(); ++s) others += shown.data().targets[s] == before[s] ? 1 : 0;
    QCOMPARE(others, static_cast<int>(before.size()) - 1);
    QVERIFY(shown.card()->header()->shownLandscape().startsWith(QStringLiteral("your own: 50 samples")));
    // A scenario with them is read as it was written.
    QVERIFY(parseScenario(writeScenario(shown.scenario())) == shown.scenario());
    shown.undo();
    QVERIFY(!hasOwnPoints(shown.scenario().panels[1]));
  }

  void clicksAddSamplesOnlyWhileTheyArePlaced() {
    Shown shown(clouds(), 0);
    const Index count = shown.data().targets.size();
    shown.click(shown.spot(0.04, 0.05));
    QCOMPARE(shown.data().targets.size(), count);
    QVERIFY(shown.card()->pointBar()->isHidden());
    QTest::mouseClick(shown.card()->header()->points(), Qt::LeftButton);
    settle(shown.window);
    QVERIFY(shown.card()->pointBar()->isVisible());
    const QPoint first = shown.spot(0.04, 0.05);
    const QPointF place = shown.plot()->frame().toData(first);
    shown.click(first);
    QCOMPARE(shown.data().targets.size(), count + 1);
    QCOMPARE(shown.data().targets[count], 1.0);
    QVERIFY(std::abs(shown.data().inputs(count, 0) - place.x()) < 0.02);
    QVERIFY(std::abs(shown.data().inputs(count, 1) - place.y()) < 0.02);
    // With Shift the other class; C changes that of the sample just placed.
    shown.click(shown.spot(0.1, 0.05), Qt::ShiftModifier);
    QCOMPARE(shown.data().targets[count + 1], -1.0);
    QTest::keyClick(shown.plot(), Qt::Key_C);
    settle(shown.window);
    QCOMPARE(shown.data().targets[count + 1], 1.0);
    // One for testing.
    shown.card()->pointBar()->setTest(true);
    const Index tests = shown.data().testTargets.size();
    shown.click(shown.spot(0.16, 0.05));
    QCOMPARE(shown.data().testTargets.size(), tests + 1);
    // Each is one step back: three clicks and a class.
    for (int k = 0; k < 4; ++k) shown.undo();
    QCOMPARE(shown.data().targets.size(), count);
    QVERIFY(!hasOwnPoints(shown.scenario().panels[0]));
    QTest::mouseClick(shown.card()->pointBar()->close(), Qt::LeftButton);
    settle(shown.window);
    QVERIFY(shown.card()->pointBar()->isHidden() && !shown.card()->header()->points()->isChecked());
  }

  void deleteRemovesTheChosenSampleButTheLastOne() {
    Shown shown(fit(R"({"points": [[-1, -1], [1, 0.9]], "test_points": [[0.4, 0.4]]})"), 1);
    const auto remove = [&](const SampleRef& sample) {
      shown.click(shown.pixel(sample));
      QVERIFY(shown.plot()->chosenSample() == sample);
      QTest::keyClick(shown.plot(), Qt::Key_Delete);
      settle(shown.window);
    };
    remove({true, 0});
    QCOMPARE(shown.data().testTargets.size(), Index{0});
    remove({false, 0});
    QCOMPARE(shown.data().targets.size(), Index{1});
    QCOMPARE(shown.data().targets[0], 0.9);
    remove({false, 0});
    QCOMPARE(shown.data().targets.size(), Index{1});
    QVERIFY(!shown.card()->pointNote().isEmpty());
  }

  void cellsOfASpreadsheetArePasted() {
    Shown shown(fit(), 1);
    QGuiApplication::clipboard()->setText(QStringLiteral("x\ty\tset\n0,5\t1,5\ttrain\n1\t2\ttrain\n2,5\t3,5\ttest\n"));
    shown.window.run(Command::PasteLink);
    settle(shown.window);
    QCOMPARE(shown.data().targets.size(), Index{2});
    QCOMPARE(shown.data().inputs(0, 0), 0.5);
    QCOMPARE(shown.data().testTargets[0], 3.5);
    QVERIFY(shown.card()->pointNote().contains(QStringLiteral("Decimal commas were read as points.")));
    const Scenario good = shown.scenario();
    QGuiApplication::clipboard()->setText(QStringLiteral("1;2\n3;four"));
    shown.window.run(Command::PasteLink);
    settle(shown.window);
    QVERIFY(shown.scenario() == good);
    QVERIFY(shown.card()->pointNote().contains(QStringLiteral("row 2, column 2: expected a number, found \"four\"")));
    shown.undo();
    QCOMPARE(shown.data().targets.size(), Index{4});
  }

  void aTableIsTypedReadAndHeldOut() {
    Shown shown(fit(), 1);
    shown.card()->openPointTable();
    PointTable* table = shown.card()->pointTable();
    QCOMPARE(table->field()->toPlainText().section(QLatin1Char('\n'), 0, 1), QStringLiteral("x,y\n-1,-1"));
    table->field()->setPlainText(QStringLiteral("1,2\n3"));
    table->apply()->click();
    QVERIFY(table->isVisible() && table->message().startsWith(QStringLiteral("row 2: expected 2 cells")));
    QCOMPARE(shown.data().targets.size(), Index{4});
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("points.csv")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int k = 0; k < 20; ++k) file.write(QStringLiteral("%1;%2\n").arg(k).arg(2 * k).toUtf8());
    file.close();
    table->load(file.fileName());
    QCOMPARE(table->message(), QStringLiteral("20 samples."));
    table->split()->click();
    QCOMPARE(table->message(), QStringLiteral("15 samples for training, 5 for testing."));
    table->apply()->click();
    settle(shown.window);
    QVERIFY(!table->isVisible());
    QCOMPARE(shown.data().targets.size(), Index{15});
    QCOMPARE(shown.data().testTargets.size(), Index{5});
    // A file that is dropped on data is a table of samples, elsewhere a landscape.
    shown.window.panels()->openHeights(file.fileName(), {});
    QVERIFY(table->isVisible());
    QCOMPARE(table->message(), QStringLiteral("20 samples."));
    QCOMPARE(shown.data().targets.size(), Index{15});
    table->load(folder.filePath(QStringLiteral("nothing.csv")));
    QVERIFY(table->message().contains(QStringLiteral("nothing.csv")));
  }

  void aThirdClassMakesAnotherNetwork() {
    Scenario scenario = clouds();
    scenario.panels[0].objective = "multilayer_perceptron";
    Shown shown(scenario, 0);
    const Index weights = shown.plot()->scene().data->objective->dimension();
    QTest::mouseClick(shown.card()->header()->points(), Qt::LeftButton);
    settle(shown.window);
    Q_EMIT shown.card()->pointBar()->classes()->chosen(2);
    shown.click(shown.pixel(0.9, 0.9));
    QCOMPARE(shown.data().classCount, Index{3});
    QVERIFY(shown.plot()->scene().data->objective->dimension() > weights);
    QCOMPARE(shown.plot()->scene().data->models.size(), std::size_t{1});
    shown.undo();
    QCOMPARE(shown.data().classCount, Index{2});
    QCOMPARE(shown.plot()->scene().data->objective->dimension(), weights);
    // A built-in set takes the place of one's own points.
    shown.click(shown.pixel(0.9, 0.9));
    QVERIFY(hasOwnPoints(shown.scenario().panels[0]));
    QTest::mouseClick(shown.card()->pointBar()->builtIn(), Qt::LeftButton);
    settle(shown.window);
    QVERIFY(!hasOwnPoints(shown.scenario().panels[0]));
  }

  void samplesAreDrawnByTheirLoss() {
    Scenario scenario = fit();
    scenario.display.sampleLoss = true;
    scenario.display.step = 0;
    Shown shown(scenario, 1);
    const PanelScene scene = shown.plot()->scene();
    QVERIFY(scene.data->usualLoss > 0);
    const auto cache = prepareData(scene, shown.plot()->frame());
    Column losses;
    scene.data->data().sampleLosses(scene.data->models.back().point, shown.data().inputs, shown.data().targets, losses);
    QCOMPARE(cache->sizes.size(), std::size_t{4});
    for (Index a = 0; a < 4; ++a) {
      for (Index b = 0; b < 4; ++b) {
        if (losses[a] < losses[b])
          QVERIFY(cache->sizes[static_cast<std::size_t>(a)] <= cache->sizes[static_cast<std::size_t>(b)]);
      }
    }
    PictureSettings settings;
    settings.size = {900, 500};
    const QImage by = renderPicture(scenario, settings);
    scenario.display.sampleLoss = false;
    QVERIFY(renderPicture(scenario, settings) != by);
  }

  void aMiniBatchHasContoursOfItsOwn() {
    Scenario scenario = fit("{}");
    scenario.gradient.batch = 3;
    scenario.contenders[0].options["lr"] = 0.005;
    scenario.display.step = 5;
    scenario.display.batchContours = true;
    Shown shown(scenario, 0);
    const PanelScene& scene = shown.card()->plot()->scene();
    QTRY_VERIFY_WITH_TIMEOUT(scene.batch != nullptr, 30'000);
    // They are of the samples that the step's gradient is of: along each line their loss is the level's.
    const auto request = batchRequest(shown.scenario(), shown.window.compute().results(0), {0, 5});
    QVERIFY(request && request->batch.size() == 3);
    const auto part = request->objective->onSamples(request->batch);
    Points g, step;
    shown.window.compute().objective(0)->gradient(shown.window.compute().paths().at(0, 0)->points.row(5), g,
                                                  request->batch);
    const auto path = shown.window.compute().paths().at(0, 0);
    step = path->points.row(6) - path->points.row(5);
    QVERIFY(((step + 0.005 * g).abs() < 1e-12 * g.abs().maxCoeff()).all());
    QVERIFY(!scene.batch->lines.empty());
    const Field& full = *scene.field;
    for (const ContourLine& line : scene.batch->lines) {
      const PlanePoint& at = line.points[line.points.size() / 2];
      Points point(1, 2);
      point << at.x, at.y;
      Column f;
      part->value(point, f);
      QVERIFY(std::abs(f[0] - scene.batch->levels[line.level].value) < 0.2 * (full.maximum - full.minimum));
    }
    const std::shared_ptr<const Contours> first = scene.batch;
    shown.window.view().playback().setStep(6);
    settle(shown.window);
    QTRY_VERIFY_WITH_TIMEOUT(scene.batch && scene.batch != first, 30'000);
    PictureSettings settings;
    settings.size = {900, 500};
    const QImage with = renderPicture(scenario, settings);
    scenario.display.batchContours = false;
    QVERIFY(renderPicture(scenario, settings) != with);
    shown.window.model().edit(QStringLiteral("Test"), [](Scenario& s) { s.display.batchContours = false; });
    settle(shown.window);
    QVERIFY(!scene.batch);
  }

  void pointsAreFilledByTheirTrueLoss() {
    const std::string text = R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron",
      "plane": {"kind": "random"}}], "contenders": [{"optimizer": "Adam", "options": {"lr": 0.05}}], "steps": 80,
      "display": {"layout": 1, "charts": ["plane_loss"], "step": 80, "true_loss": true}})";
    Scenario scenario = parseScenario(text);
    QVERIFY(scenario.display.trueLoss);
    QVERIFY(parseScenario(writeScenario(scenario)) == scenario);
    Shown shown(scenario, 0);
    const PanelScene& scene = shown.card()->plot()->scene();
    QTRY_VERIFY_WITH_TIMEOUT(scene.paths[0].fill.scale != nullptr, 30'000);
    QVERIFY(*scene.paths[0].fill.scale == scene.scale);
    // The chart: the true loss, and the one where the plane shows the path.
    const auto series = [&] { return shown.window.charts()->chart(0)->plot()->scene().series; };
    QTRY_COMPARE_WITH_TIMEOUT(series().size(), std::size_t{2}, 30'000);
    const auto path = shown.window.compute().paths().at(0, 0);
    QVERIFY((*series()[0].y == path->loss).all());
    QVERIFY(series()[1].dashed);
    const auto plane = shown.window.compute().plane(0);
    const Plane::Place at = plane->plane.project(path->points, 40);
    const auto objective = shown.window.compute().objective(0);
    const std::vector<double> foot = plane->plane.at(at.x, at.y, objective->dimension());
    Column f;
    objective->value(Eigen::Map<const Eigen::RowVectorXd>(foot.data(), objective->dimension()).array(), f);
    QVERIFY(std::abs((*series()[1].y)[40] - f[0]) <= 1e-12 * f[0]);
    // Another plane, another line.
    const SharedColumn before = series()[1].y;
    shown.window.model().edit(QStringLiteral("Test"),
                              [](Scenario& s) { s.panels[0].plane->kind = PlaneKind::Principal; });
    settle(shown.window);
    QTRY_VERIFY_WITH_TIMEOUT(series().size() == 2 && (*series()[1].y != *before).any(), 30'000);
    PictureSettings settings;
    settings.size = {900, 600};
    const QImage with = renderPicture(scenario, settings);
    scenario.display.trueLoss = false;
    QVERIFY(renderPicture(scenario, settings) != with);
  }
};

QTEST_MAIN(PointsTest)
#include "points_test.moc"
