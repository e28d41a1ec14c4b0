#include "core/runs/trace.h"

#include "core/runs/run.h"

#include <cmath>

namespace thalweg {

namespace {

class Recorder {
 public:
  Recorder(const Scenario& scenario, std::size_t index, const Objective& objective, const std::vector<double>& start,
           std::uint64_t draws)
      : objective_(objective),
        steps_(scenario.steps),
        oracle_(objective, scenario.gradient, {scenario.seed, scenario.gradient.paired ? 0 : index + 1}, draws),
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
    const auto groups = static_cast<Index>(run_.rates().size());
    result_.points.resize(steps_ + 1, run_.x().cols());
    result_.rates.resize(steps_, groups);
    if (run_.schedulesMomentum()) result_.momentum.resize(steps_, groups);
    if (run_.optimizer() && run_.optimizer()->average()) result_.average.resize(steps_ + 1, run_.x().cols());
    result_.evaluations.resize(static_cast<std::size_t>(steps_) + 1);
    recordPoint(0);
  }

  void record(Index k) {
    for (Index i = 0; i < result_.rates.cols(); ++i) {
      const auto group = static_cast<std::size_t>(i);
      const GroupRate& rate = run_.rates()[group];
      result_.rates(k, i) = rate.lr;
      if (result_.momentum.size() == 0) continue;
      result_.momentum(k, i) = rate.momentum;
      cycled_ = cycled_ || rate.momentum != run_.uncycledMomentum(group);
    }
  }

  void recordPoint(Index k) {
    result_.points.row(k) = run_.x().row(0);
    result_.evaluations[static_cast<std::size_t>(k)] = oracle_.evaluations();
    if (result_.average.size() > 0) result_.average.row(k) = run_.optimizer()->average()->row(0);
    if (k == 0 || !run_.optimizer()) return;
    const std::vector<Reading> readings = run_.optimizer()->readings();
    if (result_.readings.empty() && !readings.empty()) {
      for (const Reading& reading : readings) result_.readings.push_back({reading.id, Column(steps_), reading.integer});
    }
    for (std::size_t i = 0; i < readings.size(); ++i) result_.readings[i].values[k - 1] = readings[i].values[0];
  }

  /// Evaluates all points together, and cuts what follows the last step with a finite loss.
  void finish(Index done) {
    result_.points.conservativeResize(done + 1, Eigen::NoChange);
    Points gradients;
    objective_.valueAndGradient(result_.points, result_.loss, gradients);
    Index kept = 0;
    while (kept < done && std::isfinite(result_.loss[kept + 1])) ++kept;
    if (kept < steps_) noteDomain(kept, gradients.row(kept));
    result_.points.conservativeResize(kept + 1, Eigen::NoChange);
    result_.loss.conservativeResize(kept + 1);
    result_.gradientNorm = gradients.topRows(kept + 1).matrix().rowwise().norm();
    result_.rates.conservativeResize(kept, Eigen::NoChange);
    result_.momentum.conservativeResize(cycled_ ? kept : 0, Eigen::NoChange);
    if (result_.average.size() > 0) result_.average.conservativeResize(kept + 1, Eigen::NoChange);
    for (Reading& reading : result_.readings) reading.values.conservativeResize(kept);
    result_.evaluations.resize(static_cast<std::size_t>(kept) + 1);
    result_.verdict = classify(objective_, result_.points, result_.loss, result_.gradientNorm, steps_);
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
  ObjectiveOracle oracle_;
  Run run_;
  bool cycled_ = false;
  Trajectory result_;
};

}  // namespace

Trajectory trace(const Scenario& scenario, std::size_t contender, const Objective& objective,
                 const std::vector<double>& start, std::stop_token stop, std::uint64_t draws) {
  return Recorder(scenario, contender, objective, start, draws)(stop);
}

}  // namespace thalweg
