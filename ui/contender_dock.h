#pragma once
/// The left dock: a card for each contender, and what adds one.
/// Threads: GUI thread only.

#include "ui/scenario_model.h"
#include "ui/theme.h"

#include <QWidget>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace thalweg {

class ContenderCard;
class FlatButton;

class ContenderDock : public QWidget {
  Q_OBJECT

 public:
  ContenderDock(const ThemeController& themes, ScenarioModel& model, QWidget* parent = nullptr);

  [[nodiscard]] ContenderCard* card(std::size_t index) const;
  [[nodiscard]] std::size_t selected() const { return selected_; }
  void select(std::size_t index);
  void setStep(std::int64_t step);
  /// In a small window all cards but the selected one fold.
  void setCompact(bool compact);

 Q_SIGNALS:
  void selectedChanged(std::size_t index);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();
  void addContender();
  void solo(std::size_t index);

  const ThemeController& themes_;
  ScenarioModel& model_;
  QScrollArea* scroll_;
  QVBoxLayout* list_;
  FlatButton* add_;
  std::vector<ContenderCard*> cards_;
  std::size_t selected_ = 0;
  std::int64_t step_ = 0;
  bool compact_ = false;
};

}  // namespace thalweg
