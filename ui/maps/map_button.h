#pragma once
/// The toolbar's "Maps": basins over the panels, the outcome map, tuning.
/// Threads: GUI thread only.

#include "ui/controls/buttons.h"

class QMenu;

namespace thalweg {

class ComputeController;
class ContenderDock;
class MapController;
class MapWindow;
class PanelGrid;
class ScenarioModel;
class TuningWindow;
class ViewState;

class MapButton : public FlatButton {
  Q_OBJECT

 public:
  MapButton(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
            PanelGrid& panels, ContenderDock& contenders, QWidget* parent = nullptr);

  [[nodiscard]] MapController* controller() const { return controller_; }
  /// Made when first asked for.
  [[nodiscard]] MapWindow* outcomeMap();
  [[nodiscard]] TuningWindow* tuning();
  /// The menu as it is now; the caller owns it.
  [[nodiscard]] QMenu* makeMenu();

 private:
  const ThemeController& themes_;
  ScenarioModel& model_;
  ViewState& view_;
  PanelGrid& panels_;
  MapController* controller_;
  MapWindow* outcomeMap_ = nullptr;
  TuningWindow* tuning_ = nullptr;
};

}  // namespace thalweg
