/// Every stored trajectory of PyTorch and of the papers' reference code, through the library.

#include "tests/golden/reference_case.h"

#include <QDir>
#include <QtTest>

namespace thalweg::golden {

class OptimizerReferenceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void trajectoryIsTheReferences_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("index");
    for (const char* folder : {"torch", "torch2", "papers"}) {
      const QDir dir(QStringLiteral(THALWEG_TEST_DATA "/golden/") + QLatin1String(folder));
      for (const QString& name : dir.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        const Json file = readJson(dir.filePath(name));
        for (std::size_t i = 0; i < file["cases"].size(); ++i) {
          const std::string tag = std::string(folder) + "/" + name.toStdString() + " " + std::to_string(i);
          QTest::newRow(tag.c_str()) << dir.filePath(name) << static_cast<int>(i);
        }
      }
    }
  }

  void trajectoryIsTheReferences() {
    QFETCH(QString, file);
    QFETCH(int, index);
    static std::map<QString, Json> files;
    if (!files.contains(file)) files[file] = readJson(file);
    const Json& c = files[file]["cases"][static_cast<std::size_t>(index)];
    try {
      const auto text = difference(c, run(c), 1e-9);
      QVERIFY2(!text, (text.value_or("") + " of " + c["options"].dump()).c_str());
    } catch (const std::exception& e) {
      QFAIL(e.what());
    }
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::OptimizerReferenceTest)
#include "optimizer_reference_test.moc"
