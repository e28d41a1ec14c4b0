#pragma once
/// The charts below the panels: one to three of the scenario's, of one panel's paths, with the common cursor.
/// Threads: GUI thread only.

#include "ui/background/chart_data.h"
#include "ui/document/later.h"
#include "ui/look/theme.h"
#include "ui/scenes/chart_guess.h"

#include <QWidget>

#include <cstdint>
#include <optional>
#include <string>
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
  /// The axes reach to that step, whatever the paths' length: that of paths that are not shown yet. 0: no farther.
  void setSpan(std::int64_t steps);
  /// What is guessed of a number in the chart `id`; without one, or without such a chart, nothing is.
  void setGuess(const std::string& id, std::optional<ChartGuess> guess);
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

 Q_SIGNALS:
  /// The mark of a guess was put to this value.
  void guessed(double value);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// Which of the display's charts there is room for.
  [[nodiscard]] std::vector<std::string> shown() const;
  QWidget* makeHeader();
  void showPaths();
  void showParts();
  void showGuess();
  void showHeader();

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  ChartData data_;
  bool compact_ = false;
  bool locked_ = false;
  bool beside_ = false;
  std::int64_t span_ = 0;
  std::string guessChart_;
  std::optional<ChartGuess> guess_;
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
