#pragma once
/// A part of the window that Tab reaches as one: its first control is its stop, from which Down goes to the others.
/// Threads: GUI thread only.

#include <QWidget>

namespace thalweg {

inline constexpr const char* tabGroupProperty = "tabGroup";

inline void makeTabGroup(QWidget* part) { part->setProperty(tabGroupProperty, true); }
[[nodiscard]] inline bool isTabGroup(const QWidget& part) { return part.property(tabGroupProperty).toBool(); }

}  // namespace thalweg
