#include "ui/document/panel_edits.h"

#include "core/scenario/branch.h"
#include "core/scenario/scenario_file.h"
#include "core/scenario/view_kind.h"

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

using Starts = std::vector<std::optional<std::vector<double>>>;

/// A contender without starts of its own compares equal to one that never had any.
void trim(Starts& starts) {
  while (!starts.empty() && !starts.back()) starts.pop_back();
}

template <class T>
void moveEntry(std::vector<T>& entries, std::size_t from, std::size_t to) {
  const auto at = [&](std::size_t i) { return entries.begin() + static_cast<std::ptrdiff_t>(i); };
  if (from < to)
    std::rotate(at(from), at(from + 1), at(to + 1));
  else
    std::rotate(at(to), at(from), at(from + 1));
}

/// Whether both show the same objective from the same start, each in another way.
bool isTwin(const Panel& panel, const Panel& other) {
  return &viewKind(panel) != &viewKind(other) && panel.objective == other.objective && panel.options == other.options &&
         panel.dimension == other.dimension && panel.start == other.start;
}

/// The smallest layout that shows so many panels; the largest for more.
int layoutFor(std::size_t panels) {
  for (const int count : layoutCounts) {
    if (static_cast<std::size_t>(count) >= panels) return count;
  }
  return layoutCounts.back();
}

}  // namespace

void chooseObjective(Scenario& scenario, std::size_t panel, const std::string& id) {
  scenario.panels[panel] = Panel{id, {}, {}, {}, {}};
  shareStart(scenario, panel);
}

std::size_t addPanel(Scenario& scenario, std::size_t after, const std::string& id) {
  const std::size_t at = std::min(after + 1, scenario.panels.size());
  const bool allShown = static_cast<std::size_t>(scenario.display.layout) >= scenario.panels.size();
  Panel added{id, {}, {}, {}, {}};
  const Panel& beside = scenario.panels[std::min(after, scenario.panels.size() - 1)];
  // Recorded runs have no options to be found by.
  if (beside.objective == id) {
    added.recorded = beside.recorded;
    if (added.recorded) added.plane = beside.plane;
  }
  scenario.panels.insert(scenario.panels.begin() + static_cast<std::ptrdiff_t>(at), std::move(added));
  for (Contender& contender : scenario.contenders) {
    if (at < contender.start.size())
      contender.start.insert(contender.start.begin() + static_cast<std::ptrdiff_t>(at), std::nullopt);
  }
  if (scenario.display.enlarged) scenario.display.enlarged = at;
  if (allShown) scenario.display.layout = std::max(scenario.display.layout, layoutFor(scenario.panels.size()));
  return at;
}

bool showsData(const Panel& panel) { return panel.viewKind == "data"; }

bool showsPhase(const Panel& panel) { return panel.viewKind == "phase"; }

std::size_t addKindPanel(Scenario& scenario, std::size_t panel, std::string_view kind) {
  const Panel shown = scenario.panels[panel];
  const std::size_t at = addPanel(scenario, panel, shown.objective);
  Panel& added = scenario.panels[at];
  added.options = shown.options;
  added.dimension = shown.dimension;
  added.start = shown.start;
  added.viewKind = kind;
  for (Contender& contender : scenario.contenders) {
    if (panel >= contender.start.size() || !contender.start[panel]) continue;
    contender.start.resize(std::max(contender.start.size(), at + 1));
    contender.start[at] = contender.start[panel];
  }
  return at;
}

void setOptions(Scenario& scenario, std::size_t panel, const Panel& changed) {
  const Panel before = scenario.panels[panel];
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    Panel& own = scenario.panels[i];
    if (i == panel)
      own = changed;
    else if (!isTwin(own, before))
      continue;
    own.options = changed.options;
    own.dimension = changed.dimension;
    own.start = changed.start;
    const auto objective = makeObjective(own);
    if (!viewKind(own).problem(*objective).empty()) own.viewKind.reset();
    try {
      if (own.plane) checkPlaneChoice(*own.plane, objective->dimension(), scenario.contenders.size(), "plane");
    } catch (const ScenarioError&) {
      own.plane.reset();
    }
  }
}

void removePanel(Scenario& scenario, std::size_t panel) {
  if (scenario.panels.size() < 2) return;
  const auto at = static_cast<std::ptrdiff_t>(panel);
  scenario.panels.erase(scenario.panels.begin() + at);
  for (Contender& contender : scenario.contenders) {
    if (panel < contender.start.size()) contender.start.erase(contender.start.begin() + at);
    trim(contender.start);
  }
  std::optional<std::size_t>& enlarged = scenario.display.enlarged;
  if (enlarged == panel || scenario.panels.size() < 2)
    enlarged.reset();
  else if (enlarged && *enlarged > panel)
    --*enlarged;
  scenario.display.layout = std::min(scenario.display.layout, layoutFor(scenario.panels.size()));
}

void movePanel(Scenario& scenario, std::size_t from, std::size_t to) {
  if (from == to || std::max(from, to) >= scenario.panels.size()) return;
  moveEntry(scenario.panels, from, to);
  for (Contender& contender : scenario.contenders) {
    contender.start.resize(scenario.panels.size());
    moveEntry(contender.start, from, to);
    trim(contender.start);
  }
  std::optional<std::size_t>& enlarged = scenario.display.enlarged;
  if (!enlarged) return;
  if (*enlarged == from)
    enlarged = to;
  else if (from < *enlarged && *enlarged <= to)
    --*enlarged;
  else if (to <= *enlarged && *enlarged < from)
    ++*enlarged;
}

void setStart(Scenario& scenario, std::size_t panel, std::optional<std::size_t> contender,
              const std::vector<double>& point) {
  const Panel before = scenario.panels[panel];
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    if (i != panel && !isTwin(scenario.panels[i], before)) continue;
    if (!contender) {
      scenario.panels[i].start = point;
      continue;
    }
    Starts& starts = scenario.contenders[rootOf(scenario, *contender)].start;
    if (starts.size() <= i) starts.resize(i + 1);
    starts[i] = point;
  }
}

void shareStart(Scenario& scenario, std::size_t panel) {
  for (Contender& contender : scenario.contenders) {
    for (std::size_t i = 0; i < contender.start.size(); ++i) {
      const bool twin = i < scenario.panels.size() && isTwin(scenario.panels[i], scenario.panels[panel]);
      if (i == panel || twin) contender.start[i].reset();
    }
    trim(contender.start);
  }
}

std::vector<double> commonStart(const Panel& panel, const Objective& objective) {
  return panel.start.empty() ? objective.starts().front() : panel.start;
}

bool hasOwnStart(const Scenario& scenario, std::size_t panel, std::size_t contender) {
  if (contender >= scenario.contenders.size()) return false;
  const Starts& starts = scenario.contenders[rootOf(scenario, contender)].start;
  return panel < starts.size() && starts[panel].has_value();
}

bool hasOwnStarts(const Scenario& scenario, std::size_t panel) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (hasOwnStart(scenario, panel, i)) return true;
  }
  return false;
}

const std::string& projectionOf(const Scenario& scenario, std::size_t panel) {
  const auto& own = scenario.panels[panel].projection;
  return own ? *own : scenario.display.projection;
}

const std::string& heightOf(const Scenario& scenario, std::size_t panel) {
  const auto& own = scenario.panels[panel].height;
  return own ? *own : scenario.display.height;
}

void setProjection(Scenario& scenario, const std::string& id) {
  scenario.display.projection = id;
  for (Panel& panel : scenario.panels) panel.projection.reset();
}

void setHeight(Scenario& scenario, const std::string& id) {
  scenario.display.height = id;
  for (Panel& panel : scenario.panels) panel.height.reset();
}

void setProjection(Scenario& scenario, std::size_t panel, const std::string& id) {
  scenario.panels[panel].projection = id == scenario.display.projection ? std::nullopt : std::optional(id);
}

void setHeight(Scenario& scenario, std::size_t panel, const std::string& id) {
  scenario.panels[panel].height = id == scenario.display.height ? std::nullopt : std::optional(id);
}

}  // namespace thalweg
