#include "core/runs/run.h"

#include "core/recorded/recorded_objective.h"
#include "core/scenario/contender.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

namespace thalweg {

namespace {

bool followsLoss(const Contender& contender) {
  if (!contender.schedule) return false;
  const ScheduleCard* card = findSchedule(contender.schedule->name);
  return card && card->needsLoss;
}

/// The id of the optimizer that a wrapper's options name; null for others.
Json baseOf(const OptimizerCard& card, const Options& options) {
  const OptionDescription* base = card.find("base");
  return base ? optionValue(*base, options) : Json();
}

}  // namespace

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
  void gradient(const Points& /*x*/, Points& g) override {
    if (row_ < 0)
      g = gradient_;
    else
      g = gradient_.row(row_);
  }
  void valueAndGradient(const Points& x, Column& f, Points& g) override {
    value(x, f);
    gradient(x, g);
  }
  void hessianDiagonal(const Points& x, Points& h) override {
    Points whole;
    whole_.hessianDiagonal(embedded(x), whole);
    h = whole(Eigen::all, columns_);
  }
  void hessianProduct(const Points& x, const Points& v, Points& hv) override {
    Points direction = Points::Zero(x.rows(), x_.cols());
    direction(Eigen::all, columns_) = v;
    Points whole;
    whole_.hessianProduct(embedded(x), direction, whole);
    hv = whole(Eigen::all, columns_);
  }
  Eigen::MatrixXd hessian(const Points& point) override { return whole_.hessian(embedded(point))(columns_, columns_); }
  bool residuals(const Points& /*point*/, Eigen::VectorXd& /*r*/, Eigen::MatrixXd& /*jacobian*/) override {
    return false;
  }
  void normals(Points& z) override {
    Points whole(z.rows(), x_.cols());
    whole_.normals(whole);
    z = whole(Eigen::all, columns_);
  }
  void selectRow(Index row) override {
    row_ = row;
    whole_.selectRow(row);
  }

 private:
  Points embedded(const Points& x) const {
    Points whole = row_ < 0 ? x_ : Points(x_.row(row_));
    whole(Eigen::all, columns_) = x;
    return whole;
  }

  Oracle& whole_;
  const std::vector<Index>& columns_;
  Shape shape_;
  Points x_;
  Points gradient_;
  Index row_ = -1;
};

Run::Run(const Scenario& scenario, std::size_t contender, const Objective& objective, Points starts, Oracle& oracle)
    : line_(stretches(scenario, contender)),
      steps_(scenario.steps),
      objective_(objective),
      oracle_(oracle),
      x_(std::move(starts)) {
  if (recordedObjective(objective))
    throw OptionError("optimizer", "the runs of this panel were recorded: nothing can be computed here");
  for (std::size_t i = 1; i < line_.size(); ++i) keepsLosses_ = keepsLosses_ || followsLoss(line_[i].settings);
  layGroups();
  makeOptimizers();
  makeSchedule();
}

Run::~Run() = default;

void Run::layGroups() {
  const Contender& contender = line_[at_].settings;
  card_ = findOptimizer(contender.optimizer);
  checkDimension(*card_, x_.cols());
  groups_.clear();
  rates_.clear();
  uncycled_.clear();
  std::vector<bool> named(static_cast<std::size_t>(x_.cols()), false);
  const auto add = [&](std::vector<Index> columns, const Options& options) {
    Group& group = groups_.emplace_back();
    group.columns = std::move(columns);
    group.options = options;
    GroupRate& rate = rates_.emplace_back(GroupRate{.lr = initialRate(*card_, options)});
    if (!card_->momentum.empty()) rate.momentum = optionNumber(*card_, options, card_->momentum);
  };
  for (std::size_t i = 0; i < contender.groups.size(); ++i) {
    const ParameterGroup& group = contender.groups[i];
    for (const Index c : group.coordinates) {
      if (c >= x_.cols())
        throw OptionError("groups",
                          "expected coordinates below " + std::to_string(x_.cols()) + ", found " + std::to_string(c));
      named[static_cast<std::size_t>(c)] = true;
    }
    add(group.coordinates, groupOptions(contender, i));
  }
  std::vector<Index> rest;
  for (Index c = 0; c < x_.cols(); ++c) {
    if (!named[static_cast<std::size_t>(c)]) rest.push_back(c);
  }
  if (!rest.empty()) add(std::move(rest), contender.options);
  for (const GroupRate& rate : rates_) uncycled_.push_back(rate.momentum);

  groupOracles_.clear();
  if (groups_.size() == 1) return;
  for (Group& group : groups_) groupOracles_.push_back(std::make_unique<GroupOracle>(oracle_, group.columns));
}

void Run::makeOptimizers() {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    Group& group = groups_[i];
    group.optimizer = card_->make(group.options);
    if (groups_.size() == 1)
      group.optimizer->reset(x_, oracle_.shape());
    else
      group.optimizer->reset(x_(Eigen::all, group.columns), groupOracles_[i]->shape());
  }
}

void Run::makeSchedule() {
  const auto& choice = line_[at_].settings.schedule;
  schedule_.reset();
  scheduleCard_ = nullptr;
  if (!choice) return;
  scheduleCard_ = findSchedule(choice->name);
  schedule_ = scheduleCard_->make(choice->options, steps_);
  schedule_->start(rates_);
  // To where a run with this schedule would be now.
  for (std::int64_t k = 0; k < done_; ++k) {
    if (endsEpoch(k)) schedule_->step(rates_, keepsLosses_ ? losses_[static_cast<std::size_t>(k)] : 0);
  }
}

void Run::branch() {
  ++at_;
  const OptimizerCard* const cardBefore = card_;
  std::vector<Group> before = std::move(groups_);
  layGroups();
  const auto goesOn = [&](const Group& old, const Group& next) {
    return old.columns == next.columns && baseOf(*card_, old.options) == baseOf(*card_, next.options);
  };
  if (card_ == cardBefore && std::ranges::equal(before, groups_, goesOn)) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      Group& group = groups_[i];
      group.optimizer = std::move(before[i].optimizer);
      if (group.options != before[i].options) card_->change(*group.optimizer, group.options);
      // A schedule may have moved it.
      if (!card_->momentum.empty()) card_->set(*group.optimizer, card_->momentum, rates_[i].momentum);
    }
  } else {
    makeOptimizers();
    takeOver(before);
  }
  makeSchedule();
}

void Run::takeOver(std::vector<Group>& before) {
  // By name, over all coordinates; groups may part them otherwise than before.
  std::map<std::string, Points> known;
  std::map<std::string, std::size_t> coverage;
  for (Group& group : before) {
    for (const StateVector& vector : group.optimizer->state()) {
      if (vector.values->rows() != x_.rows() || vector.values->cols() != static_cast<Index>(group.columns.size()))
        continue;
      Points& whole = known.try_emplace(vector.name, Points::Zero(x_.rows(), x_.cols())).first->second;
      whole(Eigen::all, group.columns) = *vector.values;
      coverage[vector.name] += group.columns.size();
    }
  }
  for (Group& group : groups_) {
    bool any = false;
    for (const StateVector& vector : group.optimizer->state()) {
      const auto found = known.find(vector.name);
      if (found == known.end() || coverage[vector.name] != static_cast<std::size_t>(x_.cols())) continue;
      *vector.values = found->second(Eigen::all, group.columns);
      any = true;
    }
    if (any) group.optimizer->resume(static_cast<double>(done_));
  }
}

bool Run::endsEpoch(std::int64_t step) const { return (step + 1) % line_[at_].gradient.stepsPerEpoch.value_or(1) == 0; }

void Run::step() {
  if (keepsLosses_ || (schedule_ && scheduleCard_->needsLoss)) {
    const bool tested = line_[at_].gradient.watchTest && objective_.testLoss(x_, lossBefore_);
    if (!tested) objective_.value(x_, lossBefore_);
  }
  if (keepsLosses_) losses_.push_back(lossBefore_[0]);
  if (schedule_) {
    for (std::size_t i = 0; i < groups_.size() && !card_->momentum.empty(); ++i)
      card_->set(*groups_[i].optimizer, card_->momentum, rates_[i].momentum);
  }
  if (groups_.size() == 1) return groups_.front().optimizer->step(x_, oracle_, rates_.front().lr);

  oracle_.gradient(x_, gradient_);
  before_ = x_;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    groupOracles_[i]->beginStep(before_, gradient_);
    Points own = before_(Eigen::all, groups_[i].columns);
    groups_[i].optimizer->step(own, *groupOracles_[i], rates_[i].lr);
    x_(Eigen::all, groups_[i].columns) = own;
  }
}

void Run::advance() {
  if (schedule_ && endsEpoch(done_)) schedule_->step(rates_, lossBefore_[0]);
  ++done_;
  if (at_ + 1 < line_.size() && line_[at_ + 1].from == done_) branch();
}

Run::GroupView Run::group(std::size_t i) const {
  const Group& group = groups_[i];
  const Oracle& seen = groups_.size() == 1 ? oracle_ : *groupOracles_[i];
  return {group.columns, *group.optimizer, group.options, seen.shape()};
}

Points Run::effectiveRates() const {
  Points all;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const Points own = groups_[i].optimizer->rates(rates_[i].lr);
    if (own.size() == 0) continue;
    if (all.size() == 0) all = Points::Constant(x_.rows(), x_.cols(), std::numeric_limits<double>::quiet_NaN());
    if (groups_.size() == 1)
      all = own;
    else
      all(Eigen::all, groups_[i].columns) = own;
  }
  return all;
}

const Optimizer* Run::optimizer() const { return groups_.size() == 1 ? groups_.front().optimizer.get() : nullptr; }

ObjectiveOracle contenderOracle(const std::vector<Stretch>& stretches, std::uint64_t seed, const Objective& objective,
                                std::uint64_t path) {
  const Stretch& first = stretches.front();
  ObjectiveOracle oracle(objective, first.gradient, {seed, first.stream}, path);
  oracle.changeLater(laterStages(stretches));
  return oracle;
}

Inheritance inheritance(const Contender& before, const Contender& after) {
  const OptimizerCard* from = findOptimizer(before.optimizer);
  const OptimizerCard* to = findOptimizer(after.optimizer);
  Inheritance result;
  if (!from || !to) return result;
  result.whole = from == to && baseOf(*from, before.options) == baseOf(*to, after.options);
  if (result.whole) return result;
  const auto names = [](const OptimizerCard& card, const Options& options) {
    const auto optimizer = card.make(options);
    optimizer->reset(Points::Ones(1, 2), {{0, 2, 0}});
    std::vector<std::string> all;
    for (const StateVector& vector : optimizer->state()) all.push_back(vector.name);
    return all;
  };
  const std::vector<std::string> old = names(*from, before.options);
  const std::vector<std::string> next = names(*to, after.options);
  for (const std::string& name : next) {
    const bool known = std::ranges::find(old, name) != old.end();
    (known ? result.taken : result.anew).push_back(name);
  }
  for (const std::string& name : old) {
    if (std::ranges::find(next, name) == next.end()) result.lost.push_back(name);
  }
  return result;
}

bool ratesFollowLoss(const std::vector<Stretch>& stretches) {
  return std::ranges::any_of(stretches, [](const Stretch& stretch) { return followsLoss(stretch.settings); });
}

}  // namespace thalweg
