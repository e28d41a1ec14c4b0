#include "core/schedule.h"

#include <algorithm>

namespace thalweg {

const ScheduleCard& stepLr();
const ScheduleCard& exponentialLr();
const ScheduleCard& cosineAnnealingLr();

const std::vector<const ScheduleCard*>& scheduleCards() {
  static const std::vector<const ScheduleCard*> cards = {
      &stepLr(),
      &exponentialLr(),
      &cosineAnnealingLr(),
  };
  return cards;
}

const ScheduleCard* findSchedule(std::string_view id) {
  const auto found = std::ranges::find(scheduleCards(), id, &ScheduleCard::id);
  return found == scheduleCards().end() ? nullptr : *found;
}

}  // namespace thalweg
