#include "core/schedules/rate_schedule.h"

#include <cmath>
#include <numbers>

namespace thalweg::schedules {

namespace {

class CosineAnnealingWarmRestarts final : public RateSchedule {
 public:
  std::int64_t T_0 = 50;
  std::int64_t T_mult = 1;
  double eta_min = 0;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t /*i*/) const override {
    auto length = static_cast<double>(T_0);
    auto since = static_cast<double>(T_mult == 1 ? t % T_0 : t);
    while (since >= length) {
      since -= length;
      length *= static_cast<double>(T_mult);
    }
    return eta_min + (base - eta_min) * (1 + std::cos(std::numbers::pi * since / length)) / 2;
  }
};

}  // namespace

ScheduleCard cosineAnnealingWarmRestarts() {
  ScheduleCard c;
  c.id = "CosineAnnealingWarmRestarts";
  c.label = "cosine restarts";
  c.family = "Annealing";
  c.summary = "Half a cosine down to η_min, then at once back to the full rate; each run may be longer than the last.";
  c.formula =
      "lr(t) = eta_min + (lr0 − eta_min) · (1 + cos(π T_cur / T_i)) / 2\n"
      "T_cur: steps since the last restart; T_i = T_0 · T_mult^i: length of run i";
  c.typeset =
      R"(\eta_t = \eta_{\min} + \frac{1}{2} (\eta_0 - \eta_{\min}) \left(1 + \cos\frac{\pi T_{\mathrm{cur}}}{T_i}\right))";
  c.advice =
      "Each restart can throw the path out of a poor minimum; read results just before a restart, where the rate is "
      "lowest.";
  c.reference =
      "Loshchilov & Hutter 2017 (SGDR), eq. 5; PyTorch 1.13, torch.optim.lr_scheduler.CosineAnnealingWarmRestarts "
      "(which has no default T_0; 50 here)";
  c.torch = "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts";
  c.options = {
      option("T_0", &CosineAnnealingWarmRestarts::T_0)
          .named("first length")
          .as("T_0")
          .explained("Number of steps until the first restart.")
          .atLeast(1)
          .slide(1, 500, Scale::Integer),
      option("T_mult", &CosineAnnealingWarmRestarts::T_mult)
          .named("growth")
          .as(R"(T_{\mathrm{mult}})")
          .explained("How many times longer each run is than the one before.")
          .atLeast(1)
          .slide(1, 4, Scale::Integer),
      option("eta_min", &CosineAnnealingWarmRestarts::eta_min)
          .named("lowest rate")
          .as(R"(\eta_{\min})")
          .explained("The rate at the bottom of each cosine.")
          .slide(0, 0.1),
  };
  return describe<CosineAnnealingWarmRestarts>(c);
}

}  // namespace thalweg::schedules
