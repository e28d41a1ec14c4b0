#include "core/scenario/recorded_part.h"

#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <filesystem>

namespace thalweg {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostFiles = limits::contenders;

/// `name` within `folder`; refused where it leads out of it, by links, too.
std::string fileWithin(const std::string& folder, const JsonNode& node) {
  const fs::path name = node.string("a file's name");
  const fs::path base = fs::weakly_canonical(fs::absolute(folder));
  const fs::path file = fs::weakly_canonical(base / name);
  const auto [end, ignored] = std::mismatch(base.begin(), base.end(), file.begin(), file.end());
  if (name.empty() || name.is_absolute() || end != base.end())
    node.refuse("a file in the scenario's folder or below it (one elsewhere is opened by itself)");
  return file.string();
}

/// Null never: a stop request is an error here.
std::shared_ptr<const RecordedRuns> readRuns(const std::vector<std::string>& files, const RecordedReading& reading,
                                             const std::string& place) {
  try {
    auto runs = readRecordedRuns(files, reading);
    if (!runs) throw ScenarioError(place, "stopped");
    return runs;
  } catch (const ScenarioError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw ScenarioError(place, error.what());
  }
}

}  // namespace

void readRecorded(const JsonNode& node, const RecordedSource& source, Scenario& scenario) {
  std::vector<std::string> files;
  const auto add = [&](const JsonNode& name) {
    if (source.anywhere)
      files.push_back(name.string("a file's name"));
    else if (source.folder.empty())
      throw ScenarioError(name.path(), "a scenario that is in no file has no folder that its runs could be in");
    else
      files.push_back(fileWithin(source.folder, name));
  };
  if (node.json().is_array())
    node.items("a list of files", mostFiles, add);
  else
    add(node);
  if (files.empty()) node.refuse("at least one file");
  scenario.recorded = readRuns(files, source.reading, node.path());
  for (Panel& panel : scenario.panels) {
    if (panel.objective == recordedId) panel.recorded = scenario.recorded;
  }
}

void completeRecorded(Scenario& scenario, bool panels, bool contenders, bool steps) {
  const std::vector<RecordedRun>& runs = scenario.recorded->runs;
  if (contenders) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      Contender& contender = scenario.contenders.emplace_back();
      contender.optimizer = recordedId;
      contender.run = i;
      contender.label = runs[i].label;
    }
  }
  if (panels) {
    Panel& panel = scenario.panels.emplace_back();
    panel.objective = recordedId;
    panel.recorded = scenario.recorded;
    if (runs[0].points.cols() > 2) {
      PlaneChoice plane{.kind = PlaneKind::Principal};
      // A surface that was stored lies in the plane of its own run.
      const auto surface = std::ranges::find_if(runs, [](const RecordedRun& run) { return run.grid.has_value(); });
      if (surface != runs.end() && runs.size() > 1 && contenders)
        plane.contenders = std::vector<std::size_t>{static_cast<std::size_t>(surface - runs.begin())};
      panel.plane = std::move(plane);
    }
    scenario.display.layout = 1;
    // Where rows are several steps apart, the steps of the optimizer are its gradients.
    if (std::ranges::any_of(runs, [](const RecordedRun& run) { return run.every() != 1; }))
      scenario.display.chartAxis = "evaluations";
  }
  if (!steps) return;
  scenario.steps = 0;
  for (const RecordedRun& run : runs)
    scenario.steps = std::max<std::int64_t>(scenario.steps, static_cast<std::int64_t>(run.points.rows()) - 1);
}

void checkRecorded(const Scenario& scenario) {
  const std::size_t count = scenario.recorded ? scenario.recorded->runs.size() : 0;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& contender = scenario.contenders[i];
    const std::string place = "contenders[" + std::to_string(i) + "].run";
    const bool recorded = contender.optimizer == recordedId;
    if (recorded && !contender.run)
      throw ScenarioError(place, "expected a recorded run's number from 0, found nothing");
    if (!contender.run) continue;
    if (!recorded) throw ScenarioError(place, "only the optimizer recorded has one");
    if (*contender.run >= count)
      throw ScenarioError(place, "expected a number below " + std::to_string(count) +
                                     ", the count of recorded runs, found " + std::to_string(*contender.run));
  }
}

nlohmann::ordered_json writeRecorded(const RecordedRuns& recorded, const std::string& folder) {
  nlohmann::ordered_json names = nlohmann::ordered_json::array();
  for (const std::string& file : recorded.files) {
    if (folder.empty()) {
      names.push_back(file);
      continue;
    }
    const fs::path name = fs::path(file).lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
    if (name.empty() || *name.begin() == "..")
      throw ScenarioError("recorded", file + " is in another folder; save the scenario beside it, or above it");
    names.push_back(name.generic_string());
  }
  return names.size() == 1 ? names[0] : names;
}

Scenario recordedScenario(const std::vector<std::string>& files, const RecordedReading& reading) {
  std::vector<std::string> whole;
  for (const std::string& file : files) whole.push_back(fs::weakly_canonical(fs::absolute(file)).string());
  Scenario scenario;
  scenario.recorded = readRuns(whole, reading, "");
  for (const std::string& file : files)
    scenario.title += (scenario.title.empty() ? "" : ", ") + fs::path(file).stem().string();
  completeRecorded(scenario, true, true, true);
  scenario.display.step = scenario.steps;  // all of it, with its points
  return scenario;
}

}  // namespace thalweg
