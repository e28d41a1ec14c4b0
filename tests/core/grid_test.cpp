// Landscapes from heights: derivatives, beyond the grid, packing, files, and what is refused with which words.
#include "core/base/file.h"
#include "core/contracts/matrix_option.h"
#include "core/objectives/height_brush.h"
#include "core/objectives/height_file.h"
#include "core/objectives/landscape.h"
#include "core/scenario/scenario_file.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace thalweg;

namespace {

Eigen::MatrixXd randomValues(Index rows, Index columns, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> height(-1, 1);
  Eigen::MatrixXd values(rows, columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) values(i, j) = height(random);
  return values;
}

std::shared_ptr<const Objective> gridOf(Options options) { return findObjective("grid")->make(options, 0); }

double valueAt(const Objective& f, double x, double y) {
  Points at(1, 2);
  at << x, y;
  Column v;
  f.value(at, v);
  return v[0];
}

std::array<double, 2> gradientAt(const Objective& f, double x, double y) {
  Points at(1, 2);
  at << x, y;
  Points g;
  f.gradient(at, g);
  return {g(0, 0), g(0, 1)};
}

QString refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::exception& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

QString readRefusal(const std::string& bytes) {
  return refusal([&] { (void)readHeights(bytes, "heights"); });
}

/// A .npy of version 1.
std::string npyOf(const std::string& header, const std::string& data) {
  std::string text = header;
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  std::string bytes = "\x93NUMPY";
  bytes += '\1';
  bytes += '\0';
  bytes += static_cast<char>(text.size() % 256);
  bytes += static_cast<char>(text.size() / 256);
  return bytes + text + data;
}

std::string doublesOf(const std::vector<double>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double)};
}

}  // namespace

class GridTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void goesThroughTheHeights() {
    const Eigen::MatrixXd values = randomValues(9, 13, 1);
    const auto f = gridOf(landscape::options(values, {-1, 3, 2, 4}));
    for (Index i = 0; i < 9; ++i) {
      for (Index j = 0; j < 13; ++j) {
        const double x = -1 + 4.0 * static_cast<double>(j) / 12;
        const double y = 2 + 2.0 * static_cast<double>(i) / 8;
        QVERIFY(std::abs(valueAt(*f, x, y) - values(i, j)) < 1e-13);
      }
    }
    QVERIFY(f->view() == (View{-1, 3, 2, 4}));
    QCOMPARE(f->dimension(), Index{2});
  }

  void cubicsAreTheirOwnSpline() {
    const auto cubic = [](double x, double y) { return (x * x * x - 2 * x + 1) * (0.5 * y * y * y + y * y - 3); };
    Eigen::MatrixXd values(6, 8);
    for (Index i = 0; i < 6; ++i)
      for (Index j = 0; j < 8; ++j)
        values(i, j) = cubic(-1 + 2 * static_cast<double>(j) / 7, -1 + 2 * static_cast<double>(i) / 5);
    const SplineSurface surface(values, {-1, 1, -1, 1}, Outside::Linear);
    for (const double x : {-0.97, -0.2, 0.31, 0.99}) {
      for (const double y : {-0.9, 0.05, 0.77}) {
        const SplineSurface::Jet jet = surface.jet(x, y);
        const double a = x * x * x - 2 * x + 1, da = 3 * x * x - 2, dda = 6 * x;
        const double b = 0.5 * y * y * y + y * y - 3, db = 1.5 * y * y + 2 * y, ddb = 3 * y + 2;
        QVERIFY(std::abs(surface.value(x, y) - a * b) < 1e-13);
        QVERIFY(std::abs(jet.f - a * b) < 1e-13);
        QVERIFY(std::abs(jet.x - da * b) < 1e-12);
        QVERIFY(std::abs(jet.y - a * db) < 1e-12);
        QVERIFY(std::abs(jet.xx - dda * b) < 1e-11);
        QVERIFY(std::abs(jet.xy - da * db) < 1e-11);
        QVERIFY(std::abs(jet.yy - a * ddb) < 1e-11);
      }
    }
  }

  void derivativesAgreeWithDifferences() {
    for (const char* outside : {"linear", "clamp"}) {
      Options options = landscape::options(randomValues(7, 6, 2), {-1, 1, -1, 1});
      options["outside"] = outside;
      const auto f = gridOf(options);
      constexpr double h = 1e-6;
      // Inside, and beyond an edge and a corner.
      for (const auto& [x, y] : {std::pair{0.13, -0.4}, {1.5, 0.3}, {-0.27, -1.7}, {1.4, 2.1}}) {
        const auto [gx, gy] = gradientAt(*f, x, y);
        QVERIFY(std::abs(gx - (valueAt(*f, x + h, y) - valueAt(*f, x - h, y)) / (2 * h)) < 1e-7);
        QVERIFY(std::abs(gy - (valueAt(*f, x, y + h) - valueAt(*f, x, y - h)) / (2 * h)) < 1e-7);
        Points at(1, 2);
        at << x, y;
        const Eigen::MatrixXd hessian = f->hessian(at);
        const auto right = gradientAt(*f, x + h, y), left = gradientAt(*f, x - h, y);
        QVERIFY(std::abs(hessian(0, 0) - (right[0] - left[0]) / (2 * h)) < 1e-6);
        QVERIFY(std::abs(hessian(1, 0) - (right[1] - left[1]) / (2 * h)) < 1e-6);
        const auto up = gradientAt(*f, x, y + h), down = gradientAt(*f, x, y - h);
        QVERIFY(std::abs(hessian(1, 1) - (up[1] - down[1]) / (2 * h)) < 1e-6);
        Points diagonal;
        f->hessianDiagonal(at, diagonal);
        QCOMPARE(diagonal(0, 0), hessian(0, 0));
      }
    }
  }

  void isSmoothAcrossItsEdges() {
    const auto f = gridOf(landscape::options(randomValues(5, 5, 3), {0, 1, 0, 1}));
    for (const double along : {-0.5, 0.2, 0.8, 1.6}) {
      constexpr double close = 1e-9;
      QVERIFY(std::abs(valueAt(*f, 1 - close, along) - valueAt(*f, 1 + close, along)) < 1e-5);
      const auto in = gradientAt(*f, 1 - close, along), out = gradientAt(*f, 1 + close, along);
      QVERIFY(std::abs(in[0] - out[0]) < 1e-5 && std::abs(in[1] - out[1]) < 1e-5);
    }
    // Straight on, however far.
    const double slope = gradientAt(*f, 1, 0.4)[0];
    QVERIFY(std::abs(valueAt(*f, 101, 0.4) - (valueAt(*f, 1, 0.4) + 100 * slope)) < 1e-10);
  }

  void levelsOutWhereItIsAsked() {
    Options options = landscape::options(randomValues(5, 5, 4), {0, 1, 0, 1});
    options["outside"] = "clamp";
    const auto f = gridOf(options);
    QCOMPARE(valueAt(*f, 7, 0.3), valueAt(*f, 1, 0.3));
    QCOMPARE(gradientAt(*f, 7, 0.3)[0], 0.0);
    QVERIFY(gradientAt(*f, 7, 0.3)[1] != 0);
    QCOMPARE(gradientAt(*f, 7, -3), (std::array{0.0, 0.0}));
  }

  void whatIsNoNumberStaysNone() {
    const auto f = gridOf({});
    QVERIFY(std::isnan(valueAt(*f, std::nan(""), 0)));
    QVERIFY(std::isnan(gradientAt(*f, 0, std::nan(""))[1]));
  }

  void levelSheetIsLevel() {
    const auto f = gridOf({});
    QCOMPARE(valueAt(*f, 0.3, 1.2), 0.0);
    QCOMPARE(gradientAt(*f, 5, 1.2), (std::array{0.0, 0.0}));
    QVERIFY(f->suggestedRate() > 0);
  }

  void samplingKeepsASurface() {
    const auto wells = findObjective("gaussian_wells")->make({}, 0);
    const Eigen::MatrixXd values = landscape::sampled(*wells, wells->view());
    const auto f = gridOf(landscape::options(values, wells->view()));
    for (const auto& [x, y] : {std::pair{0.1, 0.2}, {1.6, -1.4}, {-2.0, 3.3}}) {
      QVERIFY(std::abs(valueAt(*f, x, y) - valueAt(*wells, x, y)) < 1e-4);
      const auto found = gradientAt(*f, x, y), wanted = gradientAt(*wells, x, y);
      QVERIFY(std::abs(found[0] - wanted[0]) < 5e-3 && std::abs(found[1] - wanted[1]) < 5e-3);
    }
    // The lowest place that is known of the one is that of the other.
    const Landmark low = f->landmarks().front();
    QVERIFY(std::abs(low.point[0] - 1.64759) < 1e-3 && std::abs(low.point[1] + 1.40281) < 1e-3);
    const auto log = findObjective("expression")->make({{"formula", "log(x) + y"}}, 2);
    QVERIFY(refusal([&] { (void)landscape::sampled(*log, {-1, 1, -1, 1}); }).contains(QStringLiteral("finite")));
  }

  void packedMatricesComeBack() {
    const Eigen::MatrixXd values = randomValues(7, 5, 5);
    for (const Packing packing : {Packing::Smallest, Packing::Quickest})
      QVERIFY(matrixOf(packedMatrix(values, packing), {}) == values);
    // As Python's b64encode writes it.
    Json usual = packedMatrix(values);
    std::string text = usual["float32"].get<std::string>();
    for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
    while (text.size() % 4 != 0) text += '=';
    usual["float32"] = text;
    QVERIFY(matrixOf(usual, {}) == values);
    // Elsewhere, too.
    const auto squares = findObjective("least_squares");
    const Json x = {{1.0, 0.5}, {0.25, -1.0}};
    const Json y = {{2.0, 1.0}};
    const auto listed = squares->make({{"X", x}, {"Y", y}}, 0);
    const auto packedX = squares->make({{"X", packedMatrix(matrixOf(x, {}))}, {"Y", y}}, 0);
    QCOMPARE(valueAt(*packedX, 0.3, 0.4), valueAt(*listed, 0.3, 0.4));
  }

  void unfitOptionsAreRefused_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* options, const char* words) {
      QTest::newRow(name) << options << words;
    };
    row("few", R"({"values": [[1, 2], [3, 4]]})", "options.values: expected at least 4 rows");
    row("ragged", R"({"values": [[1, 2], [3]]})", "options.values[1]: expected a row as long as the first");
    row("text", R"({"values": "x"})", "options.values: expected a list of rows");
    row("rows", R"({"values": {"rows": 0, "columns": 4, "float32": ""}})", "options.values.rows");
    row("many", R"({"values": {"rows": 200000, "columns": 2, "float32": ""}})", "options.values: expected at most");
    row("huge", R"({"values": {"rows": 4000000000000000000, "columns": 4, "float32": ""}})", "options.values.rows");
    row("key", R"({"values": {"rows": 4, "columns": 4, "f": ""}})", "options.values.f: unknown key");
    row("letters", R"({"values": {"rows": 4, "columns": 4, "float32": "!"}})", "options.values.float32: character 1");
    row("cut", R"({"values": {"rows": 4, "columns": 4, "float32": "eJw"}})", "options.values.float32: it is cut off");
    row("file", R"({"values": {"file": "a.npy"}})", "options.values.file: a file is read beside a scenario's own");
    row("falling", R"({"x": [1, 0]})", "options.x: expected two rising numbers");
    row("one end", R"({"y": [1]})", "options.y: expected a list of 2 numbers");
    row("smoothing", R"({"smoothing": 100})", "options.smoothing");
    row("outside", R"({"outside": "wrap"})", "options.outside: expected one of linear, clamp");
  }

  void unfitOptionsAreRefused() {
    QFETCH(const QString, options);
    QFETCH(const QString, words);
    const QString said = refusal([&] { (void)gridOf(Json::parse(options.toStdString()).get<Options>()); });
    QVERIFY2(said.startsWith(words), qPrintable(said));
  }

  void unfitNumbersArePlaced() {
    Json packed = packedMatrix(randomValues(4, 4, 6));
    Json other = packedMatrix(randomValues(4, 5, 6));
    packed["float32"] = other["float32"];
    QVERIFY(refusal([&] { (void)matrixOf(packed, "v"); }).startsWith(QStringLiteral("v.float32: it unfolds to more")));
    other["float32"] = packedMatrix(randomValues(4, 4, 6))["float32"];
    QVERIFY(refusal([&] { (void)matrixOf(other, "v"); }).startsWith(QStringLiteral("v.float32: expected 80 bytes")));
    Eigen::MatrixXd values = randomValues(4, 4, 7);
    values(2, 1) = std::nan("");
    QVERIFY(refusal([&] { (void)matrixOf(packedMatrix(values), "v"); }).startsWith(QStringLiteral("v[2][1]: ")));
  }

  void tablesAreRead() {
    const Heights heights =
        readHeights("# made by hand\na,b,c,d\n1,2,3,4\r\n5,6,7,8\n9,10,+11,12\n1e1,2,3,-.5,\n", "t");
    QCOMPARE(heights.values.rows(), Index{4});
    QCOMPARE(heights.values(0, 3), 4.0);
    QCOMPARE(heights.values(2, 2), 11.0);
    QCOMPARE(heights.values(3, 3), -0.5);
    QVERIFY(!heights.box);
    for (const char* text : {"1 2  3 4\n5 6 7 8\n\n1 2 3 4\n1 2 3 4", "1;2;3;4\n5;6;7;8\n1;2;3;4\n1;2;3;4\n",
                             "\xEF\xBB\xBF"
                             "1\t2\t3\t4\n5\t6\t7\t8\n1\t2\t3\t4\n1\t2\t3\t4\n"})
      QCOMPARE(readHeights(text, "t").values(1, 2), 7.0);
  }

  void unfitFilesAreRefusedWithTheirPlaces() {
    QCOMPARE(readRefusal("1,2,3,4\n1,x,3,4\n"),
             QStringLiteral("heights, row 2, column 2: expected a finite number, found \"x\""));
    QVERIFY(readRefusal("1,2,3,4\n1,2,,4\n").startsWith(QStringLiteral("heights, row 2, column 3: ")));
    QVERIFY(readRefusal("1,2,3,4\n1,2,inf,4\n").startsWith(QStringLiteral("heights, row 2, column 3: ")));
    QVERIFY(readRefusal("1,2,3,4\n1,2\n").startsWith(QStringLiteral("heights, row 2: expected 4 numbers")));
    QVERIFY(readRefusal("1,2,3\n1,2,3\n").startsWith(QStringLiteral("heights: expected at least 4 rows")));
    QVERIFY(readRefusal("").startsWith(QStringLiteral("heights: expected rows of numbers")));
    QVERIFY(readRefusal(std::string("\0\1\2", 3)).startsWith(QStringLiteral("heights: expected a table")));
    QVERIFY(readRefusal("\x89HDF\r\n").contains(QStringLiteral("numpy.savez")));
    QVERIFY(readRefusal("\x89PNG\r\n").contains(QStringLiteral("window")));
    QVERIFY(readRefusal("PK\3\4").startsWith(QStringLiteral("heights: ")));
    QVERIFY(readRefusal("\x93NUMPY").startsWith(QStringLiteral("heights: ")));
    QVERIFY(readRefusal("P5 4 4 255\n0123").startsWith(QStringLiteral("heights, row 2, column 1: the picture is cut")));
    QVERIFY(readRefusal("P2 4 4 7 9").startsWith(QStringLiteral("heights, row 1, column 1: a pixel is brighter")));
    QVERIFY(readRefusal("P5 999999 999999 255\n").contains(QStringLiteral("at most")));
    QVERIFY(readRefusal("P5 a").contains(QStringLiteral("a width")));
    std::string wide;
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 100'000; ++j) wide += "1,";
      wide += "\n";
    }
    QVERIFY(readRefusal(wide).contains(QStringLiteral("row 3: expected at most")));
  }

  void picturesStandUpright() {
    const Heights text = readHeights("P2\n# grey\n4 5 10\n0 1 2 3 4 5 6 7 8 9 10 9 8 7 6 5 4 3 2 1\n", "p");
    QCOMPARE(text.values.rows(), Index{5});
    QCOMPARE(text.values(4, 1), 0.1);  // the upper edge has the greatest y
    QCOMPARE(text.values(0, 0), 0.4);
    const std::string bytes = "P5 4 4 255\n" + std::string(15, '\xff') + std::string(1, '\0');
    const Heights binary = readHeights(bytes, "p");
    QCOMPARE(binary.values(0, 3), 0.0);
    QCOMPARE(binary.values.sum(), 15.0);
  }

  void arraysOfNumpyAreRead() {
    std::vector<double> values;
    for (int i = 0; i < 20; ++i) values.push_back(0.5 * i);
    const std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (4, 5), }";
    const Heights heights = readHeights(npyOf(header, doublesOf(values)), "a.npy");
    QCOMPARE(heights.values.rows(), Index{4});
    QCOMPARE(heights.values(1, 0), 2.5);
    values[7] = std::nan("");
    QCOMPARE(refusal([&] { (void)readHeights(npyOf(header, doublesOf(values)), "a.npy"); }),
             QStringLiteral("a.npy, row 2, column 3: expected a finite number"));
    const std::string flat = "{'descr': '<f8', 'fortran_order': False, 'shape': (20,), }";
    QVERIFY(refusal([&] {
              (void)readHeights(npyOf(flat, doublesOf(values)), "a.npy");
            }).contains(QStringLiteral("two axes")));
  }

  void archivesOfTheLossLandscapeProjectAreRead() {
    const std::string bytes = readFile(THALWEG_TEST_DATA "/core/loss_surface.npz", 1 << 20);
    const Heights heights = readHeights(bytes, "surface.npz");
    QVERIFY(heights.box == std::optional(View{-1, 1, -0.5, 1}));
    QCOMPARE(heights.values.rows(), Index{4});
    QCOMPARE(heights.values.cols(), Index{5});
    QCOMPARE(heights.values(1, 2), 1.5);
    QVERIFY(refusal([] {
              (void)readHeights(readFile(THALWEG_TEST_DATA "/core/uneven_surface.npz", 1 << 20), "u");
            }).startsWith(QStringLiteral("u, xcoordinates, number 2: expected rising coordinates")));
  }

  void filesBesideAScenarioAreRead() {
    QTemporaryDir folder;
    const auto write = [&](const char* name, const std::string& text) {
      QFile file(folder.filePath(QLatin1String(name)));
      QVERIFY(QDir().mkpath(QFileInfo(file).path()));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(text.data(), static_cast<qint64>(text.size()));
    };
    const auto scenario = [](const std::string& file) {
      const Json values = {{"file", file}};
      const Json options = {{"values", values}};
      const Json panel = {{"objective", "grid"}, {"options", options}};
      return Json{{"thalweg", 1}, {"panels", Json::array({panel})}}.dump();
    };
    const auto path = [&](const char* name) { return folder.filePath(QLatin1String(name)).toStdString(); };
    write("inner/s.thalweg", scenario("deep/h.csv"));
    write("inner/deep/h.csv", "1,2,3,4\n5,6,7,8\n1,2,3,4\n1,2,3,4.5\n");
    const Scenario read = loadScenario(path("inner/s.thalweg"));
    QCOMPARE(matrixOf(read.panels[0].options.at("values"), {})(3, 3), 4.5);
    // From then on it needs no file.
    QVERIFY(parseScenario(writeScenario(read)) == read);

    write("h.csv", "1,2,3,4\n5,6,7,8\n1,2,3,4\n1,2,3,4\n");
    for (const char* outside : {"../h.csv", "/etc/hostname", "deep/../../h.csv", "", "link.csv", "deep", "none.csv"}) {
      if (outside == std::string("link.csv")) QFile::link(folder.filePath("h.csv"), folder.filePath("inner/link.csv"));
      write("inner/s.thalweg", scenario(outside));
      const QString said = refusal([&] { (void)loadScenario(path("inner/s.thalweg")); });
      QVERIFY2(said.contains(QStringLiteral("panels[0].options.values.file: ")), outside);
    }
    write("inner/s.thalweg", scenario("deep/h.csv"));
    write("inner/deep/h.csv", "1,2,3,4\n5,6,x,8\n");
    QVERIFY(refusal([&] {
              (void)loadScenario(path("inner/s.thalweg"));
            }).endsWith(QStringLiteral("deep/h.csv, row 2, column 3: expected a finite number, found \"x\"")));

    QFile::copy(QStringLiteral(THALWEG_TEST_DATA "/core/loss_surface.npz"), folder.filePath("inner/loss.npz"));
    write("inner/s.thalweg", scenario("loss.npz"));
    const Options options = loadScenario(path("inner/s.thalweg")).panels[0].options;
    QVERIFY(options.at("x") == Json({-1.0, 1.0}));
    QVERIFY(options.at("y") == Json({-0.5, 1.0}));
  }

  void packedHeightsArriveWhole() {
    Scenario scenario;
    scenario.panels.push_back({.objective = "grid",
                               .options = landscape::options(randomValues(129, 129, 8), {-2, 2, -2, 2}),
                               .dimension = {},
                               .start = {1, 1},
                               .view = {}});
    // Longer than any text may be.
    QVERIFY(scenario.panels[0].options.at("values")["float32"].get<std::string>().size() > limits::characters);
    QVERIFY(parseScenario(writeScenario(scenario)) == scenario);
  }

  void brushesDoWhatTheySay() {
    constexpr Index n = 65;
    const View box{-2, 2, -2, 2};
    const auto node = [](double at) { return static_cast<Index>(std::lround((at + 2) / 4 * (n - 1))); };
    const auto stroke = [&](HeightBrush::Kind kind, const Eigen::MatrixXd& on) {
      BrushStroke drawn(on, box, {kind, 0.5, 0.25, 2, 0.5});
      for (int k = 0; k <= 10; ++k) drawn.to(-1 + 0.2 * k, 0.5);
      return drawn.values();
    };
    const Eigen::MatrixXd flat = Eigen::MatrixXd::Zero(n, n);
    const Index middle = node(0.5);
    using Kind = HeightBrush::Kind;
    const Eigen::MatrixXd raised = stroke(Kind::Raise, flat);
    QVERIFY(std::abs(raised(middle, node(0)) - 2) < 0.1);
    QCOMPARE(raised(node(0.5 + 0.25), node(0)), 0.0);
    QCOMPARE(raised(middle, node(1.75)), 0.0);
    QVERIFY((stroke(Kind::Lower, flat) + raised).cwiseAbs().maxCoeff() < 1e-15);

    const Eigen::MatrixXd wall = stroke(Kind::Ridge, flat);
    for (double x = -1; x <= 1; x += 0.125) QVERIFY(std::abs(wall(middle, node(x)) - 2) < 1e-12);
    QVERIFY(wall(middle + 1, node(0)) < 2 && wall(middle + 1, node(0)) > 1);

    const Eigen::MatrixXd hollow = stroke(Kind::Well, flat);
    QVERIFY(std::abs(hollow(middle, node(1)) + 2) < 1e-12);
    QCOMPARE(hollow(middle, node(-1)), 0.0);  // it has gone on

    const Eigen::MatrixXd rough = randomValues(n, n, 9);
    const Eigen::MatrixXd smooth = stroke(Kind::Smooth, rough);
    const auto spread = [&](const Eigen::MatrixXd& values) {
      const auto strip = values.row(middle).segment(node(-0.8), node(0.8) - node(-0.8)).array();
      return (strip - strip.mean()).square().mean();
    };
    QVERIFY(spread(smooth) < 0.4 * spread(rough));
    QCOMPARE(smooth(node(-1), node(0)), rough(node(-1), node(0)));

    // Beside the sheet there is nothing to draw on.
    BrushStroke beside(rough, box, {Kind::Raise, 0.5, 0.5, 1, 0.5});
    beside.to(100, 100);
    beside.to(-1e300, 5);
    QVERIFY(beside.values().rows() == n);
  }

  void levelGroundHasNoLandmarks() {
    // Two hollows on a level sheet are all there is, whatever the spline does beside them.
    BrushStroke hollow(Eigen::MatrixXd::Zero(129, 129), {-2, 2, -2, 2}, {HeightBrush::Kind::Well, 0.6, 0.6, 1, 0.5});
    hollow.to(-0.7, 0.31);
    BrushStroke other(hollow.values(), {-2, 2, -2, 2}, {HeightBrush::Kind::Well, 0.4, 0.4, 0.5, 0.5});
    other.to(0.9, -0.62);
    const auto f = gridOf(landscape::options(other.values(), {-2, 2, -2, 2}));
    const std::vector<Landmark> marks = f->landmarks();
    QCOMPARE(marks.size(), std::size_t{2});
    QVERIFY(std::abs(marks[0].point[0] + 0.7) < 0.02 && std::abs(marks[0].point[1] - 0.31) < 0.02);
    QVERIFY(std::abs(marks[1].point[0] - 0.9) < 0.02 && std::abs(marks[1].point[1] + 0.62) < 0.02);
    QVERIFY(gridOf({})->landmarks().empty());
  }

  void sheetsGrow() {
    const Eigen::MatrixXd values = randomValues(9, 5, 10);
    const auto f = gridOf(landscape::options(values, {0, 4, 0, 8}));
    const landscape::Sheet larger = landscape::sheetOver(*asLandscape(*f), {-1.5, 4, 0, 10});
    QCOMPARE(larger.values.rows(), Index{11});
    QCOMPARE(larger.values.cols(), Index{7});
    QVERIFY(larger.box == (View{-2, 4, 0, 10}));
    QVERIFY(larger.values.block(0, 2, 9, 5) == values);
    QVERIFY(std::abs(larger.values(3, 0) - valueAt(*f, -2, 3)) < 1e-12);
    // Much more has wider steps.
    const auto sheet = gridOf({});
    const landscape::Sheet wide = landscape::sheetOver(*asLandscape(*sheet), {-8, 8, -4, 4});
    QVERIFY(wide.box == (View{-8, 8, -4, 4}));
    QVERIFY(wide.values.size() <= landscape::mostDrawn && wide.values.size() > landscape::mostDrawn * 3 / 4);
    // What is seen alone, or far too much, leaves it as it is.
    QVERIFY(landscape::sheetOver(*asLandscape(*f), {1, 2, 1, 2}).values == values);
    QVERIFY(landscape::sheetOver(*asLandscape(*f), {-1e9, 2, 1, 2}).values == values);
  }
};

QTEST_GUILESS_MAIN(GridTest)
#include "grid_test.moc"
