#include "core/contracts/schedule.h"

#include <algorithm>

// The catalogue: a line a schedule, the function that describes it, defined in a file under schedules/.
// A macro, since a table could not declare what it lists.
// clang-format off
#define THALWEG_SCHEDULES(X) \
  X(stepLr) \
  X(multiStepLr) \
  X(exponentialLr) \
  X(polynomialLr) \
  X(inverseTime) \
  X(cosineAnnealingLr) \
  X(cosineAnnealingWarmRestarts) \
  X(swaLr) \
  X(warmupCosine) \
  X(wsd) \
  X(inverseSqrt) \
  X(linearLr) \
  X(constantLr) \
  X(oneCycleLr) \
  X(cyclicLr) \
  X(reduceLrOnPlateau) \
  X(lambdaLr) \
  X(multiplicativeLr) \
  X(sequentialLr) \
  X(chainedScheduler)
// clang-format on

namespace thalweg {

#define THALWEG_DECLARE(name) const ScheduleCard& name();
THALWEG_SCHEDULES(THALWEG_DECLARE)

const std::vector<const ScheduleCard*>& scheduleCards() {
#define THALWEG_LIST(name) &name(),
  static const std::vector<const ScheduleCard*> cards = {THALWEG_SCHEDULES(THALWEG_LIST)};
  return cards;
}

const ScheduleCard* findSchedule(std::string_view id) {
  const auto found = std::ranges::find(scheduleCards(), id, &ScheduleCard::id);
  return found == scheduleCards().end() ? nullptr : *found;
}

}  // namespace thalweg
