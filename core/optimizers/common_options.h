#pragma once
/// Descriptions of the options that many optimizers share, so that they look and read alike everywhere.
/// Threads: pure functions.

#include "core/contracts/optimizer.h"

#include <array>

namespace thalweg {

template <class T>
OptionDescription rateOption(double T::*member) {
  return option("lr", member)
      .named("learning rate")
      .as(R"(\mathrm{lr})")
      .explained("Scales every step; too small crawls, too large overshoots.")
      .atLeast(0)
      .slide(1e-5, 10, Scale::Log);
}

template <class T>
OptionDescription momentumOption(double T::*member) {
  return option("momentum", member)
      .named("momentum")
      .as(R"(\mu)")
      .explained("How much of the last step's velocity is kept.")
      .atLeast(0)
      .slide(0, 0.999, Scale::LogOneMinus);
}

template <class T>
OptionDescription dampeningOption(double T::*member) {
  return option("dampening", member)
      .named("dampening")
      .as(R"(\tau)")
      .explained("Takes this fraction away from each new gradient before it enters the velocity.")
      .slide(0, 1)
      .inSecondRow();
}

template <class T>
OptionDescription nesterovOption(bool T::*member) {
  return option("nesterov", member)
      .named("Nesterov")
      .explained("Steps along gradient plus velocity, as if the gradient were taken one step ahead.")
      .inSecondRow();
}

/// β₁ or β₂ in [0, 1).
inline ElementDescription beta(const std::string& index, const std::string& tip) {
  return {R"(\beta_)" + index, "beta " + index, tip, {0, 1, false, true}, {0, 0.9999, Scale::LogOneMinus}};
}

template <class T>
OptionDescription betasOption(std::array<double, 2> T::*member) {
  return option("betas", member)
      .named("moving averages")
      .explained("Memory of the averages of the gradient and of its square.")
      .element(beta("1", "Memory of the averaged gradient: near 1 it acts like heavy momentum."))
      .element(beta("2", "Memory of the averaged squared gradient: near 1 the step sizes change slowly."));
}

template <class T>
OptionDescription epsOption(double T::*member) {
  return option("eps", member)
      .named("epsilon")
      .as(R"(\varepsilon)")
      .explained("Keeps the division finite where gradients vanish; large values bring back plain momentum.")
      .atLeast(0)
      .slide(1e-12, 1, Scale::Log)
      .inSecondRow();
}

template <class T>
OptionDescription weightDecayOption(double T::*member) {
  return option("weight_decay", member)
      .named("weight decay")
      .as(R"(\lambda)")
      .explained("Pulls the parameters towards zero.")
      .atLeast(0)
      .slide(0, 1)
      .inSecondRow();
}

template <class T>
OptionDescription maximizeOption(bool T::*member) {
  return option("maximize", member)
      .named("maximize")
      .explained("Climbs instead of descending: the gradient is negated first.")
      .inSecondRow();
}

template <class T>
OptionDescription decoupleOption(bool T::*member) {
  return option("weight_decouple", member)
      .named("decoupled weight decay")
      .explained("Shrinks the parameters directly, as AdamW does, instead of through the gradient.")
      .inSecondRow();
}

template <class T>
OptionDescription fixedDecayOption(bool T::*member) {
  return option("fixed_decay", member)
      .named("fixed decay")
      .explained("Decoupled weight decay is not multiplied by the learning rate.")
      .inSecondRow();
}

template <class T>
OptionDescription amsgradOption(bool T::*member, const std::string& id = "amsgrad") {
  return option(id, member)
      .named("AMSGrad")
      .explained("Divides by the largest average seen so far, so that steps can only shrink.")
      .inSecondRow();
}

template <class T>
OptionDescription distanceOption(double T::*member) {
  return option("d0", member)
      .named("first distance estimate")
      .as("d_0")
      .explained("Where the estimate of the distance to the minimum begins; it can only grow.")
      .above(0)
      .slide(1e-8, 1, Scale::Log);
}

template <class T>
OptionDescription growthOption(double T::*member) {
  OptionDescription d = option("growth_rate", member)
                            .named("growth limit")
                            .explained("The distance estimate grows by at most this factor a step.")
                            .atLeast(1)
                            .slide(1.01, 10, Scale::Log)
                            .inSecondRow();
  d.positiveInfinity = true;
  d.fallback = "inf";
  return d;
}

/// The factor that `maximize` puts before every gradient.
inline double gradientSign(bool maximize) { return maximize ? -1 : 1; }

}  // namespace thalweg
