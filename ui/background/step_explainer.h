#pragma once
/// Explains the selected contender's step on the chosen panel, in the background: the move that comes after the cursor
/// and, where the path runs away, why. What was explained of a path is kept as long as the path is shown, and a step
/// that follows the last one is not run to again.
/// Threads: main thread; results are immutable and shared.

#include "core/reports/explain_report.h"
#include "core/runs/divergence.h"
#include "core/runs/trace.h"
#include "core/surfaces/quadratic_model.h"
#include "ui/background/latest_job.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>

namespace thalweg {

class ComputeController;
class ScenarioModel;
class ViewState;
struct PathSet;

/// A step with the model of the surface around it.
struct Explanation {
  ExplainedStep step;
  std::shared_ptr<const QuadraticModel> model;  ///< null: there is none
};

class StepExplainer : public QObject {
  Q_OBJECT

 public:
  StepExplainer(const ScenarioModel& model, const ComputeController& compute, const ViewState& view,
                QObject* parent = nullptr);
  ~StepExplainer() override;

  /// Nothing is computed while nobody looks.
  void setActive(bool active);
  [[nodiscard]] bool isActive() const { return active_; }

  /// The newest one of the present path; null: none is ready, or there is no path.
  [[nodiscard]] std::shared_ptr<const Explanation> now() const { return now_; }
  /// There is a path whose present step `now` does not explain.
  [[nodiscard]] bool waiting() const;
  /// The step that is wanted; −1: there is no path with a step.
  [[nodiscard]] Index wanted() const;
  [[nodiscard]] std::shared_ptr<const Trajectory> path() const { return path_; }

  /// Why the path runs away; null: it does not, or it is not known yet.
  [[nodiscard]] std::shared_ptr<const Divergence> divergence() const { return divergence_; }
  /// Runs the contender at the rate that survives; `ghost` has the path when `changed` says so.
  void showGhost();
  void hideGhost();
  [[nodiscard]] std::shared_ptr<const Trajectory> ghost() const { return ghost_; }

  /// How many steps were explained: those that are known are not again.
  [[nodiscard]] int explained() const { return explained_; }

 Q_SIGNALS:
  void changed();

 private:
  struct Run;
  struct Result {
    std::shared_ptr<const Trajectory> path;
    Index step = 0;
    std::shared_ptr<const Explanation> explanation;
  };
  struct Reason {
    std::shared_ptr<const Trajectory> path;
    std::shared_ptr<const Divergence> divergence;
  };

  void follow();
  void ask();
  void deliver(const Result& result);

  const ScenarioModel& model_;
  const ComputeController& compute_;
  const ViewState& view_;
  bool active_ = false;
  std::shared_ptr<const Trajectory> path_;
  std::shared_ptr<Run> run_;  // of `path_`; used by the job's thread alone
  std::map<Index, std::shared_ptr<const Explanation>> known_;
  std::shared_ptr<const Explanation> now_;
  std::shared_ptr<const Divergence> divergence_;
  std::shared_ptr<const Trajectory> ghost_;
  int explained_ = 0;
  LatestJob<Result> job_;
  LatestJob<Reason> reasonJob_;
  LatestJob<std::shared_ptr<const Trajectory>> ghostJob_;  // last: end before what they deliver to
};

}  // namespace thalweg
