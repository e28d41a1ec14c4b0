#pragma once
/// The way of Tab through a window: as one reads, region by region, whatever order the controls were made in.
/// Threads: GUI thread only.

#include <QList>

class QWidget;

namespace thalweg {

/// What Tab reaches in `parent`, in the order of reading: rows from above, in a row from the left, and a control's own
/// controls before its neighbour's. Hidden and disabled ones are left out.
[[nodiscard]] QList<QWidget*> readingOrder(const QWidget& parent);
/// The control that Tab (or Shift+Tab) goes to from `from`; null if there is none at all.
[[nodiscard]] QWidget* nextInOrder(const QList<QWidget*>& order, const QWidget* from, bool forward);

}  // namespace thalweg
