#include "ui/background/work_pool.h"

#include "core/base/parallel.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <system_error>

namespace thalweg {

namespace {

/// Work uses all processors by itself; more threads only keep what is short from waiting for what is long.
std::size_t mostThreads() {
  constexpr std::size_t least = 4;
  return std::max<std::size_t>(least, std::thread::hardware_concurrency());
}

}  // namespace

WorkPool& WorkPool::instance() {
  static WorkPool pool;
  return pool;
}

WorkPool::WorkPool() = default;

WorkPool::~WorkPool() {
  for (Crew& crew : crews_) {
    for (std::jthread& thread : crew.threads) thread.request_stop();
  }
}

void WorkPool::run(Priority priority, std::function<void()> task) {
  {
    const std::scoped_lock lock(mutex_);
    Crew& own = crew(priority);
    own.tasks.push_back(std::move(task));
    if (own.waiting < own.tasks.size() && own.threads.size() < mostThreads()) {
      try {
        own.threads.emplace_back([this, priority](const std::stop_token& stop) { work(priority, stop); });
      } catch (const std::system_error&) {
        // The machine has no more threads: those that are there do it all.
        if (own.threads.empty()) {
          own.tasks.pop_back();
          throw;
        }
      }
    }
  }
  wake_.notify_all();
}

void WorkPool::work(Priority priority, const std::stop_token& stop) {
  if (priority == Priority::Low) lowerPriority();
  Crew& own = crew(priority);
  while (true) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      ++own.waiting;
      const bool found = wake_.wait(lock, stop, [&own] { return !own.tasks.empty(); });
      --own.waiting;
      if (!found) return;
      task = std::move(own.tasks.front());
      own.tasks.pop_front();
    }
    task();
  }
}

WorkPool::Pending WorkPool::pending() {
  ++pending_;
  return {nullptr, [this](std::nullptr_t) { release(); }};
}

void WorkPool::release() {
  if (--pending_ == 0) QMetaObject::invokeMethod(this, &WorkPool::idled, Qt::QueuedConnection);
}

bool WorkPool::waitForIdle(int milliseconds) {
  const QDeadlineTimer deadline(milliseconds);
  // What an event asks for is waited for, too.
  do {
    QEventLoop loop;
    connect(this, &WorkPool::idled, &loop, &QEventLoop::quit);
    // One that goes with the loop; a single shot would wait for its time.
    QTimer limit;
    limit.setSingleShot(true);
    connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    limit.start(static_cast<int>(std::max<qint64>(0, deadline.remainingTime())));
    if (!idle()) loop.exec();
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  } while (!idle() && !deadline.hasExpired());
  return idle();
}

void WorkPool::report(const QString& words) {
  QMetaObject::invokeMethod(
      this, [this, words] { Q_EMIT failed(words); }, Qt::QueuedConnection);
}

}  // namespace thalweg
