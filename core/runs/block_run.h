#pragma once
/// Runs of one contender from many starts at once, each judged as the single path is.
///
/// A block of starts goes through all its steps together, so that its state stays in the nearest cache. Most rows end
/// at a landmark, which is watched as they go. The others run once more, and their paths are kept until they have been
/// judged. Every row has the bits of `trace` from its start (within one instruction set): same steps, same draws, same
/// judgement.
/// Threads: a BlockRunner belongs to one thread; scenario and objective must outlive it.

#include "core/runs/outcome.h"
#include "core/scenario/branch.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace thalweg {

class ArrivalWatch;
class BlockOracle;

/// What one run came to.
struct Ending {
  Verdict verdict;
  Index steps = 0;  ///< that it made, up to the last finite one
  double loss = 0;  ///< after them
};

class BlockRunner {
 public:
  BlockRunner(const Scenario& scenario, std::size_t contender, const Objective& objective, const Judge& judge);
  ~BlockRunner();

  /// How many starts are best handed over at once.
  [[nodiscard]] Index rows() const { return rows_; }
  /// Runs from `starts` (a row a start). `endings` and `ends` (the last point of each) get as many rows. False after a
  /// stop request; their content is then undefined. Throws OptionError for options that do not fit.
  bool run(const Points& starts, std::vector<Ending>& endings, Points& ends, const std::stop_token& stop);

 private:
  struct Results {
    std::vector<Ending>& endings;
    Points& ends;
  };

  /// An oracle for so many rows, with the conditions of all stretches.
  [[nodiscard]] BlockOracle blockOracle(Index rows) const;
  /// Runs `count` starts from row `first` on and judges those that end at a landmark; the others join `open_`. Returns
  /// how many it judged, none after a stop request.
  std::optional<Index> watch(const Points& starts, Index first, Index count, const Results& to,
                             const std::stop_token& stop);
  /// Runs and judges the starts in `rows`. False after a stop request.
  bool record(const Points& starts, std::span<const Index> rows, const Results& to, const std::stop_token& stop);

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
  std::vector<Stretch> line_;
  bool asksAtStart_;
  Index watched_;   // rows of a block whose arrivals are watched; 0: never
  Index recorded_;  // rows of a block whose paths are kept
  Index rows_;
  std::unique_ptr<ArrivalWatch> watch_;
  std::vector<Index> open_;     // rows still to be judged
  std::vector<double> points_;  // step by step, each rows × dimension, column by column
  std::vector<double> losses_;  // step by step, a number a row
  std::vector<Index> done_;     // steps of each row whose points are finite
  Index size_ = 0;              // of the block in work: rows, and
  Index dimension_ = 0;
  Index alive_ = 0;      // rows that have not ended
  bool bounded_ = true;  // no loss is near a bound
  Index every_ = 1;      // steps between two losses that a path of these would have
  Column loss_;
  Points slope_;
  Column probe_;          // 0 for rows that are finite, else NaN
  Points marks_;          // the landmark that each row may rest at
  Column within_, held_;  // see judgeArrived
};

}  // namespace thalweg
