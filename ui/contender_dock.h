#pragma once
/// The left dock: a card for each contender, what adds one, and the conditions under which all of them run.
/// Threads: GUI thread only.

#include "ui/compute_controller.h"
#include "ui/scenario_model.h"
#include "ui/theme.h"

#include <QWidget>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace thalweg {

class ConditionsCard;
class ContenderCard;
class FlatButton;

class ContenderDock : public QWidget {
  Q_OBJECT

 public:
  ContenderDock(const ThemeController& themes, ScenarioModel& model, ComputeController& compute,
                QWidget* parent = nullptr);

  [[nodiscard]] ContenderCard* card(std::size_t index) const;
  [[nodiscard]] ConditionsCard* conditions() const { return conditions_; }
  [[nodiscard]] std::size_t selected() const { return selected_; }
  void select(std::size_t index);
  void setStep(std::int64_t step);
  /// The panel whose runs are shown where a schedule depends on the run.
  void setPanel(std::size_t panel);
  /// In a small window all cards but the selected one fold.
  void setCompact(bool compact);

 Q_SIGNALS:
  void selectedChanged(std::size_t index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();
  void showRuns();
  void showObjectives();
  void addContender();
  void solo(std::size_t index);

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ConditionsCard* conditions_;
  QScrollArea* scroll_;
  QVBoxLayout* list_;
  FlatButton* add_;
  std::vector<ContenderCard*> cards_;
  std::size_t selected_ = 0;
  std::size_t panel_ = 0;
  std::int64_t step_ = 0;
  bool compact_ = false;
};

}  // namespace thalweg
