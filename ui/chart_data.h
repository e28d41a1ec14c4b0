#pragma once
/// What each kind of chart shows of a panel's paths. Columns are kept as long as their path, so that a contender that
/// did not change keeps its line; what needs the objective anew (test loss, accuracy, gradients) comes from the
/// background. Threads: main thread.

#include "core/trace.h"
#include "ui/latest_job.h"
#include "ui/theme.h"
#include "ui/views/chart_scene.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace thalweg {

class ComputeController;
class ScenarioModel;

/// The words for a kind of chart, an id of `chartIds`.
struct ChartKind {
  QString title;
  QString symbol;  ///< TeX
  QString tip;
};
ChartKind chartKind(const std::string& id);

struct ChartContent {
  QString symbol;           ///< TeX
  QString remark;           ///< where the axis is not the one chosen
  QString note;             ///< in place of lines
  bool logarithmic = true;  ///< which axis suits
  bool fixedScale = false;  ///< the scenario says which axis there is
  std::vector<SeriesData> series;
  double xMax = 1;
  bool evaluations = false;
};

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
  /// What was derived from a path, each as it was first asked for.
  struct Columns {
    std::shared_ptr<const Trajectory> path;
    std::shared_ptr<const Column> lossAbove, evaluations, steps, distance, momentum, testLoss, accuracy;
    std::vector<std::shared_ptr<const Column>> rates, effective;
    bool rated = false;  // `effective` is there
    bool tested = false;
    bool used = true;
  };
  using Results = std::vector<Columns>;

  Columns& columnsOf(const std::shared_ptr<const Trajectory>& path);
  void addLoss(ChartContent& content, const Objective& objective, std::size_t panel, std::size_t selected);
  /// A contender's line without its values.
  SeriesData line(std::size_t contender, std::size_t selected, const std::shared_ptr<const Trajectory>& path);
  void deliver(Results results);

  const ThemeController& themes_;
  const ScenarioModel& model_;
  const ComputeController& compute_;
  std::map<const Trajectory*, Columns> columns_;
  std::shared_ptr<const Objective> objective_;  // of `columns_`
  std::vector<const Trajectory*> asked_;        // what the background works at
  bool wantsTests_ = false;
  bool wantsRates_ = false;
  LatestJob<Results> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
