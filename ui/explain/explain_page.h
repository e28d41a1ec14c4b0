#pragma once
/// The dock's page Explain: why the selected contender's next step goes where it goes. It follows cursor, panel and
/// selection, shows the step's lines and facts, and lays its arrows over the panel.
/// Threads: GUI thread only.

#include "ui/background/step_explainer.h"
#include "ui/document/later.h"
#include "ui/explain/step_view.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QScrollArea;

namespace thalweg {

class ComboButton;
class ElidedLabel;
class FlatButton;
class InlineMessage;
class PanelCard;
class PanelGrid;
class ScenarioModel;
class SegmentedControl;

class ExplainPage : public QWidget {
  Q_OBJECT

 public:
  ExplainPage(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
              PanelGrid& grid, QWidget* parent = nullptr);
  ~ExplainPage() override;

  /// On screen: only then are steps explained and drawn.
  [[nodiscard]] bool isOpen() const { return open_; }
  /// −1: all.
  [[nodiscard]] int phase() const { return phase_; }
  void setPhase(int phase);
  /// On by `by` phases; past the last one the next step begins, before the first one the last.
  void walk(int by);
  /// The lines as LaTeX on the clipboard.
  void copyTex();
  /// Shows at once what is due.
  void flush() { later_.flush(); }

  [[nodiscard]] StepExplainer& explainer() { return explainer_; }
  [[nodiscard]] StepView* sheet() const { return sheet_; }
  [[nodiscard]] QScrollArea* scroll() const { return scroll_; }
  [[nodiscard]] ComboButton* contenders() const { return contenders_; }
  [[nodiscard]] SegmentedControl* phases() const { return phases_; }
  [[nodiscard]] ComboButton* coordinates() const { return coordinates_; }
  [[nodiscard]] FlatButton* previousButton() const { return previous_; }
  [[nodiscard]] FlatButton* nextButton() const { return next_; }
  [[nodiscard]] FlatButton* playButton() const { return play_; }
  [[nodiscard]] FlatButton* copyButton() const { return copy_; }
  [[nodiscard]] QCheckBox* onPanel() const { return onPanel_; }
  [[nodiscard]] InlineMessage* reason() const { return reason_; }
  [[nodiscard]] std::shared_ptr<const StepPicture> picture() const { return picture_; }
  /// What stands beside the subject: "step 72 → 73".
  [[nodiscard]] QString stepWords() const;

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void setOpen(bool open);
  void buildHead();
  void buildFoot();
  void refresh();
  void refreshHead();
  void refreshReason();
  void refreshSheet(const std::shared_ptr<const Explanation>& shown);
  void refreshPicture(const std::shared_ptr<const Explanation>& shown);
  void givePicture();
  void followGrid();
  void light(StepTermKind kind);
  void grow();
  void startGrowing(int phase, bool sequence);
  void setWalking(bool walking);
  /// Milliseconds that a phase's arrow grows now; 0: it stands at once.
  [[nodiscard]] double growthTime(int phase) const;
  [[nodiscard]] ContenderMark mark() const;
  [[nodiscard]] PanelCard* card() const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  PanelGrid& grid_;
  StepExplainer explainer_;
  Later later_;
  bool open_ = false;
  int phase_ = -1;
  StepTermKind lit_ = StepTermKind::None;
  std::shared_ptr<const StepPicture> picture_;  // whole; what the card has may still grow
  QPointer<PanelCard> given_;
  Index shownStep_ = -1;
  std::shared_ptr<const Explanation> last_;  ///< that was shown
  StepColumns columns_ = {0, 1};
  MathCache math_;

  QTimer growTimer_, walkTimer_, waitTimer_;
  QElapsedTimer growing_;
  int growPhase_ = -1;         // that grows now; −1: none
  bool growSequence_ = false;  // the later ones follow

  ComboButton* contenders_ = nullptr;
  ElidedLabel* surface_ = nullptr;
  QLabel* step_ = nullptr;
  SegmentedControl* phases_ = nullptr;
  ComboButton* coordinates_ = nullptr;
  InlineMessage* reason_ = nullptr;
  QScrollArea* scroll_ = nullptr;
  StepView* sheet_ = nullptr;
  FlatButton* previous_ = nullptr;
  FlatButton* play_ = nullptr;
  FlatButton* next_ = nullptr;
  FlatButton* copy_ = nullptr;
  QCheckBox* onPanel_ = nullptr;
};

}  // namespace thalweg
