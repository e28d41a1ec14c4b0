#pragma once
/// The bar at the window's foot: transport buttons, the scrubber, step and length, speed, loop.
/// Threads: GUI thread only.

#include "ui/background/compute_controller.h"
#include "ui/document/later.h"
#include "ui/document/playback.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <algorithm>
#include <cstdint>

class QLabel;

namespace thalweg {

class FlatButton;
class NumberField;
class PlayButton;
class ScenarioModel;
class Scrubber;
class ValueSlider;
class ViewState;

class TimelineBar : public QWidget {
  Q_OBJECT

 public:
  TimelineBar(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
              QWidget* parent = nullptr);

  [[nodiscard]] Scrubber* scrubber() const { return scrubber_; }
  /// Pixel columns, in this widget's parent, between which the scrubber's steps lie.
  void setEdges(int left, int right);
  /// The number of steps is only looked at.
  void setLengthLocked(bool locked);
  /// It shows that many steps, whatever the paths' length: that of paths that are not shown yet. 0: as many as there
  /// are.
  void setSpan(std::int64_t steps);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void showState();
  void showStep();
  void showEvents();
  void arrange();
  void showMenu(const QPoint& globalPosition, int step);
  /// As wide as the number of steps.
  void sizeFields();
  [[nodiscard]] std::int64_t shownSteps() const { return std::max(span_, playback_.steps()); }

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  Playback& playback_;
  QWidget* transport_;
  PlayButton* play_;
  FlatButton* loop_;
  Scrubber* scrubber_;
  QWidget* numbers_;
  NumberField* step_;
  NumberField* steps_;
  ValueSlider* speed_;
  QLabel* speedText_;
  QLabel* presented_;  // "step 72 / 300", before an audience
  bool locked_ = false;
  std::int64_t span_ = 0;
  int left_ = 0;
  int right_ = 0;
  Later later_;  // outcomes of the chosen panel, above the scrubber
};

}  // namespace thalweg
