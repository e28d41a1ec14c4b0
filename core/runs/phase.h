#pragma once
/// Phase portraits: velocity against position along the directions of curvature, and the roots of the recursion that a
/// method is there.
///
/// Near a point where f is a quadratic of curvature λ along a direction, a method whose step is lr·(c·v + d·g) with
/// v = a·v + s·g moves the distance q from the stationary point by q″ = (tr)q′ − (det)q, whose characteristic
/// polynomial is z² − tr·z + det: tr = k + a − (e(1 + a) − a·d)λ, det = a(k − d·λ), with the equivalent rate e of
/// core/runs/curvature.h and what weight decay adds: to λ where it joins the gradient, to k = 1 − lr·decay where it is
/// apart (Polyak 1964; Goh 2017; of two complex roots both have the size √det). Position is q, velocity what the last
/// step moved it by. Exact on quadratics with one rate for all coordinates; elsewhere of the curvature at one point,
/// and with rates of their own as eigenvalues of E^½HE^½.
///
/// Shapes: `directions` a column each, one of two; `places` a row a point, q and velocity a direction. Up to 64
/// coordinates. Threads: pure functions.

#include "core/runs/step_trace.h"
#include "core/runs/trace.h"

#include <Eigen/Core>
#include <array>
#include <complex>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

/// How one step turns gradients into movement.
struct PhaseRates {
  double memory = 0;           ///< a
  Eigen::VectorXd equivalent;  ///< e, a coordinate each
  Eigen::VectorXd direct;      ///< d
  double decay = 0;            ///< joins every curvature
  double keep = 1;             ///< k
};
/// None where the step does not follow the gradient coordinate by coordinate.
std::optional<PhaseRates> phaseRates(const StepTrace& trace);

/// The known minimum, global or local, that is nearest to the end of a path; where none is known, the end.
Eigen::VectorXd restingPlace(const Objective& objective, const Eigen::VectorXd& end);

/// Where curvature is taken, and along what.
struct PhaseAxes {
  Eigen::VectorXd centre;      ///< where the slope vanishes: positions are measured from there
  Eigen::VectorXd curvatures;  ///< the largest one, and the least that is positive, else the least
  Eigen::MatrixXd directions;  ///< those of these
  Eigen::MatrixXd hessian;
  bool known = false;  ///< the centre is a minimum that the objective knows
};
/// At `point`; `settled`: it is taken for the centre itself, else that of the quadratic there is. None where the
/// Hessian is not finite, and in more than 64 dimensions. Directions are turned so that `start` lies ahead of the
/// centre.
std::optional<PhaseAxes> phaseAxes(const Objective& objective, const Eigen::VectorXd& point, bool settled,
                                   const Eigen::VectorXd& start);
/// Positions and velocities of a path along them; the first velocity is 0.
Points phasePlaces(const PhaseAxes& axes, const Points& points);

/// The roots along each direction, the larger one first.
using PhaseRoots = std::array<std::complex<double>, 2>;
std::vector<PhaseRoots> phaseRoots(const PhaseAxes& axes, const PhaseRates& rates);

enum class Damping {
  Over,      ///< creeps in from one side
  Critical,  ///< as fast as can be without turning round
  Under,     ///< circles in
  Swinging,  ///< from side to side, every step
  Lasting,   ///< neither comes in nor leaves
  Leaving    ///< runs away
};
Damping dampingOf(const PhaseRoots& roots);

/// A contender's path, ready to be shown at any step.
struct PhaseTrack {
  std::optional<PhaseAxes> axes;  ///< at the minimum where the path went: the nearest one that is known, else its end
  Points places;                  ///< along them
  Index every = 1;
  std::vector<std::optional<PhaseRates>> rates;  ///< of every such step
  /// Those of the step that comes after point `step`; nullptr: unknown.
  [[nodiscard]] const PhaseRates* at(Index step) const;
};
/// Throws OptionError for options that do not fit. After a stop request a track without rates.
PhaseTrack phaseTrack(const Scenario& scenario, std::size_t contender, const Objective& objective,
                      const Trajectory& path, const std::stop_token& stop = {});

/// Those of all contenders on a panel, with the paths that they are of.
struct PhaseTracks {
  std::vector<std::shared_ptr<const Trajectory>> paths;
  std::vector<std::shared_ptr<const PhaseTrack>> tracks;  ///< null: none
};
/// On all cores; what `before` has of the same path is taken from it. After a stop request some may be without rates.
std::shared_ptr<const PhaseTracks> phaseTracks(const Scenario& scenario, const Objective& objective,
                                               std::vector<std::shared_ptr<const Trajectory>> paths,
                                               const PhaseTracks* before = nullptr, const std::stop_token& stop = {});

}  // namespace thalweg
