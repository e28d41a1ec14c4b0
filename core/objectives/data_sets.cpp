#include "core/objectives/data_sets.h"

#include <array>
#include <cmath>
#include <numbers>

namespace thalweg {
namespace {

constexpr int perClass = 30;

struct SamplePlace {
  double x, y;
};

/// Where sample `i` of a class lies, without noise for curves.
SamplePlace place(const std::string& name, bool positive, int i, PortableRandom& random) {
  const double along = static_cast<double>(i) / (perClass - 1);
  const double side = positive ? 1 : -1;
  if (name == "moons") {
    const double a = std::numbers::pi * along;
    return positive ? SamplePlace{std::cos(a) - 0.5, std::sin(a) - 0.25}
                    : SamplePlace{0.5 - std::cos(a), 0.25 - std::sin(a)};
  }
  if (name == "circles") {
    const double a = 2 * std::numbers::pi * static_cast<double>(i) / perClass;
    const double radius = positive ? 0.5 : 1.2;
    return {radius * std::cos(a), radius * std::sin(a)};
  }
  if (name == "spirals") {
    const double a = 3 * std::numbers::pi * along;
    const double radius = side * (0.15 + 1.25 * along);
    return {radius * std::cos(a), radius * std::sin(a)};
  }
  if (name == "xor") {
    const double x = random.uniform() + 0.15;
    const double y = random.uniform() + 0.15;
    return i % 2 == 0 ? SamplePlace{x, side * y} : SamplePlace{-x, -side * y};
  }
  return {side * 0.9, side * 0.5};
}

double noiseOf(const std::string& name) {
  if (name == "moons") return 0.12;
  if (name == "circles") return 0.1;
  if (name == "spirals") return 0.03;
  return name == "xor" ? 0.05 : 0.8;
}

void fill(const std::string& name, std::uint32_t seed, Eigen::MatrixXd& inputs, Eigen::VectorXd& targets) {
  PortableRandom random(seed);
  inputs.resize(2 * perClass, 2);
  targets.resize(2 * perClass);
  for (int sample = 0; sample < 2 * perClass; ++sample) {
    const bool positive = sample % 2 == 0;
    const SamplePlace at = place(name, positive, sample / 2, random);
    inputs(sample, 0) = at.x + noiseOf(name) * random.noise();
    inputs(sample, 1) = at.y + noiseOf(name) * random.noise();
    targets[sample] = positive ? 1 : -1;
  }
}

}  // namespace

Dataset planeData(const std::string& name) {
  Dataset data;
  data.classes = true;
  fill(name, 1, data.inputs, data.targets);
  fill(name, 2, data.testInputs, data.testTargets);
  return data;
}

Dataset threeBlobs() {
  constexpr int classes = 3;
  struct Place {
    double x, y;
  };
  // On a circle, a third of it apart: cosines and sines of 90°, 210° and 330°, times 1.2.
  constexpr std::array centres = {Place{0, 1.2}, Place{-1.0392, -0.6}, Place{1.0392, -0.6}};
  const auto fillBlobs = [&](std::uint32_t seed, Eigen::MatrixXd& inputs, Eigen::VectorXd& targets) {
    PortableRandom random(seed);
    inputs.resize(classes * perClass, 2);
    targets.resize(classes * perClass);
    for (int sample = 0; sample < classes * perClass; ++sample) {
      const Place centre = centres[static_cast<std::size_t>(sample % classes)];
      inputs(sample, 0) = centre.x + 0.55 * random.noise();
      inputs(sample, 1) = centre.y + 0.55 * random.noise();
      targets[sample] = sample % classes;
    }
  };
  Dataset data;
  data.classes = true;
  data.classCount = classes;
  fillBlobs(1, data.inputs, data.targets);
  fillBlobs(2, data.testInputs, data.testTargets);
  return data;
}

Dataset curveData() {
  constexpr int count = 40;
  const auto fillCurve = [](std::uint32_t seed, Eigen::MatrixXd& inputs, Eigen::VectorXd& targets) {
    PortableRandom random(seed);
    inputs.resize(count, 1);
    targets.resize(count);
    for (int sample = 0; sample < count; ++sample) {
      const double x = 5 * random.uniform() - 2.5;
      inputs(sample, 0) = x;
      targets[sample] = std::sin(2 * x) + 0.3 * x + 0.12 * random.noise();
    }
  };
  Dataset data;
  fillCurve(1, data.inputs, data.targets);
  fillCurve(2, data.testInputs, data.testTargets);
  return data;
}

}  // namespace thalweg
