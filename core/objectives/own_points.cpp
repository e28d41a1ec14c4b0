#include "core/objectives/own_points.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace thalweg {

namespace {

constexpr const char* pointsPath = "options.points";
constexpr const char* testPointsPath = "options.test_points";

std::string numbered(const std::string& path, std::size_t i) { return path + "[" + std::to_string(i) + "]"; }

void checkLength(const std::string& path, const Json& list, PointSort sort) {
  const std::size_t length = list[0].size();
  const bool values = sort != PointSort::TwoClasses && length == 2;
  const bool classes = sort != PointSort::Values && length == 3;
  if (values || classes) return;
  const char* expected = sort == PointSort::Values       ? "two numbers, x and y"
                         : sort == PointSort::TwoClasses ? "three numbers: two inputs and a class"
                                                         : "two numbers, x and y, or three: two inputs and a class";
  throw OptionError(numbered(path, 0), "expected " + std::string(expected) + ", found " + std::to_string(length));
}

/// Which classes stand in the lists.
struct ClassesFound {
  bool minus = false;  ///< −1
  bool third = false;  ///< 2
};

void findClasses(const std::string& path, const Json& list, PointSort sort, ClassesFound& found) {
  constexpr std::size_t last = 2;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double value = list[i][last].get<double>();
    const bool third = value == 2 && sort != PointSort::TwoClasses;
    if (value != -1 && value != 0 && value != 1 && !third) {
      throw OptionError(numbered(numbered(path, i), last), std::string("expected a class, −1 or 1, or 0 or 1") +
                                                               (sort == PointSort::TwoClasses ? "" : ", or 0, 1 or 2") +
                                                               ", found " + list[i][last].dump());
    }
    found.minus = found.minus || value == -1;
    found.third = found.third || third;
  }
}

/// Classes from 0 on do not stand beside −1.
void checkClasses(const std::string& path, const Json& list, const ClassesFound& found) {
  constexpr std::size_t last = 2;
  if (!found.minus) return;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const double value = list[i][last].get<double>();
    if (value == 0 || value == 2) {
      throw OptionError(numbered(numbered(path, i), last),
                        "expected −1 or 1, since others are −1, found " + list[i][last].dump());
    }
  }
}

void fillSamples(const Json& list, const Dataset& about, Eigen::MatrixXd& inputs, Eigen::VectorXd& targets) {
  const auto count = static_cast<Index>(list.size());
  const auto last = static_cast<Index>(list[0].size()) - 1;
  inputs.resize(count, last);
  targets.resize(count);
  for (Index i = 0; i < count; ++i) {
    const Json& point = list[static_cast<std::size_t>(i)];
    for (Index j = 0; j < last; ++j) inputs(i, j) = point[static_cast<std::size_t>(j)].get<double>();
    const double target = point[static_cast<std::size_t>(last)].get<double>();
    targets[i] = !about.classes || about.classCount > 2 ? target : target > 0 ? 1 : -1;
  }
}

/// The least 1, 2 or 5 times a power of ten that is no less than `value`.
double roundUp(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (value <= digit * power) return digit * power;
  }
  return 10 * power;
}

}  // namespace

std::optional<Dataset> ownDataset(const OwnPoints& own, PointSort sort) {
  if (own.points.is_null()) {
    if (!own.testPoints.is_null())
      throw OptionError(testPointsPath, std::string("expected points to learn from beside them, in ") + pointsPath);
    return {};
  }
  checkLength(pointsPath, own.points, sort);
  const bool tests = !own.testPoints.is_null();
  if (tests && own.testPoints[0].size() != own.points[0].size()) {
    throw OptionError(numbered(testPointsPath, 0), "expected as many numbers as the points to learn from have, " +
                                                       std::to_string(own.points[0].size()) + ", found " +
                                                       std::to_string(own.testPoints[0].size()));
  }
  Dataset data;
  data.classes = own.points[0].size() > 2;
  if (data.classes) {
    ClassesFound found;
    findClasses(pointsPath, own.points, sort, found);
    if (tests) findClasses(testPointsPath, own.testPoints, sort, found);
    checkClasses(pointsPath, own.points, found);
    if (tests) checkClasses(testPointsPath, own.testPoints, found);
    data.classCount = found.third ? 3 : 2;
  }
  fillSamples(own.points, data, data.inputs, data.targets);
  if (tests) fillSamples(own.testPoints, data, data.testInputs, data.testTargets);
  return data;
}

View boxHolding(const View& usual, double x, double y) {
  constexpr double edge = 0.1;   // of the box, in which a place is not well inside
  constexpr double room = 1.25;  // beyond the place
  View box = usual;
  const auto hold = [](double at, double& low, double& high) {
    const double margin = edge * (high - low);
    if (!std::isfinite(at) || (at >= low + margin && at <= high - margin)) return;
    const double reach = roundUp(room * std::max({std::abs(at), std::abs(low), std::abs(high)}));
    low = -reach;
    high = reach;
  };
  hold(x, box.xMin, box.xMax);
  hold(y, box.yMin, box.yMax);
  return box;
}

double rateFor(double curvature) {
  constexpr double usual = 0.01;
  if (!std::isfinite(curvature) || curvature <= 0) return usual;
  const double most = 1 / curvature;
  const double power = std::pow(10.0, std::floor(std::log10(most)));
  return most >= 5 * power ? 5 * power : most >= 2 * power ? 2 * power : power;
}

}  // namespace thalweg
