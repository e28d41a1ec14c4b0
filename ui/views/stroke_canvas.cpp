#include "ui/views/stroke_canvas.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

constexpr float kFar = std::numeric_limits<float>::max();

/// `color` (premultiplied) over `under` with `coverage` in 0…256.
QRgb over(QRgb under, const std::array<std::uint32_t, 4>& color, std::uint32_t coverage) {
  const std::uint32_t alpha = color[3] * coverage >> 8;
  const std::uint32_t rest = 255 - alpha;
  const auto channel = [&](std::uint32_t below, std::uint32_t top) {
    const std::uint32_t product = below * rest + 128;
    return std::min<std::uint32_t>(255, (top * coverage >> 8) + ((product + (product >> 8)) >> 8));
  };
  return channel(under >> 24, color[3]) << 24 | channel(under >> 16 & 255, color[0]) << 16 |
         channel(under >> 8 & 255, color[1]) << 8 | channel(under & 255, color[2]);
}

/// The buffers of the last finished canvas of this thread: fresh memory for each frame costs more than drawing in it.
struct Spare {
  std::vector<std::uint32_t> pixels;
  std::vector<float> distance;  // all kFar
};
Spare& spare() {
  thread_local Spare buffers;
  return buffers;
}

}  // namespace

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

StrokeCanvas::StrokeCanvas(QPainter& painter, const QRectF& clip) : outer_(&painter), active_(&painter), clip_(clip) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(clip);
}

StrokeCanvas::StrokeCanvas(QPainter& painter, const QRectF& clip, qreal ratio)
    : outer_(&painter), clip_(clip), ratio_(ratio) {
  width_ = std::max(1, static_cast<int>(std::ceil(clip.width() * ratio)));
  height_ = std::max(1, static_cast<int>(std::ceil(clip.height() * ratio)));
  while (width_ > 64 << blockShift_) ++blockShift_;
  const std::size_t size = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
  pixels_ = std::move(spare().pixels);
  pixels_.assign(size, 0);
  bits_ = reinterpret_cast<uchar*>(pixels_.data());
  image_ = QImage(bits_, width_, height_, width_ * static_cast<int>(sizeof(QRgb)), QImage::Format_ARGB32_Premultiplied);
  // What a finished canvas leaves is far everywhere.
  distance_ = std::move(spare().distance);
  distance_.resize(std::max(distance_.size(), size), kFar);
  dirty_.assign(static_cast<std::size_t>(height_), 0);
  firstRow_ = height_;
  active_ = new QPainter(&image_);
  active_->setRenderHint(QPainter::Antialiasing);
  active_->scale(ratio, ratio);
  active_->translate(-clip.topLeft());
}

StrokeCanvas::~StrokeCanvas() { finish(); }

void StrokeCanvas::finish() {
  if (active_ == nullptr) return;
  if (ratio_ > 0) {
    delete active_;
    image_.setDevicePixelRatio(ratio_);
    outer_->drawImage(clip_.topLeft(), image_);
    clear();
    image_ = {};
    spare() = {std::move(pixels_), std::move(distance_)};
  } else {
    outer_->restore();
  }
  active_ = nullptr;
}

void StrokeCanvas::segment(QPointF a, QPointF b, qreal width) {
  const qreal margin = width + 1;
  if (!clipSegment(clip_.adjusted(-margin, -margin, margin, margin), a, b)) return;
  if (ratio_ > 0) {
    addDistance((a - clip_.topLeft()) * ratio_, (b - clip_.topLeft()) * ratio_, width / 2 * ratio_ + 0.5);
  } else {
    lines_.push_back({a, b});
  }
}

void StrokeCanvas::polyline(const std::vector<QPointF>& points, qreal width) {
  for (std::size_t k = 1; k < points.size(); ++k) segment(points[k - 1], points[k], width);
}

void StrokeCanvas::addDistance(QPointF a, QPointF b, qreal reach) {
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
    float* line = distance_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
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

void StrokeCanvas::stroke(qreal width, const QColor& color) {
  if (ratio_ <= 0) {
    QPainterPath path;
    QPointF at;
    for (const QLineF& line : lines_) {
      if (path.isEmpty() || line.p1() != at) path.moveTo(line.p1());
      path.lineTo(line.p2());
      at = line.p2();
    }
    active_->strokePath(path, QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    return;
  }
  const QRgb rgb = qPremultiply(color.rgba());
  const std::array<std::uint32_t, 4> parts = {
      static_cast<std::uint32_t>(qRed(rgb)), static_cast<std::uint32_t>(qGreen(rgb)),
      static_cast<std::uint32_t>(qBlue(rgb)), static_cast<std::uint32_t>(qAlpha(rgb))};
  const auto reach = static_cast<float>(width / 2 * ratio_ + 0.5);
  const float limit = reach * reach;
  for (int row = firstRow_; row <= lastRow_; ++row) {
    const float* line = distance_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
    auto* pixels = reinterpret_cast<QRgb*>(bits_ + static_cast<std::ptrdiff_t>(row) * image_.bytesPerLine());
    for (std::uint64_t blocks = dirty_[static_cast<std::size_t>(row)]; blocks != 0; blocks &= blocks - 1) {
      const int first = std::countr_zero(blocks) << blockShift_;
      const int end = std::min(width_, first + (1 << blockShift_));
      for (int column = first; column < end; ++column) {
        if (line[column] >= limit) continue;
        const float coverage = std::min(1.0f, reach - std::sqrt(line[column]));
        pixels[column] = over(pixels[column], parts, static_cast<std::uint32_t>(coverage * 256));
      }
    }
  }
}

void StrokeCanvas::clear() {
  lines_.clear();
  for (int row = firstRow_; row <= lastRow_; ++row) {
    float* line = distance_.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
    std::uint64_t& blocks = dirty_[static_cast<std::size_t>(row)];
    for (; blocks != 0; blocks &= blocks - 1) {
      const int first = std::countr_zero(blocks) << blockShift_;
      std::fill(line + first, line + std::min(width_, first + (1 << blockShift_)), kFar);
    }
  }
  firstRow_ = height_;
  lastRow_ = -1;
}

}  // namespace thalweg
