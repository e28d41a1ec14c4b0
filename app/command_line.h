#pragma once
/// What the commands share: how a command line is read, and how mistakes and output leave.

#include "app/commands.h"
#include "ui/document/file_name.h"

#include <QCommandLineParser>
#include <QSize>

#include <functional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

enum class Palette;

/// The command line is wrong: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The work failed: exit status 1.
struct WorkError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A parser whose mistakes are thrown, with --help for one command.
class Parser : public QCommandLineParser {
 public:
  explicit Parser(const char* summary);
  /// Positional arguments, between `least` and `most` of them.
  QStringList parsed(const QStringList& arguments, int least, int most);
  /// The option's value, byte for byte.
  [[nodiscard]] std::string text(const QString& option) const { return nameBytes(value(option)); }
  /// Of -o; empty where it is not set.
  [[nodiscard]] std::string output() const;
  /// The option's value, which must be one of `choices`.
  [[nodiscard]] std::string choice(const QString& option, const std::vector<std::string>& choices) const;
  /// The option's value, which must be a number from `min` to `max`.
  [[nodiscard]] double number(const QString& option, double min, double max) const;
};

/// "1920x1080" in pixels, or "86x60mm" at `dpi` pixels an inch: the value of --size.
QSize pictureSize(const std::string& words, double dpi);

/// --theme of pictures: the option, and what was chosen.
QCommandLineOption themeOption();
Palette chosenTheme(const Parser& parser);

/// "-" and nothing: standard output; else a file, which appears whole or not at all.
void writeOutput(const std::string& path, std::string_view bytes);
/// The same of what `write` writes, for what would be long as one string.
void writeOutput(const std::string& path, const std::function<void(std::ostream&)>& write);

/// -o, --output
const QCommandLineOption& outputOption();

/// Refuses an option that was set and would do nothing: "--OPTION is for WHAT".
void refuseOption(const Parser& parser, const char* option, const std::string& what);
/// Refuses to write over the file that is read.
void refuseOwnInput(const std::string& input, const std::string& output);

/// One line on standard error: "thalweg COMMAND: what is wrong". Returns the status.
int complain(const std::string& command, const std::exception& error, ExitStatus status);

}  // namespace thalweg
