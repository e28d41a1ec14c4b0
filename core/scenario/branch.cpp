#include "core/scenario/branch.h"

#include "core/contracts/optimizer.h"
#include "core/scenario/contender.h"

#include <algorithm>
#include <set>
#include <utility>

namespace thalweg {

namespace {

/// The parent, where there is one in the scenario.
std::optional<std::size_t> parentOf(const Scenario& scenario, std::size_t contender) {
  const auto& branch = scenario.contenders[contender].branch;
  if (!branch || branch->of >= scenario.contenders.size() || branch->of == contender) return {};
  return branch->of;
}

/// From the contender to its root. A chain that bites its own tail, which files refuse, ends there.
std::vector<std::size_t> lineOf(const Scenario& scenario, std::size_t contender) {
  std::vector<std::size_t> line = {contender};
  while (const auto parent = parentOf(scenario, line.back())) {
    if (std::ranges::find(line, *parent) != line.end()) break;
    line.push_back(*parent);
  }
  return line;
}

Contender settingsOf(const Contender& contender) {
  Contender settings;
  settings.optimizer = contender.optimizer;
  settings.options = contender.options;
  settings.schedule = contender.schedule;
  settings.groups = contender.groups;
  return settings;
}

/// Sets what the parent sets and the branch leaves at its default.
void complete(Contender& branch, const Contender& parent) {
  if (branch.optimizer != parent.optimizer) return;
  const OptimizerCard* card = findOptimizer(branch.optimizer);
  if (!card) return;
  for (const auto& [id, value] : parent.options) {
    const OptionDescription* option = card->find(id);
    if (option && !branch.options.contains(id)) branch.options[id] = option->fallback;
  }
}

/// A branch and its parent: now, before the edit, and when the gesture began.
struct Couple {
  Contender& own;
  const Contender& parent;
  const Contender& ownBefore;
  const Contender& parentBefore;
  const Contender& ownBegun;
  const Contender& parentBegun;

  /// Whether the part that `of` takes from a contender is to follow.
  template <class Of>
  [[nodiscard]] bool follows(const Of& of) const {
    return of(own) == of(ownBefore) && of(ownBefore) == of(parentBefore) && of(ownBegun) == of(parentBegun);
  }
};

void followOptions(const Couple& c) {
  const auto same = [](const Contender& a, const Contender& b) { return a.optimizer == b.optimizer; };
  if (!same(c.own, c.parent) || !same(c.ownBefore, c.parentBefore) || !same(c.ownBegun, c.parentBegun)) return;
  std::set<std::string> ids;
  for (const Contender* side : {&std::as_const(c.own), &c.parent}) {
    for (const auto& [id, value] : side->options) ids.insert(id);
  }
  for (const std::string& id : ids) {
    const auto valueOf = [&](const Contender& contender) -> std::optional<Json> {
      const auto found = contender.options.find(id);
      return found == contender.options.end() ? std::nullopt : std::optional(found->second);
    };
    if (!c.follows(valueOf)) continue;
    if (const auto value = valueOf(c.parent))
      c.own.options[id] = *value;
    else
      c.own.options.erase(id);
  }
}

/// Parents before their branches.
std::vector<std::size_t> parentsFirst(const Scenario& scenario) {
  std::vector<std::size_t> order(scenario.contenders.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return lineOf(scenario, i).size(); });
  return order;
}

bool sameBranches(const Scenario& a, const Scenario& b) {
  return std::ranges::equal(a.contenders, b.contenders, {}, &Contender::branch, &Contender::branch);
}

}  // namespace

std::size_t rootOf(const Scenario& scenario, std::size_t contender) { return lineOf(scenario, contender).back(); }

std::optional<BranchPoint> forkOf(const Scenario& scenario, std::size_t contender) {
  const std::vector<std::size_t> line = lineOf(scenario, contender);
  if (line.size() < 2) return {};
  const std::int64_t step = scenario.contenders[contender].branch->step;
  std::size_t from = 1;
  while (from + 1 < line.size() && scenario.contenders[line[from]].branch->step >= step) ++from;
  return BranchPoint{line[from], step};
}

std::vector<BranchShow> branchShows(const Scenario& scenario) {
  std::vector<BranchShow> shows(scenario.contenders.size());
  for (std::size_t i = 0; i < shows.size(); ++i) {
    const Contender& own = scenario.contenders[i];
    const auto fork = forkOf(scenario, i);
    if (fork && !own.hidden && !scenario.contenders[fork->of].hidden) {
      shows[i].first = fork->step;
      std::int64_t& left = shows[fork->of].ghostFrom;
      if (!own.ghost && (left < 0 || fork->step < left)) left = fork->step;
    }
  }
  for (std::size_t i = 0; i < shows.size(); ++i) {
    if (scenario.contenders[i].ghost) shows[i].ghostFrom = shows[i].first;
  }
  if (scenario.display.ghosts) return shows;
  // Without the ways that were left, every path is drawn whole.
  for (BranchShow& show : shows) {
    show.seen = show.ghostFrom < 0;
    show.first = 0;
  }
  return shows;
}

bool comesFrom(const Scenario& scenario, std::size_t contender, std::size_t parent) {
  const std::vector<std::size_t> line = lineOf(scenario, contender);
  return contender != parent && std::ranges::find(line, parent) != line.end();
}

const GradientConditions& conditionsOf(const Scenario& scenario, const Contender& contender) {
  return contender.gradient ? *contender.gradient : scenario.gradient;
}

std::vector<Stretch> stretches(const Scenario& scenario, std::size_t contender) {
  const std::vector<std::size_t> line = lineOf(scenario, contender);
  std::vector<Stretch> all;
  for (auto at = line.rbegin(); at != line.rend(); ++at) {
    const Contender& own = scenario.contenders[*at];
    const std::int64_t from = at == line.rbegin() ? 0 : std::max<std::int64_t>(0, own.branch->step);
    while (!all.empty() && all.back().from >= from) all.pop_back();
    const GradientConditions& gradient = conditionsOf(scenario, own);
    all.push_back({from, settingsOf(own), gradient, gradient.paired ? 0 : line.back() + 1});
  }
  return all;
}

std::vector<GradientStage> laterStages(const std::vector<Stretch>& stretches) {
  std::vector<GradientStage> stages;
  for (std::size_t i = 1; i < stretches.size(); ++i)
    stages.push_back({stretches[i].from, stretches[i].gradient, stretches[i].stream});
  return stages;
}

void checkRun(const Scenario& scenario, std::size_t contender, Index dimension) {
  const std::vector<Stretch> all = stretches(scenario, contender);
  for (const Stretch& stretch : all) {
    try {
      checkContender(stretch.settings, dimension, scenario.steps);
    } catch (const OptionError& error) {
      if (&stretch == &all.back()) throw;
      throw OptionError("branch: " + error.path(), error.message());
    }
  }
}

Contender branchOf(const Scenario& scenario, std::size_t parent, std::int64_t step) {
  const std::vector<std::size_t> line = lineOf(scenario, parent);
  std::size_t from = 0;
  while (from + 1 < line.size() && scenario.contenders[line[from]].branch->step > step) ++from;
  const Contender& original = scenario.contenders[line[from]];
  Contender branch = settingsOf(original);
  branch.gradient = original.gradient;
  branch.branch = BranchPoint{line[from], step};
  return branch;
}

void branchesAfterInsert(Scenario& scenario, std::size_t index) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    auto& branch = scenario.contenders[i].branch;
    if (branch && branch->of >= index) ++branch->of;
  }
}

void branchesAfterErase(Scenario& scenario, const Scenario& before, std::size_t index) {
  for (Contender& contender : scenario.contenders) {
    auto& branch = contender.branch;
    if (!branch) continue;
    if (branch->of == index) {
      contender.start = before.contenders[rootOf(before, index)].start;
      branch.reset();
    } else if (branch->of > index) {
      --branch->of;
    }
  }
}

void branchesAfterMove(Scenario& scenario, std::size_t from, std::size_t to) {
  for (Contender& contender : scenario.contenders) {
    if (!contender.branch) continue;
    std::size_t& of = contender.branch->of;
    if (of == from)
      of = to;
    else if (from < of && of <= to)
      --of;
    else if (to <= of && of < from)
      ++of;
  }
}

Contender inheritedSettings(const Contender& parent, const std::string& optimizer) {
  Contender settings = settingsOf(parent);
  settings.gradient = parent.gradient;
  if (optimizer == parent.optimizer) return settings;
  const OptimizerCard* card = findOptimizer(optimizer);
  settings.optimizer = optimizer;
  settings.options.clear();
  settings.groups.clear();
  if (card && card->rate.empty()) settings.schedule.reset();
  return settings;
}

void checkBranches(const Scenario& scenario) {
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    const Contender& own = scenario.contenders[i];
    if (!own.branch) continue;
    const std::string path = "contenders[" + std::to_string(i) + "].";
    const std::string found = ", found " + std::to_string(own.branch->of);
    if (own.branch->of >= scenario.contenders.size())
      throw OptionError(path + "branch.of",
                        "expected a contender below " + std::to_string(scenario.contenders.size()) + found);
    if (scenario.contenders[rootOf(scenario, i)].branch)
      throw OptionError(path + "branch.of", "expected a contender that does not come from this one" + found);
    if (!own.start.empty())
      throw OptionError(path + "start", "a branch begins where its parent does, so it has no start");
  }
}

void followParents(Scenario& scenario, const Scenario& before, const Scenario& begun) {
  const bool same = sameBranches(scenario, before) && sameBranches(scenario, begun);
  for (const std::size_t i : parentsFirst(scenario)) {
    const auto parentIndex = parentOf(scenario, i);
    if (!parentIndex) continue;
    Contender& own = scenario.contenders[i];
    const Contender& parent = scenario.contenders[*parentIndex];
    if (same && !own.ghost) {
      const Couple couple{own,
                          parent,
                          before.contenders[i],
                          before.contenders[*parentIndex],
                          begun.contenders[i],
                          begun.contenders[*parentIndex]};
      if (parent.optimizer != couple.parentBefore.optimizer && couple.follows(settingsOf)) {
        own.optimizer = parent.optimizer;
        own.options = parent.options;
      }
      followOptions(couple);
      if (couple.follows([](const Contender& c) { return c.schedule; })) own.schedule = parent.schedule;
      if (couple.follows([](const Contender& c) { return c.groups; })) own.groups = parent.groups;
      if (couple.follows([](const Contender& c) { return c.gradient; })) own.gradient = parent.gradient;
    }
    complete(own, parent);
  }
}

std::vector<std::string> differencesFromParent(const Scenario& scenario, std::size_t contender) {
  const auto parentIndex = parentOf(scenario, contender);
  if (!parentIndex) return {};
  const Contender& own = scenario.contenders[contender];
  const Contender& parent = scenario.contenders[*parentIndex];
  std::vector<std::string> differences;
  const OptimizerCard* card = findOptimizer(own.optimizer);
  if (own.optimizer != parent.optimizer) {
    differences.emplace_back("optimizer");
  } else if (card) {
    for (const OptionDescription& option : card->options) {
      if (optionValue(option, own.options) != optionValue(option, parent.options)) differences.push_back(option.id);
    }
  }
  if (own.schedule != parent.schedule) differences.emplace_back("schedule");
  if (own.groups != parent.groups) differences.emplace_back("groups");
  if (own.gradient != parent.gradient) differences.emplace_back("gradient");
  return differences;
}

}  // namespace thalweg
