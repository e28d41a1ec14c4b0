// Singular values and spectra in the window and in pictures.

#include "core/base/linear_algebra.h"
#include "core/scenario/scenario_file.h"
#include "tests/ui/settle.h"
#include "ui/document/panel_edits.h"
#include "ui/export/picture.h"
#include "ui/panels/honesty_bar.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/scenes/study_picture.h"
#include "ui/views/panel_plot.h"
#include "ui/views/picture_plot.h"
#include "ui/window/main_window.h"

#include <QMenu>
#include <QtTest>

#include <cmath>
#include <functional>
#include <memory>

using namespace thalweg;

namespace {

std::unique_ptr<ThemeController> themes;

Scenario matrices(const std::string& kind = "") {
  const std::string shown = kind.empty() ? kind : ", \"view_kind\": \"" + kind + "\"";
  return parseScenario("{\"thalweg\": 1, \"panels\": [{\"objective\": \"least_squares\"" + shown + "}]," + R"(
    "contenders": [{"optimizer": "Muon", "options": {"lr": 0.05, "weight_decay": 0}},
                   {"optimizer": "Adam", "options": {"lr": 0.05}}],
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
  [[nodiscard]] PicturePlot* plot(std::size_t i = 0) { return qobject_cast<PicturePlot*>(card(i)->plot()); }
  [[nodiscard]] const StudyPicture& picture(std::size_t i = 0) { return *plot(i)->scene().study; }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  void edit(const std::function<void(Scenario&)>& change) {
    window.model().edit(QStringLiteral("Test"), change);
    settle(window);
  }
};

QAction* actionOf(QMenu* menu, const QString& submenu, const QString& words) {
  for (QAction* action : menu->actions()) {
    if (!action->menu() || action->text() != submenu) continue;
    for (QAction* inner : action->menu()->actions()) {
      if (inner->text() == words) return inner;
    }
  }
  return nullptr;
}

}  // namespace

class StudyViewTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void singularValuesStandBesideTheSurface() {
    Shown shown(matrices());
    const std::unique_ptr<QMenu> menu(shown.card()->makeMenu({}));
    QAction* beside = actionOf(menu.get(), QStringLiteral("Singular values"), QStringLiteral("Beside it"));
    QVERIFY(beside && beside->isEnabled());
    beside->trigger();
    settle(shown.window);
    QCOMPARE(shown.scenario().panels.size(), std::size_t{2});
    QVERIFY(qobject_cast<PanelPlot*>(shown.card(0)->plot()));
    QVERIFY(shown.plot(1));
    QVERIFY(parseScenario(writeScenario(shown.scenario())) == shown.scenario());
    const StudyPicture& picture = shown.picture(1);
    QVERIFY(picture.note.isEmpty());
    QCOMPARE(picture.columns, std::size_t{2});
    QCOMPARE(picture.cells.size(), std::size_t{4});
    QCOMPARE(picture.cells[0].name, QStringLiteral("Muon"));
    QCOMPARE(picture.cells[0].lines.size(), std::size_t{2});
    // The update of step 20, as its path has it.
    const auto path = shown.window.compute().paths().at(1, 1);
    const Eigen::RowVectorXd move = (path->points.row(20) - path->points.row(19)).matrix();
    Eigen::Matrix2d w;
    w << move[0], move[1], move[2], move[3];
    const QPointF at = picture.cells[1].lines[0][20];
    QCOMPARE(at.x(), 20.0);
    QVERIFY(std::abs(at.y() - std::log10(largestSingularValue(w))) < 1e-9);
    QVERIFY(picture.cells[1].words.startsWith(QStringLiteral("σ₁ ")));
    // The cursor moves, and its words with it; paths keep theirs.
    const QString words = picture.cells[1].words;
    const QImage before = shown.plot(1)->grab().toImage();
    shown.window.view().playback().setStep(50);
    settle(shown.window);
    QCOMPARE(shown.picture(1).cursor, std::int64_t{50});
    QVERIFY(shown.picture(1).cells[1].words != words);
    QVERIFY(shown.plot(1)->grab().toImage() != before);
    QVERIFY(!shown.card(1)->honesty()->isVisible());
    QCOMPARE(shown.card(1)->outcomes()->entries().size(), std::size_t{2});
    // Another rate, other numbers.
    const std::vector<QPointF> line = shown.picture(1).cells[1].lines[0];
    shown.edit([](Scenario& s) { s.contenders[1].options["lr"] = 0.1; });
    QVERIFY(shown.picture(1).cells[1].lines[0] != line);
    // A hidden contender has no column.
    shown.edit([](Scenario& s) { s.contenders[0].hidden = true; });
    QCOMPARE(shown.picture(1).columns, std::size_t{1});
  }

  void theSpectrumFollowsTheCursor() {
    Scenario scenario = parseScenario(R"({"thalweg": 1, "panels": [{"objective": "multilayer_perceptron",
      "view_kind": "spectrum"}], "contenders": [{"optimizer": "SGD", "options": {"lr": 0.3}},
      {"optimizer": "Adam", "options": {"lr": 0.03}}], "steps": 60, "display": {"layout": 1, "step": 20}})");
    Shown shown(scenario);
    QVERIFY(shown.plot());
    QVERIFY(shown.picture().spectrum);
    QCOMPARE(shown.picture().cursor, std::int64_t{20});
    QCOMPARE(shown.picture().cells.size(), std::size_t{2});
    const StudyPicture::Cell& sgd = shown.picture().cells[0];
    QCOMPARE(sgd.needles.size(), std::size_t{33});
    QVERIFY(sgd.limit && std::abs(*sgd.limit - shown.picture().place(2 / 0.3)) < 1e-9);
    const std::vector<double> needles = sgd.needles;
    shown.window.view().playback().setStep(45);
    settle(shown.window);
    QCOMPARE(shown.picture().cursor, std::int64_t{45});
    QVERIFY(shown.picture().cells[0].needles != needles);
    // Place keeps order and sign.
    const StudyPicture& picture = shown.picture();
    QCOMPARE(picture.place(0), 0.0);
    QVERIFY(picture.place(-picture.unit) == -1 && std::abs(picture.place(100 * picture.unit) - 3) < 1e-12);
    QVERIFY(picture.place(0.5 * picture.unit) < picture.place(2 * picture.unit));
    // A surface again.
    const std::unique_ptr<QMenu> menu(shown.card()->makeMenu({}));
    QAction* here =
        actionOf(menu.get(), QStringLiteral("Spectrum of the Hessian"), QStringLiteral("In place of the surface"));
    QVERIFY(here && here->isChecked());
    QVERIFY(!actionOf(menu.get(), QStringLiteral("Singular values"), QStringLiteral("Beside it"))->text().isEmpty());
    here->trigger();
    settle(shown.window);
    QVERIFY(qobject_cast<PanelPlot*>(shown.card()->plot()));
    // Options that leave too many weights take the view away.
    shown.edit([](Scenario& s) { s.panels[0].viewKind = "spectrum"; });
    Panel changed = shown.scenario().panels[0];
    changed.options["hidden"] = Json::array({40, 40});
    shown.edit([&](Scenario& s) { setOptions(s, 0, changed); });
    QVERIFY(!shown.scenario().panels[0].viewKind);
  }

  void objectivesWithoutMatricesHaveNoSuchView() {
    Shown shown(parseScenario(R"({"thalweg": 1, "panels": [{"objective": "sphere"}],
      "contenders": [{"optimizer": "SGD"}], "display": {"layout": 1}})"));
    const std::unique_ptr<QMenu> menu(shown.card()->makeMenu({}));
    QVERIFY(!actionOf(menu.get(), QStringLiteral("Singular values"), QStringLiteral("Beside it")));
    QVERIFY(actionOf(menu.get(), QStringLiteral("Spectrum of the Hessian"), QStringLiteral("Beside it")));
  }

  void picturesShowThem() {
    for (const char* kind : {"matrices", "spectrum"}) {
      const Scenario scenario = matrices(kind);
      PictureSettings settings;
      settings.size = {800, 600};
      settings.step = 5;
      const QImage early = renderPicture(scenario, settings);
      settings.step = 50;
      QVERIFY(!early.isNull() && renderPicture(scenario, settings) != early);
      QVERIFY(renderPicture(matrices(), settings) != renderPicture(scenario, settings));
    }
  }
};

QTEST_MAIN(StudyViewTest)
#include "study_view_test.moc"
