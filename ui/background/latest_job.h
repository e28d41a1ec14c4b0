#pragma once
/// One product computed in the background: one run at a time, at most one waiting, the newest request replacing the one
/// that waits. Runs are finished, not cancelled: cancelling at every slider event would starve the screen while
/// dragging. Threads: lives on its context's thread; `work` runs on a thread of its own, `deliver` on the context's.

#include "core/base/parallel.h"

#include <QMetaObject>
#include <QObject>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace thalweg {

/// Whether somebody waits for a job's results, or they may come when there is time.
enum class Pace { AtOnce, InBackground };

template <class Result>
class LatestJob {
 public:
  using Work = std::function<Result(std::stop_token)>;

  /// `deliver` gets each result on the thread of `context`, in order.
  LatestJob(QObject* context, std::function<void(Result)> deliver, Pace pace = Pace::AtOnce)
      : context_(context), deliver_(std::move(deliver)) {
    worker_ = std::jthread([this, pace](const std::stop_token& stop) {
      if (pace == Pace::InBackground) giveWay();
      loop(stop);
    });
  }
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;
  ~LatestJob() {
    cancel();
    worker_.request_stop();
    wake_.notify_all();
  }

  void request(Work work) {
    {
      const std::scoped_lock lock(mutex_);
      pending_ = std::move(work);
    }
    wake_.notify_all();
  }
  /// Asks the running work to stop, and forgets what waits. A stopped run delivers nothing.
  void cancel() {
    const std::scoped_lock lock(mutex_);
    pending_.reset();
    running_.request_stop();
  }
  [[nodiscard]] bool busy() const {
    const std::scoped_lock lock(mutex_);
    return active_ || pending_.has_value();
  }

 private:
  void loop(const std::stop_token& stop) {
    while (true) {
      Work work;
      std::stop_token token;
      {
        std::unique_lock lock(mutex_);
        active_ = false;
        if (!wake_.wait(lock, stop, [this] { return pending_.has_value(); })) return;
        work = std::move(*std::exchange(pending_, std::nullopt));
        running_ = std::stop_source();
        token = running_.get_token();
        active_ = true;
      }
      Result result = work(token);
      if (token.stop_requested()) continue;
      QMetaObject::invokeMethod(
          context_, [deliver = deliver_, result = std::move(result)]() mutable { deliver(std::move(result)); },
          Qt::QueuedConnection);
    }
  }

  QObject* context_;
  std::function<void(Result)> deliver_;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<Work> pending_;
  std::stop_source running_;
  bool active_ = false;
  std::jthread worker_;  // last: ends before what it uses
};

}  // namespace thalweg
