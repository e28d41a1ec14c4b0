#include "core/schedule.h"

#include <algorithm>

namespace thalweg {

const ScheduleCard& chainedScheduler();
const ScheduleCard& constantLr();
const ScheduleCard& cosineAnnealingLr();
const ScheduleCard& cosineAnnealingWarmRestarts();
const ScheduleCard& cyclicLr();
const ScheduleCard& exponentialLr();
const ScheduleCard& inverseSqrt();
const ScheduleCard& inverseTime();
const ScheduleCard& lambdaLr();
const ScheduleCard& linearLr();
const ScheduleCard& multiplicativeLr();
const ScheduleCard& multiStepLr();
const ScheduleCard& oneCycleLr();
const ScheduleCard& polynomialLr();
const ScheduleCard& reduceLrOnPlateau();
const ScheduleCard& sequentialLr();
const ScheduleCard& stepLr();
const ScheduleCard& swaLr();
const ScheduleCard& warmupCosine();
const ScheduleCard& wsd();

const std::vector<const ScheduleCard*>& scheduleCards() {
  static const std::vector<const ScheduleCard*> cards = {
      &stepLr(),
      &multiStepLr(),
      &exponentialLr(),
      &polynomialLr(),
      &inverseTime(),
      &cosineAnnealingLr(),
      &cosineAnnealingWarmRestarts(),
      &swaLr(),
      &warmupCosine(),
      &wsd(),
      &inverseSqrt(),
      &linearLr(),
      &constantLr(),
      &oneCycleLr(),
      &cyclicLr(),
      &reduceLrOnPlateau(),
      &lambdaLr(),
      &multiplicativeLr(),
      &sequentialLr(),
      &chainedScheduler(),
  };
  return cards;
}

const ScheduleCard* findSchedule(std::string_view id) {
  const auto found = std::ranges::find(scheduleCards(), id, &ScheduleCard::id);
  return found == scheduleCards().end() ? nullptr : *found;
}

}  // namespace thalweg
