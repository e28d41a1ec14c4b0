#pragma once
/// Runs of one contender from many starts at once, each judged as the single path is.
///
/// A block of starts goes through all its steps together, so that its state stays in the nearest cache; its paths are
/// kept until they have been judged. Every row has the bits of `trace` from its start (within one instruction set):
/// same steps, same draws, same judgement.
/// Threads: a BlockRunner belongs to one thread; scenario and objective must outlive it.

#include "core/outcome.h"
#include "core/scenario.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace thalweg {

/// What one run came to.
struct Ending {
  Verdict verdict;
  Index steps = 0;  ///< that it made, up to the last finite one
  double loss = 0;  ///< after them
};

class BlockRunner {
 public:
  BlockRunner(const Scenario& scenario, std::size_t contender, const Objective& objective, const Judge& judge);

  /// How many starts to hand over at once, at most.
  [[nodiscard]] Index rows() const { return rows_; }
  /// Runs from `starts` (a row a start, at most `rows()`). `endings` and `ends` (the last point of each) get as many
  /// rows. False after a stop request; their content is then undefined. Throws OptionError for options that do not fit.
  bool run(const Points& starts, std::vector<Ending>& endings, Points& ends, const std::stop_token& stop);

 private:
  void keepLosses(Index step);
  /// Finds rows that step `step` made infinite or NaN.
  void noteEnds(Index step, const Points& x);
  [[nodiscard]] Judge::PathView path(Index row, Index last) const;
  /// Judges rows that rest at a landmark, all at once; the others are still to be judged one by one.
  void judgeArrived(std::vector<Ending>& endings, std::vector<bool>& judged);
  void judgeRow(Index row, Ending& ending) const;

  const Scenario& scenario_;
  std::size_t contender_;
  const Objective& objective_;
  const Judge& judge_;
  NoiseKey key_;
  Index rows_;
  std::vector<double> points_;  // step by step, each rows × dimension, column by column
  std::vector<double> losses_;  // step by step, a number a row
  std::vector<Index> done_;     // steps of each row whose points are finite
  Index size_ = 0;              // of the block in work: rows, and
  Index dimension_ = 0;
  Index alive_ = 0;   // rows that have not ended
  bool tame_ = true;  // no loss is near a bound
  Column loss_;
  Column probe_;                  // 0 for rows that are finite, else NaN
  Points marks_;                  // the landmark that each row may rest at
  Column open_, held_, squares_;  // see judgeArrived
};

}  // namespace thalweg
