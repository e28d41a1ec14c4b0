#include "ui/scenes/relief_raster.h"

#include "core/base/parallel.h"
#include "ui/look/theme.h"
#include "ui/scenes/color_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr int bands = 16;
constexpr float hatchEvery = 8;  // logical pixels between the lines of a cut
constexpr float hatchWidth = 1.4F;
constexpr float hatchShade = 0.82F;

struct Vertex {
  float x = 0, y = 0;  // samples
  float nearness = 0;
  float color = 0, light = 1, cut = 0;
  float u = 0, v = 0;  // of the overlay, [0, 1]
  bool solid = false;  // false: a hole
};

QRgb lit(QRgb color, float light) {
  const auto channel = [&](int c) { return std::min(255, static_cast<int>(static_cast<float>(c) * light + 0.5F)); };
  return qRgb(channel(qRed(color)), channel(qGreen(color)), channel(qBlue(color)));
}

QRgb over(QRgb top, QRgb below) {  // `top` is premultiplied
  const int rest = 255 - qAlpha(top);
  const auto channel = [&](int a, int b) { return std::min(255, a + (b * rest + 127) / 255); };
  return qRgb(channel(qRed(top), qRed(below)), channel(qGreen(top), qGreen(below)), channel(qBlue(top), qBlue(below)));
}

/// Rows [top, bottom) of the samples.
struct Band {
  int top = 0;
  int bottom = 0;
  int width = 0;
  QRgb* colors = nullptr;  // of the whole picture
  float* nearness = nullptr;
};

/// Calls `paint(index, x, y, a, b, c)` for each sample whose middle lies in the triangle and nearer than what is there;
/// a, b, c are the corners' shares.
template <class Paint>
void fill(const Band& band, const Vertex& a, const Vertex& b, const Vertex& c, const Paint& paint) {
  const auto first = [](float low) { return static_cast<int>(std::ceil(std::max(low - 0.5F, -1.0F))); };
  const auto last = [](float high, int most) {
    return static_cast<int>(std::floor(std::min(high - 0.5F, static_cast<float>(most))));
  };
  // Most triangles lie in other bands: they cost no more than this.
  const int top = std::max(band.top, first(std::min({a.y, b.y, c.y})));
  const int bottom = std::min(band.bottom - 1, last(std::max({a.y, b.y, c.y}), band.bottom));
  if (top > bottom) return;
  const int left = std::max(0, first(std::min({a.x, b.x, c.x})));
  const int right = std::min(band.width - 1, last(std::max({a.x, b.x, c.x}), band.width));
  const float area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (left > right || !(std::abs(area) > 1e-12F)) return;
  const float scale = 1 / area;
  const float stepB = (c.y - a.y) * scale;  // of a share, a sample to the right
  const float stepC = -(b.y - a.y) * scale;
  const float stepA = -stepB - stepC;
  constexpr float edge = -1e-4F;  // no gaps between neighbours, whatever the rounding
  for (int y = top; y <= bottom; ++y) {
    const float py = static_cast<float>(y) + 0.5F - a.y;
    const float px = static_cast<float>(left) + 0.5F - a.x;
    const float startB = (px * (c.y - a.y) - (c.x - a.x) * py) * scale;
    const float startC = ((b.x - a.x) * py - px * (b.y - a.y)) * scale;
    // From the first sample to the last whose shares are all there; one more on either side is tested and rejected.
    float from = 0, to = static_cast<float>(right - left);
    const auto narrow = [&](float start, float step) {
      if (step > 0)
        from = std::max(from, (edge - start) / step - 1);
      else if (step < 0)
        to = std::min(to, (edge - start) / step + 1);
    };
    if (right - left > 12) {
      narrow(startB, stepB);
      narrow(startC, stepC);
      narrow(1 - startB - startC, stepA);
      if (!(from <= to)) continue;
    }
    const int begin = static_cast<int>(from);
    const int end = static_cast<int>(to);
    std::size_t index =
        static_cast<std::size_t>(y) * static_cast<std::size_t>(band.width) + static_cast<std::size_t>(left + begin);
    for (int k = begin; k <= end; ++k, ++index) {
      const float shareB = startB + stepB * static_cast<float>(k);
      const float shareC = startC + stepC * static_cast<float>(k);
      const float shareA = 1 - shareB - shareC;
      if (shareA < edge || shareB < edge || shareC < edge) continue;
      const float nearness = shareA * a.nearness + shareB * b.nearness + shareC * c.nearness;
      if (!(nearness > band.nearness[index])) continue;
      band.nearness[index] = nearness;
      paint(index, left + k, y, shareA, shareB, shareC);
    }
  }
}

class Filler {
 public:
  Filler(const ReliefMesh& mesh, const ReliefFrame& frame, const ReliefLook& look, double unit)
      : mesh_(mesh), frame_(frame), look_(look), unit_(unit) {
    place();
  }

  void fillBand(const Band& band) const {
    for (Index row = 0; row + 1 < mesh_.rows; ++row) {
      const auto r = static_cast<std::size_t>(row);
      if (std::max(highest_[r], highest_[r + 1]) < static_cast<float>(band.top) ||
          std::min(lowest_[r], lowest_[r + 1]) > static_cast<float>(band.bottom))
        continue;
      for (Index column = 0; column + 1 < mesh_.columns; ++column) {
        const Vertex& a = at(column, row);
        const Vertex& b = at(column + 1, row);
        const Vertex& c = at(column + 1, row + 1);
        const Vertex& d = at(column, row + 1);
        if (a.solid && b.solid && c.solid) surface(band, a, b, c);
        if (a.solid && c.solid && d.solid) surface(band, a, c, d);
      }
    }
    walls(band);
  }

 private:
  void place() {
    const QPointF origin = frame_.rect().topLeft();
    vertices_.resize(mesh_.height.size());
    lowest_.assign(static_cast<std::size_t>(mesh_.rows), 1e9F);
    highest_.assign(static_cast<std::size_t>(mesh_.rows), -1e9F);
    // Over the viewer's left shoulder.
    constexpr double lightRight = -0.45, lightUp = 0.55, lightNear = 0.70;
    for (Index row = 0; row < mesh_.rows; ++row) {
      for (Index column = 0; column < mesh_.columns; ++column) {
        const auto i = static_cast<std::size_t>(row * mesh_.columns + column);
        Vertex& vertex = vertices_[i];
        const double x = mesh_.x(column);
        const double y = mesh_.y(row);
        vertex.solid = !std::isnan(mesh_.height[i]);
        if (!vertex.solid) continue;
        const ReliefPoint point = frame_.project(x, y, static_cast<double>(mesh_.height[i]));
        vertex.x = static_cast<float>((point.pixel.x() - origin.x()) * unit_);
        vertex.y = static_cast<float>((point.pixel.y() - origin.y()) * unit_);
        vertex.nearness = static_cast<float>(point.nearness);
        vertex.color = mesh_.color[i];
        vertex.cut = mesh_.cut[i];
        if (!look_.overlay.isNull()) {
          const View& box = look_.overlayView;
          vertex.u = static_cast<float>((x - box.xMin) / (box.xMax - box.xMin));
          vertex.v = static_cast<float>((box.yMax - y) / (box.yMax - box.yMin));
        }
        double dx = 0, dy = 0, right = 0, up = 0, near = 0;
        mesh_.slope(column, row, dx, dy);
        dx *= frame_.tall() / frame_.xUnit();
        dy *= frame_.tall() / frame_.yUnit();
        const double length = std::sqrt(1 + dx * dx + dy * dy);
        frame_.toViewer(-dx / length, -dy / length, 1 / length, right, up, near);
        const double facing = std::max(0.0, right * lightRight + up * lightUp + near * lightNear);
        vertex.light = look_.ambient + look_.diffuse * static_cast<float>(facing);
        const auto r = static_cast<std::size_t>(row);
        lowest_[r] = std::min(lowest_[r], vertex.y);
        highest_[r] = std::max(highest_[r], vertex.y);
      }
    }
  }

  [[nodiscard]] const Vertex& at(Index column, Index row) const {
    return vertices_[static_cast<std::size_t>(row * mesh_.columns + column)];
  }

  void surface(const Band& band, const Vertex& a, const Vertex& b, const Vertex& c) const {
    const bool cut = a.cut + b.cut + c.cut > 0;
    fill(band, a, b, c, [&](std::size_t index, int x, int y, float p, float q, float r) {
      const float position = p * a.color + q * b.color + r * c.color;
      QRgb color = look_.colors[static_cast<std::size_t>(std::clamp(position * 256, 0.0F, 255.0F))];
      if (!look_.overlay.isNull()) {
        const float u = p * a.u + q * b.u + r * c.u;
        const float v = p * a.v + q * b.v + r * c.v;
        if (u >= 0 && u < 1 && v >= 0 && v < 1) {
          const int column = static_cast<int>(u * static_cast<float>(look_.overlay.width()));
          const int row = static_cast<int>(v * static_cast<float>(look_.overlay.height()));
          color = over(reinterpret_cast<const QRgb*>(look_.overlay.constScanLine(row))[column], color);
        }
      }
      float light = p * a.light + q * b.light + r * c.light;
      if (cut && p * a.cut + q * b.cut + r * c.cut > 0.5F) {
        const auto unit = static_cast<float>(unit_);
        if (std::fmod(static_cast<float>(x + y), hatchEvery * unit) < hatchWidth * unit) light *= hatchShade;
      }
      band.colors[index] = lit(color, light);
    });
  }

  void walls(const Band& band) const {
    const QPointF origin = frame_.rect().topLeft();
    const auto foot = [&](Index column, Index row) {
      const ReliefPoint point = frame_.project(mesh_.x(column), mesh_.y(row), -1);
      Vertex vertex;
      vertex.x = static_cast<float>((point.pixel.x() - origin.x()) * unit_);
      vertex.y = static_cast<float>((point.pixel.y() - origin.y()) * unit_);
      vertex.nearness = static_cast<float>(point.nearness);
      return vertex;
    };
    const auto wall = [&](const Vertex& a, const Vertex& b, const Vertex& footA, const Vertex& footB, QRgb color) {
      if (!a.solid || !b.solid) return;
      const auto paint = [&](std::size_t index, int, int, float, float, float) { band.colors[index] = color; };
      fill(band, a, b, footB, paint);
      fill(band, a, footB, footA, paint);
    };
    const Index nearRow = frame_.nearYMax() ? mesh_.rows - 1 : 0;
    for (Index column = 0; column + 1 < mesh_.columns; ++column)
      wall(at(column, nearRow), at(column + 1, nearRow), foot(column, nearRow), foot(column + 1, nearRow),
           look_.wallAlongX);
    const Index nearColumn = frame_.nearXMax() ? mesh_.columns - 1 : 0;
    for (Index row = 0; row + 1 < mesh_.rows; ++row)
      wall(at(nearColumn, row), at(nearColumn, row + 1), foot(nearColumn, row), foot(nearColumn, row + 1),
           look_.wallAlongY);
  }

  const ReliefMesh& mesh_;
  const ReliefFrame& frame_;
  const ReliefLook& look_;
  double unit_;
  std::vector<Vertex> vertices_;
  std::vector<float> lowest_, highest_;  // of each row of nodes, in samples
};

/// Means of squares of `samples` × `samples`; a sample without anything is 0, transparent.
void average(const std::vector<QRgb>& colors, int width, int samples, int y, QRgb* line, int pixels) {
  const auto at = static_cast<std::size_t>(y * samples) * static_cast<std::size_t>(width);
  const QRgb* const upper = colors.data() + at;
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
                            int samples, unsigned threads) {
  ReliefImage image;
  image.rect = frame.rect();
  samples = samples > 1 ? 2 : 1;
  image.unit = ratio * samples;
  const int pixelsAcross = std::max(1, static_cast<int>(std::ceil(frame.rect().width() * ratio)));
  const int pixelsDown = std::max(1, static_cast<int>(std::ceil(frame.rect().height() * ratio)));
  image.width = pixelsAcross * samples;
  image.height = pixelsDown * samples;
  const auto count = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  image.nearness.assign(count, 0.0F);
  std::vector<QRgb> colors(count);
  image.picture = QImage(pixelsAcross, pixelsDown, QImage::Format_ARGB32_Premultiplied);
  image.picture.setDevicePixelRatio(ratio);
  const Filler filler(mesh, frame, look, image.unit);
  uchar* const bits = image.picture.bits();
  const qsizetype bytesPerLine = image.picture.bytesPerLine();
  parallelFor(
      bands,
      [&](std::size_t k) {
        const int top = pixelsDown * static_cast<int>(k) / bands;
        const int bottom = pixelsDown * static_cast<int>(k + 1) / bands;
        filler.fillBand({top * samples, bottom * samples, image.width, colors.data(), image.nearness.data()});
        for (int y = top; y < bottom; ++y)
          average(colors, image.width, samples, y, reinterpret_cast<QRgb*>(bits + y * bytesPerLine), pixelsAcross);
      },
      {}, threads);
  return image;
}

}  // namespace thalweg
