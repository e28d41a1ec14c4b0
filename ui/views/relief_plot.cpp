#include "ui/views/relief_plot.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr int restAfter = 160;       // ms without turning
constexpr int wheelRestAfter = 400;  // ms without a notch
constexpr double reliefGrip = 14;    // pixels round a start that take hold of it
constexpr double degreesAPixel = 0.4;
constexpr double arrowDegrees = 5;
constexpr double notchFactor = 1.2;

}  // namespace

ReliefPlot::ReliefPlot(const Theme& theme, QWidget* parent)
    : PanelView(parent), rest_(new QTimer(this)), wheelRest_(new QTimer(this)) {
  scene_.theme = theme;
  rest_->setSingleShot(true);
  rest_->setInterval(restAfter);
  connect(rest_, &QTimer::timeout, this, [this] {
    coarse_ = false;
    due(CameraDue);
  });
  wheelRest_->setSingleShot(true);
  wheelRest_->setInterval(wheelRestAfter);
  connect(wheelRest_, &QTimer::timeout, this, &ReliefPlot::gestureFinished);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize ReliefPlot::minimumSizeHint() const { return {scene_.theme.ipx(200), scene_.theme.ipx(180)}; }
QSize ReliefPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

int ReliefPlot::repaints(Layer layer) const { return repaints_[static_cast<std::size_t>(layer)]; }

void ReliefPlot::due(unsigned what) {
  if (due_ == 0) QMetaObject::invokeMethod(this, &ReliefPlot::flush, Qt::QueuedConnection);
  due_ |= what;
}

/// Each kind of change brings about those after it, but for what lies over all.
unsigned ReliefPlot::changes(const PanelScene& scene) const {
  const PanelScene& now = scene_;
  const bool theme = !(scene.theme == now.theme);
  unsigned what = 0;
  if (theme || !(scene.view == now.view) || scene.equalAxes != now.equalAxes || scene.colorBar != now.colorBar ||
      scene.marginLeft != now.marginLeft || scene.marginRight != now.marginRight || !(scene.plane == now.plane))
    what |= FrameDue;
  if (scene.field != now.field || !(scene.scale == now.scale) || !scene.relief || !now.relief ||
      scene.relief->height != now.relief->height)
    what |= MeshDue;
  else if (!(scene.relief->camera == now.relief->camera))
    what |= CameraDue;
  const auto sameLandmark = [](const Landmark& a, const Landmark& b) { return a.kind == b.kind && a.point == b.point; };
  if (scene.colors != now.colors || scene.contours != now.contours || scene.overlay != now.overlay ||
      !std::ranges::equal(scene.landmarks, now.landmarks, sameLandmark))
    what |= CameraDue;
  if (scene.paths != now.paths) what |= PathsDue;
  if (scene.cursor != now.cursor) what |= CursorDue;
  if (scene.starts != now.starts || scene.step != now.step || scene.readOut != now.readOut) what |= OverDue;
  return what;
}

void ReliefPlot::show(const PanelScene& scene) {
  const unsigned what = changes(scene);
  if (what == 0) return;
  const bool holding = dragged_ >= 0;
  const StartHandle held = holding ? scene_.starts[static_cast<std::size_t>(dragged_)] : StartHandle();
  scene_ = scene;
  if (holding) holdStart(held.contender);
  // Its contender was hidden or removed by a key.
  if (holding && dragged_ < 0) Q_EMIT startDragged(held.contender, held.at.x(), held.at.y(), DragPhase::End, false);
  due(what);
  if ((what & FrameDue) != 0) updateFrame();
}

void ReliefPlot::holdStart(int contender) {
  const auto found = std::ranges::find(scene_.starts, contender, &StartHandle::contender);
  dragged_ = found == scene_.starts.end() ? -1 : static_cast<int>(found - scene_.starts.begin());
  if (dragged_ < 0 && drag_ == Drag::Start) drag_ = Drag::None;
}

void ReliefPlot::updateFrame() {
  const PlotFrame before = std::exchange(cache_.frame, panelFrame(scene_, rect()));
  if (!(before.view == cache_.frame.view) || before.rect.size() != cache_.frame.rect.size()) Q_EMIT shownChanged();
}

QImage ReliefPlot::layer() const {
  const double ratio = devicePixelRatioF();
  QImage image((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
  return image;
}

void ReliefPlot::flush() {
  if (due_ == 0) return;
  if ((due_ & FrameDue) != 0) updateFrame();
  const unsigned what = std::exchange(due_, 0);
  if (!scene_.relief) return;
  const double ratio = devicePixelRatioF();
  if (!cache_.relief) cache_.relief = std::make_shared<ReliefCache>();
  const bool mesh = (what & (FrameDue | MeshDue)) != 0;
  const bool ground = mesh || (what & CameraDue) != 0;
  if (mesh) prepareMesh(*cache_.relief, scene_, cache_.frame.view);
  if (ground) {
    prepareRelief(*cache_.relief, scene_, cache_.frame, ratio, coarse_ ? 1 : 2);
    ground_ = layer();
    QPainter painter(&ground_);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter, scene_, cache_, ratio);
    ++repaints_[static_cast<std::size_t>(Layer::Ground)];
  }
  if (ground || (what & PathsDue) != 0) prepareReliefPaths(*cache_.relief, scene_);
  if (ground || (what & (PathsDue | CursorDue)) != 0) {
    paths_ = layer();
    QPainter painter(&paths_);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPathLayer(painter, scene_, cache_, ratio);
    ++repaints_[static_cast<std::size_t>(Layer::Paths)];
  }
  update();
}

void ReliefPlot::paintEvent(QPaintEvent* /*event*/) {
  flush();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), scene_.theme.surface);
  if (!cache_.relief) return;
  painter.drawImage(QPointF(), ground_);
  painter.drawImage(QPointF(), paths_);
  paintMarks(painter, scene_, cache_);
  paintReadOut(painter, scene_, cache_);
  ++repaints_[static_cast<std::size_t>(Layer::Marks)];
  ++repaints_[static_cast<std::size_t>(Layer::ReadOut)];
}

void ReliefPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  due(FrameDue);
}

void ReliefPlot::look(Camera camera) {
  if (!scene_.relief) return;
  while (camera.azimuth > 180) camera.azimuth -= 360;
  while (camera.azimuth < -180) camera.azimuth += 360;
  camera.zoom = std::clamp(camera.zoom, 0.2, 20.0);
  camera.panX = std::clamp(camera.panX, -10.0, 10.0);
  camera.panY = std::clamp(camera.panY, -10.0, 10.0);
  if (camera == scene_.relief->camera) return;
  scene_.relief->camera = camera;
  coarse_ = true;
  rest_->start();
  due(CameraDue);
  Q_EMIT cameraChanged(camera);
}

int ReliefPlot::handleAt(const QPointF& position) const {
  int nearest = -1;
  double best = reliefGrip * scene_.theme.plot.marks;
  if (!cache_.relief) return nearest;
  const ReliefCache& relief = *cache_.relief;
  for (std::size_t k = 0; k < scene_.starts.size(); ++k) {
    const QPointF start = scene_.starts[k].at;
    const double height = relief.mesh.height.empty() ? std::nan("") : relief.mesh.at(start.x(), start.y());
    if (std::isnan(height)) continue;
    const QPointF way = relief.frame.pixel(start.x(), start.y(), height) - position;
    const double distance = std::hypot(way.x(), way.y());
    // Of handles on one spot the last is on top.
    if (distance > best) continue;
    best = distance;
    nearest = static_cast<int>(k);
  }
  return nearest;
}

bool ReliefPlot::lookAlong(const QPointF& position) {
  if (!cache_.relief || !scene_.relief) return false;
  const Compass at = compass(cache_.relief->frame, scene_.theme);
  if (!at.disc.contains(position)) return false;
  const double reach = scene_.theme.px(10);
  const auto near = [&](const QPointF& letter) {
    return std::hypot((letter - position).x(), (letter - position).y()) <= reach;
  };
  Camera camera = scene_.relief->camera;
  if (near(at.f))
    camera.elevation = 90;
  else if (near(at.x))
    camera.azimuth = 90, camera.elevation = 5;
  else if (near(at.y))
    camera.azimuth = 0, camera.elevation = 5;
  else
    camera = {};
  look(camera);
  return true;
}

void ReliefPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position()) || !scene_.relief) return;
  endWheel();
  flush();
  Q_EMIT pressed();
  pressedAt_ = event->position();
  pressedCamera_ = scene_.relief->camera;
  moved_ = clicked_ = false;
  if (lookAlong(pressedAt_)) return;
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  dragged_ = handleAt(pressedAt_);
  if (dragged_ >= 0) {
    drag_ = Drag::Start;
    const StartHandle start = scene_.starts[static_cast<std::size_t>(dragged_)];
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::Begin, shift);
    return;
  }
  drag_ = shift ? Drag::Move : Drag::Turn;
  Q_EMIT gestureStarted();
}

void ReliefPlot::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = event->position();
  const QRectF& frame = cache_.frame.rect;
  const QPointF way = position - pressedAt_;
  if (drag_ == Drag::Start) {
    StartHandle& start = scene_.starts[static_cast<std::size_t>(dragged_)];
    if (!cache_.relief || cache_.relief->mesh.height.empty()) return;
    start.at = pickNearest(*cache_.relief, position);
    due(OverDue);
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::Move, false);
    return;
  }
  if (drag_ != Drag::None) {
    if (!moved_ && std::hypot(way.x(), way.y()) < 3) return;
    moved_ = true;
    Camera camera = pressedCamera_;
    if (drag_ == Drag::Turn) {
      camera.azimuth -= way.x() * degreesAPixel;
      camera.elevation = std::clamp(std::min(camera.elevation, 85.0) + way.y() * degreesAPixel, 5.0, 85.0);
    } else {
      camera.panX += way.x() / frame.width();
      camera.panY += way.y() / frame.height();
    }
    return look(camera);
  }
  if (!frame.contains(position)) {
    unsetCursor();
    Q_EMIT left();
    return;
  }
  if (handleAt(position) >= 0)
    setCursor(Qt::PointingHandCursor);
  else
    unsetCursor();
  const auto at = cache_.relief ? pick(*cache_.relief, position) : std::nullopt;
  if (at)
    Q_EMIT hovered(at->x(), at->y());
  else
    Q_EMIT left();
}

void ReliefPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const Drag was = std::exchange(drag_, Drag::None);
  if (was == Drag::Turn || was == Drag::Move) {
    Q_EMIT gestureFinished();
    const auto at = cache_.relief ? pick(*cache_.relief, event->position()) : std::nullopt;
    clicked_ = !moved_ && at;
    if (clicked_) Q_EMIT clicked(at->x(), at->y());
  }
  if (was != Drag::Start || dragged_ < 0) return;
  const StartHandle start = scene_.starts[static_cast<std::size_t>(std::exchange(dragged_, -1))];
  Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::End, false);
}

void ReliefPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position())) return;
  if (std::exchange(clicked_, false)) Q_EMIT clickWithdrawn();
  look({});
}

void ReliefPlot::zoom(double notches) {
  if (!scene_.relief) return;
  Camera camera = scene_.relief->camera;
  camera.zoom *= std::pow(notchFactor, notches);
  look(camera);
  flush();
}

void ReliefPlot::wheelEvent(QWheelEvent* event) {
  if (!cache_.frame.rect.contains(event->position()) || event->angleDelta().y() == 0) return event->ignore();
  if (!wheelRest_->isActive()) Q_EMIT gestureStarted();
  wheelRest_->start();
  zoom(event->angleDelta().y() / 120.0);
  event->accept();
}

void ReliefPlot::endWheel() {
  if (!wheelRest_->isActive()) return;
  wheelRest_->stop();
  Q_EMIT gestureFinished();
}

void ReliefPlot::keyPressEvent(QKeyEvent* event) {
  if (!scene_.relief || event->modifiers() != Qt::NoModifier) return PanelView::keyPressEvent(event);
  Camera camera = scene_.relief->camera;
  const double flat = std::min(camera.elevation, 85.0);
  switch (event->key()) {
    case Qt::Key_Left:
      camera.azimuth += arrowDegrees;
      break;
    case Qt::Key_Right:
      camera.azimuth -= arrowDegrees;
      break;
    case Qt::Key_Up:
      camera.elevation = std::clamp(flat + arrowDegrees, 5.0, 85.0);
      break;
    case Qt::Key_Down:
      camera.elevation = std::clamp(flat - arrowDegrees, 5.0, 85.0);
      break;
    default:
      return PanelView::keyPressEvent(event);
  }
  look(camera);
  event->accept();
}

void ReliefPlot::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const QPointF position = keyboard ? cache_.frame.rect.center() : QPointF(event->pos());
  if (!cache_.frame.rect.contains(position) || !cache_.relief || cache_.relief->mesh.height.empty())
    return event->ignore();
  const QPointF at = pickNearest(*cache_.relief, position);
  Q_EMIT menuRequested(mapToGlobal(position.toPoint()), at.x(), at.y());
}

void ReliefPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  endWheel();
  Q_EMIT left();
}

}  // namespace thalweg
