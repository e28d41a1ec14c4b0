#include "core/runs/trace.h"

#include "core/contracts/mini_batch.h"
#include "core/recorded/recorded_objective.h"
#include "core/runs/run.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

/// Rows that are kept before they are written out: a point's numbers lie far apart in the path.
constexpr Index pointsTogether = 16;

class Recorder {
 public:
  Recorder(const Scenario& scenario, std::size_t index, const Objective& objective, const std::vector<double>& start,
           std::uint64_t draws)
      : objective_(objective),
        steps_(scenario.steps),
        line_(stretches(scenario, index)),
        oracle_(contenderOracle(line_, scenario.seed, objective, draws)),
        run_(scenario, index, objective,
             Eigen::Map<const Eigen::RowVectorXd>(start.data(), static_cast<Index>(start.size())).array(), oracle_) {}

  Trajectory operator()(const std::stop_token& stop) {
    prepare();
    Index done = 0;
    while (done < steps_ && !stop.stop_requested()) {
      record(done);
      oracle_.beginStep(done);
      run_.step();
      if (!run_.x().allFinite()) break;
      ++done;
      recordPoint(done);
      run_.advance();
    }
    finish(done);
    return std::move(result_);
  }

 private:
  void prepare() {
    Index named = 0;
    for (const ParameterGroup& group : line_.back().settings.groups)
      named += static_cast<Index>(group.coordinates.size());
    const auto groups = static_cast<Index>(line_.back().settings.groups.size()) + (named < run_.x().cols() ? 1 : 0);
    result_.points.resize(steps_ + 1, run_.x().cols());
    pending_.resize(pointsTogether, run_.x().cols());
    result_.rates.resize(steps_, groups);
    const auto cycles = [](const Stretch& stretch) {
      const OptimizerCard* card = findOptimizer(stretch.settings.optimizer);
      return stretch.settings.schedule && !card->momentum.empty();
    };
    if (std::ranges::any_of(line_, cycles)) result_.momentum.resize(steps_, result_.rates.cols());
    result_.evaluations.resize(static_cast<std::size_t>(steps_) + 1);
    recordPoint(0);
  }

  void record(Index k) {
    for (Index i = 0; i < result_.rates.cols(); ++i) {
      // Before a branch there may have been fewer groups.
      const auto group = std::min(static_cast<std::size_t>(i), run_.rates().size() - 1);
      const GroupRate& rate = run_.rates()[group];
      result_.rates(k, i) = rate.lr;
      if (result_.momentum.size() == 0) continue;
      result_.momentum(k, i) = rate.momentum;
      cycled_ = cycled_ || (run_.schedulesMomentum() && rate.momentum != run_.uncycledMomentum(group));
    }
  }

  void recordPoint(Index k) {
    pending_.row(k - written_) = run_.x().row(0);
    if (k + 1 == written_ + pointsTogether) writePoints(k + 1);
    result_.evaluations[static_cast<std::size_t>(k)] = oracle_.evaluations();
    const Points* average = run_.optimizer() ? run_.optimizer()->average() : nullptr;
    if (average && result_.average.size() == 0) {
      // Before the branch the iterate itself was all there was.
      writePoints(k + 1);
      result_.average.resize(steps_ + 1, run_.x().cols());
      result_.average.topRows(k) = result_.points.topRows(k);
    }
    if (result_.average.size() > 0) result_.average.row(k) = average ? average->row(0) : run_.x().row(0);
    if (k == 0 || !run_.optimizer()) return;
    for (const Reading& reading : run_.optimizer()->readings()) {
      auto kept = std::ranges::find(result_.readings, reading.id, &Reading::id);
      if (kept == result_.readings.end()) {
        const Column none = Column::Constant(steps_, std::numeric_limits<double>::quiet_NaN());
        result_.readings.push_back({reading.id, none, reading.integer});
        kept = result_.readings.end() - 1;
      }
      kept->values[k - 1] = reading.values[0];
    }
  }

  /// Points that are not yet among the path's, up to row `end`.
  void writePoints(Index end) {
    result_.points.middleRows(written_, end - written_) = pending_.topRows(end - written_);
    written_ = end;
  }

  /// Evaluates points together, and cuts what follows the last step with a finite loss.
  void finish(Index done) {
    if (written_ <= done) writePoints(done + 1);
    result_.points.conservativeResize(done + 1, Eigen::NoChange);
    result_.every = stepsBetweenLosses(objective_, line_, steps_);
    const Index kept = result_.every == 1 ? measureAll(done) : measureSome(done);
    result_.loss.conservativeResize(kept + 1);
    result_.gradientNorm.conservativeResize(kept + 1);
    joinMeasured(result_.loss, result_.gradientNorm, result_.every);
    if (kept < steps_) {
      Points slope;
      objective_.gradient(result_.points.row(kept), slope);
      noteDomain(kept, slope);
    }
    result_.points.conservativeResize(kept + 1, Eigen::NoChange);
    result_.rates.conservativeResize(kept, Eigen::NoChange);
    result_.momentum.conservativeResize(cycled_ ? kept : 0, Eigen::NoChange);
    if (result_.average.size() > 0) result_.average.conservativeResize(kept + 1, Eigen::NoChange);
    for (Reading& reading : result_.readings) reading.values.conservativeResize(kept);
    result_.evaluations.resize(static_cast<std::size_t>(kept) + 1);
    result_.verdict = classify(objective_, result_.points, result_.loss, result_.gradientNorm, steps_);
  }

  /// Losses and gradients' sizes of all points; returns the last step whose loss is finite, as do those before.
  Index measureAll(Index done) {
    Points gradients;
    objective_.valueAndGradient(result_.points, result_.loss, gradients);
    result_.gradientNorm = gradients.matrix().rowwise().norm();
    Index kept = 0;
    while (kept < done && std::isfinite(result_.loss[kept + 1])) ++kept;
    return kept;
  }

  /// The same of every so many points. From where numbers begin to grow out of bounds, all are computed: when that
  /// was is told to the step.
  Index measureSome(Index done) {
    result_.loss.resize(done + 1);
    result_.gradientNorm.resize(done + 1);
    const auto measure = [&](const std::vector<Index>& steps) {
      Column f;
      Points slopes;
      objective_.valueAndGradient(result_.points(steps, Eigen::all), f, slopes);
      result_.loss(steps) = f;
      result_.gradientNorm(steps) = slopes.matrix().rowwise().norm().array();
    };
    measure(measuredSteps(result_));
    const double bound = 1e12 * (1 + std::abs(result_.loss[0]));
    for (Index before = 0; before < done; before += result_.every) {
      const Index next = std::min(before + result_.every, done);
      if (std::abs(result_.loss[next]) <= bound) continue;
      for (Index k = before + 1; k <= next; ++k) {
        measure({k});
        if (!std::isfinite(result_.loss[k])) return k - 1;
      }
    }
    return done;
  }

  [[nodiscard]] double valueAt(const Points& point) const {
    Column f;
    objective_.value(point, f);
    return f[0];
  }

  /// A path that ends at step `kept` for want of finite numbers has left f's domain if f is of moderate size up to the
  /// place where it ceases to be defined; else numbers have grown too large.
  void noteDomain(Index kept, const Points& slope) {
    constexpr double large = 1e100;
    const double bound = 1e12 * (1 + std::abs(result_.loss[0]));
    if (kept > 0 && result_.loss.head(kept + 1).maxCoeff() > bound) return;
    Points inside = result_.points.row(kept);
    if (!(inside.abs() < large).all()) return;
    if (std::isfinite(result_.loss[kept])) {
      if (kept + 1 < result_.points.rows()) {
        Points outside = result_.points.row(kept + 1);
        constexpr int halvings = 60;
        for (int i = 0; i < halvings; ++i) {
          const Points middle = 0.5 * inside + 0.5 * outside;
          (std::isfinite(valueAt(middle)) ? inside : outside) = middle;
        }
        if (!(std::abs(valueAt(inside)) < large)) return;
        // What halving leaves of a coordinate that ends at zero is zero.
        const double step = (result_.points.row(kept + 1) - result_.points.row(kept)).matrix().norm();
        inside = (inside.abs() < 1e-12 * step).select(0, inside).eval();
      } else if (slope.allFinite()) {
        return;
      }
    }
    result_.leftDomain.assign(inside.data(), inside.data() + inside.size());
  }

  const Objective& objective_;
  Index steps_;
  std::vector<Stretch> line_;
  ObjectiveOracle oracle_;
  Run run_;
  bool cycled_ = false;
  Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> pending_;
  Index written_ = 0;  // of the path's points
  Trajectory result_;
};

/// A run as it was recorded, up to the scenario's number of steps.
Trajectory recordedPath(const RecordedObjective& recorded, const Scenario& scenario, std::size_t contender) {
  const auto& number = scenario.contenders[contender].run;
  if (!number || *number >= recorded.runs().size())
    throw OptionError("optimizer", "the runs of this panel were recorded: nothing can be computed here");
  const RecordedRun& run = recorded.runs()[*number];
  const Index rows = std::min<Index>(run.points.rows(), scenario.steps + 1);
  Trajectory path;
  path.points = run.points.topRows(rows);
  path.loss = run.loss.head(rows);
  path.gradientNorm = run.gradientNorm.head(rows);
  path.rates = run.rates.topRows(std::min<Index>(run.rates.rows(), rows - 1));
  for (Index k = 0; k < rows; ++k) {
    const std::int64_t done = run.steps[static_cast<std::size_t>(k)];
    path.evaluations.push_back({.value = done, .gradient = done});
  }
  if (run.broke && rows == run.points.rows()) {
    path.verdict.outcome = Outcome::Diverged;
    path.verdict.step = rows - 1;
  }
  return path;
}

}  // namespace

Index stepsBetweenLosses(const Objective& objective, const std::vector<Stretch>& line, Index steps) {
  constexpr double freely = 2e8;  // weights times samples times steps: a tenth of a second
  const auto weights = static_cast<double>(objective.dimension());
  const double cost = weights * static_cast<double>(objective.samples()) * static_cast<double>(steps + 1);
  if (cost <= freely) return 1;
  Index epoch = std::numeric_limits<Index>::max();
  for (const Stretch& stretch : line) {
    const Index batch = batchSize(stretch.gradient, objective.samples());
    // A step that sees all samples costs as much itself.
    epoch = batch == 0 ? 1 : std::min(epoch, (objective.samples() + batch - 1) / batch);
    if (epoch == 1) return 1;
  }
  return std::min(epoch, static_cast<Index>(std::ceil(cost / freely)));
}

void joinMeasured(Column& loss, Column& gradientNorm, Index every) {
  const Index last = loss.size() - 1;
  const double bound = 1e12 * (1 + std::abs(loss[0]));
  for (Index before = 0; before < last && every > 1; before += every) {
    const Index next = std::min(before + every, last);
    if (!(std::abs(loss[next]) <= bound)) continue;
    for (Column* values : {&loss, &gradientNorm}) {
      for (Index k = before + 1; k < next && values->size() > 0; ++k) {
        const double t = static_cast<double>(k - before) / static_cast<double>(next - before);
        (*values)[k] = (*values)[before] + t * ((*values)[next] - (*values)[before]);
      }
    }
  }
}

double lossAt(const Trajectory& path, const Objective& objective, Index step) {
  if (path.measuredAt(step)) return path.loss[step];
  Column f;
  objective.value(path.points.row(step), f);
  return f[0];
}

std::vector<Index> measuredSteps(const Trajectory& path) {
  std::vector<Index> steps;
  for (Index k = 0; k < path.steps(); k += path.every) steps.push_back(k);
  steps.push_back(path.steps());
  return steps;
}

Column joinedAlong(const Trajectory& path, const Column& measured) {
  Column values(path.points.rows());
  const std::vector<Index> steps = measuredSteps(path);
  values[0] = measured[0];
  for (std::size_t i = 1; i < steps.size(); ++i) {
    const double before = measured[static_cast<Index>(i) - 1];
    const double next = measured[static_cast<Index>(i)];
    for (Index k = steps[i - 1] + 1; k < steps[i]; ++k) {
      const double t = static_cast<double>(k - steps[i - 1]) / static_cast<double>(steps[i] - steps[i - 1]);
      values[k] = before + t * (next - before);
    }
    values[steps[i]] = next;
  }
  return values;
}

Column measuredOnly(const Trajectory& path, const Column& values) {
  Column kept = values;
  for (Index k = 0; k < kept.size(); ++k)
    if (!path.measuredAt(k)) kept[k] = std::numeric_limits<double>::quiet_NaN();
  return kept;
}

Trajectory trace(const Scenario& scenario, std::size_t contender, const Objective& objective,
                 const std::vector<double>& start, std::stop_token stop, std::uint64_t draws) {
  if (const RecordedObjective* recorded = recordedObjective(objective))
    return recordedPath(*recorded, scenario, contender);
  return Recorder(scenario, contender, objective, start, draws)(stop);
}

}  // namespace thalweg
