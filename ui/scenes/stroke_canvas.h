#pragma once
/// Many antialiased polylines, fast.
///
/// QPainter's software strokes cost a microsecond or two a segment; a panel has thousands. Where the target is an
/// image, a canvas keeps for each pixel the least distance to any segment of a group, so that a group is covered once,
/// however often it crosses itself, and casing and line come from the same arithmetic. On any other device (SVG, PDF)
/// it hands the same polylines to QPainter. Coordinates are logical pixels. Threads: one canvas belongs to one thread.

#include "ui/scenes/coverage.h"

#include <QColor>
#include <QImage>
#include <QLineF>
#include <QPointF>
#include <QRectF>

#include <cstdint>
#include <vector>

class QPainter;

namespace thalweg {

class StrokeCanvas {
 public:
  /// Draws through `painter`, clipped to `clip`, in any resolution.
  StrokeCanvas(QPainter& painter, const QRectF& clip);
  /// Draws into an image of the clip's size, its own; `finish` hands it to `painter`. `ratio` is the device's.
  StrokeCanvas(QPainter& painter, const QRectF& clip, qreal ratio);
  /// The same over what another canvas of this size and ratio had when it was taken.
  StrokeCanvas(QPainter& painter, const QRectF& clip, qreal ratio, const QImage& picture);
  ~StrokeCanvas();
  StrokeCanvas(const StrokeCanvas&) = delete;
  StrokeCanvas& operator=(const StrokeCanvas&) = delete;

  /// Adds a piece to the group that the next `stroke` draws. Parts outside the clip cost nothing; far or non-finite
  /// coordinates are allowed.
  void segment(QPointF a, QPointF b, qreal width);
  void polyline(const std::vector<QPointF>& points, qreal width);
  /// Draws the group; `width` is at most what its pieces were added with. The group stays for a second, thinner stroke.
  void stroke(qreal width, const QColor& color);
  void clear();

  /// For everything else, in the same order of drawing: marks, arrows, text.
  [[nodiscard]] QPainter& painter() { return *active_; }
  [[nodiscard]] const QRectF& clip() const { return clip_; }
  /// The device's pixels a logical pixel; 0 where drawing is in any resolution.
  [[nodiscard]] qreal ratio() const { return ratio_; }
  /// Ends drawing into the image and returns it instead of handing it over.
  [[nodiscard]] QImage take();
  /// Lays what was taken from another canvas of this size and ratio over what is drawn so far.
  void lay(const QImage& picture);
  /// Ends drawing into the image and hands it over. Nothing may be drawn after.
  void finish();

 private:
  void endImage();

  QPainter* outer_;
  QPainter* active_;
  QRectF clip_;
  qreal ratio_ = 0;  // 0: no raster
  std::vector<std::uint32_t> pixels_;
  QImage image_;  // of pixels_
  uchar* bits_ = nullptr;
  int width_ = 0;
  int height_ = 0;
  DistanceField field_;        // of the group
  std::vector<QLineF> lines_;  // the group, where there is no raster
};

}  // namespace thalweg
