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
  const double elevation = camera.elevation.value_or(firstElevation);
  cosElevation_ = std::cos(elevation * radians);
  sinElevation_ = std::sin(elevation * radians);
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
  // Zooming in may bring a point behind the viewer.
  const double depth = std::max(nearest, distance + away * cosElevation_ - raised * sinElevation_);
  const double shrunk = scale_ * distance / depth;
  return {middle_ + QPointF(across * shrunk, -(away * sinElevation_ + raised * cosElevation_) * shrunk), 1 / depth};
}

ReliefPoint ReliefFrame::placeData(double x, double y, double z) const {
  const double xShare = (x - view_.xMin) / (view_.xMax - view_.xMin) - 0.5;
  const double yShare = (y - view_.yMin) / (view_.yMax - view_.yMin) - 0.5;
  return place(xShare * width_, yShare * depth_, z);
}

ReliefPoint ReliefFrame::project(double x, double y, double height) const {
  return placeData(x, y, height >= 0 ? height * tall_ : height * plinth);
}

ReliefPoint ReliefFrame::projectFree(double x, double y, double height) const {
  return placeData(x, y, height * tall_);
}

ReliefFrame::Linear ReliefFrame::linear() const {
  const auto form = [&](double across, double away, double raised) -> std::array<double, 4> {
    const double x = across * cosAzimuth_ + away * sinAzimuth_;
    const double y = away * cosAzimuth_ - across * sinAzimuth_;
    return {x * width_, y * depth_, raised * tall_, -(x * width_ + y * depth_ + raised * (tall_ - plinth)) / 2};
  };
  Linear to{form(scale_ * distance, 0, 0),
            form(0, -sinElevation_ * scale_ * distance, -cosElevation_ * scale_ * distance),
            form(0, cosElevation_, -sinElevation_), middle_};
  to.depth[3] += distance;
  return to;
}

ReliefEye ReliefFrame::eye() const {
  const double x = -sinAzimuth_ * cosElevation_ * distance;
  const double y = -cosAzimuth_ * cosElevation_ * distance;
  const double z = sinElevation_ * distance + (tall_ - plinth) / 2;
  return {(view_.xMin + view_.xMax) / 2 + x / xUnit(), (view_.yMin + view_.yMax) / 2 + y / yUnit(), z / tall_};
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
