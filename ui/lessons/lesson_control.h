#pragma once
/// A control that a lesson's page names, such as "contenders[0].lr": what describes it, and how it is read and set.
/// Threads: values and pure functions.

#include "core/contracts/catalog.h"
#include "core/scenario/scenario.h"

#include <functional>
#include <optional>
#include <string>

namespace thalweg {

struct LessonControl {
  const OptionDescription* option = nullptr;
  int element = -1;   ///< of a list of fixed length; −1: the whole option
  std::string owner;  ///< whose it is: "Adam", "Quadratic"; empty: everybody's
  std::function<Json(const Scenario&)> value;
  std::function<void(Scenario&, const Json&)> set;
};

/// None where the page's scenario has no such option, and for starts, which are dragged on their panel.
std::optional<LessonControl> lessonControl(const Scenario& scenario, const std::string& path);

}  // namespace thalweg
