#pragma once
/// Equal-budget tuning beside the main window: the search's conventions, a table with each contender's searched curve,
/// and one click to take a result over.
/// Threads: GUI thread only; the search runs in the background.

#include "core/maps/tuning.h"
#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;
class QProgressBar;
class QScrollArea;
class QSpinBox;

namespace thalweg {

class FlatButton;
class ScenarioModel;

class TuningWindow : public QWidget {
  Q_OBJECT

 public:
  TuningWindow(const ThemeController& themes, ScenarioModel& model, QWidget* parent);

  void open();
  void start();
  [[nodiscard]] const std::vector<Tuned>& results() const { return results_; }
  [[nodiscard]] QSpinBox* budget() const { return budget_; }
  [[nodiscard]] FlatButton* startButton() const { return start_; }
  /// Takes over what was found for a row of `results`; of all rows that can be, as one entry of the undo history.
  void apply(std::size_t row);
  void applyAll();
  /// None until there are results.
  [[nodiscard]] FlatButton* applyAllButton() const { return applyAll_; }
  /// A row of `results` each; null for one whose contender has gone.
  [[nodiscard]] const std::vector<FlatButton*>& applyButtons() const { return apply_; }

 Q_SIGNALS:
  void finished();

 protected:
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// How far a search is, or what it found.
  struct Search {
    std::int64_t done = 0, all = 0;
    std::optional<std::vector<Tuned>> found;
  };
  void follow(Search search);
  void showResults(std::vector<Tuned> results);
  /// Whether a row has found a rate for a contender that is still there.
  [[nodiscard]] bool applies(std::size_t row) const;
  void setSearching(bool searching);
  /// Whether the scenario has what a row found already.
  [[nodiscard]] bool isApplied(std::size_t row) const;
  void showApplied();

  const ThemeController& themes_;
  ScenarioModel& model_;
  QSpinBox* budget_;
  QCheckBox* momentum_;
  FlatButton* start_;
  QProgressBar* progress_;
  QWidget* table_ = nullptr;
  QWidget* place_;
  QScrollArea* scroll_;  // round it
  QLabel* conventions_;
  FlatButton* applyAll_ = nullptr;  // of `table_`
  std::vector<FlatButton*> apply_;  // a row each, of `table_`
  std::vector<Tuned> results_;
  std::shared_ptr<const Scenario> searched_;  // what `results_` are of
  bool searching_ = false;
  LatestJob<Search> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
