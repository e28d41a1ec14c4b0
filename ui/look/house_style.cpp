#include "ui/look/house_style.h"

#include "ui/look/theme.h"

#include <QPainter>
#include <QStyleOption>

#include <algorithm>

namespace thalweg {

namespace {

void drawPolyline(QPainter& p, const QColor& color, qreal width, const QPolygonF& points) {
  p.setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  p.setBrush(Qt::NoBrush);
  p.drawPolyline(points);
}

void drawCheckBox(QPainter& p, const Theme& t, const QStyleOption& o) {
  const qreal side = std::min(o.rect.width(), o.rect.height());
  const QRectF box =
      QRectF(o.rect.x() + (o.rect.width() - side) / 2, o.rect.y() + (o.rect.height() - side) / 2, side, side)
          .adjusted(0.5, 0.5, -0.5, -0.5);
  const bool enabled = o.state & QStyle::State_Enabled;
  const bool filled = o.state & (QStyle::State_On | QStyle::State_NoChange);
  const QColor fill = !filled ? t.field : enabled ? t.accent : t.groove;
  const QColor line = filled ? fill : (o.state & QStyle::State_MouseOver) ? t.hint : t.groove;
  p.setPen(QPen(line, 1));
  p.setBrush(fill);
  p.drawRoundedRect(box, t.px(3), t.px(3));
  if (!filled) return;
  const auto at = [&box](qreal x, qreal y) { return QPointF(box.x() + x * box.width(), box.y() + y * box.height()); };
  const QPolygonF mark = (o.state & QStyle::State_NoChange)
                             ? QPolygonF({at(0.25, 0.5), at(0.75, 0.5)})
                             : QPolygonF({at(0.22, 0.53), at(0.41, 0.72), at(0.78, 0.30)});
  drawPolyline(p, t.onAccent, t.px(1.75), mark);
}

void drawRadioButton(QPainter& p, const Theme& t, const QStyleOption& o) {
  const QRectF box = QRectF(o.rect).adjusted(0.5, 0.5, -0.5, -0.5);
  const bool enabled = o.state & QStyle::State_Enabled, on = o.state & QStyle::State_On;
  const QColor fill = !on ? t.field : enabled ? t.accent : t.groove;
  p.setPen(QPen(on ? fill : (o.state & QStyle::State_MouseOver) ? t.hint : t.groove, 1));
  p.setBrush(fill);
  p.drawEllipse(box);
  if (!on) return;
  p.setPen(Qt::NoPen);
  p.setBrush(t.onAccent);
  p.drawEllipse(box.center(), t.px(3), t.px(3));
}

void drawMenuCheck(QPainter& p, const Theme& t, const QStyleOption& o) {
  const QPointF c = QRectF(o.rect).center();
  drawPolyline(p, (o.state & QStyle::State_Enabled) ? t.accent : withAlpha(t.secondary, 0.6), t.px(1.5),
               {c + QPointF(-t.px(4), 0), c + QPointF(-t.px(1), t.px(3)), c + QPointF(t.px(4.5), -t.px(3.5))});
}

/// A chevron; `dx`, `dy` say where it points.
void drawChevron(QPainter& p, const Theme& t, const QStyleOption& o, int dx, int dy) {
  const QPointF c = QRectF(o.rect).center();
  const qreal half = t.px(3.5), depth = t.px(1.9);
  const QPolygonF shape =
      dy != 0
          ? QPolygonF({c + QPointF(-half, -dy * depth), c + QPointF(0, dy * depth), c + QPointF(half, -dy * depth)})
          : QPolygonF({c + QPointF(-dx * depth, -half), c + QPointF(dx * depth, 0), c + QPointF(-dx * depth, half)});
  drawPolyline(p, (o.state & QStyle::State_Enabled) ? t.hint : withAlpha(t.hint, 0.6), t.px(1.5), shape);
}

}  // namespace

HouseStyle::HouseStyle(const ThemeController& themes) : QProxyStyle(QStringLiteral("Fusion")), themes_(themes) {}

void HouseStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
  const Theme& t = themes_.theme();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  bool drawn = true;
  switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
      drawCheckBox(*painter, t, *option);
      break;
    case PE_IndicatorMenuCheckMark:
      drawMenuCheck(*painter, t, *option);
      break;
    case PE_IndicatorRadioButton:
      drawRadioButton(*painter, t, *option);
      break;
    case PE_IndicatorArrowDown:
      drawChevron(*painter, t, *option, 0, 1);
      break;
    case PE_IndicatorArrowUp:
      drawChevron(*painter, t, *option, 0, -1);
      break;
    case PE_IndicatorArrowLeft:
      drawChevron(*painter, t, *option, -1, 0);
      break;
    case PE_IndicatorArrowRight:
      drawChevron(*painter, t, *option, 1, 0);
      break;
    case PE_FrameFocusRect:
      painter->setPen(QPen(t.accent, 1));
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), t.px(3), t.px(3));
      break;
    default:
      drawn = false;
  }
  painter->restore();
  if (!drawn) QProxyStyle::drawPrimitive(element, option, painter, widget);
}

int HouseStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
  const Theme& t = themes_.theme();
  switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
      return t.ipx(16);
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return t.ipx(8);
    case PM_SplitterWidth:
      return t.ipx(8);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
      return 0;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int HouseStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const {
  switch (hint) {
    case SH_ComboBox_Popup:
      return 0;
    case SH_Slider_AbsoluteSetButtons:
      return Qt::LeftButton;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
      return 0;
    case SH_ToolTip_WakeUpDelay:
      return 500;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

}  // namespace thalweg
