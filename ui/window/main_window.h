#pragma once
/// The window: contenders at the left, panels and charts in the middle, the timeline at the foot.
/// Threads: GUI thread only.

#include "ui/background/compute_controller.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/theme.h"
#include "ui/window/focus_keys.h"
#include "ui/window/main_menu.h"

#include <QMainWindow>

#include <memory>
#include <optional>

class QSettings;

namespace thalweg {

class ChartRow;
class ContenderDock;
class Document;
class EdgeHandle;
class Exporter;
class ExplainPage;
class FlatButton;
class HelpWindow;
class LessonGallery;
class LessonGuide;
class LessonSession;
class LessonView;
class KeyboardMap;
class MapButton;
class MessageBar;
class PanelCard;
class PanelGrid;
class PanelPager;
class Presenter;
class RunOpener;
class ScenarioGallery;
class ScriptAndData;
class SegmentedControl;
class TabDock;
class TimelineBar;
class ScenarioNote;
class TitleButton;

/// What outlives a window; by default nothing does.
struct WindowMemory {
  QSettings* settings = nullptr;  ///< sizes, theme, recent files; must outlive the window
  QString recoveryFolder;         ///< for what was not saved when the program ended; empty: none
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(ThemeController& themes, const WindowMemory& memory = {}, QWidget* parent = nullptr);
  ~MainWindow() override;

  [[nodiscard]] ScenarioModel& model() { return model_; }
  [[nodiscard]] Playback& playback() { return playback_; }
  [[nodiscard]] ViewState& view() { return view_; }
  [[nodiscard]] ComputeController& compute() { return compute_; }
  [[nodiscard]] ContenderDock* dock() const { return dock_; }
  [[nodiscard]] PanelCard* panel(std::size_t index) const;
  [[nodiscard]] PanelGrid* panels() const { return grid_; }
  [[nodiscard]] TimelineBar* timeline() const { return timeline_; }
  [[nodiscard]] ChartRow* charts() const { return charts_; }
  [[nodiscard]] Document& document() { return *document_; }
  [[nodiscard]] TitleButton* titleButton() const { return title_; }
  /// Under the title; it folds.
  [[nodiscard]] ScenarioNote* note() const { return note_; }
  /// The right dock.
  [[nodiscard]] TabDock* side() const { return side_; }
  [[nodiscard]] EdgeHandle* dockHandle() const { return dockHandle_; }
  [[nodiscard]] EdgeHandle* chartHandle() const { return chartHandle_; }
  /// The right dock's page that explains a step.
  [[nodiscard]] ExplainPage* explain() const { return explain_; }
  [[nodiscard]] MapButton* maps() const { return maps_; }
  [[nodiscard]] MessageBar* messages() const { return messages_; }
  [[nodiscard]] MessageBar* recoveryBar() const { return recoveryBar_; }
  [[nodiscard]] KeyboardMap* keyboardMap() const { return keyboardMap_; }
  /// Made when first asked for.
  [[nodiscard]] ScenarioGallery* gallery();
  [[nodiscard]] HelpWindow* help();
  [[nodiscard]] LessonGallery* lessonGallery();
  [[nodiscard]] LessonSession* lessons() const;
  /// The lesson's page in the right dock; null while there is none.
  [[nodiscard]] LessonView* lessonView() const;
  [[nodiscard]] LessonGuide* guide() const { return guide_; }
  [[nodiscard]] Presenter* presenter() const { return presenter_; }
  [[nodiscard]] ScriptAndData* scriptAndData() const { return scriptAndData_.get(); }
  [[nodiscard]] Exporter* exporter() const { return exporter_.get(); }

  /// Shows a scenario in place of the present one. `path` empty: not saved anywhere.
  void show(const Scenario& scenario, const QString& path = {});
  using QWidget::show;
  /// Opens a file; a message says what is wrong with it, and the present scenario stays.
  bool open(const QString& path);
  void run(Command command);

 protected:
  bool focusNextPrevChild(bool next) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildToolbar(QLayout* column);
  void buildActions();
  void connectParts();
  void connectExport();
  void restoreSizes();
  /// `placed`: it has a place that it wants back.
  void openOnScreen(bool placed);
  void storeSizes();
  /// All that depends on the window's size and the font's.
  void chooseSizes();
  void chooseDockWidth();
  void chooseColumns();
  void chooseChartHeight();
  void refresh(const Scenario& now);
  /// All panels as maps (0) or as landscapes (1), or the chosen one alone.
  void project(int dimension, bool chosenAlone);
  void showProjection();
  /// The chosen panel's.
  [[nodiscard]] int shownProjection() const;
  void alignPlots();
  void setLayoutCount(int panels);
  void showTitle();
  void toggleContender(int index);
  /// Does what a key means to the window; false: nothing.
  bool act(const QKeyEvent& event);
  void toggleExplain();
  void chooseSide();
  /// Puts away what a lesson does not need and what is no use to an audience, or brings it back.
  void arrangeParts();
  void showCode();
  void showRecent(QMenu& menu);

  ThemeController& themes_;
  WindowMemory memory_;
  ScenarioModel model_;
  Playback playback_;
  ViewState view_;
  ComputeController compute_;
  Actions actions_;
  FlatButton* menu_ = nullptr;
  TitleButton* title_ = nullptr;
  ScenarioNote* note_ = nullptr;
  FlatButton* undo_ = nullptr;
  FlatButton* redo_ = nullptr;
  SegmentedControl* layouts_ = nullptr;
  SegmentedControl* projections_ = nullptr;
  MapButton* maps_ = nullptr;
  FlatButton* export_ = nullptr;
  FlatButton* help_ = nullptr;
  FlatButton* lessonsButton_ = nullptr;
  FlatButton* leaveLesson_ = nullptr;
  FlatButton* present_ = nullptr;
  LessonGuide* guide_ = nullptr;
  Presenter* presenter_ = nullptr;
  RunOpener* runOpener_ = nullptr;
  QWidget* toolbar_ = nullptr;
  QWidget* layoutRule_ = nullptr;
  QWidget* mapRule_ = nullptr;  // the button of the maps stands behind it
  MessageBar* messages_ = nullptr;
  MessageBar* recoveryBar_ = nullptr;
  KeyboardMap* keyboardMap_ = nullptr;
  ContenderDock* dock_ = nullptr;
  EdgeHandle* dockHandle_ = nullptr;
  QWidget* center_ = nullptr;
  TabDock* side_ = nullptr;
  ExplainPage* explain_ = nullptr;
  PanelGrid* grid_ = nullptr;
  PanelPager* pager_ = nullptr;
  ChartRow* charts_ = nullptr;
  EdgeHandle* chartHandle_ = nullptr;
  TimelineBar* timeline_ = nullptr;
  bool compact_ = false;
  bool choosingSide_ = false;  // the window folds the right dock, not its user
  bool low_ = false;
  std::optional<double> besideFrom_;  // the charts' height at the base font, while they stand beside a panel
  double sizedFor_ = 0;               // the base font's pixels
  // What refers to the members above, and so goes before them.
  StrayNumber strayNumber_;
  std::unique_ptr<QWidget> whole_;
  std::unique_ptr<Document> document_;
  std::unique_ptr<ScenarioGallery> gallery_;
  std::unique_ptr<HelpWindow> helpWindow_;
  std::unique_ptr<ScriptAndData> scriptAndData_;
  std::unique_ptr<Exporter> exporter_;
};

}  // namespace thalweg
