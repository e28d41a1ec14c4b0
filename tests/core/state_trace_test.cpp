// Internal vectors along a path, as tables have them.

#include "core/runs/state_trace.h"

#include "core/runs/trace.h"

#include <QTest>

#include <cmath>

using namespace thalweg;

class StateTraceTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void symbolsLoseTheirTeX_data() {
    QTest::addColumn<QByteArray>("tex");
    QTest::addColumn<QByteArray>("plain");
    QTest::newRow("letter") << QByteArray("m_t") << QByteArray("m");
    QTest::newRow("hat") << QByteArray("\\hat m_t") << QByteArray("m_hat");
    QTest::newRow("bar over a Greek letter") << QByteArray("\\bar\\theta_t") << QByteArray("theta_bar");
    QTest::newRow("superscript") << QByteArray("v^{\\max}_t") << QByteArray("v_max");
    QTest::newRow("Greek letter") << QByteArray("\\Delta_t") << QByteArray("Delta");
  }

  void symbolsLoseTheirTeX() {
    QFETCH(const QByteArray, tex);
    QFETCH(const QByteArray, plain);
    QCOMPARE(plainSymbol(tex.toStdString()), plain.toStdString());
  }

  /// The recursion of a velocity, from the gradients that stand beside it; noise included.
  void velocityFollowsFromTheGradients() {
    Scenario s;
    s.panels = {{.objective = "beale", .options = {}, .dimension = {}, .start = {1, 1}, .view = {}}};
    s.contenders.emplace_back().optimizer = "SGD";
    s.contenders[0].options = {{"lr", 0.01}, {"momentum", 0.9}};
    s.gradient.noise = 0.5;
    s.steps = 20;
    const auto objective = makeObjective(s.panels[0]);
    const std::vector<StateColumns> state = traceState(s, 0, *objective, {1, 1}, s.steps);
    QCOMPARE(state.size(), std::size_t{2});
    QCOMPARE(state[0].name, std::string("g"));
    QCOMPARE(state[1].name, std::string("b"));
    const Trajectory t = trace(s, 0, *objective, {1, 1});
    for (Index k = 0; k < s.steps; ++k) {
      for (Index c = 0; c < 2; ++c) {
        const double before = k > 0 ? state[1].values(k - 1, c) : 0;
        QVERIFY(std::abs(state[1].values(k, c) - (0.9 * before + state[0].values(k, c))) < 1e-12);
        QVERIFY(std::abs(t.points(k + 1, c) - (t.points(k, c) - 0.01 * state[1].values(k, c))) < 1e-12);
      }
    }
  }

  void groupsHaveNoVectorsInCommon() {
    Scenario s;
    s.panels = {{.objective = "beale", .options = {}, .dimension = {}, .start = {1, 1}, .view = {}}};
    s.contenders.emplace_back().optimizer = "Adam";
    s.contenders[0].groups = {{{0}, {{"lr", 0.1}}}};
    QVERIFY(traceState(s, 0, *makeObjective(s.panels[0]), {1, 1}, 5).empty());
  }
};

QTEST_GUILESS_MAIN(StateTraceTest)
#include "state_trace_test.moc"
