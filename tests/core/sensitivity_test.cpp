// No run that a user opens first rests on rounding: a start moved by 1e-15 gives the same path to 1e-6 over 100 steps,
// of every optimizer on every objective as they come, or the pair is listed in chaotic_pairs.txt.

#include "core/contracts/objective.h"
#include "core/contracts/optimizer.h"
#include "core/runs/trace.h"

#include <QTest>

#include <fstream>
#include <set>
#include <sstream>

using namespace thalweg;

namespace {

constexpr double moved = 1e-15;
constexpr double allowed = 1e-6;

/// How far apart two paths of 100 steps get, for the size of the point; 0 where the optimizer refuses the objective.
double growth(const ObjectiveCard& objectiveCard, const OptimizerCard& optimizer) {
  Scenario scenario;
  scenario.panels.emplace_back().objective = objectiveCard.id;
  scenario.contenders.emplace_back().optimizer = optimizer.id;
  scenario.steps = 100;
  const auto objective = objectiveCard.make({}, 0);
  const std::vector<double> start = objective->starts().front();
  std::vector<double> beside = start;
  for (std::size_t i = 0; i < beside.size(); ++i)
    beside[i] += (i % 3 == 1 ? -1 : 1) * moved * std::max(1.0, std::abs(start[i]));
  try {
    const Trajectory a = trace(scenario, 0, *objective, start);
    const Trajectory b = trace(scenario, 0, *objective, beside);
    const Index steps = std::min(a.points.rows(), b.points.rows());
    double most = 0;
    for (Index k = 0; k < steps; ++k) {
      const double size = std::max(1.0, a.points.row(k).abs().maxCoeff());
      most = std::max(most, (a.points.row(k) - b.points.row(k)).abs().maxCoeff() / size);
    }
    return most;
  } catch (const OptionError&) {
    return 0;
  }
}

/// "objective optimizer" of each listed pair.
std::set<std::string> listed() {
  std::ifstream file(THALWEG_SOURCE_DIR "/tests/core/chaotic_pairs.txt");
  std::set<std::string> pairs;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string objective;
    for (std::string optimizer; words >> (objective.empty() ? objective : optimizer);) {
      if (!optimizer.empty()) pairs.insert(objective + " " + optimizer);
    }
  }
  return pairs;
}

}  // namespace

class SensitivityTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void noDefaultRunRestsOnRounding() {
    const std::set<std::string> known = listed();
    QVERIFY(!known.empty());
    std::set<std::string> grown;
    for (const ObjectiveCard* objective : objectiveCards()) {
      for (const OptimizerCard* optimizer : optimizerCards()) {
        const double most = growth(*objective, *optimizer);
        if (most <= allowed) continue;
        const std::string pair = objective->id + " " + optimizer->id;
        grown.insert(pair);
        if (!known.contains(pair)) qWarning("%s: %g", pair.c_str(), most);
      }
    }
    for (const std::string& pair : grown) QVERIFY2(known.contains(pair), pair.c_str());
  }

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
