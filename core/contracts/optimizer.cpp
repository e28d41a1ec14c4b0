#include "core/contracts/optimizer.h"

namespace thalweg {

std::shared_ptr<const OptimizerCard> cardInForce(const OptimizerCard& card, const Options& options) {
  if (card.inForce) return std::make_shared<const OptimizerCard>(card.inForce(options));
  return {std::shared_ptr<const OptimizerCard>(), &card};
}

double optionNumber(const OptimizerCard& card, const Options& options, std::string_view path) {
  if (const std::size_t dot = path.find('.'); dot != std::string_view::npos) {
    const Json base = optionValue(*card.find("base"), options);
    const OptimizerCard* inner = findOptimizer(base.get<std::string>());
    const Json innerOptions = optionValue(*card.find(path.substr(0, dot)), options);
    return inner ? optionNumber(*inner, innerOptions.get<Options>(), path.substr(dot + 1)) : 0;
  }
  if (path == "betas[0]") return optionValue(*card.find("betas"), options).at(0).get<double>();
  // A base may be a method without a rate.
  const OptionDescription* option = card.find(path);
  return option ? optionValue(*option, options).get<double>() : 0;
}

}  // namespace thalweg
