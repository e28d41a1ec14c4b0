#pragma once
/// Weight decay in the forms that textbooks give.
/// Threads: values.

#include "core/optimizers/common_options.h"

#include <string>

namespace thalweg {

/// `form`: l2, λθ joins the gradient (penalty λ/2 ‖θ‖²); l2_doubled, 2λθ does (penalty λ‖θ‖²); after_step, θ is
/// multiplied by 1 − lr·λ when the step is done; unscaled, by 1 − λ before it.
struct TextbookDecay {
  double share = 0;   ///< times θ, joins the gradient
  double before = 1;  ///< multiplies θ before the step
  double after = 1;   ///< multiplies θ after the step
};

inline TextbookDecay textbookDecay(const std::string& form, double lambda, double lr) {
  if (form == "l2_doubled") return {2 * lambda, 1, 1};
  if (form == "after_step") return {0, 1, 1 - lr * lambda};
  if (form == "unscaled") return {0, 1 - lambda, 1};
  return {lambda, 1, 1};
}

template <class T>
OptionDescription decayFormOption(std::string T::*member) {
  return option("weight_decay_form", member)
      .named("form of weight decay")
      .explained(
          "l2: λθ in the gradient; l2_doubled: 2λθ, as a penalty without one half gives; after_step: shrinks by lr·λ "
          "when the step is done; unscaled: shrinks by λ, whatever the rate.")
      .oneOf({"l2", "l2_doubled", "after_step", "unscaled"})
      .inSecondRow();
}

}  // namespace thalweg
