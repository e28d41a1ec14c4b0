#pragma once
/// How gradients reach the optimizers, for the whole scenario: a card that folds to one line with what differs from
/// exact gradients of the full batch.
/// Threads: GUI thread only.

#include "core/contracts/catalog.h"
#include "ui/controls/panels.h"

#include <functional>

class QLabel;
class QScrollArea;

namespace thalweg {

class FlatButton;
class OptionsForm;
class ScenarioModel;

class ConditionsCard : public CardFrame {
  Q_OBJECT

 public:
  ConditionsCard(const ThemeController& themes, ScenarioModel& model, QWidget* parent = nullptr);

  void refresh();
  /// Pixels that the unfolded rows take at most; beyond, they scroll.
  void setBodyLimit(int pixels);
  void setFolded(bool folded);
  [[nodiscard]] bool isFolded() const { return folded_; }
  /// Samples of each panel's objective, 0 where it has none: what a batch size means depends on it.
  void setSamples(const std::vector<std::int64_t>& samples);
  [[nodiscard]] OptionsForm* options() const { return options_; }
  [[nodiscard]] FlatButton* foldButton() const { return fold_; }
  [[nodiscard]] FlatButton* rerollButton() const { return reroll_; }
  /// What differs from the default, as it stands on the folded card.
  [[nodiscard]] QString brief() const { return brief_->text(); }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fitBody();
  void apply(const QString& what, const std::function<void(Options&)>& change);

  const ThemeController& themes_;
  ScenarioModel& model_;
  FlatButton* fold_;
  FlatButton* reroll_;
  ElidedLabel* brief_;
  QWidget* body_;
  QScrollArea* scroll_;
  int limit_ = 400;
  OptionsForm* options_;
  QLabel* hint_;
  bool folded_ = true;
};

}  // namespace thalweg
