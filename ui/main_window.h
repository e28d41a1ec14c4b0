#pragma once
/// The window: contenders at the left, panels and charts in the middle, the timeline at the foot.
/// Threads: GUI thread only.

#include "ui/compute_controller.h"
#include "ui/playback.h"
#include "ui/scenario_model.h"
#include "ui/theme.h"

#include <QMainWindow>

class QLabel;

namespace thalweg {

class ChartRow;
class ContenderDock;
class FlatButton;
class PanelCard;
class PanelGrid;
class PanelPager;
class SegmentedControl;
class TimelineBar;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(ThemeController& themes, QWidget* parent = nullptr);
  ~MainWindow() override;

  [[nodiscard]] ScenarioModel& model() { return model_; }
  [[nodiscard]] Playback& playback() { return playback_; }
  [[nodiscard]] ComputeController& compute() { return compute_; }
  [[nodiscard]] ContenderDock* dock() const { return dock_; }
  [[nodiscard]] PanelCard* panel(std::size_t index) const;
  [[nodiscard]] PanelGrid* panels() const { return grid_; }
  [[nodiscard]] TimelineBar* timeline() const { return timeline_; }
  [[nodiscard]] ChartRow* charts() const { return charts_; }

  /// Shows a scenario in place of the present one. `path` empty: not saved anywhere.
  void show(const Scenario& scenario, const QString& path = {});
  using QWidget::show;
  /// Opens a file; a message says what is wrong with it, and the present scenario stays.
  bool open(const QString& path);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildToolbar(QLayout* column);
  void buildMenu();
  void connectParts();
  void refresh(const Scenario& now);
  void alignPlots();
  void setLayoutCount(int panels);
  void showPanel(std::size_t index);
  void showTitle();
  bool save();
  bool saveAs();
  bool saveTo(const QString& path);
  /// False if the user wants to keep on working at what is not saved.
  bool mayDiscard();
  void showMessage(const QString& words);

  ThemeController& themes_;
  ScenarioModel model_;
  Playback playback_;
  ComputeController compute_;
  FlatButton* menu_ = nullptr;
  QLabel* title_ = nullptr;
  FlatButton* undo_ = nullptr;
  FlatButton* redo_ = nullptr;
  SegmentedControl* layouts_ = nullptr;
  QWidget* toolbar_ = nullptr;
  QLabel* message_ = nullptr;
  ContenderDock* dock_ = nullptr;
  QWidget* center_ = nullptr;
  PanelGrid* grid_ = nullptr;
  PanelPager* pager_ = nullptr;
  ChartRow* charts_ = nullptr;
  TimelineBar* timeline_ = nullptr;
  bool compact_ = false;
};

}  // namespace thalweg
