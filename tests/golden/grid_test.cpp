/// Splines through heights, their derivatives and the average before them, against scipy's.

#include "core/contracts/matrix_option.h"
#include "core/objectives/landscape.h"
#include "tests/golden/reference_case.h"

#include <QtTest>

namespace thalweg::golden {

class GridTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void splinesAreScipys() {
    const Json cases = readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/grid/references.json"))["cases"];
    int compared = 0;
    for (const Json& c : cases) {
      for (const bool packed : {false, true}) {
        Options options = {{"values", c["values"]}, {"x", c["x"]}, {"y", c["y"]}, {"smoothing", c["smoothing"]}};
        if (packed) options["values"] = packedMatrix(matrixOf(c["values"], {}));
        const auto objective = findObjective("grid")->make(options, 0);
        const auto count = static_cast<Index>(c["points"].size());
        Points x(count, 2);
        for (Index i = 0; i < count; ++i) {
          for (Index j = 0; j < 2; ++j)
            x(i, j) = c["points"][static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<double>();
        }
        Column f;
        Points g;
        objective->valueAndGradient(x, f, g);
        for (Index i = 0; i < count; ++i) {
          const Eigen::MatrixXd h = objective->hessian(x.row(i));
          const auto near = [&](double found, const char* key) {
            const double wanted = c[key][static_cast<std::size_t>(i)].get<double>();
            ++compared;
            return std::abs(found - wanted) <= 1e-12 * std::max(1.0, std::abs(wanted));
          };
          QVERIFY(near(f[i], "f"));
          QVERIFY(near(g(i, 0), "fx"));
          QVERIFY(near(g(i, 1), "fy"));
          QVERIFY(near(h(0, 0), "fxx"));
          QVERIFY(near(h(0, 1), "fxy"));
          QVERIFY(near(h(1, 1), "fyy"));
        }
      }
    }
    QCOMPARE(compared, 5 * 28 * 6 * 2);
  }

  void averagesAreScipys() {
    const Json cases = readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/grid/references.json"))["cases"];
    int compared = 0;
    for (const Json& c : cases) {
      if (c["smoothed"].is_null()) continue;
      const Eigen::MatrixXd found = landscape::smoothed(matrixOf(c["values"], {}), c["smoothing"].get<double>());
      QVERIFY((found - matrixOf(c["smoothed"], {})).cwiseAbs().maxCoeff() <= 1e-14);
      ++compared;
    }
    QCOMPARE(compared, 2);
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::GridTest)
#include "grid_test.moc"
