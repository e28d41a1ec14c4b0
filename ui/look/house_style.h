#pragma once
/// Fusion with this program's own check boxes, radio buttons, arrows, focus ring and popup behaviour, all drawn from
/// the theme's tokens so that they are crisp at every scale. Boxes and lists are the style sheet's (ui/look/theme.h).
/// Threads: GUI thread only.

#include <QProxyStyle>

namespace thalweg {

class ThemeController;

class HouseStyle : public QProxyStyle {
  Q_OBJECT

 public:
  /// `themes` must outlive the style.
  explicit HouseStyle(const ThemeController& themes);

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override;

 private:
  const ThemeController& themes_;
};

}  // namespace thalweg
