#pragma once
/// A contender's card: legend, visibility switch and settings in one, made from its optimizer's description.
/// Threads: GUI thread only.

#include "core/scenario.h"
#include "ui/controls/panels.h"

#include <QLabel>

#include <functional>

namespace thalweg {

class ComboButton;
class FlatButton;
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
  void setFolded(bool folded);
  /// In a small window the column of current rates goes.
  void setCompact(bool compact) { rate_->setVisible(!compact); }
  [[nodiscard]] bool isFolded() const { return folded_; }
  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] OptionsForm* options() const { return options_; }

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
  void fillMenu(QMenu* menu);
  void refreshSchedule();
  /// Applies a change if optimizer and schedule accept it; else says under `row`'s option what is wrong.
  void apply(const QString& what, const std::string& optionId, const std::function<void(Contender&)>& change);
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
  QWidget* second_ = nullptr;
  ElidedLabel* secondText_ = nullptr;
  FlatButton* secondFold_ = nullptr;
  std::vector<double> rates_;
};

}  // namespace thalweg
