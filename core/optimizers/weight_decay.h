#pragma once
/// Weight decay as reference implementations apply it.
/// Threads: pure functions.

namespace thalweg {

/// What a step does to x before anything else: x joins the gradient `share` times, then is multiplied by `shrink`.
struct Decay {
  double share = 0;
  double shrink = 1;
};

/// Through the gradient (L2), or decoupled: scaled by the rate, or `fixed`, not scaled.
inline Decay decayOf(double weightDecay, bool decoupled, bool fixed, double lr) {
  if (!decoupled) return {weightDecay, 1};
  return {0, 1 - weightDecay * (fixed ? 1 : lr)};
}

}  // namespace thalweg
