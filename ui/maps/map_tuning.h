#pragma once
/// Equal-budget tuning beside the main window: the search's conventions, a table with each contender's searched curve,
/// and one click to take a result over.
/// Threads: GUI thread only; the search runs in the background.

#include "core/maps/tuning.h"
#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QGridLayout;
class QLabel;
class QProgressBar;
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
  /// Takes over what was found for a row of `results`.
  void apply(std::size_t row);

 Q_SIGNALS:
  void finished();

 protected:
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void showResults(std::vector<Tuned> results);
  void setSearching(bool searching);

  const ThemeController& themes_;
  ScenarioModel& model_;
  QSpinBox* budget_;
  QCheckBox* momentum_;
  FlatButton* start_;
  QProgressBar* progress_;
  QWidget* table_ = nullptr;
  QWidget* place_;
  QLabel* conventions_;
  std::vector<Tuned> results_;
  bool searching_ = false;
  LatestJob<std::vector<Tuned>> job_;
};

}  // namespace thalweg
