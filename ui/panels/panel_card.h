#pragma once
/// One panel of the window: its head, the picture, and under it a word per contender about its outcome.
/// Threads: GUI thread only.

#include "ui/background/compute_controller.h"
#include "ui/controls/panels.h"
#include "ui/document/later.h"
#include "ui/panels/outcome_line.h"
#include "ui/scenes/step_picture.h"
#include "ui/views/panel_views.h"

#include <functional>
#include <optional>

class QKeyEvent;
class QMenu;
class QVBoxLayout;

namespace thalweg {

class HonestyBar;
class PanelBrush;
class PanelHeader;
class PanelOptions;
class PointBar;
class PointTable;
class ScenarioModel;
class StartPopup;
class ViewState;
struct Looking;

class PanelCard : public CardFrame {
  Q_OBJECT

 public:
  /// `kinds`: of views, of which the first that shows the panel's scene is taken.
  PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
            std::size_t index, QWidget* parent = nullptr, std::span<const PanelViewKind> kinds = panelViewKinds());

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] PanelHeader* header() const { return header_; }
  [[nodiscard]] PanelOptions* options() const { return options_; }
  [[nodiscard]] PanelView* plot() const { return plot_; }
  [[nodiscard]] PanelBrush* brush() const { return brush_; }
  [[nodiscard]] OutcomeLine* outcomes() const { return outcomes_; }
  /// Hidden where the panel leaves nothing out.
  [[nodiscard]] HonestyBar* honesty() const { return honesty_; }
  /// A map over the surface; null: none.
  void setOverlay(std::shared_ptr<const MapOverlay> overlay);
  /// Another panel's pointer, shown at the same place where both show the same surface.
  void showPointer(const std::optional<ReadOut>& read);
  /// Whether both show the same surface in the same plane.
  [[nodiscard]] bool showsSameSurface(const PanelCard& other) const;
  /// A step explained over the paths; null: none.
  void setStep(std::shared_ptr<const StepPicture> step);
  /// A run of a contender that is not in the scenario, over the paths; null: none.
  void setTried(std::shared_ptr<const Trajectory> path, std::size_t contender);
  [[nodiscard]] std::shared_ptr<const Trajectory> tried() const { return tried_; }
  /// What was predicted, over the paths; null: nothing. `guessing`: it is being said now (`guessed`).
  void setGuess(std::shared_ptr<const GuessPicture> guess, bool guessing);
  /// In a small window the title stands alone.
  void setCompact(bool compact);
  /// Head and menus are put out of reach, as while a lesson leads. `waiting`: nothing runs yet, and nothing is said of
  /// how it ends.
  void setLocked(bool locked, bool waiting);
  /// Shows the parameters over the panel, or hides them.
  void setOptionsOpen(bool open);
  /// False if they were closed already.
  bool closeOptions();

  /// Shows at once what it would when the event loop is reached again.
  void flush();
  /// How often it has put a scene together, and how often it has only moved the cursor: once for all that happens
  /// between two rounds of the event loop.
  [[nodiscard]] int assembled() const { return assembled_; }
  [[nodiscard]] int moved() const { return moved_; }

  /// Shows the objective's box with all starts or, where the paths are small in it and not what is shown, the paths.
  void fit();
  /// Shows starts, paths and the minima that they come to.
  void fitPaths();
  [[nodiscard]] StartPopup* startPopup();
  /// The row over data by which samples are placed; hidden while they are not.
  [[nodiscard]] PointBar* pointBar() const { return points_; }
  /// Shows data where the surface was, with that row, or takes the row away.
  void setPlacing(bool placing);
  /// The samples as a table.
  [[nodiscard]] PointTable* pointTable();
  void openPointTable();
  /// The samples of a CSV file in the table, to be looked at before they are used. False where the panel shows no data
  /// that could be other ones, or the name is no table's.
  bool openSamples(const QString& path);
  /// Learns from the samples that `text` has, as a spreadsheet copies them. False where the panel shows no data that
  /// could be other ones, or the text is no table; what is wrong with a table is said, and the samples stay.
  bool pastePoints(const QString& text);
  /// What was said last of samples that came or could not go.
  [[nodiscard]] const QString& pointNote() const { return pointNote_; }

  /// All that can be done with the panel; `place`: also what can be done at a place of the plane. The caller owns it.
  [[nodiscard]] QMenu* makeMenu(std::optional<QPointF> place);
  /// Colour map and scale, axes, overlays: for all panels alike. The caller owns it.
  [[nodiscard]] QMenu* makeLayersMenu();
  /// Which plane of many coordinates is shown. The caller owns it.
  [[nodiscard]] QMenu* makePlaneMenu();

 Q_SIGNALS:
  /// The pointer stands on an arrow of the step explained, or no longer.
  void arrowHovered(thalweg::StepTermKind kind);
  /// While guessing, the mouse is pressed, dragged or let go there, in data.
  void guessed(const QPointF& at, thalweg::PanelView::DragPhase phase);
  /// Another view has taken the place of the last one.
  void viewExchanged();
  /// Its plot has other edges.
  void shownChanged();
  /// Another objective is wanted in this place or, with `added`, in a panel beside it.
  void galleryRequested(bool added);
  /// What is read at the pointer; none: it has left.
  void pointed(const std::optional<thalweg::ReadOut>& read);
  /// Its picture is wanted on the clipboard, or in a file.
  void copyRequested();
  void exportRequested();
  /// The head is dragged; `dropped` ends it.
  void dragged(const QPoint& globalPosition);
  void dropped(const QPoint& globalPosition);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void connectHeader();
  void makePlot(const PanelViewKind& kind);
  void connectPlot();
  void connectSources();
  /// `what` of the panel is shown when the event loop is reached again.
  void due(unsigned what);
  void showDue();
  void showHead();
  void showScene();
  void layOver();
  void measure();
  [[nodiscard]] Chosen chosen() const;
  void turn(const Camera& camera);
  void popUp(QMenu* menu, const QWidget* below);
  void addStartActions(QMenu* menu, std::optional<QPointF> place);
  void addBranchActions(QMenu* menu, std::optional<QPointF> place);
  void addLayerActions(QMenu* menu);
  void addFitActions(QMenu* menu);
  void addReliefActions(QMenu* menu);
  /// What `fit` shows; none: the objective's own box.
  [[nodiscard]] std::optional<View> fitTarget() const;
  [[nodiscard]] std::optional<View> pathsTarget() const;
  void setView(const std::optional<View>& view);
  void toggleEnlarged();
  void dragStart(int contender, double x, double y, PanelView::DragPhase phase, bool apart);
  void readOut(double x, double y);
  /// With the keys on the plot the selected path is read at the step that is shown.
  void readWalk();
  /// Selects the next contender (or the one before) that has a path here.
  void walkOn(bool forward);
  void goTo(double x, double y);
  void setReadOut(std::optional<ReadOut> readOut);
  void pointAtArrow(double x, double y);
  void showProblem();
  void showHonesty();
  void showOther();
  void connectPoints();
  void followPoints();
  void dragSample(const SampleRef& sample, double x, double y, PanelView::DragPhase phase);
  void addSample(double x, double y, bool other);
  void classSample(int itsClass);
  void removeSample();
  /// Whether a key was one that acts on samples.
  bool pressPointKey(const QKeyEvent& key);
  /// False where the objective does not take it, which is said.
  bool editPoints(const QString& what, const std::function<void(Scenario&, const Objective&)>& change);
  void sayOfPoints(const QString& words, bool wrong);
  void addDataActions(QMenu* menu);
  void addDrawAction(QMenu* menu);
  void addPhaseActions(QMenu* menu);
  void addFlowActions(QMenu* menu, std::size_t contender);
  void addStudyActions(QMenu* menu);
  void addPlaneActions(QMenu* menu);
  void addCoordinateActions(QMenu* menu, bool ofX);
  /// The choice of this kind that is nearest to the present one.
  [[nodiscard]] PlaneChoice planeOfKind(PlaneKind kind) const;
  void choosePlane(const PlaneChoice& choice);
  void placeOptions();
  /// x and y of the plane that is shown, within the whole point.
  [[nodiscard]] std::vector<double> pointAt(double x, double y) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  std::size_t index_;
  std::span<const PanelViewKind> kinds_;
  const PanelViewKind* kind_ = nullptr;
  PanelHeader* header_ = nullptr;
  PanelOptions* options_ = nullptr;
  PanelBrush* brush_ = nullptr;
  InlineMessage* problem_ = nullptr;
  PanelView* plot_ = nullptr;
  QVBoxLayout* plotPlace_ = nullptr;
  HonestyBar* honesty_ = nullptr;
  OutcomeLine* outcomes_ = nullptr;
  StartPopup* startPopup_ = nullptr;
  PointBar* points_ = nullptr;
  PointTable* pointTable_ = nullptr;
  QString pointNote_;
  bool pointNoteWrong_ = false;
  bool placing_ = false;
  std::shared_ptr<const Objective> named_;  // whose words the head shows
  std::optional<std::string> namedKind_;    // and of which kind of view
  PanelScene scene_;
  PanelResults results_;
  std::shared_ptr<const MapOverlay> overlay_;
  std::shared_ptr<const StepPicture> step_;
  std::shared_ptr<const Trajectory> tried_;
  std::size_t triedContender_ = 0;
  std::shared_ptr<const GuessPicture> guess_;
  bool guessing_ = false;
  bool locked_ = false;
  bool waiting_ = false;
  std::optional<std::int64_t> beforeClick_;  // the step from which the last click went to another
  Later later_;
  unsigned due_ = 0;
  bool walking_ = false;  // the keys are on the plot
  int assembled_ = 0;
  int moved_ = 0;
};

}  // namespace thalweg
