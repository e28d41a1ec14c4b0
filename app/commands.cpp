#include "app/commands.h"

#include "core/file.h"
#include "core/reference.h"
#include "core/report.h"
#include "core/scenario_file.h"

#include <QCommandLineParser>

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

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"run", "FILE", "Run a scenario and print its trajectories.", run},
      {"list", "KIND", "List the objectives, optimizers or schedules.", list},
      {"describe", "NAME", "Describe one of them in full.", describe},
  };
  return all;
}

const Command& command(const std::string& name) {
  return *std::ranges::find_if(commands(), [&](const Command& c) { return name == c.name; });
}

}  // namespace

bool isCommand(const QStringList& arguments) {
  return arguments.size() > 1 &&
         std::ranges::any_of(commands(), [&](const Command& c) { return arguments[1] == QLatin1String(c.name); });
}

int runCommand(const QStringList& arguments) {
  const Command& chosen = command(arguments[1].toStdString());
  // The parser shows the words before the options as the program's name.
  QStringList rest = arguments;
  rest.removeAt(1);
  try {
    chosen.run(rest);
    return Done;
  } catch (const UsageError& error) {
    std::cerr << "thalweg " << chosen.name << ": " << error.what() << "\n";
    return Misused;
  } catch (const ScenarioError& error) {
    std::cerr << "thalweg " << chosen.name << ": " << error.what() << "\n";
    return Misused;
  } catch (const std::exception& error) {
    std::cerr << "thalweg " << chosen.name << ": " << error.what() << "\n";
    return Failed;
  }
}

}  // namespace thalweg
