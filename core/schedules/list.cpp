#include "core/contracts/catalogue.h"
#include "core/contracts/schedule.h"

// The catalogue: a line a schedule, the function that returns its card, defined in the file of its name in this folder.
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

namespace schedules {
#define THALWEG_DECLARE(name) ScheduleCard name();
THALWEG_SCHEDULES(THALWEG_DECLARE)
#undef THALWEG_DECLARE
}  // namespace schedules

const std::vector<const ScheduleCard*>& scheduleCards() {
#define THALWEG_BUILD(name) schedules::name(),
  static const std::array cards = {THALWEG_SCHEDULES(THALWEG_BUILD)};
#undef THALWEG_BUILD
  static const std::vector<const ScheduleCard*> addresses = addressesOf(cards);
  return addresses;
}

const ScheduleCard* findSchedule(std::string_view id) { return withId(scheduleCards(), id); }

}  // namespace thalweg
