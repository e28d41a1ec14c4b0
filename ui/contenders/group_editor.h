#pragma once
/// The options of one parameter group: which coordinates it has, a row for each option in which it differs from the
/// rest, and what adds and removes such options.
/// Threads: GUI thread only.

#include "core/contracts/objective.h"
#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QMenu;

namespace thalweg {

class FlatButton;
class MathLabel;
class OptionsForm;

class GroupEditor : public QWidget {
  Q_OBJECT

 public:
  explicit GroupEditor(const ThemeController& themes, QWidget* parent = nullptr);

  /// `all`: the options in force in the group. `coordinates`: what they are called; those beyond are
  /// x₁, x₂ ….
  void setGroup(const Card* card, const ParameterGroup& group, const Options& all, std::int64_t steps,
                const std::vector<CoordinateName>& coordinates);
  [[nodiscard]] OptionsForm* options() const { return options_; }
  [[nodiscard]] FlatButton* optionsButton() const { return more_; }
  [[nodiscard]] FlatButton* removeButton() const { return remove_; }

 Q_SIGNALS:
  void gestureStarted();
  /// The group's own options.
  void edited(const thalweg::Options& options);
  void gestureFinished();
  void removeRequested();

 private:
  void fillMenu(QMenu* menu);
  void change(const std::string& id, const Json* value);

  const ThemeController& themes_;
  const Card* card_ = nullptr;
  ParameterGroup group_;
  Options all_;
  std::int64_t steps_ = 0;
  MathLabel* title_;
  FlatButton* more_;
  FlatButton* remove_;
  OptionsForm* options_;
};

}  // namespace thalweg
