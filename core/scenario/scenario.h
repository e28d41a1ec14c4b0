#pragma once
/// The document: a plain value. What is on screen follows from it alone.
/// Threads: a value; share const copies freely.

#include "core/contracts/catalog.h"
#include "core/contracts/objective.h"
#include "core/contracts/oracle.h"
#include "core/scenario/display.h"
#include "core/scenario/plane_choice.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct RecordedRuns;

/// A surface and where the paths on it begin.
struct Panel {
  std::string objective;
  Options options;
  std::optional<Index> dimension;
  std::vector<double> start;                   ///< empty: the objective's first suggested start
  std::optional<View> view;                    ///< none: the objective's own
  std::optional<std::string> projection = {};  ///< "2d" or "3d"; none: the display's
  std::optional<std::string> height = {};      ///< in three dimensions: "auto", "linear" or "log"; none: the display's
  std::optional<Camera> camera = {};           ///< none: the display's
  std::optional<PlaneChoice> plane = {};       ///< none: the first two coordinates
  /// An id of core/scenario/view_kind.h: "surface", "data" … None: the surface.
  std::optional<std::string> viewKind = {};
  /// Of the objective "recorded": the scenario's runs.
  std::shared_ptr<const RecordedRuns> recorded = {};
  /// Where a phase portrait takes the curvature: "minimum", or "cursor". None: the minimum.
  std::optional<std::string> phaseAt = {};
  bool operator==(const Panel&) const = default;
};

/// As many coordinates as a phase portrait takes.
inline constexpr Index mostPhaseCoordinates = 64;

struct ScheduleChoice {
  std::string name;
  Options options;
  bool operator==(const ScheduleChoice&) const = default;
};

/// Coordinates (from 0) that have options of their own and are one parameter tensor.
struct ParameterGroup {
  std::vector<Index> coordinates;
  Options options;
  bool operator==(const ParameterGroup&) const = default;
};

/// Where a contender branches off another one: it begins at that one's step with all its memory, its schedule's
/// position and its draws, and has its own settings from there on.
struct BranchPoint {
  std::size_t of = 0;     ///< the contender that it comes from
  std::int64_t step = 0;  ///< steps made before
  bool operator==(const BranchPoint&) const = default;
};

/// An optimizer in the race.
struct Contender {
  std::string optimizer;
  Options options;
  std::optional<ScheduleChoice> schedule;  ///< none: constant
  std::vector<ParameterGroup> groups;
  std::string label;   ///< empty: the optimizer's
  std::string color;   ///< "#RRGGBB"; empty: by position
  std::string marker;  ///< an id of `contenderMarkers`; empty: by position
  bool hidden = false;
  std::vector<std::optional<std::vector<double>>> start;  ///< an entry a panel; none, or missing: the panel's
  std::optional<GradientConditions> gradient = {};        ///< none: the scenario's
  std::optional<BranchPoint> branch = {};                 ///< none: it begins at the start
  bool flow = false;                                      ///< with its continuous limit beside it (core/runs/flow.h)
  bool modifiedFlow = false;                              ///< and the flow of f + (η/4)‖∇f‖²
  bool ghost = false;                                     ///< pinned: shows what was, and does not follow changes
  std::optional<std::size_t> run = {};  ///< of the optimizer "recorded": which of the scenario's runs it shows
  bool operator==(const Contender&) const = default;
};

/// Shapes that tell contenders apart without colour, in the order they are given out.
inline constexpr std::array<const char*, 8> contenderMarkers = {"circle", "square",        "triangle", "diamond",
                                                                "plus",   "triangle_down", "pentagon", "hexagon"};

struct Lesson;

/// The lesson that a scenario carries, if it does: shared between copies, equal where the lessons are.
class LessonPart {
 public:
  LessonPart() = default;
  explicit LessonPart(Lesson lesson);
  explicit operator bool() const { return lesson_ != nullptr; }
  const Lesson& operator*() const { return *lesson_; }
  const Lesson* operator->() const { return lesson_.get(); }
  bool operator==(const LessonPart& other) const;

 private:
  std::shared_ptr<const Lesson> lesson_;
};

struct Scenario {
  std::string title;
  std::vector<Panel> panels;
  std::vector<Contender> contenders;
  std::int64_t steps = 300;
  std::uint64_t seed = 0;
  GradientConditions gradient;
  Display display;
  LessonPart lesson = {};                             ///< core/scenario/lesson.h
  std::shared_ptr<const RecordedRuns> recorded = {};  ///< read from files beside it (core/recorded); null: none
  bool operator==(const Scenario&) const = default;
};

namespace limits {
inline constexpr std::int64_t steps = 1'000'000;
inline constexpr std::size_t panels = 24;
inline constexpr std::size_t contenders = 64;
inline constexpr std::size_t fileBytes = 16u << 20;
inline constexpr double values = 2e8;  ///< numbers in one path
}  // namespace limits

/// The panel's objective in its dimension. Throws OptionError with a path relative to the panel.
std::shared_ptr<const Objective> makeObjective(const Panel& panel);

/// Where contender `contender` begins on panel `panel`: its own start, else the panel's, else the objective's first. A
/// branch begins where the contender began that it comes from.
std::vector<double> startPoint(const Scenario& scenario, std::size_t panel, std::size_t contender,
                               const Objective& objective);

/// The name shown for a contender, and for a panel's surface.
std::string displayName(const Contender& contender);
std::string displayName(const Panel& panel);

/// saddle · ravine · local minimum with SGD, momentum, Nesterov, RMSprop and Adam: what the program opens with.
Scenario startUpScenario();

}  // namespace thalweg
