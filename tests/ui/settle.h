#pragma once
/// Waiting for a window at rest, before it is looked at.

#include "ui/background/work_pool.h"
#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QThread>

namespace thalweg {

/// Until nothing runs, waits, or is announced in the background, and all of it is delivered. Ends the program if that
/// takes longer than any machine should need.
inline void settleBackground() {
  constexpr int longest = 300'000;  // ms
  if (!WorkPool::instance().waitForIdle(longest)) qFatal("the background does not come to rest");
}

/// The same, and everything is painted. Rounds, not time: one round may paint for long, and what it asks for is
/// computed after it.
inline void settle(MainWindow& /*window*/) {
  constexpr int rounds = 100;
  for (int quiet = 0; quiet < rounds; ++quiet) {
    if (!WorkPool::instance().idle()) {
      settleBackground();
      quiet = 0;
    }
    QCoreApplication::processEvents();
    QThread::msleep(2);
  }
}

}  // namespace thalweg
