#include "ui/scenes/stroke_canvas.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace thalweg {

namespace {

/// The buffers of the last finished canvas of this thread: fresh memory for each frame costs more than drawing in it.
struct Spare {
  std::vector<std::uint32_t> pixels;
  DistanceField field;
};
Spare& spare() {
  thread_local Spare buffers;
  return buffers;
}

}  // namespace

StrokeCanvas::StrokeCanvas(QPainter& painter, const QRectF& clip) : outer_(&painter), active_(&painter), clip_(clip) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setClipRect(clip);
}

StrokeCanvas::StrokeCanvas(QPainter& painter, const QRectF& clip, qreal ratio)
    : outer_(&painter), clip_(clip), ratio_(ratio) {
  width_ = std::max(1, static_cast<int>(std::ceil(clip.width() * ratio)));
  height_ = std::max(1, static_cast<int>(std::ceil(clip.height() * ratio)));
  const std::size_t size = static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_);
  pixels_ = std::move(spare().pixels);
  pixels_.assign(size, 0);
  bits_ = reinterpret_cast<uchar*>(pixels_.data());
  image_ = QImage(bits_, width_, height_, width_ * static_cast<int>(sizeof(QRgb)), QImage::Format_ARGB32_Premultiplied);
  field_ = std::move(spare().field);
  field_.resize(width_, height_);
  active_ = new QPainter(&image_);
  active_->setRenderHint(QPainter::Antialiasing);
  active_->scale(ratio, ratio);
  active_->translate(-clip.topLeft());
}

StrokeCanvas::StrokeCanvas(QPainter& painter, const QRectF& clip, qreal ratio, const QImage& picture)
    : StrokeCanvas(painter, clip, ratio) {
  std::memcpy(bits_, picture.constBits(), static_cast<std::size_t>(picture.sizeInBytes()));
}

StrokeCanvas::~StrokeCanvas() { finish(); }

void StrokeCanvas::lay(const QImage& picture) {
  active_->save();
  active_->resetTransform();
  active_->drawImage(0, 0, picture);
  active_->restore();
}

void StrokeCanvas::finish() {
  if (active_ == nullptr) return;
  if (ratio_ > 0) {
    image_.setDevicePixelRatio(ratio_);
    outer_->drawImage(clip_.topLeft(), image_);
    endImage();
  } else {
    outer_->restore();
  }
  active_ = nullptr;
}

QImage StrokeCanvas::take() {
  QImage taken = image_.copy();
  endImage();
  active_ = nullptr;
  return taken;
}

void StrokeCanvas::endImage() {
  delete active_;
  clear();
  image_ = {};
  spare() = {std::move(pixels_), std::move(field_)};
}

void StrokeCanvas::segment(QPointF a, QPointF b, qreal width) {
  // An image cuts off round caps by itself; elsewhere the line ends at the frame.
  const qreal margin = ratio_ > 0 ? width + 1 : 0;
  if (!clipSegment(clip_.adjusted(-margin, -margin, margin, margin), a, b)) return;
  if (ratio_ > 0) {
    field_.add((a - clip_.topLeft()) * ratio_, (b - clip_.topLeft()) * ratio_, width / 2 * ratio_ + 0.5);
  } else {
    lines_.push_back({a, b});
  }
}

void StrokeCanvas::polyline(const std::vector<QPointF>& points, qreal width) {
  for (std::size_t k = 1; k < points.size(); ++k) segment(points[k - 1], points[k], width);
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
  const StrokeColor ink(color);
  const auto reach = static_cast<float>(width / 2 * ratio_ + 0.5);
  const float limit = reach * reach;
  field_.forEachStretch([&](int row, int first, int end, const float* squares) {
    auto* pixels = reinterpret_cast<QRgb*>(bits_ + static_cast<std::ptrdiff_t>(row) * image_.bytesPerLine());
    for (int column = first; column < end; ++column) {
      if (squares[column] >= limit) continue;
      const float coverage = std::min(1.0f, reach - std::sqrt(squares[column]));
      pixels[column] = ink.over(pixels[column], static_cast<std::uint32_t>(coverage * 256));
    }
  });
}

void StrokeCanvas::clear() {
  lines_.clear();
  if (ratio_ > 0) field_.clear();
}

}  // namespace thalweg
