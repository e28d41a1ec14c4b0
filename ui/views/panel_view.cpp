#include "ui/views/panel_view.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

QSize PanelView::fieldSize() const {
  const QSizeF size = frame().rect.size() * devicePixelRatioF();
  return {std::max(2, static_cast<int>(std::lround(size.width()))),
          std::max(2, static_cast<int>(std::lround(size.height())))};
}

void PanelView::setGuessing(bool guessing) {
  if (guessing == guessing_) return;
  guessing_ = guessing;
  if (guessing)
    setCursor(Qt::CrossCursor);
  else
    unsetCursor();
}

}  // namespace thalweg
