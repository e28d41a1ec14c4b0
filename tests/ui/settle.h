#pragma once
/// Waiting for a window at rest, before it is looked at.

#include "ui/window/main_window.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QThread>

namespace thalweg {

/// Until nothing has been computed for many rounds of events, and everything is painted. Rounds, not time: one round
/// may paint for long, and what it asks for is computed after it.
inline void settle(MainWindow& window) {
  constexpr int rounds = 200;
  constexpr qint64 longest = 60'000;
  QElapsedTimer whole;
  whole.start();
  for (int quiet = 0; quiet < rounds && whole.elapsed() < longest; ++quiet) {
    QCoreApplication::processEvents();
    QThread::msleep(2);
    if (window.compute().busy()) quiet = 0;
  }
}

}  // namespace thalweg
