#pragma once
/// Drawing on heights that stand on a grid: what a brush makes of them from a press until it is let go.
/// Threads: values; one object belongs to one thread.

#include "core/contracts/objective.h"
#include "core/objectives/landscape.h"

#include <array>
#include <vector>

namespace thalweg {

struct HeightBrush {
  enum class Kind {
    Raise,   ///< adds under the brush, the more the longer
    Lower,   ///< takes away
    Smooth,  ///< brings heights nearer to those around them
    Ridge,   ///< a wall of one height along the way
    Well,    ///< one hollow, that goes where the brush goes
  };
  Kind kind = Kind::Raise;
  double radiusX = 1;   ///< of its ellipse, in units of x
  double radiusY = 1;   ///< in units of y
  double height = 1;    ///< of walls and hollows, and about what one passage adds or takes; above 0
  double smooth = 0.5;  ///< how much of the difference one touch of `Smooth` takes, 0 to 1
};

class BrushStroke {
 public:
  BrushStroke(Eigen::MatrixXd values, const View& box, const HeightBrush& brush);

  /// Presses at a place, or goes on to it.
  void to(double x, double y);
  [[nodiscard]] const Eigen::MatrixXd& values() const { return values_; }

 private:
  void touch(double x, double y);
  /// Calls `body(row, column, weight)` for all nodes within a radius of the segment; the weight falls from 1 to 0.
  template <class Body>
  void forNodes(std::array<double, 2> from, std::array<double, 2> to, const Body& body) const;

  Eigen::MatrixXd before_;
  Eigen::MatrixXd values_;
  Eigen::MatrixXd cover_;  ///< of a wall: the greatest weight so far
  View box_;
  HeightBrush brush_;
  bool pressed_ = false;
  std::array<double, 2> last_{};     ///< where the brush is
  std::array<double, 2> touched_{};  ///< where it last touched
};

namespace landscape {

struct Sheet {
  Eigen::MatrixXd values;
  View box;
};
/// Numbers in a sheet that a brush still changes within a frame.
inline constexpr Index mostDrawn = 1 << 16;
/// Heights on a larger grid of the same steps, so that all of `wanted` can be drawn on; what is new is as the surface
/// is there. Where that would be more than `mostDrawn` numbers, steps are up to three times as wide; as it stands where
/// even those would be too many.
Sheet sheetOver(const Landscape& landscape, const View& wanted);

}  // namespace landscape

}  // namespace thalweg
