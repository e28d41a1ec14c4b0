/// Schedules, parameter groups and gradient conditions in the left dock, under real mouse and key events.

#include "ui/contenders/conditions_card.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/group_editor.h"
#include "ui/controls/buttons.h"
#include "ui/controls/nested_schedules.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/value_slider.h"
#include "ui/document/playback.h"

#include <QApplication>
#include <QCheckBox>
#include <QFloat16>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

#include <cmath>

using namespace thalweg;

namespace {

void retype(QLineEdit& edit, const QString& words) {
  edit.setFocus();
  edit.selectAll();
  QTest::keyClicks(&edit, words);
  QTest::keyClick(&edit, Qt::Key_Return);
}

}  // namespace

class ScheduleCardTest : public QObject {
  Q_OBJECT

 private:
  struct Window {
    explicit Window(const ThemeController& themes, const std::string& optimizer = "SGD") : compute(model) {
      Scenario s;
      s.panels = {{"rosenbrock", {}, {}, {-1.2, 1.0}, {}}};
      Contender contender;
      contender.optimizer = optimizer;
      s.contenders = {contender};
      s.steps = 100;
      dock = std::make_unique<ContenderDock>(themes, model, compute, view);
      model.reset(s);
      dock->resize(312, 900);
      dock->show();
      // Without a window manager nobody else gives the focus.
      dock->activateWindow();
    }
    ContenderCard& card() { return *dock->card(0); }
    const Contender& contender() { return model.scenario().contenders[0]; }
    /// As a user picks an entry: with keys, from the first one down.
    void choose(ComboButton& box, const QString& id) {
      const int wanted = box.findData(id);
      QVERIFY(wanted >= 0);
      box.setFocus();
      QTest::keyClick(&box, Qt::Key_Home);
      for (int i = 0; i < wanted; ++i) QTest::keyClick(&box, Qt::Key_Down);
      QCOMPARE(box.currentData().toString(), id);
    }
    ScenarioModel model;
    ComputeController compute;
    Playback playback;
    ViewState view{model, playback};
    std::unique_ptr<ContenderDock> dock;
  };
  ThemeController* themes_ = nullptr;

  std::unique_ptr<Window> open(const std::string& optimizer = "SGD") {
    auto window = std::make_unique<Window>(*themes_, optimizer);
    if (!QTest::qWaitForWindowActive(window->dock.get())) qWarning("the window is not active");
    return window;
  }
  static void setSchedule(Window& w, const std::string& name, const Options& options = {}) {
    w.model.edit(QStringLiteral("schedule"), [&](Scenario& s) {
      s.contenders[0].schedule = ScheduleChoice{name, options};
    });
    QTest::mouseClick(w.card().preview(), Qt::LeftButton);
    QVERIFY(w.card().scheduleOptions()->isVisible());
  }

 private Q_SLOTS:
  void initTestCase() {
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  void choosingAScheduleShowsItsOptionsAndItsCurve() {
    auto w = open();
    QVERIFY(!w->card().scheduleOptions()->isVisible());
    w->choose(*w->card().scheduleChoice(), QStringLiteral("StepLR"));
    QVERIFY(w->contender().schedule);
    QCOMPARE(w->contender().schedule->name, std::string("StepLR"));
    OptionsForm* form = w->card().scheduleOptions();
    QVERIFY(form->isVisible());
    QVERIFY(form->row("step_size") && form->row("gamma"));
    NumberField* size = form->row("step_size")->field();
    retype(*size, QStringLiteral("40"));
    retype(*form->row("gamma")->field(), QStringLiteral("0.5"));
    QCOMPARE(w->card().rates().size(), std::size_t(100));
    const double lr = w->card().rates()[0];
    QCOMPARE(w->card().rates()[39], lr);
    QCOMPARE(w->card().rates()[40], lr / 2);
    QCOMPARE(w->card().rates()[80], lr / 4);

    QTest::mouseClick(w->card().preview(), Qt::LeftButton);
    QVERIFY(!form->isVisible());
    QTest::mouseClick(w->card().preview(), Qt::LeftButton);
    QVERIFY(form->isVisible());
  }

  void aScheduleThatFollowsTheLossIsShownForTheRunAtHand() {
    auto w = open();
    w->model.edit(QStringLiteral("rate"), [](Scenario& s) { s.contenders[0].options["lr"] = 1e-3; });
    setSchedule(*w, "ReduceLROnPlateau", {{"patience", 0}, {"threshold", 0.5}, {"factor", 0.5}});
    const auto lowered = [&] {
      const auto path = w->compute.paths().at(0, 0);
      return path && path->rates.rows() == 100 && path->rates(99, 0) < path->rates(0, 0);
    };
    QTRY_VERIFY(lowered());
    QCoreApplication::processEvents();  // the card follows once the event is over
    const auto run = w->compute.paths().at(0, 0);
    QCOMPARE(w->card().rates().size(), std::size_t(100));
    for (Index k = 0; k < run->rates.rows(); ++k)
      QCOMPARE(w->card().rates()[static_cast<std::size_t>(k)], run->rates(k, 0));
  }

  void aTypedFormulaWithAnErrorKeepsTheLastGoodCurveAndNamesTheColumn() {
    auto w = open();
    setSchedule(*w, "LambdaLR");
    OptionRow* row = w->card().scheduleOptions()->row("lr_lambda");
    QVERIFY(row && row->edit());
    retype(*row->edit(), QStringLiteral("0.5**t"));
    QVERIFY(w->contender().schedule->options.at("lr_lambda") == Json("0.5**t"));
    const std::vector<double> good = w->card().rates();
    QCOMPARE(good[2], good[0] / 4);

    const Scenario before = w->model.scenario();
    retype(*row->edit(), QStringLiteral("0.5 + * t"));
    QVERIFY2(row->message().contains(QStringLiteral("column 7")), qPrintable(row->message()));
    QVERIFY(w->model.scenario() == before);
    QCOMPARE(w->card().rates(), good);
    QCOMPARE(row->edit()->text(), QStringLiteral("0.5 + * t"));
    // What happens elsewhere leaves the typed text alone.
    w->model.edit(QStringLiteral("seed"), [](Scenario& s) { s.seed = 3; });
    QCOMPARE(row->edit()->text(), QStringLiteral("0.5 + * t"));

    QTest::keyClick(row->edit(), Qt::Key_Escape);
    QCOMPARE(row->edit()->text(), QStringLiteral("0.5**t"));
    QVERIFY(row->message().isEmpty());
    retype(*row->edit(), QStringLiteral("t +"));
    QVERIFY(!row->message().isEmpty());
    retype(*row->edit(), QStringLiteral("1/(1 + t)"));
    QVERIFY(row->message().isEmpty());
    QCOMPARE(w->card().rates()[1], good[0] / 2);
  }

  void schedulesWithinAScheduleAreChosenChangedAddedAndRemoved() {
    auto w = open();
    setSchedule(*w, "SequentialLR");
    NestedSchedules* editor = w->card().scheduleOptions()->nested("schedulers");
    QVERIFY(editor);
    QCOMPARE(editor->count(), std::size_t(2));
    QVERIFY(!w->card().scheduleOptions()->row("milestones"));

    w->choose(*editor->choice(1), QStringLiteral("ExponentialLR"));
    retype(*editor->options(1)->row("gamma")->field(), QStringLiteral("0.5"));
    retype(*editor->boundary(1)->field(), QStringLiteral("10"));
    const Options& options = w->contender().schedule->options;
    QVERIFY(options.at("schedulers")[1] == (Json{{"name", "ExponentialLR"}, {"options", {{"gamma", 0.5}}}}));
    QVERIFY(options.at("milestones") == Json({10}));
    QCOMPARE(w->card().rates()[11], w->card().rates()[10] / 2);

    QTest::mouseClick(editor->addButton(), Qt::LeftButton);
    QCOMPARE(editor->count(), std::size_t(3));
    QVERIFY(w->contender().schedule->options.at("milestones") == Json({10, 55}));
    // A boundary stays between its neighbours.
    retype(*editor->boundary(2)->field(), QStringLiteral("5"));
    QVERIFY(w->contender().schedule->options.at("milestones") == Json({10, 10}));
    QCoreApplication::processEvents();
    QTest::mouseClick(editor->removeButton(0), Qt::LeftButton);
    QCOMPARE(editor->count(), std::size_t(2));
    QVERIFY(w->contender().schedule->options.at("schedulers")[0].at("name") == Json("ExponentialLR"));
    QVERIFY(w->contender().schedule->options.at("milestones") == Json({10}));
    w->model.undoStack()->undo();
    QCOMPARE(editor->count(), std::size_t(3));
  }

  void aFormulaInANestedScheduleSaysItsErrorUnderItsOwnRow() {
    auto w = open();
    setSchedule(*w, "ChainedScheduler", {{"schedulers", {{{"name", "LambdaLR"}, {"options", Json::object()}}}}});
    NestedSchedules* editor = w->card().scheduleOptions()->nested("schedulers");
    OptionRow* row = editor->options(0)->row("lr_lambda");
    const Scenario before = w->model.scenario();
    retype(*row->edit(), QStringLiteral("0.5 +"));
    QVERIFY2(row->message().contains(QStringLiteral("column")), qPrintable(row->message()));
    QVERIFY(w->model.scenario() == before);
    QVERIFY(!editor->removeButton(0)->isEnabled());
  }

  void aScheduleBeforeAnotherIsChosenOrNone() {
    auto w = open();
    setSchedule(*w, "SWALR");
    NestedSchedules* before = w->card().scheduleOptions()->nested("before");
    QVERIFY(before && !before->addButton());
    w->choose(*before->choice(0), QStringLiteral("ExponentialLR"));
    QVERIFY(w->contender().schedule->options.at("before").at("name") == Json("ExponentialLR"));
    w->choose(*before->choice(0), QString());
    QVERIFY(w->contender().schedule->options.at("before").is_null());
  }

  void conditionsAreEditedAndUndoneAndSaidInOneLine() {
    auto w = open();
    ConditionsCard* card = w->dock->conditions();
    QVERIFY(card->isFolded());
    QCOMPARE(card->brief(), QStringLiteral("full batch, exact"));
    QTest::mouseClick(card->foldButton(), Qt::LeftButton);
    QVERIFY(!card->isFolded());
    retype(*card->options()->row("noise")->field(), QStringLiteral("0.25"));
    QCOMPARE(w->model.scenario().gradient.noise, 0.25);

    OptionRow* batch = card->options()->row("batch");
    QVERIFY(!batch->field()->isVisible());
    QTest::mouseClick(batch->toggle(), Qt::LeftButton);
    QVERIFY(w->model.scenario().gradient.batch);
    QVERIFY(batch->field()->isVisible());
    retype(*batch->field(), QStringLiteral("8"));
    QCOMPARE(w->model.scenario().gradient.batch, std::optional<std::int64_t>(8));
    QVERIFY2(card->brief().contains(QStringLiteral("B 8")), qPrintable(card->brief()));
    QVERIFY2(card->brief().contains(QStringLiteral("0.25")), qPrintable(card->brief()));
    QTest::mouseClick(batch->toggle(), Qt::LeftButton);
    QVERIFY(!w->model.scenario().gradient.batch);

    const std::uint64_t seed = w->model.scenario().seed;
    QTest::mouseClick(card->rerollButton(), Qt::LeftButton);
    QVERIFY(w->model.scenario().seed != seed);
    while (w->model.undoStack()->canUndo()) w->model.undoStack()->undo();
    QVERIFY(w->model.scenario().gradient == GradientConditions{});
    QCOMPARE(w->model.scenario().seed, seed);
    QCOMPARE(card->brief(), QStringLiteral("full batch, exact"));
  }

  void aDragOfAConditionIsOneEntryInTheHistory() {
    auto w = open();
    ConditionsCard* card = w->dock->conditions();
    QTest::mouseClick(card->foldButton(), Qt::LeftButton);
    QCoreApplication::processEvents();
    ValueSlider* slider = card->options()->row("noise")->slider();
    const int y = slider->height() / 2;
    QTest::mousePress(slider, Qt::LeftButton, {}, {slider->width() / 2, y});
    for (int x = slider->width() / 2; x < slider->width() * 3 / 4; x += 4) QTest::mouseMove(slider, {x, y});
    QTest::mouseRelease(slider, Qt::LeftButton, {}, {slider->width() * 3 / 4, y});
    QVERIFY(w->model.scenario().gradient.noise > 0);
    QCOMPARE(w->model.undoStack()->count(), 1);
    w->model.undoStack()->undo();
    QCOMPARE(w->model.scenario().gradient.noise, 0.0);
  }

  void groupsGiveEachCoordinateARateOfItsOwn() {
    auto w = open();
    QMenu menu;
    w->card().fillMenu(&menu);
    auto* add = menu.findChild<QAction*>(QStringLiteral("addGroups"));
    QVERIFY(add && add->isEnabled());
    add->trigger();
    QCOMPARE(w->contender().groups.size(), std::size_t(2));
    QCOMPARE(w->card().groups().size(), std::size_t(2));
    // A rate that no coordinate uses is not offered.
    QVERIFY(!w->card().options()->row("lr"));
    retype(*w->card().groups()[1]->options()->row("lr")->field(), QStringLiteral("0.0005"));
    QVERIFY(w->contender().groups[1].options.at("lr") == Json(0.0005));
    QVERIFY(w->contender().groups[0].options.at("lr") != Json(0.0005));
    QTRY_VERIFY(!w->compute.busy() && w->compute.paths().at(0, 0) && w->compute.paths().at(0, 0)->rates.cols() == 2);
    QTRY_COMPARE(w->compute.paths().at(0, 0)->rates(0, 1), 0.0005);

    QTest::mouseClick(w->card().groups()[0]->removeButton(), Qt::LeftButton);
    QCOMPARE(w->contender().groups.size(), std::size_t(1));
    QCOMPARE(w->contender().groups[0].coordinates, std::vector<Index>{1});
    QCOMPARE(w->card().groups().size(), std::size_t(1));
    QVERIFY(w->card().options()->row("lr"));
    w->model.undoStack()->undo();
    QCOMPARE(w->card().groups().size(), std::size_t(2));
  }

  void aMethodWithoutGroupsSaysWhy() {
    auto w = open("LBFGS");
    QMenu menu;
    w->card().fillMenu(&menu);
    auto* add = menu.findChild<QAction*>(QStringLiteral("addGroups"));
    QVERIFY(add);
    QVERIFY(!add->isEnabled());
    QVERIFY2(add->text().contains(QStringLiteral("all coordinates together")), qPrintable(add->text()));
    OptionRow* evaluations = w->card().options()->row("max_eval");
    QVERIFY(evaluations && evaluations->toggle());
    QVERIFY(!evaluations->toggle()->isChecked());
  }
};

QTEST_MAIN(ScheduleCardTest)
#include "schedule_card_test.moc"
