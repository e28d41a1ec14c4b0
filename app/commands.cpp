#include "app/commands.h"

#include "app/command_line.h"
#include "app/explain_command.h"
#include "app/map_command.h"
#include "app/render_command.h"
#include "core/code/python_code.h"
#include "core/reports/reference.h"
#include "core/reports/report.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <iostream>
#include <map>
#include <sstream>

namespace thalweg {

namespace {

struct Command {
  const char* name;
  const char* arguments;
  const char* summary;
  void (*run)(const QStringList& arguments);
};
const std::vector<Command>& commands();

const Command& command(const std::string& name);

void run(const QStringList& arguments) {
  Parser parser(command("run").summary);
  parser.addOption({QStringLiteral("format"), QStringLiteral("json (default) or csv."), QStringLiteral("FORMAT"),
                    QStringLiteral("json")});
  parser.addOption(
      {QStringLiteral("state"), QStringLiteral("csv: add the methods' internal vectors, such as m_x1, v_hat_x2.")});
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"json", "csv"});
  const bool state = parser.isSet(QStringLiteral("state"));
  if (state && format != "csv") throw UsageError("--state belongs to --format csv");

  const Scenario scenario = loadScenario(positional[0].toStdString());
  const std::vector<RunResult> runs = runScenario(scenario, {}, state);
  std::ostringstream out;
  out.imbue(std::locale::classic());
  (format == "json" ? writeRunsJson : writeRunsCsv)(scenario, runs, out);
  writeOutput(parser.text(QStringLiteral("output")), std::move(out).str());
}

void code(const QStringList& arguments) {
  Parser parser(command("code").summary);
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  writeOutput(parser.text(QStringLiteral("output")), pytorchScript(loadScenario(positional[0].toStdString())));
}

void list(const QStringList& arguments) {
  Parser parser(command("list").summary);
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
  Parser parser(command("describe").summary);
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
      {"render", "FILE", renderSummary, render},
      {"code", "FILE", "Write a scenario as a PyTorch script.", code},
      {"map", "FILE", mapSummary, map},
      {"explain", "FILE", explainSummary, explain},
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

std::string overview() {
  std::string out =
      "Thalweg: an interactive laboratory for optimizer behaviour\n\n"
      "Usage:\n"
      "  thalweg [FILE]          open the window\n";
  for (const Command& c : commands()) {
    const std::string call = std::string(c.name) + " " + c.arguments;
    out += "  thalweg " + call + std::string(16 - std::min<std::size_t>(15, call.size()), ' ') + c.summary + "\n";
  }
  return out +
         "\nEach command has a --help of its own. Exit status: 0 done, 1 the work failed, 2 the command line or file "
         "is wrong.\n";
}

void runChosen(const QStringList& arguments, const std::string& chosen) {
  if (!chosen.empty()) {
    // The parser shows the words before the options as the program's name.
    QStringList rest = arguments;
    rest.removeAt(1);
    rest[0] = QStringLiteral("thalweg ") + QString::fromStdString(chosen);
    return command(chosen).run(rest);
  }
  const bool version = arguments.contains(QStringLiteral("--version")) || arguments.contains(QStringLiteral("-v"));
  writeOutput({}, version ? "thalweg " + QCoreApplication::applicationVersion().toStdString() + "\n" : overview());
}

}  // namespace

int runCommand(const QStringList& arguments) {
  const std::string chosen = isCommand(arguments[1]) ? arguments[1].toStdString() : "";
  const auto complain = [&](const std::exception& error, ExitStatus status) {
    std::string line = error.what();
    std::ranges::replace(line, '\n', ' ');  // names of files and keys may hold line ends
    std::cerr << "thalweg" << (chosen.empty() ? "" : " ") << chosen << ": " << line << "\n";
    return status;
  };
  try {
    runChosen(arguments, chosen);
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
