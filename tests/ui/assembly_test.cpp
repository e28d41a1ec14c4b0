// One assembly: pictures, window and thumbnails are painted from the same scenes; and a panel's view is one of a list.

#include "ui/scenes/assembly.h"

#include "ui/background/scenario_thumbnail.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/export/picture.h"
#include "ui/look/contender_look.h"
#include "ui/panels/panel_card.h"
#include "ui/views/panel_plot.h"

#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace thalweg;

namespace {

Contender contender(const std::string& optimizer, const Options& options) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  return c;
}

/// Two that hardly move, so that what is seen of them is where they begin.
Scenario resting() {
  Scenario s;
  s.panels = {{"himmelblau", {}, {}, {0, 0}, {}}};
  s.contenders = {contender("SGD", {{"lr", 1e-9}}), contender("Adam", {{"lr", 1e-9}})};
  s.steps = 2;
  s.display.layout = 1;
  return s;
}

Scenario withOwnStarts(Scenario s) {
  s.contenders[0].start = {std::vector<double>{-3, -2}};
  s.contenders[1].start = {std::vector<double>{3, 2}};
  return s;
}

QImage picture(const Scenario& scenario) {
  PictureSettings settings;
  settings.content.kind = PictureContent::Kind::Panel;
  settings.size = {700, 700};
  return renderPicture(scenario, settings);
}

int count(const QImage& image, const QColor& color) {
  int found = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) found += image.pixelColor(x, y).rgb() == color.rgb() ? 1 : 0;
  }
  return found;
}

/// A view of another kind.
class PlainView : public PanelView {
 public:
  PlainView(const Theme& /*theme*/, QWidget* parent) : PanelView(parent) {}
  using QWidget::show;
  void show(const PanelScene& scene) override { scene_ = scene; }
  [[nodiscard]] const PanelScene& scene() const override { return scene_; }
  [[nodiscard]] const PlotFrame& frame() const override { return frame_; }
  void zoom(double /*notches*/) override {}
  void holdStart(int /*contender*/) override {}
  void flush() override {}
  [[nodiscard]] int repaints(Layer /*layer*/) const override { return 0; }

 private:
  PanelScene scene_;
  PlotFrame frame_{QRectF(0, 0, 100, 100), {-1, 1, -1, 1}};
};

template <class View>
PanelView* make(const Theme& theme, QWidget* parent) {
  return new View(theme, parent);
}

constexpr std::array testKinds = {
    PanelViewKind{[](const PanelScene& scene) { return scene.isCurve(); }, make<PlainView>},
    PanelViewKind{[](const PanelScene&) { return true; }, make<PanelPlot>},
};

}  // namespace

class AssemblyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { loadFonts(); }

  void ownStartsHaveTheirColoursInPictures() {
    const Scenario shared = resting();
    const Scenario own = withOwnStarts(shared);
    const QImage without = picture(shared);
    const QImage with = picture(own);
    const Theme theme = pictureTheme(Palette::Light, Background::Theme, false, 13);
    for (std::size_t i = 0; i < own.contenders.size(); ++i) {
      const QColor color = contenderMark(theme, own, i).color;
      QVERIFY2(count(with, color) > count(without, color) + 20, qPrintable(color.name()));
    }
  }

  void aCommonStartThatNobodyUsesIsNotDrawn() {
    Scenario scenario = withOwnStarts(resting());
    const QImage here = picture(scenario);
    scenario.panels[0].start = {-1, 4};
    QCOMPARE(picture(scenario), here);
    // It is where one of them uses it.
    scenario.contenders[1].start.clear();
    QVERIFY(picture(scenario) != here);
  }

  void startsAreThoseOfWhoIsShown() {
    Scenario scenario = withOwnStarts(resting());
    const Theme theme = makeTheme(false);
    const auto starts = [&] { return panelScene(scenario, 0, computeScenario(scenario, {0}).of(0), {}, theme).starts; };
    QCOMPARE(starts().size(), std::size_t{2});
    QVERIFY(starts()[0].contender == 0 && starts()[0].at == QPointF(-3, -2));
    scenario.contenders[0].hidden = true;
    QCOMPARE(starts().size(), std::size_t{1});
    QCOMPARE(starts()[0].color, contenderMark(theme, scenario, 1).color);
    // Without anybody the panel still says where they would begin.
    scenario.contenders[1].hidden = true;
    QCOMPARE(starts().size(), std::size_t{1});
    QVERIFY(starts()[0].contender == -1 && !starts()[0].color.isValid());
    const Thumbnail thumbnail = computeThumbnail(withOwnStarts(resting()), theme, {120, 80}, 1);
    QCOMPARE(thumbnail.parts.size(), std::size_t{1});
    QCOMPARE(thumbnail.parts[0].scene.starts.size(), std::size_t{2});
  }

  void aSurfaceSaysNothingOfACurve() {
    Scenario scenario = resting();
    PanelResults results = computeScenario(scenario, {0}).of(0);
    const PlotFrame frame{QRectF(0, 0, 50, 50), {-5, 5, -5, 5}};
    QVERIFY(addSurface(results, scenario, 0, frame, {50, 50}, makeTheme(false)));
    QVERIFY(panelScene(scenario, 0, results, {}, makeTheme(false)).field);
    scenario.panels[0] = {"parabola", {}, {}, {}, {}};
    results.objective = makeObjective(scenario.panels[0]);
    results.paths.clear();
    results.ensembles.clear();
    const PanelScene scene = panelScene(scenario, 0, results, {}, makeTheme(false));
    QVERIFY(scene.isCurve() && !scene.field && !scene.curve);
  }

  void theCursorMovesTheTangent() {
    Scenario scenario = resting();
    scenario.panels[0] = {"parabola", {}, {}, {1.0}, {}};
    scenario.contenders[0].options["lr"] = 0.1;
    scenario.steps = 5;
    const PanelResults results = computeScenario(scenario, {0}).of(0);
    PanelScene scene = panelScene(scenario, 0, results, {0, 0}, makeTheme(false));
    QVERIFY(scene.tangent);
    QCOMPARE(scene.tangent->at.x(), 1.0);
    const PanelScene later = panelScene(scenario, 0, results, {0, 3}, makeTheme(false));
    moveCursor(scene, scenario, results, {0, 3});
    QVERIFY(scene.tangent == later.tangent && scene.cursor == 3);
    QCOMPARE(scene.tangent->at.x(), results.paths[0]->points(3, 0));
    QVERIFY(!panelScene(scenario, 0, results, {std::nullopt, 3}, makeTheme(false)).tangent);
  }

  void viewsAreChosenFromTheList() {
    ThemeController themes(qApp);
    themes.setMode(ThemeController::Mode::Light);
    ScenarioModel model;
    Playback playback;
    ViewState view(model, playback);
    // Whoever follows the document first, a card shows what is there when the event loop is reached again.
    model.reset(resting());
    ComputeController compute(model);
    PanelCard card(themes, model, compute, view, 0, nullptr, testKinds);
    card.resize(400, 500);
    QSignalSpy exchanged(&card, &PanelCard::viewExchanged);
    card.flush();
    QVERIFY(qobject_cast<PanelPlot*>(card.plot()));
    const auto surface = [&](const char* id) {
      model.edit(QStringLiteral("surface"), [&](Scenario& s) { s.panels[0] = {id, {}, {}, {}, {}}; });
      card.flush();
    };
    surface("parabola");
    QVERIFY(dynamic_cast<PlainView*>(card.plot()));
    QVERIFY(card.plot()->scene().isCurve());
    QCOMPARE(exchanged.count(), 1);
    surface("rosenbrock");
    QVERIFY(qobject_cast<PanelPlot*>(card.plot()));
    QCOMPARE(exchanged.count(), 2);
    QVERIFY(!card.plot()->accessibleName().isEmpty());
  }
};

QTEST_MAIN(AssemblyTest)
#include "assembly_test.moc"
