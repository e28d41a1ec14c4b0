#pragma once
/// Work that is done once when the event loop is reached again, however many events ask for it, and whatever the order
/// in which they reach those who asked. Threads: those of its context.

#include <QMetaObject>
#include <QObject>

#include <functional>
#include <utility>

namespace thalweg {

class Later {
 public:
  /// `work` runs on behalf of `context`, whose member this is.
  Later(QObject* context, std::function<void()> work) : context_(context), work_(std::move(work)) {}
  Later(const Later&) = delete;
  Later& operator=(const Later&) = delete;

  void ask() {
    if (std::exchange(due_, true)) return;
    QMetaObject::invokeMethod(
        context_, [this] { flush(); }, Qt::QueuedConnection);
  }
  /// At once, if it is due.
  void flush() {
    if (std::exchange(due_, false)) work_();
  }
  [[nodiscard]] bool due() const { return due_; }

 private:
  QObject* context_;
  std::function<void()> work_;
  bool due_ = false;
};

}  // namespace thalweg
