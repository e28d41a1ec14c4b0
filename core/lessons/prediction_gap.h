#pragma once
/// How far a prediction lies from what the run gives.
///
/// Points and lines are those of the panel's first two coordinates; on a curve the first alone counts.
/// Errors: LessonError for a value that the run does not have. Threads: pure functions but for paths that `facts` has
/// to trace first.

#include "core/lessons/answers.h"
#include "core/lessons/condition.h"
#include "core/lessons/run_facts.h"

#include <optional>
#include <string>

namespace thalweg {

struct PredictionGap {
  double distance = 0;  ///< of points and lines, in the surface's units; of a number: the guess less the truth
  double share = 0;     ///< of the view's diagonal (a curve: its width); of a number: of the truth, or of the range
                        ///< where that is not logarithmic
  bool isNear = false;  ///< within the question's tolerance; of a number in decades, of the smaller of guess and truth
};

/// None for a choice and where nothing was guessed.
std::optional<PredictionGap> predictionGap(const LessonQuestion& ask, const Prediction& prediction,
                                           const RunFacts& facts);

/// Whether the way between the ends of a value's range is logarithmic.
bool guessedInDecades(const LessonQuestion& ask);

/// Where one of the charts that `page` shows has the value asked about, so that it can be marked there. None where the
/// chart counts evaluations, or measures the loss from the minimum.
std::optional<ChartPlace> chartAsked(const Scenario& page, const LessonQuestion& ask);

/// The path asked about in its first two coordinates, a row a step, up to the last finite one; a curve's second ones
/// are the loss.
Points pathAsked(const RunFacts& facts, const LessonQuestion& ask);

/// Why the end of the path asked about cannot be marked on what the panel shows; empty: it can.
std::string unfitToGuess(const RunFacts& facts, const LessonQuestion& ask);

/// The distance of two lines, a row a corner: of points at equal ways along either one the mean distance to the other,
/// the larger of both (modified Hausdorff distance: Dubuisson and Jain, A modified Hausdorff distance for object
/// matching, ICPR 1994). Both have at least one row and two columns.
double lineDistance(const Points& some, const Points& others);

}  // namespace thalweg
