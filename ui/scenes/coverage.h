#pragma once
/// How much of each pixel a stroke covers, from the distance to its segments: the arithmetic of StrokeCanvas and of
/// charts. Coordinates are device pixels from the field's top left. Threads: a field belongs to one thread.

#include <QColor>
#include <QImage>
#include <QPoint>
#include <QPointF>
#include <QRectF>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace thalweg {

/// Cuts a segment to what lies inside `box`; false where nothing does, or an end is not finite.
[[nodiscard]] bool clipSegment(const QRectF& box, QPointF& a, QPointF& b);

/// For each pixel the least squared distance to any segment of a group.
class DistanceField {
 public:
  /// Sets the size; all pixels are far from everything. Must have been cleared.
  void resize(int width, int height);
  /// Adds a segment, seen up to `reach` pixels from it. Finite coordinates near the field.
  void add(QPointF a, QPointF b, double reach);
  void clear();
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }
  /// Calls visit(row, first, end, squares) for each stretch of pixels near which there may be segments; `squares` are
  /// those of the whole row.
  template <class Visit>
  void forEachStretch(Visit visit) const {
    for (int row = firstRow_; row <= lastRow_; ++row) {
      const float* line = squares_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
      for (std::uint64_t blocks = dirty_[static_cast<std::size_t>(row)]; blocks != 0; blocks &= blocks - 1) {
        const int first = std::countr_zero(blocks) << blockShift_;
        visit(row, first, std::min(width_, first + (1 << blockShift_)), line);
      }
    }
  }

 private:
  static constexpr float far = std::numeric_limits<float>::max();

  int width_ = 0;
  int height_ = 0;
  int blockShift_ = 3;                // a block of 2^shift pixels of a row is one bit of `dirty_`
  std::vector<float> squares_;        // all `far` where not dirty
  std::vector<std::uint64_t> dirty_;  // a word a row
  int firstRow_ = 0;
  int lastRow_ = -1;
};

/// A colour ready to be laid over others.
struct StrokeColor {
  explicit StrokeColor(const QColor& color);
  std::array<std::uint32_t, 4> parts;  ///< red, green, blue, alpha; premultiplied

  /// Over `under` with `coverage` in 0…256.
  [[nodiscard]] QRgb over(QRgb under, std::uint32_t coverage) const {
    const std::uint32_t rest = 255 - (parts[3] * coverage >> 8);
    const auto channel = [&](std::uint32_t below, std::uint32_t top) {
      const std::uint32_t product = below * rest + 128;
      return std::min<std::uint32_t>(255, (top * coverage >> 8) + ((product + (product >> 8)) >> 8));
    };
    return channel(under >> 24, parts[3]) << 24 | channel(under >> 16 & 255, parts[0]) << 16 |
           channel(under >> 8 & 255, parts[1]) << 8 | channel(under & 255, parts[2]);
  }
};

/// The pixels of a stroke, kept so that it can be laid down again in any colour and up to any column.
class Coverage {
 public:
  Coverage() = default;
  /// The stroke of `width` pixels round the field's segments.
  Coverage(const DistanceField& field, double width);
  /// Lays the columns from `first` to before `end` over `target`, whose pixel `origin` is the field's first.
  void draw(QImage& target, QPoint origin, const QColor& color, int first, int end) const;

 private:
  struct Run {
    int row;
    int column;
    int length;
    std::size_t at;  // in `values_`
  };
  std::vector<Run> runs_;
  std::vector<std::uint8_t> values_;  // of 255
};

}  // namespace thalweg
