#include "ui/views/path_raster.h"

#include "ui/look/theme.h"
#include "ui/scenes/stroke_canvas.h"

#include <algorithm>
#include <utility>

namespace thalweg {

void PathRaster::paint(QPainter& painter, const PlotFrame& frame, const std::vector<PathData>& paths,
                       const std::vector<PathPixels>& pixels, std::int64_t cursor, const Theme& theme, qreal ratio) {
  Rest rest{ratio, cursor, {}, {}};
  for (std::size_t k = 0; k < paths.size(); ++k) {
    if (paths[k].selected) continue;
    rest.paths.push_back(paths[k]);
    rest.sources.push_back(pixels[k].source);
  }
  if (rest_ != rest) {
    // While it plays, pictures would be made for nothing.
    forget();
    rest_ = std::move(rest);
    StrokeCanvas canvas(painter, frame.rect, ratio);
    return paintPaths(canvas, paths, pixels, cursor, theme);
  }

  const std::vector<std::size_t> order = pathOrder(paths, pixels);
  const auto top = std::ranges::find_if(order, [&](std::size_t k) { return paths[k].selected; });
  const auto draw = [&](StrokeCanvas& canvas, PathPart part, auto from, auto to) {
    for (; from != to; ++from) paintPathPart(canvas, part, paths[*from], pixels[*from], cursor, theme);
  };
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
  draw(canvas, PathPart::Head, order.begin(), order.end());
}

void PathRaster::forget() {
  rest_.reset();
  futures_ = {};
  pasts_ = {};
}

}  // namespace thalweg
