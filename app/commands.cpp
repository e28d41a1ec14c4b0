#include "app/commands.h"

#include "app/command_line.h"
#include "app/explain_command.h"
#include "app/interrupt.h"
#include "app/lessons_command.h"
#include "app/map_command.h"
#include "app/project_command.h"
#include "app/render_command.h"
#include "core/base/failure.h"
#include "core/base/format.h"
#include "core/code/python_code.h"
#include "core/code/snippets.h"
#include "core/contracts/optimizer.h"
#include "core/expression/rule.h"
#include "core/expression/rule_lines.h"
#include "core/reports/reference.h"
#include "core/reports/report.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <iostream>
#include <map>

namespace thalweg {

namespace {

struct Command {
  const char* name;
  const char* arguments;
  const char* summary;
  void (*run)(const QStringList& arguments);
};
const std::vector<Command>& commands();

std::string didYouMean(const std::vector<std::string>& similar) {
  std::string words;
  for (std::size_t i = 0; i < similar.size(); ++i)
    words += (i == 0 ? "; did you mean " : i + 1 == similar.size() ? " or " : ", ") + similar[i];
  return words;
}

const Command& command(const std::string& name);

/// What --measures lists, each once.
std::vector<const Measure*> chosenMeasures(const QString& words) {
  std::vector<const Measure*> chosen;
  for (const QString& word : words.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
    const std::string id = word.trimmed().toStdString();
    const Measure* measure = findMeasure(id);
    if (!measure) throw UsageError("--measures: expected some of " + measureIds() + ", found \"" + id + "\"");
    if (std::ranges::find(chosen, measure) == chosen.end()) chosen.push_back(measure);
  }
  return chosen;
}

/// What is odd about typed rules, though none of it is wrong.
void noteRules(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    const OptimizerCard* card = findOptimizer(contender.optimizer);
    if (!card || !card->inForce) continue;
    const std::string formula = optionValue(*card->find("formula"), contender.options).get<std::string>();
    const Json parameters = optionValue(*card->find("parameters"), contender.options);
    for (const std::string& remark : ruleRemarks(RuleText::parse(formula), parameters))
      std::cerr << "note: contenders[" << i << "].options.formula: " << remark << '\n';
  }
}

void run(const QStringList& arguments) {
  Parser parser(command("run").summary);
  parser.addOption({QStringLiteral("format"), QStringLiteral("json (default) or csv."), QStringLiteral("FORMAT"),
                    QStringLiteral("json")});
  parser.addOption({QStringLiteral("state"),
                    QStringLiteral("Add the methods' internal vectors, such as m and v_hat; in csv m_x1, v_hat_x2.")});
  parser.addOption({QStringLiteral("measures"),
                    QStringLiteral("Add what is listed, with commas between: ") + QString::fromStdString(measureIds()) +
                        QLatin1Char('.'),
                    QStringLiteral("LIST")});
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"json", "csv"});
  RunExtras extras{.state = parser.isSet(QStringLiteral("state")),
                   .measures = chosenMeasures(parser.value(QStringLiteral("measures")))};

  const std::string input = nameBytes(positional[0]);
  refuseOwnInput(input, parser.output());
  const Scenario scenario = loadScenario(input);
  noteRules(scenario);
  writeOutput(parser.output(), [&](std::ostream& out) {
    if (format == "json") return runToJson(scenario, out, {}, extras);
    // Which columns there are shows when all paths are there.
    writeRunsCsv(scenario, runScenario(scenario, {}, extras), out);
  });
}

void code(const QStringList& arguments) {
  Parser parser(command("code").summary);
  parser.addOption(
      {QStringLiteral("plain"), QStringLiteral("As courses write it: modules, loaders, torch's own random numbers.")});
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string input = nameBytes(positional[0]);
  refuseOwnInput(input, parser.output());
  const Scenario scenario = loadScenario(input);
  writeOutput(parser.output(), parser.isSet(QStringLiteral("plain")) ? plainScript(scenario) : pytorchScript(scenario));
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
  const auto kind = kinds.find(nameBytes(positional[0]));
  if (kind == kinds.end())
    throw UsageError("expected objectives, optimizers or schedules, found \"" + nameBytes(positional[0]) + "\"");
  if (format == "text") return writeOutput({}, listText(kind->second));
  Json out = Json::array();
  for (const Card* card : catalogue(kind->second)) out.push_back(cardJson(*card));
  writeOutput({}, out.dump(1) + "\n");
}

/// An optimizer's own lines as a rule that can be typed, with its parameters below.
std::string ruleOf(const std::string& name) {
  const OptimizerCard* card = findOptimizer(name);
  if (!card) throw UsageError("--rule: expected an optimizer, found \"" + name + "\"");
  std::string why;
  const auto rule = writtenAsRule(*card, {}, &why);
  if (!rule) throw UsageError("--rule: " + why);
  std::string text = rule->formula + "\n";
  for (const auto& [parameter, given] : rule->parameters.items())
    text += "# " + parameter + " = " + formatShort(given.at("value").get<double>()) + "\n";
  return text;
}

void describe(const QStringList& arguments) {
  Parser parser(command("describe").summary);
  parser.addOption(
      {QStringLiteral("rule"), QStringLiteral("Of an optimizer: its lines as a rule that can be typed and changed.")});
  parser.addOption({QStringLiteral("format"), QStringLiteral("text (default) or json."), QStringLiteral("FORMAT"),
                    QStringLiteral("text")});
  parser.addPositionalArgument(QStringLiteral("NAME"), QStringLiteral("An objective, optimizer or schedule."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"text", "json"});
  const std::string name = nameBytes(positional[0]);
  if (parser.isSet(QStringLiteral("rule"))) return writeOutput({}, ruleOf(name));
  const Card* card = findCard(name);
  if (!card) {
    throw UsageError("there is no objective, optimizer or schedule \"" + name + "\"" + didYouMean(similarIds(name)));
  }
  writeOutput({}, format == "text" ? describeText(*card) : cardJson(*card).dump(1) + "\n");
}

void recorder(const QStringList& arguments) {
  Parser parser(command("recorder").summary);
  parser.addOption(outputOption());
  (void)parser.parsed(arguments, 0, 0);
  writeOutput(parser.output(), std::string(pythonSnippet("recorder")));
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"run", "FILE", "Run a scenario and print its trajectories.", run},
      {"render", "FILE", renderSummary, render},
      {"code", "FILE", "Write a scenario as a PyTorch script.", code},
      {"map", "FILE", mapSummary, map},
      {"explain", "FILE", explainSummary, explain},
      {"lessons", "[FILE…]", lessonsSummary, lessons},
      {"project", "FILE", projectSummary, project},
      {"recorder", "", "Write the Python module that records training runs.", recorder},
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

std::string unknownWord(const std::string& word) {
  std::vector<std::string> names;
  for (const Command& c : commands()) names.emplace_back(c.name);
  const std::vector<std::string> similar = similarWords(word, names);
  return "there is no file or command \"" + word + "\"" +
         (similar.empty() ? "; see thalweg --help" : didYouMean(similar));
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
  const Interrupts interrupts("thalweg" + (chosen.empty() ? "" : " " + chosen));
  try {
    runChosen(arguments, chosen);
    return Done;
  } catch (const UsageError& error) {
    return complain(chosen, error, Misused);
  } catch (const ScenarioError& error) {
    return complain(chosen, error, Misused);
  } catch (const std::exception& error) {
    return complain(chosen, error, Failed);
  }
}

}  // namespace thalweg
