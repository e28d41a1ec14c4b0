#include "ui/look/markers.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/stroke_canvas.h"
#include "ui/scenes/study_picture.h"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr double nameRow = 24;  // base pixels: contenders over their columns
constexpr double headRow = 19;  // over each plot
constexpr double columnGap = 16;
constexpr double rowGap = 8;
constexpr double legendRow = 22;
constexpr double tallestStrip = 120;
constexpr double needleWidth = 1.4;  // at scale 1

struct StudyCell {
  QRectF head;
  PlotFrame plot;
};

/// Thumbnails have no words.
bool hasWords(const QRectF& rect, const Theme& theme) { return rect.height() >= theme.px(110); }

std::vector<StudyCell> cellsOf(const StudyPicture& picture, const QRectF& rect, const Theme& theme) {
  // Rows of singular values have a name of their own.
  const double over = hasWords(rect, theme) ? theme.px(picture.spectrum ? headRow : 2 * headRow) : 0;
  std::vector<StudyCell> cells;
  const std::size_t columns = picture.spectrum ? 1 : picture.columns;
  const std::size_t rows = (picture.cells.size() + columns - 1) / columns;
  const double top = rect.top() + (picture.spectrum || over == 0 ? 0 : theme.px(nameRow));
  const double gapX = theme.px(columnGap);
  const double wide = (rect.width() - gapX * static_cast<double>(columns - 1)) / static_cast<double>(columns);
  const double pitch = (rect.bottom() - top + theme.px(rowGap)) / static_cast<double>(std::max<std::size_t>(1, rows));
  double high = pitch - over - theme.px(rowGap);
  if (picture.spectrum) high = std::min(high, theme.px(tallestStrip));
  for (std::size_t i = 0; i < picture.cells.size(); ++i) {
    const std::size_t row = i / columns;
    const double x = rect.left() + (wide + gapX) * static_cast<double>(i % columns);
    const double y = top + (picture.spectrum ? high + over + theme.px(rowGap) : pitch) * static_cast<double>(row);
    StudyCell cell;
    cell.head = {x, y, wide, over};
    cell.plot.rect = QRectF(x, cell.head.bottom(), wide, std::max(1.0, high));
    cell.plot.view = picture.boxes[std::min(row, picture.boxes.size() - 1)];
    cells.push_back(cell);
  }
  return cells;
}

double crispAt(double at) { return std::floor(at) + 0.5; }

/// Values of a spectrum's axis that have room, from the middle outwards.
std::vector<Tick> spectrumTicks(const StudyPicture& picture, const PlotFrame& plot, const Theme& theme) {
  std::vector<Tick> ticks;
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  const double decade = plot.xScale();
  const int stride = std::max(1, static_cast<int>(std::ceil(theme.px(46) / std::max(1e-9, decade))));
  const auto add = [&](double value) {
    const double at = picture.place(value);
    if (at < plot.view.xMin || at > plot.view.xMax) return;
    const int power = value == 0 ? 0 : static_cast<int>(std::lround(std::log10(std::abs(value))));
    QString label = power < -3 || power > 3 ? powerText(power) : numberText(std::abs(value));
    if (value < 0) label.prepend(QChar(0x2212));
    ticks.push_back({at, label});
  };
  add(0);
  const int last = static_cast<int>(std::ceil(std::max(-plot.view.xMin, plot.view.xMax)));
  for (int k = 1; k <= last; ++k) {
    if ((k - 1) % stride != 0 && stride > 1) continue;
    // Close to 0 a label would touch its own.
    if (decade < theme.px(30) && k == 1) continue;
    const double value = picture.unit * std::pow(10, k - 1);
    add(value);
    add(-value);
  }
  return ticks;
}

void paintGrid(QPainter& painter, const StudyPicture& picture, const StudyCell& cell, bool first, bool lowest,
               const Theme& theme) {
  const QRectF& r = cell.plot.rect;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.fillRect(r, theme.field);
  const std::vector<Tick> values =
      picture.spectrum ? std::vector<Tick>()
                       : decadeTicks(cell.plot.view.yMin, cell.plot.view.yMax, r.height(), 2.2 * theme.em);
  const std::vector<Tick> along = picture.spectrum
                                      ? spectrumTicks(picture, cell.plot, theme)
                                      : linearTicks(cell.plot.view.xMin, cell.plot.view.xMax, r.width(), 4 * theme.em);
  painter.setPen(QPen(theme.grid, 1));
  for (const Tick& tick : values) {
    const double y = crispAt(cell.plot.toPixel(0, tick.value).y());
    painter.drawLine(QPointF(r.left(), y), QPointF(r.right(), y));
  }
  for (const Tick& tick : along) {
    const double x = crispAt(cell.plot.toPixel(tick.value, 0).x());
    if (picture.spectrum) painter.drawLine(QPointF(x, r.top()), QPointF(x, r.bottom()));
  }
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(std::floor(r.left()) - 0.5, std::floor(r.top()) - 0.5, std::round(r.width()) + 1,
                          std::round(r.height()) + 1));
  painter.setPen(QPen(theme.hint, 1));
  for (const Tick& tick : along) {
    if (!lowest) continue;
    const double x = crispAt(cell.plot.toPixel(tick.value, 0).x());
    painter.drawLine(QPointF(x, r.bottom() + 1), QPointF(x, r.bottom() + tickLength(theme) - 1));
  }
  painter.restore();
  const QFontMetricsF metrics(theme.font(TextRole::Axis));
  for (const Tick& tick : along) {
    // The column before ends where this one begins.
    if (!first && tick.value <= cell.plot.view.xMin) continue;
    if (!lowest) continue;
    const double x = std::min(cell.plot.toPixel(tick.value, 0).x(),
                              r.right() + theme.px(6) - metrics.horizontalAdvance(tick.label) / 2);
    paintTickLabelBelow(painter, {x, r.bottom()}, tick.label, theme);
  }
  for (const Tick& tick : values) {
    if (first) paintTickLabelLeft(painter, {r.left(), cell.plot.toPixel(0, tick.value).y()}, tick.label, theme);
  }
}

/// What lies before the cursor, or behind it.
void addLine(StrokeCanvas& canvas, const std::vector<QPointF>& line, const PlotFrame& plot, double cursor, bool past,
             double width) {
  for (std::size_t k = 1; k < line.size(); ++k) {
    QPointF a = line[k - 1];
    QPointF b = line[k];
    if (!std::isfinite(a.y()) || !std::isfinite(b.y())) continue;
    if (past ? a.x() >= cursor : b.x() <= cursor) continue;
    if (a.x() < cursor && b.x() > cursor) (past ? b : a) = a + (cursor - a.x()) / (b.x() - a.x()) * (b - a);
    QPointF from = plot.toPixel(a.x(), a.y());
    QPointF to = plot.toPixel(b.x(), b.y());
    if (clipSegment(plot.rect, from, to)) canvas.segment(from, to, width);
  }
}

void paintCellLines(StrokeCanvas& canvas, const StudyPicture& picture, const StudyPicture::Cell& cell,
                    const PlotFrame& plot, const Theme& theme) {
  const double scale = theme.plot.marks;
  if (!picture.spectrum) {
    const auto cursor = static_cast<double>(picture.cursor);
    for (const bool past : {false, true}) {
      const double width = past ? theme.plot.chartLine : theme.plot.chartAhead;
      for (const std::vector<QPointF>& line : cell.lines) addLine(canvas, line, plot, cursor, past, width);
      canvas.stroke(width, withAlpha(cell.mark.color, past ? 1 : 0.6));
      canvas.clear();
    }
    return;
  }
  const auto needle = [&](double at, double width) {
    const double x = plot.toPixel(at, 0).x();
    canvas.segment({x, plot.rect.top() + 3 * scale}, {x, plot.rect.bottom() - 3 * scale}, width);
  };
  for (const double at : cell.needles) needle(at, needleWidth * scale);
  canvas.stroke(needleWidth * scale, withAlpha(cell.mark.color, 0.75));
  canvas.clear();
  if (cell.needles.empty()) return;
  const double widest = 2.25 * scale;
  needle(cell.needles.back(), widest);
  canvas.stroke(widest, cell.mark.color);
  canvas.clear();
}

/// Over its plot: the contender of a strip, or what a row of plots shows, and the numbers at the cursor.
void paintHead(QPainter& painter, const StudyPicture& picture, const StudyPicture::Cell& cell, const QRectF& head,
               const QString& row, const Theme& theme) {
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  const double line = theme.px(headRow);
  const double baseline = head.bottom() - line / 2 + metrics.capHeight() / 2;
  if (!picture.spectrum) {
    painter.setPen(theme.text);
    painter.drawText(QPointF(head.left(), baseline - line), row);
    painter.setPen(theme.secondary);
    painter.drawText(QPointF(head.left(), baseline), metrics.elidedText(cell.words, Qt::ElideRight, head.width()));
    return;
  }
  drawMarkerOn(painter, cell.mark.marker, {head.left() + theme.px(6), head.center().y()}, theme.px(10), cell.mark.color,
               theme.surface);
  const double left = head.left() + theme.px(16);
  const QString name = metrics.elidedText(cell.name, Qt::ElideRight, head.width() / 2);
  painter.setPen(theme.text);
  painter.drawText(QPointF(left, baseline), name);
  const double room = head.right() - left - metrics.horizontalAdvance(name) - theme.px(10);
  if (room < theme.px(60)) return;
  const QString words = metrics.elidedText(cell.words, Qt::ElideRight, room);
  painter.setPen(theme.secondary);
  painter.drawText(QPointF(head.right() - metrics.horizontalAdvance(words), baseline), words);
}

void paintCursor(QPainter& painter, const StudyPicture& picture, const PlotFrame& plot, const Theme& theme) {
  const double x = plot.toPixel(static_cast<double>(picture.cursor), 0).x();
  if (x < plot.rect.left() || x > plot.rect.right()) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(theme.accent, 1));
  painter.drawLine(QPointF(crispAt(x), plot.rect.top()), QPointF(crispAt(x), plot.rect.bottom()));
  painter.restore();
}

void paintLimit(QPainter& painter, double at, const PlotFrame& plot, const Theme& theme) {
  const double x = plot.toPixel(at, 0).x();
  const double width = 1.1 * theme.plot.marks;
  QPen pen(theme.text, width, Qt::SolidLine, Qt::FlatCap);
  pen.setDashPattern({5 / width, 4 / width});
  painter.setPen(pen);
  painter.drawLine(QPointF(x, plot.rect.top()), QPointF(x, plot.rect.bottom()));
}

void paintStudyLegend(QPainter& painter, const PanelScene& scene, const QRectF& row) {
  const Theme& theme = scene.theme;
  const StudyPicture& picture = *scene.study;
  painter.setFont(theme.font(TextRole::Axis));
  painter.setPen(theme.secondary);
  const QFontMetricsF metrics(painter.font());
  const QString words =
      picture.spectrum
          ? QObject::tr("eigenvalues at step %1, the largest thick; dashed: where the step runs away, such as 2/lr")
                .arg(picture.cursor)
          : QObject::tr("over the steps, a line a singular value, the largest on top");
  painter.drawText(QPointF(row.left(), row.center().y() + metrics.capHeight() / 2),
                   metrics.elidedText(words, Qt::ElideRight, row.width()));
}

}  // namespace

PlotFrame studyFrame(const PanelScene& scene, const QRectF& area) {
  const Theme& theme = scene.theme;
  const double left = scene.marginLeft >= 0 ? scene.marginLeft : panelMarginLeft(theme);
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const bool footer = scene.colorBar && area.height() >= theme.px(200);
  const double below = axisHeight(theme) + theme.px(footer ? 2 + legendRow : 2);
  const QRectF rect = area.adjusted(left, theme.px(2), -right, -std::ceil(below));
  return {QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height()))),
          scene.study->boxes.front(), footer};
}

void paintStudy(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, qreal ratio) {
  const Theme& theme = scene.theme;
  const StudyPicture& picture = *scene.study;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (!picture.note.isEmpty()) {
    painter.setFont(theme.font(TextRole::Secondary));
    painter.setPen(theme.secondary);
    painter.drawText(frame.rect, Qt::AlignCenter | Qt::TextWordWrap, picture.note);
    painter.restore();
    return;
  }
  const std::vector<StudyCell> cells = cellsOf(picture, frame.rect, theme);
  const bool words = hasWords(frame.rect, theme);
  const std::size_t columns = picture.spectrum ? 1 : picture.columns;
  for (std::size_t i = 0; i < cells.size(); ++i)
    paintGrid(painter, picture, cells[i], words && i % columns == 0, words && i + columns >= cells.size(), theme);
  const auto draw = [&](StrokeCanvas& canvas) {
    for (std::size_t i = 0; i < cells.size(); ++i)
      paintCellLines(canvas, picture, picture.cells[i], cells[i].plot, theme);
  };
  if (ratio > 0) {
    StrokeCanvas canvas(painter, frame.rect, ratio);
    draw(canvas);
  } else {
    StrokeCanvas canvas(painter, frame.rect);
    draw(canvas);
  }
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const StudyPicture::Cell& cell = picture.cells[i];
    if (!picture.spectrum) paintCursor(painter, picture, cells[i].plot, theme);
    if (cell.limit) paintLimit(painter, *cell.limit, cells[i].plot, theme);
    if (!words) continue;
    const bool named = i % columns == 0 && i / columns < picture.rows.size();
    paintHead(painter, picture, cell, cells[i].head, named ? picture.rows[i / columns] : QString(), theme);
    if (picture.spectrum || i >= columns) continue;
    const double middle = frame.rect.top() + theme.px(nameRow) / 2;
    painter.setFont(theme.font(TextRole::Medium));
    const QFontMetricsF metrics(painter.font());
    drawMarkerOn(painter, cell.mark.marker, {cells[i].head.left() + theme.px(6), middle}, theme.px(11), cell.mark.color,
                 theme.surface);
    painter.setPen(theme.text);
    painter.drawText(QPointF(cells[i].head.left() + theme.px(17), middle + metrics.capHeight() / 2),
                     metrics.elidedText(cell.name, Qt::ElideRight, cells[i].head.width() - theme.px(17)));
  }
  if (frame.footer && words)
    paintStudyLegend(painter, scene,
                     {frame.rect.left(), frame.rect.bottom() + axisHeight(theme) + theme.px(2), frame.rect.width(),
                      theme.px(legendRow)});
  painter.restore();
}

}  // namespace thalweg
