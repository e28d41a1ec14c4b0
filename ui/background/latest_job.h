#pragma once
/// One product computed in the background: one run at a time, at most one waiting, the newest request replacing the one
/// that waits. Runs are finished, not cancelled: cancelling at every slider event would starve the screen while
/// dragging. A product may have a finer form (a whole surface after its sketch): that is computed with low priority
/// once nothing newer is asked for, and given up when something is.
///
/// Every request is a generation, and deliveries never go back to an older one; nothing is delivered of what was asked
/// for before `cancel`, nor after the job has gone, though it may have been computed by then. So what is delivered need
/// not be checked: it is the newest that is ready.
/// Errors: what `work` throws is caught and said, by `failed` or, without it, by WorkPool::failed.
/// Threads: lives on its context's thread, and its context outlives it; `work` runs on one of the pool's, `deliver` and
/// `failed` on the context's. The destructor waits for what runs.

#include "ui/background/work_pool.h"

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

namespace thalweg {

/// The part of a job that knows nothing of its results.
class JobRuns : public std::enable_shared_from_this<JobRuns> {
 public:
  using Delivery = std::function<void()>;
  using Post = std::function<void(Delivery)>;
  using Task = std::function<void(const std::stop_token&, const Post&)>;
  using Failed = std::function<void(const QString&)>;

  JobRuns(QObject* context, Priority priority, Failed failed);

  void request(Task task, Task finer);
  void cancel();
  /// Cancels, and returns when nothing runs.
  void close();
  [[nodiscard]] bool busy() const;

 private:
  struct Run {
    std::uint64_t generation = 0;
    Task task;
    Task finer;
    WorkPool::Pending pending;
  };
  struct Lane {
    Priority priority = Priority::Low;
    std::optional<Run> waiting;
    std::stop_source stop;   // of what runs
    bool running = false;    // a task is being executed
    bool scheduled = false;  // the pool has a call of `work` for this lane, begun or not
  };

  void schedule(std::size_t lane);
  void work(std::size_t lane);
  /// False if it threw.
  bool perform(const Run& run, const std::stop_token& stop);
  void post(const Run& run, const std::stop_token& stop, Delivery delivery);
  void arrive(std::uint64_t generation, const Delivery& delivery);
  void forget();

  QObject* context_;
  Failed failed_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::array<Lane, 2> lanes_;  // as asked for, and finer
  std::uint64_t newest_ = 0;
  std::uint64_t cancelled_ = 0;  // up to this one nothing is delivered
  std::uint64_t delivered_ = 0;
  std::atomic<int> undelivered_ = 0;
};

template <class Result>
class LatestJob {
 public:
  /// `deliver` gets each result, in order. `priority`: of what is asked for; what is finer has a low one.
  LatestJob(QObject* context, std::function<void(Result)> deliver, Priority priority = Priority::Normal,
            JobRuns::Failed failed = {})
      : deliver_(std::make_shared<const std::function<void(Result)>>(std::move(deliver))),
        runs_(std::make_shared<JobRuns>(context, priority, std::move(failed))) {}
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;
  ~LatestJob() { runs_->close(); }

  /// `work`: Result(std::stop_token), or void(std::stop_token, post), which calls `post` with any number of results.
  template <class Work>
  void request(Work work) {
    runs_->request(task(std::move(work)), {});
  }
  template <class Work, class Finer>
  void request(Work work, Finer finer) {
    runs_->request(task(std::move(work)), task(std::move(finer)));
  }
  /// Asks what runs to stop, and forgets what waits and what is not yet delivered.
  void cancel() { runs_->cancel(); }
  /// Something runs or waits, or a result is still to be delivered.
  [[nodiscard]] bool busy() const { return runs_->busy(); }

 private:
  template <class Work>
  JobRuns::Task task(Work work) {
    return
        [work = std::move(work), deliver = deliver_](const std::stop_token& stop, const JobRuns::Post& post) mutable {
          const auto send = [&](Result result) {
            post([deliver, kept = std::make_shared<Result>(std::move(result))] { (*deliver)(std::move(*kept)); });
          };
          if constexpr (std::invocable<Work&, const std::stop_token&, decltype(send)>) {
            work(stop, send);
          } else {
            send(work(stop));
          }
        };
  }

  std::shared_ptr<const std::function<void(Result)>> deliver_;
  std::shared_ptr<JobRuns> runs_;
};

}  // namespace thalweg
