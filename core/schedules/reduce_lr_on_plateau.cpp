#include "core/schedules/rate_schedule.h"

#include <algorithm>
#include <limits>

namespace thalweg::schedules {

namespace {

class ReduceLROnPlateau final : public Schedule {
 public:
  std::string mode = "min";
  double factor = 0.1;
  std::int64_t patience = 10;
  double threshold = 1e-4;
  std::string threshold_mode = "rel";
  std::int64_t cooldown = 0;
  Json min_lr = 0.0;
  double eps = 1e-8;

  void start(GroupRates& groups) override {
    lowest_ = valuesPerGroup(min_lr, groups.size(), "min_lr");
    begin(groups);
  }

  void begin(GroupRates& /*groups*/) override {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    best_ = mode == "min" ? infinity : -infinity;
    bad_ = 0;
    cooling_ = 0;
  }

  void restart(GroupRates& groups) override { begin(groups); }
  void takeBack() override {}

  void step(GroupRates& groups, double loss) override {
    if (isBetter(loss)) {
      best_ = loss;
      bad_ = 0;
    } else {
      ++bad_;
    }
    if (cooling_ > 0) {
      --cooling_;
      bad_ = 0;
    }
    if (bad_ <= patience) return;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      const double lowered = std::max(groups[i].lr * factor, lowest_[i]);
      if (groups[i].lr - lowered > eps) groups[i].lr = lowered;
    }
    cooling_ = cooldown;
    bad_ = 0;
  }

 private:
  [[nodiscard]] bool isBetter(double loss) const {
    const bool relative = threshold_mode == "rel";
    if (mode == "min") return loss < (relative ? best_ * (1 - threshold) : best_ - threshold);
    return loss > (relative ? best_ * (threshold + 1) : best_ + threshold);
  }

  std::vector<double> lowest_;  // a rate a group
  double best_ = 0;
  std::int64_t bad_ = 0;      // steps without improvement
  std::int64_t cooling_ = 0;  // steps during which bad ones do not count
};

}  // namespace

ScheduleCard reduceLrOnPlateau() {
  ScheduleCard c;
  c.id = "ReduceLROnPlateau";
  c.label = "plateau";
  c.family = "Watching the loss";
  c.summary = "The rate is multiplied by a factor whenever the run's loss has not improved for a number of steps.";
  c.formula =
      "loss < best · (1 − threshold): best = loss, bad = 0; else bad = bad + 1\n"
      "bad > patience: lr = max(factor · lr, min_lr), bad = 0, then cooldown steps of grace";
  c.typeset =
      R"(\eta \leftarrow \max(f \, \eta, \eta_{\min}) \quad \mathrm{if\ } n_{\mathrm{bad}} > n_{\mathrm{patience}})";
  c.advice =
      "Needs no plan of the run, but trusts the loss: with noisy gradients give it patience. It sees the loss from "
      "before each step, once a step.";
  c.reference = "PyTorch 1.13, torch.optim.lr_scheduler.ReduceLROnPlateau";
  c.torch = "torch.optim.lr_scheduler.ReduceLROnPlateau";
  c.needsLoss = true;
  c.options = {
      option("factor", &ReduceLROnPlateau::factor)
          .as("f")
          .explained("Factor by which the rate is lowered.")
          .below(1)
          .slide(0.01, 0.99),
      option("patience", &ReduceLROnPlateau::patience)
          .as(R"(n_{\mathrm{patience}})")
          .explained("Number of steps without improvement that are let pass.")
          .slide(0, 100, Scale::Integer),
      option("cooldown", &ReduceLROnPlateau::cooldown)
          .explained("Number of steps after a reduction during which none is counted as bad.")
          .slide(0, 100, Scale::Integer),
      option("min_lr", &ReduceLROnPlateau::min_lr)
          .named("lowest rate")
          .as(R"(\eta_{\min})")
          .explained("The rate is not lowered beyond this.")
          .slide(0, 0.1)
          .perGroupList(),
      option("threshold", &ReduceLROnPlateau::threshold)
          .explained("How much lower than the best a loss must be to count as better.")
          .slide(1e-8, 1, Scale::Log)
          .inSecondRow(),
      option("threshold_mode", &ReduceLROnPlateau::threshold_mode)
          .named("threshold is")
          .explained("Relative to the best loss, or absolute.")
          .oneOf({"rel", "abs"})
          .inSecondRow(),
      option("mode", &ReduceLROnPlateau::mode)
          .explained("Whether smaller or larger values count as better.")
          .oneOf({"min", "max"})
          .inSecondRow(),
      option("eps", &ReduceLROnPlateau::eps)
          .named("smallest change")
          .as(R"(\varepsilon)")
          .explained("A reduction by no more than this is not made.")
          .slide(1e-12, 1e-2, Scale::Log)
          .inSecondRow(),
  };
  return describe<ReduceLROnPlateau>(c);
}

}  // namespace thalweg::schedules
