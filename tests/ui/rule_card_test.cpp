// A typed rule on its card: lines that take effect while they are typed, faults with their place, sliders that come and
// go, methods written as rules and compared.

#include "core/contracts/optimizer.h"
#include "ui/background/compute_controller.h"
#include "ui/contenders/contender_card.h"
#include "ui/contenders/contender_dock.h"
#include "ui/contenders/rule_editor.h"
#include "ui/contenders/rule_view.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"

#include <QMenu>
#include <QTest>

#include <memory>

using namespace thalweg;

namespace {

constexpr int kPatience = 30'000;  // ms; only a broken program waits that long
std::unique_ptr<ThemeController> themes;

Scenario scenarioOf(const std::string& optimizer, Options options = {}) {
  Scenario s;
  s.panels.emplace_back().objective = "rosenbrock";
  s.contenders.emplace_back().optimizer = optimizer;
  s.contenders[0].options = std::move(options);
  s.steps = 40;
  return s;
}

/// The dock with its first card.
struct Stage {
  explicit Stage(const Scenario& scenario) : compute(model) {
    dock = std::make_unique<ContenderDock>(*themes, model, compute, view);
    model.reset(scenario);
    dock->resize(340, 900);
    dock->show();
    // Without a window manager nobody else gives the focus.
    dock->activateWindow();
    if (!QTest::qWaitForWindowActive(dock.get(), kPatience)) qWarning("the window is not active");
  }
  [[nodiscard]] ContenderCard& card() const { return *dock->card(0); }
  [[nodiscard]] const Options& options() const { return model.scenario().contenders[0].options; }
  [[nodiscard]] std::string formula() const {
    const auto found = options().find("formula");
    return found == options().end() ? std::string() : found->second.get<std::string>();
  }
  void typeAll(const QString& text) {
    RuleField* field = card().ruleEditor()->field();
    field->setFocus();
    field->selectAll();
    QTest::keyClick(field, Qt::Key_Delete);
    for (const QChar c : text) {
      if (c == QLatin1Char('\n'))
        QTest::keyClick(field, Qt::Key_Return);
      else
        QTest::keyClicks(field, QString(c));
    }
  }

  ScenarioModel model;
  ComputeController compute;
  Playback playback;
  ViewState view{model, playback};
  std::unique_ptr<ContenderDock> dock;
};

}  // namespace

class RuleCardTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { themes = std::make_unique<ThemeController>(qApp); }

  void otherMethodsHaveNoEditor() {
    Stage stage(scenarioOf("Adam"));
    QVERIFY(stage.card().ruleEditor()->isHidden());
    QVERIFY(stage.card().ruleEditor()->parameters()->isHidden());
  }

  void whatIsTypedTakesEffectAndHasSliders() {
    Stage stage(scenarioOf("rule"));
    RuleEditor* editor = stage.card().ruleEditor();
    QVERIFY(editor->isVisible());
    QCOMPARE(editor->field()->toPlainText(), QStringLiteral("m = b*m + g\nx = x - lr*m"));
    QVERIFY(editor->parameter("b") && !editor->parameter("eps"));
    QVERIFY(!stage.card().options()->row("formula") && stage.card().options()->row("lr"));
    stage.typeAll(QStringLiteral("v = c*v + (1-c)*g^2\nx = x - lr*g/(sqrt(v)+eps)"));
    QTRY_COMPARE_WITH_TIMEOUT(stage.formula(), "v = c*v + (1-c)*g^2\nx = x - lr*g/(sqrt(v)+eps)", kPatience);
    QVERIFY(!editor->parameter("b") && editor->parameter("c") && editor->parameter("eps"));
    QCOMPARE(stage.options().at("parameters")["eps"]["value"].get<double>(), 1e-8);
    QVERIFY2(editor->message().isEmpty(), qPrintable(editor->message()));
    // A slider's number.
    NumberField* field = editor->parameter("c")->field();
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("0.5"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(stage.options().at("parameters")["c"]["value"].get<double>(), 0.5);
    // The rule as formulas, with its own names.
    QVERIFY(stage.card().rule()->lines().join(QLatin1Char('\n')).contains(QStringLiteral("v_{t-1}")));
    // One step back for all that was typed in one go, after the one for the number.
    stage.model.undoStack()->undo();
    stage.model.undoStack()->undo();
    QCOMPARE(stage.formula(), std::string());
    QCOMPARE(editor->field()->toPlainText(), QStringLiteral("m = b*m + g\nx = x - lr*m"));
  }

  void faultsAreSaidAndTheLastGoodRuleStays() {
    Stage stage(scenarioOf("rule"));
    RuleEditor* editor = stage.card().ruleEditor();
    stage.typeAll(QStringLiteral("x = x - lr*g"));
    QTRY_COMPARE_WITH_TIMEOUT(stage.formula(), "x = x - lr*g", kPatience);
    stage.typeAll(QStringLiteral("v = abs(g)\nx = x - lr*g/(sqr(v) + 1)"));
    QTRY_VERIFY_WITH_TIMEOUT(
        editor->message().startsWith(QStringLiteral("Line 2, column 15: no function is called 'sqr'")), kPatience);
    QCOMPARE(stage.formula(), "x = x - lr*g");
    QCOMPARE(editor->field()->extraSelections().size(), 1);
    QCOMPARE(editor->field()->extraSelections().at(0).cursor.selectedText(), QStringLiteral("sqr"));
    // The link under the lines mends it.
    Q_EMIT editor->findChild<InlineMessage*>()->linkActivated();
    QTRY_COMPARE_WITH_TIMEOUT(stage.formula(), "v = abs(g)\nx = x - lr*g/(sqrt(v) + 1)", kPatience);
    QVERIFY(editor->field()->extraSelections().isEmpty());
    // Escape gives up what was typed.
    stage.typeAll(QStringLiteral("x = ("));
    QTRY_VERIFY_WITH_TIMEOUT(editor->message().startsWith(QStringLiteral("Line 1")), kPatience);
    QTest::keyClick(editor->field(), Qt::Key_Escape);
    QCOMPARE(editor->field()->toPlainText(), QStringLiteral("v = abs(g)\nx = x - lr*g/(sqrt(v) + 1)"));
    QVERIFY(editor->message().isEmpty());
  }

  void whatDoesNothingIsSaid() {
    Stage stage(scenarioOf("rule", {{"formula", "v = b*v + g\nx = x"}}));
    QVERIFY(stage.card().ruleEditor()->message().contains(QStringLiteral("v has no part in the step")));
    QVERIFY(stage.card().ruleEditor()->message().contains(QStringLiteral("no line changes x")));
  }

  void aMethodIsWrittenAsARuleAndCompared() {
    Stage stage(scenarioOf("Adam", {{"lr", 0.05}, {"weight_decay", 0.1}}));
    QMenu menu;
    stage.card().fillMenu(&menu);
    auto* write = menu.findChild<QAction*>(QStringLiteral("write-rule"));
    QVERIFY(write && write->isEnabled());
    write->trigger();
    QCOMPARE(stage.model.scenario().contenders.size(), std::size_t{2});
    const Contender& typed = stage.model.scenario().contenders[1];
    QCOMPARE(typed.optimizer, "rule");
    QVERIFY(typed.options.at("formula").get<std::string>().find("beta_1") != std::string::npos);
    QCOMPARE(typed.options.at("lr").get<double>(), 0.05);
    stage.card().fillMenu(&menu);
    auto* others = menu.findChild<QMenu*>(QStringLiteral("compare"));
    QVERIFY(others && others->actions().size() == 1);
    others->actions().at(0)->trigger();
    bool said = false;
    for (const InlineMessage* message : stage.card().findChildren<InlineMessage*>())
      said = said || message->text().startsWith(QStringLiteral("The same as Adam, typed on Rosenbrock"));
    QVERIFY(said);
    // Not every method is a rule, and why is said.
    Stage newton(scenarioOf("Newton"));
    QMenu other;
    newton.card().fillMenu(&other);
    auto* none = other.findChild<QAction*>(QStringLiteral("write-rule"));
    QVERIFY(none && !none->isEnabled() && !none->toolTip().isEmpty());
  }
};

QTEST_MAIN(RuleCardTest)
#include "rule_card_test.moc"
