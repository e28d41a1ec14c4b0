#include "ui/document/contender_edits.h"

#include "core/base/format.h"
#include "core/expression/rule_lines.h"
#include "core/runs/stability.h"
#include "core/scenario/branch.h"
#include "core/scenario/contender.h"
#include "ui/look/contender_look.h"

#include <algorithm>
#include <set>

namespace thalweg {

namespace {

/// A mark as a scenario keeps it. The eighth colour is the text's, which differs from theme to theme.
void writeMark(Contender& contender, const ContenderMark& mark, const Theme& theme) {
  contender.color = mark.color == theme.text ? "#808890" : mark.color.name().toUpper().toStdString();
  contender.marker = mark.marker.toStdString();
}

/// Writes the marks that places gave into the contenders that have none of their own, before places change.
void keepMarks(Scenario& scenario, const Theme& theme, std::size_t first) {
  for (std::size_t i = first; i < scenario.contenders.size(); ++i) {
    // A branch's is its parent's.
    if (!scenario.contenders[i].branch) writeMark(scenario.contenders[i], contenderMark(theme, scenario, i), theme);
  }
}

/// Gives the contender the first mark that no other has; where that is its place's, it is left to the place.
void giveFreeMark(Scenario& scenario, std::size_t index, const Theme& theme) {
  Contender& contender = scenario.contenders[index];
  contender.color.clear();
  contender.marker.clear();
  std::set<QString> taken;
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (i != index) taken.insert(contenderMark(theme, scenario, i).marker);
  }
  if (!taken.contains(theme.contender(index).marker)) return;
  for (std::size_t i = 0; i < theme.contenders.size(); ++i) {
    const ContenderMark& mark = theme.contenders[i];
    if (taken.contains(mark.marker)) continue;
    writeMark(contender, mark, theme);
    return;
  }
}

/// `text` with `number` in the place of `former`, wherever that stands as a word of its own.
std::string withNumber(std::string text, const std::string& former, const std::string& number) {
  const auto ends = [&](std::size_t at) { return at == text.size() || text[at] == ' ' || text[at] == ','; };
  for (std::size_t at = text.find(former); at != std::string::npos; at = text.find(former, at)) {
    const bool word = (at == 0 || text[at - 1] == ' ') && ends(at + former.size());
    if (word) text.replace(at, former.size(), number);
    at += word ? number.size() : former.size();
  }
  return text;
}

/// The options among `set` that `card` takes, each for itself.
Options takenBy(const Card& card, const Options& set) {
  Options taken;
  for (const auto& [id, value] : set) {
    if (!card.find(id)) continue;
    try {
      checkOptions(card, {{id, value}});
      taken[id] = value;
    } catch (const OptionError&) {
      continue;
    }
  }
  return taken;
}

/// What of a path such as "base_options.lr" stands before the point; the whole without one.
std::string head(const std::string& path) { return path.substr(0, path.find('.')); }

bool isSet(const Contender& contender, const std::string& path) {
  const auto whole = contender.options.find(head(path));
  if (whole == contender.options.end()) return false;
  return path.find('.') == std::string::npos || whole->second.contains(path.substr(path.find('.') + 1));
}

/// Planes that name contenders follow their numbers: `to` has the new one of each, none for one that has gone, without
/// which a plane is what it is by default.
template <class To>
void renumberPlanes(Scenario& scenario, const To& to) {
  const auto goes = [&](PathPlace& place) {
    if (!place.contender) return true;
    place.contender = to(*place.contender);
    return place.contender.has_value();
  };
  for (Panel& panel : scenario.panels) {
    if (!panel.plane) continue;
    PlaneChoice& plane = *panel.plane;
    if (plane.at && !goes(*plane.at)) plane.at.reset();
    bool whole = true;
    for (PlaneAnchor& anchor : plane.points) {
      auto* place = std::get_if<PathPlace>(&anchor);
      whole = whole && (!place || goes(*place));
    }
    if (!whole) plane.points.clear();
    if (!plane.contenders) continue;
    std::vector<std::size_t> left;
    for (const std::size_t i : *plane.contenders) {
      if (const std::optional<std::size_t> now = to(i)) left.push_back(*now);
    }
    plane.contenders = left.empty() ? std::nullopt : std::optional(std::move(left));
  }
}

}  // namespace

void addContender(Scenario& scenario, const OptimizerCard& optimizer, const Theme& theme) {
  if (scenario.contenders.size() >= limits::contenders) return;
  Contender contender;
  contender.optimizer = optimizer.id;
  scenario.contenders.push_back(std::move(contender));
  giveFreeMark(scenario, scenario.contenders.size() - 1, theme);
}

std::size_t branchContender(Scenario& scenario, std::size_t index, std::int64_t step) {
  // At the end no place changes, and with it no mark.
  if (scenario.contenders.size() >= limits::contenders) return index;
  scenario.contenders.push_back(branchOf(scenario, index, step));
  return scenario.contenders.size() - 1;
}

void pinGhost(Scenario& scenario, std::size_t index) {
  if (scenario.contenders.size() >= limits::contenders) return;
  const Contender& original = scenario.contenders[index];
  Contender ghost = branchOf(scenario, index, original.branch ? original.branch->step : 0);
  if (original.branch) {
    // Beside the branch, from the same step of the same parent.
    ghost = original;
    ghost.label.clear();
  }
  ghost.ghost = true;
  ghost.hidden = false;
  scenario.contenders.push_back(std::move(ghost));
}

void raceBatches(Scenario& scenario, std::size_t index, const Theme& theme) {
  const auto setBatch = [&](std::size_t at, std::int64_t batch) {
    GradientConditions own = conditionsOf(scenario, scenario.contenders[at]);
    own.batch = batch;
    scenario.contenders[at].gradient = own;
  };
  setBatch(index, 50);
  for (const std::int64_t batch : {8, 1}) {
    if (scenario.contenders.size() >= limits::contenders) return;
    duplicateContender(scenario, index, theme);
    setBatch(index, batch);
  }
}

void duplicateContender(Scenario& scenario, std::size_t index, const Theme& theme) {
  if (scenario.contenders.size() >= limits::contenders) return;
  keepMarks(scenario, theme, index + 1);
  const auto below = scenario.contenders.begin() + static_cast<std::ptrdiff_t>(index) + 1;
  scenario.contenders.insert(below, Contender(scenario.contenders[index]));
  branchesAfterInsert(scenario, index + 1);
  if (!scenario.contenders[index + 1].branch) giveFreeMark(scenario, index + 1, theme);
  renumberPlanes(scenario, [&](std::size_t i) { return std::optional(i > index ? i + 1 : i); });
}

void removeContender(Scenario& scenario, std::size_t index, const Theme& theme) {
  keepMarks(scenario, theme, index + 1);
  const Scenario before = scenario;
  scenario.contenders.erase(scenario.contenders.begin() + static_cast<std::ptrdiff_t>(index));
  branchesAfterErase(scenario, before, index);
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& was = before.contenders[i < index ? i : i + 1];
    if (was.branch && !scenario.contenders[i].branch && was.color.empty() && was.marker.empty())
      giveFreeMark(scenario, i, theme);
  }
  renumberPlanes(scenario,
                 [&](std::size_t i) { return i == index ? std::nullopt : std::optional(i > index ? i - 1 : i); });
}

void moveContender(Scenario& scenario, std::size_t from, std::size_t to, const Theme& theme) {
  const std::size_t count = scenario.contenders.size();
  if (from >= count || to >= count || from == to) return;
  keepMarks(scenario, theme, std::min(from, to));
  const auto at = [&](std::size_t i) { return scenario.contenders.begin() + static_cast<std::ptrdiff_t>(i); };
  if (from < to)
    std::rotate(at(from), at(from + 1), at(to + 1));
  else
    std::rotate(at(to), at(from), at(from + 1));
  branchesAfterMove(scenario, from, to);
  renumberPlanes(scenario, [&](std::size_t i) {
    if (i == from) return std::optional(to);
    if (from < i && i <= to) return std::optional(i - 1);
    return std::optional(to <= i && i < from ? i + 1 : i);
  });
}

double rateOf(const Contender& contender) {
  const OptimizerCard& card = *findOptimizer(contender.optimizer);
  return optionNumber(card, contender.options, card.rate);
}

void exchangeOptimizer(Contender& contender, const OptimizerCard& next, Index dimension, std::int64_t steps) {
  const OptimizerCard* before = findOptimizer(contender.optimizer);
  Contender changed = contender;
  changed.optimizer = next.id;
  changed.run.reset();
  // A name given to the old method would be wrong for the new one.
  changed.label.clear();
  changed.options = takenBy(next, contender.options);
  const bool rated = before && !before->rate.empty() && !next.rate.empty();
  if (rated && isSet(contender, before->rate)) setRate(changed, rateOf(contender));
  if (next.rate.empty()) changed.schedule.reset();
  if (!next.groups) changed.groups.clear();
  for (ParameterGroup& group : changed.groups) group.options = takenBy(next, group.options);
  try {
    checkContender(changed, dimension, steps);
  } catch (const OptionError&) {
    // Options that do not go together here.
    changed.options.clear();
    changed.groups.clear();
    changed.schedule.reset();
  }
  contender = std::move(changed);
}

void addAsRule(Scenario& scenario, std::size_t index, const Theme& theme) {
  const OptimizerCard& card = *findOptimizer(scenario.contenders[index].optimizer);
  const auto written = [&](const Options& options) {
    const auto rule = writtenAsRule(card, options);
    Options typed = {{"formula", rule->formula}, {"parameters", rule->parameters}};
    if (rule->maximize) typed["maximize"] = true;
    if (!card.rate.empty()) typed["lr"] = optionNumber(card, options, card.rate);
    return typed;
  };
  if (scenario.contenders.size() >= limits::contenders || !writtenAsRule(card, scenario.contenders[index].options))
    return;
  duplicateContender(scenario, index, theme);
  const Contender& from = scenario.contenders[index];
  Contender& to = scenario.contenders[index + 1];
  to.optimizer = "rule";
  to.label = displayName(from) + ", typed";
  to.options = written(from.options);
  for (std::size_t i = 0; i < to.groups.size(); ++i) {
    to.groups[i].options.clear();
    for (const auto& [id, value] : written(groupOptions(from, i)))
      if (!to.options.contains(id) || to.options.at(id) != value) to.groups[i].options[id] = value;
  }
}

bool isAlone(const Scenario& scenario, std::size_t index) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden != (i != index)) return false;
  }
  return true;
}

void showAlone(Scenario& scenario, std::size_t index) {
  const bool alone = isAlone(scenario, index);
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) scenario.contenders[i].hidden = !alone && i != index;
}

void keepLabelTrue(Contender& now, const Contender& before) {
  const OptimizerCard* card = findOptimizer(now.optimizer);
  if (!card || now.optimizer != before.optimizer || now.label != before.label) return;
  constexpr int digits = 4;  // as numbers are shown
  for (const OptionDescription& option : card->options) {
    const Json former = optionValue(option, before.options);
    const Json value = optionValue(option, now.options);
    if (former == value || !former.is_number() || !value.is_number()) continue;
    now.label = withNumber(now.label, formatSignificant(former.get<double>(), digits),
                           formatSignificant(value.get<double>(), digits));
  }
}

}  // namespace thalweg
