#include "core/scenario/contender.h"

#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"

#include <set>

namespace thalweg {

Options groupOptions(const Contender& contender, std::size_t group) {
  Options merged = contender.options;
  for (const auto& [id, value] : contender.groups[group].options) {
    const OptimizerCard* card = findOptimizer(contender.optimizer);
    const OptionDescription* option = card ? card->find(id) : nullptr;
    // A group's parameters are those of all, but for the ones that it has itself.
    if (option && option->kind == OptionKind::Parameters && merged.contains(id) && value.is_object())
      merged[id].update(value);
    else
      merged[id] = value;
  }
  return merged;
}

std::vector<double> initialRates(const Contender& contender, Index dimension) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  if (!card || card->rate.empty()) return {};
  std::vector<double> rates;
  Index named = 0;
  for (std::size_t i = 0; i < contender.groups.size(); ++i) {
    rates.push_back(initialRate(*card, groupOptions(contender, i)));
    named += static_cast<Index>(contender.groups[i].coordinates.size());
  }
  if (rates.empty() || named < dimension) rates.push_back(initialRate(*card, contender.options));
  return rates;
}

Eigen::ArrayXXd previewRates(const Contender& contender, Index dimension, std::int64_t steps,
                             std::int64_t stepsPerEpoch) {
  const std::vector<double> initial = initialRates(contender, dimension);
  if (initial.empty()) return {};
  if (contender.schedule) {
    const Eigen::ArrayXXd all =
        previewSchedule(*findSchedule(contender.schedule->name), contender.schedule->options, initial, steps);
    if (stepsPerEpoch == 1) return all;
    Eigen::ArrayXXd rates(all.rows(), all.cols());
    for (Index k = 0; k < all.rows(); ++k) rates.row(k) = all.row(k / stepsPerEpoch);
    return rates;
  }
  const Eigen::Map<const Eigen::ArrayXd> rates(initial.data(), static_cast<Index>(initial.size()));
  return rates.transpose().replicate(steps, 1);
}

void checkDimension(const OptimizerCard& card, Index dimension) {
  if (card.most == 0 || dimension <= card.most) return;
  throw OptionError("optimizer", card.id + " keeps matrices and takes at most " + std::to_string(card.most) +
                                     " coordinates, found " + std::to_string(dimension));
}

void checkContender(const Contender& contender, Index dimension, std::int64_t steps) {
  const OptimizerCard* card = findOptimizer(contender.optimizer);
  if (!card) throw OptionError("optimizer", "there is no optimizer \"" + contender.optimizer + "\"");
  checkDimension(*card, dimension);
  (void)card->make(contender.options);
  if (card->most > 0 && dimension > card->most) {
    throw OptionError("optimizer", card->id + " keeps matrices and takes at most " + std::to_string(card->most) +
                                       " coordinates, found " + std::to_string(dimension));
  }
  if (!contender.groups.empty() && !cardInForce(*card, contender.options)->groups) {
    throw OptionError("groups",
                      card->id + (card->groups ? ": gradients at other points than x leave no parameter groups"
                                               : " takes no parameter groups"));
  }
  std::set<Index> named;
  for (std::size_t i = 0; i < contender.groups.size(); ++i) {
    const std::string place = "groups[" + std::to_string(i) + "].";
    for (std::size_t k = 0; k < contender.groups[i].coordinates.size(); ++k) {
      const Index c = contender.groups[i].coordinates[k];
      const std::string entry = place + "coordinates[" + std::to_string(k) + "]";
      if (c >= dimension)
        throw OptionError(entry,
                          "expected a coordinate below " + std::to_string(dimension) + ", found " + std::to_string(c));
      if (!named.insert(c).second) throw OptionError(entry, "coordinate " + std::to_string(c) + " is named twice");
    }
    try {
      const Options options = groupOptions(contender, i);
      (void)card->make(options);
      if (!cardInForce(*card, options)->groups)
        throw OptionError("options.formula", "gradients at other points than x leave no parameter groups");
    } catch (const OptionError& error) {
      throw OptionError(place + error.path(), error.message());
    }
  }
  if (!contender.schedule) return;
  const ScheduleCard* schedule = findSchedule(contender.schedule->name);
  if (!schedule) throw OptionError("schedule.name", "there is no schedule \"" + contender.schedule->name + "\"");
  if (card->rate.empty()) throw OptionError("schedule", card->id + " has no learning rate to schedule");
  try {
    const std::unique_ptr<Schedule> made = schedule->make(contender.schedule->options, steps);
    GroupRates groups;
    for (const double rate : initialRates(contender, dimension)) groups.push_back({.lr = rate});
    made->start(groups);
  } catch (const OptionError& error) {
    throw OptionError("schedule." + error.path(), error.message());
  }
}

}  // namespace thalweg
