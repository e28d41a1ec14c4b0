#include "core/schedules/nested.h"

namespace thalweg {

namespace {

/// Counts the schedules that `value` is or holds, `mostNested` + 1 if too many or too deep: values come from files, so
/// that recursion must end by itself.
int countSchedules(const Json& value, int levels) {
  constexpr int tooMany = mostNested + 1;
  int count = 0;
  if (value.is_array()) {
    for (const Json& entry : value) {
      if (entry.is_object()) count += countSchedules(entry, levels);
      if (count >= tooMany) return tooMany;
    }
    return count;
  }
  if (!value.is_object() || !value.contains("name")) return 0;
  if (levels == 0) return tooMany;
  count = 1;
  if (!value.contains("options")) return count;
  for (const auto& [id, inner] : value.at("options").items()) {
    count += countSchedules(inner, levels - 1);
    if (count >= tooMany) return tooMany;
  }
  return count;
}

void checkNesting(const Json& value, const std::string& path) {
  if (countSchedules(value, deepestNesting) > mostNested) {
    throw OptionError(path, "expected at most " + std::to_string(mostNested) + " schedules, nested at most " +
                                std::to_string(deepestNesting) + " deep");
  }
}

}  // namespace

std::unique_ptr<Schedule> makeNested(const Json& schedule, const std::string& path, std::int64_t steps) {
  checkNesting(schedule, path);
  const std::string name = schedule.at("name").get<std::string>();
  const ScheduleCard* card = findSchedule(name);
  if (!card) {
    std::string known;
    for (const ScheduleCard* one : scheduleCards()) known += (known.empty() ? "" : ", ") + one->id;
    throw OptionError(path + ".name", "unknown schedule; known are " + known);
  }
  if (card->needsLoss) {
    throw OptionError(path + ".name", name + " follows the loss, which nested schedules are not given");
  }
  Options options;
  if (schedule.contains("options")) {
    for (const auto& [id, value] : schedule.at("options").items()) options[id] = value;
  }
  try {
    return card->make(options, steps);
  } catch (const OptionError& error) {
    throw OptionError(path + "." + error.path(), error.message());
  }
}

std::vector<std::unique_ptr<Schedule>> makeNestedList(const Json& schedules, const std::string& path,
                                                      std::int64_t steps) {
  if (schedules.empty()) throw OptionError(path, "expected at least one schedule");
  checkNesting(schedules, path);
  std::vector<std::unique_ptr<Schedule>> made;
  for (std::size_t i = 0; i < schedules.size(); ++i) {
    made.push_back(makeNested(schedules[i], path + "[" + std::to_string(i) + "]", steps));
  }
  return made;
}

}  // namespace thalweg
