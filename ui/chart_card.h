#pragma once
/// One chart: what it shows over the steps, on a linear or a logarithmic axis.
/// Threads: GUI thread only.

#include "ui/controls/panels.h"
#include "ui/views/chart_plot.h"

namespace thalweg {

class FlatButton;
class MathLabel;
struct Trajectory;

/// What a chart draws of a path.
struct ChartQuantity {
  QString title;
  QString symbol;  ///< TeX
  bool logarithmic = true;
};

class ChartCard : public CardFrame {
  Q_OBJECT

 public:
  ChartCard(const ThemeController& themes, const ChartQuantity& quantity, QWidget* parent = nullptr);

  [[nodiscard]] ChartPlot* plot() const { return plot_; }
  void setQuantity(const ChartQuantity& quantity);
  /// Says which axis suits; the user's own choice is kept.
  void suggestLogarithmic(bool on);

 private:
  void setLogarithmic(bool on);

  const ThemeController& themes_;
  ElidedLabel* title_;
  MathLabel* symbol_;
  FlatButton* scale_;
  ChartPlot* plot_;
  bool chosen_ = false;
};

}  // namespace thalweg
