// Short formulas stand for objectives that exist, in any dimension, and name their options.

#include "core/surfaces/planar_formula.h"

#include "core/contracts/objective.h"

#include <QTest>

using namespace thalweg;

class PlanarFormulaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void onlyObjectivesOfAnyDimensionHaveOne() {
    int there = 0;
    for (const ObjectiveCard* card : objectiveCards()) {
      const std::string_view formula = planarFormula(card->id);
      if (formula.empty()) continue;
      ++there;
      QVERIFY2(card->minDimension <= 2 && card->maxDimension == 0, card->id.c_str());
      QVERIFY2(formula.find("\\sum") == std::string_view::npos, card->id.c_str());
      for (const OptionDescription& option : card->options) {
        const bool greek = option.symbol.starts_with("\\");
        QVERIFY2(formula.find(greek ? option.symbol : option.id) != std::string_view::npos, card->id.c_str());
      }
    }
    QCOMPARE(there, 11);
    QVERIFY(planarFormula("himmelblau").empty());
  }
};

QTEST_GUILESS_MAIN(PlanarFormulaTest)
#include "planar_formula_test.moc"
