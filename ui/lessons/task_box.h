#pragma once
/// What is to be tried on a page: the task, just the controls that the page names, and how its goals stand.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace thalweg {

class FlatButton;
class LessonSession;
class OptionRow;
class ScenarioModel;

class TaskBox : public QWidget {
  Q_OBJECT

 public:
  /// `wide`: what it is done by stands beside it, not below.
  TaskBox(const ThemeController& themes, ScenarioModel& model, LessonSession& session, bool wide, QWidget* parent);
  [[nodiscard]] FlatButton* solutionButton() const { return solution_; }
  [[nodiscard]] FlatButton* backButton() const { return back_; }
  /// Null beyond the last one.
  [[nodiscard]] OptionRow* control(std::size_t index) const;

 private:
  struct GoalRow {
    QWidget* mark;
    QLabel* now;
  };
  void addControls(QVBoxLayout* column);
  void showControls();
  void showGoals();
  /// The page that this was made for is still the one that is gone through.
  [[nodiscard]] bool current() const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  LessonSession& session_;
  std::string lesson_;
  std::size_t page_;
  std::vector<OptionRow*> controls_;
  std::vector<GoalRow> goals_;
  QLabel* doneWords_;
  FlatButton* back_;
  FlatButton* solution_;
};

}  // namespace thalweg
