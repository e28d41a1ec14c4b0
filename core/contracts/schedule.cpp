#include "core/contracts/schedule.h"

namespace thalweg {

Eigen::ArrayXXd previewSchedule(const ScheduleCard& card, const Options& options, const std::vector<double>& initial,
                                std::int64_t steps) {
  const std::unique_ptr<Schedule> schedule = card.make(options, steps);
  GroupRates groups(initial.size());
  for (std::size_t i = 0; i < initial.size(); ++i) groups[i].lr = initial[i];
  schedule->start(groups);

  Eigen::ArrayXXd rates(steps, static_cast<Index>(initial.size()));
  for (Index k = 0; k < steps; ++k) {
    for (std::size_t i = 0; i < initial.size(); ++i) rates(k, static_cast<Index>(i)) = groups[i].lr;
    schedule->step(groups, 1.0);
  }
  return rates;
}

}  // namespace thalweg
