#pragma once
/// The way of Tab through a window: as one reads, region by region, whatever order the controls were made in; of a
/// group (ui/controls/tab_group.h) the first control alone, until one is among its others.
/// Threads: GUI thread only.

#include <QList>

class QWidget;

namespace thalweg {

/// What can have the focus in `parent`, in the order of reading: rows from above, in a row from the left, and a
/// control's own controls before its neighbour's. Hidden and disabled ones are left out.
[[nodiscard]] QList<QWidget*> readingOrder(const QWidget& parent);
/// The control that Tab (or Shift+Tab) goes to from `from`; null if there is none at all.
[[nodiscard]] QWidget* nextStop(const QList<QWidget*>& order, const QWidget* from, bool forward);
/// The control that Down (or Up) goes to from a button: the next of the smallest group round it; null at its end.
[[nodiscard]] QWidget* nextInGroup(const QList<QWidget*>& order, const QWidget* from, bool forward);

}  // namespace thalweg
