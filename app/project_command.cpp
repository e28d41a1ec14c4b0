#include "app/project_command.h"

#include "app/command_line.h"
#include "core/reports/projection_report.h"
#include "core/scenario/scenario_file.h"

#include <cmath>
#include <locale>
#include <sstream>

namespace thalweg {

namespace {

std::size_t panelOf(const Parser& parser, const Scenario& scenario) {
  if (scenario.panels.empty()) throw UsageError("the scenario has no panels");
  const double number = parser.number(QStringLiteral("panel"), 0, static_cast<double>(scenario.panels.size() - 1));
  if (number != std::floor(number)) throw UsageError("--panel: expected a whole number");
  return static_cast<std::size_t>(number);
}

/// The file's plane stays as it is where --plane names its kind.
void choosePlane(Panel& panel, const Parser& parser) {
  if (!parser.isSet(QStringLiteral("plane"))) return;
  const auto& ids = planeKindIds();
  const PlaneKind kind = *planeKind(parser.choice(QStringLiteral("plane"), {ids.begin(), ids.end()}));
  if (!panel.plane || panel.plane->kind != kind) panel.plane = PlaneChoice{.kind = kind};
}

}  // namespace

void project(const QStringList& arguments) {
  Parser parser(projectSummary);
  parser.addOption({QStringLiteral("panel"), QStringLiteral("Which panel, counted from 0."), QStringLiteral("N"),
                    QStringLiteral("0")});
  parser.addOption({QStringLiteral("plane"),
                    QStringLiteral("coordinates, random, principal, points, hessian or velocity, in place of the "
                                   "panel's own."),
                    QStringLiteral("KIND")});
  parser.addOption({QStringLiteral("format"), QStringLiteral("json (default) or csv."), QStringLiteral("FORMAT"),
                    QStringLiteral("json")});
  parser.addOption(outputOption());
  parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A scenario file (\"-\": standard input)."));
  const QStringList positional = parser.parsed(arguments, 1, 1);
  const std::string format = parser.choice(QStringLiteral("format"), {"json", "csv"});
  const std::string input = nameBytes(positional[0]);
  refuseOwnInput(input, parser.output());
  Scenario scenario = loadScenario(input);
  const std::size_t panel = panelOf(parser, scenario);
  choosePlane(scenario.panels[panel], parser);
  std::ostringstream out;
  out.imbue(std::locale::classic());
  try {
    validateScenario(scenario);
    const Projection projection = projectPanel(scenario, panel);
    (format == "json" ? writeProjectionJson : writeProjectionCsv)(scenario, projection, out);
  } catch (const OptionError& error) {
    const bool own = error.path().starts_with("plane");
    throw ScenarioError((own ? "panels[" + std::to_string(panel) + "]." : "") + error.path(), error.message());
  }
  writeOutput(parser.output(), std::move(out).str());
}

}  // namespace thalweg
