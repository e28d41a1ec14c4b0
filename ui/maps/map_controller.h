#pragma once
/// Keeps basin maps over the panels and rate strips in the sliders' grooves up to date, in the background: a sketch
/// with every change, the whole map when the changes rest. Threads: GUI thread; work runs on threads of its own and
/// delivers here.

#include "core/scenario/scenario.h"
#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace thalweg {

class ComputeController;
class ContenderDock;
class PanelGrid;
class ScenarioModel;
struct BasinInput;
class ViewState;
struct MapOverlay;

class MapController : public QObject {
  Q_OBJECT

 public:
  MapController(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, const ViewState& view,
                PanelGrid& panels, ContenderDock& contenders, QObject* parent = nullptr);
  ~MapController() override;

  /// Lays the contender's basins over the panels; again: takes them away. Undoable.
  void toggleBasin(std::size_t contender);
  [[nodiscard]] bool busy() const;

 Q_SIGNALS:
  /// A map was shown on a panel; `complete`: as fine as it gets.
  void basinShown(std::size_t panel, bool complete);

 private:
  struct PanelState;
  struct StripState;
  struct Wanted;
  /// A panel's map and what it was made of.
  struct Basins {
    std::size_t panel = 0;
    std::shared_ptr<const BasinInput> input;
    std::shared_ptr<const MapOverlay> overlay;
  };
  void deliver(const Basins& result);
  void schedule();
  void follow();
  /// Asks for what is missing of all panels' maps.
  void followBasins();
  /// Notes which map a panel wants; true if it is another one.
  bool followBasin(std::size_t panel);
  static Basins basins(const Wanted& wanted, Index cellsEachWay, bool complete, const std::stop_token& stop,
                       const std::function<void(const Basins&)>& progress);
  void followStrips();
  void startAt(double x, double y);
  void withdrawStart();

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  const ViewState& view_;
  PanelGrid& panels_;
  ContenderDock& contenders_;
  std::shared_ptr<const Scenario> started_;  // what the last click on a map made of the scenario
  bool due_ = false;
  WorkPool::Pending announced_;  // from a change until all is asked for
  QTimer rest_;                  // runs while changes come
  std::vector<std::unique_ptr<PanelState>> states_;
  std::unique_ptr<StripState> strips_;
  std::unique_ptr<LatestJob<Basins>> basins_;  // of all panels, one after another
};

}  // namespace thalweg
