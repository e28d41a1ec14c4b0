#pragma once
/// How paths in many dimensions move, and how much of it a plane holds.
///
/// Shapes: points have a row a step, a column a coordinate. All points are finite. Threads: pure functions.

#include "core/surfaces/plane.h"

#include <Eigen/Core>
#include <vector>

namespace thalweg {

/// Where the iterates of one or more paths, seen from a centre, move most: the right singular vectors of the matrix
/// whose rows are the iterates less the centre (Li, Xu, Taylor, Studer & Goldstein 2018, Visualizing the loss landscape
/// of neural nets, section 7.2, where the centre is the path's end).
struct PrincipalDirections {
  Eigen::VectorXd u, v;          ///< of length 1, at right angles; the farthest iterate along each has a positive place
  double first = 0, second = 0;  ///< singular values, falling
  double total = 0;              ///< the sum of the squares of all singular values
  [[nodiscard]] double share() const { return total > 0 ? (first * first + second * second) / total : 1; }
};
/// At least two columns. Where the iterates lie along one line, or do not move at all, coordinate axes that are
/// farthest from being parallel to what is known complete the plane.
PrincipalDirections principalDirections(const std::vector<const Points*>& paths, const Eigen::RowVectorXd& centre);

/// A path seen in a plane.
struct ProjectedPath {
  Column x, y;      ///< places of the orthogonal projection of each step
  Column distance;  ///< of each step from the plane, in the Euclidean norm
  /// How much of the movement the plane's directions hold: Σ‖P(θₖ − θ_end)‖²/Σ‖θₖ − θ_end‖², in [0, 1]; 1 of a path
  /// that does not move.
  double share = 1;
};
ProjectedPath projectPath(const Points& points, const Plane& plane);

/// How much of the movement of paths a plane holds, seen from the end e of the first of them.
struct MovementShares {
  double plane = 1;  ///< Σ‖P(θₖ − e)‖²/Σ‖θₖ − e‖² over all of them, in [0, 1]; 1 where nothing moves
  double first = 1;  ///< along the plane's first direction alone; what the second adds is the rest
  bool operator==(const MovementShares&) const = default;
};
MovementShares movementShares(const std::vector<const Points*>& paths, const Plane& plane);

/// From where a path's movement is measured.
enum class MovementCentre { Mean, End };

/// The share of its movement that a random walk of `steps` independent steps of equal variance has in its own first
/// `components` principal components, in the limit of many dimensions. About the mean: Antognini & Sohl-Dickstein 2018,
/// PCA of high dimensional random walks with comparison to neural network training, section 3: of n = steps + 1 points
/// the k-th eigenvalue is 1/(2 − 2cos(πk/n)), k = 1 … n − 1, the inverse of that of a chain's Laplacian. About the end
/// one end of the chain is held: 1/(2 − 2cos(π(2k − 1)/(2·steps + 1))), k = 1 … steps. The first two hold 6/π²·(1 + ¼)
/// = 76 % and 8/π²·(1 + 1/9) = 90 % of a long walk.
double randomWalkShare(Index steps, Index components, MovementCentre centre);

}  // namespace thalweg
