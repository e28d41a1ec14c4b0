#pragma once
/// What a method does to a parameter that is a matrix, where points in the plane hide it: the singular values of its
/// updates W_k − W_{k−1}, and of what is left of the error, along a path. Muon's updates have all of one size, Adam's
/// spread over decades.
///
/// Shapes: a row a step that is shown, a column a singular value, the largest first. Source: Jordan et al. 2024 (Muon),
/// Gupta, Koren & Singer 2018 (Shampoo). Threads: pure functions.

#include "core/runs/trace.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace thalweg {

struct MatrixSpectra {
  std::shared_ptr<const Trajectory> path;  ///< that they are of
  Block matrix;
  std::vector<Index> steps;  ///< at most so many as `mostShown`, evenly; the first and the last of the path among them
  Eigen::MatrixXd update;    ///< of the step that led to each point; NaN at the start
  Eigen::MatrixXd rest;      ///< of W − W*, or of W itself where no minimum is known
  bool error = false;        ///< W − W*

  static constexpr Index mostShown = 300;
};

/// After a stop request what is not computed yet is NaN.
MatrixSpectra matrixSpectra(const Objective& objective, const Block& matrix, std::shared_ptr<const Trajectory> path,
                            const std::stop_token& stop = {});

}  // namespace thalweg
