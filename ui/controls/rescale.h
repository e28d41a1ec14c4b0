#pragma once
/// Sizes in pixels follow the base font. Widgets and layouts are given them once, when they are made; this gives all of
/// a window new ones when the font changes, and the very old ones when it changes back.
/// Threads: GUI thread only.

#include <QtGlobal>

class QWidget;

namespace thalweg {

/// Smallest and largest sizes that were set, and margins and gaps of layouts, of everything in `root`, in proportion
/// from the base font `before` to `now`, in pixels. Of windows, `root` among them, only what is in them.
void rescale(QWidget& root, qreal before, qreal now);

}  // namespace thalweg
