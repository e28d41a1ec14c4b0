#pragma once
/// A main window on the screen, whose paths and surfaces are there, and a hand on its mouse and keys.

#include "tests/ui/settle.h"
#include "ui/contenders/contender_dock.h"
#include "ui/panels/panel_card.h"
#include "ui/views/chart_plot.h"

#include <QTest>
#include <QWindow>

#include <string>

namespace thalweg {

inline Contender contender(const std::string& optimizer, const Options& options, const std::string& label = {}) {
  Contender c;
  c.optimizer = optimizer;
  c.options = options;
  c.label = label;
  return c;
}

/// Tests of one file derive from it what they alone need. Positions are in the widget that they are named with.
struct ShownWindow {
  MainWindow window;

  ShownWindow(ThemeController& themes, const Scenario& scenario, QSize size = {1280, 720},
              const WindowMemory& memory = {}, const QString& path = {})
      : window(themes, memory) {
    constexpr int patience = 30'000;  // ms; only a broken program waits that long
    window.resize(size);
    window.move(0, 0);
    window.show(scenario, path);
    window.show();
    window.activateWindow();
    if (!QTest::qWaitForWindowActive(&window, patience)) qFatal("the window did not become active");
    settle();
  }

  /// Until nothing is computed and all of it is painted.
  void settle() {
    QCoreApplication::processEvents();
    settleBackground();
    QCoreApplication::processEvents();
    for (PanelView* plot : window.findChildren<PanelView*>()) plot->flush();
    for (ChartPlot* plot : window.findChildren<ChartPlot*>()) plot->flush();
    QCoreApplication::processEvents();
  }

  [[nodiscard]] QWindow* handle() const { return window.windowHandle(); }
  [[nodiscard]] const Scenario& scenario() { return window.model().scenario(); }
  [[nodiscard]] PanelCard* panel(std::size_t i = 0) { return window.panel(i); }
  [[nodiscard]] PanelView* plot(std::size_t i = 0) { return panel(i)->plot(); }
  [[nodiscard]] ContenderCard* card(std::size_t i) { return window.dock()->card(i); }

  [[nodiscard]] QPoint at(const QWidget* widget, const QPointF& position) const {
    return widget->mapTo(&window, position.toPoint());
  }
  void press(const QWidget* widget, const QPointF& position, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(handle(), Qt::LeftButton, modifiers, at(widget, position));
  }
  void move(const QWidget* widget, const QPointF& position) { QTest::mouseMove(handle(), at(widget, position)); }
  void release(const QWidget* widget, const QPointF& position) {
    QTest::mouseRelease(handle(), Qt::LeftButton, {}, at(widget, position));
  }
  void click(const QWidget* widget, const QPointF& position) {
    press(widget, position);
    release(widget, position);
    QCoreApplication::processEvents();
  }
  void click(const QWidget* widget) { click(widget, QRectF(widget->rect()).center()); }
  void key(int which, Qt::KeyboardModifiers modifiers = {}) {
    QTest::keyClick(handle(), static_cast<Qt::Key>(which), modifiers);
    QCoreApplication::processEvents();
  }
  void type(const char* text) {
    for (; *text != 0; ++text) QTest::keyClick(handle(), *text);
    QCoreApplication::processEvents();
  }
};

}  // namespace thalweg
