#include "core/base/format.h"
#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace thalweg::schedules {

namespace {

class OneCycleLR final : public RateSchedule {
 public:
  Json max_lr = 0.1;
  std::optional<std::int64_t> total_steps;
  std::optional<std::int64_t> epochs;
  std::optional<std::int64_t> steps_per_epoch;
  double pct_start = 0.3;
  std::string anneal_strategy = "cos";
  bool cycle_momentum = true;
  Json base_momentum = 0.85;
  Json max_momentum = 0.95;
  double div_factor = 25;
  double final_div_factor = 1e4;
  bool three_phase = false;

  void prepare(std::int64_t /*steps*/) {
    if (!total_steps && !(epochs && steps_per_epoch)) {
      throw OptionError("options.total_steps", "expected a number of steps, or else both epochs and steps_per_epoch");
    }
    const double total = total_steps ? static_cast<double>(*total_steps)
                                     : static_cast<double>(*epochs) * static_cast<double>(*steps_per_epoch);
    total_ = std::max(total, 1.0);
    const double warm = pct_start * total_;
    if (warm == 1) {
      throw OptionError("options.pct_start",
                        "expected pct_start · total_steps other than 1, for then the rise would "
                        "take 0 steps (PyTorch divides by it)");
    }
    ends_ = three_phase ? std::vector<double>{warm - 1, 2 * warm - 2, total_ - 1}
                        : std::vector<double>{warm - 1, total_ - 1};
  }

  void start(GroupRates& groups) override {
    const std::vector<double> high = valuesPerGroup(max_lr, groups.size(), "max_lr");
    const std::vector<double> lowMomentum = valuesPerGroup(base_momentum, groups.size(), "base_momentum");
    const std::vector<double> highMomentum = valuesPerGroup(max_momentum, groups.size(), "max_momentum");
    for (std::size_t i = 0; i < groups.size(); ++i) {
      GroupRate& group = groups[i];
      group.initial = high[i] / div_factor;
      group.cycle.high = high[i];
      group.cycle.last = group.initial / final_div_factor;
      if (!cycle_momentum) continue;
      group.cycle.highMomentum = highMomentum[i];
      group.cycle.lowMomentum = lowMomentum[i];
    }
    RateSchedule::start(groups);
  }

 private:
  struct Place {
    std::size_t phase;
    double part;  ///< of the phase that is over
  };

  [[nodiscard]] Place place(std::int64_t t) const {
    // PyTorch extrapolates one step too many, then raises; here the last annealed rate stays.
    const double step = std::min(static_cast<double>(t), total_ - 1);
    std::size_t phase = 0;
    while (phase + 1 < ends_.size() && step > ends_[phase]) ++phase;
    const double begin = phase == 0 ? 0 : ends_[phase - 1];
    const double length = ends_[phase] - begin;
    return {phase, length == 0 ? 1 : (step - begin) / length};
  }

  [[nodiscard]] double anneal(double from, double to, double part) const {
    if (anneal_strategy == "linear") return (to - from) * part + from;
    return to + (from - to) / 2 * (std::cos(std::numbers::pi * part) + 1);
  }

  [[nodiscard]] double rate(std::int64_t t, const GroupRate& group, double /*base*/, std::size_t /*i*/) const override {
    const SharedCycle& cycle = group.cycle;
    const auto [phase, part] = place(t);
    if (phase == 0) return anneal(group.initial, cycle.high, part);
    if (!three_phase) return anneal(cycle.high, cycle.last, part);
    return phase == 1 ? anneal(cycle.high, group.initial, part) : anneal(group.initial, cycle.last, part);
  }

  [[nodiscard]] double momentum(std::int64_t t, const GroupRate& group, std::size_t /*i*/) const override {
    if (!cycle_momentum) return std::numeric_limits<double>::quiet_NaN();
    const SharedCycle& cycle = group.cycle;
    const auto [phase, part] = place(t);
    if (phase == 0) return anneal(cycle.highMomentum, cycle.lowMomentum, part);
    return phase == 1 ? anneal(cycle.lowMomentum, cycle.highMomentum, part) : cycle.highMomentum;
  }

  double total_ = 1;
  std::vector<double> ends_;  // the last step of each phase, not rounded, as in PyTorch
};

/// The number of steps of the cycle that checked options ask for.
double lengthOf(const Card& card, const Options& options, std::int64_t steps) {
  const auto number = [&](const char* id) { return optionValue(*card.find(id), options, steps); };
  const bool given = options.contains("total_steps") && !options.at("total_steps").is_null();
  const Json epochs = number("epochs");
  const Json perEpoch = number("steps_per_epoch");
  if (given || epochs.is_null() || perEpoch.is_null()) return number("total_steps").get<double>();
  return epochs.get<double>() * perEpoch.get<double>();
}

/// As PyTorch, total_steps goes before epochs · steps_per_epoch, but only where it is given.
auto preferGivenLength(decltype(ScheduleCard::make) make) {
  return [make = std::move(make)](const Options& options, std::int64_t steps) {
    const auto given = [&](const char* id) { return options.contains(id) && !options.at(id).is_null(); };
    if (options.contains("total_steps") || !given("epochs") || !given("steps_per_epoch")) return make(options, steps);
    Options completed = options;
    completed["total_steps"] = nullptr;
    return make(completed, steps);
  };
}

}  // namespace

ScheduleCard oneCycleLr() {
  ScheduleCard c;
  c.id = "OneCycleLR";
  c.label = "one cycle";
  c.family = "Cycles";
  c.summary = "One climb from a small rate to a large one and a long fall to almost nothing; momentum dips meanwhile.";
  c.formula =
      "phase 1 (pct_start of the run): max_lr / div_factor up to max_lr; momentum from max to base\n"
      "phase 2 (the rest): max_lr down to max_lr / (div_factor · final_div_factor); momentum back up\n"
      "three_phase: down to the first rate as fast as up, then on to the last one\n"
      "each along half a cosine, a + (b − a) · (1 − cos(π part)) / 2, or a straight line";
  c.typeset =
      R"(\eta_t = b + \frac{a - b}{2} (1 + \cos \pi p), \quad a, b:\ \frac{\eta_{\max}}{d} \to \eta_{\max} \to \frac{\eta_{\max}}{d \, d_{\mathrm{f}}})";
  c.advice =
      "Lets a run take rates that it would not survive at the start. The optimizer's own rate plays no part: max_lr "
      "sets the height. After total_steps the last rate stays.";
  c.reference =
      "Smith & Topin 2018, Super-convergence; PyTorch 1.13, torch.optim.lr_scheduler.OneCycleLR (which has no "
      "default max_lr; 0.1 here), but for the rates from total_steps on, where it extrapolates once, then raises";
  c.torch = "torch.optim.lr_scheduler.OneCycleLR";
  c.options = {
      option("max_lr", &OneCycleLR::max_lr)
          .named("highest rate")
          .as(R"(\eta_{\max})")
          .explained("The rate at the top of the cycle.")
          .slide(1e-4, 10, Scale::Log)
          .perGroupList(),
      option("total_steps", &OneCycleLR::total_steps)
          .named("length")
          .as("T")
          .explained("Number of steps of the whole cycle; by default the whole run.")
          .steps()
          .atLeast(1)
          .slide(1, 1000, Scale::Integer),
      option("pct_start", &OneCycleLR::pct_start)
          .named("rising part")
          .as(R"(p_{\mathrm{up}})")
          .explained("Fraction of the cycle in which the rate rises.")
          .within(0, 1)
          .slide(0.05, 0.95),
      option("anneal_strategy", &OneCycleLR::anneal_strategy)
          .named("shape")
          .explained("Along half a cosine or a straight line.")
          .oneOf({"cos", "linear"}),
      option("three_phase", &OneCycleLR::three_phase)
          .named("three phases")
          .explained("Falls to the first rate as fast as it rose, then on to the last in a third phase."),
      option("div_factor", &OneCycleLR::div_factor)
          .named("first divisor")
          .as("d")
          .explained("The first rate is the highest divided by this.")
          .above(0)
          .slide(1, 1000, Scale::Log)
          .inSecondRow(),
      option("final_div_factor", &OneCycleLR::final_div_factor)
          .named("last divisor")
          .as(R"(d_{\mathrm{f}})")
          .explained("The last rate is the first divided by this.")
          .above(0)
          .slide(1, 1e6, Scale::Log)
          .inSecondRow(),
      option("cycle_momentum", &OneCycleLR::cycle_momentum)
          .named("cycle momentum")
          .explained("Moves momentum, or β₁, opposite to the rate.")
          .inSecondRow(),
      option("base_momentum", &OneCycleLR::base_momentum)
          .named("lowest momentum")
          .as(R"(\mu_{\mathrm{base}})")
          .explained("Momentum where the rate is highest.")
          .slide(0, 0.99)
          .perGroupList()
          .inSecondRow(),
      option("max_momentum", &OneCycleLR::max_momentum)
          .named("highest momentum")
          .as(R"(\mu_{\max})")
          .explained("Momentum at both ends of the cycle.")
          .slide(0, 0.999)
          .perGroupList()
          .inSecondRow(),
      option("epochs", &OneCycleLR::epochs)
          .explained("With steps_per_epoch, another way to give the length.")
          .atLeast(1)
          .slide(1, 100, Scale::Integer)
          .inSecondRow(),
      option("steps_per_epoch", &OneCycleLR::steps_per_epoch)
          .named("steps an epoch")
          .explained("With epochs, another way to give the length.")
          .atLeast(1)
          .slide(1, 100, Scale::Integer)
          .inSecondRow(),
  };
  ScheduleCard made = describe<OneCycleLR>(c);
  made.make = preferGivenLength(made.make);
  made.notice = [card = Card(made)](const Options& options, std::int64_t steps) -> std::string {
    const double length = lengthOf(card, options, steps);
    if (!(length < static_cast<double>(steps))) return {};
    return "The cycle ends before the run: from step " + formatShort(length - 1) + " of " + std::to_string(steps) +
           " on the last rate stays.";
  };
  return made;
}

}  // namespace thalweg::schedules
