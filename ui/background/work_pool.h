#pragma once
/// The threads that work for the window: one pool for all products, so that their number does not grow with what is on
/// screen. Two kinds of them: for work that somebody waits for, and of lower priority, for work that may take its time.
/// Threads: the pool belongs to the GUI thread, which is the first to ask for it; functions may be called from any
/// thread where nothing else is said.

#include <QObject>
#include <QString>

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace thalweg {

/// Whether somebody waits for a job's results, or they may come when there is time.
enum class Priority { Normal, Low };

class WorkPool : public QObject {
  Q_OBJECT

 public:
  static WorkPool& instance();
  ~WorkPool() override;

  /// Calls `task`, which must not throw, on one of the threads; tasks of a priority begin in the order they came in.
  void run(Priority priority, std::function<void()> task);

  /// While one of these is held the pool is not idle: work is under way, or announced.
  using Pending = std::shared_ptr<void>;
  [[nodiscard]] Pending pending();
  /// Nothing runs, nothing waits, and all results are delivered.
  [[nodiscard]] bool idle() const { return pending_ == 0; }
  /// Deals with events until the pool is idle; false if it is not after so long. GUI thread only.
  bool waitForIdle(int milliseconds);

  /// Says by `failed` what went wrong.
  void report(const QString& words);

 Q_SIGNALS:
  void idled();
  /// A job failed whose owner does not say so itself.
  void failed(const QString& words);

 private:
  struct Crew {
    std::deque<std::function<void()>> tasks;
    std::vector<std::jthread> threads;
    std::size_t waiting = 0;  // threads without a task
  };

  WorkPool();
  void work(Priority priority, const std::stop_token& stop);
  void release();
  [[nodiscard]] Crew& crew(Priority priority) { return crews_[static_cast<std::size_t>(priority)]; }

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::atomic<int> pending_ = 0;
  std::array<Crew, 2> crews_;  // last: its threads end before what they use
};

}  // namespace thalweg
