#pragma once
/// The timeline: a way of steps with the part that has passed in accent, labelled ticks at round steps, and small marks
/// above it where something happened to a contender.
///
/// Drag, click, Left and Right (1 step), Page Up and Down (10), Home and End, wheel (1). The groove's ends can be
/// placed on given pixel columns, so that it shares its edges with panels and charts. Threads: GUI thread only.

#include "ui/controls/range_widget.h"

#include <QColor>

#include <vector>

namespace thalweg {

struct Theme;

class Scrubber : public RangeWidget {
  Q_OBJECT

 public:
  struct Event {
    int step = 0;
    QString marker;  ///< an id of ui/look/markers.h
    QColor color;
    QString text;  ///< "Adam: converged at step 87"
    bool operator==(const Event&) const = default;
  };

  explicit Scrubber(const ThemeController& themes, QWidget* parent = nullptr);

  /// Steps from 0 to `total`, which is at least 1.
  void setTotal(int total);
  [[nodiscard]] int total() const { return total_; }
  /// Emits nothing; within 0…total.
  void setStep(int step);
  [[nodiscard]] int step() const { return step_; }
  void setEvents(std::vector<Event> events);
  /// Pixels that the handle with its halo reaches to either side: the least insets that do not cut it.
  [[nodiscard]] static int reach(const Theme& theme);
  /// Distance of step 0 from the widget's left edge and of the last step from its right one, in pixels.
  void setInsets(int left, int right);
  /// True between press and release.
  [[nodiscard]] bool isScrubbing() const { return scrubbing_; }
  [[nodiscard]] double stepToX(double step) const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

  [[nodiscard]] double rangeValue() const override { return step_; }
  [[nodiscard]] double rangeMinimum() const override { return 0; }
  [[nodiscard]] double rangeMaximum() const override { return total_; }
  [[nodiscard]] QString rangeText() const override;
  void editRange(double value) override;

 Q_SIGNALS:
  /// The user asks for another step.
  void stepRequested(int step);
  /// What can be done at that step is wanted.
  void menuRequested(const QPoint& globalPosition, int step);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void request(int step);
  [[nodiscard]] int stepAt(double x) const;
  [[nodiscard]] double grooveY() const;
  void drawTicks(QPainter& painter) const;
  void drawEvents(QPainter& painter) const;

  int total_ = 1;
  int step_ = 0;
  int left_ = 12, right_ = 12;
  bool scrubbing_ = false;
  std::vector<Event> events_;
};

/// Distances of labelled and of plain ticks for `total` steps on `pixels` pixels: 1, 2, 5 times a power of ten, labels
/// at least `room` pixels apart.
struct TickSteps {
  int major = 1;
  int minor = 1;
};
[[nodiscard]] TickSteps scrubberTicks(int total, double pixels, double room);

}  // namespace thalweg
