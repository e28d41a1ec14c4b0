#pragma once
/// Keeps what is computed from the scenario up to date: objectives at once, paths and surfaces in the background. Asks
/// only for what a change affects; what is on screen stays until its successor is ready.
/// Threads: main thread; results are immutable and shared.

#include "core/runs/path_set.h"
#include "ui/background/latest_job.h"
#include "ui/scenes/assembly.h"

#include <QObject>
#include <QSize>
#include <QString>

#include <memory>
#include <string>
#include <vector>

namespace thalweg {

class ScenarioModel;

class ComputeController : public QObject {
  Q_OBJECT

 public:
  explicit ComputeController(ScenarioModel& model, QObject* parent = nullptr);
  ~ComputeController() override;

  [[nodiscard]] std::size_t panels() const { return panels_.size(); }
  /// The panel's objective; where the scenario's is faulty, the last good one, which may be none.
  [[nodiscard]] std::shared_ptr<const Objective> objective(std::size_t panel) const;
  /// Why the scenario's objective could not be built; empty: it could.
  [[nodiscard]] QString problem(std::size_t panel) const;
  [[nodiscard]] std::shared_ptr<const Surface> surface(std::size_t panel) const;
  [[nodiscard]] const PathSet& paths() const { return *paths_; }
  /// The plane that is shown of more than two dimensions, until its successor is there; null before the first.
  [[nodiscard]] std::shared_ptr<const PanelPlane> plane(std::size_t panel) const;
  /// The mini-batch of the chosen contender's step that comes next: its contours, where they are to be shown, are made
  /// in the background.
  void setChosen(std::size_t panel, const Chosen& chosen);
  /// All that is there of the panel.
  [[nodiscard]] PanelResults results(std::size_t panel) const;

  /// What a panel shows now, on so many physical pixels and with room for so many arrows each way: its surface is
  /// computed for that.
  void setViewport(std::size_t panel, const View& view, QSize pixels, QSize arrows);
  /// Where the cursor stands, for planes and spectra that are made there.
  void setStep(std::int64_t step);
  [[nodiscard]] bool busy() const;

 Q_SIGNALS:
  void objectiveChanged(std::size_t panel);
  void surfaceChanged(std::size_t panel);
  void planeChanged(std::size_t panel);
  void batchChanged(std::size_t panel);
  void studyChanged(std::size_t panel);
  void pathsChanged();

 private:
  struct PanelState;
  using Planes = std::vector<std::shared_ptr<const PanelPlane>>;
  using Phases = std::vector<std::shared_ptr<const PhaseTracks>>;
  using Studies = std::vector<std::shared_ptr<const PanelStudy>>;
  void follow(const Scenario& now, const Scenario& before);
  void dropStale(const Scenario& now);
  void requestPaths();
  void requestPlanes();
  void showPlanes(const Planes& planes);
  void requestPhases();
  void showPhases(const Phases& phases);
  void requestStudies();
  void showStudies(const Studies& studies);
  void requestSurface(std::size_t panel);
  void deliver(std::size_t panel, std::shared_ptr<const Surface> result);

  ScenarioModel& model_;
  std::vector<std::unique_ptr<PanelState>> panels_;
  std::shared_ptr<const PathSet> paths_;
  std::int64_t step_ = 0;
  std::shared_ptr<PathTracer> tracer_;  // used by the job's thread alone
  std::unique_ptr<LatestJob<std::shared_ptr<const PathSet>>> pathJob_;
  std::unique_ptr<LatestJob<Planes>> planeJob_;
  std::unique_ptr<LatestJob<Phases>> phaseJob_;
  std::unique_ptr<LatestJob<Studies>> studyJob_;
};

}  // namespace thalweg
