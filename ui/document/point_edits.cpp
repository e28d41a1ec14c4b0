#include "ui/document/point_edits.h"

#include "ui/document/panel_edits.h"

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

/// The ids of the options that hold samples: those to learn from, then those held out; none where there are none.
std::optional<std::array<std::string, 2>> pointOptions(const Card* card) {
  std::vector<std::string> ids;
  for (const OptionDescription& option : card ? card->options : std::vector<OptionDescription>()) {
    if (option.kind == OptionKind::Samples) ids.push_back(option.id);
  }
  if (ids.size() != 2) return {};
  return std::array{ids[0], ids[1]};
}

/// The panel with other options. Where they make another dimension, starts no longer fit.
void takeOptions(Scenario& scenario, std::size_t index, Options options) {
  const Panel& before = scenario.panels[index];
  Panel next = before;
  next.options = std::move(options);
  const Index dimension = makeObjective({next.objective, next.options, {}, {}, {}})->dimension();
  const bool another = makeObjective(before)->dimension() != dimension;
  if (another) {
    next.dimension.reset();
    next.start.clear();
  }
  setOptions(scenario, index, next);
  if (!another) return;
  for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
    if (scenario.panels[i].options == next.options && scenario.panels[i].objective == next.objective)
      shareStart(scenario, i);
  }
}

Json placed(const Dataset& data, double x, double y, int itsClass) {
  return data.classes ? Json{x, y, itsClass} : Json{x, y};
}

void change(Scenario& scenario, std::size_t panel, const Objective& objective, const auto& edit) {
  const DataObjective* data = drawableData(objective);
  if (!data) return;
  PointText points = pointLists(data->dataset());
  edit(points, data->dataset());
  setPoints(scenario, panel, points);
}

Json& listOf(PointText& points, bool test) { return test ? points.testPoints : points.points; }

bool isIn(const Dataset& data, const SampleRef& sample) {
  return sample.index >= 0 && sample.index < (sample.test ? data.testTargets : data.targets).size();
}

}  // namespace

bool takesPoints(const Panel& panel) { return pointOptions(findObjective(panel.objective)).has_value(); }

bool hasOwnPoints(const Panel& panel) {
  const auto ids = pointOptions(findObjective(panel.objective));
  const auto set = ids ? panel.options.find(ids->front()) : panel.options.end();
  return set != panel.options.end() && !set->second.is_null();
}

PointColumns expectedColumns(const Panel& panel) {
  PointColumns columns;
  const auto ids = pointOptions(findObjective(panel.objective));
  const auto takes = [&](const Json& points) {
    Panel tried{panel.objective, panel.options, {}, {}, {}};
    tried.options[ids->front()] = points;
    tried.options.erase(ids->back());
    try {
      (void)makeObjective(tried);
      return true;
    } catch (const OptionError&) {
      return false;
    }
  };
  columns.values = ids && takes(Json{{0, 0}, {1, 1}});
  if (ids && takes(Json{{0, 0, 0}, {1, 0, 1}}))
    columns.mostClasses = takes(Json{{0, 0, 0}, {1, 0, 1}, {0, 1, 2}}) ? 3 : 2;
  return columns;
}

int mostClasses(const Panel& panel, const Objective& objective) {
  const DataObjective* data = withData(objective);
  return data && data->dataset().classes ? static_cast<int>(expectedColumns(panel).mostClasses) : 0;
}

int pointClass(const Objective& objective, const SampleRef& sample) {
  const DataObjective* data = withData(objective);
  if (!data || !data->dataset().classes || !isIn(data->dataset(), sample)) return 0;
  const Dataset& set = data->dataset();
  const double target = (sample.test ? set.testTargets : set.targets)[sample.index];
  return set.classCount == 2 ? (target > 0 ? 1 : 0) : static_cast<int>(target);
}

void setPoints(Scenario& scenario, std::size_t panel, const PointText& points) {
  const auto ids = pointOptions(findObjective(scenario.panels[panel].objective));
  if (!ids) return;
  Options options = scenario.panels[panel].options;
  options[ids->front()] = points.points;
  if (points.testPoints.is_null())
    options.erase(ids->back());
  else
    options[ids->back()] = points.testPoints;
  takeOptions(scenario, panel, std::move(options));
}

void leaveOutPoints(Panel& panel) {
  if (const auto ids = pointOptions(findObjective(panel.objective))) {
    for (const std::string& id : *ids) panel.options.erase(id);
  }
}

void dropPoints(Scenario& scenario, std::size_t panel) {
  Panel without = scenario.panels[panel];
  leaveOutPoints(without);
  takeOptions(scenario, panel, std::move(without.options));
}

SampleRef addPoint(Scenario& scenario, std::size_t panel, const Objective& objective, double x, double y, int itsClass,
                   bool test) {
  SampleRef added{test, 0};
  change(scenario, panel, objective, [&](PointText& points, const Dataset& data) {
    Json& list = listOf(points, test);
    if (list.is_null()) list = Json::array();
    list.push_back(placed(data, x, y, itsClass));
    added.index = static_cast<Index>(list.size()) - 1;
  });
  return added;
}

void movePoint(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample, double x,
               double y) {
  change(scenario, panel, objective, [&](PointText& points, const Dataset& data) {
    if (isIn(data, sample))
      listOf(points, sample.test)[static_cast<std::size_t>(sample.index)] =
          placed(data, x, y, pointClass(objective, sample));
  });
}

bool removePoint(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample) {
  const DataObjective* known = drawableData(objective);
  if (!known || !isIn(known->dataset(), sample)) return false;
  if (!sample.test && known->samples() < 2) return false;
  change(scenario, panel, objective, [&](PointText& points, const Dataset& /*data*/) {
    Json& list = listOf(points, sample.test);
    list.erase(static_cast<std::size_t>(sample.index));
    if (sample.test && list.empty()) list = nullptr;
  });
  return true;
}

void setPointClass(Scenario& scenario, std::size_t panel, const Objective& objective, const SampleRef& sample,
                   int itsClass) {
  change(scenario, panel, objective, [&](PointText& points, const Dataset& data) {
    if (data.classes && isIn(data, sample))
      listOf(points, sample.test)[static_cast<std::size_t>(sample.index)].back() = itsClass;
  });
}

}  // namespace thalweg
