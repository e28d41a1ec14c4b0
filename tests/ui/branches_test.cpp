// Branches, ghosts and gradients of one's own in the window: what keys and menus make, and what is drawn of it.

#include "core/scenario/branch.h"
#include "core/scenario/contender_names.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/shown_window.h"
#include "ui/contenders/branch_row.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/contender_header.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/scrubber.h"
#include "ui/document/contender_edits.h"
#include "ui/document/playback.h"
#include "ui/look/contender_look.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/assembly.h"
#include "ui/window/main_window.h"
#include "ui/window/timeline_bar.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

using namespace thalweg;

namespace {

constexpr int patience = 30'000;  // ms; only a broken program waits that long

Scenario momentumRace() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}};
  Contender momentum;
  momentum.optimizer = "SGD";
  momentum.options = {{"lr", 0.003}, {"momentum", 0.9}};
  momentum.label = "Momentum";
  Contender adam;
  adam.optimizer = "Adam";
  adam.options = {{"lr", 0.05}};
  s.contenders = {momentum, adam};
  s.steps = 120;
  s.display.layout = 1;
  return s;
}

std::unique_ptr<ThemeController> themes;

struct Shown : ShownWindow {
  explicit Shown(const Scenario& scenario) : ShownWindow(*themes, scenario) { window.setFocus(); }
  [[nodiscard]] const Contender& contender(std::size_t i) { return scenario().contenders[i]; }
  void trigger(std::size_t card, const char* action) {
    QMenu menu;
    this->card(card)->fillMenu(&menu);
    auto* found = menu.findChild<QAction*>(QLatin1String(action));
    QVERIFY(found && found->isEnabled());
    found->trigger();
    QCoreApplication::processEvents();
  }
};

/// The panel's scene and what it is made from.
struct Made {
  ScenarioResults results;
  PanelScene scene;
  explicit Made(const Scenario& scenario, std::int64_t step = 1'000'000)
      : results(computeScenario(scenario, {0})),
        scene(panelScene(scenario, 0, results.of(0), {.contender = {}, .step = step}, makeTheme(false))) {}
  [[nodiscard]] QImage picture() const {
    QImage image(600, 500, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintPanel(painter, QRectF(image.rect()), scene);
    return image;
  }
};

Column seriesOf(const ChartContent& content, std::size_t i) { return *content.series[i].y; }

ChartContent lossChart(const Scenario& scenario, std::vector<PathColumns>& columns) {
  const ScenarioResults results = computeScenario(scenario, {0});
  columns.assign(scenario.contenders.size(), {});
  return panelChart("loss", scenario, results.of(0),
                    [&](std::size_t contender, const std::shared_ptr<const Trajectory>& path) -> PathColumns& {
                      columns[contender].path = path;
                      return columns[contender];
                    },
                    makeTheme(false), {});
}

}  // namespace

class BranchesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { themes = std::make_unique<ThemeController>(qApp); }
  void cleanupTestCase() { themes.reset(); }

  void aKeyBranchesTheSelectedOne() {
    Shown shown(momentumRace());
    shown.window.view().playback().setStep(60);
    shown.key(Qt::Key_B);
    QCOMPARE(shown.scenario().contenders.size(), std::size_t(3));
    QCOMPARE(shown.contender(2).branch, (BranchPoint{0, 60}));
    QCOMPARE(shown.contender(2).options, shown.contender(0).options);
    QCOMPARE(shown.window.view().now().contender, std::size_t(2));
    const Theme& theme = themes->theme();
    const ContenderMark parent = contenderMark(theme, shown.scenario(), 0);
    const ContenderMark branch = contenderMark(theme, shown.scenario(), 2);
    QCOMPARE(branch.color, parent.color);
    QCOMPARE(branch.marker, parent.marker);
    // The card says below where it comes from.
    QCOMPARE(shown.card(2)->header()->name(), QStringLiteral("from step 60"));
    QCOMPARE(contenderName(shown.scenario(), 2), std::string("Momentum, from step 60"));
    shown.window.model().undoStack()->undo();
    QCOMPARE(shown.scenario().contenders.size(), std::size_t(2));
  }

  void cardShowsWhatDiffers() {
    Shown shown(momentumRace());
    shown.window.view().playback().setStep(60);
    shown.key(Qt::Key_B);
    ContenderCard& card = *shown.card(2);
    QVERIFY(!card.branchRow()->isHidden());
    QVERIFY(shown.card(0)->branchRow()->isHidden());
    // Nothing differs yet, so everything can be changed.
    QVERIFY(card.options()->row("lr") && card.options()->row("momentum"));
    shown.window.model().edit(QStringLiteral("momentum"),
                              [](Scenario& s) { s.contenders[2].options["momentum"] = 0.98; });
    QCoreApplication::processEvents();
    QVERIFY(card.options()->row("momentum"));
    QVERIFY(!card.options()->row("lr"));
    QTest::mouseClick(card.branchRow()->allButton(), Qt::LeftButton);
    QVERIFY(card.options()->row("lr"));
    // The parent's slider takes along what both have in common, and nothing else.
    shown.window.model().edit(QStringLiteral("rate"), [](Scenario& s) {
      s.contenders[0].options["lr"] = 0.002;
      s.contenders[0].options["momentum"] = 0.8;
    });
    QCOMPARE(shown.contender(2).options.at("lr"), Json(0.002));
    QCOMPARE(shown.contender(2).options.at("momentum"), Json(0.98));
    QVERIFY(card.branchRow()->memoryText().isEmpty());
    shown.window.model().edit(QStringLiteral("method"), [](Scenario& s) {
      s.contenders[2].optimizer = "Adam";
      s.contenders[2].options.clear();
    });
    QVERIFY(card.branchRow()->memoryText().contains(QStringLiteral("momentum_buffer")));
  }

  void removedParentLeavesItsBranchWhole() {
    Shown shown(momentumRace());
    shown.window.view().playback().setStep(30);
    shown.key(Qt::Key_B);
    shown.window.model().edit(QStringLiteral("remove"), [](Scenario& s) { removeContender(s, 0, themes->theme()); });
    QCOMPARE(shown.scenario().contenders.size(), std::size_t(2));
    QVERIFY(!shown.contender(1).branch);
    QCOMPARE(shown.contender(1).optimizer, std::string("SGD"));
    const Theme& theme = themes->theme();
    QVERIFY(contenderMark(theme, shown.scenario(), 0).marker != contenderMark(theme, shown.scenario(), 1).marker);
  }

  void pinnedPathStaysWhileASliderMoves() {
    Shown shown(momentumRace());
    shown.trigger(0, "pin");
    QCOMPARE(shown.scenario().contenders.size(), std::size_t(3));
    QVERIFY(shown.contender(2).ghost);
    shown.settle();
    const auto before = shown.window.compute().paths().at(0, 2);
    shown.window.model().edit(QStringLiteral("rate"), [](Scenario& s) { s.contenders[0].options["lr"] = 0.001; });
    QTRY_VERIFY_WITH_TIMEOUT(
        !shown.window.compute().busy() && shown.window.compute().paths().at(0, 0)->rates(0, 0) == 0.001, patience);
    QVERIFY(shown.window.compute().paths().at(0, 2) == before);
  }

  void racesBatchSizesInOneAction() {
    Scenario s = momentumRace();
    s.panels = {{"linear_regression", {}, {}, {}, {}}};
    s.contenders = {s.contenders[0]};
    s.contenders[0].options = {{"lr", 0.01}};
    s.contenders[0].label.clear();
    Shown shown(s);
    shown.trigger(0, "batches");
    QCOMPARE(shown.scenario().contenders.size(), std::size_t(3));
    std::vector<std::int64_t> batches;
    for (const Contender& c : shown.scenario().contenders) batches.push_back(c.gradient->batch.value());
    std::ranges::sort(batches);
    QCOMPARE(batches, (std::vector<std::int64_t>{1, 8, 50}));
    std::set<QString> markers;
    for (std::size_t i = 0; i < 3; ++i) markers.insert(contenderMark(themes->theme(), shown.scenario(), i).marker);
    QCOMPARE(markers.size(), std::size_t(3));
    // Its conditions stand on its card, and are taken away there.
    OptionsForm* conditions = shown.card(0)->conditions();
    QVERIFY(conditions->isVisibleTo(shown.card(0)));
    // Those that act.
    QVERIFY(conditions->row("batch") && !conditions->row("noise") && !conditions->row("seed"));
    const auto batch = shown.contender(0).gradient->batch;
    for (auto* menu : shown.card(0)->findChildren<QMenu*>(QStringLiteral("conditionsMenu"))) {
      Q_EMIT menu->aboutToShow();
      menu->findChild<QAction*>(QStringLiteral("clip_norm"))->trigger();
    }
    QCOMPARE(shown.contender(0).gradient->clipNorm, std::optional(1.0));
    QCOMPARE(shown.contender(0).gradient->batch, batch);
    QVERIFY(conditions->row("clip_norm"));
    shown.trigger(0, "conditions");
    QVERIFY(!shown.contender(0).gradient);
    QVERIFY(!conditions->isVisibleTo(shown.card(0)));
  }

  void menusBranchAtTheStepPointedAt() {
    Shown shown(momentumRace());
    auto* scrubber = shown.window.timeline()->scrubber();
    const QPoint at(static_cast<int>(scrubber->stepToX(40)), scrubber->height() / 2);
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, scrubber->mapToGlobal(at));
    QCoreApplication::sendEvent(scrubber, &event);
    QAction* branch = nullptr;
    for (QAction* action : shown.window.timeline()->findChildren<QAction*>()) {
      if (action->text() == QStringLiteral("Branch Momentum at step 40")) branch = action;
    }
    QVERIFY(branch);
    branch->trigger();
    QCOMPARE(shown.contender(2).branch, (BranchPoint{0, 40}));
    if (QWidget* menu = QApplication::activePopupWidget()) menu->close();
  }

  /// Until the fork one path is drawn for both; the parent's rest is a ghost.
  void commonWayIsDrawnOnce() {
    Scenario s = momentumRace();
    s.contenders.resize(1);
    branchContender(s, 0, 60);
    s.contenders[1].options["momentum"] = 0.98;
    const Made made(s);
    QCOMPARE(made.scene.paths[0].first, std::int64_t(0));
    QCOMPARE(made.scene.paths[0].ghostFrom, std::int64_t(60));
    QCOMPARE(made.scene.paths[1].first, std::int64_t(60));
    QCOMPARE(made.scene.paths[1].ghostFrom, std::int64_t(-1));
    QVERIFY(made.scene.paths[0].shared.empty() && made.scene.paths[1].shared.empty());
    const auto entries = outcomeEntries(s, made.results.of(0), made.scene.plane, made.scene.view, makeTheme(false));
    QVERIFY(entries[0].ghost && !entries[1].ghost);
    // With the parent hidden all of the branch is drawn.
    s.contenders[0].hidden = true;
    const Made alone(s);
    QCOMPARE(alone.scene.paths[1].first, std::int64_t(0));
    QCOMPARE(alone.scene.paths[0].ghostFrom, std::int64_t(-1));
  }

  /// At a step before the fork a branch adds nothing to the past; after it, its own way, the fork and the ghost.
  void drawingFollowsTheFork() {
    Scenario s = momentumRace();
    s.contenders.resize(1);
    Scenario branched = s;
    branchContender(branched, 0, 60);
    branched.contenders[1].options["momentum"] = 0.98;
    branched.contenders[1].hidden = false;
    const auto pasts = [](Made made) {
      // What is to come is drawn of both.
      for (PathData& path : made.scene.paths) path.visible = path.first == 0;
      return made.picture();
    };
    QCOMPARE(pasts(Made(branched, 120)).size(), QSize(600, 500));
    QVERIFY(Made(s, 120).picture() != Made(branched, 120).picture());
    // The ghost is thinner than what it was.
    const Made made(branched, 120);
    Made solid = made;
    for (PathData& path : solid.scene.paths) path.ghostFrom = -1;
    const QColor ink = made.scene.paths[0].color;
    const auto inked = [&](const QImage& image) {
      int count = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          const QColor c = image.pixelColor(x, y);
          const int distance =
              std::abs(c.red() - ink.red()) + std::abs(c.green() - ink.green()) + std::abs(c.blue() - ink.blue());
          count += distance < 40 ? 1 : 0;
        }
      }
      return count;
    };
    QVERIFY(inked(made.picture()) < inked(solid.picture()));
    QVERIFY(inked(made.picture()) > 100);
  }

  void chartsShareTheWayToTheFork() {
    Scenario s = momentumRace();
    s.contenders.resize(1);
    branchContender(s, 0, 60);
    s.contenders[1].options["momentum"] = 0.98;
    std::vector<PathColumns> columns;
    const ChartContent content = lossChart(s, columns);
    // The parent until the fork, what was left, the branch from there on.
    QCOMPARE(content.series.size(), std::size_t(3));
    QVERIFY(!content.series[0].dashed && content.series[1].dashed && !content.series[2].dashed);
    QCOMPARE(content.series[1].name, QStringLiteral("before"));
    const Column parent = seriesOf(content, 0);
    const Column left = seriesOf(content, 1);
    const Column branch = seriesOf(content, 2);
    for (Index k = 0; k <= s.steps; ++k) {
      QCOMPARE(std::isfinite(parent[k]), k <= 60);
      QCOMPARE(std::isfinite(left[k]), k >= 60);
      QCOMPARE(std::isfinite(branch[k]), k >= 60);
    }
    QCOMPARE(parent[60], branch[60]);
    QCOMPARE(content.series[0].color, content.series[2].color);
  }

  /// Random branches, pins, changes, moves, deletions and undos: what is saved and read again is the same document, and
  /// draws the same panel.
  void randomEditsSurviveTheFile() {
    std::mt19937 random(20);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % std::max<std::size_t>(1, n)); };
    for (int sequence = 0; sequence < 300; ++sequence) {
      ScenarioModel model;
      Scenario first = momentumRace();
      first.steps = 12;
      model.reset(first);
      const auto edit = [&](const auto& change) { model.edit(QStringLiteral("edit"), change); };
      for (int action = 0; action < 14; ++action) {
        const std::size_t count = model.scenario().contenders.size();
        const std::size_t i = below(count);
        const auto step = static_cast<std::int64_t>(below(13));
        switch (below(9)) {
          case 0:
          case 1:
            if (count < 8 && count > 0) edit([&](Scenario& s) { branchContender(s, i, step); });
            break;
          case 2:
            if (count > 1) edit([&](Scenario& s) { removeContender(s, i, themes->theme()); });
            break;
          case 3:
            if (count > 1) edit([&](Scenario& s) { moveContender(s, i, below(count), themes->theme()); });
            break;
          case 4:
            if (count < 8 && count > 0) edit([&](Scenario& s) { duplicateContender(s, i, themes->theme()); });
            break;
          case 5:
            if (count < 8 && count > 0) edit([&](Scenario& s) { pinGhost(s, i); });
            break;
          case 6:
            if (count > 0)
              edit([&](Scenario& s) { s.contenders[i].options["lr"] = 0.001 * static_cast<double>(1 + below(4)); });
            break;
          case 7:
            model.undoStack()->undo();
            break;
          default:
            model.undoStack()->redo();
            break;
        }
      }
      const Scenario& now = model.scenario();
      const Scenario again = parseScenario(writeScenario(now));
      QVERIFY2(again == now, (writeScenario(now) + writeScenario(again)).c_str());
      if (sequence % 30 == 0) QCOMPARE(Made(again, 8).picture(), Made(now, 8).picture());
      while (model.undoStack()->canUndo()) model.undoStack()->undo();
      QVERIFY(model.scenario() == first);
    }
  }
};

QTEST_MAIN(BranchesTest)
#include "branches_test.moc"
