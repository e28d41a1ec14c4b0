#include "core/objectives/initialization.h"

#include "core/base/random.h"
#include "core/objectives/data_sets.h"

#include <cmath>

namespace thalweg {

namespace {

std::vector<double> linearLayers(const Shape& shape, double gain, std::uint32_t seed) {
  PortableRandom random(seed);
  std::vector<double> start;
  double bound = 1;
  for (const Block& block : shape) {
    if (block.isMatrix()) bound = 1 / std::sqrt(static_cast<double>(block.columns));
    for (Index k = 0; k < block.size(); ++k) start.push_back(gain * (bound * (2 * random.uniform() - 1)));
  }
  return start;
}

/// The standard deviation of a layer's weights.
double deviation(const std::string& scheme, const Block& block) {
  const auto inputs = static_cast<double>(block.columns);
  const auto outputs = static_cast<double>(block.rows);
  if (scheme.starts_with("xavier")) return std::sqrt(2 / (inputs + outputs));
  if (scheme.starts_with("kaiming")) return std::sqrt(2 / inputs);
  return scheme == "normal" ? 1 : 0;
}

}  // namespace

const std::vector<std::string>& initializations() {
  static const std::vector<std::string> schemes = {
      "default", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "normal", "zeros"};
  return schemes;
}

std::vector<double> initialParameters(const Shape& shape, const std::string& scheme, double gain, std::uint32_t seed) {
  if (scheme == "default") return linearLayers(shape, gain, seed);
  const bool uniform = scheme.ends_with("uniform");
  std::vector<double> start;
  for (std::size_t tensor = 0; tensor < shape.size(); ++tensor) {
    const Block& block = shape[tensor];
    Draws draws({.seed = seed, .path = tensor, .purpose = Purpose::Weights});
    const double size = block.isMatrix() ? gain * deviation(scheme, block) : 0;
    for (Index k = 0; k < block.size(); ++k) {
      constexpr double unit = 1.0 / 9007199254740992.0;  // 2⁻⁵³
      const double drawn =
          uniform ? std::sqrt(3.0) * (2 * (static_cast<double>(draws.word() >> 11) * unit) - 1) : draws.normal();
      start.push_back(size > 0 ? size * drawn : 0);
    }
  }
  return start;
}

}  // namespace thalweg
