#include "ui/window/tab_order.h"

#include "ui/controls/tab_group.h"

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

/// The groups round `widget`, the smallest first.
QList<const QWidget*> groupsRound(const QWidget* widget) {
  QList<const QWidget*> groups;
  for (const QWidget* w = widget; w; w = w->parentWidget()) {
    if (isTabGroup(*w)) groups << w;
  }
  return groups;
}

const QWidget* stopOf(const QList<QWidget*>& order, const QWidget* group) {
  const auto found = std::ranges::find_if(order, [group](const QWidget* w) { return group->isAncestorOf(w); });
  return found == order.end() ? nullptr : *found;
}

/// Whether `to` is the stop of all groups that `from` is not yet within.
bool isReached(const QList<QWidget*>& order, const QWidget* to, const QWidget* from) {
  return std::ranges::all_of(groupsRound(to), [&](const QWidget* group) {
    const QWidget* stop = stopOf(order, group);
    return to == stop || (from && group->isAncestorOf(from) && from != stop);
  });
}

/// Where `from`, or the part that it is in, stands; −1: nowhere.
qsizetype placeOf(const QList<QWidget*>& order, const QWidget* from) {
  qsizetype at = -1;
  for (const QWidget* w = from; w && at < 0; w = w->parentWidget()) at = order.indexOf(const_cast<QWidget*>(w));
  return at;
}

}  // namespace

QList<QWidget*> readingOrder(const QWidget& parent) {
  QList<QWidget*> order;
  collect(parent, order);
  return order;
}

QWidget* nextStop(const QList<QWidget*>& order, const QWidget* from, bool forward) {
  if (order.isEmpty()) return nullptr;
  const qsizetype count = order.size();
  qsizetype at = placeOf(order, from);
  const QWidget* now = at < 0 ? from : order[at];
  if (at < 0) at = forward ? count - 1 : 0;
  for (qsizetype k = 1; k <= count; ++k) {
    QWidget* to = order[(at + (forward ? k : count - k)) % count];
    if (isReached(order, to, now)) return to;
  }
  return nullptr;
}

QWidget* nextInGroup(const QList<QWidget*>& order, const QWidget* from, bool forward) {
  const qsizetype at = placeOf(order, from);
  const QList<const QWidget*> groups = groupsRound(from);
  if (at < 0 || groups.isEmpty()) return nullptr;
  for (qsizetype k = at + (forward ? 1 : -1); k >= 0 && k < order.size(); k += forward ? 1 : -1) {
    QWidget* to = order[k];
    if (!groups.first()->isAncestorOf(to)) return nullptr;
    // Of a group within the group its stop.
    const QWidget* inner = groupsRound(to).first();
    if (inner == groups.first() || stopOf(order, inner) == to) return to;
  }
  return nullptr;
}

}  // namespace thalweg
