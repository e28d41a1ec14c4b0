#pragma once
/// The charts below the panels: loss, learning rate and gradient norm of one panel's paths, with the common cursor.
/// Threads: GUI thread only.

#include "ui/compute_controller.h"
#include "ui/theme.h"

#include <QWidget>

#include <vector>

namespace thalweg {

class ChartCard;
class ElidedLabel;
class Playback;
class ScenarioModel;

class ChartRow : public QWidget {
  Q_OBJECT

 public:
  ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, Playback& playback,
           QWidget* parent = nullptr);

  /// As many charts as there are columns of panels above.
  void setColumns(int columns);
  /// The panel whose paths are shown.
  void setPanel(std::size_t panel);
  /// The contender drawn on top.
  void setContender(std::size_t contender);
  /// In a low window the charts are smaller and have no heading of their own.
  void setCompact(bool compact);
  [[nodiscard]] ChartCard* chart(std::size_t index) const { return charts_[index]; }

 private:
  void showPaths();

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  QWidget* header_;
  ElidedLabel* of_;
  std::vector<ChartCard*> charts_;
  std::size_t panel_ = 0;
  std::size_t contender_ = 0;
};

}  // namespace thalweg
