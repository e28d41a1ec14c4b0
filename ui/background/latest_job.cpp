#include "ui/background/latest_job.h"

#include "core/base/failure.h"

#include <QMetaObject>

#include <algorithm>

namespace thalweg {

namespace {

constexpr std::size_t askedLane = 0;
constexpr std::size_t finerLane = 1;

}  // namespace

JobRuns::JobRuns(QObject* context, Priority priority, Failed failed) : context_(context), failed_(std::move(failed)) {
  lanes_[askedLane].priority = priority;
}

void JobRuns::request(Task task, Task finer) {
  const std::scoped_lock lock(mutex_);
  lanes_[askedLane].waiting = Run{++newest_, std::move(task), std::move(finer), WorkPool::instance().pending()};
  lanes_[finerLane].waiting.reset();
  lanes_[finerLane].stop.request_stop();
  schedule(askedLane);
}

void JobRuns::forget() {
  for (Lane& lane : lanes_) {
    lane.waiting.reset();
    lane.stop.request_stop();
  }
  cancelled_ = newest_;
}

void JobRuns::cancel() {
  const std::scoped_lock lock(mutex_);
  forget();
}

void JobRuns::close() {
  std::unique_lock lock(mutex_);
  forget();
  ended_.wait(lock, [this] { return std::ranges::none_of(lanes_, &Lane::running); });
}

bool JobRuns::busy() const {
  const std::scoped_lock lock(mutex_);
  return undelivered_ > 0 ||
         std::ranges::any_of(lanes_, [](const Lane& lane) { return lane.running || lane.waiting.has_value(); });
}

void JobRuns::schedule(std::size_t lane) {
  if (lanes_[lane].scheduled) return;
  try {
    WorkPool::instance().run(lanes_[lane].priority, [self = shared_from_this(), lane] { self->work(lane); });
    lanes_[lane].scheduled = true;
  } catch (...) {
    lanes_[lane].waiting.reset();
    throw;
  }
}

void JobRuns::work(std::size_t at) {
  Lane& lane = lanes_[at];
  std::optional<Run> run;
  std::stop_token stop;
  {
    const std::scoped_lock lock(mutex_);
    if (!lane.waiting) {
      lane.scheduled = false;
      return;
    }
    run = std::exchange(lane.waiting, std::nullopt);
    lane.stop = std::stop_source();
    stop = lane.stop.get_token();
    lane.running = true;
  }
  const bool done = perform(*run, stop);
  run->task = {};  // what it holds may be its owner's, who waits for the end
  {
    const std::scoped_lock lock(mutex_);
    lane.running = false;
    lane.scheduled = false;
    if (done && run->finer && run->generation == newest_ && run->generation > cancelled_) {
      lanes_[finerLane].waiting = Run{run->generation, std::move(run->finer), {}, run->pending};
      schedule(finerLane);
    }
    // Behind the others that wait for a thread.
    if (lane.waiting) schedule(at);
  }
  ended_.notify_all();
}

bool JobRuns::perform(const Run& run, const std::stop_token& stop) {
  try {
    run.task(stop, [&](Delivery delivery) { post(run, stop, std::move(delivery)); });
    return true;
  } catch (...) {
    const QString words = QString::fromStdString(failureWords(std::current_exception()));
    post(run, stop, [failed = failed_, words] { failed ? failed(words) : WorkPool::instance().report(words); });
    return false;
  }
}

void JobRuns::post(const Run& run, const std::stop_token& stop, Delivery delivery) {
  if (stop.stop_requested()) return;
  ++undelivered_;
  // Counted until the event is dealt with, or dropped with its receiver.
  const WorkPool::Pending counted(
      nullptr, [self = shared_from_this(), all = run.pending](std::nullptr_t) { --self->undelivered_; });
  QMetaObject::invokeMethod(
      context_,
      [self = shared_from_this(), generation = run.generation, delivery = std::move(delivery), counted] {
        self->arrive(generation, delivery);
      },
      Qt::QueuedConnection);
}

void JobRuns::arrive(std::uint64_t generation, const Delivery& delivery) {
  {
    const std::scoped_lock lock(mutex_);
    if (generation <= cancelled_ || generation < delivered_) return;
    delivered_ = generation;
  }
  delivery();
}

}  // namespace thalweg
