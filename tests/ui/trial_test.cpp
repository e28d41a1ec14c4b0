// What stood in the way when lecturers' tasks were tried: last rows, cut words and rows, cards out of sight, outcomes
// that were not said, labels that no longer held, and a lecture on a small screen.

#include "core/reports/explain_report.h"
#include "tests/ui/settle.h"
#include "ui/charts/chart_card.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/contender_header.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/scrubber.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/contender_edits.h"
#include "ui/document/playback.h"
#include "ui/document/view_state.h"
#include "ui/export/export_panel.h"
#include "ui/lessons/lesson_gallery.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/maps/map_button.h"
#include "ui/maps/map_tuning.h"
#include "ui/panels/outcome_line.h"
#include "ui/panels/panel_card.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/chart_content.h"
#include "ui/scenes/map_overlay.h"
#include "ui/scenes/outcome_words.h"
#include "ui/scenes/step_picture.h"
#include "ui/scenes/step_sheet.h"
#include "ui/views/chart_plot.h"
#include "ui/window/main_window.h"
#include "ui/window/presenter.h"
#include "ui/window/timeline_bar.h"

#include <QAbstractItemView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QScopeGuard>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QUndoStack>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long

std::unique_ptr<ThemeController> themes;

Contender contender(const std::string& optimizer, const Options& options, const std::string& label = {}) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  c.label = label;
  return c;
}

Scenario onePanel() {
  Scenario s;
  s.title = "Test";
  s.panels = {{"rosenbrock", {{"b", 10}}, {}, {-1.3, 2.0}, {}}};
  s.contenders = {contender("SGD", {{"lr", 0.001}}), contender("Adam", {{"lr", 0.05}})};
  s.steps = 60;
  return s;
}

struct Shown {
  MainWindow window{*themes};

  explicit Shown(const Scenario& scenario, QSize size = {1366, 736}) {
    window.resize(size);
    window.move(0, 0);
    window.show(scenario);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, kPatience)) qFatal("the window did not become active");
    window.playback().setPlaying(false);
    settle();
  }
  void settle() {
    thalweg::settle(window);
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    for (ChartPlot* plot : window.findChildren<ChartPlot*>()) plot->flush();
    QCoreApplication::processEvents();
  }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
};

QImage painted(QSize size, const std::function<void(QPainter&)>& paint) {
  QImage image(size, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  paint(painter);
  return image;
}

}  // namespace

class TrialTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    themes = std::make_unique<ThemeController>(qApp);
    themes->setMode(ThemeController::Mode::Light);
  }
  void cleanupTestCase() { themes.reset(); }

  void plotsArePaintedToTheirLastRow() {
    Shown shown(onePanel());
    const QColor surface = themes->theme().surface;
    const QWidget* panel = shown.window.panel(0)->plot();
    const QWidget* chart = shown.window.findChildren<ChartPlot*>().first();
    for (const QWidget* plot : {panel, chart}) {
      const QImage image = const_cast<QWidget*>(plot)->grab().toImage();
      for (const int x : {1, image.width() / 2, image.width() - 2})
        QCOMPARE(image.pixelColor(x, image.height() - 1), surface);
    }
  }

  void rowsStayWithinTheirCard() {
    Scenario s = onePanel();
    s.contenders = {contender("SGD", {{"lr", 0.01}, {"momentum", 0.9}}),
                    contender("Adam", {}),
                    contender("SGD", {}),
                    contender("RMSprop", {}),
                    contender("Adagrad", {}),
                    contender("AdamW", {})};
    s.contenders[0].schedule = ScheduleChoice{"OneCycleLR", {}};
    Shown shown(s, {1366, 700});
    ContenderCard* card = shown.window.dock()->card(0);
    Q_EMIT card->preview()->clicked();
    shown.settle();
    int fields = 0;
    for (const OptionRow* row : card->findChildren<OptionRow*>()) {
      for (const QWidget* part : row->findChildren<QWidget*>()) {
        if (!part->isVisible()) continue;
        const int right = part->mapTo(card, QPoint(part->width(), 0)).x();
        QVERIFY2(right <= card->width() - 2, qPrintable(QStringLiteral("%1: %2 of %3")
                                                            .arg(QString::fromStdString(row->optionId()))
                                                            .arg(right)
                                                            .arg(card->width())));
        fields += part->inherits("QLineEdit") ? 1 : 0;
      }
    }
    QVERIFY(fields >= 6);  // unfolded they are many
  }

  void whatIsAddedComesIntoView() {
    Scenario s = onePanel();
    s.contenders = {contender("SGD", {}), contender("Adam", {}), contender("RMSprop", {}), contender("Adagrad", {}),
                    contender("AdamW", {})};
    Shown shown(s, {1024, 600});
    shown.window.dock()->branch(1, 20);
    shown.settle();
    const std::size_t chosen = shown.window.view().now().contender;
    const ContenderCard* card = shown.window.dock()->card(chosen);
    QVERIFY(card && shown.scenario().contenders[chosen].branch);
    const auto* scroll = shown.window.dock()->findChild<QScrollArea*>();
    const QRect seen = scroll->viewport()->rect();
    const QRect place(card->mapTo(scroll->viewport(), QPoint()), card->size());
    QVERIFY2(seen.contains(place),
             qPrintable(QStringLiteral("%1 to %2 of %3").arg(place.top()).arg(place.bottom()).arg(seen.height())));
  }

  void theSelectedOneHasAPlaceInTheLegend() {
    std::vector<OutcomeEntry> entries;
    for (int i = 0; i < 30; ++i)
      entries.push_back({themes->theme().contender(static_cast<std::size_t>(i) % 8), QStringLiteral("c"),
                         QStringLiteral("at %1").arg(i), 3});
    OutcomeLine line(*themes);
    line.resize(330, line.sizeHint().height());
    line.setEntries(entries);
    const qsizetype cells = line.shownTexts().size();
    QVERIFY(cells > 3 && cells < 20);
    entries[25].chosen = true;
    line.setEntries(entries);
    QStringList texts = line.shownTexts();
    QCOMPARE(texts.size(), cells);
    QVERIFY2(texts[cells - 2].startsWith(QStringLiteral("at 25")), qPrintable(texts.join(QLatin1Char(';'))));
    QVERIFY(texts.first().startsWith(QStringLiteral("at 0")));
    QCOMPARE(texts.last(), QStringLiteral("+ %1 more").arg(30 - (cells - 1)));
    // One that has a place keeps it.
    entries[25].chosen = false;
    entries[1].chosen = true;
    line.setEntries(entries);
    texts = line.shownTexts();
    QVERIFY(texts[1].startsWith(QStringLiteral("at 1")));
    QVERIFY(texts[cells - 2].startsWith(QStringLiteral("at %1").arg(cells - 2)));
  }

  void whatGoesOnIsSaidFromItsStep() {
    OutcomeLine line(*themes);
    line.resize(900, line.sizeHint().height());
    const ContenderMark mark = themes->theme().contender(0);
    OutcomeEntry grows{mark, QStringLiteral("SGD"), QStringLiteral("growing"), 0};
    grows.lasts = true;
    line.setEntries({grows, {mark, QStringLiteral("Adam"), QStringLiteral("converged"), 45}});
    QCOMPARE(line.shownTexts(),
             QStringList({QStringLiteral("SGD · growing from 0"), QStringLiteral("Adam · converged at 45")}));
    Trajectory path;
    QVERIFY(!outcomeLasts(path));
    path.verdict.growing = true;
    QVERIFY(outcomeLasts(path));
    path.verdict.growing = false;
    path.verdict.swing = 0.1;
    QVERIFY(outcomeLasts(path));
    path.leftDomain = {0, 0};
    QVERIFY(!outcomeLasts(path));
  }

  void mapLegendsCountWhatFindsNoRoom() {
    MapOverlay overlay;
    overlay.whose = QStringLiteral("Adam ends at");
    overlay.legend = {{QColor(200, 0, 0), QStringLiteral("(1.65, −1.4)")},
                      {QColor(0, 200, 0), QStringLiteral("(1.6, 1.75)")},
                      {QColor(0, 0, 200), QStringLiteral("(−0.308, 0.349)")},
                      {QColor(200, 0, 200), QStringLiteral("(−1.61, −1.57)")}};
    const Theme& theme = themes->theme();
    const auto picture = [&](const MapOverlay& of) {
      return painted({240, 60}, [&](QPainter& p) { paintMapLegend(p, of, {0, 0, 180, theme.px(34)}, theme); });
    };
    const QImage all = picture(overlay);
    MapOverlay some = overlay;
    const auto has = [&](const QImage& image, const QColor& color) {
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
          if (image.pixelColor(x, y) == color) return true;
      return false;
    };
    std::size_t shown = 0;
    while (shown < 4 && has(all, overlay.legend[shown].color)) ++shown;
    QVERIFY(shown > 0 && shown < 4);
    // Beside those that are shown there is something more, within the place.
    some.legend.resize(shown);
    QVERIFY(picture(some) != all);
    for (int y = 0; y < all.height(); ++y) QCOMPARE(qAlpha(all.pixel(183, y)), 0);
    // With room for all there is no count.
    const auto wide = [&](const MapOverlay& of) {
      return painted({800, 60}, [&](QPainter& p) { paintMapLegend(p, of, {0, 0, 700, theme.px(34)}, theme); });
    };
    QVERIFY(has(wide(overlay), overlay.legend.back().color));
  }

  void oneTickAloneGetsAnother() {
    // 3.6 units on 165 pixels: with 52 between them only 0 would stand.
    QCOMPARE(linearTicks(-1.8, 1.8, 165, 52).size(), std::size_t{1});
    const std::vector<Tick> ticks = scaleTicks(-1.8, 1.8, 165, 52, 39);
    QCOMPARE(ticks.size(), std::size_t{3});
    QCOMPARE(ticks.front().label, QStringLiteral("−1"));
    QCOMPARE(scaleTicks(-10, 10, 165, 52, 39).size(), linearTicks(-10, 10, 165, 52).size());
  }

  void readOutsStayInTheirPlot() {
    const Theme& theme = themes->theme();
    PanelScene scene;
    scene.theme = theme;
    ReadOut read;
    read.at = {-0.0122731, 1.72411};
    read.value = 30.7123;
    read.gradientNorm = 112.345;
    scene.readOut = read;
    for (const double width : {190.0, 420.0}) {
      const QRectF frame(5, 5, width, 120);
      const QImage image = painted({600, 160}, [&](QPainter& p) { paintReadOutBox(p, scene, frame, {0, 300}); });
      // The box's right border is seen: nothing of it is cut off.
      bool border = false;
      for (int x = 0; x < static_cast<int>(frame.right()) - 1; ++x)
        border = border || (x > 100 && image.pixelColor(x, 22) == theme.border);
      QVERIFY2(border, qPrintable(QString::number(width)));
    }
  }

  void labelsSayTheValueThatHolds() {
    Contender before = contender("SGD", {{"lr", 0.02}, {"momentum", 0.5}}, "lr 0.02");
    Contender now = before;
    now.options["lr"] = 0.0031;
    keepLabelTrue(now, before);
    QCOMPARE(now.label, std::string("lr 0.0031"));
    // What is not the option's value, or not alone, stays.
    for (const auto& [label, expected] :
         {std::pair("μ 0.5, lr 0.02", "μ 0.5, lr 0.0031"), std::pair("0.0212", "0.0212"),
          std::pair("Momentum", "Momentum"), std::pair("10.02", "10.02"), std::pair("0.02", "0.0031")}) {
      before.label = now.label = label;
      keepLabelTrue(now, before);
      QCOMPARE(now.label, std::string(expected));
    }
    // On a card, and back again.
    Scenario s = onePanel();
    s.contenders[0] = contender("SGD", {{"lr", 0.001}}, "rate 0.001");
    Shown shown(s);
    const ContenderCard* card = shown.window.dock()->card(0);
    for (OptionRow* row : card->findChildren<OptionRow*>()) {
      if (row->optionId() == "lr") Q_EMIT row->edited(Json(0.004));
    }
    QCOMPARE(shown.scenario().contenders[0].label, std::string("rate 0.004"));
    QCOMPARE(card->header()->name(), QStringLiteral("rate 0.004"));
    shown.window.model().undoStack()->undo();
    QCOMPARE(shown.scenario().contenders[0].label, std::string("rate 0.001"));
  }

  void curvesNamesStandAsTheirLines() {
    Scenario s = onePanel();
    s.contenders = {contender("SGD", {{"lr", 0.00095}}, "small"), contender("SGD", {{"lr", 0.001}}, "large"),
                    contender("SGD", {{"lr", 1e-7}}, "tiny")};
    Shown shown(s);
    for (const ChartPlot* plot : shown.window.findChildren<ChartPlot*>()) {
      const ChartScene& scene = plot->scene();
      if (scene.series.empty() || !scene.series[0].y || (*scene.series[0].y)[0] != 0.00095) continue;
      ChartScene named = scene;
      const ChartCache cache = prepareChart(named, {0, 0, 300, 160});
      const std::vector<ChartName> names = chartNames(named, cache);
      QCOMPARE(names.size(), std::size_t{3});
      QCOMPARE(names[0].text, QStringLiteral("large"));
      QCOMPARE(names[1].text, QStringLiteral("small"));
      QVERIFY(names[0].box.top() < names[1].box.top());
      return;
    }
    QFAIL("there is no chart of rates");
  }

  void aSmallScreenIsPresentedOnLikeALargeOne() {
    QCOMPARE(presentingScale(1080, 1), 1.0);
    QCOMPARE(presentingScale(2160, 1), 2.0);
    QCOMPARE(presentingScale(768, 1), 1.0);  // no fewer than 24 pixels of the screen's own
    QVERIFY(std::abs(presentingScale(768, 2) - 768.0 / 1080) < 1e-12);
    // Never smaller than the window's own type.
    QVERIFY(std::abs(presentingScale(540, 2) * 24 - 13) < 1e-9);
  }

  void thePresentersHandleIsWhole() {
    Shown shown(onePanel());
    shown.window.run(Command::Present);
    shown.settle();
    const auto* scrubber = shown.window.timeline()->findChild<Scrubber*>();
    const int reach = Scrubber::reach(themes->theme());
    QVERIFY(scrubber->stepToX(0) >= reach);
    QVERIFY(scrubber->stepToX(60) <= scrubber->width() - reach);
    shown.window.presenter()->end();
    shown.settle();
  }

  void schedulesHaveTheirNamesWhole() {
    Shown shown(onePanel());
    for (ComboButton* box : shown.window.dock()->card(0)->findChildren<ComboButton*>()) {
      if (box->count() <= box->maxVisibleItems()) continue;
      box->showPopup();
      QCoreApplication::processEvents();
      QVERIFY2(box->view()->viewport()->width() >= box->view()->sizeHintForColumn(0),
               qPrintable(QStringLiteral("%1 for %2")
                              .arg(box->view()->viewport()->width())
                              .arg(box->view()->sizeHintForColumn(0))));
      box->hidePopup();
      return;
    }
    QFAIL("no list of schedules");
  }

  void nothingToScrollNeedsNoBar() {
    QScrollArea area;
    reserveScrollBar(area);
    auto* content = new QWidget;
    content->setFixedHeight(20);
    area.setWidget(content);
    area.resize(200, 100);
    area.show();
    QVERIFY(QTest::qWaitForWindowExposed(&area));
    QVERIFY(area.verticalScrollBar()->isVisible() && !area.verticalScrollBar()->isEnabled());
    content->setFixedHeight(500);
    QCoreApplication::processEvents();
    QVERIFY(area.verticalScrollBar()->isEnabled());
  }

  void tuningsTableAndWordsStandApart() {
    Scenario s = onePanel();
    s.contenders.clear();
    for (int i = 0; i < 24; ++i) s.contenders.push_back(contender("GradientDescent", {{"lr", 0.0001 * (i + 1)}}));
    s.steps = 5;
    Shown shown(s);
    TuningWindow* tuning = shown.window.maps()->tuning();
    QSignalSpy finished(tuning, &TuningWindow::finished);
    tuning->budget()->setValue(4);
    tuning->open();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QCoreApplication::processEvents();
    const auto* scroll = tuning->findChild<QScrollArea*>();
    QVERIFY(scroll);
    const QRect table(scroll->mapTo(tuning, QPoint()), scroll->size());
    QVERIFY(table.height() >= 120);
    for (const QLabel* label : tuning->findChildren<QLabel*>()) {
      if (scroll->isAncestorOf(label) || !label->isVisible()) continue;
      const QRect words(label->mapTo(tuning, QPoint()), label->size());
      QVERIFY2(!words.intersects(table), qPrintable(label->text()));
      if (label->wordWrap()) QVERIFY(label->height() >= label->heightForWidth(label->width()));
    }
    QVERIFY(tuning->height() <= tuning->screen()->availableSize().height());
    tuning->hide();
  }

  void groupsCallCoordinatesAsTheAxesDo() {
    Scenario s;
    s.panels = {{"linear_regression", {}, {}, {}, {}}};
    s.contenders = {contender("SGD", {{"lr", 0.01}})};
    s.contenders[0].groups = {ParameterGroup{{0}, {{"lr", 0.02}}}};
    s.steps = 20;
    Shown shown(s);
    const auto objective = shown.window.compute().objective(0);
    QVERIFY(objective);
    const QString name = QString::fromStdString(objective->coordinateNames().front().typeset);
    QVERIFY(name != QStringLiteral("x"));
    QStringList tex;
    for (const MathLabel* label : shown.window.dock()->card(0)->findChildren<MathLabel*>()) tex << label->tex();
    QVERIFY2(tex.contains(name), qPrintable(tex.join(QLatin1Char(';'))));
  }

  void arrowsThatCoincideHaveBothTheirNames() {
    StepPicture picture;
    picture.at = {100, 100};
    picture.next = {160, 100};
    picture.color = QColor(0xD5, 0x5E, 0x00);
    picture.arrows = {{StepTermKind::Gradient, {60, 0}, 1, QStringLiteral("g"), {}},
                      {StepTermKind::Memory, {60, 0}, 1, QStringLiteral("m"), {}}};
    const Theme& theme = themes->theme();
    const auto inked = [&](int phase) {
      picture.phase = phase;
      const QImage image = painted({300, 200}, [&](QPainter& p) {
        p.fillRect(0, 0, 300, 200, theme.surface);
        paintStepPicture(
            p, picture, [](const QPointF& at) { return at; }, {0, 0, 300, 200}, theme);
      });
      // Beyond the tip, and above and below it.
      const auto ink = [&](const QRect& box) {
        for (int y = box.top(); y <= box.bottom(); ++y)
          for (int x = box.left(); x <= box.right(); ++x)
            if (image.pixelColor(x, y) != theme.surface) return true;
        return false;
      };
      return std::pair(ink({166, 92, 30, 16}), ink({150, 70, 20, 18}) || ink({150, 112, 20, 18}));
    };
    QCOMPARE(inked(-1), std::pair(true, true));
    QCOMPARE(inked(1), std::pair(true, true));
    QCOMPARE(inked(0), std::pair(true, false));  // the average is still to come
  }

  /// What a reader would compare or check by hand: Adam's divisors, and the product of the rates with the curvature.
  void explainedNumbersCanBeComparedAndChecked() {
    const ExplainedStep step = explainStep(onePanel(), 0, 1, 20);
    const StepSheet sheet(step, nullptr, {}, QColor(Qt::red), themes->theme());
    const auto found = std::ranges::find(step.trace.lines, std::string("v_hat"), &StepLine::name);
    QVERIFY(found != step.trace.lines.end() && found->values.size() == 2);
    const auto divisor = [&](std::size_t i) { return QStringLiteral("/ ") + shownNumber(std::sqrt(found->values[i])); };
    QVERIFY2(sheet.words().contains(divisor(0) + QStringLiteral("; ") + divisor(1)), qPrintable(sheet.words()));
    QVERIFY(step.rates && step.rates->rates.size() == 2);
    const double x = step.trace.point[0], y = step.trace.point[1], b = 10;
    const std::vector<double>& rates = step.rates->rates;
    const double p = rates[0] * (12 * b * x * x - 4 * b * y + 2), q = rates[1] * 2 * b;
    const double r = std::sqrt(rates[0] * rates[1]) * -4 * b * x;
    const double steepest = (p + q) / 2 + std::sqrt((p - q) * (p - q) / 4 + r * r);
    const QString words = QStringLiteral("rate × curvature %1, stable below %2")
                              .arg(shownNumber(steepest, 3), shownNumber(step.rates->limit, 3));
    QVERIFY2(sheet.words().contains(words), qPrintable(words + QLatin1Char('\n') + sheet.words()));
    QVERIFY(step.rates->limit > 30);  // (2 + 2β)/(1 − β) with β = 0.9
  }

  void aNarrowGalleryHasTwoColumns() {
    // With type so large that the screen has no room for three.
    const auto back = qScopeGuard([] { themes->setTextScale(1); });
    themes->setTextScale(1.8);
    Shown shown(onePanel(), {1600, 900});
    shown.window.run(Command::Lessons);
    shown.settle();
    LessonGallery* gallery = shown.window.lessonGallery();
    QVERIFY(gallery && gallery->isVisible());
    QVERIFY(gallery->width() > 1800 && gallery->width() <= 1920);
    int between = 0;
    for (const Rule* rule : gallery->findChildren<Rule*>()) between += rule->height() > rule->width() ? 1 : 0;
    QCOMPARE(between, 1);
    gallery->hide();
  }
};

QTEST_MAIN(TrialTest)
#include "trial_test.moc"
