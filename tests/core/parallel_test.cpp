#include "core/base/parallel.h"

#include <QTest>

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#ifdef __linux__
#include <sys/resource.h>
#endif

using namespace thalweg;

class ParallelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyBlockIsDoneOnce_data() {
    QTest::addColumn<unsigned>("threads");
    for (const unsigned threads : {0u, 1u, 2u, 7u}) QTest::addRow("%u threads", threads) << threads;
  }

  void everyBlockIsDoneOnce() {
    QFETCH(const unsigned, threads);
    for (const std::size_t blocks : {0, 1, 2, 1000}) {
      std::vector<std::atomic<int>> done(blocks);
      QVERIFY(parallelFor(
          blocks, [&](std::size_t i) { ++done[i]; }, {}, threads));
      for (const auto& count : done) QCOMPARE(count.load(), 1);
    }
  }

  void oneThreadGoesInOrder() {
    std::vector<std::size_t> order;
    parallelFor(
        50, [&](std::size_t i) { order.push_back(i); }, {}, 1);
    for (std::size_t i = 0; i < 50; ++i) QCOMPARE(order[i], i);
  }

  void stopRequestBeginsNoFurtherBlock() {
    std::stop_source source;
    std::atomic<int> done = 0;
    const bool all = parallelFor(
        1'000'000,
        [&](std::size_t) {
          if (++done == 10) source.request_stop();
        },
        source.get_token(), 4);
    QVERIFY(!all);
    QVERIFY(done >= 10 && done < 1'000'000);
    done = 0;
    QVERIFY(!parallelFor(
        5, [&](std::size_t) { ++done; }, source.get_token()));
    QCOMPARE(done.load(), 0);
  }

#ifdef __linux__
  void lowPriorityIsThatOfItsThreads() {
    const auto niceness = [] { return getpriority(PRIO_PROCESS, 0); };
    const int own = niceness();
    std::array<std::atomic<int>, 2> inside;
    std::atomic<int> begun = 0;
    std::jthread([&] {
      lowerPriority();
      // Two blocks that wait for each other are on two threads.
      parallelFor(
          2,
          [&](std::size_t i) {
            inside[i] = niceness();
            ++begun;
            while (begun < 2) std::this_thread::yield();
          },
          {}, 2);
    }).join();
    for (const auto& nice : inside) QVERIFY(nice.load() > own || nice.load() == 19);
    QCOMPARE(niceness(), own);
  }
#endif

  void exceptionReachesTheCallerAfterTheOthersHaveEnded() {
    for (const unsigned threads : {1u, 3u}) {
      std::atomic<int> running = 0;
      std::string caught;
      try {
        parallelFor(
            100'000,
            [&](std::size_t i) {
              ++running;
              if (i == 20) {
                --running;
                throw std::runtime_error("block 20");
              }
              --running;
            },
            {}, threads);
      } catch (const std::runtime_error& error) {
        caught = error.what();
        QCOMPARE(running.load(), 0);
      }
      QCOMPARE(caught, std::string("block 20"));
    }
  }

  void callsMayNest() {
    std::atomic<int> sum = 0;
    parallelFor(
        4, [&](std::size_t) { parallelFor(5, [&](std::size_t) { ++sum; }); }, {}, 2);
    QCOMPARE(sum.load(), 20);
  }
};

QTEST_GUILESS_MAIN(ParallelTest)
#include "parallel_test.moc"
