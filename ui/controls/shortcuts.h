#pragma once
/// Every key of the window, in one table: what handles keys and what shows them both read it.
/// Threads: GUI thread only.

#include <QKeySequence>
#include <QString>

#include <optional>
#include <vector>

class QKeyEvent;

namespace thalweg {

enum class Command {
  New,
  Open,
  Save,
  SaveAs,
  Rename,
  Export,
  CopyPicture,
  CopyLink,
  PasteLink,
  Scenarios,
  Lessons,
  Present,
  SaveAnswers,
  OpenClass,
  OpenRun,
  ShowCode,
  WriteLesson,
  Quit,
  Undo,
  Redo,
  PlayPause,
  StepBack,
  StepOn,
  TenBack,
  TenOn,
  FirstStep,
  LastStep,
  Slower,
  Faster,
  Projection,
  Loop,
  ToggleContender,
  ContenderUp,
  ContenderDown,
  DuplicateContender,
  Branch,
  PageBack,
  PageOn,
  AllPanels,
  Fit,
  FitPaths,
  Explain,
  PhaseBack,
  PhaseOn,
  ShowKeys,
  ShowHelp,
  ShowAbout,
};

struct Shortcut {
  Command command;
  QString group;
  QString label;
  std::vector<QKeySequence> keys;  ///< none: only in the menu
  /// Works wherever the focus is; else where no control takes the key for itself.
  bool everywhere = false;
};

[[nodiscard]] const std::vector<Shortcut>& shortcuts();
[[nodiscard]] const Shortcut& shortcut(Command command);
/// The first key, as the platform writes it; empty if there is none.
[[nodiscard]] QString keyText(Command command);
/// The command of a key that no control took; none if there is none.
[[nodiscard]] std::optional<Command> commandOf(const QKeyEvent& event);

}  // namespace thalweg
