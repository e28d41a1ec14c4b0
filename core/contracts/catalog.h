#pragma once
/// How anything with options (an optimizer, an objective, a schedule) describes itself, once.
///
/// An option stands beside the member that it sets: `option("lr", &Adam::lr)` takes its default and its kind from the
/// member, the rest from the calls chained to it. Sliders, number fields, the command line, the checks of scenario
/// files, the reference and the PyTorch script are all made from these descriptions.
/// Threads: descriptions are immutable after the catalogue has been built (first use); all functions may be called from
/// any thread.

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

using Json = nlohmann::json;

/// Options as a scenario carries them: those that were set, by id. An absent one has its default.
using Options = std::map<std::string, Json, std::less<>>;

enum class OptionKind {
  Real,
  Integer,
  Boolean,
  Choice,            ///< one of `choices`, a string
  List,              ///< numbers; of fixed length if `elements` is not empty (betas), else of any
  Matrix,            ///< a list of equally long rows of numbers
  Samples,           ///< samples of one's own: a list of at most `limits::points` equally long rows of numbers
  Expression,        ///< a typed formula, a string
  Parameters,        ///< named parameters of a formula: {"a": {"value": 5, "min": 0, "max": 10}}
  Schedule,          ///< {"name": …, "options": {…}}
  Schedules,         ///< a list of those
  Optimizer,         ///< an optimizer's id
  OptimizerOptions,  ///< options of the optimizer that the option `base` names
};

namespace limits {
inline constexpr std::size_t points = 10'000;   ///< in an option of that kind
inline constexpr double pointCoordinate = 1e9;  ///< the largest there, on both sides of 0
}  // namespace limits

/// The values that an option may have at all: those that the reference's constructor checks, never tighter.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool minExcluded = false;
  bool maxExcluded = false;

  [[nodiscard]] bool contains(double value) const;
  /// In words: "≥ 0", "0 ≤ value < 1", "a finite number".
  [[nodiscard]] std::string text() const;
  bool operator==(const Range&) const = default;
};

/// How a slider's range is divided.
enum class Scale { Linear, Log, LogOneMinus /* log of 1 − value, for betas */, Integer };

/// The values that a slider offers; typing reaches the whole hard range.
struct SliderRange {
  double min = 0;
  double max = 1;
  Scale scale = Scale::Linear;
  bool operator==(const SliderRange&) const = default;
};

/// One number of a list of fixed length, such as β₁ in `betas`.
struct ElementDescription {
  std::string symbol;  ///< TeX
  std::string label;   ///< plain text
  std::string tip;
  Range range;
  SliderRange slider;
  bool nullable = false;  ///< takes null, as PyTorch takes None
};

/// Thrown for a value that an option does not take. `what()` says what was expected and what was found.
class OptionError : public std::invalid_argument {
 public:
  /// `path` is relative to what is checked: "options.betas[0]".
  OptionError(std::string path, const std::string& message);
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The message without the path.
  [[nodiscard]] const std::string& message() const { return message_; }

 private:
  std::string path_;
  std::string message_;
};

struct OptionDescription {
  std::string id;      ///< permanent; the reference's own spelling
  std::string label;   ///< plain words, for tables and accessible names
  std::string symbol;  ///< TeX, for slider rows; empty: the id
  std::string tip;     ///< one sentence on its role
  OptionKind kind = OptionKind::Real;
  Json fallback;  ///< the value where none is set
  /// The fallback is the scenario's number of steps (PyTorch requires a value: T_max, total_steps).
  bool fallbackIsSteps = false;
  bool nullable = false;          ///< takes null, as PyTorch takes None
  bool perGroup = false;          ///< also takes a list with an entry a parameter group
  bool minor = false;             ///< stands in a card's second row
  bool positiveInfinity = false;  ///< takes an infinite value, written "inf"
  Range range;
  SliderRange slider;
  std::vector<std::string> choices;
  std::vector<ElementDescription> elements;
  /// Writes a checked value into the member of the object that the pointer addresses.
  std::function<void(void*, const Json&)> assign;

  OptionDescription& named(std::string text) { return label = std::move(text), *this; }
  OptionDescription& as(std::string tex) { return symbol = std::move(tex), *this; }
  OptionDescription& explained(std::string text) { return tip = std::move(text), *this; }
  OptionDescription& within(double min, double max) { return range = {min, max, false, false}, *this; }
  OptionDescription& atLeast(double min) { return range.min = min, *this; }
  OptionDescription& above(double min) { return range.min = min, range.minExcluded = true, *this; }
  OptionDescription& atMost(double max) { return range.max = max, *this; }
  OptionDescription& below(double max) { return range.max = max, range.maxExcluded = true, *this; }
  OptionDescription& slide(double min, double max, Scale scale = Scale::Linear) {
    return slider = {min, max, scale}, *this;
  }
  OptionDescription& oneOf(std::vector<std::string> ids) {
    return kind = OptionKind::Choice, choices = std::move(ids), *this;
  }
  OptionDescription& element(ElementDescription e) { return elements.push_back(std::move(e)), *this; }
  OptionDescription& orNone() { return nullable = true, *this; }
  OptionDescription& perGroupList() { return perGroup = true, *this; }
  OptionDescription& inSecondRow() { return minor = true, *this; }
  OptionDescription& steps() { return fallbackIsSteps = true, *this; }
  OptionDescription& ofKind(OptionKind k) { return kind = k, *this; }
};

namespace detail {

template <class T>
constexpr OptionKind kindOf() {
  if constexpr (std::is_same_v<T, bool>)
    return OptionKind::Boolean;
  else if constexpr (std::is_integral_v<T>)
    return OptionKind::Integer;
  else if constexpr (std::is_floating_point_v<T>)
    return OptionKind::Real;
  else if constexpr (std::is_same_v<T, std::string>)
    return OptionKind::Expression;
  else
    return OptionKind::List;
}

template <class T>
struct Unwrapped {
  using type = T;
  static constexpr bool optional = false;
};
template <class T>
struct Unwrapped<std::optional<T>> {
  using type = T;
  static constexpr bool optional = true;
};

}  // namespace detail

/// An option that sets `member`; kind and default are the member's. A `std::optional` member takes null, a `Json`
/// member whatever its kind (say `.ofKind`) allows.
template <class Owner, class T>
OptionDescription option(std::string id, T Owner::*member) {
  using Plain = typename detail::Unwrapped<T>::type;
  OptionDescription d;
  d.label = id;
  d.id = std::move(id);
  d.nullable = detail::Unwrapped<T>::optional;
  const Owner defaults{};
  if constexpr (std::is_same_v<T, Json>) {
    d.fallback = defaults.*member;
    d.assign = [member](void* owner, const Json& v) { static_cast<Owner*>(owner)->*member = v; };
  } else {
    d.kind = detail::kindOf<Plain>();
    if constexpr (detail::Unwrapped<T>::optional) {
      if (defaults.*member) d.fallback = *(defaults.*member);
    } else {
      d.fallback = defaults.*member;
    }
    d.assign = [member](void* owner, const Json& v) {
      T& target = static_cast<Owner*>(owner)->*member;
      if constexpr (detail::Unwrapped<T>::optional) {
        if (v.is_null())
          target.reset();
        else
          target = v.get<Plain>();
      } else {
        target = v.get<Plain>();
      }
    };
  }
  return d;
}

/// What every catalogue entry says of itself.
struct Card {
  std::string id;         ///< permanent
  std::string label;      ///< as it is shown
  std::string family;     ///< heading in lists
  std::string summary;    ///< one sentence
  std::string formula;    ///< plain text, one line or more
  std::string typeset;    ///< the same as TeX
  std::string advice;     ///< when to use it, when to be careful
  std::string reference;  ///< paper, year, equation; or library and version
  std::vector<OptionDescription> options;

  /// nullptr if there is none of that id.
  [[nodiscard]] const OptionDescription* find(std::string_view optionId) const;
};

/// Refuses unknown ids and values out of kind or range. Context that a description cannot know (a formula's names, a
/// matrix's shape) is checked by the entry's `make`. Throws OptionError with a path relative to `options`.
void checkOptions(const Card& card, const Options& options);

/// The value in force: as set, else the default; `steps` stands in where the default is the scenario's number of steps.
[[nodiscard]] Json optionValue(const OptionDescription& description, const Options& options, std::int64_t steps = 0);

/// Checks `options`, then assigns every option of `card`, set or default, to the members of `*owner`.
void assignOptions(const Card& card, const Options& options, void* owner, std::int64_t steps = 0);

}  // namespace thalweg
