#include "ui/views/map_sweep_view.h"

#include "core/base/format.h"
#include "ui/look/slider_scale.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

QString number(double value, int digits = 4) { return QString::fromStdString(formatSignificant(value, digits)); }

}  // namespace

MapSweepView::MapSweepView(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setMouseTracking(true);
  setCursor(Qt::CrossCursor);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Outcome map"));
  connect(&themes_, &ThemeController::changed, this, &MapSweepView::repaintImage);
}

QSize MapSweepView::sizeHint() const { return {themes_.theme().ipx(520), themes_.theme().ipx(460)}; }
QSize MapSweepView::minimumSizeHint() const { return {themes_.theme().ipx(260), themes_.theme().ipx(220)}; }

void MapSweepView::setMap(std::shared_ptr<const SweepMap> map) {
  scene_.map = std::move(map);
  repaintImage();
  if (pointer_) tell(*pointer_);
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

std::pair<Index, Index> MapSweepView::cellAt(const QPointF& position) const {
  const QRectF box = mapRect();
  const auto share = [](double part, Index cells) {
    return std::clamp<Index>(static_cast<Index>(part * static_cast<double>(cells)), 0, cells - 1);
  };
  return {share((position.x() - box.left()) / box.width(), scene_.map->columns),
          share((box.bottom() - position.y()) / box.height(), scene_.map->rows)};
}

void MapSweepView::pick(const QPointF& position) {
  if (!scene_.map || scene_.map->cells() == 0) return;
  const QRectF box = mapRect();
  const auto [column, row] = cellAt(position);
  // Between settings that differ in their last digits a rounded one would be another cell's.
  const auto value = [](const Axis& axis, double share, double pixels, Index cell) {
    return axis.isWhole() ? sliderRounded({axis.range, false}, std::clamp(share, 0.0, 1.0), pixels, false)
                          : axis.value(cell);
  };
  const double x = value(scene_.map->x, (position.x() - box.left()) / box.width(), box.width(), column);
  const double y =
      scene_.map->y ? value(*scene_.map->y, (box.bottom() - position.y()) / box.height(), box.height(), row) : 0;
  Q_EMIT picked(x, y);
}

void MapSweepView::mousePressEvent(QMouseEvent* event) {
  if (!mapRect().contains(event->position())) return;
  const bool moves = event->button() == Qt::MiddleButton ||
                     (event->button() == Qt::LeftButton && event->modifiers().testFlag(Qt::ShiftModifier));
  if (moves) {
    moving_ = event->position();
    setCursor(Qt::ClosedHandCursor);
    return;
  }
  if (event->button() != Qt::LeftButton) return;
  dragging_ = true;
  Q_EMIT gestureStarted();
  pick(event->position());
  tell(event->position());
}

void MapSweepView::mouseMoveEvent(QMouseEvent* event) {
  if (moving_) {
    const QPointF way = event->position() - *moving_;
    moving_ = event->position();
    Q_EMIT moveWanted(-way.x() / mapRect().width(), way.y() / mapRect().height());
  }
  if (dragging_) pick(event->position());
  tell(event->position());
}

void MapSweepView::tell(const QPointF& position) {
  pointer_ = position;
  if (!scene_.map || scene_.map->cells() == 0 || !mapRect().contains(position)) {
    Q_EMIT hovered({});
    return Q_EMIT pointed(-1, -1);
  }
  const auto [column, row] = cellAt(position);
  const auto i = static_cast<std::size_t>(row * scene_.map->columns + column);
  const bool runs = !dragging_ && !moving_ && scene_.map->steps[i] >= 0;
  Q_EMIT pointed(runs ? column : -1, runs ? row : -1);
  const auto setting = [](const Axis& axis, Index cell) {
    return QStringLiteral("%1 %2").arg(QString::fromStdString(axis.label), number(axis.value(cell), cellDigits(axis)));
  };
  QString words = setting(scene_.map->x, column);
  if (scene_.map->y) words += QStringLiteral(" · ") + setting(*scene_.map->y, row);
  words += scene_.map->steps[i] < 0
               ? tr(" · these settings do not fit together")
               : tr(" · %1, loss %2").arg(outcomeWords(scene_.map->outcome[i]), number(scene_.map->loss[i]));
  Q_EMIT hovered(words);
}

void MapSweepView::wheelEvent(QWheelEvent* event) {
  constexpr double doubling = 240;  // two notches
  const QRectF box = mapRect();
  if (!scene_.map || !box.contains(event->position())) return QWidget::wheelEvent(event);
  Q_EMIT magnifyWanted(std::exp2(event->angleDelta().y() / doubling),
                       (event->position().x() - box.left()) / box.width(),
                       (box.bottom() - event->position().y()) / box.height());
  event->accept();
}

void MapSweepView::keyPressEvent(QKeyEvent* event) {
  constexpr double part = 0.125;
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return Q_EMIT magnifyWanted(2, 0.5, 0.5);
    case Qt::Key_Minus:
      return Q_EMIT magnifyWanted(0.5, 0.5, 0.5);
    case Qt::Key_Left:
      return Q_EMIT moveWanted(-part, 0);
    case Qt::Key_Right:
      return Q_EMIT moveWanted(part, 0);
    case Qt::Key_Up:
      return Q_EMIT moveWanted(0, part);
    case Qt::Key_Down:
      return Q_EMIT moveWanted(0, -part);
    case Qt::Key_0:
    case Qt::Key_Home:
      return Q_EMIT wholeWanted();
    default:
      QWidget::keyPressEvent(event);
  }
}

void MapSweepView::mouseReleaseEvent(QMouseEvent* event) {
  if (std::exchange(moving_, {})) {
    setCursor(Qt::CrossCursor);
    return;
  }
  if (event->button() != Qt::LeftButton || !std::exchange(dragging_, false)) return;
  Q_EMIT gestureFinished();
}

void MapSweepView::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  pointer_.reset();
  Q_EMIT hovered({});
  Q_EMIT pointed(-1, -1);
}

}  // namespace thalweg
