#include "core/reports/reference.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace thalweg;

class ReferenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void idsAreUniqueOverTheWholeCatalogueIgnoringCase() {
    std::set<std::string> seen;
    for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
      for (const Card* card : catalogue(kind)) {
        std::string id = card->id;
        std::ranges::transform(id, id.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        QVERIFY2(seen.insert(id).second, card->id.c_str());
      }
    }
  }

  void everyEntryIsFoundByItsIdInAnyCase() {
    for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
      for (const Card* card : catalogue(kind)) {
        QCOMPARE(findCard(card->id), card);
        std::string id = card->id;
        std::ranges::transform(id, id.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        QCOMPARE(findCard(id), card);
      }
    }
    QVERIFY(!findCard("nonesuch"));
    QVERIFY(!findCard(""));
  }

  void resemblingIdsAreSuggestedNearestFirst() {
    QCOMPARE(similarIds("Adma").front(), std::string("Adam"));
    QCOMPARE(similarIds("rosenbrok"), (std::vector<std::string>{"rosenbrock"}));
    QCOMPARE(similarIds("cosineanealinglr").front(), std::string("CosineAnnealingLR"));
    QVERIFY(similarIds("Adam1").size() <= 3);
    QVERIFY(similarIds("zzzzzzzzzzzz").empty());
  }

  void everyEntryExplainsItselfAndItsOptions() {
    for (const CatalogueKind kind : {CatalogueKind::Objectives, CatalogueKind::Optimizers, CatalogueKind::Schedules}) {
      for (const Card* card : catalogue(kind)) {
        for (const std::string& text : {card->family, card->summary, card->formula, card->reference})
          QVERIFY2(!text.empty(), card->id.c_str());
        std::set<std::string> ids;
        for (const OptionDescription& option : card->options) {
          const std::string place = card->id + "." + option.id;
          QVERIFY2(ids.insert(option.id).second, place.c_str());
          QVERIFY2(!option.tip.empty() || !option.elements.empty(), place.c_str());
        }
        const std::string text = describeText(*card);
        std::size_t begin = 0;
        while (begin < text.size()) {
          const std::size_t end = std::min(text.find('\n', begin), text.size());
          QVERIFY2(!text.substr(begin, end - begin).ends_with(' '), card->id.c_str());
          begin = end + 1;
        }
        QCOMPARE(cardJson(*card)["options"].size(), card->options.size());
      }
    }
  }
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "reference_test.moc"
