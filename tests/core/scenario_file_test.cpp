#include "core/scenario/scenario_file.h"

#include "core/scenario/chart_description.h"

#include <QTemporaryDir>
#include <QTest>

#include <clocale>
#include <filesystem>
#include <fstream>
#include <set>

using namespace thalweg;

namespace {

std::string refusal(const std::string& text) {
  try {
    parseScenario(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "accepted";
}

/// A scenario with one panel and one contender, each a JSON object.
std::string with(const std::string& panel, const std::string& contender = R"({"optimizer": "SGD"})",
                 const std::string& rest = "") {
  return R"({"thalweg": 1, "panels": [)" + panel + R"(], "contenders": [)" + contender + "]" + rest + "}";
}

const std::string sphere = R"({"objective": "sphere"})";

Scenario everything() {
  Scenario s = startUpScenario();
  s.title = "Everything \"quoted\" \\ ∇f \n";
  s.panels[0].view = View{-1, 2, 0.1, 1e-3 + 0.2};
  s.panels[1].dimension = 3;
  s.panels[1].start = {-1.2, 1, 1.0 / 3.0};
  s.panels[1].plane = PlaneChoice{.kind = PlaneKind::ThroughPoints,
                                  .points = {PathPlace{PathPlace::Kind::Start, {}}, PathPlace{PathPlace::Kind::End, 2},
                                             std::vector<double>{0.1, -1e-300, 1.0 / 3.0}}};
  s.contenders[0].groups = {{{0}, {{"lr", 0.2}}}, {{1}, {{"lr", 1e-300}}}};
  s.contenders[1].color = "#D55E00";
  s.contenders[1].marker = "hexagon";
  s.contenders[2].hidden = true;
  s.contenders[3].start = {std::nullopt, std::vector<double>{0.1, 0.2, 0.3}};
  s.steps = 7;
  s.seed = 9'007'199'254'740'991;
  s.gradient = {.noise = 0.1,
                .batch = 4,
                .replacement = true,
                .paired = false,
                .accumulate = true,
                .clipNorm = 1.5,
                .clipValue = 0.25};
  s.display.layout = 2;
  s.display.enlarged = 1;
  s.display.colorMap = "cividis";
  s.display.colorScale = "rank";
  s.display.gradientField = true;
  s.display.equalAxes = false;
  s.display.memory = true;
  s.display.stepCircles = true;
  s.display.ghosts = false;
  s.display.trueLoss = true;
  s.display.batchContours = true;
  s.display.sampleLoss = true;
  s.display.spread = true;
  s.display.bounds = true;
  s.display.projection = "3d";
  s.display.height = "log";
  s.display.camera = {.azimuth = -30, .elevation = 25, .zoom = 1.5, .panX = 0.25, .panY = -0.125};
  s.display.charts = {"distance", "loss"};
  s.display.lossScale = "linear";
  s.display.chartScales = {{"gradient_norm", "linear"}, {"lr", "log"}};
  s.display.chartAxis = "evaluations";
  s.display.basin = 0;
  s.display.seeds = 20;
  s.display.step = 5;
  s.display.speed = 2.5;
  return s;
}

}  // namespace

class ScenarioFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void roundTripKeepsEveryField() {
    const Scenario scenario = everything();
    const std::string text = writeScenario(scenario);
    QVERIFY(parseScenario(text) == scenario);
    QCOMPARE(writeScenario(parseScenario(text)), text);
  }

  void roundTripKeepsEveryKindOfPlane() {
    const PathPlace cursor{PathPlace::Kind::Cursor, 1};
    const std::vector<PlaneChoice> planes = {
        {.kind = PlaneKind::Coordinates, .x = 2, .y = 0},
        {.kind = PlaneKind::Random},
        {.kind = PlaneKind::Random, .seed = 9'007'199'254'740'991, .at = PathPlace{PathPlace::Kind::Start, {}}},
        {.kind = PlaneKind::Principal},
        {.kind = PlaneKind::Principal, .contenders = std::vector<std::size_t>{1, 0}},
        {.kind = PlaneKind::ThroughPoints},
        {.kind = PlaneKind::Hessian, .at = PathPlace{}},
        {.kind = PlaneKind::Velocity, .at = cursor}};
    for (const PlaneChoice& plane : planes) {
      Scenario s = everything();
      s.panels[1].plane = plane;
      QVERIFY(parseScenario(writeScenario(s)) == s);
    }
    const std::string text = R"({"kind": "velocity", "at": "cursor:1"})";
    Scenario s = everything();
    s.panels[1].plane = planes.back();
    QVERIFY(writeScenario(s).find("\"plane\": " + text) != std::string::npos);
  }

  void roundTripKeepsTheStartUpScenario() {
    QVERIFY(parseScenario(writeScenario(startUpScenario())) == startUpScenario());
  }

  void leftOutMeansDefault() {
    const Scenario s = parseScenario(R"({"thalweg": 1})");
    QVERIFY(s == Scenario{});
  }

  void commaLocaleChangesNothing() {
    const std::string before = writeScenario(everything());
    if (!std::setlocale(LC_ALL, "de_DE.UTF-8")) QSKIP("the locale de_DE.UTF-8 is not installed");
    const std::string text = writeScenario(everything());
    const bool same = parseScenario(text) == everything();
    std::setlocale(LC_ALL, "C");
    QCOMPARE(text, before);
    QVERIFY(same);
  }

  void mistakesAreNamedWithTheirPlace_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& text, const char* message) {
      QTest::newRow(name) << QString::fromStdString(text) << QString::fromUtf8(message);
    };
    row("not JSON", "{\n  \"thalweg\": 1,\n  \"steps\" 3}",
        "line 3, column 11: not valid JSON: syntax error while parsing object separator - unexpected number literal; "
        "expected ':'");
    row("NaN", with(sphere, R"({"optimizer": "SGD", "options": {"lr": NaN}})"),
        "line 1, column 107: not valid JSON: syntax error while parsing value - invalid literal; last read: '\"lr\": "
        "N'");
    row("number too large", R"({"thalweg": 1, "steps": 1e999})", "not valid JSON: number overflow parsing '1e999'");
    row("not an object", "[1]", "scenario: expected an object, found [1]");
    row("no version", "{}", "thalweg: expected the format's version, 1, found nothing");
    row("version", R"({"thalweg": 2})", "thalweg: expected version 1, found 2");
    row("unknown key", R"({"thalweg": 1, "step": 3})",
        "step: unknown key; known are thalweg, title, recorded, panels, contenders, steps, seed, gradient, display, "
        "lesson");
    row("key twice", R"({"thalweg": 1, "steps": 3, "steps": 4})", "steps: this key stands twice in one object");
    row("negative steps", R"({"thalweg": 1, "steps": -1})", "steps: expected an integer from 0 to 1000000, found -1");
    row("too many steps", R"({"thalweg": 1, "steps": 1000001})",
        "steps: expected an integer from 0 to 1000000, found 1000001");
    row("fractional steps", R"({"thalweg": 1, "steps": 1.5})",
        "steps: expected an integer from 0 to 1000000, found 1.5");
    row("steps as text", R"({"thalweg": 1, "steps": "3"})",
        "steps: expected an integer from 0 to 1000000, found \"3\"");
    row("title", R"({"thalweg": 1, "title": 3})", "title: expected a text, found 3");
    row("panels", R"({"thalweg": 1, "panels": {}})", "panels: expected a list of panels, found {}");
    row("no objective", with("{}"), "panels[0].objective: expected an objective's id, found nothing");
    row("unknown objective", with(R"({"objective": "spere"})"), "panels[0].objective: there is no objective \"spere\"");
    row("unknown panel key", with(R"({"objective": "sphere", "dim": 2})"),
        "panels[0].dim: unknown key; known are objective, options, dimension, start, view, view_kind, "
        "phase_at, plane, projection, height, camera");
    row("unknown option", with(R"({"objective": "quadratic", "options": {"kapa": 2}})"),
        "panels[0].options.kapa: unknown option of quadratic; known are kappa, angle");
    row("option of the wrong type", with(R"({"objective": "quadratic", "options": {"kappa": "x"}})"),
        "panels[0].options.kappa: expected a finite number, found \"x\"");
    row("dimension of a plane function", with(R"({"objective": "beale", "dimension": 3})"),
        "panels[0].dimension: expected 2 for beale, found 3");
    row("start of the wrong length", with(R"({"objective": "beale", "start": [1]})"),
        "panels[0].start: expected 2 numbers, found 1");
    row("start without numbers", with(R"({"objective": "sphere", "start": ["a", 2]})"),
        "panels[0].start[0]: expected a number, found \"a\"");
    const auto plane = [](const std::string& text) {
      return with(R"({"objective": "sphere", "dimension": 3, "plane": )" + text + "}");
    };
    row("kind of plane", plane(R"({"kind": "pca"})"),
        "panels[0].plane.kind: expected one of coordinates, random, principal, points, hessian, velocity, found "
        "\"pca\"");
    row("plane that is a word", plane(R"("principal")"),
        "panels[0].plane: expected an object with the kind of a plane, found \"principal\"");
    row("key of another plane", plane(R"({"kind": "principal", "seed": 1})"),
        "panels[0].plane.seed: unknown key; known are kind, contenders");
    row("coordinate there is not", plane(R"({"x": 0, "y": 3})"),
        "panels[0].plane.y: expected a coordinate from 0 to 2, found 3");
    row("one coordinate twice", plane(R"({"x": 1})"), "panels[0].plane.y: expected another coordinate than x");
    row("plane of a contender", plane(R"({"kind": "principal", "contenders": [0, 1]})"),
        "panels[0].plane.contenders[1]: there is no contender 1; there is only 1 contender, counted from 0");
    row("contender twice", plane(R"({"kind": "principal", "contenders": [0, 0]})"),
        "panels[0].plane.contenders[1]: expected each contender once, found 0");
    row("no contender", plane(R"({"kind": "principal", "contenders": []})"),
        "panels[0].plane.contenders: expected at least one contender's number, found []");
    row("place", plane(R"({"kind": "hessian", "at": "end:-1"})"),
        "panels[0].plane.at: expected \"start\", \"end:0\" or \"cursor:0\", found \"end:-1\"");
    row("place of no contender", plane(R"({"kind": "hessian", "at": "end:63"})"),
        "panels[0].plane.at: there is no contender 63; there is only 1 contender, counted from 0");
    row("velocity at the start", plane(R"({"kind": "velocity", "at": "start"})"),
        "panels[0].plane.at: expected \"end:0\" or \"cursor:0\", found \"start\"");
    row("two points", plane(R"({"kind": "points", "points": ["start", "end"]})"),
        "panels[0].plane.points: expected a list of three points, found [\"start\",\"end\"]");
    row("point of another dimension", plane(R"({"kind": "points", "points": ["start", "end", [1, 2]]})"),
        "panels[0].plane.points[2]: expected 3 numbers, found 2");
    row("point that is a number", plane(R"({"kind": "points", "points": ["start", "end", 3]})"),
        "panels[0].plane.points[2]: expected \"start\", \"end:0\", \"cursor:0\" or a list of coordinates, found 3");
    row("plane of a plane", with(R"({"objective": "beale", "plane": {"kind": "random"}})"),
        "panels[0].plane.kind: expected coordinates for an objective of 2 dimensions, found \"random\"");
    row("view upside down", with(R"({"objective": "sphere", "view": {"x": [1, 0], "y": [0, 1]}})"),
        "panels[0].view.x: expected two rising numbers, found [1,0]");
    row("unknown optimizer", with(sphere, R"({"optimizer": "Adm"})"),
        "contenders[0].optimizer: there is no optimizer \"Adm\"");
    row("more coordinates than a matrix method takes",
        with(R"({"objective": "sphere", "dimension": 2001})", R"({"optimizer": "BFGS"})"),
        "contenders[0].optimizer: BFGS keeps matrices and takes at most 2000 coordinates, found 2001");
    row("negative rate", with(sphere, R"({"optimizer": "SGD", "options": {"lr": -0.1}})"),
        "contenders[0].options.lr: expected a number ≥ 0, found -0.1");
    row("beta of one", with(sphere, R"({"optimizer": "Adam", "options": {"betas": [0.9, 1]}})"),
        "contenders[0].options.betas[1]: expected a number 0 ≤ value < 1, found 1");
    row("one beta", with(sphere, R"({"optimizer": "Adam", "options": {"betas": [0.9]}})"),
        "contenders[0].options.betas: expected a list of 2 numbers, found [0.9]");
    row("yes or no", with(sphere, R"({"optimizer": "Adam", "options": {"amsgrad": 1}})"),
        "contenders[0].options.amsgrad: expected true or false, found 1");
    row("null where a value is needed", with(sphere, R"({"optimizer": "SGD", "options": {"lr": null}})"),
        "contenders[0].options.lr: expected a value, found null");
    row("unknown schedule", with(sphere, R"({"optimizer": "SGD", "schedule": {"name": "Step"}})"),
        "contenders[0].schedule.name: there is no schedule \"Step\"");
    row("schedule option",
        with(sphere, R"({"optimizer": "SGD", "schedule": {"name": "StepLR", "options": {"step_size": 0}}})"),
        "contenders[0].schedule.options.step_size: expected an integer ≥ 1, found 0");
    row("coordinate out of range",
        with(sphere, R"({"optimizer": "SGD", "groups": [{"coordinates": [2], "options": {}}]})"),
        "contenders[0].groups[0].coordinates[0]: expected a coordinate below 2, found 2");
    row("coordinate named twice",
        with(sphere, R"({"optimizer": "SGD", "groups": [{"coordinates": [0]}, {"coordinates": [0]}]})"),
        "contenders[0].groups[1].coordinates[0]: coordinate 0 is named twice");
    row("option of a group",
        with(sphere, R"({"optimizer": "SGD", "groups": [{"coordinates": [0], "options": {"lr": -1}}]})"),
        "contenders[0].groups[0].options.lr: expected a number ≥ 0, found -1");
    row("colour", with(sphere, R"({"optimizer": "SGD", "color": "red"})"),
        "contenders[0].color: expected a colour such as \"#D55E00\", found \"red\"");
    row("marker", with(sphere, R"({"optimizer": "SGD", "marker": "star"})"),
        "contenders[0].marker: expected one of circle, square, triangle, diamond, plus, triangle_down, pentagon, "
        "hexagon, found \"star\"");
    row("start for a panel that is not there", with(sphere, R"({"optimizer": "SGD", "start": [null, [1, 2]]})"),
        "contenders[0].start[1]: there are only 1 panels");
    row("sampling", R"({"thalweg": 1, "gradient": {"sampling": "random"}})",
        "gradient.sampling: expected \"shuffle\" or \"replacement\", found \"random\"");
    row("clip at zero", R"({"thalweg": 1, "gradient": {"clip_norm": 0}})",
        "gradient.clip_norm: expected a number > 0, found 0");
    row("chart", R"({"thalweg": 1, "display": {"charts": ["loss", "speed"]}})",
        "display.charts[1]: expected one of loss, lr, gradient_norm, step_length, distance, effective_lr, realised_lr, "
        "update_angle, momentum_share, state, difference, test_loss, accuracy, plane_loss, sharpness, found \"speed\"");
    row("chart twice", R"({"thalweg": 1, "display": {"charts": ["loss", "loss"]}})",
        "display.charts[1]: expected each chart once, found \"loss\"");
    row("scale of the loss", R"({"thalweg": 1, "display": {"chart_scales": {"loss": "linear"}}})",
        "display.chart_scales.loss: unknown key; known are lr, gradient_norm, step_length, distance, effective_lr, "
        "realised_lr, update_angle, momentum_share, state, difference, test_loss, accuracy, plane_loss, sharpness");
    row("scale of a chart", R"({"thalweg": 1, "display": {"chart_scales": {"lr": "rank"}}})",
        "display.chart_scales.lr: expected one of log, linear, found \"rank\"");
    row("scales", R"({"thalweg": 1, "display": {"chart_scales": ["lr"]}})",
        "display.chart_scales: expected an object, found [\"lr\"]");
    row("layout", R"({"thalweg": 1, "display": {"layout": 5}})", "display.layout: expected 1, 2, 3, 4 or 6, found 5");
    row("seed", R"({"thalweg": 1, "seed": -1})", "seed: expected an integer from 0 to 9007199254740991, found -1");
    row("path too long",
        with(R"({"objective": "sphere", "dimension": 1000})", R"({"optimizer": "SGD"})", R"(, "steps": 1000000)"),
        "steps: expected at most 198411 for 1 panel and 1 contender, found 1000000: their paths would hold 1.01e9 "
        "numbers, "
        "and there is room for 2e8");
  }

  void mistakesAreNamedWithTheirPlace() {
    QFETCH(const QString, text);
    QFETCH(const QString, message);
    QCOMPARE(QString::fromStdString(refusal(text.toStdString())), message);
  }

  void oneRateAGroupIsAskedForOnOpening() {
    const std::string message = refusal(
        with(sphere, R"({"optimizer": "SGD", "schedule": {"name": "CyclicLR", "options": {"base_lr": [1, 2, 3]}}})"));
    QVERIFY2(message.starts_with("contenders[0].schedule.options.base_lr: "), message.c_str());
  }

  void contenderThatFitsOnePanelAloneNamesTheOther() {
    const std::string message =
        refusal(with(sphere + R"(, {"objective": "sphere", "dimension": 2001})", R"({"optimizer": "BFGS"})"));
    QVERIFY2(message.starts_with("contenders[0].optimizer: ") && message.find("panels[1]") != std::string::npos,
             message.c_str());
  }

  void viewsThatCannotBeDrawnAreRefused() {
    const auto viewed = [](const std::string& x, const std::string& y) {
      return refusal(with(R"({"objective": "saddle", "view": {"x": [)" + x + R"(], "y": [)" + y + "]}}"));
    };
    QCOMPARE(viewed("-1, 1", "-1e99, 1e99"), std::string("accepted"));
    for (const char* range : {"-1e308, 1e308", "1e300, 1.0000001e300", "0, 1e-320", "1, 1.0000000000000002",
                              "-1.7976931348623157e308, 1e154"}) {
      QVERIFY2(viewed(range, "-1, 1").starts_with("panels[0].view.x: expected "), viewed(range, "-1, 1").c_str());
      QVERIFY2(viewed("-1, 1", range).starts_with("panels[0].view.y: expected "), viewed("-1, 1", range).c_str());
    }
  }

  void textsHaveALimit() {
    const auto titled = [](std::size_t length) {
      std::string text;
      for (std::size_t i = 0; i < length; ++i) text += "é";
      return refusal("{\"thalweg\": 1, \"title\": \"" + text + "\"}");
    };
    QCOMPARE(titled(10'000), std::string("accepted"));
    QCOMPARE(titled(10'001), std::string("title: expected at most 10000 characters, found 10001"));
    const std::string longText = "\"" + std::string(10'001, 'x') + "\"";
    QVERIFY(refusal(with(sphere, R"({"optimizer": "SGD", "label": )" + longText + "}"))
                .starts_with("contenders[0].label: "));
    QVERIFY(refusal(with(R"({"objective": "expression", "options": {"formula": )" + longText + "}}"))
                .starts_with("panels[0].options.formula: "));
  }

  void messagesStayShortAndPlain() {
    const std::string message = refusal("{\"thalweg\": 1, \"\\u001b[2J" + std::string(1'000'000, 'k') + "\": 3}");
    QVERIFY2(message.size() < 1'000, qPrintable(QString::number(message.size())));
    QVERIFY(message.find("unknown key") != std::string::npos);
    QVERIFY(message.find("\\u001b") != std::string::npos && message.find('\x1b') == std::string::npos);
  }

  void dimensionsOfAFormulaAreNamed() {
    const std::string message =
        refusal(with(R"({"objective": "expression", "options": {"formula": "x*y"}, "dimension": 2000})"));
    QVERIFY2(message.starts_with("panels[0].dimension: expected ") && message.find("or more") == std::string::npos,
             message.c_str());
  }

  void theDisplaysTableIsWhole() {
    const Display standard;
    std::set<std::string> keys;
    for (const DisplayItem& item : displayItems()) {
      QVERIFY2(keys.insert(item.key).second, item.key.c_str());
      QVERIFY2(!item.layer || !item.label.empty(), item.key.c_str());
      const auto* id = std::get_if<std::string Display::*>(&item.member);
      if (id) QCOMPARE(item.choices.front().id, standard.**id);
      // Each choice is read, and written unless it is the default.
      for (const DisplayChoice& choice : id ? item.choices : std::vector<DisplayChoice>()) {
        const std::string entry = "\"" + item.key + "\": \"" + choice.id + "\"";
        const Scenario read = parseScenario(R"({"thalweg": 1, "display": {)" + entry + "}}");
        QCOMPARE(read.display.**id, choice.id);
        QCOMPARE(writeScenario(read).find(entry) != std::string::npos, choice.id != standard.**id);
      }
    }
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, displayItem("colour_map"));
    const std::string file = writeScenario(everything());
    for (const std::string& key : keys) QVERIFY2(file.find("\"" + key + "\"") != std::string::npos, key.c_str());
  }

  void chartsDescribeThemselves() {
    std::vector<std::string> ids;
    for (const ChartDescription* chart : chartDescriptions()) {
      ids.push_back(chart->id);
      QVERIFY2(!chart->label.empty() && !chart->symbol.empty() && !chart->tip.empty() && chart->draw,
               chart->id.c_str());
      QCOMPARE(findChart(chart->id), chart);
      Display display;
      const std::string usual = chart->linear ? "linear" : "log";
      QCOMPARE(chartScale(display, *chart), usual);
      for (const DisplayChoice& scale : chartScales(*chart)) {
        setChartScale(display, *chart, scale.id);
        QCOMPARE(chartScale(display, *chart), scale.id);
      }
      setChartScale(display, *chart, usual);
      QVERIFY(display == Display());
    }
    // Ids are permanent: files have them.
    QVERIFY(ids == (std::vector<std::string>{"loss", "lr", "gradient_norm", "step_length", "distance", "effective_lr",
                                             "realised_lr", "update_angle", "momentum_share", "state", "difference",
                                             "test_loss", "accuracy", "plane_loss", "sharpness"}));
    QCOMPARE(chartScales(*findChart("loss")).size(), std::size_t{3});
    QVERIFY(!findChart("speed"));
  }

  void deepNestingIsRefused() {
    QCOMPARE(QString::fromStdString(refusal(std::string(100'000, '['))),
             QStringLiteral("nested deeper than 32 levels"));
  }

  void tooManyPanelsAreRefused() {
    std::string panels = sphere;
    for (int i = 0; i < 24; ++i) panels += "," + sphere;
    QCOMPARE(QString::fromStdString(refusal(with(panels))),
             QStringLiteral("panels: expected at most 24 entries, found 25"));
  }

  void filesThatCannotBeReadAreNamed() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    const auto message = [](const std::string& file) {
      try {
        loadScenario(file);
      } catch (const ScenarioError& error) {
        return std::string(error.what());
      }
      return std::string("read");
    };
    QCOMPARE(message(path), path + ": is a directory, not a scenario file");
    QCOMPARE(message(path + "/none"), path + "/none: No such file or directory");
    std::ofstream(path + "/binary") << std::string(
        "\x7f"
        "ELF\x00\x01",
        6);
    QVERIFY(message(path + "/binary").starts_with(path + "/binary: line 1, column 1: not valid JSON"));
    std::ofstream(path + "/large") << std::string((16u << 20) + 1, ' ');
    QCOMPARE(message(path + "/large"), path + "/large: larger than 16 MiB");
    QCOMPARE(message("/dev/zero"), std::string("/dev/zero: larger than 16 MiB"));
    QVERIFY(message("").find("empty") != std::string::npos);
  }

  void savingReplacesTheFileWhole() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/a.thalweg";
    saveScenario(startUpScenario(), path);
    saveScenario(everything(), path);
    QVERIFY(loadScenario(path) == everything());
    const auto files = std::distance(std::filesystem::directory_iterator(folder.path().toStdString()), {});
    QCOMPARE(files, 1);
  }

  void savingWhereNothingCanBeWrittenSaysSo() {
    try {
      saveScenario(Scenario{}, "/proc/none/a.thalweg");
      QFAIL("saved");
    } catch (const ScenarioError& error) {
      QVERIFY(std::string(error.what()).starts_with("/proc/none/a.thalweg: "));
    }
  }
};

QTEST_GUILESS_MAIN(ScenarioFileTest)
#include "scenario_file_test.moc"
