// No run that a user opens first rests on rounding.

#include "core/contracts/objective.h"

#include <QTest>

using namespace thalweg;

class SensitivityTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void polynomialsStartAwayFromTheirSymmetry() {
    // From 0 the odd coefficients of symmetric data would follow rounding errors alone.
    for (const int degree : {3, 9, 38}) {
      const auto objective = findObjective("polynomial_regression")->make({{"degree", degree}}, 0);
      const std::vector<double> start = objective->starts().front();
      Points g;
      objective->gradient(Eigen::Map<const Eigen::RowVectorXd>(start.data(), degree + 1).array(), g);
      QVERIFY2(g.abs().minCoeff() > 1e-4, qPrintable(QString::number(g.abs().minCoeff())));
    }
  }
};

QTEST_GUILESS_MAIN(SensitivityTest)
#include "sensitivity_test.moc"
