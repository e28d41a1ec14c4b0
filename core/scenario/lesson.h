#pragma once
/// A lesson as its author writes it: pages of text, each with what it changes on screen, and, where one is asked to
/// predict, the question, why it came out so, and something to try. Nothing that a run gives is written down in it:
/// conditions and values (core/lessons/condition.h) are computed.
///
/// Texts are Markdown with TeX between dollars. Values in them stand in braces: "after {steps} steps the loss is
/// {loss(0)}"; between dollars, where braces are TeX's, as {=loss(0)}. Changes are merge patches (RFC 7386) of the
/// scenario's file, in which a list also takes an object of changes to its entries by their numbers:
/// {"contenders": {"0": {"options": {"lr": 0.08}}}}; the number after the last one appends, null takes away.
/// Threads: values.

#include "core/contracts/catalog.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace thalweg {

/// One of the things that may be said to happen.
struct LessonAnswer {
  std::string text;
  std::string right;                   ///< the condition under which it is what happens
  std::optional<Json> contender = {};  ///< change of the contender asked about, whose run is the answer's sketch
  bool operator==(const LessonAnswer&) const = default;
};

struct LessonQuestion {
  enum class Kind {
    Choice,    ///< of one answer
    Endpoint,  ///< a point on the panel: where the path ends
    Path,      ///< a line drawn on the panel
    Value      ///< a number
  };
  Kind kind = Kind::Choice;
  std::string question;
  std::size_t panel = 0;
  std::size_t contender = 0;
  std::vector<LessonAnswer> answers = {};  ///< of a choice
  std::string of = {};                     ///< of a value: what it is a guess of, such as "loss(0)"
  /// Of a value: between which numbers it is guessed. Where both are above zero and two decades apart, the way between
  /// them is logarithmic.
  std::array<double, 2> range = {0, 1};
  /// How near counts as near: of points and lines, a share of the view's diagonal; of a value, of the value.
  double tolerance = 0.1;
  bool operator==(const LessonQuestion&) const = default;
};

/// A part of a task.
struct LessonGoal {
  std::string text;
  std::string when;      ///< the condition that meets it
  std::string now = {};  ///< a text with values: how things stand
  bool operator==(const LessonGoal&) const = default;
};

struct LessonTask {
  std::string task;
  std::vector<LessonGoal> done;
  Json solution;  ///< a change that meets all goals and touches only what the page lets one touch
  bool operator==(const LessonTask&) const = default;
};

/// Something that a page says in words and that is so.
struct LessonClaim {
  std::string when;
  std::optional<Json> with = {};  ///< a change under which it is so; none: as the page is
  bool operator==(const LessonClaim&) const = default;
};

struct LessonPage {
  std::string text;
  Json show = Json::object();              ///< changes the scenario of the page before
  std::vector<std::string> controls = {};  ///< what may be touched: "contenders[0].lr", "panels[0].start", "steps"
  std::size_t panel = 0;                   ///< that of conditions and values without one of their own
  std::optional<LessonQuestion> ask = {};
  std::string why = {};
  std::optional<LessonTask> task = {};  ///< "try" in files
  std::vector<LessonClaim> claims = {};
  bool operator==(const LessonPage&) const = default;
};

struct Lesson {
  std::string title;
  std::string chapter;
  std::string summary = {};  ///< a line in lists
  double minutes = 5;
  std::vector<std::string> needs = {};  ///< ids of lessons that come first
  std::vector<LessonPage> pages;
  bool operator==(const Lesson&) const = default;
};

namespace limits {
inline constexpr std::size_t lessonPages = 24;
inline constexpr int lessonName = 100;    ///< characters of a title, a chapter
inline constexpr int lessonLine = 300;    ///< of a question, an answer, a goal, a condition
inline constexpr int lessonText = 2'000;  ///< of a page's text, and of why it came out so
}  // namespace limits

}  // namespace thalweg
