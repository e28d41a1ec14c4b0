#include "ui/scenes/relief_raster.h"

#include "core/base/parallel.h"
#include "ui/look/theme.h"
#include "ui/scenes/color_map.h"
#include "ui/scenes/relief_fill.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace thalweg {

namespace {

constexpr int bands = 16;
constexpr Index blockCells = 8;  // of a row of the mesh that are left out together where they lie in another band
constexpr float hatchEvery = 8;  // logical pixels between the lines of a cut
constexpr float hatchWidth = 1.4F;
constexpr float hatchShade = 0.82F;

/// `top` is premultiplied and lit as what is below already is.
Four laidOver(QRgb top, float light, const Four& below) {
  const Four above{0, static_cast<float>(qBlue(top)), static_cast<float>(qGreen(top)), static_cast<float>(qRed(top))};
  return above * light + below * (static_cast<float>(255 - qAlpha(top)) / 255);
}

class Filler {
 public:
  Filler(const ReliefMesh& mesh, const ReliefFrame& frame, const ReliefLook& look, double unit)
      : mesh_(mesh),
        frame_(frame),
        look_(look),
        unit_(unit),
        hasMore_(!look.overlay.isNull() || std::ranges::any_of(mesh.cut, [](float cut) { return cut > 0; })) {
    if (mesh.height.empty()) return;
    placeCorners();
    placeWalls();
    measureBlocks();
  }

  /// From the viewer away: what is hidden fails the depth test at once.
  void fillBand(const FillBand& band) const {
    if (mesh_.height.empty()) return;
    for (const Wall& wall : walls_) {
      fillTriangle(band, wall.top[0], wall.top[1], wall.foot[1]);
      fillTriangle(band, wall.top[0], wall.foot[1], wall.foot[0]);
    }
    for (Index k = 0; k + 1 < mesh_.rows; ++k) {
      const Index row = frame_.nearYMax() ? mesh_.rows - 2 - k : k;
      for (Index n = 0; n < blocks_; ++n) {
        const Index block = frame_.nearXMax() ? blocks_ - 1 - n : n;
        const Extent& extent = extents_[static_cast<std::size_t>(row * blocks_ + block)];
        if (extent.low < static_cast<float>(band.top) || extent.high > static_cast<float>(band.bottom)) continue;
        const Index end = std::min(mesh_.columns - 1, (block + 1) * blockCells);
        for (Index column = block * blockCells; column < end; ++column) fillCell(band, column, row);
      }
    }
  }

 private:
  struct Extent {
    float high = 1e9F, low = -1e9F;  // on the screen, in samples
  };
  struct Wall {
    std::array<FillCorner, 2> top, foot;
  };

  void placeCorners() {
    corners_.resize(mesh_.height.size());
    if (hasMore_) more_.resize(corners_.size());
    const ReliefFrame::Linear to = frame_.linear();
    const auto across = static_cast<double>(mesh_.columns - 1);
    const auto away = static_cast<double>(mesh_.rows - 1);
    const auto line = [&](const std::array<double, 4>& way, double scale) {
      Line result{static_cast<float>(way[2] * scale), {}};
      for (Index column = 0; column < mesh_.columns; ++column)
        result.column.push_back(static_cast<float>((way[3] + way[0] * static_cast<double>(column) / across) * scale));
      return result;
    };
    const Line right = line(to.right, unit_);
    const Line down = line(to.down, unit_);
    const Line depth = line(to.depth, 1);
    const QPointF origin = frame_.rect().topLeft();
    const auto middleX = static_cast<float>((to.middle.x() - origin.x()) * unit_);
    const auto middleY = static_cast<float>((to.middle.y() - origin.y()) * unit_);
    const auto least = static_cast<float>(ReliefFrame::nearest);
    const std::array<float, 3> light = lightInBlock();
    const View& box = look_.overlayView;
    for (Index row = 0; row < mesh_.rows; ++row) {
      const double share = static_cast<double>(row) / away;
      const auto rowRight = static_cast<float>(to.right[1] * share * unit_);
      const auto rowDown = static_cast<float>(to.down[1] * share * unit_);
      const auto rowDepth = static_cast<float>(to.depth[1] * share);
      for (Index column = 0; column < mesh_.columns; ++column) {
        const auto c = static_cast<std::size_t>(column);
        const auto i = static_cast<std::size_t>(row * mesh_.columns) + c;
        const float height = mesh_.height[i];
        if (std::isnan(height)) {
          hasHoles_ = true;
          continue;
        }
        const float near = 1 / std::max(least, depth.column[c] + rowDepth + depth.height * height);
        const float dx = mesh_.riseX[i];
        const float dy = mesh_.riseY[i];
        const float facing = (light[2] - light[0] * dx - light[1] * dy) /
                             std::sqrt(1 + dx * dx * slopeUnit_[0] + dy * dy * slopeUnit_[1]);
        const float lit = look_.ambient + look_.diffuse * std::max(0.0F, facing);
        const QRgb color = look_.colors[static_cast<std::size_t>(std::clamp(mesh_.color[i] * 256, 0.0F, 255.0F))];
        FillCorner& corner = corners_[i];
        corner.x = middleX + (right.column[c] + rowRight + right.height * height) * near;
        corner.y = middleY + (down.column[c] + rowDown + down.height * height) * near;
        // A half for rounding; no channel beyond white.
        const auto channel = [&](int part) { return std::min(255.0F, static_cast<float>(part) * lit) + 0.5F; };
        corner.value = Four{near, channel(qBlue(color)), channel(qGreen(color)), channel(qRed(color))};
        if (!hasMore_) continue;
        const auto u = static_cast<float>((mesh_.x(column) - box.xMin) / (box.xMax - box.xMin));
        const auto v = static_cast<float>((box.yMax - mesh_.y(row)) / (box.yMax - box.yMin));
        more_[i] = Four{u, v, lit, mesh_.cut[i]};
      }
    }
  }

  /// The light's direction in units of the slopes; it stands over the viewer's left shoulder.
  std::array<float, 3> lightInBlock() {
    constexpr std::array<double, 3> shoulder = {-0.45, 0.55, 0.70};  // to the right, up, towards the viewer
    const View& v = mesh_.view;
    const std::array<double, 3> unit = {frame_.tall() / (frame_.xUnit() * (v.xMax - v.xMin)),
                                        frame_.tall() / (frame_.yUnit() * (v.yMax - v.yMin)), 1};
    std::array<float, 3> light{};
    for (std::size_t k = 0; k < 3; ++k) {
      double right = 0, up = 0, near = 0;
      frame_.toViewer(k == 0 ? 1 : 0, k == 1 ? 1 : 0, k == 2 ? 1 : 0, right, up, near);
      light[k] = static_cast<float>((right * shoulder[0] + up * shoulder[1] + near * shoulder[2]) * unit[k]);
    }
    slopeUnit_ = {static_cast<float>(unit[0] * unit[0]), static_cast<float>(unit[1] * unit[1])};
    return light;
  }

  /// The near sides of the plinth.
  void placeWalls() {
    const auto wall = [&](Index columnA, Index rowA, Index columnB, Index rowB, QRgb color) {
      const Four flat{0, static_cast<float>(qBlue(color)) + 0.5F, static_cast<float>(qGreen(color)) + 0.5F,
                      static_cast<float>(qRed(color)) + 0.5F};
      Wall one;
      std::size_t end = 0;
      for (const auto& [column, row] : {std::pair(columnA, rowA), std::pair(columnB, rowB)}) {
        if (isHole(column, row)) return;
        const QPointF origin = frame_.rect().topLeft();
        const ReliefPoint point = frame_.project(mesh_.x(column), mesh_.y(row), -1);
        FillCorner& top = one.top[end];
        FillCorner& foot = one.foot[end++];
        const float near = corner(column, row).value[0];
        top = corner(column, row);
        top.value = flat, top.value[0] = near;
        foot.value = flat, foot.value[0] = static_cast<float>(point.nearness);
        foot.x = static_cast<float>((point.pixel.x() - origin.x()) * unit_);
        foot.y = static_cast<float>((point.pixel.y() - origin.y()) * unit_);
      }
      walls_.push_back(one);
    };
    const Index nearRow = frame_.nearYMax() ? mesh_.rows - 1 : 0;
    for (Index column = 0; column + 1 < mesh_.columns; ++column)
      wall(column, nearRow, column + 1, nearRow, look_.wallAlongX);
    const Index nearColumn = frame_.nearXMax() ? mesh_.columns - 1 : 0;
    for (Index row = 0; row + 1 < mesh_.rows; ++row) wall(nearColumn, row, nearColumn, row + 1, look_.wallAlongY);
  }

  void measureBlocks() {
    blocks_ = (mesh_.columns - 1 + blockCells - 1) / blockCells;
    extents_.resize(static_cast<std::size_t>((mesh_.rows - 1) * blocks_));
    for (Index row = 0; row + 1 < mesh_.rows; ++row) {
      for (Index block = 0; block < blocks_; ++block) {
        Extent& extent = extents_[static_cast<std::size_t>(row * blocks_ + block)];
        for (Index column = block * blockCells; column <= std::min(mesh_.columns - 1, (block + 1) * blockCells);
             ++column) {
          for (const Index r : {row, row + 1}) {
            if (isHole(column, r)) continue;
            extent.high = std::min(extent.high, corner(column, r).y);
            extent.low = std::max(extent.low, corner(column, r).y);
          }
        }
      }
    }
  }

  [[nodiscard]] std::size_t at(Index column, Index row) const {
    return static_cast<std::size_t>(row * mesh_.columns + column);
  }
  [[nodiscard]] const FillCorner& corner(Index column, Index row) const { return corners_[at(column, row)]; }
  [[nodiscard]] bool isHole(Index column, Index row) const { return std::isnan(mesh_.height[at(column, row)]); }

  void fillCell(const FillBand& band, Index column, Index row) const {
    const std::size_t a = at(column, row), b = a + 1, d = at(column, row + 1), c = d + 1;
    half(band, a, b, c);
    half(band, a, c, d);
  }

  void half(const FillBand& band, std::size_t a, std::size_t b, std::size_t c) const {
    const FillCorner& p = corners_[a];
    const FillCorner& q = corners_[b];
    const FillCorner& r = corners_[c];
    if (hasHoles_) {
      if (std::isnan(mesh_.height[a]) || std::isnan(mesh_.height[b]) || std::isnan(mesh_.height[c])) return;
    } else if (fillArea(p, q, r) > 0) {
      return;  // its underside, which nobody sees where there are no holes
    }
    if (!hasMore_ || (look_.overlay.isNull() && mesh_.cut[a] + mesh_.cut[b] + mesh_.cut[c] <= 0))
      return fillTriangle(band, p, q, r);
    fillTriangle(band, p, q, r, more_[a], more_[b], more_[c],
                 [&](int x, int y, const Four& value, const Four& more) { return shaded(x, y, value, more); });
  }

  [[nodiscard]] QRgb shaded(int x, int y, Four value, const Four& more) const {
    if (!look_.overlay.isNull() && more[0] >= 0 && more[0] < 1 && more[1] >= 0 && more[1] < 1) {
      const int column = static_cast<int>(more[0] * static_cast<float>(look_.overlay.width()));
      const int row = static_cast<int>(more[1] * static_cast<float>(look_.overlay.height()));
      value = laidOver(reinterpret_cast<const QRgb*>(look_.overlay.constScanLine(row))[column], more[2], value);
    }
    const auto unit = static_cast<float>(unit_);
    if (more[3] > 0.5F && std::fmod(static_cast<float>(x + y), hatchEvery * unit) < hatchWidth * unit)
      value = value * hatchShade;
    return fillColor(value);
  }

  /// One of the frame's linear forms: of each column, with what all have, and of a unit of height.
  struct Line {
    float height;
    std::vector<float> column;
  };

  const ReliefMesh& mesh_;
  const ReliefFrame& frame_;
  const ReliefLook& look_;
  double unit_;
  bool hasMore_;
  bool hasHoles_ = false;
  std::array<float, 2> slopeUnit_{};
  std::vector<FillCorner> corners_;  // a node each
  std::vector<Four> more_;           // likewise: place in the overlay, light, cut; empty where not needed
  std::vector<Wall> walls_;
  Index blocks_ = 0;
  std::vector<Extent> extents_;  // of the blocks of each row of cells
};

/// Means of squares of `samples` × `samples`; a sample without anything is 0, transparent.
void average(const QRgb* upper, int width, int samples, QRgb* line, int pixels) {
  if (samples == 1) {
    std::copy_n(upper, pixels, line);
    return;
  }
  // Two channels at a time, each with room for four times 255.
  const QRgb* const lower = upper + width;
  constexpr QRgb two = 0x00FF00FF;
  for (int x = 0; x < pixels; ++x) {
    const QRgb a = upper[2 * x], b = upper[2 * x + 1], c = lower[2 * x], d = lower[2 * x + 1];
    const QRgb even = (a & two) + (b & two) + (c & two) + (d & two);
    const QRgb odd = (a >> 8 & two) + (b >> 8 & two) + (c >> 8 & two) + (d >> 8 & two);
    line[x] = (even >> 2 & two) | (odd >> 2 & two) << 8;
  }
}

}  // namespace

ReliefLook reliefLook(const Theme& theme, ColorMapChoice colors) {
  ReliefLook look;
  look.colors = colorMap(colors, theme).colors;
  look.wallAlongX = mixOklab(theme.border, theme.window, theme.dark ? 0.15 : 0.1).rgb();
  look.wallAlongY = mixOklab(theme.border, theme.window, theme.dark ? 0.0 : 0.55).rgb();
  if (theme.dark) look.ambient = look.diffuse = 0.62F;
  return look;
}

bool ReliefImage::hides(const ReliefPoint& point) const {
  const int x = static_cast<int>(std::floor((point.pixel.x() - rect.left()) * unit));
  const int y = static_cast<int>(std::floor((point.pixel.y() - rect.top()) * unit));
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  // A steep flank's depth changes within a sample: what its neighbours let through is seen.
  float farthest = std::numeric_limits<float>::infinity();
  for (int row = std::max(0, y - 1); row <= std::min(height - 1, y + 1); ++row) {
    for (int column = std::max(0, x - 1); column <= std::min(width - 1, x + 1); ++column) {
      farthest = std::min(
          farthest,
          nearness[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) + static_cast<std::size_t>(column)]);
    }
  }
  constexpr double slack = 2e-4;  // a thousandth of the block's depth
  return static_cast<double>(farthest) > point.nearness + slack;
}

ReliefImage rasteriseRelief(const ReliefMesh& mesh, const ReliefFrame& frame, const ReliefLook& look, double ratio,
                            int samples, unsigned threads, ReliefImage memory) {
  ReliefImage image = std::move(memory);
  image.rect = frame.rect();
  samples = samples > 1 ? 2 : 1;
  image.unit = ratio * samples;
  const QSize pixels(std::max(1, static_cast<int>(std::ceil(frame.rect().width() * ratio))),
                     std::max(1, static_cast<int>(std::ceil(frame.rect().height() * ratio))));
  image.width = pixels.width() * samples;
  image.height = pixels.height() * samples;
  image.nearness.resize(static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height));
  if (image.picture.size() != pixels) image.picture = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
  image.picture.setDevicePixelRatio(ratio);
  const Filler filler(mesh, frame, look, image.unit);
  uchar* const bits = image.picture.bits();
  const qsizetype bytesPerLine = image.picture.bytesPerLine();
  parallelFor(
      bands,
      [&](std::size_t k) {
        const int top = pixels.height() * static_cast<int>(k) / bands;
        const int bottom = pixels.height() * static_cast<int>(k + 1) / bands;
        // Few enough to stay near the processor.
        std::vector<QRgb> colors(static_cast<std::size_t>((bottom - top) * samples * image.width));
        float* const nearness = image.nearness.data() + static_cast<std::ptrdiff_t>(top * samples) * image.width;
        std::fill_n(nearness, colors.size(), 0.0F);
        filler.fillBand({top * samples, bottom * samples, image.width, colors.data(), nearness});
        for (int y = top; y < bottom; ++y)
          average(colors.data() + static_cast<std::ptrdiff_t>((y - top) * samples) * image.width, image.width, samples,
                  reinterpret_cast<QRgb*>(bits + y * bytesPerLine), pixels.width());
      },
      {}, threads);
  return image;
}

}  // namespace thalweg
