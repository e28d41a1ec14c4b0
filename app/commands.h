#pragma once
/// The command line: `thalweg [FILE]` and the commands beside it. Wiring only.

#include <QStringList>

namespace thalweg {

/// Exit statuses, as the manual page lists them.
enum ExitStatus { Done = 0, Failed = 1, Misused = 2 };

/// True for command lines that need no window.
bool isCommand(const QStringList& arguments);
/// Runs a command (`arguments` as main got them) and returns the exit status.
int runCommand(const QStringList& arguments);

}  // namespace thalweg
