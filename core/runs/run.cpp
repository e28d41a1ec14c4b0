#include "core/runs/run.h"

#include "core/scenario/contender.h"

#include <limits>

namespace thalweg {

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
    : contender_(scenario.contenders[contender]),
      card_(*findOptimizer(contender_.optimizer)),
      objective_(objective),
      oracle_(oracle),
      x_(std::move(starts)) {
  makeGroups();
  if (!contender_.schedule) return;
  scheduleCard_ = findSchedule(contender_.schedule->name);
  schedule_ = scheduleCard_->make(contender_.schedule->options, scenario.steps);
  schedule_->start(rates_);
}

Run::~Run() = default;

void Run::makeGroups() {
  checkDimension(card_, x_.cols());
  std::vector<bool> named(static_cast<std::size_t>(x_.cols()), false);
  const auto add = [&](std::vector<Index> columns, const Options& options) {
    Group& group = groups_.emplace_back();
    group.columns = std::move(columns);
    group.optimizer = card_.make(options);
    group.options = options;
    GroupRate& rate = rates_.emplace_back(GroupRate{.lr = initialRate(card_, options)});
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
  for (const GroupRate& rate : rates_) uncycled_.push_back(rate.momentum);

  if (groups_.size() == 1) {
    groups_.front().optimizer->reset(x_, oracle_.shape());
    return;
  }
  for (Group& group : groups_) {
    groupOracles_.push_back(std::make_unique<GroupOracle>(oracle_, group.columns));
    group.optimizer->reset(x_(Eigen::all, group.columns), groupOracles_.back()->shape());
  }
}

void Run::step() {
  if (schedule_) {
    if (scheduleCard_->needsLoss) objective_.value(x_, lossBefore_);
    for (std::size_t i = 0; i < groups_.size() && !card_.momentum.empty(); ++i)
      card_.set(*groups_[i].optimizer, card_.momentum, rates_[i].momentum);
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
  if (schedule_) schedule_->step(rates_, lossBefore_[0]);
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

bool ratesFollowLoss(const Contender& contender) {
  if (!contender.schedule) return false;
  const ScheduleCard* card = findSchedule(contender.schedule->name);
  return card && card->needsLoss;
}

}  // namespace thalweg
