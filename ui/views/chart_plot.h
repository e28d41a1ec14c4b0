#pragma once
/// A chart as a widget: lines over steps with the common cursor; hover reads values, a click or drag moves the cursor.
/// What is painted is kept: a step repaints the columns that the cursor passed, the pointer its read-out alone.
/// Setters may be called often; painting happens once, when the event loop is reached again. Threads: GUI thread.

#include "ui/views/chart_raster.h"

#include <QWidget>

#include <array>

namespace thalweg {

class ChartPlot : public QWidget {
  Q_OBJECT

 public:
  enum class Layer { Ground, Past, Hover };

  explicit ChartPlot(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setPlotMargins(double left, double right);
  void setLogarithmic(bool on);
  /// `xMax`: where the axis ends (steps in total, or the most evaluations).
  /// `still`: x is no time, so that there is no cursor.
  void setSeries(std::vector<SeriesData> series, double xMax, bool evaluations = false, bool still = false);
  /// A word in the middle of the frame, where there are no lines to show; empty: none.
  void setNote(const QString& note);
  void setStep(std::int64_t step);
  /// What is guessed of a number that it shows. While that is open, presses and drags move its mark alone.
  void setGuess(std::optional<ChartGuess> guess);

  [[nodiscard]] const ChartScene& scene() const { return scene_; }
  [[nodiscard]] const ChartFrame& frame() const { return cache_.frame; }
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] QSize sizeHint() const override;

  /// Paints what is due at once.
  void flush();
  /// How often a layer was painted.
  [[nodiscard]] int repaints(Layer layer) const { return repaints_[static_cast<std::size_t>(layer)]; }

 Q_SIGNALS:
  /// The user wants the cursor at this step.
  void seek(std::int64_t step);
  /// The mark of a guess was put to this value.
  void guessed(double value);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum Due : unsigned { DataDue = 1, PastDue = 2, HoverDue = 4 };
  void due(unsigned what);
  void setHover(std::optional<double> x);
  /// With the keys on the chart it is read at the cursor.
  void readWalk();
  void count(Layer layer) { ++repaints_[static_cast<std::size_t>(layer)]; }

  ChartScene scene_;
  ChartCache cache_;
  ChartRaster raster_;
  unsigned due_ = 0;
  bool walking_ = false;  // the keys are on the chart
  std::array<int, 3> repaints_{};
};

}  // namespace thalweg
