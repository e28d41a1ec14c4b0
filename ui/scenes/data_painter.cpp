#include "ui/look/text.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/color_map.h"
#include "ui/scenes/data_picture.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/stroke_canvas.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double trainRadius = 4.4;  // at scale 1
constexpr double testRadius = 2.6;
constexpr double ringRadius = 7;
constexpr double chosenLine = 2.25;
constexpr double chosenCasing = 4.25;
constexpr double otherLine = 1.2;

/// Class 1 is filled, class −1 hollow; of three the last is in between.
QColor sampleFill(const Dataset& data, double target, const Theme& theme) {
  if (!data.classes) return theme.text;
  if (data.classCount == 2) return target > 0 ? theme.text : theme.surface;
  const double share = target / static_cast<double>(data.classCount - 1);
  return mixOklab(theme.surface, theme.text, share);
}

void paintSample(QPainter& painter, const QPointF& at, double radius, const QColor& fill, const Theme& theme) {
  painter.setPen(QPen(theme.casing, 2.6 * theme.plot.marks));
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(at, radius, radius);
  painter.setPen(QPen(theme.text, 1.1 * theme.plot.marks));
  painter.setBrush(fill);
  painter.drawEllipse(at, radius, radius);
}

void paintSampleRing(QPainter& painter, const QPointF& at, double radius, double width, const QColor& color) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(color, width));
  painter.drawEllipse(at, radius, radius);
}

/// `small`: held-out samples.
void paintSamples(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, bool small,
                  const std::vector<bool>& wrong, const std::vector<double>& sizes) {
  const DataPicture& picture = *scene.data;
  const Dataset& data = picture.data().dataset();
  const Theme& theme = scene.theme;
  const Eigen::MatrixXd& inputs = small ? data.testInputs : data.inputs;
  const Eigen::VectorXd& targets = small ? data.testTargets : data.targets;
  const double scale = theme.plot.marks;
  const double usual = (small ? testRadius : trainRadius) * scale;
  const auto radiusOf = [&](Index s) { return sizes.empty() ? usual : usual * sizes[static_cast<std::size_t>(s)]; };
  for (Index s = 0; s < targets.size(); ++s) {
    const QPointF at = frame.toPixel(inputs(s, 0), picture.isLine() ? targets[s] : inputs(s, 1));
    if (!frame.rect.contains(at)) continue;
    const double radius = radiusOf(s);
    const bool hollow = small && picture.isLine();
    paintSample(painter, at, radius, hollow ? theme.surface : sampleFill(data, targets[s], theme), theme);
    if (static_cast<std::size_t>(s) < wrong.size() && wrong[static_cast<std::size_t>(s)])
      paintSampleRing(painter, at, radius + (ringRadius - trainRadius) * scale, 1.6 * scale, theme.error);
  }
  if (small) return;
  for (const Index s : picture.batch) {
    const QPointF at = frame.toPixel(inputs(s, 0), picture.isLine() ? targets[s] : inputs(s, 1));
    const double beyond = (ringRadius + 2.4 - trainRadius) * scale;
    if (frame.rect.contains(at)) paintSampleRing(painter, at, radiusOf(s) + beyond, 1.1 * scale, theme.text);
  }
}

void strokeModel(StrokeCanvas& canvas, const std::vector<std::vector<QPointF>>& lines, bool chosen, const QColor& color,
                 const Theme& theme) {
  const double scale = theme.plot.marks;
  const double widest = (chosen ? chosenCasing : otherLine) * scale;
  for (const std::vector<QPointF>& line : lines) canvas.polyline(line, widest);
  if (chosen) canvas.stroke(widest, theme.casing);
  canvas.stroke((chosen ? chosenLine : otherLine) * scale, color);
  canvas.clear();
}

void paintModels(StrokeCanvas& canvas, const PanelScene& scene, const PlotFrame& frame, const DataCache& cache) {
  if (cache.contours) paintContours(canvas, *cache.contours, frame, cache.labels, {}, scene.theme);
  for (std::size_t m = 0; m < scene.data->models.size(); ++m) {
    std::vector<std::vector<QPointF>> lines;
    if (m < cache.lines.size()) lines.push_back(cache.lines[m]);
    if (m < cache.boundaries.size() && cache.boundaries[m]) {
      for (const ContourLine& line : cache.boundaries[m]->lines) {
        std::vector<QPointF>& pixels = lines.emplace_back();
        for (const PlanePoint& at : line.points) pixels.push_back(frame.toPixel(at.x, at.y));
        if (line.closed) pixels.push_back(pixels.front());
      }
    }
    strokeModel(canvas, lines, m + 1 == scene.data->models.size(), scene.data->models[m].color, scene.theme);
  }
}

/// p from 0 to 1 in the map's colours.
void paintChances(QPainter& painter, const PanelScene& scene, const QRectF& bar) {
  const Theme& theme = scene.theme;
  const ColorMap map = colorMap(scene.colors, theme);
  QImage strip(256, 1, QImage::Format_RGB32);
  for (int k = 0; k < 256; ++k) strip.setPixel(k, 0, map.colors[static_cast<std::size_t>(k)]);
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.drawImage(bar, strip);
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(std::floor(bar.left()) - 0.5, bar.top() - 0.5, std::round(bar.width()) + 1, bar.height()));
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const QFontMetricsF metrics(painter.font());
  for (const double p : {0.1, 0.25, 0.5, 0.75, 0.9}) {
    const QString label = numberText(p);
    painter.drawText(QPointF(bar.left() + p * bar.width() - metrics.horizontalAdvance(label) / 2,
                             bar.bottom() + theme.px(2.5) + metrics.ascent()),
                     label);
  }
  painter.drawText(QPointF(bar.left() - theme.px(5) - metrics.horizontalAdvance(QStringLiteral("p")), bar.bottom()),
                   QStringLiteral("p"));
}

/// What the marks mean, as far as there is room.
void paintDataLegend(QPainter& painter, const PanelScene& scene, const QRectF& row) {
  const Theme& theme = scene.theme;
  const DataPicture& picture = *scene.data;
  const Dataset& data = picture.data().dataset();
  const double scale = theme.plot.marks;
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  double left = row.left();
  const double middle = row.center().y();
  const double baseline = middle + metrics.capHeight() / 2;
  const auto entry = [&](const QString& words, const auto& mark) {
    const double wide = theme.px(20) + metrics.horizontalAdvance(words) + theme.px(14);
    if (left + wide - theme.px(14) > row.right()) return;
    mark(QPointF(left + theme.px(9), middle));
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(left + theme.px(20), baseline), words);
    left += wide;
  };
  const auto sample = [&](double radius, const QColor& fill) {
    return [&painter, &theme, radius, fill](const QPointF& at) { paintSample(painter, at, radius, fill, theme); };
  };
  const auto ring = [&](double radius, double width, const QColor& color) {
    return [&painter, radius, width, color](const QPointF& at) { paintSampleRing(painter, at, radius, width, color); };
  };
  if (data.classes && data.classCount == 2) {
    entry(QObject::tr("class +1"), sample(trainRadius * scale, theme.text));
    entry(QObject::tr("class −1"), sample(trainRadius * scale, theme.surface));
  } else if (data.classes) {
    for (Index k = 0; k < data.classCount; ++k)
      entry(QObject::tr("class %1").arg(k),
            sample(trainRadius * scale, sampleFill(data, static_cast<double>(k), theme)));
  } else {
    entry(QObject::tr("training"), sample(trainRadius * scale, theme.text));
  }
  if (data.testTargets.size() > 0)
    entry(QObject::tr("test"), sample(testRadius * scale, picture.isLine() ? theme.surface : theme.text));
  if (data.classes) entry(QObject::tr("told wrong"), ring(ringRadius * scale, 1.6 * scale, theme.error));
  if (!picture.batch.empty()) entry(QObject::tr("mini-batch"), ring(ringRadius * scale, 1.1 * scale, theme.text));
  if (picture.usualLoss > 0) {
    entry(QObject::tr("size: its loss"), [&](const QPointF& at) {
      paintSample(painter, at - QPointF(6 * scale, 0), trainRadius * scale * 0.4, theme.text, theme);
      paintSample(painter, at + QPointF(3 * scale, 0), trainRadius * scale, theme.text, theme);
    });
  }
  if (picture.models.empty() || data.classCount > 2) return;
  const DataPicture::Model& chosen = picture.models.back();
  entry(picture.isLine() ? QObject::tr("fitted by %1").arg(chosen.name)
                         : QObject::tr("equally likely to %1").arg(chosen.name),
        [&](const QPointF& at) {
          painter.setPen(QPen(chosen.color, chosenLine * scale));
          painter.drawLine(at - QPointF(theme.px(8), 0), at + QPointF(theme.px(8), 0));
        });
}

}  // namespace

void paintData(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, const DataCache& cache,
               qreal ratio) {
  const Theme& theme = scene.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(frame.rect, theme.field);
  if (!cache.regions.isNull()) {
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setClipRect(frame.rect);
    // Nodes are the pixels' centres: the picture reaches half a cell beyond the outermost ones.
    const double dx = frame.rect.width() / (cache.regions.width() - 1) / 2;
    const double dy = frame.rect.height() / (cache.regions.height() - 1) / 2;
    painter.drawImage(frame.rect.adjusted(-dx, -dy, dx, dy), cache.regions);
    painter.setClipping(false);
  }
  if (ratio > 0) {
    StrokeCanvas canvas(painter, frame.rect, ratio);
    paintModels(canvas, scene, frame, cache);
  } else {
    StrokeCanvas canvas(painter, frame.rect);
    paintModels(canvas, scene, frame, cache);
  }
  painter.setClipRect(frame.rect);
  paintSamples(painter, scene, frame, true, cache.testWrong, cache.testSizes);
  paintSamples(painter, scene, frame, false, cache.wrong, cache.sizes);
  painter.setClipping(false);
  paintPanelAxes(painter, frame, theme);
  if (frame.footer) {
    const bool chances = !scene.data->isLine() && scene.data->data().dataset().classCount == 2;
    const double top = std::round(frame.rect.bottom() + theme.px(24));
    if (chances) paintChances(painter, scene, {frame.rect.left(), top, frame.rect.width(), std::round(theme.px(9))});
    const double legend = scene.data->isLine() ? top : top + theme.px(28);
    paintDataLegend(painter, scene, {frame.rect.left(), legend, frame.rect.width(), theme.px(18)});
  }
  painter.restore();
}

}  // namespace thalweg
