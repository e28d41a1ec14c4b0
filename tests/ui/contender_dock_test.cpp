// Adding, exchanging, ordering, naming and linking contenders in the left dock, under real mouse and key events.

#include "ui/contenders/contender_dock.h"

#include "core/contracts/optimizer.h"
#include "tests/ui/settle.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_header.h"
#include "ui/contenders/mark_popup.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/controls/search_list.h"
#include "ui/controls/value_slider.h"
#include "ui/document/contender_edits.h"
#include "ui/document/playback.h"
#include "ui/look/contender_look.h"

#include <QApplication>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace thalweg;

namespace {

using Names = std::vector<std::string>;

Contender contender(const std::string& optimizer, const Options& options = {}) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  return c;
}

QAction* actionOf(ContenderCard& card, QMenu& menu, const QString& id) {
  card.fillMenu(&menu);
  return menu.findChild<QAction*>(id);
}

}  // namespace

class ContenderDockTest : public QObject {
  Q_OBJECT

 private:
  struct Window {
    Window(const ThemeController& themes, const std::vector<Contender>& contenders) : compute(model) {
      Scenario s;
      s.panels = {{"quadratic", {}, {}, {1.0, 1.0}, {}}};
      s.contenders = contenders;
      s.steps = 100;
      dock = std::make_unique<ContenderDock>(themes, model, compute, view);
      model.reset(s);
      dock->resize(312, 900);
      dock->show();
      dock->activateWindow();
      if (!QTest::qWaitForWindowActive(dock.get())) qWarning("the window is not active");
      settle();
    }
    void settle() const {
      settleBackground();
      QCoreApplication::processEvents();
    }
    ContenderCard& card(std::size_t i) { return *dock->card(i); }
    [[nodiscard]] const std::vector<Contender>& contenders() const { return model.scenario().contenders; }
    [[nodiscard]] Names names() const {
      Names list;
      for (const Contender& c : contenders()) list.push_back(c.optimizer);
      return list;
    }
    void type(const QString& words) { QTest::keyClicks(dock->optimizers()->field(), words); }
    void press(Qt::Key key) { QTest::keyClick(dock->optimizers()->field(), key); }

    ScenarioModel model;
    ComputeController compute;
    Playback playback;
    ViewState view{model, playback};
    std::unique_ptr<ContenderDock> dock;
  };
  ThemeController* themes_ = nullptr;

 private Q_SLOTS:
  void initTestCase() {
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  void typingNarrowsTheListAndEnterAdds() {
    Window w(*themes_, {contender("SGD")});
    SearchList& list = *w.dock->optimizers();
    QTest::mouseClick(w.dock->addButton(), Qt::LeftButton);
    QVERIFY(list.isVisible());
    QCOMPARE(list.shownIds().size(), static_cast<qsizetype>(optimizerCards().size()));
    w.type(QStringLiteral("adamw"));
    QCOMPARE(list.markedId(), QStringLiteral("AdamW"));
    QVERIFY(list.shownIds().contains(QStringLiteral("CautiousAdamW")));
    QVERIFY(!list.shownIds().contains(QStringLiteral("SGD")));
    w.press(Qt::Key_Return);
    QVERIFY(!list.isVisible());
    QCOMPARE(w.names(), (Names{"SGD", "AdamW"}));
    QCOMPARE(w.view.now().contender, std::size_t{1});
    QCOMPARE(w.model.undoStack()->count(), 1);
    w.model.undoStack()->undo();
    QCOMPARE(w.names(), (Names{"SGD"}));
  }

  void undoInAFieldWhoseEntryIsInForceIsTheDocuments() {
    Window w(*themes_, {contender("SGD")});
    NumberField* field = w.card(0).options()->row("lr")->field();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0.25"));
    QKeyEvent typing(QEvent::KeyPress, Qt::Key_Z, Qt::ControlModifier);
    QCoreApplication::sendEvent(field, &typing);
    QVERIFY(typing.isAccepted());
    QVERIFY(field->text() != QStringLiteral("0.25"));
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0.25"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(w.contenders()[0].options.at("lr").get<double>(), 0.25);
    QKeyEvent after(QEvent::KeyPress, Qt::Key_Z, Qt::ControlModifier);
    field->setFocus();
    // What the field leaves alone goes on to the window.
    QCoreApplication::sendEvent(field, &after);
    QVERIFY(!after.isAccepted());
    QCOMPARE(w.contenders()[0].options.at("lr").get<double>(), 0.25);
  }

  void whoseValueIsChangedIsSelected() {
    Window w(*themes_, {contender("SGD"), contender("Adam"), contender("RMSprop")});
    QCOMPARE(w.view.now().contender, std::size_t{0});
    ValueSlider* slider = w.card(1).options()->row("lr")->slider();
    QTest::mousePress(slider, Qt::LeftButton, {}, slider->rect().center());
    QCOMPARE(w.view.now().contender, std::size_t{1});
    QTest::mouseRelease(slider, Qt::LeftButton, {}, slider->rect().center());
    NumberField* field = w.card(2).options()->row("alpha")->field();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0.8"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(w.contenders()[2].options.at("alpha").get<double>(), 0.8);
    QCOMPARE(w.view.now().contender, std::size_t{2});
  }

  void theListIsFoundByWordsOfItsSummariesAndFamilies() {
    Window w(*themes_, {contender("SGD")});
    SearchList& list = *w.dock->optimizers();
    QTest::mouseClick(w.dock->addButton(), Qt::LeftButton);
    for (const OptimizerCard* card : optimizerCards()) {
      list.field()->setText(QString::fromStdString(card->summary));
      QVERIFY2(list.shownIds().contains(QString::fromStdString(card->id)), card->id.c_str());
    }
    list.field()->setText(QStringLiteral("classical newton"));
    QVERIFY(list.shownIds().contains(QStringLiteral("Newton")));
    QVERIFY(!list.shownIds().contains(QStringLiteral("Adam")));
    list.field()->setText(QStringLiteral("zzzz"));
    QVERIFY(list.shownIds().isEmpty());
    w.press(Qt::Key_Return);
    QVERIFY(list.isVisible());
    w.press(Qt::Key_Escape);
    QVERIFY(!list.isVisible());
    QCOMPARE(w.names().size(), std::size_t{1});
  }

  void arrowsMoveOverHeadings() {
    Window w(*themes_, {contender("SGD")});
    SearchList& list = *w.dock->optimizers();
    QTest::mouseClick(w.dock->addButton(), Qt::LeftButton);
    const QStringList ids = list.shownIds();
    QCOMPARE(list.markedId(), ids.first());
    w.press(Qt::Key_Up);
    QCOMPARE(list.markedId(), ids.first());
    for (int i = 1; i < 30; ++i) {
      w.press(Qt::Key_Down);
      QCOMPARE(list.markedId(), ids[i]);
    }
    w.press(Qt::Key_PageUp);
    QCOMPARE(list.markedId(), ids[19]);
    // A click takes as well.
    const QModelIndex there = list.view()->currentIndex();
    QTest::mouseClick(list.view()->viewport(), Qt::LeftButton, {}, list.view()->visualRect(there).center());
    QCOMPARE(QString::fromStdString(w.names().back()), ids[19]);
  }

  void exchangeKeepsTheRateAndWhatBothHave() {
    Contender first = contender("SGD", {{"lr", 0.03}, {"momentum", 0.8}, {"nesterov", true}});
    first.label = "Mine";
    first.schedule = ScheduleChoice{"StepLR", {{"step_size", 10}}};
    Window w(*themes_, {first});
    QMenu menu;
    actionOf(w.card(0), menu, QStringLiteral("exchange"))->trigger();
    SearchList& list = *w.dock->optimizers();
    QVERIFY(list.isVisible());
    QCOMPARE(list.markedId(), QStringLiteral("SGD"));
    w.type(QStringLiteral("rmsprop"));
    w.press(Qt::Key_Return);
    const Contender& c = w.contenders()[0];
    QCOMPARE(c.optimizer, std::string("RMSprop"));
    QCOMPARE(c.options, (Options{{"lr", 0.03}, {"momentum", 0.8}}));
    QVERIFY(c.label.empty());
    QVERIFY(c.schedule && c.schedule->name == "StepLR");
    QCOMPARE(w.card(0).options()->row("lr")->field()->value(), 0.03);
    QCOMPARE(w.model.undoStack()->count(), 1);
  }

  void exchangeCarriesTheRateIntoAWrappedMethodAndDropsItWhereThereIsNone() {
    Contender c = contender("Adam", {{"lr", 0.07}});
    c.schedule = ScheduleChoice{"CosineAnnealingLR", {}};
    exchangeOptimizer(c, *findOptimizer("Lookahead"), 2, 100);
    QCOMPARE(rateOf(c), 0.07);
    QVERIFY(c.schedule);
    exchangeOptimizer(c, *findOptimizer("NelderMead"), 2, 100);
    QVERIFY(c.options.empty() && !c.schedule);
  }

  void linkedRatesMoveTogetherInOneEntry() {
    Window w(*themes_, {contender("SGD", {{"lr", 0.01}}), contender("NelderMead"), contender("Adam", {{"lr", 0.5}}),
                        contender("Lookahead", {{"base", "SGD"}})});
    QTest::mouseClick(w.dock->linkButton(), Qt::LeftButton);
    ValueSlider* slider = w.card(0).options()->row("lr")->slider();
    const double y = slider->height() / 2.0;
    const double x = slider->positionToX(sliderPosition(slider->scale(), slider->value()));
    QTest::mousePress(slider, Qt::LeftButton, {}, QPointF(x, y).toPoint());
    QTest::mouseMove(slider, QPointF(x + 9, y).toPoint());
    QTest::mouseMove(slider, QPointF(x + 20, y).toPoint());
    QTest::mouseRelease(slider, Qt::LeftButton, {}, QPointF(x + 20, y).toPoint());
    const double rate = rateOf(w.contenders()[0]);
    QVERIFY(rate > 0.01);
    QCOMPARE(rateOf(w.contenders()[2]), rate);
    QCOMPARE(rateOf(w.contenders()[3]), rate);
    QVERIFY(w.contenders()[1].options.empty());
    QCOMPARE(w.model.undoStack()->count(), 1);
    w.model.undoStack()->undo();
    QCOMPARE(rateOf(w.contenders()[0]), 0.01);
    QCOMPARE(rateOf(w.contenders()[2]), 0.5);
    QTest::mouseClick(w.dock->linkButton(), Qt::LeftButton);
    NumberField* field = w.card(0).options()->row("lr")->field();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0.02"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(rateOf(w.contenders()[0]), 0.02);
    QCOMPARE(rateOf(w.contenders()[2]), 0.5);
  }

  void draggedCardLandsWhereTheLineStands() {
    Window w(*themes_, {contender("SGD"), contender("Adam"), contender("RMSprop"), contender("Lion")});
    const auto mark = [&](std::size_t i) { return contenderMark(themes_->theme(), w.model.scenario(), i); };
    const QColor sgd = mark(0).color;
    const QString lion = mark(3).marker;
    for (std::size_t i = 0; i < 4; ++i) w.card(i).setFolded(true);
    w.settle();
    w.card(2).setFolded(false);
    w.card(2).setFolded(true);
    QWidget* header = w.card(0).header();
    QWidget* line = w.dock->findChild<QWidget*>(QStringLiteral("dropLine"));
    const auto inHeader = [&](std::size_t i, double share) {
      const QWidget* card = &w.card(i);
      return header->mapFromGlobal(card->mapToGlobal(QPoint(card->width() / 2, int(card->height() * share))));
    };
    // Escape gives up.
    QTest::mousePress(header, Qt::LeftButton, {}, inHeader(0, 0.5));
    QVERIFY(!line->isVisible());
    QTest::mouseMove(header, inHeader(2, 0.9));
    QVERIFY(line->isVisible());
    QVERIFY(line->geometry().center().y() > w.card(2).geometry().bottom());
    QVERIFY(line->geometry().center().y() < w.card(3).geometry().top());
    QTest::keyClick(header, Qt::Key_Escape);
    QVERIFY(!line->isVisible());
    QTest::mouseRelease(header, Qt::LeftButton, {}, inHeader(2, 0.9));
    QCOMPARE(w.names(), (Names{"SGD", "Adam", "RMSprop", "Lion"}));
    QTest::mousePress(header, Qt::LeftButton, {}, inHeader(0, 0.5));
    QTest::mouseMove(header, inHeader(2, 0.9));
    QTest::mouseRelease(header, Qt::LeftButton, {}, inHeader(2, 0.9));
    QCOMPARE(w.names(), (Names{"Adam", "RMSprop", "SGD", "Lion"}));
    QCOMPARE(w.view.now().contender, std::size_t{2});
    QCOMPARE(w.model.undoStack()->count(), 1);
    // Colours and markers went with their contenders.
    QCOMPARE(mark(2).color, sgd);
    QCOMPARE(mark(3).marker, lion);
    w.model.undoStack()->undo();
    QCOMPARE(w.names(), (Names{"SGD", "Adam", "RMSprop", "Lion"}));
  }

  void altAndArrowsMoveACard() {
    Window w(*themes_, {contender("SGD"), contender("Adam"), contender("RMSprop")});
    NumberField* field = w.card(0).options()->row("lr")->field();
    field->setFocus();
    QTest::keyClick(w.dock.get()->window()->windowHandle(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(w.names(), (Names{"Adam", "SGD", "RMSprop"}));
    QTest::keyClick(w.dock.get()->window()->windowHandle(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(w.dock.get()->window()->windowHandle(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(w.names(), (Names{"Adam", "RMSprop", "SGD"}));
    QTest::keyClick(w.dock.get()->window()->windowHandle(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(w.names(), (Names{"Adam", "SGD", "RMSprop"}));
  }

  void nameIsChangedInPlaceAndEscapeKeepsIt() {
    Window w(*themes_, {contender("SGD")});
    ContenderHeader* header = w.card(0).header();
    const auto doubleClick = [&] {
      QTest::mouseDClick(header, Qt::LeftButton, {}, header->nameLabel()->geometry().center());
    };
    doubleClick();
    QVERIFY(header->nameField());
    QTest::keyClicks(header->nameField(), QStringLiteral("Plain descent"));
    QTest::keyClick(header->nameField(), Qt::Key_Return);
    QVERIFY(!header->nameField());
    QCOMPARE(w.contenders()[0].label, std::string("Plain descent"));
    QCOMPARE(header->name(), QStringLiteral("Plain descent"));
    doubleClick();
    QTest::keyClicks(header->nameField(), QStringLiteral("other"));
    QTest::keyClick(header->nameField(), Qt::Key_Escape);
    QCOMPARE(w.contenders()[0].label, std::string("Plain descent"));
    QCOMPARE(w.model.undoStack()->count(), 1);
    // Nothing typed: the optimizer's own name.
    doubleClick();
    QTest::keyClick(header->nameField(), Qt::Key_Delete);
    QTest::keyClick(header->nameField(), Qt::Key_Return);
    QVERIFY(w.contenders()[0].label.empty());
    QCOMPARE(header->name(), QStringLiteral("SGD"));
  }

  void colourAndMarkerAreChosenFromThePopup() {
    Window w(*themes_, {contender("SGD"), contender("Adam")});
    MarkPopup* popup = w.card(0).markPopup();
    QTest::mouseClick(w.card(0).header()->markButton(), Qt::LeftButton);
    QVERIFY(popup->isVisible());
    QTest::mouseClick(popup->colorButton(2), Qt::LeftButton);
    QVERIFY(!popup->isVisible());
    QCOMPARE(w.contenders()[0].color, std::string("#009E73"));
    QTest::mouseClick(w.card(0).header()->markButton(), Qt::LeftButton);
    QTest::mouseClick(popup->markerButton(6), Qt::LeftButton);
    QCOMPARE(w.contenders()[0].marker, std::string("pentagon"));
    QTest::mouseClick(w.card(0).header()->markButton(), Qt::LeftButton);
    QTest::mouseClick(popup->resetButton(), Qt::LeftButton);
    QVERIFY(w.contenders()[0].color.empty() && w.contenders()[0].marker.empty());
    QCOMPARE(w.model.undoStack()->count(), 3);
  }

  void newContendersHaveMarksOfTheirOwn() {
    Window w(*themes_, {contender("SGD"), contender("Adam"), contender("RMSprop")});
    const auto look = [&](std::size_t i) {
      const ContenderMark mark = contenderMark(themes_->theme(), w.model.scenario(), i);
      return mark.color.name() + mark.marker;
    };
    const QString third = look(2);
    QMenu menu;
    actionOf(w.card(1), menu, QStringLiteral("duplicate"))->trigger();
    QCOMPARE(w.names(), (Names{"SGD", "Adam", "Adam", "RMSprop"}));
    QCOMPARE(look(3), third);
    actionOf(w.card(0), menu, QStringLiteral("remove"))->trigger();
    QCOMPARE(w.names(), (Names{"Adam", "Adam", "RMSprop"}));
    QCOMPARE(look(2), third);
    for (int i = 0; i < 5; ++i) {
      QTest::mouseClick(w.dock->addButton(), Qt::LeftButton);
      w.press(Qt::Key_Return);
    }
    QStringList looks;
    for (std::size_t i = 0; i < w.contenders().size(); ++i) looks << look(i);
    QCOMPARE(looks.removeDuplicates(), qsizetype{0});
  }

  void soloShowsOneAndThenAll() {
    Window w(*themes_, {contender("SGD"), contender("Adam"), contender("RMSprop")});
    QMenu menu;
    actionOf(w.card(1), menu, QStringLiteral("solo"))->trigger();
    QVERIFY(w.contenders()[0].hidden && !w.contenders()[1].hidden && w.contenders()[2].hidden);
    QVERIFY(w.card(1).header()->soloButton()->isChecked());
    QTest::mouseClick(w.card(1).header()->soloButton(), Qt::LeftButton);
    QVERIFY(!w.contenders()[0].hidden && !w.contenders()[1].hidden && !w.contenders()[2].hidden);
  }

  void presetsKeepTheRateThatTheyDoNotName() {
    Window w(*themes_, {contender("SGD", {{"lr", 0.02}, {"weight_decay", 0.1}})});
    const auto apply = [&](const QString& label) {
      QMenu menu;
      w.card(0).fillMenu(&menu);
      for (QAction* action : menu.findChild<QMenu*>(QStringLiteral("presets"))->actions()) {
        if (action->text() == label) return action->trigger();
      }
      QFAIL("no such preset");
    };
    apply(QStringLiteral("Nesterov"));
    QCOMPARE(w.contenders()[0].options, (Options{{"lr", 0.02}, {"momentum", 0.9}, {"nesterov", true}}));
    apply(QStringLiteral("For 2-D surfaces"));
    QCOMPARE(w.contenders()[0].options, (Options{{"lr", 0.01}, {"momentum", 0.9}}));
    apply(QStringLiteral("PyTorch's defaults"));
    QVERIFY(w.contenders()[0].options.empty());
  }

  void ownStartStandsWhereTheCommonOneDid() {
    Window w(*themes_, {contender("SGD"), contender("Adam")});
    QMenu menu;
    actionOf(w.card(1), menu, QStringLiteral("start"))->trigger();
    QCOMPARE(w.contenders()[1].start.size(), std::size_t{1});
    QCOMPARE(*w.contenders()[1].start[0], (std::vector<double>{1.0, 1.0}));
    QAction* again = actionOf(w.card(1), menu, QStringLiteral("start"));
    QVERIFY(again->isChecked());
    again->trigger();
    QVERIFY(w.contenders()[1].start.empty());
  }

  // ½(x² + 25y²): plain descent is stable below 2/25.
  void divergenceIsSaidWithItsBoundAndMended() {
    Window w(*themes_, {contender("SGD", {{"lr", 0.3}})});
    OptionRow* row = w.card(0).options()->row("lr");
    QVERIFY(QTest::qWaitFor([&] { return row->message().contains(QStringLiteral("bound")); }, 20'000));
    QVERIFY2(row->message().contains(QStringLiteral("Diverges on")), qPrintable(row->message()));
    Q_EMIT row->noteLinkActivated();
    const double rate = rateOf(w.contenders()[0]);
    QVERIFY2(rate >= 0.07 && rate < 0.1, qPrintable(QString::number(rate)));
    QVERIFY(QTest::qWaitFor([&] { return row->message().isEmpty(); }, 20'000));
  }

  void faultyEntryNamesTheFieldAndTheValueInForce() {
    Window w(*themes_, {contender("Adam", {{"betas", {0.8, 0.99}}}), contender("AggMo")});
    OptionRow* beta = w.card(0).options()->row("betas", 0);
    beta->field()->setFocus();
    beta->field()->selectAll();
    QTest::keyClicks(beta->field(), QStringLiteral("1.5"));
    QTest::keyClick(beta->field(), Qt::Key_Return);
    QVERIFY2(beta->message().contains(QStringLiteral("Still using 0.8")), qPrintable(beta->message()));
    QVERIFY2(beta->message().contains(QStringLiteral("1.5")), qPrintable(beta->message()));
    OptionRow* list = w.card(1).options()->row("betas");
    list->edit()->setFocus();
    list->edit()->selectAll();
    QTest::keyClicks(list->edit(), QStringLiteral("0, 2"));
    QTest::keyClick(list->edit(), Qt::Key_Return);
    QVERIFY2(list->message().contains(QStringLiteral("Still using 0, 0.9, 0.99")), qPrintable(list->message()));
    QCOMPARE(w.model.undoStack()->count(), 0);
  }

  void doubleClickResetsOneNumberAlone() {
    Window w(*themes_, {contender("Adam", {{"betas", {0.5, 0.6}}, {"lr", 0.2}})});
    OptionRow* first = w.card(0).options()->row("betas", 0);
    QTest::mouseDClick(first->slider(), Qt::LeftButton);
    QVERIFY(w.contenders()[0].options.at("betas") == Json({0.9, 0.6}));
    OptionRow* second = w.card(0).options()->row("betas", 1);
    QTest::mouseDClick(second, Qt::LeftButton, {}, QPoint(20, second->height() / 2));
    QVERIFY(!w.contenders()[0].options.contains("betas"));
    QVERIFY(w.contenders()[0].options.contains("lr"));
  }

  void pointerOverAStripReadsItsOutcome() {
    Window w(*themes_, {contender("SGD")});
    ValueSlider* slider = w.card(0).options()->row("lr")->slider();
    slider->setStrip({StripOutcome::Converges, StripOutcome::Diverges});
    const auto hint = [&]() -> HoverHint* { return w.dock->findChild<HoverHint*>(); };
    Q_EMIT slider->hovered(slider->scale().range.max, slider->mapToGlobal(QPoint(50, 5)));
    QVERIFY(hint() && hint()->isVisible());
    Q_EMIT slider->hoverEnded();
    QVERIFY(!hint()->isVisible());
  }

  void wheelNotchesAreOneEntry() {
    Window w(*themes_, {contender("SGD")});
    ValueSlider* slider = w.card(0).options()->row("lr")->slider();
    slider->setFocus();
    for (int i = 0; i < 4; ++i) {
      const QPointF at(slider->width() / 2.0, slider->height() / 2.0);
      QWheelEvent notch(at, slider->mapToGlobal(at), {}, QPoint(0, 120), Qt::NoButton, Qt::NoModifier,
                        Qt::NoScrollPhase, false);
      QCoreApplication::sendEvent(slider, &notch);
    }
    QVERIFY(rateOf(w.contenders()[0]) > 1e-3);
    QCOMPARE(w.model.undoStack()->count(), 1);
  }

  void typedValuesBeyondTheSliderStay() {
    Window w(*themes_, {contender("SGD")});
    OptionRow* row = w.card(0).options()->row("lr");
    row->field()->setFocus();
    row->field()->selectAll();
    QTest::keyClicks(row->field(), QStringLiteral("1e9"));
    QTest::keyClick(row->field(), Qt::Key_Return);
    QCOMPARE(w.contenders()[0].options.at("lr").get<double>(), 1e9);
    QCOMPARE(row->slider()->value(), 1e9);
    w.settle();
    QCOMPARE(w.contenders()[0].options.at("lr").get<double>(), 1e9);
  }
};

QTEST_MAIN(ContenderDockTest)
#include "contender_dock_test.moc"
