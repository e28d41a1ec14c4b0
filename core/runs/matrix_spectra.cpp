#include "core/runs/matrix_spectra.h"

#include "core/base/linear_algebra.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace thalweg {

namespace {

/// The parameter in one point, rows of numbers as the point has them.
template <class Row>
Eigen::MatrixXd matrixIn(const Row& point, const Block& block) {
  Eigen::MatrixXd w(block.rows, block.columns);
  for (Index i = 0; i < block.rows; ++i)
    for (Index j = 0; j < block.columns; ++j) w(i, j) = point(block.first + i * block.columns + j);
  return w;
}

}  // namespace

MatrixSpectra matrixSpectra(const Objective& objective, const Block& matrix, std::shared_ptr<const Trajectory> path,
                            const std::stop_token& stop) {
  const Index last = path->steps();
  MatrixSpectra spectra;
  spectra.matrix = matrix;
  const Index every = std::max<Index>(1, (last + MatrixSpectra::mostShown - 1) / MatrixSpectra::mostShown);
  for (Index k = 0; k < last; k += every) spectra.steps.push_back(k);
  spectra.steps.push_back(last);
  Eigen::MatrixXd best = Eigen::MatrixXd::Zero(matrix.rows, matrix.columns);
  const std::vector<Landmark> landmarks = objective.landmarks();
  if (!landmarks.empty() && landmarks.front().kind == Landmark::Kind::GlobalMinimum) {
    const std::vector<double>& point = landmarks.front().point;
    best = matrixIn(Eigen::Map<const Eigen::VectorXd>(point.data(), static_cast<Index>(point.size())), matrix);
    spectra.error = true;
  }
  const auto count = static_cast<Index>(spectra.steps.size());
  const Index values = std::min(matrix.rows, matrix.columns);
  spectra.update.setConstant(count, values, std::numeric_limits<double>::quiet_NaN());
  spectra.rest = spectra.update;
  parallelFor(
      spectra.steps.size(),
      [&](std::size_t i) {
        const Index step = spectra.steps[i];
        const auto row = static_cast<Index>(i);
        const Eigen::MatrixXd w = matrixIn(path->points.row(step), matrix);
        spectra.rest.row(row) = singularValues(w - best).transpose();
        if (step > 0)
          spectra.update.row(row) = singularValues(w - matrixIn(path->points.row(step - 1), matrix)).transpose();
      },
      stop);
  spectra.path = std::move(path);
  return spectra;
}

}  // namespace thalweg
