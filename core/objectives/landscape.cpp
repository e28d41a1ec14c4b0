#include "core/objectives/landscape.h"

#include "core/base/format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg::landscape {

namespace {

/// Each column by itself.
Eigen::MatrixXd smoothedColumns(const Eigen::MatrixXd& values, const std::vector<double>& weights) {
  const Index n = values.rows();
  const auto reach = static_cast<Index>(weights.size()) - 1;
  // Half a step beyond each end all stands once more, the other way round.
  const auto mirrored = [n](Index i) {
    const Index period = ((i % (2 * n)) + 2 * n) % (2 * n);
    return period < n ? period : 2 * n - 1 - period;
  };
  Eigen::MatrixXd out = weights[0] * values;
  for (Index k = 1; k <= reach; ++k) {
    for (Index i = 0; i < n; ++i)
      out.row(i) += weights[static_cast<std::size_t>(k)] * (values.row(mirrored(i - k)) + values.row(mirrored(i + k)));
  }
  return out;
}

}  // namespace

Options options(const Eigen::MatrixXd& values, const View& box, Packing packing) {
  return {{"values", packedMatrix(values, packing)}, {"x", {box.xMin, box.xMax}}, {"y", {box.yMin, box.yMax}}};
}

Eigen::MatrixXd smoothed(const Eigen::MatrixXd& values, double sigma) {
  constexpr double cut = 4;
  if (!(sigma > 0)) return values;
  std::vector<double> weights;
  double sum = 0;
  for (int k = 0; k <= static_cast<int>(cut * sigma + 0.5); ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (sigma * sigma)));
    sum += k == 0 ? 1 : 2 * weights.back();
  }
  for (double& weight : weights) weight /= sum;
  const Eigen::MatrixXd up = smoothedColumns(values, weights).transpose();
  return smoothedColumns(up, weights).transpose();
}

Eigen::MatrixXd sampled(const Objective& objective, const View& box) {
  if (objective.dimension() != 2)
    throw OptionError("objective",
                      "expected a surface over two coordinates, found " + std::to_string(objective.dimension()));
  constexpr auto last = static_cast<double>(drawn - 1);
  Points x(drawn * drawn, 2);
  for (Index j = 0; j < drawn; ++j) {
    for (Index i = 0; i < drawn; ++i) {
      x(j * drawn + i, 0) = box.xMin + (box.xMax - box.xMin) * (static_cast<double>(j) / last);
      x(j * drawn + i, 1) = box.yMin + (box.yMax - box.yMin) * (static_cast<double>(i) / last);
    }
  }
  Column f;
  objective.value(x, f);
  constexpr double most = std::numeric_limits<float>::max();
  for (Index k = 0; k < f.size(); ++k) {
    if (!(std::abs(f[k]) < most))
      throw OptionError("objective",
                        "it has no finite value at (" + formatShort(x(k, 0)) + ", " + formatShort(x(k, 1)) + ")");
  }
  return Eigen::Map<const Eigen::MatrixXd>(f.data(), drawn, drawn);
}

}  // namespace thalweg::landscape
