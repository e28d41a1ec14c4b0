#pragma once
/// The contents of the window's charts. Columns are kept as long as their path, so that a contender that did not change
/// keeps its line; what needs the objective anew (test loss, accuracy, gradients) comes from the background.
/// Threads: main thread.

#include "core/surfaces/panel_plane.h"
#include "ui/background/latest_job.h"
#include "ui/scenes/chart_content.h"

#include <QObject>

#include <map>

namespace thalweg {

class ComputeController;
class ScenarioModel;

class ChartData : public QObject {
  Q_OBJECT

 public:
  ChartData(const ThemeController& themes, const ScenarioModel& model, const ComputeController& compute,
            QObject* parent = nullptr);
  ~ChartData() override;

  /// The chart `id` of a panel's paths; `selected`: the contender drawn on top.
  [[nodiscard]] ChartContent content(const std::string& id, std::size_t panel, std::size_t selected);
  /// Asks for what `content` of the panel's present paths still waits for. Call after all charts have their contents.
  void measure();

 Q_SIGNALS:
  /// What was waited for is there.
  void measured();

 private:
  struct Kept {
    PathColumns columns;
    std::size_t contender = 0;
    bool used = true;
  };
  using Results = std::vector<PathColumns>;

  void deliver(Results results);
  void refine();
  void deliverFine(Results results);

  const ThemeController& themes_;
  const ScenarioModel& model_;
  const ComputeController& compute_;
  std::map<const Trajectory*, Kept> kept_;
  std::shared_ptr<const Objective> objective_;  // of `kept_`
  std::shared_ptr<const PanelPlane> plane_;     // that the panel shows; null: none
  std::vector<const Trajectory*> asked_;        // what the background works at
  ChartMeasures wanted_;                        // by all charts
  std::vector<const Trajectory*> refining_;     // whose sharpness the background computes at more steps
  LatestJob<Results> job_;                      // last: they end before what they deliver to
  LatestJob<Results> fineJob_;
};

}  // namespace thalweg
