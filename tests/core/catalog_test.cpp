// What descriptions refuse, in which words, and what they assign.

#include "core/contracts/catalog.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace thalweg;

namespace {

struct Example {
  double rate = 0.1;
  std::int64_t count = 3;
  bool on = false;
  std::vector<double> betas = {0.9, 0.999};
  std::optional<double> bound;
  Json either = 0.5;
  std::string mode = "fast";
};

Card exampleCard() {
  Card card;
  card.id = "Example";
  card.options = {option("rate", &Example::rate).atLeast(0),
                  option("count", &Example::count).within(1, 5).steps(),
                  option("on", &Example::on),
                  option("betas", &Example::betas)
                      .element({"b_1", "b1", "", {0, 1, false, true}, {}})
                      .element({"b_2", "b2", "", {0, 1, false, true}, {}}),
                  option("bound", &Example::bound).above(0),
                  option("either", &Example::either).ofKind(OptionKind::Real).perGroupList(),
                  option("mode", &Example::mode).oneOf({"fast", "slow"})};
  return card;
}

std::string refusalPlace(const Options& options) {
  try {
    checkOptions(exampleCard(), options);
  } catch (const OptionError& error) {
    return error.path();
  }
  return "accepted";
}

}  // namespace

class CatalogTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void rangesContainTheirBoundsUnlessExcluded() {
    const Range half{0, 1, false, true};
    QVERIFY(half.contains(0) && half.contains(0.5) && half.contains(std::nextafter(1.0, 0.0)));
    QVERIFY(!half.contains(1) && !half.contains(-1e-300));
    const Range open{0, std::numeric_limits<double>::infinity(), true, false};
    QVERIFY(!open.contains(0) && open.contains(1e308));
    for (const Range& range : {half, open, Range{}}) QVERIFY(!range.contains(std::nan("")));
    QCOMPARE((Range{.min = 0}.text()), std::string("≥ 0"));
    QCOMPARE(half.text(), std::string("0 ≤ value < 1"));
  }

  void defaultsAreTheMembers() {
    Example example{7, 7, true, {}, 7, 7, "slow"};
    assignOptions(exampleCard(), {}, &example, 4);
    QCOMPARE(example.rate, 0.1);
    QCOMPARE(example.count, std::int64_t{4});  // the scenario's steps
    QVERIFY(!example.on && !example.bound);
    QCOMPARE(example.betas, (std::vector<double>{0.9, 0.999}));
    QCOMPARE(example.mode, std::string("fast"));
  }

  void valuesAreAssigned() {
    Example example;
    assignOptions(
        exampleCard(),
        {{"rate", 2}, {"on", true}, {"betas", {0, 0.5}}, {"bound", 1.5}, {"mode", "slow"}, {"either", {1, 2}}},
        &example);
    QCOMPARE(example.rate, 2.0);
    QVERIFY(example.on && example.bound == 1.5 && example.mode == "slow");
    QCOMPARE(example.betas, (std::vector<double>{0, 0.5}));
    assignOptions(exampleCard(), {{"bound", nullptr}}, &example);
    QVERIFY(!example.bound);
  }

  void mistakesAreRefusedWithTheirPlace() {
    QCOMPARE(refusalPlace({{"rate", 0}, {"count", 5}, {"either", 3}}), std::string("accepted"));
    QCOMPARE(refusalPlace({{"rat", 1}}), std::string("options.rat"));
    QCOMPARE(refusalPlace({{"rate", -1}}), std::string("options.rate"));
    QCOMPARE(refusalPlace({{"rate", "1"}}), std::string("options.rate"));
    QCOMPARE(refusalPlace({{"rate", nullptr}}), std::string("options.rate"));
    QCOMPARE(refusalPlace({{"rate", std::nan("")}}), std::string("options.rate"));
    QCOMPARE(refusalPlace({{"rate", {1, 2}}}), std::string("options.rate"));
    QCOMPARE(refusalPlace({{"count", 2.5}}), std::string("options.count"));
    QCOMPARE(refusalPlace({{"count", 6}}), std::string("options.count"));
    QCOMPARE(refusalPlace({{"on", 1}}), std::string("options.on"));
    QCOMPARE(refusalPlace({{"betas", {0.9, 1}}}), std::string("options.betas[1]"));
    QCOMPARE(refusalPlace({{"betas", Json::array({0.9})}}), std::string("options.betas"));
    QCOMPARE(refusalPlace({{"bound", 0}}), std::string("options.bound"));
    QCOMPARE(refusalPlace({{"mode", "medium"}}), std::string("options.mode"));
    QCOMPARE(refusalPlace({{"either", {1, "x"}}}), std::string("options.either[1]"));
    QCOMPARE(refusalPlace({{"either", Json::array()}}), std::string("options.either"));
  }
};

QTEST_GUILESS_MAIN(CatalogTest)
#include "catalog_test.moc"
