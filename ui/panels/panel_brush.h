#pragma once
/// Drawing on a panel's surface: while it is on, presses and drags over the picture change heights, and paths follow.
///
/// A surface that is not of heights becomes one at the first stroke, sampled over what is seen. A stroke is one entry
/// of the history. Landscapes in relief of the same surface follow. Threads: GUI thread only.

#include "core/objectives/height_brush.h"
#include "core/scenario/scenario.h"
#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QObject>
#include <QPointF>
#include <QPointer>

#include <optional>
#include <vector>

class QWidget;

namespace thalweg {

class BrushBar;
class ComputeController;
class PanelView;
class ScenarioModel;

class PanelBrush : public QObject {
  Q_OBJECT

 public:
  /// The bar is a child of `card`, hidden until it is on.
  PanelBrush(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, std::size_t panel,
             QWidget* card);
  ~PanelBrush() override;

  [[nodiscard]] BrushBar* bar() const { return bar_; }
  [[nodiscard]] bool isOn() const { return on_; }
  /// Not where nothing can be drawn on.
  void setOn(bool on);
  /// Whether the panel shows a map of two coordinates.
  [[nodiscard]] bool isPossible() const;
  /// Another view has taken the last one's place, or shows something else.
  void follow(PanelView* plot);

 Q_SIGNALS:
  void turned(bool on);
  /// Why the surface cannot be drawn on; empty: it can.
  void refused(const QString& why);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool begin(const QPointF& at);
  void move(const QPointF& at);
  void end();
  void apply(Packing packing);
  void showRing(const QPointF& at);

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  std::size_t panel_;
  BrushBar* bar_;
  QPointer<PanelView> plot_;
  QPointer<QWidget> ring_;
  bool on_ = false;
  std::optional<BrushStroke> stroke_;
  std::vector<std::size_t> drawnOn_;  ///< panels that the stroke changes
  Panel drawn_;                       ///< the panel as it is drawn on but for its heights
  double unit_ = 1;                   ///< all the surface's height
  std::optional<Panel> left_;         ///< as the last stroke left the panel
  Later later_;
};

}  // namespace thalweg
