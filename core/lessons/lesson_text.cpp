#include "core/lessons/lesson_text.h"

#include "core/base/format.h"
#include "core/contracts/optimizer.h"
#include "core/contracts/schedule.h"
#include "core/scenario/conditions.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr int usualDigits = 3;

std::string superscript(std::string_view digits) {
  static constexpr std::array<const char*, 10> raised = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out;
  for (const char c : digits) out += c == '-' ? "⁻" : raised[static_cast<std::size_t>(c - '0')];
  return out;
}

std::string shownNumber(double value, int digits, bool tex) {
  std::string text = formatSignificant(value, digits);
  std::string power;
  if (const std::size_t e = text.find('e'); e != std::string::npos) {
    std::string exponent = text.substr(e + 1);
    if (exponent.starts_with('+')) exponent.erase(0, 1);
    text.erase(e);
    power = tex ? "\\cdot 10^{" + exponent + "}" : "·10" + superscript(exponent);
    if (text == "1") {
      text.clear();
      power = tex ? power.substr(6) : power.substr(std::string_view("·").size());
    }
  }
  if (!tex && text.starts_with('-')) text.replace(0, 1, "−");
  return text + power;
}

std::string filledValue(std::string_view inside, const RunFacts& facts, std::size_t panel, bool tex) {
  int digits = usualDigits;
  if (const std::size_t colon = inside.rfind(':'); colon != std::string_view::npos) {
    const auto wanted = parseNumber(inside.substr(colon + 1));
    if (!wanted || *wanted < 1 || *wanted > 15 || *wanted != std::floor(*wanted))
      throw LessonError("\"{" + std::string(inside) + "}\": expected 1 to 15 digits after the colon");
    digits = static_cast<int>(*wanted);
    inside = inside.substr(0, colon);
  }
  const LessonFormula formula(inside);
  const double value = formula.value(facts, panel);
  if (formula.isOutcome()) return std::string(outcomeWords(static_cast<Outcome>(static_cast<int>(value))));
  if (!std::isfinite(value)) throw LessonError("\"{" + std::string(inside) + "}\" has no finite value here");
  return shownNumber(value, digits, tex);
}

/// Calls `plain(character, inMath)` and `value(inside, inMath)` along the text. Two dollars begin or end a formula as
/// one does; braces within `code` are code.
template <class Plain, class Value>
void walkText(std::string_view text, Plain plain, Value value) {
  bool math = false;
  bool code = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (c == '\\' && !code && next != '\0' && (math || next == '{' || next == '}' || next == '$')) {
      if (math || next == '$') plain(c, math);
      plain(next, math);
      ++at;
      continue;
    }
    if (c == '`' && !math) code = !code;
    if (c == '$' && !code) {
      math = !math;
      if (next == '$') {
        plain(c, true);
        ++at;
      }
    }
    const bool begins = c == '{' && !code && (!math || next == '=');
    if (!begins) {
      plain(c, math);
      continue;
    }
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos)
      throw LessonError("a brace is not closed: \"" + std::string(text.substr(at, 40)) + "\"");
    std::string_view inside = text.substr(at + 1, end - at - 1);
    if (inside.starts_with('=')) inside.remove_prefix(1);
    value(inside, math);
    at = end;
  }
  if (math) throw LessonError("a formula has no second $");
}

void addNumbers(const Json& value, std::vector<double>& numbers) {
  if (value.is_number()) numbers.push_back(value.get<double>());
  if (value.is_structured()) {
    for (const Json& child : value) addNumbers(child, numbers);
  }
}

void addOptions(const Card* card, const Options& options, std::int64_t steps, std::vector<double>& numbers) {
  if (!card) return;
  for (const OptionDescription& option : card->options) addNumbers(optionValue(option, options, steps), numbers);
  for (const auto& [id, value] : options) addNumbers(value, numbers);
}

}  // namespace

std::string_view outcomeWords(Outcome outcome) {
  switch (outcome) {
    case Outcome::Converged:
      return "arrived";
    case Outcome::LocalMinimum:
      return "at rest in a local minimum";
    case Outcome::Saddle:
      return "at rest on a saddle";
    case Outcome::Plateau:
      return "at rest on a plateau";
    case Outcome::Oscillating:
      return "swinging";
    case Outcome::Moving:
      return "on its way";
    case Outcome::Unbounded:
      return "falling without end";
    case Outcome::Diverged:
      return "thrown out";
  }
  return {};
}

std::string lessonNumber(double value) { return shownNumber(value, 3, false); }

std::string filledText(std::string_view text, const RunFacts& facts, std::size_t panel) {
  std::string out;
  walkText(
      text, [&](char c, bool /*math*/) { out += c; },
      [&](std::string_view inside, bool math) { out += filledValue(inside, facts, panel, math); });
  return out;
}

std::vector<WrittenNumber> writtenNumbers(std::string_view text) {
  // What is no number's business becomes a space; a value a letter, so that nothing beside it joins to a number.
  std::string words;
  std::vector<bool> inMath;
  bool code = false;
  const auto put = [&](char c, bool math) {
    words += c;
    inMath.push_back(math);
  };
  walkText(
      text,
      [&](char c, bool math) {
        if (c == '`') code = !code;
        put(code ? ' ' : c, math);
      },
      [&](std::string_view /*inside*/, bool math) { put('v', math); });
  std::vector<WrittenNumber> numbers;
  const auto digit = [&](std::size_t i) { return i < words.size() && words[i] >= '0' && words[i] <= '9'; };
  const auto letter = [&](std::size_t i) {
    return (words[i] >= 'a' && words[i] <= 'z') || (words[i] >= 'A' && words[i] <= 'Z') || words[i] == '_';
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!digit(i)) continue;
    const std::size_t begin = i;
    while (digit(i)) ++i;
    const bool point = i < words.size() && words[i] == '.' && digit(i + 1);
    if (point) {
      for (++i; digit(i);) ++i;
    }
    const bool named = begin > 0 && letter(begin - 1);  // x1, AVX2
    const std::string number = words.substr(begin, i - begin);
    const double value = parseNumber(number).value_or(0);
    const bool small = !point && (value <= 10 || (value >= 1800 && value <= 2100) || inMath[begin]);
    if (named || small) continue;
    numbers.push_back({number, value});
  }
  return numbers;
}

std::vector<double> settingsOf(const Scenario& scenario) {
  std::vector<double> numbers = {static_cast<double>(scenario.steps), static_cast<double>(scenario.seed)};
  for (const Panel& panel : scenario.panels) {
    addOptions(findObjective(panel.objective), panel.options, scenario.steps, numbers);
    const auto objective = makeObjective(panel);
    const std::vector<double> start = panel.start.empty() ? objective->starts().front() : panel.start;
    numbers.insert(numbers.end(), start.begin(), start.end());
    numbers.push_back(static_cast<double>(objective->samples()));
  }
  for (const Contender& contender : scenario.contenders) {
    addOptions(findOptimizer(contender.optimizer), contender.options, scenario.steps, numbers);
    for (const ParameterGroup& group : contender.groups)
      for (const auto& [id, value] : group.options) addNumbers(value, numbers);
    if (contender.schedule)
      addOptions(findSchedule(contender.schedule->name), contender.schedule->options, scenario.steps, numbers);
    for (const auto& start : contender.start)
      if (start) numbers.insert(numbers.end(), start->begin(), start->end());
  }
  addOptions(&conditionsCard(), conditionOptions(scenario), scenario.steps, numbers);
  return numbers;
}

}  // namespace thalweg
