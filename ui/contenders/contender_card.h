#pragma once
/// A contender's card: legend, visibility switch and settings in one, made from its optimizer's description.
/// Threads: GUI thread only.

#include "core/contracts/objective.h"
#include "core/runs/stability.h"
#include "core/runs/trace.h"
#include "ui/controls/panels.h"

#include <QLabel>

#include <functional>
#include <optional>
#include <vector>

class QColorDialog;
class QVBoxLayout;

namespace thalweg {

class BranchRow;
class ComboButton;
class ContenderHeader;
class FlatButton;
class GroupEditor;
class HoverHint;
class MarkPopup;
class OptionsForm;
class RuleEditor;
class RuleView;
class ScenarioModel;
class ViewState;

/// Where a path diverges, and how large the rate may be.
struct Stability {
  QString panel;  ///< the surface's name
  std::int64_t step = 0;
  QString left;                    ///< the place where it leaves the set on which f is defined; empty: it diverges
  bool grows = false;              ///< oscillates further and further, and would diverge with more steps
  std::optional<StableRate> rate;  ///< none: not known yet, or none is small enough
  std::int64_t pastBound = -1;     ///< the first step that was past its bound, from 1; −1: not known, or none was
  bool operator==(const Stability&) const = default;
};

class ContenderCard : public CardFrame {
  Q_OBJECT

 public:
  ContenderCard(const ThemeController& themes, ScenarioModel& model, const ViewState& view, std::size_t index,
                QWidget* parent = nullptr);

  /// Shows the scenario's contender of this card's number.
  void refresh();
  /// The path at hand: a schedule that follows the loss is shown as it went there. Null: none.
  void setRun(std::shared_ptr<const Trajectory> run);
  /// The fewest and the most coordinates of the panels: what groups there can be.
  /// `names`: what the coordinates of the largest are called; may be empty.
  void setDimensions(Index least, Index most, const std::vector<CoordinateName>& names);
  void setFolded(bool folded);
  /// In a small window the column of current rates goes.
  void setCompact(bool compact);
  /// A rate that is changed here becomes that of all contenders.
  void setRatesLinked(bool linked) { ratesLinked_ = linked; }
  /// The largest rate that does not diverge on the panel shown, where this one does: marked on the slider, and said
  /// under the row with the step at which the path ended. Nothing where it does not diverge.
  void setStability(const std::optional<Stability>& stability);
  [[nodiscard]] bool isFolded() const { return folded_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] OptionsForm* options() const { return options_; }
  [[nodiscard]] ComboButton* scheduleChoice() const { return schedule_; }
  [[nodiscard]] OptionsForm* scheduleOptions() const { return scheduleOptions_; }
  [[nodiscard]] SchedulePreview* preview() const { return preview_; }
  /// The rates that the preview shows, of the first parameter group.
  [[nodiscard]] const std::vector<double>& rates() const { return rates_; }
  [[nodiscard]] ContenderHeader* header() const { return header_; }
  [[nodiscard]] FlatButton* moreButton() const;
  /// Shows and hides the update rule.
  [[nodiscard]] FlatButton* ruleButton() const { return ruleFold_; }
  [[nodiscard]] RuleView* rule() const { return rule_; }
  /// Where a rule is typed; hidden on cards of other methods.
  [[nodiscard]] RuleEditor* ruleEditor() const { return typed_; }
  /// Shows and hides the options of the second row, and what these are while they are hidden.
  [[nodiscard]] FlatButton* secondButton() const { return secondFold_; }
  [[nodiscard]] ElidedLabel* secondText() const { return secondText_; }
  [[nodiscard]] MarkPopup* markPopup() const { return marks_; }
  [[nodiscard]] const std::vector<GroupEditor*>& groups() const { return groups_; }
  /// Where a branch comes from; hidden for others.
  [[nodiscard]] BranchRow* branchRow() const { return branch_; }
  /// The gradients' conditions of its own; hidden where it has the scenario's.
  [[nodiscard]] OptionsForm* conditions() const { return conditions_; }
  /// Adds what can be done with the contender to `menu`.
  void fillMenu(QMenu* menu);

 Q_SIGNALS:
  void selected(std::size_t index);
  void duplicateRequested(std::size_t index);
  void removeRequested(std::size_t index);
  /// Another optimizer in its place is to be chosen.
  void exchangeRequested(std::size_t index);
  void moveRequested(std::size_t index, int places);
  void ownStartRequested(std::size_t index, bool own);
  /// A start of its own is to be typed.
  void startPointRequested(std::size_t index);
  /// The contender is to branch at the step that is shown, to stay as a ghost, or to race with other batch sizes.
  void branchRequested(std::size_t index);
  void pinRequested(std::size_t index);
  void batchRaceRequested(std::size_t index);
  /// A page of the help is wanted.
  void helpRequested(const QString& key);
  /// The card is held at this place of the screen; it was let go there, or Escape was pressed.
  void dragMoved(std::size_t index, const QPoint& globalPosition);
  void dragEnded(std::size_t index, bool dropped);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;
  /// No tooltip over what `hintRate` says.
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildHeader();
  void buildBody();
  void buildShortcuts();
  void addSettings(QMenu* menu);
  void addPresets(QMenu* menu);
  void addGroupActions(QMenu* menu);
  void addBranchActions(QMenu* menu);
  void addConditionActions(QMenu* menu);
  void buildConditions(QVBoxLayout* column);
  void refreshConditions();
  void fillConditionsMenu(QMenu* menu);
  /// Null: back to its default.
  void changeCondition(const std::string& id, const Json* value);
  /// What the branch has otherwise than its parent; empty for others.
  [[nodiscard]] std::vector<std::string> differences() const;
  [[nodiscard]] bool showsAllOptions() const;
  void addRuleActions(QMenu* menu);
  /// Says how this contender's path and another one's differ.
  void compareWith(std::size_t other);
  void toggleHidden();
  void solo();
  void recolor(const QString& what, const std::function<void(Contender&)>& change);
  void chooseOtherColor();
  void changeOption(const std::string& id, const Json& value);
  void setRateOfAll(double rate);
  void showStability();
  void showBrief();
  void useStableRate();
  /// What the strip behind the rate's slider says of a value under the pointer.
  void hintRate(double rate, const QPoint& globalPosition);
  void endHint();
  /// Options that every coordinate has from its group.
  [[nodiscard]] std::vector<std::string> replacedOptions() const;
  void refreshGroups();
  void refreshRates();
  void refreshSchedule();
  void buildSecondRow(QVBoxLayout* column);
  /// All sliders of the card start at one place, which leaves the rows beside it the room that they need.
  void alignRows();
  /// The schedule's cursor, and the rate there.
  void showStep();
  /// Applies a change if the contender can run with it; else says under the row concerned what is wrong.
  void apply(const QString& what, const std::function<void(Contender&)>& change);
  void showError(const OptionError& error);
  void restyle();
  [[nodiscard]] const Contender& contender() const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  const ViewState& view_;
  std::size_t index_;
  Contender shown_;
  std::int64_t shownSteps_ = -1;
  int alignedAt_ = -1;  // the width that the rows were aligned for
  std::vector<std::string> shownWithout_;
  bool folded_ = false;
  bool expanded_ = false;
  bool scheduleExpanded_ = false;
  Index leastDimension_ = 2;
  std::vector<CoordinateName> coordinates_;
  Index dimension_ = 2;
  std::shared_ptr<const Trajectory> run_;

  bool compact_ = false;
  bool ratesLinked_ = false;
  std::optional<Stability> stability_;
  bool boundShown_ = false;

  ContenderHeader* header_ = nullptr;
  MarkPopup* marks_ = nullptr;
  QColorDialog* colors_ = nullptr;
  HoverHint* hint_ = nullptr;
  QWidget* body_ = nullptr;
  OptionsForm* options_ = nullptr;
  QWidget* scheduleRow_ = nullptr;
  ComboButton* schedule_ = nullptr;
  SchedulePreview* preview_ = nullptr;
  QLabel* notice_ = nullptr;  // what the schedule does that one would hardly expect
  QLabel* rate_ = nullptr;
  OptionsForm* scheduleOptions_ = nullptr;
  InlineMessage* message_ = nullptr;
  QVBoxLayout* groupList_ = nullptr;
  std::vector<GroupEditor*> groups_;
  BranchRow* branch_ = nullptr;
  QWidget* conditionsPart_ = nullptr;
  OptionsForm* conditions_ = nullptr;
  QWidget* second_ = nullptr;
  ElidedLabel* secondText_ = nullptr;
  FlatButton* secondFold_ = nullptr;
  FlatButton* ruleFold_ = nullptr;
  RuleView* rule_ = nullptr;
  RuleEditor* typed_ = nullptr;
  std::shared_ptr<const OptimizerCard> inForce_, replacedCard_;  // what the rule's view and groups show; the one before
  QString inForceKey_;
  std::vector<double> rates_;
};

}  // namespace thalweg
