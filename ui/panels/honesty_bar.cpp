#include "ui/panels/honesty_bar.h"

#include <QPainter>

#include <cmath>
#include <utility>

namespace thalweg {

HonestyBar::HonestyBar(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  hide();
}

void HonestyBar::setHonesty(const std::optional<Honesty>& honesty) {
  if (honesty == honesty_) return;
  honesty_ = honesty;
  setVisible(honesty_.has_value());
  if (!honesty_) return;
  setToolTip(honestyWords(*honesty_));
  setAccessibleName(toolTip());
  update();
}

void HonestyBar::setEdges(int left, int right) {
  const bool same = std::exchange(left_, left) == left;
  if (std::exchange(right_, right) != right || !same) update();
}

QSize HonestyBar::sizeHint() const {
  return {themes_.theme().ipx(260), static_cast<int>(std::ceil(honestyHeight(themes_.theme())))};
}

void HonestyBar::paintEvent(QPaintEvent* /*event*/) {
  if (!honesty_) return;
  QPainter painter(this);
  paintHonesty(painter, QRectF(rect()).adjusted(left_, 0, -right_, 0), *honesty_, themes_.theme());
}

}  // namespace thalweg
