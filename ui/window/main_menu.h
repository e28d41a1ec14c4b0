#pragma once
/// The window's actions, made from the table of shortcuts, and the menu they stand in.
/// Threads: GUI thread only.

#include "ui/controls/shortcuts.h"
#include "ui/look/theme.h"

#include <QAction>
#include <QMenu>

#include <functional>
#include <map>

class QUndoStack;

namespace thalweg {

using Actions = std::map<Command, QAction*>;

/// An action for every command that works everywhere, added to `window`; undo and redo are the stack's own.
[[nodiscard]] Actions makeActions(QWidget* window, QUndoStack& undo, const std::function<void(Command)>& run);

/// The toolbar's menu. `fillRecent` fills its list of recent files each time it opens.
[[nodiscard]] QMenu* makeMainMenu(QWidget* window, ThemeController& themes, const Actions& actions,
                                  const std::function<void(QMenu&)>& fillRecent);

}  // namespace thalweg
