#pragma once
/// What was guessed of a number that a chart shows: a mark at its step, to be moved until the guess is made, then the
/// truth beside it. Threads: as ui/scenes/chart_scene.h.

#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

struct ChartCache;
struct ChartScene;

struct ChartGuess {
  double step = 0;
  double low = 0;  ///< the values between which one guesses
  double high = 1;
  std::optional<double> value;
  std::optional<double> truth = {};  ///< known once the guess is made
  bool open = false;                 ///< it can be moved
  QString owner = {};                ///< whose line it is about
  QString words = {};                ///< beside the mark: what is guessed
  QString gapWords = {};             ///< beside the gap
  std::vector<double> others = {};   ///< what a class guessed
  bool operator==(const ChartGuess&) const = default;
};

/// A way for the mark, the mark with a dashed line to it from where the owner's line begins, and the gap. Nothing where
/// the scene has no guess.
void paintChartGuess(QPainter& painter, const ChartScene& scene, const ChartCache& cache);

/// The value at a pixel row, from `low` to `high` of the scene's guess, which is there.
double guessAt(const ChartScene& scene, const ChartCache& cache, double yPixel);

}  // namespace thalweg
