#include "core/maps/tuning.h"

#include "core/base/parallel.h"
#include "core/contracts/optimizer.h"
#include "core/runs/trace.h"
#include "core/scenario/branch.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr double lowestScore = -16;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// One run's first and last loss within the budget.
struct RunEnd {
  double first = 0;
  double last = 0;
  Outcome outcome = Outcome::Diverged;
  bool ran = false;
};

/// A contender's setting with a run a panel.
struct Trial {
  double rate = 0;
  double other = 0;
  std::vector<RunEnd> ends;
};

class Tuner {
 public:
  Tuner(const Scenario& scenario, const TuningRequest& request, std::stop_token stop, const TuningProgress& progress)
      : scenario_(scenario), request_(request), stop_(std::move(stop)), progress_(progress) {
    scenario_.steps = std::clamp<std::int64_t>(request.budget, 1, limits::steps);
    for (const std::size_t panel : request.panels) {
      objectives_.push_back(makeObjective(scenario.panels[panel]));
      minima_.push_back(knownMinimum(*objectives_.back()).value_or(std::nan("")));
    }
    for (const std::size_t contender : request.contenders) plan(contender);
  }

  std::vector<Tuned> operator()() {
    runAll();
    if (stop_.stop_requested()) return {};
    settleMinima();
    for (Search& search : searches_) refine(search);
    runAll();
    if (stop_.stop_requested()) return {};
    settleMinima();
    std::vector<Tuned> results;
    for (const Search& search : searches_) results.push_back(result(search));
    return results;
  }

 private:
  struct Search {
    std::size_t contender = 0;
    std::optional<Axis> rate;
    std::optional<Axis> other;
    std::vector<Trial> trials;  // the first: as it is
  };

  void plan(std::size_t contender) {
    Search search;
    search.contender = contender;
    search.trials.push_back({});
    const Contender& c = scenario_.contenders[contender];
    const OptimizerCard* card = findOptimizer(c.optimizer);
    if (card && !card->rate.empty()) {
      const std::size_t panel = request_.panels.empty() ? 0 : request_.panels.front();
      search.rate = makeAxis(scenario_, panel, contender, card->rate, request_.rates);
      const std::vector<std::string> ids = axisIds(scenario_, panel, contender);
      const bool has = !request_.other.empty() && std::ranges::find(ids, request_.other) != ids.end();
      if (has) search.other = makeAxis(scenario_, panel, contender, request_.other, request_.others);
      for (Index j = 0; j < (search.other ? request_.others : 1); ++j) {
        const double other = search.other ? search.other->value(j) : 0;
        for (Index i = 0; i < request_.rates; ++i) search.trials.push_back({search.rate->value(i), other, {}});
      }
      planned_ += static_cast<std::int64_t>(request_.rates) * (search.other ? request_.others + 1 : 2) + 1;
    } else {
      ++planned_;
    }
    searches_.push_back(std::move(search));
  }

  void runAll() {
    std::vector<std::pair<Search*, Trial*>> todo;
    for (Search& search : searches_) {
      for (Trial& trial : search.trials) {
        if (trial.ends.empty()) todo.emplace_back(&search, &trial);
      }
    }
    parallelFor(
        todo.size(),
        [&](std::size_t i) {
          const auto [search, trial] = todo[i];
          const bool asItIs = trial == &search->trials.front();
          for (std::size_t p = 0; p < objectives_.size(); ++p)
            trial->ends.push_back(runOne(*search, *trial, asItIs, p));
          const std::int64_t done = ++done_;
          if (progress_) progress_(std::min(done, planned_), planned_);
        },
        stop_);
  }

  RunEnd runOne(const Search& search, const Trial& trial, bool asItIs, std::size_t panel) {
    Scenario scenario = scenario_;
    const std::size_t at = request_.panels[panel];
    if (!asItIs) {
      setAxisValue(scenario, at, search.contender, search.rate->id, trial.rate);
      if (search.other) setAxisValue(scenario, at, search.contender, search.other->id, trial.other);
    }
    const Objective& objective = *objectives_[panel];
    try {
      checkRun(scenario, search.contender, objective.dimension());
      const Trajectory path =
          trace(scenario, search.contender, objective, startPoint(scenario, at, search.contender, objective), stop_);
      Index last = path.steps();
      while (last > 0 && path.evaluations[static_cast<std::size_t>(last)].gradient > request_.budget) --last;
      const Outcome outcome = last == path.steps() ? path.verdict.outcome : Outcome::Moving;
      return {path.loss[0], path.loss[last], outcome, true};
    } catch (const OptionError&) {
      return {};
    }
  }

  /// Where no minimum is known, the least loss seen stands in for it.
  void settleMinima() {
    least_ = minima_;
    for (std::size_t p = 0; p < least_.size(); ++p) {
      if (!std::isnan(minima_[p])) continue;
      double least = infinite;
      for (const Search& search : searches_) {
        for (const Trial& trial : search.trials) {
          if (trial.ends[p].ran && std::isfinite(trial.ends[p].last)) least = std::min(least, trial.ends[p].last);
        }
      }
      least_[p] = least;
    }
  }

  [[nodiscard]] double score(const Trial& trial) const {
    double sum = 0;
    for (std::size_t p = 0; p < trial.ends.size(); ++p) {
      const RunEnd& end = trial.ends[p];
      if (!end.ran || end.outcome == Outcome::Diverged || !std::isfinite(end.last)) return infinite;
      const double whole = end.first - least_[p];
      const double left = end.last - least_[p];
      sum += whole > 0 && left > 0 ? std::max(lowestScore, std::log10(left / whole)) : left > 0 ? 0 : lowestScore;
    }
    return trial.ends.empty() ? infinite : sum / static_cast<double>(trial.ends.size());
  }

  /// Of the searched settings, the best; of equals the smaller rate. None where nothing was searched.
  [[nodiscard]] const Trial* best(const Search& search) const {
    const Trial* found = nullptr;
    for (std::size_t i = 1; i < search.trials.size(); ++i) {
      const Trial& trial = search.trials[i];
      const double own = score(trial);
      if (!found || own < score(*found) || (own == score(*found) && trial.rate < found->rate)) found = &trial;
    }
    return found;
  }

  void refine(Search& search) {
    const Trial* found = best(search);
    if (!found) return;
    const double step = 1 / static_cast<double>(request_.rates);
    const double middle = search.rate->position(found->rate);
    const double other = found->other;
    for (Index i = 0; i < request_.rates; ++i) {
      const double position = middle + step * (2 * cellCentreShare(i, request_.rates) - 1);
      if (position > 0 && position < 1) search.trials.push_back({search.rate->at(position), other, {}});
    }
  }
  static double cellCentreShare(Index i, Index n) { return (static_cast<double>(i) + 0.5) / static_cast<double>(n); }

  [[nodiscard]] Tuned result(const Search& search) const {
    Tuned tuned;
    tuned.contender = search.contender;
    tuned.before = score(search.trials.front());
    tuned.runs = static_cast<std::int64_t>(search.trials.size() * objectives_.size());
    const Trial* found = best(search);
    const Trial& shown = found ? *found : search.trials.front();
    tuned.best = {shown.rate, shown.other, score(shown)};
    for (const RunEnd& end : shown.ends) {
      tuned.losses.push_back(end.last);
      tuned.outcomes.push_back(end.outcome);
    }
    if (!found) return tuned;
    tuned.rateId = search.rate->id;
    if (search.other) tuned.otherId = search.other->id;
    for (std::size_t i = 1; i < search.trials.size(); ++i) {
      const Trial& trial = search.trials[i];
      if (trial.other == found->other) tuned.curve.push_back({trial.rate, trial.other, score(trial)});
    }
    std::ranges::sort(tuned.curve, {}, &TunedSetting::rate);
    return tuned;
  }

  Scenario scenario_;
  const TuningRequest& request_;
  std::stop_token stop_;
  const TuningProgress& progress_;
  std::vector<std::shared_ptr<const Objective>> objectives_;
  std::vector<double> minima_;  // known ones; NaN: none
  std::vector<double> least_;
  std::vector<Search> searches_;
  std::int64_t planned_ = 0;
  std::atomic<std::int64_t> done_ = 0;
};

}  // namespace

std::vector<Tuned> tune(const Scenario& scenario, const TuningRequest& request, std::stop_token stop,
                        const TuningProgress& progress) {
  return Tuner(scenario, request, std::move(stop), progress)();
}

void applyTuned(Scenario& scenario, const Tuned& tuned) {
  if (!tuned.rateId.empty()) setAxisValue(scenario, 0, tuned.contender, tuned.rateId, tuned.best.rate);
  if (!tuned.otherId.empty()) setAxisValue(scenario, 0, tuned.contender, tuned.otherId, tuned.best.other);
}

}  // namespace thalweg
