#pragma once
/// Where a network's training starts: the schemes of torch.nn.init, drawn by this program's own generators.
/// Threads: pure functions.

#include "core/contracts/objective.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thalweg {

/// "default" (as torch.nn.Linear starts: uniform in ±1/√inputs, weights and biases alike), and, with biases 0,
/// "xavier_uniform", "xavier_normal" (Glorot & Bengio 2010), "kaiming_uniform", "kaiming_normal" (He, Zhang, Ren & Sun
/// 2015; for ReLU, by the inputs), "normal" (of variance 1) and "zeros".
const std::vector<std::string>& initializations();

/// Parameters of a network of the given tensors, weights before their biases; all are multiplied by `gain`.
std::vector<double> initialParameters(const Shape& shape, const std::string& scheme, double gain, std::uint32_t seed);

}  // namespace thalweg
