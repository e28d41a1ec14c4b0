#pragma once
/// The charts below the panels: one to three of the scenario's, of one panel's paths, with the common cursor.
/// Threads: GUI thread only.

#include "ui/background/chart_data.h"
#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace thalweg {

class ChartCard;
class ComboButton;
class ComputeController;
class FlatButton;
class ScenarioModel;
class SegmentedControl;
class ViewState;

class ChartRow : public QWidget {
  Q_OBJECT

 public:
  ChartRow(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
           QWidget* parent = nullptr);

  /// In a low window the charts are smaller and have no heading of their own.
  void setCompact(bool compact);
  /// What chooses, adds and changes charts is put away, as while a lesson leads.
  void setLocked(bool locked);
  /// They stand beside a panel, one below another and as high as it.
  void setBeside(bool beside);
  /// Pixels that it is high unless it is told otherwise.
  [[nodiscard]] int usualHeight() const;
  /// Null beyond the last one.
  [[nodiscard]] ChartCard* chart(std::size_t index) const { return index < charts_.size() ? charts_[index] : nullptr; }
  [[nodiscard]] std::size_t count() const { return charts_.size(); }
  [[nodiscard]] ComboButton* panelChoice() const { return panels_; }
  [[nodiscard]] SegmentedControl* axisChoice() const { return axis_; }
  [[nodiscard]] FlatButton* addButton() const { return add_; }
  /// Shows at once what it would when the event loop is reached again.
  void flush() { later_.flush(); }
  /// How often the charts' contents were put together: once for all that happens between two rounds of the event loop.
  [[nodiscard]] int assembled() const { return assembled_; }

 private:
  QWidget* makeHeader();
  void showPaths();
  void showParts();
  void showHeader();

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  ChartData data_;
  bool compact_ = false;
  bool locked_ = false;
  bool beside_ = false;
  QWidget* header_ = nullptr;
  ComboButton* panels_ = nullptr;
  SegmentedControl* axis_ = nullptr;
  FlatButton* add_ = nullptr;
  QHBoxLayout* line_ = nullptr;
  std::vector<ChartCard*> charts_;
  Later later_;
  int assembled_ = 0;
};

}  // namespace thalweg
