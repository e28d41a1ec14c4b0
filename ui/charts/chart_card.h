#pragma once
/// One place for a chart: which of the scenario's charts stands there, its axis, and what exchanges or removes it.
/// Threads: GUI thread only.

#include "ui/controls/panels.h"
#include "ui/scenes/chart_content.h"
#include "ui/views/chart_plot.h"

class QMenu;

namespace thalweg {

class FlatButton;
class MathLabel;
class ScenarioModel;

class ChartCard : public CardFrame {
  Q_OBJECT

 public:
  /// Charts that stand side by side at most.
  static constexpr std::size_t most = 3;

  /// `place`: which of `Display::charts`.
  ChartCard(const ThemeController& themes, ScenarioModel& model, std::size_t place, QWidget* parent = nullptr);

  [[nodiscard]] ChartPlot* plot() const { return plot_; }
  [[nodiscard]] FlatButton* moreButton() const { return more_; }
  [[nodiscard]] FlatButton* scaleButton() const { return scale_; }
  [[nodiscard]] const std::string& kind() const { return kind_; }
  [[nodiscard]] QString title() const { return title_->text(); }
  /// Says where the axis is not the one chosen.
  [[nodiscard]] QString remark() const { return remark_->text(); }
  void show(const std::string& kind, ChartContent content);
  using QWidget::show;
  /// What exchanges or changes it is put away.
  void setLocked(bool locked);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showSymbol();
  void fillMenu(QMenu* menu);
  void fillScales(QMenu* menu);
  void addBoundActions(QMenu* menu);
  [[nodiscard]] QString scaleWords(bool logarithmic) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  std::size_t place_;
  std::string kind_;
  std::vector<ChartContent::Bound> bounds_;
  ElidedLabel* title_;
  MathLabel* symbol_;
  ElidedLabel* remark_;
  FlatButton* scale_;
  FlatButton* more_;
  ChartPlot* plot_;
};

/// Adds what puts a further chart beside the others of `model`; disabled where all places are taken.
void addChartActions(QMenu* menu, ScenarioModel& model);
/// Adds what chooses between steps and evaluations.
void addAxisActions(QMenu* menu, ScenarioModel& model);
/// Chooses one of the display's "chart_axis".
void chooseChartAxis(ScenarioModel& model, const std::string& id);

}  // namespace thalweg
