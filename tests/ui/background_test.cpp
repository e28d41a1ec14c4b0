// Work in the background: the newest result in order, nothing of what was cancelled, failures said, and nothing that
// ends the program.

#include "core/maps/sweep.h"
#include "tests/ui/settle.h"
#include "ui/background/latest_job.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/message_bar.h"
#include "ui/document/contender_edits.h"
#include "ui/maps/map_button.h"
#include "ui/maps/map_window.h"
#include "ui/panels/panel_card.h"
#include "ui/views/map_sweep_view.h"

#include <QDeadlineTimer>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <algorithm>
#include <atomic>
#include <future>
#include <new>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>

#ifdef __linux__
#include <sys/resource.h>
#endif

using namespace thalweg;

namespace {

constexpr int patience = 60'000;  // ms; only a broken program waits that long

/// A task that is held until it is let go, so that no test depends on who is faster.
struct Gate {
  std::promise<void> open;
  std::shared_future<void> opened = open.get_future().share();
  std::atomic<bool> reached = false;
  void pass() {
    reached = true;
    opened.wait();
  }
  void waitUntilReached() const {
    while (!reached) std::this_thread::yield();
  }
};

Scenario oneSphere(Index dimension, std::int64_t steps) {
  Scenario s;
  s.panels.resize(1);
  s.panels[0].objective = "sphere";
  s.panels[0].dimension = dimension;
  s.contenders.resize(1);
  s.contenders[0].optimizer = "Adam";
  s.steps = steps;
  s.display.layout = 1;
  return s;
}

}  // namespace

class BackgroundTest : public QObject {
  Q_OBJECT

  ThemeController themes_{qApp};

 private Q_SLOTS:
  void cleanup() { settleBackground(); }

  void theNewestRequestReplacesTheOneThatWaits() {
    std::vector<int> got;
    LatestJob<int> job(this, [&](int value) { got.push_back(value); });
    Gate gate;
    job.request([&](const std::stop_token&) {
      gate.pass();
      return 1;
    });
    gate.waitUntilReached();
    for (int i = 2; i <= 9; ++i) job.request([i](const std::stop_token&) { return i; });
    QVERIFY(job.busy());
    QVERIFY(!WorkPool::instance().idle());
    gate.open.set_value();
    settleBackground();
    QCOMPARE(got, (std::vector<int>{1, 9}));
    QVERIFY(!job.busy());
  }

  void whatIsCancelledDeliversNothingThoughItIsReady() {
    std::vector<int> got;
    LatestJob<int> job(this, [&](int value) { got.push_back(value); });
    job.request([](const std::stop_token&) { return 1; });
    // It runs to its end, and its result waits for the next event.
    std::atomic<int> after = 0;
    LatestJob<int> other(this, [&](int) { ++after; });
    Gate gate;
    job.request([&](const std::stop_token& stop, const std::function<void(int)>& post) {
      post(2);
      gate.pass();
      if (!stop.stop_requested()) post(3);
    });
    gate.waitUntilReached();
    job.cancel();
    gate.open.set_value();
    settleBackground();
    QVERIFY(got.empty());
    job.request([](const std::stop_token&) { return 4; });
    settleBackground();
    QCOMPARE(got, std::vector<int>{4});
  }

  void aJobThatHasGoneDeliversNothing() {
    int delivered = 0;
    {
      LatestJob<int> job(this, [&](int) { ++delivered; });
      Gate gate;
      job.request([&](const std::stop_token&, const std::function<void(int)>& post) {
        post(1);
        gate.pass();
      });
      gate.waitUntilReached();
      gate.open.set_value();
    }
    settleBackground();
    QCOMPARE(delivered, 0);
  }

  void whatIsFinerFollowsUnlessSomethingNewerIsAsked() {
    std::vector<int> got;
    LatestJob<int> job(this, [&](int value) { got.push_back(value); });
    job.request([](const std::stop_token&) { return 1; }, [](const std::stop_token&) { return 10; });
    settleBackground();
    QCOMPARE(got, (std::vector<int>{1, 10}));
    got.clear();
    // A finer one under way is given up.
    Gate gate;
    job.request([](const std::stop_token&) { return 2; },
                [&](const std::stop_token&) {
                  gate.pass();
                  return 20;
                });
    gate.waitUntilReached();
    job.request([](const std::stop_token&) { return 3; }, [](const std::stop_token&) { return 30; });
    gate.open.set_value();
    settleBackground();
    QCOMPARE(got, (std::vector<int>{2, 3, 30}));
  }

  void failuresAreSaidAndTheJobGoesOn() {
    QStringList words;
    std::vector<int> got;
    LatestJob<int> job(
        this, [&](int value) { got.push_back(value); }, Priority::Normal, [&](const QString& w) { words << w; });
    job.request([](const std::stop_token&) -> int { throw std::runtime_error("the reason"); });
    settleBackground();
    job.request([](const std::stop_token&) -> int { throw std::bad_alloc(); });
    settleBackground();
    job.request([](const std::stop_token&) -> int { throw 7; });
    settleBackground();
    // A coarse form that fails has no finer one.
    job.request([](const std::stop_token&) -> int { throw std::runtime_error("coarse"); },
                [](const std::stop_token&) { return 5; });
    settleBackground();
    QCOMPARE(words.size(), qsizetype{4});
    QCOMPARE(words[0], QStringLiteral("the reason"));
    QCOMPARE(words[1], QStringLiteral("There is not enough memory for this."));
    QVERIFY(!words[2].isEmpty());
    QVERIFY(got.empty());
    job.request([](const std::stop_token&) { return 6; });
    settleBackground();
    QCOMPARE(got, std::vector<int>{6});
  }

  void failuresWithoutAnOwnerAreSaidByTheWindow() {
    MainWindow window(themes_);
    window.show(oneSphere(2, 10));
    LatestJob<int> job(this, [](int) {});
    QSignalSpy failed(&WorkPool::instance(), &WorkPool::failed);
    job.request([](const std::stop_token&) -> int { throw std::bad_alloc(); });
    settleBackground();
    QCOMPARE(failed.count(), 1);
    const auto bars = window.findChildren<MessageBar*>();
    QVERIFY(std::ranges::any_of(
        bars, [](const MessageBar* bar) { return bar->text().contains(QStringLiteral("not enough memory")); }));
  }

  void manyJobsShareFewThreads() {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::vector<std::unique_ptr<LatestJob<int>>> jobs;
    int delivered = 0;
    for (int i = 0; i < 100; ++i) {
      jobs.push_back(std::make_unique<LatestJob<int>>(
          this, [&](int) { ++delivered; }, i % 2 == 0 ? Priority::Normal : Priority::Low));
      jobs.back()->request([&](const std::stop_token&) {
        const std::scoped_lock lock(mutex);
        threads.insert(std::this_thread::get_id());
        return 0;
      });
    }
    settleBackground();
    QCOMPARE(delivered, 100);
    QVERIFY(threads.size() <= 2 * std::max<std::size_t>(4, std::thread::hardware_concurrency()));
    QVERIFY(!threads.contains(std::this_thread::get_id()));
  }

#ifdef __linux__
  void lowPriorityLeavesTheProcessorsToOthers() {
    const auto niceness = [](const std::stop_token&) { return getpriority(PRIO_PROCESS, 0); };
    std::vector<int> got;
    const int own = niceness({});
    LatestJob<int> normal(this, [&](int nice) { got.push_back(nice); });
    normal.request(niceness, niceness);
    settleBackground();
    LatestJob<int> low(
        this, [&](int nice) { got.push_back(nice); }, Priority::Low);
    low.request(niceness);
    settleBackground();
    QCOMPARE(got.size(), std::size_t{3});
    QCOMPARE(got[0], own);
    QVERIFY(got[1] > own || got[1] == 19);
    QCOMPARE(got[2], got[1]);
  }
#endif

  void idleIsSaidAndWaitedFor() {
    WorkPool& pool = WorkPool::instance();
    QVERIFY(pool.idle());
    QSignalSpy idled(&pool, &WorkPool::idled);
    LatestJob<int> job(this, [](int) {});
    Gate gate;
    job.request([&](const std::stop_token&) {
      gate.pass();
      return 1;
    });
    QVERIFY(!pool.waitForIdle(20));
    gate.open.set_value();
    QVERIFY(pool.waitForIdle(patience));
    QTRY_VERIFY(idled.count() >= 1);
    // What is announced counts.
    WorkPool::Pending announced = pool.pending();
    QVERIFY(!pool.waitForIdle(5));
    announced.reset();
    QVERIFY(pool.waitForIdle(patience));
  }

  void noOrderOfRequestsAndCancelsGoesWrong() {
    std::mt19937 draws(7);
    for (int round = 0; round < 40; ++round) {
      std::vector<std::unique_ptr<LatestJob<std::pair<int, int>>>> jobs(6);
      std::vector<std::vector<int>> got(jobs.size());
      std::vector<int> cancelled(jobs.size(), 0);
      int number = 0;
      for (int i = 0; i < 300; ++i) {
        const std::size_t at = draws() % jobs.size();
        auto& job = jobs[at];
        const auto act = draws() % 10;
        if (!job) {
          job = std::make_unique<LatestJob<std::pair<int, int>>>(
              this,
              [&got, &cancelled, at](std::pair<int, int> value) {
                if (value.first <= cancelled[at]) qFatal("delivered after it was cancelled");
                if (!got[at].empty() && value.first < got[at].back()) qFatal("an older result after a newer one");
                got[at].push_back(value.first);
              },
              draws() % 2 == 0 ? Priority::Normal : Priority::Low);
        } else if (act == 0) {
          job.reset();
          cancelled[at] = number;
        } else if (act == 1) {
          job->cancel();
          cancelled[at] = number;
        } else if (act < 5) {
          const int n = ++number;
          job->request([n](const std::stop_token&) { return std::pair(n, 0); },
                       [n](const std::stop_token&, const std::function<void(std::pair<int, int>)>& post) {
                         for (int k = 1; k < 4; ++k) post({n, k});
                       });
        } else if (act < 8) {
          const int n = ++number;
          job->request([n](const std::stop_token&) -> std::pair<int, int> {
            if (n % 5 == 0) throw std::runtime_error("now and then");
            return {n, 0};
          });
        } else {
          QCoreApplication::processEvents();
        }
      }
      settleBackground();
    }
  }

  void theNewestFinishedSurfaceIsShownWhileTheObjectiveMoves() {
    ScenarioModel model;
    ComputeController compute(model);
    Scenario s = oneSphere(2, 5);
    s.panels[0].objective = "rosenbrock";
    s.panels[0].dimension.reset();
    model.reset(s);
    compute.setViewport(0, {-2, 2, -1, 3}, {200, 200}, {10, 10});
    settleBackground();
    int shown = 0, behind = 0;
    connect(&compute, &ComputeController::surfaceChanged, this, [&] {
      ++shown;
      behind += compute.surface(0)->objective != compute.objective(0) ? 1 : 0;
    });
    // The slider moves on whenever a sketch is ready and before it can be delivered.
    double b = 10;
    const auto move = [&] {
      b += 0.01;
      model.edit(QStringLiteral("b"), [b](Scenario& now) { now.panels[0].options["b"] = b; });
    };
    QDeadlineTimer deadline(patience);
    while (behind < 3 && !deadline.hasExpired()) {
      move();
      QThread::msleep(20);
      move();
      QCoreApplication::processEvents();
    }
    QVERIFY(behind >= 3);
    settleBackground();
    QCOMPARE(compute.surface(0)->objective, compute.objective(0));
    QVERIFY(compute.surface(0)->refined);
    // Of another objective nothing late is shown.
    behind = 0;
    for (int i = 0; i < 10; ++i) {
      const auto exchange = [&](const char* id) {
        model.edit(QStringLiteral("exchange"), [id](Scenario& now) {
          now.panels[0].objective = id;
          now.panels[0].options = Options();
        });
        settleBackground();
      };
      move();
      QThread::msleep(20);
      exchange("himmelblau");
      QCOMPARE(behind, 0);
      exchange("rosenbrock");
      QCOMPARE(behind, 0);
    }
  }

  void exchangedForAMethodWithMatricesALargeProblemIsRefused() {
    MainWindow window(themes_);
    window.show(oneSphere(100'000, 20));
    settleBackground();
    QVERIFY(window.compute().paths().at(0, 0));
    window.model().edit(QStringLiteral("exchange"), [](Scenario& s) { s.contenders[0].optimizer = "BFGS"; });
    settleBackground();
    QVERIFY(!window.compute().paths().at(0, 0));
    QCOMPARE(window.compute().paths().problem(0, 0),
             std::string("optimizer: BFGS keeps matrices and takes at most 2000 coordinates, found 100000"));
    window.model().undoStack()->undo();
    settleBackground();
    QVERIFY(window.compute().paths().at(0, 0));
  }

  void moreStepsThanFitAreRefusedInTheWindow() {
    Scenario s = oneSphere(2, 10);
    s.panels.resize(24, s.panels[0]);
    s.contenders.resize(64, s.contenders[0]);
    ScenarioModel model;
    ComputeController compute(model);
    model.reset(s);
    settleBackground();
    QVERIFY(compute.paths().at(23, 63));
    model.edit(QStringLiteral("steps"), [](Scenario& now) { now.steps = 100'000; });
    settleBackground();
    QVERIFY(!compute.paths().at(0, 0));
    QVERIFY2(compute.paths().problem(23, 63).starts_with("steps: expected at most 13019"),
             compute.paths().problem(23, 63).c_str());
    model.edit(QStringLiteral("steps"), [](Scenario& now) { now.steps = 20; });
    settleBackground();
    QVERIFY(compute.paths().at(23, 63));
  }

  void aHiddenOutcomeMapShowsNothingThatComesLate() {
    MainWindow window(themes_);
    static_cast<QWidget&>(window).show();
    window.show(oneSphere(2, 20));
    settleBackground();
    MapWindow* map = window.maps()->outcomeMap();
    for (int i = 0; i < 20; ++i) {
      map->open(0, 0);
      const auto before = map->view()->map();
      // Its sketch is on the way, or waits for the next event.
      QThread::msleep(static_cast<unsigned long>(5 * i));
      map->hide();
      settleBackground();
      QCOMPARE(map->view()->map(), before);
      // Colours of a map that is not there, or no longer asked for.
      map->colorChoice()->setCurrentIndex(i % 3);
    }
    map->open(0, 0);
    settleBackground();
    QVERIFY(map->view()->map());
    map->hide();
    map->colorChoice()->setCurrentIndex(1);
    map->colorChoice()->setCurrentIndex(0);
    settleBackground();
  }
};

QTEST_MAIN(BackgroundTest)
#include "background_test.moc"
