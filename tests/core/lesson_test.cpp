// Lessons: their part of the file, the language in which they speak of runs, and the check that they say what is so.

#include "core/scenario/lesson.h"

#include "core/lessons/condition.h"
#include "core/lessons/lesson_check.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/prediction_gap.h"
#include "core/lessons/quantity.h"
#include "core/scenario/chart_description.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace thalweg;

namespace {

/// A lesson of two pages in a ravine, all of which is so.
const char* const trueLesson = R"j({
  "thalweg": 1,
  "panels": [{"objective": "quadratic", "options": {"kappa": 25}, "start": [-5, 0.4]}],
  "contenders": [{"optimizer": "GradientDescent", "options": {"lr": 0.0755}}],
  "steps": 60,
  "lesson": {"title": "Why the rate has a limit", "chapter": "Rate", "needs": ["ravines"], "pages": [
    {"text": "At 0.0755 it arrived in {steps} steps, where it is {distance(0):2} away.", "claims": ["outcome(0) == converged"]},
    {"text": "Now 0.081.",
     "show": {"contenders": {"0": {"options": {"lr": 0.081}}}},
     "controls": ["contenders[0].lr"],
     "ask": {"kind": "choice", "question": "What happens at 0.081?", "answers": [
       {"text": "It arrives", "right": "outcome(0) == converged", "contender": {"options": {"lr": 0.07}}},
       {"text": "It swings ever wider", "right": "growing(0)", "contender": {"options": {"lr": 0.0815}}}]},
     "why": "Each step multiplies $y$ by $1 - \\mathrm{lr}\\,\\lambda$ = {1 - contenders[0].lr*curvature_max(0):4}. $\\frac{2}{{=curvature_max(0)}}$",
     "try": {"task": "Arrive with lr above 0.07.", "done": [
       {"text": "above 0.07", "when": "contenders[0].lr > 0.07", "now": "{contenders[0].lr}"},
       {"text": "it arrives", "when": "outcome(0) == converged", "now": "{outcome(0)}"}],
       "solution": {"contenders": {"0": {"options": {"lr": 0.0755}}}}},
     "claims": ["loss(0) > 2*loss(0, 0)", {"when": "loss(0) < 2", "with": {"contenders": {"0": {"options": {"lr": 0.02}}}}}]}
  ]}})j";

/// The lesson with `from` replaced, which must occur.
std::string edited(const char* from, const char* to) {
  std::string text = trueLesson;
  const std::size_t at = text.find(from);
  if (at == std::string::npos) qFatal("\"%s\" does not occur", from);
  return text.replace(at, std::string(from).size(), to);
}

std::string faultsOf(const std::string& text) {
  std::string all;
  for (const LessonFault& fault : checkLesson(parseScenario(text))) all += fault.place + ": " + fault.message + "\n";
  return all;
}

RunFacts ravine(double rate) {
  Scenario s = parseScenario(trueLesson);
  s.contenders[0].options["lr"] = rate;
  s.lesson = {};
  return RunFacts(s);
}

}  // namespace

class LessonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aTrueLessonHasNoFaults() { QCOMPARE(faultsOf(trueLesson), std::string()); }

  void eachFalseWordIsFound_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("fault");
    const auto row = [](const char* name, const char* from, const char* to, const char* fault) {
      QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(fault);
    };
    row("a claim", "loss(0) > 2*loss(0, 0)", "loss(0) > 3*loss(0, 0)", "lesson.pages[1].claims[0]: it is not so");
    row("a claim about other settings", R"j("loss(0) < 2")j", R"j("loss(0) < 1")j",
        "lesson.pages[1].claims[1]: it is not so");
    row("a number in a text", "At 0.0755 it", "At 0.0775 it", "lesson.pages[0].text: 0.0775 is neither");
    row("a number in a question", "at 0.081?", "at 0.082?", "lesson.pages[1].ask.question: 0.082 is neither");
    row("a number in a task", "lr above 0.07.", "lr above 0.075.", "lesson.pages[1].try.task: 0.075 is neither");
    row("a setting", R"({"optimizer": "GradientDescent", "options": {"lr": 0.0755}})",
        R"({"optimizer": "GradientDescent", "options": {"lr": 0.0705}})", "lesson.pages[0].text: 0.0755 is neither");
    row("no answer is right", R"j("right": "growing(0)")j", R"j("right": "outcome(0) == diverged")j",
        "lesson.pages[1].ask.answers: none is right");
    row("two answers are right", R"j("right": "outcome(0) == converged", "contender": {"options": {"lr": 0.07}})j",
        R"j("right": "loss(0) > 0")j", "lesson.pages[1].ask.answers: 0 and 1 are right");
    row("a sketch of something else", R"({"options": {"lr": 0.07}})", R"({"options": {"lr": 0.0817}})",
        "lesson.pages[1].ask.answers[0].contender: the sketch does not do");
    row("a sketch that the other answers have not",
        R"j("right": "outcome(0) == converged", "contender": {"options": {"lr": 0.07}})j",
        R"j("right": "outcome(0) == converged")j",
        "lesson.pages[1].ask.answers: some have a sketch and some have none");
    row("a page that shows what the next one asks", R"("show": {"contenders": {"0": {"options": {"lr": 0.081}}}},)",
        R"("show": {"contenders": {"0": {"label": "other"}}},)",
        "lesson.pages[1].ask: what it asks about is seen on page 1 already");
    row("a sketch that is the answer", R"({"options": {"lr": 0.0815}})", R"({"options": {"lr": 0.081}})",
        "lesson.pages[1].ask.answers[1].contender: the sketch is the run that is asked about");
    row("a task that is done already", R"j(outcome(0) == converged", "now")j", R"(steps == 60", "now")",
        "lesson.pages[1].try: it is done to begin with");
    row("a solution that does not", R"("solution": {"contenders": {"0": {"options": {"lr": 0.0755}}}})",
        R"("solution": {"contenders": {"0": {"options": {"lr": 0.0805}}}})",
        "lesson.pages[1].try.done[1]: the solution does not meet it");
    row("an unknown quantity", "{distance(0):2}", "{nearness(0):2}", "lesson.pages[0].text: ");
    row("a contender that is not there", "growing(0)", "growing(1)", "there is no contender 1");
    row("a setting that is not there", "contenders[0].lr > 0.07", "contenders[0].rate > 0.07", "there is no setting");
    row("a value that is none", "{distance(0):2}", "{arrival(0)/0}", "has no finite value");
    row("a brace that stays open", "{distance(0):2}", "{distance(0)", "a brace is not closed");
  }

  void eachFalseWordIsFound() {
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, fault);
    const std::string faults = faultsOf(edited(from.constData(), to.constData()));
    QVERIFY2(faults.find(fault.toStdString()) != std::string::npos, faults.c_str());
  }

  void wrongFilesAreRefusedWithTheirPlace_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("place");
    const auto row = [](const char* name, const char* from, const char* to, const char* place) {
      QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(place);
    };
    row("unknown key", R"("chapter")", R"("chaptre")", "lesson.chaptre: unknown key");
    row("no title", R"("title": "Why the rate has a limit", )", "", "lesson.title: expected a text, found nothing");
    row("a page without text", R"("text": "Now 0.081.",)", "", "lesson.pages[1].text: expected a text");
    row("a change that does not fit", R"("show": {"contenders": {"0": {"options": {"lr": 0.081}}}})",
        R"("show": {"contenders": {"0": {"options": {"lr": -1}}}})",
        "lesson.pages[1].show: contenders[0].options.lr: expected");
    row("a change of what is not there", R"("show": {"contenders": {"0")", R"("show": {"contenders": {"2")",
        "lesson.pages[1].show.contenders[2]: expected the number of an entry, 0 to 1");
    row("a change of the lesson", R"("show": {"contenders")", R"("show": {"lesson": null, "contenders")",
        "lesson.pages[1].show.lesson: a page cannot change the lesson");
    row("unknown control", R"("controls": ["contenders[0].lr"])", R"("controls": ["contenders[0].momentum"])",
        "lesson.pages[1].controls[0]: expected an option");
    row("a solution beyond the controls", R"("solution": {"contenders")", R"("solution": {"steps": 90, "contenders")",
        "lesson.pages[1].try.solution: it changes steps");
    row("unknown kind", R"("kind": "choice")", R"("kind": "guess")",
        "lesson.pages[1].ask.kind: expected one of choice");
    row("tolerance of a choice", R"("kind": "choice",)", R"("kind": "choice", "tolerance": 1,)",
        "lesson.pages[1].ask.tolerance: a choice has none");
    row("a panel that is not there", R"("kind": "choice",)", R"("kind": "choice", "panel": 1,)",
        "lesson.pages[1].ask.panel: there are only 1 panels");
    row("no solution", R"("solution": {"contenders": {"0": {"options": {"lr": 0.0755}}}})", R"("solution": null)",
        "lesson.pages[1].try.solution");
  }

  void wrongFilesAreRefusedWithTheirPlace() {
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, place);
    try {
      parseScenario(edited(from.constData(), to.constData()));
      QFAIL("it was taken");
    } catch (const ScenarioError& error) {
      QVERIFY2(std::string(error.what()).starts_with(place.toStdString()), error.what());
    }
  }

  void longTextsAreRefused() {
    const std::string longText(limits::lessonText + 1, 'a');
    QVERIFY_EXCEPTION_THROWN((void)parseScenario(edited("Now 0.081.", longText.c_str())), ScenarioError);
    std::string pages;
    for (std::size_t i = 0; i <= limits::lessonPages; ++i) pages += R"({"text": "a"},)";
    QVERIFY_EXCEPTION_THROWN((void)parseScenario(edited(R"("pages": [)", (R"("pages": [)" + pages).c_str())),
                             ScenarioError);
  }

  void filesKeepTheLesson() {
    const Scenario read = parseScenario(trueLesson);
    const std::string text = writeScenario(read);
    QVERIFY(parseScenario(text) == read);
    QCOMPARE(writeScenario(parseScenario(text)), text);
    Scenario other = read;
    other.lesson = {};
    QVERIFY(!(other == read));
  }

  void allKindsOfQuestionsAreReadAndWritten() {
    for (const char* kind : {R"("kind": "endpoint", "tolerance": 0.2)", R"("kind": "path")",
                             R"j("kind": "value", "of": "loss(0)", "range": [0, 10])j"}) {
      const std::string text =
          R"({"thalweg": 1, "panels": [{"objective": "sphere"}], "contenders": [{"optimizer": "SGD"}],
        "lesson": {"title": "a", "chapter": "b", "pages": [{"text": "c", "ask": {"question": "d", )" +
          std::string(kind) + "}}]}}";
      const Scenario s = parseScenario(text);
      QVERIFY(parseScenario(writeScenario(s)) == s);
      QVERIFY(checkLesson(s).empty());
    }
  }

  void guessesThatNobodyCanMakeAreFaults() {
    const auto faultsOfAsking = [](const std::string& panel, const std::string& ask) {
      return faultsOf(R"({"thalweg": 1, "panels": [{"objective": "sphere")" + panel + R"(}],
        "contenders": [{"optimizer": "SGD", "options": {"lr": 0.1}}], "steps": 50,
        "lesson": {"title": "a", "chapter": "b", "pages": [{"text": "c", "ask": {"question": "d", )" +
                      ask + "}}]}}");
    };
    QCOMPARE(faultsOfAsking("", R"("kind": "endpoint")"), std::string());
    QVERIFY(faultsOfAsking(R"(, "view": {"x": [1, 3], "y": [1, 3]})", R"("kind": "endpoint")").find("outside") !=
            std::string::npos);
    QVERIFY(faultsOfAsking(R"(, "view": {"x": [1, 3], "y": [1, 3]})", R"("kind": "path")").find("outside") !=
            std::string::npos);
    QCOMPARE(faultsOfAsking("", R"("kind": "value", "of": "steps", "range": [1, 50])"), std::string());
    QVERIFY(faultsOfAsking("", R"("kind": "value", "of": "steps", "range": [1, 49])").find("ask.range") !=
            std::string::npos);
    QVERIFY(faultsOfAsking("", R"j("kind": "value", "of": "below(0, -1)", "range": [1, 49])j").find("ask.of") !=
            std::string::npos);
  }

  void inDecadesTooLittleIsAsFarAsTooMuch() {
    const RunFacts facts = ravine(0.0755);
    const LessonQuestion ask{
        .kind = LessonQuestion::Kind::Value, .question = "?", .of = "loss(0, 0)", .range = {1e-3, 1e3}, .tolerance = 1};
    const double truth = LessonFormula(ask.of).value(facts, 0);
    const auto isNear = [&](double value) { return predictionGap(ask, {.page = 0, .value = value}, facts)->isNear; };
    QVERIFY(isNear(truth) && isNear(1.9 * truth) && isNear(truth / 1.9));
    QVERIFY(!isNear(2.1 * truth) && !isNear(truth / 2.1) && !isNear(1e-3));
  }

  void changesReachEntriesOfListsByTheirNumbers() {
    const Scenario s = parseScenario(trueLesson);
    const Scenario more = changed(
        s,
        Json::parse(
            R"({"contenders": {"1": {"optimizer": "Adam"}}, "steps": null, "panels": {"0": {"start": [1, 2]}}})"),
        "x");
    QCOMPARE(more.contenders.size(), 2u);
    QCOMPARE(more.contenders[1].optimizer, std::string("Adam"));
    QCOMPARE(more.steps, Scenario().steps);
    QCOMPARE(more.panels[0].start, (std::vector<double>{1, 2}));
    QCOMPARE(changed(more, Json::parse(R"({"contenders": {"0": null}})"), "x").contenders[0].optimizer,
             std::string("Adam"));
    QVERIFY(more.lesson == s.lesson);
    QCOMPARE(differences(s, changed(s, Json::parse(R"({"contenders": {"0": {"options": {"lr": 0.1}}}})"), "x")),
             std::vector<std::string>{"contenders[0].options.lr"});
  }

  void formulasAskTheRun() {
    const RunFacts facts = ravine(0.081);
    const auto value = [&](const char* text) { return LessonFormula(text).value(facts, 0); };
    const Trajectory& path = facts.path(0, 0);
    QCOMPARE(value("loss(0)"), path.loss[60]);
    QCOMPARE(value("loss(0, 7)@0"), path.loss[7]);
    QCOMPARE(value("x(0, 1, 3)"), path.points(3, 1));
    QCOMPARE(value("1 - contenders[0].lr*curvature_max(0)"), 1 - 0.081 * 25);
    QCOMPARE(value("panels[0].start[0] + panels[0].kappa + steps"), -5.0 + 25 + 60);
    QCOMPARE(value("gradient.batch"), std::numeric_limits<double>::infinity());
    QCOMPARE(value("turns(0, 1)"), 59.0);
    QCOMPARE(value("below(0, 6)"),
             static_cast<double>(std::ranges::find_if(path.loss, [](double f) { return f <= 6; }) - path.loss.begin()));
    QVERIFY(std::isinf(value("below(0, 1e-9)")));
    QVERIFY(std::abs(value("travelled(0, 2) - move(0, 1) - move(0, 2)")) < 1e-12);
    QVERIFY(LessonFormula("outcome(0) == oscillating and growing(0)").holds(facts, 0));
    QVERIFY(!LessonFormula("outcome(0) == converged").holds(facts, 0));
    QVERIFY(LessonFormula("outcome(0) == converged").holds(ravine(0.0755), 0));
  }

  void whatStandsAloneIsFoundInAChart() {
    const auto place = [](const char* text) { return LessonFormula(text).chartPlace(); };
    QVERIFY((place("loss(0)") == ChartPlace{.chart = "loss"}));
    QVERIFY((place("move(1, 20)@2") == ChartPlace{.chart = "step_length", .contender = 1, .step = 20, .panel = 2}));
    for (const char* none : {"loss(0) + 1", "loss(0)/loss(1)", "outcome(0)", "x(0, 1)", "steps", "2"})
      QVERIFY2(!place(none), none);
    // A name that no chart has would never be found.
    for (const Quantity& quantity : quantities()) {
      if (!quantity.chart.empty()) QVERIFY2(findChart(quantity.chart), std::string(quantity.chart).c_str());
    }
  }

  void formulasRefuseWhatMeansNothing_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "loss", "loss()", "loss(0, 1, 2)", "loss(a)", "loss(0.5)", "below(0)", "loss(0) <",
                             "los(0)", "contenders", "contenders[0]", "contenders[9].lr", "panels[0].start[7]",
                             "x(0, 5)", "x(0, 0, 61.5)", "loss(0)@3", "test_loss(0)", "gradient.nothing"})
      QTest::newRow(text) << QByteArray(text);
  }

  void formulasRefuseWhatMeansNothing() {
    QFETCH(const QByteArray, text);
    const RunFacts facts = ravine(0.05);
    QVERIFY_EXCEPTION_THROWN((void)LessonFormula(text.toStdString()).value(facts, 0), LessonError);
  }

  void everyQuantityAnswers() {
    Scenario s;
    s.panels = {
        {.objective = "multilayer_perceptron", .options = {{"hidden", {2}}}, .dimension = {}, .start = {}, .view = {}}};
    s.contenders.resize(1);
    s.contenders[0].optimizer = "SGD";
    s.steps = 5;
    const RunFacts network(s);
    s.panels[0] = {.objective = "rosenbrock", .options = {}, .dimension = {}, .start = {}, .view = {}};
    const RunFacts valley(s);
    for (const Quantity& quantity : quantities()) {
      std::string text = std::string(quantity.name) + "(0";
      for (std::size_t i = 0; i < quantity.least; ++i) text += ", 1";
      text += ")";
      const bool known = quantity.name == "distance" || quantity.name == "minimum";
      QVERIFY2(!std::isnan(LessonFormula(text).value(known ? valley : network, 0)), text.c_str());
    }
  }

  void valuesStandInTextsAsPeopleWriteThem() {
    const RunFacts facts = ravine(0.0755);
    QCOMPARE(filledText("lr {contenders[0].lr}, {0 - 1.5}, {3e-8}, {1/3:5}", facts, 0),
             std::string("lr 0.0755, −1.5, 3·10⁻⁸, 0.33333"));
    QCOMPARE(filledText(R"($\frac{a}{{=panels[0].kappa}} = {=3e-8}$ and \{x\})", facts, 0),
             std::string(R"($\frac{a}{25} = 3\cdot 10^{-8}$ and {x})"));
    QCOMPARE(filledText("{outcome(0)}", facts, 0), std::string("arrived"));
    QVERIFY_EXCEPTION_THROWN((void)filledText("{1/0}", facts, 0), LessonError);
    QVERIFY_EXCEPTION_THROWN((void)filledText("{1:0}", facts, 0), LessonError);
    QCOMPARE(filledText("$$x_{t}$$ `{a}` {1}", facts, 0), std::string("$$x_{t}$$ `{a}` 1"));
    QVERIFY_EXCEPTION_THROWN((void)filledText("$x", facts, 0), LessonError);
  }

  void writtenNumbersAreThoseOfResults() {
    std::vector<std::string> found;
    for (const WrittenNumber& n :
         writtenNumbers("In 1983, step 3 of 60 at 0.5 ({loss(0)}), `lr=7.5`, x12, $\\frac{1}{25} = 0.04$."))
      found.push_back(n.text);
    QCOMPARE(found, (std::vector<std::string>{"60", "0.5", "0.04"}));
  }
};

QTEST_GUILESS_MAIN(LessonTest)
#include "lesson_test.moc"
