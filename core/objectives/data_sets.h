#pragma once
/// Small data sets, the same everywhere: the Mersenne twister's bits, and noise that is a
/// sum of twelve uniform numbers, need no library function that might differ.

#include "core/contracts/dataset.h"

#include <cstdint>
#include <random>
#include <string>

namespace thalweg {

/// Numbers that are the same on every machine.
class PortableRandom {
 public:
  explicit PortableRandom(std::uint32_t seed) : bits_(seed) {}
  /// In [0, 1).
  double uniform() { return static_cast<double>(bits_()) / 4294967296.0; }
  /// Mean 0, variance 1, nearly normal.
  double noise() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }

 private:
  std::mt19937 bits_;
};

/// "moons", "circles", "xor", "spirals" or "blobs": 30 training and 30 test samples of each class, alternating.
Dataset planeData(const std::string& name);

/// Three overlapping clouds in the plane, 30 training and 30 test samples of each of the classes 0, 1 and 2.
Dataset threeBlobs();

/// Noisy values of a curve over one input: 40 training and 40 test samples.
Dataset curveData();

}  // namespace thalweg
