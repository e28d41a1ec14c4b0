#include "ui/views/map_sweep_view.h"

#include "core/base/format.h"
#include "ui/look/slider_scale.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

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
  scene_.map = std::move(map);
  repaintImage();
}

void MapSweepView::setColoring(SweepColoring coloring) {
  coloring_ = coloring;
  repaintImage();
}

void MapSweepView::setCurrent(const QPointF& current) {
  scene_.current = current;
  update();
}

void MapSweepView::setTheory(std::optional<QuadraticTheory> theory) {
  scene_.theory = theory;
  update();
}

void MapSweepView::repaintImage() {
  scene_.image = scene_.map ? sweepImage(*scene_.map, coloring_, themes_.theme()) : QImage();
  update();
}

QRectF MapSweepView::mapRect() const { return sweepBox(rect(), scene_.map && !scene_.map->y, themes_.theme()); }

void MapSweepView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const Theme& theme = themes_.theme();
  painter.fillRect(rect(), theme.surface);
  if (scene_.map) paintSweep(painter, mapRect(), scene_, theme);
}

void MapSweepView::pick(const QPointF& position) {
  if (!scene_.map) return;
  const QRectF box = mapRect();
  const auto rounded = [](const Axis& axis, double share, double pixels) {
    return sliderRounded({axis.range, false}, std::clamp(share, 0.0, 1.0), pixels, false);
  };
  const double x = rounded(scene_.map->x, (position.x() - box.left()) / box.width(), box.width());
  const double y =
      scene_.map->y ? rounded(*scene_.map->y, (box.bottom() - position.y()) / box.height(), box.height()) : 0;
  Q_EMIT picked(x, y);
}

void MapSweepView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !mapRect().contains(event->position())) return;
  dragging_ = true;
  Q_EMIT gestureStarted();
  pick(event->position());
  tell(event->position());
}

void MapSweepView::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_) pick(event->position());
  tell(event->position());
}

void MapSweepView::tell(const QPointF& position) {
  const QRectF box = mapRect();
  if (!scene_.map || scene_.map->cells() == 0 || !box.contains(position)) {
    Q_EMIT hovered({});
    return;
  }
  const auto share = [](double part, Index cells) {
    return std::clamp<Index>(static_cast<Index>(part * static_cast<double>(cells)), 0, cells - 1);
  };
  const Index column = share((position.x() - box.left()) / box.width(), scene_.map->columns);
  const Index row = share((box.bottom() - position.y()) / box.height(), scene_.map->rows);
  const auto i = static_cast<std::size_t>(row * scene_.map->columns + column);
  QString words =
      QStringLiteral("%1 %2").arg(QString::fromStdString(scene_.map->x.label), number(scene_.map->x.value(column)));
  if (scene_.map->y) {
    words +=
        QStringLiteral(" · %1 %2").arg(QString::fromStdString(scene_.map->y->label), number(scene_.map->y->value(row)));
  }
  words += scene_.map->steps[i] < 0
               ? tr(" · these settings do not fit together")
               : tr(" · %1, loss %2").arg(outcomeWords(scene_.map->outcome[i]), number(scene_.map->loss[i]));
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
