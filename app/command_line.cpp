#include "app/command_line.h"

#include "core/base/data_text.h"
#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/base/file_stream.h"
#include "core/base/format.h"
#include "ui/export/picture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace thalweg {

Parser::Parser(const char* summary) {
  setApplicationDescription(QString::fromUtf8(summary));
  addHelpOption();
  addVersionOption();
}

QStringList Parser::parsed(const QStringList& arguments, int least, int most) {
  if (!parse(arguments)) throw UsageError(errorText().toStdString());
  if (isSet(QStringLiteral("help"))) {
    writeOutput({}, helpText().toStdString());
    std::exit(Done);
  }
  if (isSet(QStringLiteral("version"))) {
    writeOutput({}, "thalweg " + QCoreApplication::applicationVersion().toStdString() + "\n");
    std::exit(Done);
  }
  QStringList positional = positionalArguments();
  if (positional.size() < least) throw UsageError("an argument is missing; see --help");
  if (positional.size() > most) throw UsageError("unexpected argument \"" + nameBytes(positional[most]) + "\"");
  return positional;
}

std::string Parser::choice(const QString& option, const std::vector<std::string>& choices) const {
  std::string names;
  for (const std::string& known : choices) {
    if (text(option) == known) return known;
    names += (names.empty() ? "" : ", ") + known;
  }
  throw UsageError("--" + option.toStdString() + ": expected one of " + names + ", found \"" + text(option) + "\"");
}

std::string Parser::output() const {
  const QString option = QStringLiteral("output");
  if (isSet(option) && value(option).isEmpty()) throw UsageError("-o: expected the name of a file, found an empty one");
  return text(option);
}

double Parser::number(const QString& option, double min, double max) const {
  const auto found = parseNumber(text(option));
  if (found && *found >= min && *found <= max) return *found;
  throw UsageError("--" + option.toStdString() + ": expected a number from " + formatShort(min) + " to " +
                   formatShort(max) + ", found \"" + text(option) + "\"");
}

QSize pictureSize(const std::string& words, double dpi) {
  constexpr double millimetresPerInch = 25.4;
  std::string_view numbers = words;
  double unit = 1;
  if (numbers.ends_with("mm")) {
    numbers.remove_suffix(2);
    unit = dpi / millimetresPerInch;
  }
  const auto pixels = [&](std::string_view text) {
    const double length = parseNumber(text).value_or(0);
    const double number = std::round(length * unit);
    return number >= 100 && number <= 16384 && (unit != 1 || number == length) ? static_cast<int>(number) : 0;
  };
  const std::size_t cross = std::min(numbers.find('x'), numbers.size());
  const QSize size(pixels(numbers.substr(0, cross)), pixels(numbers.substr(std::min(cross + 1, numbers.size()))));
  if (size.isEmpty()) {
    throw UsageError("--size: expected WIDTHxHEIGHT, each 100 to 16384 pixels, or millimetres as in 86x60mm, found \"" +
                     words + "\"");
  }
  return size;
}

QCommandLineOption themeOption() {
  return {QStringLiteral("theme"),
          QStringLiteral("Of pictures: light (default), dark, print (black on white, with a paler map), high-contrast "
                         "or high-contrast-dark."),
          QStringLiteral("THEME"), QStringLiteral("light")};
}

Palette chosenTheme(const Parser& parser) {
  std::vector<std::string> names;
  for (const PaletteChoice& choice : paletteChoices) names.emplace_back(choice.id);
  const std::string chosen = parser.choice(QStringLiteral("theme"), names);
  return static_cast<Palette>(std::ranges::find(names, chosen) - names.begin());
}

void writeOutput(const std::string& path, std::string_view bytes) {
  writeOutput(path, [bytes](std::ostream& out) { out << bytes; });
}

void writeOutput(const std::string& path, const std::function<void(std::ostream&)>& write) {
  if (path.empty() || path == "-") {
    std::cout.imbue(std::locale::classic());
    write(std::cout);
    if (!std::cout.flush()) throw WorkError("standard output: cannot be written");
    return;
  }
  try {
    FileStream out(path);
    write(out);
    out.commit();
  } catch (const std::system_error& error) {
    throw WorkError(path + ": " + error.code().message());
  }
}

const QCommandLineOption& outputOption() {
  static const QCommandLineOption option({QStringLiteral("o"), QStringLiteral("output")},
                                         QStringLiteral("Write to OUT (\"-\": standard output)."),
                                         QStringLiteral("OUT"));
  return option;
}

void refuseOption(const Parser& parser, const char* option, const std::string& what) {
  if (parser.isSet(QString::fromLatin1(option))) throw UsageError("--" + std::string(option) + " is for " + what);
}

void refuseOwnInput(const std::string& input, const std::string& output) {
  std::error_code none;
  if (output != "-" && std::filesystem::is_regular_file(output, none) && sameFile(input, output))
    throw UsageError("-o: \"" + output + "\" is the scenario itself");
}

int complain(const std::string& command, const std::exception& error, ExitStatus status) {
  std::cerr << "thalweg" << (command.empty() ? "" : " ") << command << ": " << printable(failureWords(error)) << "\n";
  return status;
}

}  // namespace thalweg
