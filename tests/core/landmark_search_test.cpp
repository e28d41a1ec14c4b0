// Minima and saddles of typed functions, where mathematics knows them.

#include "core/objectives/landmark_search.h"

#include "core/scenario/scenario.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace thalweg;

namespace {

std::shared_ptr<const Objective> typed(const std::string& formula, std::optional<Index> dimension = {}) {
  Panel panel;
  panel.objective = "expression";
  panel.options = {{"formula", formula}};
  panel.dimension = dimension;
  return makeObjective(panel);
}

std::vector<Landmark> ofKind(const Objective& f, Landmark::Kind kind) {
  std::vector<Landmark> all = f.landmarks();
  std::erase_if(all, [kind](const Landmark& mark) { return mark.kind != kind; });
  return all;
}

bool isAt(const Landmark& mark, const std::vector<double>& point, double tolerance = 1e-7) {
  double sum = 0;
  for (std::size_t i = 0; i < point.size(); ++i) sum += std::pow(mark.point[i] - point[i], 2);
  return std::sqrt(sum) <= tolerance;
}

bool has(const std::vector<Landmark>& marks, const std::vector<double>& point, double tolerance = 1e-7) {
  return std::ranges::any_of(marks, [&](const Landmark& mark) { return isAt(mark, point, tolerance); });
}

using enum Landmark::Kind;

}  // namespace

class LandmarkSearchTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aParabolasMinimumIsFoundAndSaysSo() {
    const auto f = typed("(x-1)**2 + 5*(y+0.5)**2");
    const std::vector<Landmark> marks = f->landmarks();
    QCOMPARE(marks.size(), std::size_t{1});
    QVERIFY(marks[0].kind == GlobalMinimum && marks[0].found && isAt(marks[0], {1, -0.5}));
    QVERIFY(std::abs(marks[0].value) < 1e-20);
    QCOMPARE(knownMinimum(*f), std::optional(marks[0].value));
  }

  // Himmelblau's, typed: its four minima, four saddles and no hill.
  void allMinimaAndSaddlesOfHimmelblau() {
    const auto f = typed("(x**2 + y - 11)**2 + (x + y**2 - 7)**2");
    const std::vector<Landmark> low = ofKind(*f, GlobalMinimum);
    QCOMPARE(low.size(), std::size_t{4});
    for (const std::vector<double>& point :
         std::vector<std::vector<double>>{{3, 2}, {-2.805118, 3.131313}, {-3.779310, -3.283186}, {3.584428, -1.848127}})
      QVERIFY(has(low, point, 1e-5));
    const std::vector<Landmark> passes = ofKind(*f, Saddle);
    QCOMPARE(passes.size(), std::size_t{4});
    for (const std::vector<double>& point : std::vector<std::vector<double>>{
             {0.086678, 2.884255}, {-3.073026, -0.081353}, {3.385154, 0.073852}, {-0.127961, -1.953715}})
      QVERIFY(has(passes, point, 1e-5));
    QVERIFY(!has(f->landmarks(), {-0.270845, -0.923039}, 1e-2));
  }

  // f falls below its only minimum elsewhere, so that is not the global one.
  void aMinimumBesideAnAbyssIsLocal() {
    const auto f = typed("x**3 - 3*x");
    QVERIFY(ofKind(*f, GlobalMinimum).empty());
    QVERIFY(has(ofKind(*f, LocalMinimum), {1}));
    QVERIFY(!knownMinimum(*f));
  }

  void whereNothingIsThereNothingIsFound() {
    for (const char* formula : {"-x", "x**3", "exp(-x)", "log(x) + y**2"})
      QVERIFY2(typed(formula)->landmarks().empty() && !typed(formula)->infimum(), formula);
    QVERIFY(ofKind(*typed("x**2 - y**2"), GlobalMinimum).empty());
    QVERIFY(has(ofKind(*typed("x**2 - y**2"), Saddle), {0, 0}));
  }

  void minimaBeyondTheBoxAreFound() {
    // The box is chosen by the formula; this minimum lies outside of it.
    const auto f = typed("(x-12)**2 + y**2");
    const View view = f->view();
    QVERIFY(view.xMax < 12);
    QVERIFY(has(ofKind(*f, GlobalMinimum), {12, 0}));
  }

  void kinksAreMinima() {
    const auto f = typed("abs(x - 0.3) + 2*abs(y + 0.2)");
    const std::vector<Landmark> low = ofKind(*f, GlobalMinimum);
    QCOMPARE(low.size(), std::size_t{1});
    QVERIFY(isAt(low[0], {0.3, -0.2}, 1e-6) && !low[0].smooth);
    QVERIFY(has(ofKind(*typed("abs(x - 1)"), GlobalMinimum), {1}, 1e-6));
  }

  void aCreaseIsNoRowOfMinima() {
    const std::vector<Landmark> marks = typed("sqrt(abs(x - y**2)) + 0.1*x**2")->landmarks();
    QVERIFY(marks.size() <= 1);
  }

  void flatMinimaAreFoundToo() {
    const auto f = typed("x**4 + y**4");
    QCOMPARE(f->landmarks().size(), std::size_t{1});
    QVERIFY(has(ofKind(*f, GlobalMinimum), {0, 0}, 1e-3));
  }

  void aValleysLevelFloorIsNoPointButAValue() {
    const auto f = typed("(x + y)**2");
    QVERIFY(f->landmarks().empty());
    QVERIFY(f->infimum() && std::abs(*f->infimum()) < 1e-20);
  }

  void ripplesAreToldApart() {
    // x² + 1 − cos 3x: the middle one is the deepest; beyond |x| = 3 the parabola is too steep for more.
    const auto f = typed("x**2 + 3*(1 - cos(3*x))");
    QVERIFY(has(ofKind(*f, GlobalMinimum), {0}));
    const std::vector<Landmark> local = ofKind(*f, LocalMinimum);
    QVERIFY(local.size() >= 2);
    for (const Landmark& mark : local) {
      const double slope = 2 * mark.point[0] + 9 * std::sin(3 * mark.point[0]);
      QVERIFY(std::abs(slope) < 1e-9);
      QVERIFY(2 + 27 * std::cos(3 * mark.point[0]) > 0);
    }
  }

  void sixVariablesAreSearched() {
    const auto f = typed("sum((x[i] - i/3)**2 for i in range(n))", 6);
    QVERIFY(has(ofKind(*f, GlobalMinimum), {0, 1.0 / 3, 2.0 / 3, 1, 4.0 / 3, 5.0 / 3}));
  }

  void manyVariablesAreNot() { QVERIFY(typed("sum(x[i]**2 for i in range(n))", 50)->landmarks().empty()); }

  // Of the built-in surfaces whose minima are known, none is missed that lies inside the box and is smooth.
  void knownLandmarksAreFoundAgain() {
    int count = 0;
    for (const char* id :
         {"beale", "booth", "matyas", "himmelblau", "three_hump_camel", "six_hump_camel", "branin", "mccormick",
          "muller_brown", "gaussian_wells", "rosenbrock", "styblinski_tang", "forrester"}) {
      const auto f = makeObjective({id, {}, {}, {}, {}});
      const View view = f->view();
      const FoundLandmarks found = searchLandmarks(*f, view);
      for (const Landmark& mark : f->landmarks()) {
        if (!mark.smooth || !mark.interior || mark.kind == Saddle) continue;
        ++count;
        QVERIFY2(has(found.landmarks, mark.point, 1e-5), id);
      }
      // Found again, every one is stationary.
      for (const Landmark& mark : found.landmarks) {
        if (!mark.smooth) continue;
        const Points x = Eigen::Map<const Points>(mark.point.data(), 1, f->dimension());
        Points g;
        f->gradient(x, g);
        QVERIFY2(g.abs().maxCoeff() < 1e-4, id);
      }
    }
    QVERIFY(count > 20);
  }

  void theSearchIsDeterministic() {
    const char* formula = "sin(3*x)*cos(2*y) + 0.1*(x**2 + y**2)";
    const std::vector<Landmark> one = typed(formula)->landmarks();
    const std::vector<Landmark> other = typed(formula)->landmarks();
    QVERIFY(one.size() > 4);
    QCOMPARE(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i)
      QVERIFY(one[i].point == other[i].point && one[i].value == other[i].value);
  }
};

QTEST_GUILESS_MAIN(LandmarkSearchTest)
#include "landmark_search_test.moc"
