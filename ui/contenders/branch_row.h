#pragma once
/// The line of a branch's card that says where it comes from and what goes over, and unfolds what it has in common.
/// Threads: GUI thread only.

#include "core/scenario/scenario.h"

#include <QWidget>

class QLabel;

namespace thalweg {

class ElidedLabel;
class FlatButton;
class ThemeController;

class BranchRow : public QWidget {
  Q_OBJECT

 public:
  explicit BranchRow(const ThemeController& themes, QWidget* parent = nullptr);

  /// Hidden where the contender is no branch.
  void showBranch(const Scenario& scenario, std::size_t contender);
  /// Whether all options are shown, or only those that differ.
  [[nodiscard]] bool showsAll() const { return all_; }
  [[nodiscard]] FlatButton* allButton() const { return button_; }
  /// "exp_avg goes over; momentum_buffer is left behind"; empty where the method is the same.
  [[nodiscard]] QString memoryText() const;

 Q_SIGNALS:
  void toggled();

 private:
  const ThemeController& themes_;
  bool all_ = false;
  ElidedLabel* words_ = nullptr;
  FlatButton* button_ = nullptr;
  QLabel* memory_ = nullptr;
};

}  // namespace thalweg
