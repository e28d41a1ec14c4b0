#include "core/trace.h"

#include "core/contender.h"
#include "core/schedule.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// What an optimizer of one parameter group sees: its own coordinates, with the gradient at the point where all groups
/// stood when the step began.
class GroupOracle final : public Oracle {
 public:
  GroupOracle(Oracle& whole, const std::vector<Index>& columns)
      : whole_(whole), columns_(columns), shape_{{0, static_cast<Index>(columns.size()), 0}} {}

  void beginStep(const Points& x, const Points& gradient) {
    x_ = x;
    gradient_ = gradient(Eigen::all, columns_);
  }

  [[nodiscard]] const Shape& shape() const override { return shape_; }
  void value(const Points& x, Column& f) override { whole_.value(embedded(x), f); }
  void gradient(const Points& /*x*/, Points& g) override { g = gradient_; }
  void valueAndGradient(const Points& x, Column& f, Points& g) override {
    value(x, f);
    g = gradient_;
  }
  void hessianDiagonal(const Points& x, Points& h) override {
    Points whole;
    whole_.hessianDiagonal(embedded(x), whole);
    h = whole(Eigen::all, columns_);
  }
  void hessianProduct(const Points& x, const Points& v, Points& hv) override {
    Points direction = Points::Zero(x_.rows(), x_.cols());
    direction(Eigen::all, columns_) = v;
    Points whole;
    whole_.hessianProduct(embedded(x), direction, whole);
    hv = whole(Eigen::all, columns_);
  }
  Eigen::MatrixXd hessian(const Points& point) override { return whole_.hessian(embedded(point))(columns_, columns_); }
  bool residuals(const Points& /*point*/, Eigen::VectorXd& /*r*/, Eigen::MatrixXd& /*jacobian*/) override {
    return false;
  }
  void selectRow(Index row) override { whole_.selectRow(row); }

 private:
  Points embedded(const Points& x) const {
    Points whole = x_;
    whole(Eigen::all, columns_) = x;
    return whole;
  }

  Oracle& whole_;
  const std::vector<Index>& columns_;
  Shape shape_;
  Points x_;
  Points gradient_;
};

/// One parameter tensor with its optimizer.
struct Group {
  std::vector<Index> columns;
  std::unique_ptr<Optimizer> optimizer;
};

class Run {
 public:
  Run(const Scenario& scenario, std::size_t index, const Objective& objective, const std::vector<double>& start)
      : contender_(scenario.contenders[index]),
        card_(*findOptimizer(contender_.optimizer)),
        objective_(objective),
        steps_(scenario.steps),
        oracle_(objective, scenario.gradient, {scenario.seed, scenario.gradient.paired ? 0 : index + 1}),
        x_(Eigen::Map<const Eigen::RowVectorXd>(start.data(), static_cast<Index>(start.size())).array()) {
    makeGroups();
    if (contender_.schedule) {
      scheduleCard_ = findSchedule(contender_.schedule->name);
      schedule_ = scheduleCard_->make(contender_.schedule->options, steps_);
      schedule_->start(rates_);
    }
  }

  Trajectory operator()(const std::stop_token& stop) {
    prepare();
    Index done = 0;
    Column lossBefore(1);
    while (done < steps_ && !stop.stop_requested()) {
      record(done);
      if (schedule_ && scheduleCard_->needsLoss) objective_.value(x_, lossBefore);
      oracle_.beginStep(done);
      step();
      if (!x_.allFinite()) break;
      ++done;
      recordPoint(done);
      if (schedule_) schedule_->step(rates_, lossBefore[0]);
    }
    finish(done);
    return std::move(result_);
  }

 private:
  void makeGroups() {
    std::vector<bool> named(static_cast<std::size_t>(x_.cols()), false);
    const auto add = [&](std::vector<Index> columns, const Options& options) {
      Group& group = groups_.emplace_back();
      group.columns = std::move(columns);
      group.optimizer = card_.make(options);
      const double lr = initialRate(card_, options);
      GroupRate& rate = rates_.emplace_back(GroupRate{.lr = lr});
      if (!card_.momentum.empty()) rate.momentum = optionNumber(card_, options, card_.momentum);
    };
    for (std::size_t i = 0; i < contender_.groups.size(); ++i) {
      const ParameterGroup& group = contender_.groups[i];
      for (const Index c : group.coordinates) {
        if (c >= x_.cols())
          throw OptionError("groups",
                            "expected coordinates below " + std::to_string(x_.cols()) + ", found " + std::to_string(c));
        named[static_cast<std::size_t>(c)] = true;
      }
      add(group.coordinates, groupOptions(contender_, i));
    }
    std::vector<Index> rest;
    for (Index c = 0; c < x_.cols(); ++c) {
      if (!named[static_cast<std::size_t>(c)]) rest.push_back(c);
    }
    if (!rest.empty()) add(std::move(rest), contender_.options);
    uncycled_ = rates_.front().momentum;

    if (groups_.size() == 1) {
      groups_.front().optimizer->reset(x_, oracle_.shape());
      return;
    }
    for (Group& group : groups_) {
      groupOracles_.push_back(std::make_unique<GroupOracle>(oracle_, group.columns));
      group.optimizer->reset(x_(Eigen::all, group.columns), groupOracles_.back()->shape());
    }
  }

  void step() {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      if (!card_.momentum.empty() && schedule_) card_.set(*groups_[i].optimizer, card_.momentum, rates_[i].momentum);
    }
    if (groups_.size() == 1) return groups_.front().optimizer->step(x_, oracle_, rates_.front().lr);

    oracle_.gradient(x_, gradient_);
    const Points before = x_;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      groupOracles_[i]->beginStep(before, gradient_);
      Points own = before(Eigen::all, groups_[i].columns);
      groups_[i].optimizer->step(own, *groupOracles_[i], rates_[i].lr);
      x_(Eigen::all, groups_[i].columns) = own;
    }
  }

  void prepare() {
    const auto groups = static_cast<Index>(groups_.size());
    result_.points.resize(steps_ + 1, x_.cols());
    result_.rates.resize(steps_, groups);
    if (schedule_ && !card_.momentum.empty()) result_.momentum.resize(steps_, groups);
    if (groups == 1 && groups_.front().optimizer->average()) result_.average.resize(steps_ + 1, x_.cols());
    result_.evaluations.resize(static_cast<std::size_t>(steps_) + 1);
    recordPoint(0);
  }

  void record(Index k) {
    for (Index i = 0; i < result_.rates.cols(); ++i) {
      const GroupRate& rate = rates_[static_cast<std::size_t>(i)];
      result_.rates(k, i) = rate.lr;
      if (result_.momentum.size() == 0) continue;
      result_.momentum(k, i) = rate.momentum;
      cycled_ = cycled_ || rate.momentum != uncycled_;
    }
  }

  void recordPoint(Index k) {
    result_.points.row(k) = x_.row(0);
    result_.evaluations[static_cast<std::size_t>(k)] = oracle_.evaluations();
    if (result_.average.size() > 0) result_.average.row(k) = groups_.front().optimizer->average()->row(0);
    if (k == 0 || groups_.size() > 1) return;
    const std::vector<Reading> readings = groups_.front().optimizer->readings();
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

  const Contender& contender_;
  const OptimizerCard& card_;
  const Objective& objective_;
  Index steps_;
  ObjectiveOracle oracle_;
  Points x_;
  Points gradient_;
  std::vector<Group> groups_;
  std::vector<std::unique_ptr<GroupOracle>> groupOracles_;
  GroupRates rates_;
  double uncycled_ = 0;  // momentum before any schedule
  bool cycled_ = false;
  const ScheduleCard* scheduleCard_ = nullptr;
  std::unique_ptr<Schedule> schedule_;
  Trajectory result_;
};

}  // namespace

Trajectory trace(const Scenario& scenario, std::size_t contender, const Objective& objective,
                 const std::vector<double>& start, std::stop_token stop) {
  return Run(scenario, contender, objective, start)(stop);
}

}  // namespace thalweg
