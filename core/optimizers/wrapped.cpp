#include "core/optimizers/wrapped.h"

namespace thalweg {

std::unique_ptr<Optimizer> makeBase(const std::string& base, const Json& options) {
  const OptimizerCard* card = findOptimizer(base);
  if (!card) throw OptionError("options.base", "there is no optimizer \"" + base + "\"");
  if (card->find("base")) throw OptionError("options.base", base + " wraps another optimizer itself");
  if (card->inForce) throw OptionError("options.base", base + " is typed, and what wraps it is typed with it");
  try {
    return card->make(options.get<Options>());
  } catch (const OptionError& e) {
    const std::string inner = e.path().starts_with("options") ? e.path().substr(7) : "." + e.path();
    throw OptionError("options.base_options" + inner, e.message());
  }
}

}  // namespace thalweg
