// Points of one's own: as text, as options, and as what objectives are learned from.

#include "core/contracts/dataset.h"
#include "core/objectives/point_text.h"
#include "core/scenario/scenario.h"
#include "core/scenario/scenario_file.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace thalweg;

namespace {

constexpr PointColumns line{.values = true, .mostClasses = 0};
constexpr PointColumns twoClasses{.values = false, .mostClasses = 2};
constexpr PointColumns anyPoints{.values = true, .mostClasses = 3};

/// What is said of a text that cannot be read.
std::string refusal(std::string_view text, const PointColumns& expected = line) {
  try {
    (void)readPointText(text, expected);
    return "read";
  } catch (const PointTextError& error) {
    return error.what();
  }
}

std::shared_ptr<const Objective> objectiveOn(const std::string& id, const Options& options) {
  Panel panel;
  panel.objective = id;
  panel.options = options;
  return makeObjective(panel);
}

/// Path and message of what is refused.
std::string refusedOptions(const std::string& id, const Options& options) {
  try {
    (void)objectiveOn(id, options);
    return "taken";
  } catch (const OptionError& error) {
    return error.what();
  }
}

}  // namespace

class OwnPointsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void tablesOfAllSeparatorsAreRead() {
    const Json wanted = Json{{1, 2}, {-0.5, 3e2}};
    for (const char* text : {"1,2\n-0.5,3e2", "x,y\n1,2\n-0.5,3e2\n", "x;y\r\n1;2\r\n-0.5;3e2\r\n", "1\t2\r-0.5\t3e2",
                             "1 2\n -0.5   3e2\n", "# saved by a program\n1, 2\n\n-0.5 , 3e2 ,,\n",
                             "\xEF\xBB\xBF\"x\",\"y\"\n\"1\",2\n\xE2\x88\x92"
                             "0.5,\"3e2\"\n"}) {
      const PointText read = readPointText(text, line);
      QVERIFY2(read.points == wanted, text);
      QVERIFY2(read.testPoints.is_null() && read.notes.empty(), text);
    }
  }

  void decimalCommasAreUnderstoodWhereTheyPartNothing() {
    for (const char* text : {"1,5;2\n-0,25;3", "x\ty\n1,5\t2\n-0,25\t3"}) {
      const PointText read = readPointText(text, line);
      QVERIFY(read.points == (Json{{1.5, 2}, {-0.25, 3}}));
      QCOMPARE(read.notes.size(), 1u);
      QCOMPARE(read.notes[0], std::string("Decimal commas were read as points."));
    }
    QCOMPARE(
        refusal("1,5;2\n0.25;3"),
        std::string("row 2, column 1: a decimal point here, and a decimal comma in row 1, column 1; use one of them"));
    QCOMPARE(refusal("1,5,2,5"),
             std::string("row 1: expected two columns, an input and its value, perhaps one more that "
                         "says train or test, found 4; where numbers have decimal commas, part them "
                         "by semicolons"));
  }

  void aColumnSaysWhatIsHeldOut() {
    for (const char* text : {"x,y,split\n1,2,train\n3,4,test\n5,6,Train\n",
                             "set,x,y\ntraining,1,2\nTEST,3,4\ntrain,5,6", "1,train,2\n3,test,4\n5,train,6"}) {
      const PointText read = readPointText(text, line);
      QVERIFY2(read.points == (Json{{1, 2}, {5, 6}}), text);
      QVERIFY2(read.testPoints.size() == 1 && read.testPoints[0] == (Json{3, 4}), text);
    }
    QCOMPARE(refusal("x,y,split\n1,2,train\n3,4,later"),
             std::string("row 3, column 3: expected train or test, found \"later\""));
    QCOMPARE(refusal("1,2,test"), std::string("expected points for training, found points for testing alone"));
  }

  void faultsNameRowAndColumn() {
    QCOMPARE(refusal("x,y\n1,2\n3,four"), std::string("row 3, column 2: expected a number, found \"four\""));
    QCOMPARE(refusal("1,2\n3"), std::string("row 2: expected 2 cells, as the first row has, found 1"));
    QCOMPARE(refusal("1,2\n,3"), std::string("row 2, column 1: empty"));
    QCOMPARE(refusal("1,nan"), std::string("row 1, column 2: expected a number, found \"nan\""));
    QCOMPARE(refusal("1,2e9"), std::string("row 1, column 2: expected a number between −1e9 and 1e9, found \"2e9\""));
    QCOMPARE(refusal("\"1,2"), std::string("row 1, column 1: a quote is opened and not closed"));
    QCOMPARE(refusal(""), std::string("expected a row for each point, found nothing"));
    QCOMPARE(refusal("x,y\n"), std::string("expected a row for each point, found the names of columns alone"));
    QCOMPARE(refusal("1\n2"),
             std::string("row 1: expected two columns, an input and its value, perhaps one more that says "
                         "train or test, found 1"));
    QVERIFY(refusal("1,2", twoClasses).starts_with("row 1: expected three columns, two inputs and a class"));
    std::string many = "0,0\n";
    while (many.size() < 4 * (limits::points + 1)) many += "0,0\n";
    QCOMPARE(refusal(many), "expected at most " + std::to_string(limits::points) + " points, found more");
    many.resize(4 * limits::points);
    QCOMPARE(readPointText(many, line).points.size(), limits::points);
  }

  void classesMayHaveAnyNames() {
    const auto classesOf = [](const char* text, const PointColumns& expected) {
      std::vector<int> classes;
      for (const Json& point : readPointText(text, expected).points) classes.push_back(point[2].get<int>());
      return classes;
    };
    QCOMPARE(classesOf("0,0,-1\n1,1,1", twoClasses), (std::vector<int>{0, 1}));
    QCOMPARE(classesOf("0,0,1\n1,1,0", twoClasses), (std::vector<int>{1, 0}));
    QCOMPARE(classesOf("0,0,2\n1,1,0\n1,2,1", anyPoints), (std::vector<int>{2, 0, 1}));
    QCOMPARE(classesOf("0,0,9\n1,1,4", twoClasses), (std::vector<int>{1, 0}));
    const PointText named = readPointText("a,b,kind\n0,0,rose\n1,1,lily\n2,2,rose", anyPoints);
    QVERIFY(named.points == (Json{{0, 0, 0}, {1, 1, 1}, {2, 2, 0}}));
    QCOMPARE(named.notes, (std::vector<std::string>{"class 0 is \"rose\", class 1 is \"lily\"."}));
    QCOMPARE(refusal("0,0,a\n1,1,b\n2,2,c", twoClasses),
             std::string("row 3, column 3: expected at most 2 classes; beside \"a\", \"b\" there is \"c\""));
    QVERIFY(readPointText("1,2\n3,4", anyPoints).points == (Json{{1, 2}, {3, 4}}));
  }

  void whatIsWrittenIsRead() {
    PointText points = readPointText("0.1,2e-17,1\n-3,4,0\n5,6,1", twoClasses);
    QVERIFY(readPointText(writePointText(points), twoClasses).points == points.points);
    points.testPoints = Json{{7, 8, 0}};
    const PointText again = readPointText(writePointText(points), twoClasses);
    QVERIFY(again.points == points.points && again.testPoints == points.testPoints);
    // What is built in, too.
    for (const char* id :
         {"linear_regression", "polynomial_regression", "logistic_regression", "multilayer_perceptron"}) {
      const auto f = objectiveOn(id, {});
      const PointText lists = pointLists(withData(*f)->dataset());
      const PointText read = readPointText(writePointText(lists), {.values = true, .mostClasses = 2});
      QVERIFY2(read.points == lists.points && read.testPoints == lists.testPoints, id);
    }
  }

  void aSeedDrawsWhatIsHeldOut() {
    PointText points;
    for (int i = 0; i < 40; ++i) points.points.push_back(Json{i, 2 * i});
    PointText first = points;
    holdOut(first, 0.25, 1);
    QCOMPARE(first.points.size(), 30u);
    QCOMPARE(first.testPoints.size(), 10u);
    std::set<int> all;
    for (const Json* list : {&first.points, &first.testPoints}) {
      QVERIFY(std::is_sorted(list->begin(), list->end()));
      for (const Json& point : *list) all.insert(point[0].get<int>());
    }
    QCOMPARE(all.size(), 40u);
    PointText same = points;
    holdOut(same, 0.25, 1);
    QVERIFY(same.testPoints == first.testPoints);
    holdOut(same, 0.25, 2);
    QVERIFY(same.testPoints != first.testPoints);
    QCOMPARE(same.points.size(), 30u);
    holdOut(same, 0, 2);
    QVERIFY(same.testPoints.is_null() && same.points.size() == 40);
    holdOut(same, 1, 2);
    QCOMPARE(same.points.size(), 1u);
  }

  void optionsAreCheckedByPlace() {
    const auto of = [](const char* id, const Json& points, const Json& tests = {}) {
      Options options = {{"points", points}};
      if (!tests.is_null()) options["test_points"] = tests;
      return refusedOptions(id, options);
    };
    const char* const fit = "linear_regression";
    QCOMPARE(of(fit, Json{{1, 2}, {3, 4}}), std::string("taken"));
    QVERIFY(of(fit, Json::array()).starts_with("options.points: expected a list of points"));
    QVERIFY(of(fit, Json{{1, 2}, {3, "a"}}).starts_with("options.points[1][1]: expected a number"));
    QVERIFY(of(fit, Json{{1, 2}, {3, 1e10}}).starts_with("options.points[1][1]: expected a number"));
    QVERIFY(of(fit, Json{{1, 2}, {3, 4, 5}}).starts_with("options.points[1]: expected as many numbers"));
    QVERIFY(of(fit, Json{{1, 2, 0}}).starts_with("options.points[0]: expected two numbers, x and y, found 3"));
    QVERIFY(of(fit, Json{{1, 2}}, Json{{1, 2, 3}}).starts_with("options.test_points[0]: expected as many numbers"));
    QVERIFY(refusedOptions(fit, {{"test_points", Json{{1, 2}, {3, 4}}}})
                .starts_with("options.test_points: expected points"));
    QVERIFY(
        of("logistic_regression", Json{{0, 0, 1}, {1, 1, 2}}).starts_with("options.points[1][2]: expected a class"));
    QVERIFY(
        of("logistic_regression", Json{{0, 0, 1}, {1, 1, 0.5}}).starts_with("options.points[1][2]: expected a class"));
    QVERIFY(
        of("logistic_regression", Json{{0, 0, -1}, {1, 1, 0}}).starts_with("options.points[1][2]: expected −1 or 1"));
    QCOMPARE(of("multilayer_perceptron", Json{{0, 0, 1}, {1, 1, 2}}), std::string("taken"));
    QVERIFY(of("multilayer_perceptron", Json{{0, 0}, {1, 1}}).starts_with("options.loss: expected squared"));
    QCOMPARE(refusedOptions("multilayer_perceptron", {{"points", Json{{0, 0}, {1, 1}}}, {"loss", "squared"}}),
             std::string("taken"));
    Json many = Json::array();
    for (std::size_t i = 0; i <= limits::points; ++i) many.push_back(Json{0, 0});
    QVERIFY(of(fit, many).starts_with("options.points: expected at most 10000 points, found 10001"));
    many.erase(std::size_t{0});
    QCOMPARE(of(fit, many), std::string("taken"));
  }

  void scenariosKeepPoints() {
    const std::string text = R"({"thalweg": 1, "panels": [{"objective": "linear_regression",
      "options": {"points": [[0.1, 2], [3, -4.5]], "test_points": [[1, 1]]}}], "contenders": [], "steps": 3, "seed": 0})";
    const Scenario s = parseScenario(text);
    QVERIFY(parseScenario(writeScenario(s)) == s);
    const auto f = makeObjective(s.panels[0]);
    const Dataset& data = withData(*f)->dataset();
    QCOMPARE(data.inputs(1, 0), 3.0);
    QCOMPARE(data.targets[1], -4.5);
    QCOMPARE(data.testTargets.size(), Index{1});
  }

  void classesMeanTheSameInEitherSpelling() {
    const auto signs = objectiveOn("logistic_regression", {{"points", Json{{0, 1, -1}, {2, 0, 1}, {1, 3, 1}}}});
    const auto numbers = objectiveOn("logistic_regression", {{"points", Json{{0, 1, 0}, {2, 0, 1}, {1, 3, 1}}}});
    const Points x = Points::Constant(1, 3, 0.3);
    Column f;
    Column g;
    signs->value(x, f);
    numbers->value(x, g);
    QCOMPARE(f[0], g[0]);
    const auto third = objectiveOn("multilayer_perceptron",
                                   {{"hidden", Json::array({2})}, {"points", Json{{0, 1, 0}, {2, 0, 1}, {1, 3, 2}}}});
    QCOMPARE(third->dimension(), Index{2 * 2 + 2 + 3 * 2 + 3});
  }

  void withoutTestPointsNothingIsSaidOfThem() {
    for (const char* id :
         {"linear_regression", "polynomial_regression", "logistic_regression", "multilayer_perceptron"}) {
      const bool classes = std::string(id).starts_with("log") || std::string(id).starts_with("mul");
      const auto f = objectiveOn(id, {{"points", classes ? Json{{0, 1, 0}, {2, 0, 1}} : Json{{0, 1}, {2, 0}}}});
      const Points x = Points::Zero(1, f->dimension());
      Column values;
      QVERIFY2(!f->testLoss(x, values) && !f->testAccuracy(x, values), id);
      QCOMPARE(f->samples(), Index{2});
    }
  }

  void classesThatLieApartHaveNoMinimumButWhereWeightsCost() {
    const Json apart = {{-2, 0, 0}, {-1, 1, 0}, {1, 0, 1}, {2, 1, 1}};
    QVERIFY(objectiveOn("logistic_regression", {{"points", apart}, {"l2", 0}})->landmarks().empty());
    QCOMPARE(objectiveOn("logistic_regression", {{"points", apart}, {"l2", 0}})->infimum().value_or(-1), 0.0);
    QCOMPARE(objectiveOn("logistic_regression", {{"points", apart}, {"l2", 0.01}})->landmarks().size(), 1u);
    // Large inputs, on which whole steps of Newton's would lead uphill.
    const Json far = {{-2000, 10, 0}, {1000, 1, 0}, {1000, 0, 1}, {2000, 1, 1}, {-100, 5, 1}};
    const auto f = objectiveOn("logistic_regression", {{"points", far}, {"l2", 0.01}});
    QCOMPARE(f->landmarks().size(), 1u);
  }

  void picturesHoldTheMinimumAndStayWhileAPointMovesALittle() {
    const auto boxOf = [](double last) {
      return objectiveOn("linear_regression", {{"points", Json{{0, 0}, {1, 30}, {2, last}}}})->view();
    };
    const View box = boxOf(60);
    QVERIFY(box.xMin < 0 && box.xMax > 30 && box.yMin < 0 && box.yMax > 0);
    QVERIFY(boxOf(60.5) == box);
    // Near the usual minimum the box is the usual one.
    QVERIFY(objectiveOn("linear_regression", {{"points", Json{{0, 1}, {1, 3}}}})->view() ==
            objectiveOn("linear_regression", {})->view());
    // What overflows has no minimum, and no fault.
    const auto huge = objectiveOn("polynomial_regression", {{"degree", 38}, {"points", Json{{1e9, 1}, {-1e9, 2}}}});
    QVERIFY(huge->landmarks().empty() && std::isfinite(huge->suggestedRate()));
  }

  void samplesAloneMakeTheirOwnLoss() {
    const Json points = {{-1, 0.5}, {0.2, 1.5}, {0.9, -0.5}, {1.4, 2}};
    const Json classes = {{-1, 0.5, 0}, {0.2, 1.5, 1}, {0.9, -0.5, 1}, {1.4, 2, 0}};
    const Json three = {{-1, 0.5, 0}, {0.2, 1.5, 1}, {0.9, -0.5, 2}, {1.4, 2, 0}};
    const std::vector<std::pair<std::string, Options>> all = {
        {"linear_regression", {{"points", points}}},
        {"polynomial_regression", {{"degree", 3}, {"points", points}}},
        {"logistic_regression", {{"l2", 0}, {"points", classes}}},
        {"multilayer_perceptron", {{"hidden", Json::array({3})}, {"points", classes}}},
        {"multilayer_perceptron", {{"hidden", Json::array({3})}, {"points", three}, {"loss", "squared"}}},
        {"multilayer_perceptron", {{"hidden", Json::array({3})}, {"points", three}}},
        {"rare_feature", {}}};
    for (const auto& [id, options] : all) {
      const auto f = objectiveOn(id, options);
      const DataObjective& data = *withData(*f);
      Points x(1, f->dimension());
      for (Index j = 0; j < x.cols(); ++j) x(0, j) = 0.3 * std::sin(static_cast<double>(j + 1));
      Column whole, each, value;
      f->value(x, whole);
      data.sampleLosses(x, data.dataset().inputs, data.dataset().targets, each);
      QCOMPARE(each.size(), f->samples());
      QVERIFY2(std::abs(each.mean() - whole[0]) <= 1e-13 * std::max(1.0, whole[0]), id.c_str());
      const std::vector<Index> batch = {2, 0};
      const auto part = data.onSamples(batch);
      part->value(x, value);
      QVERIFY2(std::abs(value[0] - (each[2] + each[0]) / 2) <= 1e-13 * std::max(1.0, value[0]), id.c_str());
      Points g, wanted;
      f->gradient(x, wanted, batch);
      part->gradient(x, g, {});
      QVERIFY2((g - wanted).abs().maxCoeff() <= 1e-13 * std::max(1.0, wanted.abs().maxCoeff()), id.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(OwnPointsTest)
#include "own_points_test.moc"
