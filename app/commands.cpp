#include "app/commands.h"

#include "core/file.h"
#include "core/format.h"
#include "core/python_code.h"
#include "core/reference.h"
#include "core/report.h"
#include "core/scenario_file.h"
#include "ui/export/picture.h"

#include <QBuffer>
#include <QCommandLineParser>
#include <QImage>

#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>

namespace thalweg {

namespace {

/// The command line is wrong: exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The work failed: exit status 1.
struct WorkError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Command {
  const char* name;
  const char* arguments;
  const char* summary;
  void (*run)(const QStringList& arguments);
};
const std::vector<Command>& commands();

/// A parser whose mistakes are thrown, with --help for this command.
class Parser : public QCommandLineParser {
 public:
  explicit Parser(const Command& command) {
    setApplicationDescription(QString::fromUtf8(command.summary));
    addHelpOption();
    addVersionOption();
  }
  /// Positional arguments, between `least` and `most` of them.
  QStringList parsed(const QStringList& arguments, int least, int most) {
    if (!parse(arguments)) throw UsageError(errorText().toStdString());
    if (isSet(QStringLiteral("help"))) showHelp(Done);
    if (isSet(QStringLiteral("version"))) showVersion();
    const QStringList positional = positionalArguments();
    if (positional.size() < least) throw UsageError("an argument is missing; see --help");
    if (positional.size() > most) throw UsageError("unexpected argument \"" + positional[most].toStdString() + "\"");
    return positional;
  }
  [[nodiscard]] std::string text(const QString& option) const { return value(option).toStdString(); }
  /// The option's value, which must be one of `choices`.
  [[nodiscard]] std::string choice(const QString& option, const std::vector<std::string>& choices) const {
    std::string names;
    for (const std::string& known : choices) {
      if (text(option) == known) return known;
      names += (names.empty() ? "" : ", ") + known;
    }
    throw UsageError("--" + option.toStdString() + ": expected one of " + names + ", found \"" + text(option) + "\"");
  }
};

void writeOutput(const std::string& path, const std::string& bytes) {
  if (path.empty() || path == "-") {
    std::cout << bytes << std::flush;
    if (!std::cout) throw WorkError("standard output: cannot be written");
    return;
  }
  try {
    writeFileAtomically(path, bytes);
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

const Command& command(const std::string& name);

void run(const QStringList& arguments) {
  Parser parser(command("run"));
  parser.addOption({QStringLiteral("format"), QStringLiteral("json (default) or csv."), QStringLiteral("FORMAT"),
                    QStringLiteral("json")});
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"json", "csv"});

  const Scenario scenario = loadScenario(positional[0].toStdString());
  const std::vector<RunResult> runs = runScenario(scenario);
  std::ostringstream out;
  out.imbue(std::locale::classic());
  (format == "json" ? writeRunsJson : writeRunsCsv)(scenario, runs, out);
  writeOutput(parser.text(QStringLiteral("output")), std::move(out).str());
}

void code(const QStringList& arguments) {
  Parser parser(command("code"));
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  writeOutput(parser.text(QStringLiteral("output")), pytorchScript(loadScenario(positional[0].toStdString())));
}

void list(const QStringList& arguments) {
  Parser parser(command("list"));
  parser.addOption({QStringLiteral("format"), QStringLiteral("text (default) or json."), QStringLiteral("FORMAT"),
                    QStringLiteral("text")});
  parser.addPositionalArgument(QStringLiteral("KIND"), QStringLiteral("objectives, optimizers or schedules."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"text", "json"});

  static const std::map<std::string, CatalogueKind> kinds = {{"objectives", CatalogueKind::Objectives},
                                                             {"optimizers", CatalogueKind::Optimizers},
                                                             {"schedules", CatalogueKind::Schedules}};
  const auto kind = kinds.find(positional[0].toStdString());
  if (kind == kinds.end())
    throw UsageError("list: expected objectives, optimizers or schedules, found \"" + positional[0].toStdString() +
                     "\"");
  if (format == "text") return writeOutput({}, listText(kind->second));
  Json out = Json::array();
  for (const Card* card : catalogue(kind->second)) out.push_back(cardJson(*card));
  writeOutput({}, out.dump(1) + "\n");
}

void describe(const QStringList& arguments) {
  Parser parser(command("describe"));
  parser.addOption({QStringLiteral("format"), QStringLiteral("text (default) or json."), QStringLiteral("FORMAT"),
                    QStringLiteral("text")});
  parser.addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("An objective, optimizer or schedule."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"text", "json"});
  const std::string name = positional[0].toStdString();
  const Card* card = findCard(name);
  if (!card) {
    std::string message = "there is no objective, optimizer or schedule \"" + name + "\"";
    const std::vector<std::string> similar = similarIds(name);
    for (std::size_t i = 0; i < similar.size(); ++i)
      message += (i == 0 ? "; did you mean " : i + 1 == similar.size() ? " or " : ", ") + similar[i];
    throw UsageError(message);
  }
  writeOutput({}, format == "text" ? describeText(*card) : cardJson(*card).dump(1) + "\n");
}

QSize sizeOf(const std::string& words) {
  const auto pixels = [](std::string_view text) {
    const double number = parseNumber(text).value_or(0);
    return number >= 100 && number <= 16384 && number == std::floor(number) ? static_cast<int>(number) : 0;
  };
  const std::size_t cross = std::min(words.find('x'), words.size());
  const QSize size(pixels(std::string_view(words).substr(0, cross)),
                   pixels(std::string_view(words).substr(std::min(cross + 1, words.size()))));
  if (size.isEmpty())
    throw UsageError("--size: expected WIDTHxHEIGHT, each 100 to 16384 pixels, found \"" + words + "\"");
  return size;
}

double numberOf(const Parser& parser, const QString& option, double min, double max) {
  const auto value = parseNumber(parser.text(option));
  if (value && *value >= min && *value <= max) return *value;
  throw UsageError("--" + option.toStdString() + ": expected a number from " + formatShort(min) + " to " +
                   formatShort(max) + ", found \"" + parser.text(option) + "\"");
}

void render(const QStringList& arguments) {
  Parser parser(command("render"));
  parser.addOption(outputOption());
  parser.addOption({QStringLiteral("size"), QStringLiteral("Pixels; 1920x1080 if left out."),
                    QStringLiteral("WIDTHxHEIGHT"), QStringLiteral("1920x1080")});
  parser.addOption({QStringLiteral("dpi"),
                    QStringLiteral("Pixels an inch, 96 if left out; more makes type and lines larger."),
                    QStringLiteral("N"), QStringLiteral("96")});
  parser.addOption({QStringLiteral("step"), QStringLiteral("Where the cursor stands; the scenario's step if left out."),
                    QStringLiteral("N")});
  parser.addOption({QStringLiteral("theme"), QStringLiteral("light (default) or dark."), QStringLiteral("THEME"),
                    QStringLiteral("light")});
  parser.addPositionalArgument(
      QStringLiteral("FILE"),
      QStringLiteral("A scenario file (\"-\": standard input; \"startup\": what the program opens with)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  PictureSettings settings;
  settings.size = sizeOf(parser.text(QStringLiteral("size")));
  settings.dpi = numberOf(parser, QStringLiteral("dpi"), 24, 1200);
  if (parser.isSet(QStringLiteral("step"))) {
    settings.step =
        static_cast<std::int64_t>(numberOf(parser, QStringLiteral("step"), 0, static_cast<double>(limits::steps)));
  }
  settings.dark = parser.choice(QStringLiteral("theme"), {"light", "dark"}) == "dark";
  const std::string path = parser.text(QStringLiteral("output"));
  if (path.empty()) throw UsageError("-o OUT.png is missing");
  if (!path.ends_with(".png") && path != "-")
    throw UsageError("-o: expected a name that ends in .png, found \"" + path + "\"");

  const Scenario scenario =
      positional[0] == QLatin1String("startup") ? startUpScenario() : loadScenario(positional[0].toStdString());
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  if (!renderPicture(scenario, settings).save(&buffer, "PNG"))
    throw WorkError(path + ": the picture could not be made");
  writeOutput(path, bytes.toStdString());
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"run", "FILE", "Run a scenario and print its trajectories.", run},
      {"render", "FILE", "Render a scenario to a picture.", render},
      {"code", "FILE", "Write a scenario as a PyTorch script.", code},
      {"list", "KIND", "List the objectives, optimizers or schedules.", list},
      {"describe", "NAME", "Describe one of them in full.", describe},
  };
  return all;
}

const Command& command(const std::string& name) {
  return *std::ranges::find_if(commands(), [&](const Command& c) { return name == c.name; });
}

}  // namespace

bool isCommand(const QString& word) {
  return std::ranges::any_of(commands(), [&](const Command& c) { return word == QLatin1String(c.name); });
}

namespace {

int overview() {
  std::cout << "Thalweg: an interactive laboratory for optimizer behaviour\n\n"
               "Usage:\n"
               "  thalweg [FILE]          open the window\n";
  for (const Command& c : commands()) {
    const std::string call = std::string(c.name) + " " + c.arguments;
    std::cout << "  thalweg " << call << std::string(16 - std::min<std::size_t>(15, call.size()), ' ') << c.summary
              << "\n";
  }
  std::cout << "\nEach command has a --help of its own. Exit status: 0 done, 1 the work failed, 2 the command line or "
               "file is wrong.\n";
  return Done;
}

}  // namespace

int runCommand(const QStringList& arguments) {
  if (!isCommand(arguments[1])) {
    if (arguments.contains(QStringLiteral("--version"))) {
      std::cout << "thalweg " << QCoreApplication::applicationVersion().toStdString() << "\n";
      return Done;
    }
    return overview();
  }
  const Command& chosen = command(arguments[1].toStdString());
  // The parser shows the words before the options as the program's name.
  QStringList rest = arguments;
  rest.removeAt(1);
  rest[0] = QStringLiteral("thalweg ") + QLatin1String(chosen.name);
  const auto complain = [&](const std::exception& error, ExitStatus status) {
    std::string line = error.what();
    std::ranges::replace(line, '\n', ' ');  // names of files and keys may hold line ends
    std::cerr << "thalweg " << chosen.name << ": " << line << "\n";
    return status;
  };
  try {
    chosen.run(rest);
    return Done;
  } catch (const UsageError& error) {
    return complain(error, Misused);
  } catch (const ScenarioError& error) {
    return complain(error, Misused);
  } catch (const std::exception& error) {
    return complain(error, Failed);
  }
}

}  // namespace thalweg
