#pragma once
/// What methods that wrap another optimizer (SAM, Lookahead) share: the options `base` and `base_options`.
/// Threads: belongs to one optimizer.

#include "core/optimizers/common_options.h"

#include <memory>
#include <string>

namespace thalweg {

/// Builds the optimizer `base` with `options`, which are checked against its card. Throws OptionError with paths such
/// as "options.base_options.lr"; refuses methods that wrap themselves.
std::unique_ptr<Optimizer> makeBase(const std::string& base, const Json& options);

/// Gives the base other options, and leaves its memory.
void changeBase(Optimizer& inner, const std::string& base, const Json& options);

template <class T>
OptionDescription baseOption(std::string T::*member) {
  return option("base", member)
      .ofKind(OptionKind::Optimizer)
      .named("base optimizer")
      .explained("The method that makes the steps.");
}

template <class T>
OptionDescription baseOptionsOption(Json T::*member) {
  return option("base_options", member)
      .ofKind(OptionKind::OptimizerOptions)
      .named("its options")
      .explained("Options of the base optimizer; those left out have their defaults.");
}

}  // namespace thalweg
