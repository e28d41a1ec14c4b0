#pragma once
/// Where the points of a relief lie on the screen: a block of data seen in perspective by a camera that orbits it.
///
/// The block stands on the panel's box, its longer side 1 long, the shorter one at least ½; heights of [0, 1] rise
/// `tall` block units, and a plinth goes 0.1 below. The camera stands at most 85° above the ground; what is seen from
/// straight above is a map and no relief. Pixels grow to the right and down. Threads: a value.

#include "ui/scenes/plot_frame.h"
#include "ui/scenes/relief_view.h"

#include <QPointF>
#include <QRectF>

#include <array>

namespace thalweg {

/// Where the viewer stands: x, y in data, the height in units of the surface's.
struct ReliefEye {
  double x = 0;
  double y = 0;
  double height = 0;
};

struct ReliefPoint {
  QPointF pixel;
  double nearness = 0;  ///< grows towards the viewer; linear across the screen on every plane
};

class ReliefFrame {
 public:
  ReliefFrame() = default;
  /// `rect` are the plot's pixels, `view` the box of data; `tall` is how high height 1 stands, in block units.
  ReliefFrame(const QRectF& rect, const View& view, const Camera& camera, double tall);

  /// x, y are data; `height` in [0, 1], below 0 in the plinth (−1: its foot).
  [[nodiscard]] ReliefPoint project(double x, double y, double height) const;
  [[nodiscard]] QPointF pixel(double x, double y, double height) const { return project(x, y, height).pixel; }
  /// As `project`, with heights below 0 as long as those above: for planes that go on beneath the block.
  [[nodiscard]] ReliefPoint projectFree(double x, double y, double height) const;
  [[nodiscard]] ReliefEye eye() const;
  /// `project` for many points: with the point's shares of the box along x and y, its height ≥ 0 and 1 as p it is
  /// middle + (right · p, down · p) / max(nearest, depth · p), and as near as one over that.
  struct Linear {
    std::array<double, 4> right{}, down{}, depth{};
    QPointF middle;
  };
  [[nodiscard]] Linear linear() const;
  /// A direction in block units (x, y, z) turned into the viewer's: to the right, up, towards the viewer.
  void toViewer(double x, double y, double z, double& right, double& up, double& near) const;

  [[nodiscard]] const QRectF& rect() const { return rect_; }
  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const Camera& camera() const { return camera_; }
  /// Block units a unit of data.
  [[nodiscard]] double xUnit() const { return width_ / (view_.xMax - view_.xMin); }
  [[nodiscard]] double yUnit() const { return depth_ / (view_.yMax - view_.yMin); }
  [[nodiscard]] double tall() const { return tall_; }
  /// The corner of the box nearest to the viewer.
  [[nodiscard]] bool nearXMax() const;
  [[nodiscard]] bool nearYMax() const;
  bool operator==(const ReliefFrame&) const = default;

  static constexpr double plinth = 0.1;    ///< block units
  static constexpr double nearest = 0.05;  ///< likewise: a point behind the viewer is kept so far in front

 private:
  [[nodiscard]] ReliefPoint place(double x, double y, double z) const;
  [[nodiscard]] ReliefPoint placeData(double x, double y, double z) const;

  QRectF rect_;
  View view_;
  Camera camera_;
  double width_ = 1, depth_ = 1, tall_ = 0.5;  // block units
  double cosAzimuth_ = 1, sinAzimuth_ = 0, cosElevation_ = 1, sinElevation_ = 0;
  double scale_ = 1;  // pixels a block unit at the block's middle
  QPointF middle_;    // pixels
};

/// How high height 1 stands for a box: lower for wide boxes and logarithmic heights, whose flanks are steep.
[[nodiscard]] double reliefHeight(const View& view, bool logarithmic);

}  // namespace thalweg
