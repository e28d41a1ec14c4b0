#include "ui/controls/rescale.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLayout>
#include <QVariant>
#include <QWidget>

#include <algorithm>
#include <vector>

namespace thalweg {

namespace {

constexpr const char* keptSizes = "thalweg_sizes";

/// Numbers at the font at which they were set, and what was last made of them. Whoever has set others meanwhile is
/// right, and rounding does not add up.
struct KeptSizes {
  qreal em = 0;
  QList<int> set;
  QList<int> made;
};

QList<int> scaledSizes(QObject& owner, const QList<int>& present, qreal before, qreal now) {
  auto kept = owner.property(keptSizes).value<QVariantList>();
  KeptSizes sizes;
  if (kept.size() == 3) sizes = {kept[0].toReal(), kept[1].value<QList<int>>(), kept[2].value<QList<int>>()};
  if (sizes.made != present) sizes = {before, present, {}};
  sizes.made.clear();
  for (const int size : sizes.set) {
    const bool free = size <= 0 || size >= QWIDGETSIZE_MAX;
    sizes.made << (free ? size : std::max(1, qRound(size * now / sizes.em)));
  }
  owner.setProperty(keptSizes, QVariantList{sizes.em, QVariant::fromValue(sizes.set), QVariant::fromValue(sizes.made)});
  return sizes.made;
}

void rescaleWidget(QWidget& widget, qreal before, qreal now) {
  const QSize least = widget.minimumSize(), most = widget.maximumSize();
  const QList<int> present = {least.width(), least.height(), most.width(), most.height()};
  const QList<int> made = scaledSizes(widget, present, before, now);
  if (made == present) return;
  widget.setMaximumSize(made[2], made[3]);
  widget.setMinimumSize(made[0], made[1]);
}

void rescaleLayout(QLayout& layout, qreal before, qreal now) {
  const QMargins margins = layout.contentsMargins();
  auto* grid = qobject_cast<QGridLayout*>(&layout);
  QList<int> present = {margins.left(), margins.top(), margins.right(), margins.bottom()};
  if (grid)
    present << grid->horizontalSpacing() << grid->verticalSpacing();
  else
    present << layout.spacing();
  const qsizetype fixed = present.size();
  std::vector<QSpacerItem*> spacers;
  for (int i = 0; i < layout.count(); ++i) {
    QSpacerItem* spacer = layout.itemAt(i)->spacerItem();
    if (!spacer) continue;
    spacers.push_back(spacer);
    present << spacer->sizeHint().width() << spacer->sizeHint().height();
  }
  const QList<int> made = scaledSizes(layout, present, before, now);
  if (made == present) return;
  layout.setContentsMargins(made[0], made[1], made[2], made[3]);
  if (grid) {
    grid->setHorizontalSpacing(made[4]);
    grid->setVerticalSpacing(made[5]);
  } else {
    layout.setSpacing(made[4]);
  }
  for (std::size_t i = 0; i < spacers.size(); ++i) {
    const qsizetype at = fixed + 2 * static_cast<qsizetype>(i);
    const QSizePolicy policy = spacers[i]->sizePolicy();
    spacers[i]->changeSize(made[at], made[at + 1], policy.horizontalPolicy(), policy.verticalPolicy());
  }
  layout.invalidate();
}

}  // namespace

void rescale(QWidget& root, qreal before, qreal now) {
  if (!(before > 0) || !(now > 0) || before == now) return;
  for (QLayout* layout : root.findChildren<QLayout*>()) rescaleLayout(*layout, before, now);
  for (QWidget* widget : root.findChildren<QWidget*>()) {
    if (!widget->isWindow()) rescaleWidget(*widget, before, now);
  }
}

}  // namespace thalweg
