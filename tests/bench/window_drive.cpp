#include "tests/bench/window_drive.h"

#include "tests/bench/row.h"

#include <QAbstractEventDispatcher>
#include <QCoreApplication>
#include <QMouseEvent>
#include <QThread>

namespace thalweg::bench {

void drain() {
  QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
  for (int i = 0; i < 100 && dispatcher->processEvents(QEventLoop::AllEvents); ++i) {
  }
}

void settle(MainWindow& window) {
  const double start = now();
  while (now() < start + 0.5 || (window.compute().busy() && now() < start + patience)) {
    drain();
    QThread::msleep(2);
  }
}

void open(MainWindow& window, Scenario scenario) {
  scenario.display.playing = false;
  scenario.display.step = scenario.steps * 2 / 3;
  window.show(scenario);
  window.resize(screen);
  window.show();
  settle(window);
}

void send(QWidget& widget, QEvent::Type type, double x) {
  const QPointF at(x, widget.height() / 2.0);
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&widget, &event);
}

int swing(int k) {
  const int phase = (k + 1) % movesASlider;
  return phase < 12 ? phase : phase < 36 ? 24 - phase : phase - 48;
}

}  // namespace thalweg::bench
