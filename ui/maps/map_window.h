#pragma once
/// The outcome map beside the main window: which axes, which colours, and the map as a two-dimensional slider.
/// Threads: GUI thread only; maps are computed in the background.

#include "core/maps/sweep.h"
#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <memory>

class QLabel;

namespace thalweg {

class ComboButton;
class MapSweepView;
class ScenarioModel;

class MapWindow : public QWidget {
  Q_OBJECT

 public:
  MapWindow(const ThemeController& themes, ScenarioModel& model, QWidget* parent);

  /// Shows the map of this contender on this panel.
  void open(std::size_t panel, std::size_t contender);
  /// While it is open: the map of the same contender on another panel.
  void setPanel(std::size_t panel);
  [[nodiscard]] MapSweepView* view() const { return view_; }
  [[nodiscard]] ComboButton* xChoice() const { return x_; }
  [[nodiscard]] ComboButton* yChoice() const { return y_; }
  [[nodiscard]] ComboButton* colorChoice() const { return color_; }

 Q_SIGNALS:
  /// The map as fine as it gets is shown.
  void completed();

 protected:
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// What a map is of; in the scenario the two values that vary, and what only looks, are the same for all.
  struct Subject {
    Scenario scenario;
    SweepRequest request;
    bool operator==(const Subject&) const = default;
  };
  struct Made {
    std::shared_ptr<const Subject> of;
    std::shared_ptr<const SweepMap> map;  // none: the options do not fit
    bool whole = false;
  };
  void fillAxes();
  void follow();
  void show();
  void pick(double x, double y);

  const ThemeController& themes_;
  ScenarioModel& model_;
  std::size_t panel_ = 0;
  std::size_t contender_ = 0;
  QLabel* title_;
  ComboButton* x_;
  ComboButton* y_;
  ComboButton* color_;
  MapSweepView* view_;
  QLabel* words_;
  QLabel* legend_;
  bool filling_ = false;
  std::shared_ptr<const Subject> asked_;  // none while hidden
  Made shown_;
  LatestJob<Made> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
