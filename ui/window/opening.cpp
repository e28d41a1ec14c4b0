#include "ui/window/opening.h"

#include <algorithm>

namespace thalweg {

Opening openingOn(const QList<QRect>& screens, const QRect& wanted, int title) {
  if (screens.isEmpty()) return {wanted};
  const auto covered = [&](const QRect& screen) {
    const QRect common = screen & wanted;
    return static_cast<qint64>(common.width()) * common.height();
  };
  const QRect screen =
      *std::ranges::max_element(screens, [&](const QRect& a, const QRect& b) { return covered(a) < covered(b); });
  const QRect room = screen.adjusted(0, std::min(title, screen.height() / 2), 0, 0);
  QRect box(wanted.topLeft(), wanted.size().boundedTo(room.size()));
  const bool maximized = box.size() != wanted.size();
  box.moveLeft(std::clamp(box.left(), room.left(), room.right() - box.width() + 1));
  box.moveTop(std::clamp(box.top(), room.top(), room.bottom() - box.height() + 1));
  return {box, maximized};
}

qreal fittingType(const QSize& available, qreal usual) {
  constexpr qreal base = 13;
  constexpr qreal least = 10;
  const qreal wide = base * available.width() / leastWindow.width();
  const qreal high = base * (available.height() - titleHeight) / leastWindow.height();
  return std::max(least, std::min({usual, wide, high}));
}

}  // namespace thalweg
