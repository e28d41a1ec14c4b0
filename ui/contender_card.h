#pragma once
/// A contender's card: legend, visibility switch and settings in one, made from its optimizer's description.
/// Threads: GUI thread only.

#include "core/trace.h"
#include "ui/controls/panels.h"

#include <QLabel>

#include <functional>

class QVBoxLayout;

namespace thalweg {

class ComboButton;
class FlatButton;
class GroupEditor;
class OptionsForm;
class ScenarioModel;

class ContenderCard : public CardFrame {
  Q_OBJECT

 public:
  ContenderCard(const ThemeController& themes, ScenarioModel& model, std::size_t index, QWidget* parent = nullptr);

  /// Shows the scenario's contender of this card's number.
  void refresh();
  /// The step that the schedule's cursor marks, and the rate there.
  void setStep(std::int64_t step);
  /// The path at hand: a schedule that follows the loss is shown as it went there. Null: none.
  void setRun(std::shared_ptr<const Trajectory> run);
  /// The fewest and the most coordinates of the panels: what groups there can be.
  void setDimensions(Index least, Index most);
  void setFolded(bool folded);
  /// In a small window the column of current rates goes.
  void setCompact(bool compact) { rate_->setVisible(!compact); }
  [[nodiscard]] bool isFolded() const { return folded_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] OptionsForm* options() const { return options_; }
  [[nodiscard]] ComboButton* scheduleChoice() const { return schedule_; }
  [[nodiscard]] OptionsForm* scheduleOptions() const { return scheduleOptions_; }
  [[nodiscard]] SchedulePreview* preview() const { return preview_; }
  /// The rates that the preview shows, of the first parameter group.
  [[nodiscard]] const std::vector<double>& rates() const { return rates_; }
  [[nodiscard]] FlatButton* moreButton() const { return more_; }
  [[nodiscard]] const std::vector<GroupEditor*>& groups() const { return groups_; }
  /// Adds what can be done with the contender to `menu`.
  void fillMenu(QMenu* menu);

 Q_SIGNALS:
  void selected(std::size_t index);
  /// Shows this one alone, or all again.
  void soloRequested(std::size_t index);

 protected:
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void buildHeader();
  void buildBody();
  void addGroupActions(QMenu* menu);
  /// Options that every coordinate has from its group.
  [[nodiscard]] std::vector<std::string> replacedOptions() const;
  void refreshGroups();
  void refreshRates();
  void refreshSchedule();
  /// Applies a change if the contender can run with it; else says under the row concerned what is wrong.
  void apply(const QString& what, const std::function<void(Contender&)>& change);
  void showError(const OptionError& error);
  void restyle();
  [[nodiscard]] const Contender& contender() const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  std::size_t index_;
  Contender shown_;
  std::int64_t shownSteps_ = -1;
  std::int64_t step_ = 0;
  bool folded_ = false;
  bool expanded_ = false;
  bool scheduleExpanded_ = false;
  Index leastDimension_ = 2;
  Index dimension_ = 2;
  std::shared_ptr<const Trajectory> run_;

  FlatButton* fold_ = nullptr;
  QLabel* marker_ = nullptr;
  ElidedLabel* name_ = nullptr;
  QLabel* brief_ = nullptr;
  FlatButton* solo_ = nullptr;
  FlatButton* eye_ = nullptr;
  FlatButton* more_ = nullptr;
  QWidget* body_ = nullptr;
  OptionsForm* options_ = nullptr;
  QWidget* scheduleRow_ = nullptr;
  ComboButton* schedule_ = nullptr;
  SchedulePreview* preview_ = nullptr;
  QLabel* rate_ = nullptr;
  OptionsForm* scheduleOptions_ = nullptr;
  InlineMessage* message_ = nullptr;
  QVBoxLayout* groupList_ = nullptr;
  std::vector<GroupEditor*> groups_;
  QWidget* second_ = nullptr;
  ElidedLabel* secondText_ = nullptr;
  FlatButton* secondFold_ = nullptr;
  std::vector<double> rates_;
};

}  // namespace thalweg
