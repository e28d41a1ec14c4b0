#pragma once
/// The command line: `thalweg [FILE]` and the commands beside it. Wiring only.

#include <QStringList>

#include <string>

namespace thalweg {

/// Exit statuses, as the manual page lists them.
enum ExitStatus { Done = 0, Failed = 1, Misused = 2 };

/// Whether `word` names a command, as opposed to a file.
bool isCommand(const QString& word);
/// What to say of a first word that is neither: "there is no file or command …; did you mean …".
std::string unknownWord(const std::string& word);
/// Runs a command, --help or --version (`arguments` as main got them) and returns the exit status.
int runCommand(const QStringList& arguments);

}  // namespace thalweg
