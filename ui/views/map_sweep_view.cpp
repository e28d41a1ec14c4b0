#include "ui/views/map_sweep_view.h"

#include "core/format.h"
#include "ui/controls/slider_scale.h"
#include "ui/views/axis_painter.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kLeft = 58, kBottom = 44, kTop = 10, kRight = 12;  // room for ticks and names

QString number(double value) { return QString::fromStdString(formatSignificant(value, 4)); }

}  // namespace

MapSweepView::MapSweepView(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  setAccessibleName(tr("Outcome map"));
  connect(&themes_, &ThemeController::changed, this, &MapSweepView::repaintImage);
}

QSize MapSweepView::sizeHint() const { return {themes_.theme().ipx(520), themes_.theme().ipx(460)}; }
QSize MapSweepView::minimumSizeHint() const { return {themes_.theme().ipx(260), themes_.theme().ipx(220)}; }

void MapSweepView::setMap(std::shared_ptr<const SweepMap> map) {
  map_ = std::move(map);
  repaintImage();
}

void MapSweepView::setColoring(SweepColoring coloring) {
  coloring_ = coloring;
  repaintImage();
}

void MapSweepView::setCurrent(const QPointF& current) {
  current_ = current;
  update();
}

void MapSweepView::setTheory(std::optional<QuadraticTheory> theory) {
  theory_ = theory;
  update();
}

void MapSweepView::repaintImage() {
  image_ = map_ ? sweepImage(*map_, coloring_, themes_.theme()) : QImage();
  update();
}

QRectF MapSweepView::mapRect() const {
  const Theme& t = themes_.theme();
  return QRectF(rect()).adjusted(t.px(kLeft), t.px(kTop), -t.px(kRight), -t.px(kBottom));
}

QPointF MapSweepView::pixelOf(double x, double y) const {
  const QRectF box = mapRect();
  const double up = map_->y ? map_->y->position(y) : 0.5;
  return {box.left() + map_->x.position(x) * box.width(), box.bottom() - up * box.height()};
}

void MapSweepView::paintAxes(QPainter& painter) const {
  const Theme& theme = themes_.theme();
  const QRectF box = mapRect();
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(box);
  const auto ticks = [](const Axis& axis) {
    std::vector<double> values = sliderTicks({axis.range, false});
    values.push_back(axis.at(0));
    values.push_back(axis.at(1));
    return values;
  };
  painter.setFont(theme.font(TextRole::Axis));
  const QFontMetricsF metrics(painter.font());
  double reached = -1e9;
  std::vector<double> across = ticks(map_->x);
  std::ranges::sort(across);
  for (const double value : across) {
    const QPointF at(pixelOf(value, 0).x(), box.bottom());
    const double width = metrics.horizontalAdvance(number(value));
    if (at.x() - width / 2 < reached + theme.px(8)) continue;
    reached = at.x() + width / 2;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at + QPointF(0, theme.px(4)));
    paintTickLabelBelow(painter, at, number(value), theme);
  }
  painter.setPen(theme.secondary);
  painter.drawText(QRectF(box.left(), height() - metrics.height() - theme.px(2), box.width(), metrics.height()),
                   Qt::AlignCenter, QString::fromStdString(map_->x.label));
  if (!map_->y) return;
  std::vector<double> upwards = ticks(*map_->y);
  std::ranges::sort(upwards);
  reached = 1e9;
  for (const double value : upwards) {
    const QPointF at(box.left(), pixelOf(map_->x.at(0), value).y());
    if (at.y() > reached - metrics.height()) continue;
    reached = at.y();
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at, at - QPointF(theme.px(4), 0));
    paintTickLabelLeft(painter, at, number(value), theme);
  }
  painter.save();
  painter.translate(metrics.height() / 2 + theme.px(2), box.center().y());
  painter.rotate(-90);
  painter.setPen(theme.secondary);
  painter.drawText(QRectF(-box.height() / 2, -metrics.height() / 2, box.height(), metrics.height()), Qt::AlignCenter,
                   QString::fromStdString(map_->y->label));
  painter.restore();
}

void MapSweepView::paintTheory(QPainter& painter) const {
  if (!theory_ || map_->x.id != "lr" || (map_->y && map_->y->id != "momentum")) return;
  const Theme& theme = themes_.theme();
  painter.save();
  painter.setClipRect(mapRect());
  QPainterPath boundary;
  constexpr int pieces = 200;
  for (int i = 0; i <= pieces; ++i) {
    const double momentum = map_->y ? map_->y->at(static_cast<double>(i) / pieces) : 0;
    const double rate = theory_->stableRate(momentum);
    const QRectF box = mapRect();
    // Beyond the axis nothing is drawn, rather than a line along its edge.
    if (rate < map_->x.at(0) || rate > map_->x.at(1)) continue;
    const QPointF at(pixelOf(rate, momentum).x(), box.bottom() - static_cast<double>(i) / pieces * box.height());
    if (boundary.elementCount() == 0)
      boundary.moveTo(at);
    else
      boundary.lineTo(at);
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, theme.px(4)));
  painter.drawPath(boundary);
  painter.setPen(QPen(theme.text, theme.px(1.5), Qt::DashLine));
  painter.drawPath(boundary);
  if (const auto best = theory_->optimum(map_->y.has_value())) {
    const QPointF at = pixelOf(best->first, best->second);
    const qreal arm = theme.px(6);
    for (const auto& [color, width] : {std::pair{theme.casing, 4.0}, std::pair{theme.text, 1.75}}) {
      painter.setPen(QPen(color, theme.px(width)));
      painter.drawLine(at - QPointF(arm, 0), at + QPointF(arm, 0));
      painter.drawLine(at - QPointF(0, arm), at + QPointF(0, arm));
    }
  }
  painter.restore();
}

void MapSweepView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.surface);
  if (!map_) return;
  painter.drawImage(mapRect(), image_);
  painter.setRenderHint(QPainter::Antialiasing);
  paintTheory(painter);
  paintAxes(painter);
  const QPointF at = pixelOf(current_.x(), current_.y());
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.casing, theme.px(5)));
  painter.drawEllipse(at, theme.px(6.5), theme.px(6.5));
  painter.setPen(QPen(theme.accent, theme.px(2.25)));
  painter.drawEllipse(at, theme.px(6.5), theme.px(6.5));
}

void MapSweepView::pick(const QPointF& position) {
  if (!map_) return;
  const QRectF box = mapRect();
  const auto rounded = [](const Axis& axis, double share, double pixels) {
    return sliderRounded({axis.range, false}, std::clamp(share, 0.0, 1.0), pixels, false);
  };
  const double x = rounded(map_->x, (position.x() - box.left()) / box.width(), box.width());
  const double y = map_->y ? rounded(*map_->y, (box.bottom() - position.y()) / box.height(), box.height()) : 0;
  Q_EMIT picked(x, y);
}

void MapSweepView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !mapRect().contains(event->position())) return;
  dragging_ = true;
  Q_EMIT gestureStarted();
  pick(event->position());
}

void MapSweepView::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_) return pick(event->position());
  const QRectF box = mapRect();
  if (!map_ || map_->cells() == 0 || !box.contains(event->position())) {
    Q_EMIT hovered({});
    return;
  }
  const auto share = [](double part, Index cells) {
    return std::clamp<Index>(static_cast<Index>(part * static_cast<double>(cells)), 0, cells - 1);
  };
  const Index column = share((event->position().x() - box.left()) / box.width(), map_->columns);
  const Index row = share((box.bottom() - event->position().y()) / box.height(), map_->rows);
  const auto i = static_cast<std::size_t>(row * map_->columns + column);
  QString words = QStringLiteral("%1 %2").arg(QString::fromStdString(map_->x.label), number(map_->x.value(column)));
  if (map_->y) {
    words += QStringLiteral(" · %1 %2").arg(QString::fromStdString(map_->y->label), number(map_->y->value(row)));
  }
  words += map_->steps[i] < 0 ? tr(" · these settings do not fit together")
                              : tr(" · %1, loss %2").arg(outcomeWords(map_->outcome[i]), number(map_->loss[i]));
  Q_EMIT hovered(words);
}

void MapSweepView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !std::exchange(dragging_, false)) return;
  Q_EMIT gestureFinished();
}

void MapSweepView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  Q_EMIT hovered({});
}

}  // namespace thalweg
