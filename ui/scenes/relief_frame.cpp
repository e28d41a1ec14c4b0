#include "ui/scenes/relief_frame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg {

namespace {

constexpr double distance = 3;       // of the viewer from the block's middle, in block units
constexpr double leastSide = 0.5;    // of the longer one
constexpr double roomAcross = 1.00;  // share of the plot that the turning block fills
constexpr double roomUp = 0.96;

}  // namespace

double reliefHeight(const View& view, bool logarithmic) {
  const double ratio = (view.xMax - view.xMin) / (view.yMax - view.yMin);
  return logarithmic || ratio > 1.5 ? 0.42 : 0.5;
}

ReliefFrame::ReliefFrame(const QRectF& rect, const View& view, const Camera& camera, double tall)
    : rect_(rect), view_(view), camera_(camera), tall_(tall) {
  const double ratio = (view.xMax - view.xMin) / (view.yMax - view.yMin);
  width_ = ratio >= 1 ? 1 : std::max(leastSide, ratio);
  depth_ = ratio >= 1 ? std::max(leastSide, 1 / ratio) : 1;
  const double radians = std::numbers::pi / 180;
  cosAzimuth_ = std::cos(camera.azimuth * radians);
  sinAzimuth_ = std::sin(camera.azimuth * radians);
  cosElevation_ = std::cos(camera.elevation * radians);
  sinElevation_ = std::sin(camera.elevation * radians);
  if (fromAbove()) return;
  // The cylinder round the block fits, so that nothing grows or shrinks while it turns.
  const double radius = std::hypot(width_, depth_) / 2;
  double left = 0, right = 0, top = 0, bottom = 0;
  constexpr int places = 48;
  for (int k = 0; k < places; ++k) {
    const double angle = 2 * std::numbers::pi * k / places;
    const double across = radius * std::cos(angle);
    const double away = radius * std::sin(angle);
    for (const double z : {-plinth, tall_}) {
      const double depth = distance + away * cosElevation_ - (z - (tall_ - plinth) / 2) * sinElevation_;
      const double shrunk = distance / depth;
      const double up = (away * sinElevation_ + (z - (tall_ - plinth) / 2) * cosElevation_) * shrunk;
      left = std::min(left, across * shrunk);
      right = std::max(right, across * shrunk);
      bottom = std::min(bottom, up);
      top = std::max(top, up);
    }
  }
  const double fitted = std::min(rect.width() * roomAcross / (right - left), rect.height() * roomUp / (top - bottom));
  scale_ = fitted * camera.zoom;
  middle_ = rect.center() + QPointF(camera.panX * rect.width(), camera.panY * rect.height());
  middle_ += QPointF(-(left + right) / 2, (top + bottom) / 2) * scale_;
}

ReliefPoint ReliefFrame::place(double x, double y, double z) const {
  const double across = x * cosAzimuth_ - y * sinAzimuth_;
  const double away = x * sinAzimuth_ + y * cosAzimuth_;
  const double raised = z - (tall_ - plinth) / 2;
  // A point behind the viewer, as zooming in may make it, is kept in front.
  const double depth = std::max(0.05, distance + away * cosElevation_ - raised * sinElevation_);
  const double shrunk = scale_ * distance / depth;
  return {middle_ + QPointF(across * shrunk, -(away * sinElevation_ + raised * cosElevation_) * shrunk), 1 / depth};
}

ReliefPoint ReliefFrame::project(double x, double y, double height) const {
  if (fromAbove()) {
    const QPointF at = PlotFrame{rect_, view_}.toPixel(x, y);
    const QPointF from = rect_.center();
    return {from + (at - from) * camera_.zoom + QPointF(camera_.panX * rect_.width(), camera_.panY * rect_.height()),
            1 + height};
  }
  const double xShare = (x - view_.xMin) / (view_.xMax - view_.xMin) - 0.5;
  const double yShare = (y - view_.yMin) / (view_.yMax - view_.yMin) - 0.5;
  return place(xShare * width_, yShare * depth_, height >= 0 ? height * tall_ : height * plinth);
}

void ReliefFrame::toViewer(double x, double y, double z, double& right, double& up, double& near) const {
  const double across = x * cosAzimuth_ - y * sinAzimuth_;
  const double away = x * sinAzimuth_ + y * cosAzimuth_;
  right = across;
  up = away * sinElevation_ + z * cosElevation_;
  near = -away * cosElevation_ + z * sinElevation_;
}

// The way from the block to the viewer along the ground is (−sin, −cos) of the azimuth.
bool ReliefFrame::nearXMax() const { return sinAzimuth_ < 0; }
bool ReliefFrame::nearYMax() const { return cosAzimuth_ < 0; }

}  // namespace thalweg
