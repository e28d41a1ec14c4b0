#include "ui/scenes/coverage.h"

namespace thalweg {

// Liang & Barsky 1984.
bool clipSegment(const QRectF& box, QPointF& a, QPointF& b) {
  if (box.contains(a) && box.contains(b)) return true;
  const double dx = b.x() - a.x();
  const double dy = b.y() - a.y();
  if (!std::isfinite(dx) || !std::isfinite(dy)) return false;
  double enter = 0;
  double leave = 1;
  const auto edge = [&](double direction, double room) {
    if (direction == 0) return room >= 0;
    const double t = room / direction;
    if (direction < 0) {
      enter = std::max(enter, t);
    } else {
      leave = std::min(leave, t);
    }
    return enter <= leave;
  };
  if (!edge(-dx, a.x() - box.left()) || !edge(dx, box.right() - a.x()) || !edge(-dy, a.y() - box.top()) ||
      !edge(dy, box.bottom() - a.y())) {
    return false;
  }
  const QPointF start = a;
  if (leave < 1) b = {start.x() + leave * dx, start.y() + leave * dy};
  if (enter > 0) a = {start.x() + enter * dx, start.y() + enter * dy};
  return true;
}

void DistanceField::resize(int width, int height) {
  width_ = width;
  height_ = height;
  blockShift_ = 3;
  while (width_ > 64 << blockShift_) ++blockShift_;
  const std::size_t size = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
  squares_.resize(std::max(squares_.size(), size), far);
  dirty_.assign(static_cast<std::size_t>(height_), 0);
  firstRow_ = height_;
  lastRow_ = -1;
}

void DistanceField::add(QPointF a, QPointF b, double reach) {
  const auto ax = static_cast<float>(a.x());
  const auto ay = static_cast<float>(a.y());
  const auto dx = static_cast<float>(b.x()) - ax;
  const auto dy = static_cast<float>(b.y()) - ay;
  const auto r = static_cast<float>(reach);
  const float length = std::sqrt(dx * dx + dy * dy);
  const float inverse = length > 1e-6f ? 1 / (length * length) : 0;
  const float left = std::min(ax, ax + dx) - r;
  const float right = std::max(ax, ax + dx) + r;
  const int top = std::max(0, static_cast<int>(std::floor(std::min(ay, ay + dy) - r)));
  const int bottom = std::min(height_ - 1, static_cast<int>(std::floor(std::max(ay, ay + dy) + r)));
  // Along a row the strip of half-width r round the line spans ±r·length/|dy| about where the line crosses it.
  const bool slanted = std::abs(dy) > 1e-3f * length;
  const float slope = slanted ? dx / dy : 0;
  const float spread = slanted ? r * length / std::abs(dy) : 0;
  for (int row = top; row <= bottom; ++row) {
    const float y = static_cast<float>(row) + 0.5f - ay;
    float from = left;
    float to = right;
    if (slanted) {
      from = std::max(from, ax + y * slope - spread);
      to = std::min(to, ax + y * slope + spread);
    }
    const int first = std::max(0, static_cast<int>(std::floor(from)));
    const int last = std::min(width_ - 1, static_cast<int>(std::floor(to)));
    if (first > last) continue;
    float* line = squares_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
    const float along = y * dy;
    for (int column = first; column <= last; ++column) {
      const float x = static_cast<float>(column) + 0.5f - ax;
      float t = (x * dx + along) * inverse;
      t = t > 0 ? t : 0;
      t = t < 1 ? t : 1;
      const float ex = x - t * dx;
      const float ey = y - t * dy;
      const float square = ex * ex + ey * ey;
      line[column] = line[column] < square ? line[column] : square;
    }
    const int firstBlock = first >> blockShift_;
    const int lastBlock = last >> blockShift_;
    dirty_[static_cast<std::size_t>(row)] |= (~std::uint64_t{0} >> (63 - (lastBlock - firstBlock))) << firstBlock;
  }
  if (top <= bottom) {
    firstRow_ = std::min(firstRow_, top);
    lastRow_ = std::max(lastRow_, bottom);
  }
}

void DistanceField::clear() {
  for (int row = firstRow_; row <= lastRow_; ++row) {
    float* line = squares_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
    std::uint64_t& blocks = dirty_[static_cast<std::size_t>(row)];
    for (; blocks != 0; blocks &= blocks - 1) {
      const int first = std::countr_zero(blocks) << blockShift_;
      std::fill(line + first, line + std::min(width_, first + (1 << blockShift_)), far);
    }
  }
  firstRow_ = height_;
  lastRow_ = -1;
}

StrokeColor::StrokeColor(const QColor& color) {
  const QRgb rgb = qPremultiply(color.rgba());
  parts = {static_cast<std::uint32_t>(qRed(rgb)), static_cast<std::uint32_t>(qGreen(rgb)),
           static_cast<std::uint32_t>(qBlue(rgb)), static_cast<std::uint32_t>(qAlpha(rgb))};
}

Coverage::Coverage(const DistanceField& field, double width) {
  const auto reach = static_cast<float>(width / 2 + 0.5);
  const float limit = reach * reach;
  field.forEachStretch([&](int row, int first, int end, const float* squares) {
    for (int column = first; column < end; ++column) {
      if (squares[column] >= limit) continue;
      const bool continues =
          !runs_.empty() && runs_.back().row == row && runs_.back().column + runs_.back().length == column;
      if (!continues) runs_.push_back({row, column, 0, values_.size()});
      ++runs_.back().length;
      values_.push_back(static_cast<std::uint8_t>(std::min(1.0f, reach - std::sqrt(squares[column])) * 255));
    }
  });
}

void Coverage::draw(QImage& target, QPoint origin, const QColor& color, int first, int end) const {
  const StrokeColor ink(color);
  for (const Run& run : runs_) {
    const int from = std::max({run.column, first, -origin.x()});
    const int to = std::min({run.column + run.length, end, target.width() - origin.x()});
    const int row = run.row + origin.y();
    if (from >= to || row < 0 || row >= target.height()) continue;
    auto* pixels = reinterpret_cast<QRgb*>(target.scanLine(row)) + origin.x();
    const std::uint8_t* values = values_.data() + run.at - run.column;
    for (int column = from; column < to; ++column) {
      const std::uint32_t value = values[column];
      pixels[column] = ink.over(pixels[column], value + (value >> 7));
    }
  }
}

}  // namespace thalweg
