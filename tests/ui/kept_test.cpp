// What stays behind when one scenario after another is shown: nothing.

#include "tests/ui/settle.h"
#include "ui/document/built_in_scenarios.h"

#include <QApplication>
#include <QTest>

#include <algorithm>
#include <vector>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <malloc.h>
#define THALWEG_COUNTS_HEAP
#endif

using namespace thalweg;

namespace {

/// Different optimizers, schedules, options and surfaces, and brief: what is shown is not the point.
std::vector<Scenario> brief() {
  std::vector<Scenario> all;
  for (const BuiltInScenario& entry : builtInScenarios()) {
    if (std::ranges::any_of(entry.scenario.panels,
                            [](const Panel& p) { return p.objective == "multilayer_perceptron"; }))
      continue;
    all.push_back(entry.scenario);
    all.back().steps = std::min<std::int64_t>(all.back().steps, 12);
    all.back().display.layout = 1;
    all.back().display.playing = false;
    if (all.size() == 6) break;
  }
  return all;
}

}  // namespace

class KeptTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingStaysOfScenariosThatWereShown() {
#ifndef THALWEG_COUNTS_HEAP
    QSKIP("the heap cannot be measured here");
#else
    ThemeController themes(qApp);
    MainWindow window(themes);
    window.resize(window.minimumSize());
    static_cast<QWidget&>(window).show();
    const std::vector<Scenario> all = brief();
    const auto showAll = [&](int rounds) {
      for (int i = 0; i < rounds * static_cast<int>(all.size()); ++i) {
        window.show(all[static_cast<std::size_t>(i) % all.size()]);
        settleBackground();
      }
      return static_cast<double>(mallinfo2().uordblks);
    };
    // Caches fill at first; fonts and pictures are in them for good. More rounds for whoever looks for what is kept.
    const int rounds = std::max(40, qEnvironmentVariableIntValue("THALWEG_ROUNDS"));
    const double before = showAll(10);
    const double after = showAll(rounds);
    const double perLoad = (after - before) / (static_cast<double>(all.size()) * rounds);
    qInfo("%.0f bytes a load", perLoad);
    QVERIFY2(perLoad < 1500, qPrintable(QStringLiteral("%1 bytes a load").arg(perLoad)));
#endif
  }
};

int main(int argc, char** argv) {
  // A busy machine takes its time for some hundred scenarios; who asks for more of them says how long.
  if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT")) qputenv("QTEST_FUNCTION_TIMEOUT", "1200000");
  QApplication application(argc, argv);
  KeptTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "kept_test.moc"
