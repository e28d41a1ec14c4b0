#pragma once
/// The texts of a lesson with the values that the run gives, and the numbers that an author wrote himself.
///
/// A value is {formula} or {formula:digits} (core/lessons/condition.h; three significant digits where none are given),
/// between dollars {=formula}. It is shown as 0.0328, −1.5, 2.1·10⁻⁸, between dollars as TeX; {outcome(0)} as a word.
/// "\{" is a brace. Errors: LessonError. Threads: pure functions.

#include "core/lessons/condition.h"

#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// `text` with its values filled in. A value that is not finite throws: there is nothing to say.
std::string filledText(std::string_view text, const RunFacts& facts, std::size_t panel);

/// A value as it is shown in a text: 0.0328, −1.5, 2.1·10⁻⁸.
std::string lessonNumber(double value);

/// A number that stands written out in a text.
struct WrittenNumber {
  std::string text;  ///< as it is written: "0.081"
  double value = 0;  ///< a sign is not looked at
};

/// Those that a reader takes for results or settings: all outside of dollars and `code` but whole numbers up to ten and
/// years (1800 to 2100); between dollars those with a decimal point. Values in braces are none.
std::vector<WrittenNumber> writtenNumbers(std::string_view text);

/// The numbers that a page may speak of because they stand in its scenario: options of contenders, schedules and
/// surfaces with their defaults, starts, steps, seed, conditions of gradients.
std::vector<double> settingsOf(const Scenario& scenario);

/// How an outcome is called in a sentence: "arrived".
std::string_view outcomeWords(Outcome outcome);

}  // namespace thalweg
