#include "app/explain_command.h"

#include "app/command_line.h"
#include "core/reports/explain_report.h"
#include "core/scenario/scenario_file.h"

#include <cmath>

namespace thalweg {

namespace {

QString word(const char* text) { return QString::fromUtf8(text); }

/// The option's whole number below `count`.
std::size_t below(const Parser& parser, const char* option, std::size_t count) {
  const double number = parser.number(word(option), 0, static_cast<double>(count) - 1);
  if (number != std::floor(number)) {
    throw UsageError("--" + std::string(option) + ": expected a whole number, found \"" + parser.text(word(option)) +
                     "\"");
  }
  return static_cast<std::size_t>(number);
}

}  // namespace

void explain(const QStringList& arguments) {
  Parser parser(explainSummary);
  const auto add = [&](const char* name, const char* help, const char* value, const char* fallback) {
    parser.addOption({word(name), word(help), word(value), word(fallback)});
  };
  add("panel", "Which panel, counted from 0.", "P", "0");
  add("contender", "Which contender, counted from 0.", "C", "0");
  add("step",
      "The step that comes after point N, counted from 0; the scenario's own if left out. Of a path that ends before, "
      "its last one.",
      "N", "");
  add("format", "text (default), json or tex.", "FORMAT", "text");
  parser.addOption(outputOption());
  parser.addPositionalArgument(word("FILE"), word("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(word("format"), {"text", "json", "tex"});

  const std::string input = nameBytes(positional[0]);
  refuseOwnInput(input, parser.output());
  const Scenario scenario = loadScenario(input);
  if (scenario.contenders.empty() || scenario.panels.empty())
    throw UsageError("the scenario has no contender on a panel to explain");
  if (scenario.steps < 1) throw UsageError("the scenario has no steps to explain");
  const std::size_t panel = below(parser, "panel", scenario.panels.size());
  const std::size_t contender = below(parser, "contender", scenario.contenders.size());
  const auto steps = static_cast<std::size_t>(scenario.steps);
  const auto step = static_cast<Index>(
      parser.isSet(word("step")) ? below(parser, "step", steps)
                                 : std::min<std::size_t>(static_cast<std::size_t>(scenario.display.step), steps - 1));
  ExplainedStep explained;
  try {
    explained = explainStep(scenario, panel, contender, step);
  } catch (const std::invalid_argument& error) {
    throw WorkError(error.what());
  }
  writeOutput(parser.output(), format == "json"  ? explainJson(explained)
                               : format == "tex" ? explainTex(explained)
                                                 : explainText(scenario, explained));
}

}  // namespace thalweg
