#include "ui/window/tab_order.h"

#include <QWidget>

#include <algorithm>

namespace thalweg {

namespace {

void collect(const QWidget& parent, QList<QWidget*>& order) {
  QList<QWidget*> children;
  for (QObject* object : parent.children()) {
    auto* child = qobject_cast<QWidget*>(object);
    if (child && !child->isWindow() && child->isVisible() && child->isEnabled()) children << child;
  }
  std::ranges::stable_sort(children, {}, [](const QWidget* w) { return w->y(); });
  // A row is what begins in the upper half of its first one.
  for (auto row = children.begin(); row != children.end();) {
    const int middle = (*row)->y() + (*row)->height() / 2;
    auto end = std::find_if(row, children.end(), [middle](const QWidget* w) { return w->y() > middle; });
    std::stable_sort(row, end, [](const QWidget* a, const QWidget* b) { return a->x() < b->x(); });
    for (; row != end; ++row) {
      if (((*row)->focusPolicy() & Qt::TabFocus) != 0 && !(*row)->focusProxy()) order << *row;
      collect(**row, order);
    }
  }
}

}  // namespace

QList<QWidget*> readingOrder(const QWidget& parent) {
  QList<QWidget*> order;
  collect(parent, order);
  return order;
}

QWidget* nextInOrder(const QList<QWidget*>& order, const QWidget* from, bool forward) {
  if (order.isEmpty()) return nullptr;
  const qsizetype count = order.size();
  qsizetype at = -1;
  for (const QWidget* w = from; w && at < 0; w = w->parentWidget()) at = order.indexOf(const_cast<QWidget*>(w));
  if (at < 0) return forward ? order.first() : order.last();
  return order[(at + (forward ? 1 : count - 1)) % count];
}

}  // namespace thalweg
