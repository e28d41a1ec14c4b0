#pragma once
/// Driving a real window for the bench: opening it, waiting for it, moving its sliders.
/// Threads: main thread; needs a QApplication.

#include "ui/window/main_window.h"

#include <QEvent>
#include <QSize>

class QWidget;

namespace thalweg::bench {

inline constexpr QSize screen(1920, 1080);
inline constexpr int movesASlider = 48;
inline constexpr double patience = 20;  ///< seconds after which a window that does not answer is given up

/// Until nothing is left to do or paint.
void drain();
/// Until what the background computes is on screen and labels have found their places.
void settle(MainWindow& window);
/// Shows the scenario, paused at two thirds, in a window of `screen`'s size.
void open(MainWindow& window, Scenario scenario);
/// A mouse event at x, half way up the widget.
void send(QWidget& widget, QEvent::Type type, double x);
/// Pixels from where a slider stands at the k-th move: up by a dozen, down by two dozen, and back.
int swing(int k);

}  // namespace thalweg::bench
