#include "core/scenario/scenario_link.h"

#include "core/base/packed_text.h"

#include <stdexcept>

namespace thalweg {

namespace {
constexpr std::string_view linkScheme = "thalweg:";
}

bool isScenarioLink(std::string_view text) { return text.starts_with(linkScheme); }

std::string scenarioLink(const Scenario& scenario) {
  if (scenario.recorded) throw ScenarioError("", "a link has no room for recorded runs; hand on their files");
  const auto json = nlohmann::ordered_json::parse(writeScenario(scenario));
  std::string link = std::string(linkScheme) + packed(json.dump());
  if (link.size() > limits::linkBytes) throw ScenarioError("", "it is too large for a link; save it as a file");
  return link;
}

Scenario scenarioOfLink(std::string_view link) {
  // Mail and chat break long lines.
  std::string text;
  if (link.size() <= limits::linkBytes * 2) {
    for (const char c : link) {
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') text += c;
    }
  }
  if (link.size() > limits::linkBytes * 2 || text.size() > limits::linkBytes)
    throw ScenarioError("link", "expected at most " + std::to_string(limits::linkBytes) + " characters, found " +
                                    std::to_string(link.size()));
  if (!isScenarioLink(text)) throw ScenarioError("link", "expected \"thalweg:\" and a packed scenario");
  try {
    return parseScenario(unpacked(std::string_view(text).substr(linkScheme.size()), limits::fileBytes));
  } catch (const std::invalid_argument& error) {
    throw ScenarioError("link", error.what());
  } catch (const ScenarioError& error) {
    throw ScenarioError("link", error.what());
  }
}

}  // namespace thalweg
