// Objectives that are learned from points of one's own, against fits by numpy and scipy.

#include "core/contracts/dataset.h"
#include "core/scenario/scenario.h"
#include "tests/golden/reference_case.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

class PointsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void minimaAreThoseOfNumpy() {
    const Json file = golden::readJson(QStringLiteral(THALWEG_SOURCE_DIR "/tests/golden/points/fits.json"));
    QVERIFY(file.at("cases").size() >= 9);
    for (const Json& one : file.at("cases")) {
      Panel panel;
      panel.objective = one.at("objective");
      panel.options = one.at("options").get<Options>();
      const auto f = makeObjective(panel);
      const auto best = one.at("best").get<std::vector<double>>();
      const double tolerance = panel.objective == "logistic_regression" ? 1e-6 : 1e-9;  // as scipy finds it
      const std::vector<Landmark> known = f->landmarks();
      QCOMPARE(known.size(), 1u);
      QCOMPARE(known[0].point.size(), best.size());
      for (std::size_t j = 0; j < best.size(); ++j)
        QVERIFY2(std::abs(known[0].point[j] - best[j]) <= tolerance * std::max(1.0, std::abs(best[j])),
                 panel.objective.c_str());
      const double loss = one.at("loss");
      QVERIFY2(std::abs(known[0].value - loss) <= 1e-9 * std::max(1.0, loss), panel.objective.c_str());
      Column value;
      f->value(Eigen::Map<const Eigen::RowVectorXd>(best.data(), f->dimension()).array(), value);
      QVERIFY2(std::abs(value[0] - loss) <= 1e-11 * std::max(1.0, loss), panel.objective.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(PointsTest)
#include "points_test.moc"
