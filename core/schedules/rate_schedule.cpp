#include "core/schedules/rate_schedule.h"

#include <cmath>

namespace thalweg {

std::vector<double> valuesPerGroup(const Json& option, std::size_t groups, const char* id) {
  if (!option.is_array()) return std::vector<double>(groups, option.get<double>());
  if (option.size() != groups) {
    throw OptionError(std::string("options.") + id, "expected one value or an entry for each of " +
                                                        std::to_string(groups) + " parameter groups, found " +
                                                        std::to_string(option.size()) + " entries");
  }
  return option.get<std::vector<double>>();
}

void settleInitialRates(GroupRates& groups) {
  for (GroupRate& group : groups) {
    if (std::isnan(group.initial)) group.initial = group.lr;
  }
}

void RateSchedule::start(GroupRates& groups) {
  settleInitialRates(groups);
  base_.clear();
  for (const GroupRate& group : groups) base_.push_back(group.initial);
  begin(groups);
}

void RateSchedule::begin(GroupRates& groups) {
  t_ = 0;
  apply(groups);
}

void RateSchedule::restart(GroupRates& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].lr = base_[i];
  begin(groups);
}

void RateSchedule::step(GroupRates& groups, double /*loss*/) {
  ++t_;
  apply(groups);
}

void RateSchedule::apply(GroupRates& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i].lr = rate(t_, groups[i].lr, base_[i], i);
}

}  // namespace thalweg
