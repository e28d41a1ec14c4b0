#include "core/schedules/rate_formula.h"
#include "core/schedules/rate_schedule.h"

#include <cmath>
#include <limits>
#include <optional>

namespace thalweg::schedules {

namespace {

class CyclicLR final : public RateSchedule {
 public:
  Json base_lr = 0.001;
  Json max_lr = 0.1;
  std::int64_t step_size_up = 2000;
  std::optional<std::int64_t> step_size_down;
  std::string mode = "triangular";
  double gamma = 1;
  Json scale_fn;
  std::string scale_mode = "cycle";
  bool cycle_momentum = true;
  Json base_momentum = 0.8;
  Json max_momentum = 0.9;

  void prepare(std::int64_t /*steps*/) {
    if (!scale_fn.is_null()) typed_.emplace(scale_fn, "scale_fn", "x");
  }

  void start(GroupRates& groups) override {
    low_ = valuesPerGroup(base_lr, groups.size(), "base_lr");
    high_ = valuesPerGroup(max_lr, groups.size(), "max_lr");
    lowMomentum_ = valuesPerGroup(base_momentum, groups.size(), "base_momentum");
    highMomentum_ = valuesPerGroup(max_momentum, groups.size(), "max_momentum");
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].lr = low_[i];
    // PyTorch's class knows its own lowest rate only after its first step: behind another schedule that step takes the
    // rate from before.
    starting_ = true;
    RateSchedule::start(groups);
    starting_ = false;
  }

 private:
  /// 0 at the foot of a cycle, the cycle's height at its top.
  [[nodiscard]] double height(std::int64_t t) const {
    const auto up = static_cast<double>(step_size_up);
    const double total = up + static_cast<double>(step_size_down.value_or(step_size_up));
    const double top = up / total;
    const double cycles = static_cast<double>(t) / total;
    const double cycle = std::floor(1 + cycles);
    const double x = 1 + cycles - cycle;
    const double side = x <= top ? x / top : (x - 1) / (top - 1);
    if (typed_) return side * typed_->value(scale_mode == "cycle" ? static_cast<std::int64_t>(cycle) : t, 0);
    if (mode == "triangular2") return side / std::pow(2.0, cycle - 1);
    if (mode == "exp_range") return side * std::pow(gamma, static_cast<double>(t));
    return side;
  }

  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t i) const override {
    const double low = starting_ ? base : low_[i];
    return low + (high_[i] - low) * height(t);
  }

  [[nodiscard]] double momentum(std::int64_t t, const GroupRate& /*group*/, std::size_t i) const override {
    if (!cycle_momentum) return std::numeric_limits<double>::quiet_NaN();
    return highMomentum_[i] - (highMomentum_[i] - lowMomentum_[i]) * height(t);
  }

  bool starting_ = false;
  std::optional<RateFormula> typed_;  // goes before the mode
  std::vector<double> low_, high_, lowMomentum_, highMomentum_;
};

}  // namespace

ScheduleCard cyclicLr() {
  ScheduleCard c;
  c.id = "CyclicLR";
  c.label = "cyclic";
  c.family = "Cycles";
  c.summary = "The rate climbs and falls between two bounds again and again, while momentum moves the other way.";
  c.formula =
      "lr(t) = base_lr + (max_lr − base_lr) · h(t) · s(t), momentum = max_momentum − (max_momentum − base_momentum) "
      "· h(t) · s(t)\n"
      "h: triangle from 0 to 1 in step_size_up steps and back in step_size_down\n"
      "s: 1 (triangular), 1/2^(cycle − 1) (triangular2), gamma^t (exp_range); or scale_fn of the cycle or of t";
  c.typeset = R"(\eta_t = \eta_{\mathrm{base}} + (\eta_{\max} - \eta_{\mathrm{base}}) \, h(t) \, s(t))";
  c.advice =
      "One rising half is a learning-rate range test: the loss shows which rates work. The base rate of the "
      "optimizer plays no part. Momentum is cycled where the optimizer has one.";
  c.reference =
      "Smith 2017, Cyclical learning rates for training neural networks; PyTorch 1.13, "
      "torch.optim.lr_scheduler.CyclicLR (which has no default base_lr, max_lr; 0.001 and 0.1 here)";
  c.torch = "torch.optim.lr_scheduler.CyclicLR";
  c.options = {
      option("base_lr", &CyclicLR::base_lr)
          .named("lowest rate")
          .as(R"(\eta_{\mathrm{base}})")
          .explained("The rate at the foot of a cycle, where it starts.")
          .slide(1e-5, 1, Scale::Log)
          .perGroupList(),
      option("max_lr", &CyclicLR::max_lr)
          .named("highest rate")
          .as(R"(\eta_{\max})")
          .explained("The rate at the top of a cycle.")
          .slide(1e-4, 10, Scale::Log)
          .perGroupList(),
      option("step_size_up", &CyclicLR::step_size_up)
          .named("steps up")
          .as(R"(s_{\mathrm{up}})")
          .explained("Number of steps of the rising half.")
          .atLeast(1)
          .slide(1, 500, Scale::Integer),
      option("step_size_down", &CyclicLR::step_size_down)
          .named("steps down")
          .as(R"(s_{\mathrm{down}})")
          .explained("Number of steps of the falling half; none: as many as up.")
          .atLeast(0)
          .slide(1, 500, Scale::Integer),
      option("mode", &CyclicLR::mode)
          .explained("Whether cycles stay equal, halve their height each time, or shrink by γ each step.")
          .oneOf({"triangular", "triangular2", "exp_range"}),
      option("gamma", &CyclicLR::gamma)
          .named("decay factor")
          .as(R"(\gamma)")
          .explained("Factor a step on the height, in mode exp_range.")
          .slide(0.9, 0.9999, Scale::LogOneMinus)
          .inSecondRow(),
      option("scale_fn", &CyclicLR::scale_fn)
          .ofKind(OptionKind::Expression)
          .orNone()
          .named("typed scale")
          .as("s(x)")
          .explained("A formula of x, in Python's spelling, for the height of the cycles, in place of the mode's.")
          .inSecondRow(),
      option("scale_mode", &CyclicLR::scale_mode)
          .named("scale is of")
          .explained("What the typed scale takes as x: the number of the cycle, from 1 on, or of steps taken.")
          .oneOf({"cycle", "iterations"})
          .inSecondRow(),
      option("cycle_momentum", &CyclicLR::cycle_momentum)
          .named("cycle momentum")
          .explained("Moves momentum opposite to the rate.")
          .inSecondRow(),
      option("base_momentum", &CyclicLR::base_momentum)
          .named("lowest momentum")
          .as(R"(\mu_{\mathrm{base}})")
          .explained("Momentum where the rate is highest.")
          .slide(0, 0.99)
          .perGroupList()
          .inSecondRow(),
      option("max_momentum", &CyclicLR::max_momentum)
          .named("highest momentum")
          .as(R"(\mu_{\max})")
          .explained("Momentum where the rate is lowest.")
          .slide(0, 0.999)
          .perGroupList()
          .inSecondRow(),
  };
  return describe<CyclicLR>(c);
}

}  // namespace thalweg::schedules
