#pragma once
/// What the bench reports: one row a piece of work, as a table and as JSON.
/// Units: a rate ("Mpixel/s") is better when higher, every other unit when lower. Ratios are so taken that 1 is the
/// limit and 2 takes twice its time. Threads: values.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thalweg::bench {

/// What `ours` must keep: a figure, or a multiple of the limit's time.
struct Goal {
  enum class Kind { AtMost, AtLeast, TimesLimit };
  Kind kind = Kind::AtMost;
  double figure = 0;
};

struct Row {
  std::string work;
  std::string unit;
  double ours = 0;
  std::optional<double> limit = {};
  std::map<std::string, double> peers = {};
  std::optional<Goal> goal = {};
  std::string equal = {};  ///< what the compared programs have in common
};

/// Our time over the limit's; none without a limit.
std::optional<double> ratio(const Row& row);
/// None without a goal.
std::optional<bool> met(const Row& row);

std::string table(const std::vector<Row>& rows);
std::string json(const std::vector<Row>& rows);
/// Each row's figure beside that of an earlier run's JSON: how many times as long it takes, measured by its own limit
/// loop or, where it has none, by the median of all; what is more than a tenth worse is marked. Throws
/// std::runtime_error naming what cannot be read.
std::string comparison(const std::vector<Row>& rows, const std::string& earlierPath);

/// The q-quantile, 0 ≤ q ≤ 1, of at least one number: the least one that no smaller share lies at or below.
double quantile(std::vector<double> values, double q);
inline double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

/// Seconds since any fixed moment, the same for all processes of a machine.
double now();

/// Seconds that the calling thread has had a processor for.
double ownTime();
/// Seconds that all threads of the process have had processors for.
double processTime();

/// Runs every case once a round, in turn, so that all meet the same drifts of clock and neighbours; a case's figure is
/// the median of its seconds. One round beforehand is not counted.
std::vector<double> interleaved(const std::vector<std::function<void()>>& cases, int rounds);

}  // namespace thalweg::bench
