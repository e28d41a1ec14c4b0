#pragma once
/// One panel of the window: its head, the picture, and under it a word per contender about its outcome.
/// Threads: GUI thread only.

#include "ui/background/compute_controller.h"
#include "ui/controls/panels.h"
#include "ui/panels/outcome_line.h"
#include "ui/views/panel_plot.h"

#include <optional>

class QMenu;

namespace thalweg {

class PanelHeader;
class PanelOptions;
class ScenarioModel;

class PanelCard : public CardFrame {
  Q_OBJECT

 public:
  PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, std::size_t index,
            QWidget* parent = nullptr);

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] PanelHeader* header() const { return header_; }
  [[nodiscard]] PanelOptions* options() const { return options_; }
  [[nodiscard]] PanelPlot* plot() const { return plot_; }
  [[nodiscard]] OutcomeLine* outcomes() const { return outcomes_; }
  void setStep(std::int64_t step);
  /// The contender drawn on top, whose tangent is drawn on a curve and whose start the menu offers to set.
  void setContender(std::size_t index);
  /// In a small window the title stands alone.
  void setCompact(bool compact);
  /// Shows the parameters over the panel, or hides them.
  void setOptionsOpen(bool open);
  /// False if they were closed already.
  bool closeOptions();

  void showObjective();
  void showSurface();
  void showPaths();
  /// What the scenario says of this panel, without what is computed.
  void refresh();

  /// All that can be done with the panel; `place`: also what can be done at a place of the plane. The caller owns it.
  [[nodiscard]] QMenu* makeMenu(std::optional<QPointF> place);
  /// Colour map and scale, axes, overlays: for all panels alike. The caller owns it.
  [[nodiscard]] QMenu* makeLayersMenu();

 Q_SIGNALS:
  /// Another objective is wanted in this place or, with `added`, in a panel beside it.
  void galleryRequested(bool added);
  /// Its picture is wanted on the clipboard, or in a file.
  void copyRequested();
  void exportRequested();
  /// The head is dragged; `dropped` ends it.
  void dragged(const QPoint& globalPosition);
  void dropped(const QPoint& globalPosition);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void connectHeader();
  void connectPlot();
  void popUp(QMenu* menu, const QWidget* below);
  void addStartActions(QMenu* menu, std::optional<QPointF> place);
  void addLayerActions(QMenu* menu);
  void toggleEnlarged();
  void dragStart(int contender, double x, double y, PanelPlot::DragPhase phase, bool apart);
  void readOut(double x, double y);
  void showStarts();
  void showTangent();
  void showProblem();
  void placeOptions();
  /// What the document says of colours, axes and overlays, as it fits this panel.
  [[nodiscard]] Display display() const;
  /// x and y of the plane that is shown, within the whole point.
  [[nodiscard]] std::vector<double> pointAt(double x, double y) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  std::size_t index_;
  std::size_t contender_ = 0;
  std::int64_t step_ = 0;
  PanelHeader* header_ = nullptr;
  PanelOptions* options_ = nullptr;
  InlineMessage* problem_ = nullptr;
  PanelPlot* plot_ = nullptr;
  OutcomeLine* outcomes_ = nullptr;
  std::shared_ptr<const Objective> shownObjective_;
  std::string shownScale_;
};

}  // namespace thalweg
