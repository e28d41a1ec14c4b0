#include "ui/views/relief_plot.h"

#include "ui/scenes/relief_axes.h"
#include "ui/scenes/relief_pick.h"

#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr int restAfter = 160;       // ms without turning
constexpr int longestRest = 1500;    // the same where frames take long
constexpr int wheelRestAfter = 400;  // ms without a notch
constexpr double reliefGrip = 14;    // pixels round a start that take hold of it
constexpr double nearPath = 6;       // pixels from a path that mean it
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
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize ReliefPlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
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
      scene.marginLeft != now.marginLeft || scene.marginRight != now.marginRight || !(scene.plane == now.plane) ||
      scene.focus != now.focus || scene.names != now.names || (scene.overlay == nullptr) != (now.overlay == nullptr))
    what |= FrameDue;
  // A map's frame shows what its camera sees.
  if (scene.relief != now.relief && !(scene.inPerspective() && now.inPerspective())) what |= FrameDue;
  if (scene.field != now.field || !(scene.scale == now.scale) || !scene.relief || !now.relief ||
      scene.relief->height != now.relief->height)
    what |= MeshDue;
  else if (!(scene.relief->camera == now.relief->camera))
    what |= CameraDue;
  const auto sameLandmark = [](const Landmark& a, const Landmark& b) { return a.kind == b.kind && a.point == b.point; };
  if (scene.colors != now.colors || scene.contours != now.contours || scene.overlay != now.overlay ||
      scene.gradients != now.gradients || scene.gradientField != now.gradientField ||
      scene.faintPaths != now.faintPaths || !std::ranges::equal(scene.landmarks, now.landmarks, sameLandmark))
    what |= CameraDue;
  if (scene.paths != now.paths) what |= PathsDue;
  if (scene.cursor != now.cursor) what |= CursorDue;
  if (scene.starts != now.starts || scene.step != now.step || scene.tried != now.tried || scene.readOut != now.readOut)
    what |= OverDue;
  return what;
}

void ReliefPlot::show(const PanelScene& scene) {
  if (dragged_ >= 0 && scene.focus && scene.focus != scene_.focus) {
    // What is dragged is not to move away from the pointer.
    PanelScene still = scene;
    still.focus = scene_.focus;
    return show(still);
  }
  const unsigned what = changes(scene);
  if (what == 0) return;
  // Another panel is turned, and this one with it; or a slider moves the surface.
  if ((scene.relief && scene_.relief && !(scene.relief->camera == scene_.relief->camera)) ||
      (scene.field && scene_.field && scene.field != scene_.field))
    turnCoarsely();
  const bool holding = dragged_ >= 0;
  const StartHandle held = holding ? scene_.starts[static_cast<std::size_t>(dragged_)] : StartHandle();
  scene_ = scene;
  if (holding) holdStart(held.contender);
  // Its contender was hidden or removed by a key.
  if (holding && dragged_ < 0 && !takingHold_)
    Q_EMIT startDragged(held.contender, held.at.x(), held.at.y(), DragPhase::End, false);
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

/// Empties a layer's image; one that has the right size keeps its memory.
void ReliefPlot::empty(QImage& image) const {
  const double ratio = devicePixelRatioF();
  const QSize pixels = (QSizeF(size()) * ratio).toSize();
  if (image.size() != pixels) image = QImage(pixels, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
}

void ReliefPlot::prepareGround(unsigned what) {
  if (!scene_.inPerspective()) {
    prepareSurface(cache_, scene_);
    preparePaths(cache_, scene_);
    return prepareLabels(cache_, scene_);
  }
  if (!cache_.relief) cache_.relief = std::make_shared<ReliefCache>();
  const Index nodes = coarse_ ? turningNodes : restingNodes;
  if ((what & (FrameDue | MeshDue)) != 0 || nodes != nodes_)
    prepareMesh(*cache_.relief, scene_, cache_.frame.view, nodes);
  nodes_ = nodes;
  prepareRelief(*cache_.relief, scene_, cache_.frame, devicePixelRatioF(), coarse_ ? 1 : 2);
}

void ReliefPlot::flush() {
  if (due_ == 0) return;
  if ((due_ & FrameDue) != 0) updateFrame();
  const unsigned what = std::exchange(due_, 0);
  if (!scene_.relief) return;
  const double ratio = devicePixelRatioF();
  const bool ground = (what & (FrameDue | MeshDue | CameraDue)) != 0;
  if (ground) {
    prepareGround(what);
    empty(ground_);
    QPainter painter(&ground_);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter, scene_, cache_, ratio);
    ++repaints_[static_cast<std::size_t>(Layer::Ground)];
  }
  if (ground || (what & PathsDue) != 0) preparePaths(cache_, scene_);
  if (ground || (what & (PathsDue | CursorDue)) != 0) {
    empty(paths_);
    QPainter painter(&paths_);
    painter.setRenderHint(QPainter::Antialiasing);
    paintPathLayer(painter, scene_, cache_, ratio);
    ++repaints_[static_cast<std::size_t>(Layer::Paths)];
  }
  // From now on, however long that took: what still turns is not to be made smooth in between.
  if (coarse_) rest_->start();
  update();
}

void ReliefPlot::paintEvent(QPaintEvent* /*event*/) {
  flush();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), scene_.theme.surface);
  if (ground_.isNull()) return;
  painter.drawImage(QPointF(), ground_);
  painter.drawImage(QPointF(), paths_);
  paintMarks(painter, scene_, cache_);
  paintReadOut(painter, scene_, cache_);
  ++repaints_[static_cast<std::size_t>(Layer::Marks)];
  ++repaints_[static_cast<std::size_t>(Layer::ReadOut)];
  if (!byKeyboard_) return;
  painter.setPen(QPen(scene_.theme.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(cache_.frame.rect);
}

void ReliefPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  due(FrameDue);
}

/// Twice the time between two frames without another is rest: where they take long, none is made smooth in between.
void ReliefPlot::turnCoarsely() {
  const qint64 pace = turned_.isValid() ? turned_.elapsed() : longestRest;
  rest_->setInterval(pace < longestRest ? std::clamp(static_cast<int>(2 * pace), restAfter, longestRest) : restAfter);
  turned_.start();
  coarse_ = true;
  rest_->start();
}

Camera ReliefPlot::camera() const {
  Camera camera = scene_.relief ? scene_.relief->camera : Camera();
  if (!camera.elevation) camera.elevation = cache_.relief ? cache_.relief->frame.camera().elevation : firstElevation;
  return camera;
}

void ReliefPlot::look(Camera camera) {
  if (!scene_.relief) return;
  while (camera.azimuth > 180) camera.azimuth -= 360;
  while (camera.azimuth < -180) camera.azimuth += 360;
  camera.zoom = std::clamp(camera.zoom, 0.2, 20.0);
  camera.panX = std::clamp(camera.panX, -10.0, 10.0);
  camera.panY = std::clamp(camera.panY, -10.0, 10.0);
  if (camera == scene_.relief->camera) return;
  const bool wasMap = !scene_.inPerspective();
  scene_.relief->camera = camera;
  turnCoarsely();
  due(wasMap || !scene_.inPerspective() ? FrameDue : CameraDue);
  Q_EMIT cameraChanged(camera);
}

std::optional<QPointF> ReliefPlot::pixelOf(double x, double y) const {
  if (!cache_.relief) return cache_.frame.toPixel(x, y);
  if (cache_.relief->mesh.height.empty()) return {};
  const double height = cache_.relief->mesh.at(x, y);
  if (std::isnan(height)) return {};
  return cache_.relief->frame.pixel(x, y, height);
}

std::optional<QPointF> ReliefPlot::under(const QPointF& pixel) const {
  if (cache_.relief) return pick(*cache_.relief, pixel);
  if (!cache_.frame.rect.contains(pixel)) return {};
  return cache_.frame.toData(pixel);
}

std::optional<QPointF> ReliefPlot::nearestTo(const QPointF& pixel) const {
  if (cache_.relief && cache_.relief->mesh.height.empty()) return {};
  if (cache_.relief) return pickNearest(*cache_.relief, pixel);
  const QRectF& frame = cache_.frame.rect;
  return cache_.frame.toData(
      {std::clamp(pixel.x(), frame.left(), frame.right()), std::clamp(pixel.y(), frame.top(), frame.bottom())});
}

std::optional<PathHit> ReliefPlot::pathAt(double x, double y) const {
  const double reach = nearPath * scene_.theme.plot.marks;
  const auto pixel = pixelOf(x, y);
  if (!pixel || (due_ & (FrameDue | PathsDue)) != 0) return {};
  if (cache_.relief) return reliefPathAt(*cache_.relief, scene_, *pixel, reach);
  if (cache_.paths.size() != scene_.paths.size()) return {};
  return thalweg::pathAt(scene_.paths, cache_.paths, *pixel, reach);
}

int ReliefPlot::handleAt(const QPointF& position) const {
  int nearest = -1;
  double best = reliefGrip * scene_.theme.plot.marks;
  for (std::size_t k = 0; k < scene_.starts.size(); ++k) {
    if (scene_.starts[k].fixed) continue;
    QPointF at;
    if (cache_.relief) {
      const ReliefStart start = reliefStart(*cache_.relief, scene_.starts[k]);
      if (!start.shown) continue;
      at = start.pixel;
    } else {
      at = startPixel(scene_, cache_.frame, scene_.starts[k]);
    }
    const double distance = std::hypot((at - position).x(), (at - position).y());
    // Of handles on one spot the last is on top.
    if (distance > best) continue;
    best = distance;
    nearest = static_cast<int>(k);
  }
  return nearest;
}

bool ReliefPlot::lookAlong(const QPointF& position) {
  if (!scene_.relief || !hasRoomForCompass(cache_.frame.rect, scene_.theme)) return false;
  const Compass at = compass(cache_.frame.rect, camera(), scene_.theme);
  if (!at.disc.contains(position)) return false;
  const std::array letters = {std::pair(at.f.letter, NamedView::Above), std::pair(at.x.letter, NamedView::AlongX),
                              std::pair(at.y.letter, NamedView::AlongY)};
  double nearest = scene_.theme.px(10);
  NamedView view = NamedView::First;
  for (const auto& [letter, named] : letters) {
    const double distance = std::hypot((letter - position).x(), (letter - position).y());
    if (distance <= nearest) nearest = distance, view = named;
  }
  look(cameraOf(view));
  return true;
}

void ReliefPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position()) || !scene_.relief) return;
  endWheel();
  flush();
  Q_EMIT pressed();
  pressedAt_ = event->position();
  pressedCamera_ = camera();
  moved_ = clicked_ = false;
  if (lookAlong(pressedAt_)) return;
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  dragged_ = handleAt(pressedAt_);
  if (dragged_ >= 0) {
    drag_ = Drag::Start;
    const StartHandle start = scene_.starts[static_cast<std::size_t>(dragged_)];
    takingHold_ = true;
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::Begin, shift);
    takingHold_ = false;
    if (dragged_ >= 0) return;
    drag_ = Drag::None;
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::End, false);
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
    const auto at = nearestTo(position);
    if (!at) return;
    start.at = *at;
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
      camera.elevation = std::clamp(std::min(*camera.elevation, 85.0) + way.y() * degreesAPixel, 5.0, 85.0);
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
  if (handleAt(position) >= 0) {
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Drag the start; with Shift that of the selected contender alone"));
  } else {
    unsetCursor();
    setToolTip({});
  }
  const auto at = under(position);
  if (at)
    Q_EMIT hovered(at->x(), at->y());
  else
    Q_EMIT left();
}

void ReliefPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const bool turned = drag_ == Drag::Turn || drag_ == Drag::Move;
  endGestures();
  if (!turned) return;
  const auto at = under(event->position());
  clicked_ = !moved_ && at;
  if (clicked_) Q_EMIT clicked(at->x(), at->y());
}

void ReliefPlot::endGestures() {
  endWheel();
  const Drag was = std::exchange(drag_, Drag::None);
  if (was == Drag::Turn || was == Drag::Move) Q_EMIT gestureFinished();
  if (was != Drag::Start || dragged_ < 0) return;
  const StartHandle start = scene_.starts[static_cast<std::size_t>(std::exchange(dragged_, -1))];
  Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::End, false);
}

/// Another panel is enlarged, or another kind of view takes its place, by a key while the button is held.
void ReliefPlot::hideEvent(QHideEvent* event) {
  PanelView::hideEvent(event);
  endGestures();
}

void ReliefPlot::focusInEvent(QFocusEvent* event) {
  PanelView::focusInEvent(event);
  byKeyboard_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  update();
}

void ReliefPlot::focusOutEvent(QFocusEvent* event) {
  PanelView::focusOutEvent(event);
  byKeyboard_ = false;
  update();
}

void ReliefPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position())) return;
  if (lookAlong(event->position())) return;
  // A click may have brought a handle under the pointer.
  const bool twice = std::exchange(clicked_, false);
  if (!twice && handleAt(event->position()) >= 0) return;
  if (twice) Q_EMIT clickWithdrawn();
  look({});
}

void ReliefPlot::zoom(double notches) {
  if (!scene_.relief) return;
  Camera camera = this->camera();
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
  if (!scene_.relief || !byKeyboard_ || event->modifiers() != Qt::NoModifier) return PanelView::keyPressEvent(event);
  Camera camera = this->camera();
  const double flat = std::min(*camera.elevation, 85.0);
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
  const auto at = nearestTo(position);
  if (!cache_.frame.rect.contains(position) || !at) return event->ignore();
  Q_EMIT menuRequested(mapToGlobal(position.toPoint()), at->x(), at->y());
}

void ReliefPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  endWheel();
  Q_EMIT left();
}

}  // namespace thalweg
