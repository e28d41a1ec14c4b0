/// Spectra of Hessians against those of PyTorch and numpy, singular values along a path against numpy's.

#include "core/runs/matrix_spectra.h"
#include "core/runs/spectrum.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/view_kind.h"
#include "tests/golden/reference_case.h"

#include <QtTest>

namespace thalweg::golden {

namespace {

Json references() { return readJson(QStringLiteral(THALWEG_TEST_DATA "/golden/spectra/references.json")); }

/// As tests/golden/networks/make.py draws it.
Points drawn(std::uint64_t state, Index size) {
  Points row(1, size);
  for (Index i = 0; i < size; ++i) {
    state = 6364136223846793005u * state + 1442695040888963407u;
    row(0, i) = static_cast<double>(state >> 40) / 8388608.0 - 1;
  }
  return row;
}

}  // namespace

class SpectraTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hessiansHaveTheEigenvaluesOfADenseSolver() {
    const Json all = references()["hessians"];
    QVERIFY(all.size() > 3);
    for (const Json& c : all) {
      const auto objective =
          findObjective("multilayer_perceptron")
              ->make(
                  {{"hidden", c["hidden"]}, {"activation", c["activation"]}, {"loss", c["loss"]}, {"data", c["data"]}},
                  0);
      const auto n = c["size"].get<Index>();
      QCOMPARE(objective->dimension(), n);
      const Eigen::VectorXd found = hessianSpectrum(*objective, drawn(c["seed"].get<std::uint64_t>(), n));
      const auto wanted = c["eigenvalues"].get<std::vector<double>>();
      QCOMPARE(found.size(), static_cast<Index>(wanted.size()));
      const double size = std::max(std::abs(wanted.front()), std::abs(wanted.back()));
      for (Index k = 0; k < n; ++k)
        QVERIFY2(std::abs(found[k] - wanted[static_cast<std::size_t>(k)]) < 1e-10 * size,
                 (c["data"].get<std::string>() + " " + std::to_string(k)).c_str());
    }
  }

  void singularValuesAreNumpys() {
    for (const Json& c : references()["descents"]) {
      const Json panel = {
          {"objective", "least_squares"}, {"options", {{"X", c["X"]}, {"Y", c["Y"]}}}, {"start", c["points"][0]}};
      const Json contender = {{"optimizer", "SGD"}, {"options", {{"lr", c["rate"]}}}};
      const Json scenario = {{"thalweg", 1},
                             {"panels", Json::array({panel})},
                             {"contenders", Json::array({contender})},
                             {"steps", c["steps"]}};
      const Scenario run = parseScenario(scenario.dump());
      const auto objective = makeObjective(run.panels[0]);
      const auto start = c["points"][0].get<std::vector<double>>();
      const auto path = std::make_shared<const Trajectory>(trace(run, 0, *objective, start));
      const auto block = shownMatrix(*objective);
      QVERIFY(block.has_value());
      QCOMPARE(block->rows, c["start"][0].get<Index>());
      QCOMPARE(block->columns, c["start"][1].get<Index>());
      const MatrixSpectra spectra = matrixSpectra(*objective, *block, path);
      QVERIFY(spectra.error);
      QCOMPARE(spectra.steps.size(), c["points"].size());
      QVERIFY(!std::isfinite(spectra.update(0, 0)));
      const auto compare = [](const Eigen::MatrixXd& found, Index row, const Json& wanted, double size) {
        for (Index k = 0; k < found.cols(); ++k) {
          const double value = wanted[static_cast<std::size_t>(k)].get<double>();
          if (!(std::abs(found(row, k) - value) < 1e-12 * size)) return false;
        }
        return true;
      };
      const double size = c["errors"][0][0].get<double>();
      for (std::size_t k = 0; k < spectra.steps.size(); ++k) {
        const auto row = static_cast<Index>(k);
        QVERIFY(compare(spectra.rest, row, c["errors"][k], size));
        if (k > 0) QVERIFY(compare(spectra.update, row, c["updates"][k - 1], size));
      }
    }
  }
};

}  // namespace thalweg::golden

QTEST_GUILESS_MAIN(thalweg::golden::SpectraTest)
#include "spectra_test.moc"
