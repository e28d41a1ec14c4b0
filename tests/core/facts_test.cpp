// What cards say of themselves: names of coordinates, short formulas, facts in the catalogue's JSON and text.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/reports/reference.h"

#include <QTest>

#include <set>

using namespace thalweg;

namespace {

std::vector<std::string> plainNames(const Objective& objective) {
  std::vector<std::string> names;
  for (const CoordinateName& name : objective.coordinateNames()) names.push_back(name.plain);
  return names;
}

std::vector<std::string> namesOf(const char* id, const Options& options = {}, Index dimension = 0) {
  return plainNames(*findObjective(id)->make(options, dimension));
}

using Names = std::vector<std::string>;

}  // namespace

class FactsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyCoordinateHasANameOfItsOwn() {
    for (const ObjectiveCard* card : objectiveCards()) {
      const auto objective = card->make({}, 0);
      const Names names = plainNames(*objective);
      QCOMPARE(static_cast<Index>(names.size()), objective->dimension());
      QVERIFY2(std::set<std::string>(names.begin(), names.end()).size() == names.size(), card->id.c_str());
      for (const CoordinateName& name : objective->coordinateNames())
        QVERIFY2(!name.plain.empty() && !name.typeset.empty(), card->id.c_str());
    }
  }

  void coordinatesAreCalledWhatTheyAre() {
    QCOMPARE(namesOf("forrester"), Names{"x"});
    QCOMPARE(namesOf("beale"), (Names{"x", "y"}));
    QCOMPARE(namesOf("sphere", {}, 12)[10], std::string("x₁₁"));
    QCOMPARE(namesOf("expression", {{"formula", "x1 + x2**2 + x3"}}), (Names{"x₁", "x₂", "x₃"}));
    QCOMPARE(namesOf("linear_regression"), (Names{"w", "b"}));
    QCOMPARE(namesOf("logistic_regression"), (Names{"u", "v", "c"}));
    QCOMPARE(namesOf("polynomial_regression", {{"degree", 2}}), (Names{"c₀", "c₁", "c₂"}));
    QCOMPARE(namesOf("least_squares"), (Names{"W[1,1]", "W[1,2]", "W[2,1]", "W[2,2]"}));
    const Names net = namesOf("multilayer_perceptron", {{"hidden", {2}}});
    QCOMPARE(net, (Names{"W₁[1,1]", "W₁[1,2]", "W₁[2,1]", "W₁[2,2]", "b₁[1]", "b₁[2]", "W₂[1,1]", "W₂[1,2]", "b₂[1]"}));
  }

  void onlyObjectivesOfAnyDimensionHaveAFormulaInThePlane() {
    int there = 0;
    for (const ObjectiveCard* card : objectiveCards()) {
      const std::string& formula = card->planar;
      if (formula.empty()) continue;
      ++there;
      QVERIFY2(card->minDimension <= 2 && card->maxDimension == 0, card->id.c_str());
      QVERIFY2(formula.find("\\sum") == std::string::npos, card->id.c_str());
      for (const OptionDescription& option : card->options) {
        const bool greek = option.symbol.starts_with("\\");
        QVERIFY2(formula.find(greek ? option.symbol : option.id) != std::string::npos, card->id.c_str());
      }
    }
    QCOMPARE(there, 11);
  }

  void theCatalogueTellsTheFacts() {
    for (const Card* card : catalogue(CatalogueKind::Objectives)) {
      const auto objective = findObjective(card->id)->make({}, 0);
      const Json facts = cardJson(*card)["facts"];
      QCOMPARE(facts["dimension"].get<Index>(), objective->dimension());
      QCOMPARE(facts["starts"].get<std::vector<std::vector<double>>>(), objective->starts());
      QCOMPARE(facts["suggested_rate"].get<double>(), objective->suggestedRate());
      QCOMPARE(facts["landmarks"].size(), objective->landmarks().size());
      QCOMPARE(facts["coordinates"].get<Names>(), plainNames(*objective));
      QCOMPARE(facts["view"]["x"][1].get<double>(), objective->view().xMax);
      QCOMPARE(facts["view"].contains("y"), objective->dimension() > 1);
      const std::string text = describeText(*card);
      QVERIFY2(text.find("suggested rate: ") != std::string::npos, text.c_str());
      QVERIFY2(text.find("start: (") != std::string::npos, text.c_str());
    }
    const Json camel = cardJson(*findCard("three_hump_camel"))["facts"]["landmarks"];
    QCOMPARE(camel[0]["kind"], "global_minimum");
    QVERIFY(describeText(*findCard("himmelblau")).find("global minimum: 0 at (3, 2)") != std::string::npos);
    QVERIFY(!cardJson(*findCard("Adam")).contains("facts"));
  }

  void epsilonIsExplainedByWhatItDoes() {
    // Rules without an average of squares do not become plain momentum where ε is large.
    for (const char* id : {"Adagrad", "AdagradEpsInside", "SGDP", "LARS", "Muon", "SophiaH", "NovoGrad", "ApolloDQN"}) {
      const std::string& tip = findOptimizer(id)->find("eps")->tip;
      QVERIFY2(tip.find("plain momentum") == std::string::npos, id);
    }
  }
};

QTEST_GUILESS_MAIN(FactsTest)
#include "facts_test.moc"
