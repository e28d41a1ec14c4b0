#pragma once
/// One panel of the window: title with its objective, the picture, and under it a word per contender about its outcome.
/// Threads: GUI thread only.

#include "ui/compute_controller.h"
#include "ui/controls/panels.h"
#include "ui/views/panel_plot.h"

namespace thalweg {

class FlatButton;
class MathLabel;
class OutcomeLine;
class ScenarioModel;

class PanelCard : public CardFrame {
  Q_OBJECT

 public:
  PanelCard(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, std::size_t index,
            QWidget* parent = nullptr);

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] PanelPlot* plot() const { return plot_; }
  [[nodiscard]] OutcomeLine* outcomes() const { return outcomes_; }
  void setStep(std::int64_t step);
  /// The contender drawn on top.
  void setContender(std::size_t index);
  /// In a small window the title stands alone.
  void setCompact(bool compact);

  void showObjective();
  void showSurface();
  void showPaths();
  /// What the scenario says of this panel, without what is computed.
  void refresh();

 private:
  void buildHeader(QLayout* column);
  void dragStart(int contender, double x, double y, PanelPlot::DragPhase phase);
  void readOut(double x, double y);
  void showStarts();
  void showProblem();
  void editOptions();
  /// x and y of the plane that is shown, within the whole point.
  [[nodiscard]] std::vector<double> pointAt(double x, double y) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  std::size_t index_;
  std::size_t contender_ = 0;
  ElidedLabel* title_ = nullptr;
  MathLabel* formula_ = nullptr;
  FlatButton* options_ = nullptr;
  FlatButton* more_ = nullptr;
  InlineMessage* problem_ = nullptr;
  PanelPlot* plot_ = nullptr;
  OutcomeLine* outcomes_ = nullptr;
  std::shared_ptr<const Objective> shownObjective_;
  bool compact_ = false;
};

/// A cell a contender: marker, outcome in a word or two, and the step from which on it holds. What has been reached at
/// the cursor is in text colour, what is still to come in secondary.
class OutcomeLine : public QWidget {
  Q_OBJECT

 public:
  struct Entry {
    ContenderMark mark;
    QString name;
    QString word;
    std::int64_t step = -1;  ///< −1: none
    bool operator==(const Entry& other) const {
      return mark.color == other.mark.color && mark.marker == other.mark.marker && name == other.name &&
             word == other.word && step == other.step;
    }
  };

  explicit OutcomeLine(const ThemeController& themes, QWidget* parent = nullptr);
  void setEntries(std::vector<Entry> entries);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  void setStep(std::int64_t step);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int rows() const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] QRectF cell(std::size_t index) const;

  const ThemeController& themes_;
  std::vector<Entry> entries_;
  std::int64_t step_ = 0;
};

/// "converged", "local min", "left view", and the step: what OutcomeLine shows of a path seen through `view`.
[[nodiscard]] std::pair<QString, std::int64_t> outcomeWord(const Trajectory& trajectory, const View& view);

}  // namespace thalweg
