#include "core/optimizers/wrapped.h"

namespace thalweg {

namespace {

OptionError inBase(const OptionError& error) {
  const std::string inner = error.path().starts_with("options") ? error.path().substr(7) : "." + error.path();
  return {"options.base_options" + inner, error.message()};
}

}  // namespace

std::unique_ptr<Optimizer> makeBase(const std::string& base, const Json& options) {
  const OptimizerCard* card = findOptimizer(base);
  if (!card) throw OptionError("options.base", "there is no optimizer \"" + base + "\"");
  if (card->find("base")) throw OptionError("options.base", base + " wraps another optimizer itself");
  if (card->inForce) throw OptionError("options.base", base + " is typed, and what wraps it is typed with it");
  try {
    return card->make(options.get<Options>());
  } catch (const OptionError& error) {
    throw inBase(error);
  }
}

void changeBase(Optimizer& inner, const std::string& base, const Json& options) {
  try {
    findOptimizer(base)->change(inner, options.get<Options>());
  } catch (const OptionError& error) {
    throw inBase(error);
  }
}

}  // namespace thalweg
