#pragma once
/// The charts below the panels: one to three of the scenario's, of one panel's paths, with the common cursor.
/// Threads: GUI thread only.

#include "ui/background/chart_data.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace thalweg {

class ChartCard;
class ComboButton;
class ComputeController;
class FlatButton;
class Playback;
class ScenarioModel;
class SegmentedControl;

class ChartRow : public QWidget {
  Q_OBJECT

 public:
  ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, Playback& playback,
           QWidget* parent = nullptr);

  /// The panel whose paths are shown.
  void setPanel(std::size_t panel);
  /// The contender drawn on top.
  void setContender(std::size_t contender);
  /// In a low window the charts are smaller and have no heading of their own.
  void setCompact(bool compact);
  /// Null beyond the last one.
  [[nodiscard]] ChartCard* chart(std::size_t index) const { return index < charts_.size() ? charts_[index] : nullptr; }
  [[nodiscard]] std::size_t count() const { return charts_.size(); }
  [[nodiscard]] ComboButton* panelChoice() const { return panels_; }
  [[nodiscard]] SegmentedControl* axisChoice() const { return axis_; }
  [[nodiscard]] FlatButton* addButton() const { return add_; }

 Q_SIGNALS:
  /// The user wants the charts of another panel.
  void panelChosen(std::size_t panel);

 private:
  QWidget* makeHeader();
  void showPaths();
  void showHeader();

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  Playback& playback_;
  ChartData data_;
  QWidget* header_ = nullptr;
  ComboButton* panels_ = nullptr;
  SegmentedControl* axis_ = nullptr;
  FlatButton* add_ = nullptr;
  QHBoxLayout* line_ = nullptr;
  std::vector<ChartCard*> charts_;
  std::size_t panel_ = 0;
  std::size_t contender_ = 0;
};

}  // namespace thalweg
