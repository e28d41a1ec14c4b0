#include "core/schedules/rate_schedule.h"

#include <cmath>
#include <limits>

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
  t_ = 0;
  apply(groups);
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

double RateSchedule::momentum(std::int64_t /*t*/, const GroupRate& /*group*/, std::size_t /*i*/) const {
  return std::numeric_limits<double>::quiet_NaN();
}

void RateSchedule::apply(GroupRates& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i) {
    groups[i].lr = rate(t_, groups[i], base_[i], i);
    const double cycled = momentum(t_, groups[i], i);
    if (!std::isnan(cycled) && !std::isnan(groups[i].momentum)) groups[i].momentum = cycled;
  }
}

}  // namespace thalweg
