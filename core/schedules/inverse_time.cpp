#include "core/schedules/rate_schedule.h"

namespace thalweg::schedules {

namespace {

class InverseTime final : public RateSchedule {
 public:
  double k = 0.01;

 private:
  [[nodiscard]] double rate(std::int64_t t, const GroupRate& /*group*/, double base, std::size_t /*i*/) const override {
    return base / (1 + k * static_cast<double>(t));
  }
};

}  // namespace

ScheduleCard inverseTime() {
  ScheduleCard c;
  c.id = "InverseTime";
  c.label = "1/(1 + kt)";
  c.family = "Steps and decay";
  c.summary = "The rate falls in inverse proportion to time: half of it at t = 1/k, a third at 2/k.";
  c.formula = "lr(t) = lr0 / (1 + k t)";
  c.typeset = R"(\eta_t = \frac{\eta_0}{1 + k t})";
  c.advice =
      "The decay of the convergence proofs for stochastic gradients: slow enough that the path can still go any "
      "distance, fast enough that the noise dies out.";
  c.reference =
      "Robbins & Monro 1951 (steps whose sum diverges while that of their squares does not); Darken & Moody 1990, "
      "search then converge";
  c.options = {
      option("k", &InverseTime::k)
          .named("decay")
          .as("k")
          .explained("How fast the rate falls: half of it is left after 1/k steps.")
          .atLeast(0)
          .slide(1e-4, 10, Scale::Log),
  };
  return describe<InverseTime>(c);
}

}  // namespace thalweg::schedules
