/// Draws against published vectors, an implementation in Python and mpmath's quantiles (tests/golden/random), and the
/// distribution of the draws themselves.

#include "core/base/random.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

using namespace thalweg;

namespace {

using Block = std::array<std::uint64_t, 4>;

nlohmann::json data() {
  std::ifstream stream(THALWEG_TEST_DATA "/golden/random/draws.json");
  return nlohmann::json::parse(stream);
}

std::uint64_t hex(const nlohmann::json& text) { return std::stoull(text.get<std::string>(), nullptr, 16); }

DrawKey keyOf(const nlohmann::json& key) {
  return {key[0], key[1], key[2], key[3], key[4], static_cast<Purpose>(key[5].get<std::uint64_t>())};
}

/// Pearson's statistic for equally likely bins.
double chiSquare(const std::vector<int>& counts) {
  const double expected = std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
  double sum = 0;
  for (const int count : counts) sum += (count - expected) * (count - expected) / expected;
  return sum;
}

}  // namespace

class RandomTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wordsAreThoseOfTheKnownAnswerVectors();
  void sequencesHaveTheSameBitsAsInPython();
  void quantilesAreExactToOneIn1e15();
  void quantilesOfOppositeWordsAreOpposite();
  void everyPartOfTheKeyChangesTheDraws();
  void normalsHaveTheMomentsOfTheNormalDistribution();
  void normalsFillEquallyLikelyBinsEqually();
  void normalsFollowTheDistributionFunction();
  void numbersBelowABoundAreEquallyLikely();
  void everyOrderOfFourIsEquallyLikely();
};

void RandomTest::wordsAreThoseOfTheKnownAnswerVectors() {
  // Random123, kat_vectors, "threefry4x64 20".
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  QVERIFY((threefry({0, 0, 0, 0}, {0, 0, 0, 0}) ==
           Block{0x09218ebde6c85537, 0x55941f5266d86105, 0x4bd25e16282434dc, 0xee29ec846bd2e40b}));
  QVERIFY((threefry({ones, ones, ones, ones}, {ones, ones, ones, ones}) ==
           Block{0x29c24097942bba1b, 0x0371bbfb0f6f4e11, 0x3c231ffa33f83a1c, 0xcd29113fde32d168}));
  QVERIFY((threefry({0x452821e638d01377, 0xbe5466cf34e90c6c, 0xbe5466cf34e90c6c, 0xc0ac29b7c97c50dd},
                    {0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89}) ==
           Block{0xa7e8fde591651bd9, 0xbaafd0c30138319b, 0x84a5c1a729e685b9, 0x901d406ccebc1ba4}));
}

void RandomTest::sequencesHaveTheSameBitsAsInPython() {
  const nlohmann::json sequences = data().at("sequences");
  QCOMPARE(sequences.size(), std::size_t{5});
  for (const auto& sequence : sequences) {
    Draws words(keyOf(sequence.at("key")));
    Draws normals(keyOf(sequence.at("key")));
    for (std::size_t i = 0; i < 10; ++i) {
      QCOMPARE(words.word(), hex(sequence.at("words")[i]));
      QVERIFY(normals.normal() == std::strtod(sequence.at("normals")[i].get<std::string>().c_str(), nullptr));
    }
    std::vector<std::ptrdiff_t> items(20);
    std::iota(items.begin(), items.end(), 0);
    Draws draws(keyOf(sequence.at("key")));
    shuffle(items, draws);
    QCOMPARE(items, sequence.at("shuffled").get<std::vector<std::ptrdiff_t>>());
  }
}

void RandomTest::quantilesAreExactToOneIn1e15() {
  const nlohmann::json quantiles = data().at("quantiles");
  QVERIFY(quantiles.size() > 300);
  double worst = 0;
  for (const auto& one : quantiles) {
    const auto expected = one.at("normal").get<double>();
    worst = std::max(worst, std::abs(normalFromWord(hex(one.at("word"))) - expected) / std::abs(expected));
  }
  QVERIFY2(worst < 1e-15, qPrintable(QString::number(worst)));
}

void RandomTest::quantilesOfOppositeWordsAreOpposite() {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const std::uint64_t word = Draws({.seed = i}).word();
    QVERIFY(normalFromWord(~word) == -normalFromWord(word));
  }
  QVERIFY(normalFromWord(0) < -8.2 && normalFromWord(0) > -8.21);
}

void RandomTest::everyPartOfTheKeyChangesTheDraws() {
  const std::vector<DrawKey> keys = {
      {},
      {.seed = 1},
      {.stream = 1},
      {.path = 1},
      {.step = 1},
      {.call = 1},
      {.purpose = Purpose::Shuffle},
      {.purpose = Purpose::Replacement},
  };
  std::vector<std::uint64_t> first;
  for (const DrawKey& key : keys) first.push_back(Draws(key).word());
  std::ranges::sort(first);
  QVERIFY(std::ranges::adjacent_find(first) == first.end());
}

void RandomTest::normalsHaveTheMomentsOfTheNormalDistribution() {
  constexpr int n = 200'000;
  double moments[5] = {};
  double neighbours = 0;
  Draws draws({.seed = 20});
  double before = 0;
  for (int i = 0; i < n; ++i) {
    const double z = draws.normal();
    double power = 1;
    for (double& moment : moments) moment += power / n, power *= z;
    neighbours += before * z / n;
    before = z;
  }
  // Five standard errors each: √(1, 2, 15, 96)/√n.
  const double scale = 5 / std::sqrt(static_cast<double>(n));
  QVERIFY(std::abs(moments[1]) < scale);
  QVERIFY(std::abs(moments[2] - 1) < scale * std::sqrt(2.0));
  QVERIFY(std::abs(moments[3]) < scale * std::sqrt(15.0));
  QVERIFY(std::abs(moments[4] - 3) < scale * std::sqrt(96.0));
  QVERIFY(std::abs(neighbours) < scale);
}

void RandomTest::normalsFillEquallyLikelyBinsEqually() {
  // Across paths and steps, as batches use them: one draw of each sequence.
  std::vector<int> counts(64, 0);
  for (std::uint64_t path = 0; path < 256; ++path) {
    for (std::uint64_t step = 0; step < 256; ++step) {
      const double z = Draws({.seed = 3, .path = path, .step = step}).normal();
      ++counts[static_cast<std::size_t>(32 * std::erfc(-z / std::sqrt(2.0)))];
    }
  }
  // χ² with 63 degrees of freedom: 0.001 and 0.999 quantiles.
  const double statistic = chiSquare(counts);
  QVERIFY2(statistic > 32.5 && statistic < 103.4, qPrintable(QString::number(statistic)));
}

void RandomTest::normalsFollowTheDistributionFunction() {
  constexpr int n = 50'000;
  std::vector<double> values(n);
  Draws draws({.seed = 4});
  for (double& value : values) value = draws.normal();
  std::ranges::sort(values);
  double distance = 0;
  for (int i = 0; i < n; ++i) {
    const double p = std::erfc(-values[static_cast<std::size_t>(i)] / std::sqrt(2.0)) / 2;
    distance = std::max({distance, std::abs(p - static_cast<double>(i) / n), std::abs(p - (i + 1.0) / n)});
  }
  // Kolmogorov's 0.999 quantile.
  QVERIFY2(distance * std::sqrt(static_cast<double>(n)) < 1.95, qPrintable(QString::number(distance)));
}

void RandomTest::numbersBelowABoundAreEquallyLikely() {
  std::vector<int> counts(7, 0);
  Draws draws({.seed = 5, .purpose = Purpose::Replacement});
  for (int i = 0; i < 70'000; ++i) ++counts[draws.below(7)];
  // χ² with 6 degrees of freedom: 0.999 quantile.
  QVERIFY(chiSquare(counts) < 22.5);
  QCOMPARE(draws.below(1), std::uint64_t{0});
  // Half of all words would favour the lower half of the range.
  const std::uint64_t large = (std::uint64_t{1} << 63) + 1;
  for (int i = 0; i < 1000; ++i) QVERIFY(draws.below(large) < large);
}

void RandomTest::everyOrderOfFourIsEquallyLikely() {
  std::vector<std::vector<std::ptrdiff_t>> orders;
  std::vector<std::ptrdiff_t> order = {0, 1, 2, 3};
  do orders.push_back(order);
  while (std::ranges::next_permutation(order).found);
  std::vector<int> counts(24, 0);
  for (std::uint64_t epoch = 0; epoch < 24'000; ++epoch) {
    std::vector<std::ptrdiff_t> items = {0, 1, 2, 3};
    Draws draws({.seed = 6, .step = epoch, .purpose = Purpose::Shuffle});
    shuffle(items, draws);
    ++counts[static_cast<std::size_t>(std::ranges::find(orders, items) - orders.begin())];
  }
  // χ² with 23 degrees of freedom: 0.999 quantile.
  QVERIFY(chiSquare(counts) < 49.8);
}

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
