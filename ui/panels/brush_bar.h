#pragma once
/// What a brush over a panel does: its kind, its size and its strength, in one line over the picture.
/// Threads: GUI thread only.

#include "core/objectives/height_brush.h"
#include "ui/look/theme.h"

#include <QWidget>

class QLabel;

namespace thalweg {

class FlatButton;
class SegmentedControl;
class ValueSlider;

class BrushBar : public QWidget {
  Q_OBJECT

 public:
  explicit BrushBar(const ThemeController& themes, QWidget* parent = nullptr);

  [[nodiscard]] HeightBrush::Kind kind() const;
  void setKind(HeightBrush::Kind kind);
  /// Of the plot's shorter side.
  [[nodiscard]] double radius() const;
  void setRadius(double radius);
  /// Of all the surface's height, above 0 and at most 1.
  [[nodiscard]] double strength() const;
  void setStrength(double strength);
  [[nodiscard]] FlatButton* done() const { return done_; }
  /// Sliders and words are there where there is room, and ask for none.
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void radiusChanged();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  SegmentedControl* kinds_;
  QLabel* size_;
  ValueSlider* radius_;
  QLabel* force_;
  ValueSlider* strength_;
  FlatButton* done_;
  const ThemeController& themes_;
};

}  // namespace thalweg
