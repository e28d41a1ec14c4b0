#include "ui/views/path_raster.h"

#include "ui/look/theme.h"
#include "ui/scenes/stroke_canvas.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace thalweg {

void PathRaster::paint(QPainter& painter, const PlotFrame& frame, const std::vector<PathData>& paths,
                       const std::vector<PathPixels>& pixels, std::int64_t cursor, const Theme& theme, qreal ratio) {
  Shown rest{ratio, pathAnchor(cursor), {}, {}};
  Shown all = rest;
  for (std::size_t k = 0; k < paths.size(); ++k) {
    all.paths.push_back(paths[k]);
    all.sources.push_back(pixels[k].source);
    if (paths[k].selected) continue;
    rest.paths.push_back(paths[k]);
    rest.sources.push_back(pixels[k].source);
  }
  const bool sameRest = rest_ == rest;
  const bool sameAll = all_ == all;
  // The same paths at another anchor are being played, and the picture serves the next frames.
  const bool played = all_ && all_->ratio == ratio && all_->paths == all.paths && all_->sources == all.sources;
  if (!sameRest) futures_ = pasts_ = {};
  if (!sameAll) under_ = {};
  rest_ = std::move(rest);
  all_ = std::move(all);

  const std::vector<std::size_t> order = pathOrder(paths, pixels);
  const auto top = std::ranges::find_if(order, [&](std::size_t k) { return paths[k].selected; });
  const auto draw = [&](StrokeCanvas& canvas, PathPart part, auto from, auto to) {
    for (; from != to; ++from) paintPathPart(canvas, part, paths[*from], pixels[*from], cursor, theme);
  };
  if (sameAll || played) {
    if (under_.isNull()) {
      StrokeCanvas canvas(painter, frame.rect, ratio);
      for (const PathPart part : {PathPart::Future, PathPart::Past}) draw(canvas, part, order.begin(), order.end());
      under_ = canvas.take();
      under_.setDevicePixelRatio(ratio);
    }
    painter.drawImage(frame.rect.topLeft(), under_);
    for (const std::size_t k : order) {
      const QRectF box = recentBox(paths[k], pixels[k], cursor, frame.rect, theme);
      if (box.isEmpty()) continue;
      StrokeCanvas canvas(painter, box, ratio);
      paintPathPart(canvas, PathPart::Recent, paths[k], pixels[k], cursor, theme);
    }
    StrokeCanvas heads(painter, frame.rect);
    return draw(heads, PathPart::Head, order.begin(), order.end());
  }
  if (!sameRest) {
    StrokeCanvas canvas(painter, frame.rect, ratio);
    return paintPaths(canvas, paths, pixels, cursor, theme);
  }
  if (futures_.isNull()) {
    StrokeCanvas futures(painter, frame.rect, ratio);
    draw(futures, PathPart::Future, order.begin(), top);
    futures_ = futures.take();
    StrokeCanvas pasts(painter, frame.rect, ratio);
    draw(pasts, PathPart::Past, order.begin(), top);
    pasts_ = pasts.take();
  }
  StrokeCanvas canvas(painter, frame.rect, ratio, futures_);
  draw(canvas, PathPart::Future, top, order.end());
  canvas.lay(pasts_);
  draw(canvas, PathPart::Past, top, order.end());
  for (const PathPart part : {PathPart::Recent, PathPart::Head}) draw(canvas, part, order.begin(), order.end());
}

void PathRaster::forget() {
  rest_.reset();
  all_.reset();
  futures_ = pasts_ = under_ = {};
}

}  // namespace thalweg
