// Arrays as NumPy wrote them (tests/golden/arrays), and what is damaged or would have to be unpickled.

#include "core/base/npy.h"

#include "core/base/file.h"
#include "core/base/zip.h"

#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>
#include <stdexcept>
#include <string>

using namespace thalweg;

namespace {

std::string golden(const std::string& name) {
  return readFile(std::string(THALWEG_TEST_DATA "/golden/arrays/") + name, 1u << 20);
}

/// What an exception says; empty where there is none.
template <class Act>
std::string refusal(Act act) {
  try {
    act();
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

bool says(const std::string& words, const std::string& part) { return words.find(part) != std::string::npos; }

/// "nan", "inf" and numbers, as Python's repr has them.
double numberOf(const std::string& text) { return std::stod(text); }

}  // namespace

class NpyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void archivesAgreeWithNumPy_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("stored") << QStringLiteral("stored.npz");
    QTest::newRow("deflated") << QStringLiteral("deflated.npz");
  }
  void archivesAgreeWithNumPy() {
    QFETCH(QString, name);
    const auto found = readNpz(golden(name.toStdString()));
    const auto expected = nlohmann::json::parse(golden("expected.json"));
    QCOMPARE(found.size(), expected.size());
    for (const auto& [key, array] : expected.items()) {
      QVERIFY2(found.contains(key), key.c_str());
      const NumericArray& own = found.at(key);
      QCOMPARE(own.shape, array["shape"].get<std::vector<std::size_t>>());
      QCOMPARE(own.values.size(), array["values"].size());
      for (std::size_t i = 0; i < own.values.size(); ++i) {
        const double value = numberOf(array["values"][i].get<std::string>());
        QVERIFY2(own.values[i] == value && std::signbit(own.values[i]) == std::signbit(value), key.c_str());
      }
    }
  }

  void partsOfAViewAreThoseOfTheWhole() {
    const std::string bytes = golden("columns.npy");
    const ArrayView view = viewNpy(bytes);
    QVERIFY(view.columnMajor);
    const NumericArray whole = view.doubles();
    std::vector<double> part(5);
    view.read(7, part.size(), part.data());
    for (std::size_t i = 0; i < part.size(); ++i) QCOMPARE(part[i], whole.values[7 + i]);
    const FloatArray floats = view.floats();
    QCOMPARE(floats.shape, whole.shape);
    QCOMPARE(floats.values[11], static_cast<float>(whole.values[11]));
    QVERIFY(says(refusal([&] { view.read(20, 5, part.data()); }), "too few"));
  }

  void whatIsNoArrayOfNumbersIsRefused() {
    QVERIFY(says(refusal([] { readNpy(golden("objects.npy")); }), "unpickling"));
    QVERIFY(says(refusal([] { readNpy(golden("records.npy")); }), "records"));
    QVERIFY(says(refusal([] { readNpy(golden("complex.npy")); }), "c16"));
    QVERIFY(says(refusal([] { readNpy("no array"); }), "does not begin"));
    QVERIFY(says(refusal([] { readNpz("PK no archive"); }), "cut off"));
  }

  void whatIsCutOffOrAlteredIsRefused() {
    const std::string whole = golden("columns.npy");
    for (std::size_t size = 0; size < whole.size(); size += 3)
      QVERIFY(!refusal([&] { readNpy(whole.substr(0, size)); }).empty());
    const std::string archive = golden("deflated.npz");
    for (std::size_t size = 0; size < archive.size(); size += 17)
      QVERIFY(!refusal([&] { readNpz(archive.substr(0, size)); }).empty());
    const ZipEntry first = zipEntries(archive).front();
    std::string altered = archive;
    altered[static_cast<std::size_t>(first.header) + 80] ^= 0x10;
    const std::string words = refusal([&] { readNpz(altered); });
    QVERIFY2(says(words, first.name), words.c_str());
  }

  void claimsCostNoMemory() {
    QVERIFY(says(refusal([] { readNpy(golden("columns.npy"), 23); }), "more than 23"));
    QVERIFY(says(refusal([] { readNpz(golden("stored.npz"), 40); }), "more than"));
    // A header that promises what is not there.
    std::string huge = golden("columns.npy");
    const std::size_t at = huge.find("(4, 3, 2)");
    QVERIFY(at != std::string::npos);
    huge.replace(at, 9, "(99999,9)");
    QVERIFY(says(refusal([&] { readNpy(huge); }), "cut off"));
    std::string beyond = golden("columns.npy");
    beyond.replace(at, 9, "(1 << 40)");
    QVERIFY(says(refusal([&] { readNpy(beyond); }), "header"));
  }
};

QTEST_APPLESS_MAIN(NpyTest)
#include "npy_test.moc"
