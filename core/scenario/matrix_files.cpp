#include "core/scenario/matrix_files.h"

#include "core/base/file.h"
#include "core/contracts/matrix_option.h"
#include "core/objectives/height_file.h"
#include "core/scenario/scenario_file.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace thalweg {

namespace {

namespace fs = std::filesystem;

/// The file's whole name. Throws std::runtime_error where it is not within the folder.
std::string nameWithin(const std::string& folder, const std::string& name) {
  const fs::path relative(name);
  const auto leavesIt = [](const fs::path& part) { return part == ".."; };
  if (name.empty() || relative.has_root_path() || std::any_of(relative.begin(), relative.end(), leavesIt))
    throw std::runtime_error("expected the name of a file in the scenario's folder");
  const fs::path home = fs::canonical(folder.empty() ? fs::path(".") : fs::path(folder));
  const fs::path file = fs::canonical(home / relative);
  const auto [end, unused] = std::mismatch(home.begin(), home.end(), file.begin(), file.end());
  if (end != home.end()) throw std::runtime_error("it is a link that leads out of the scenario's folder");
  if (!fs::is_regular_file(file)) throw std::runtime_error("it is not a file");
  return file.string();
}

void embed(Panel& panel, const ObjectiveCard& card, const OptionDescription& option, const std::string& folder) {
  Json& value = panel.options.find(option.id)->second;
  if (!value.is_object() || !value.contains("file")) return;
  if (value.size() != 1 || !value["file"].is_string())
    throw std::runtime_error("expected the name of a file alone, such as {\"file\": \"heights.npy\"}");
  const std::string name = value["file"].get<std::string>();
  const Heights heights = readHeights(readFile(nameWithin(folder, name), limits::heightFileBytes), name);
  value = packedMatrix(heights.values);
  const auto place = [&](const char* id, double low, double high) {
    if (card.find(id) && !panel.options.contains(id)) panel.options[id] = {low, high};
  };
  if (!heights.box) return;
  place("x", heights.box->xMin, heights.box->xMax);
  place("y", heights.box->yMin, heights.box->yMax);
}

}  // namespace

void embedMatrixFiles(Scenario& scenario, const std::string& folder) {
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    Panel& panel = scenario.panels[i];
    const ObjectiveCard* card = findObjective(panel.objective);
    if (!card) continue;  // which is said elsewhere
    for (const OptionDescription& option : card->options) {
      if (option.kind != OptionKind::Matrix || !panel.options.contains(option.id)) continue;
      const std::string place = "panels[" + std::to_string(i) + "].options." + option.id + ".file";
      try {
        embed(panel, *card, option, folder);
      } catch (const std::system_error& error) {
        throw ScenarioError(place, error.code().message());
      } catch (const std::runtime_error& error) {
        throw ScenarioError(place, error.what());
      }
    }
  }
}

}  // namespace thalweg
