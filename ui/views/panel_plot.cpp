#include "ui/views/panel_plot.h"

#include "core/scenario/view_fit.h"
#include "ui/views/plot_layer.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double kGrip = 14;       // pixels round a start that take hold of it
constexpr double kNear = 6;        // pixels from a path that mean it
constexpr int kSettle = 250;       // ms without new paths before labels look for better places
constexpr int kWheelRest = 400;    // ms without a notch that end a run of the wheel
constexpr double kZoomStep = 1.2;  // a notch of the wheel

bool sameLandmarks(const std::vector<Landmark>& some, const std::vector<Landmark>& others) {
  return std::ranges::equal(some, others, [](const Landmark& a, const Landmark& b) {
    return a.kind == b.kind && a.point == b.point && a.value == b.value;
  });
}

}  // namespace

PanelPlot::PanelPlot(const Theme& theme, QWidget* parent) : PanelView(parent), plot_(new LayeredPlot(this)) {
  scene_.theme = theme;
  const auto ratio = [this] { return plot_->bufferDevicePixelRatio(); };
  ground_ = new PlotLayer(plot_, QStringLiteral("ground"), [this](QPainter& p) { drawGround(p); });
  paths_ = new PlotLayer(plot_, QStringLiteral("paths"), [this, ratio](QPainter& p) {
    paintMemory(p, scene_, cache_);
    pathRaster_.paint(p, cache_.frame, scene_.paths, cache_.paths, scene_.cursor, scene_.theme, ratio());
  });
  marks_ = new PlotLayer(plot_, QStringLiteral("marks"), [this](QPainter& p) { paintMarks(p, scene_, cache_); });
  readOut_ = new PlotLayer(plot_, QStringLiteral("readout"), [this](QPainter& p) {
    readOut_->setEmpty(!scene_.readOut);
    paintReadOut(p, scene_, cache_);
  });
  keepPlotLayersOnly(plot_);
  // The plot repaints everything when it is resized or first shown.
  connect(plot_, &QCustomPlot::beforeReplot, this, [this] { prepare(std::exchange(due_, 0)); });
  settle_ = new QTimer(this);
  settle_->setSingleShot(true);
  settle_->setInterval(kSettle);
  connect(settle_, &QTimer::timeout, this, &PanelPlot::replaceLabels);
  wheelRest_ = new QTimer(this);
  wheelRest_->setSingleShot(true);
  wheelRest_->setInterval(kWheelRest);
  connect(wheelRest_, &QTimer::timeout, this, &PanelPlot::gestureFinished);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

PanelPlot::~PanelPlot() = default;

void PanelPlot::drawGround(QPainter& painter) {
  const double ratio = plot_->bufferDevicePixelRatio();
  painter.fillRect(rect(), scene_.theme.surface);  // nothing lies under this layer
  if (!scene_.overlay) return paintGround(painter, scene_, cache_, ratio);
  // A map that follows a slider must not draw surface and contours anew each time.
  if (underOverlay_.isNull()) {
    const auto picture = [&](QImage& image, const auto& paint) {
      image = QImage((QSizeF(size()) * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
      image.setDevicePixelRatio(ratio);
      image.fill(Qt::transparent);
      QPainter p(&image);
      p.setRenderHint(QPainter::Antialiasing);
      paint(p);
    };
    picture(underOverlay_, [&](QPainter& p) { paintSurface(p, scene_, cache_); });
    picture(overOverlay_, [&](QPainter& p) { paintLines(p, scene_, cache_, ratio); });
  }
  painter.drawImage(QPointF(), underOverlay_);
  paintOverlay(painter, scene_, cache_);
  painter.drawImage(QPointF(), overOverlay_);
  paintFooter(painter, scene_, cache_);
}

void PanelPlot::due(unsigned what) {
  if (due_ == 0) QMetaObject::invokeMethod(this, &PanelPlot::flush, Qt::QueuedConnection);
  due_ |= what;
  if ((what & (FrameDue | GroundDue)) != 0) underOverlay_ = overOverlay_ = {};
}

/// What becomes due meanwhile, for instance since another frame asks for a layout that resizes the plot, is done later.
void PanelPlot::prepare(unsigned what) {
  if ((what & FrameDue) != 0) updateFrame();
  if (surfaceStale_) prepareSurface(cache_, scene_);
  if (pathsStale_) preparePaths(cache_, scene_);
  if (labelsStale_) prepareLabels(cache_, scene_);
  surfaceStale_ = pathsStale_ = labelsStale_ = false;
}

void PanelPlot::flush() {
  if (due_ == 0) return;
  const unsigned what = std::exchange(due_, 0);
  prepare(what);
  if ((what & FrameDue) != 0) {
    plot_->replot(QCustomPlot::rpQueuedRefresh);
    return;
  }
  if ((what & (GroundDue | OverlayDue)) != 0) ground_->repaint();
  if ((what & PathsDue) != 0) paths_->repaint();
  if ((what & MarksDue) != 0) marks_->repaint();
  if ((what & ReadOutDue) != 0) readOut_->repaint();
}

void PanelPlot::updateFrame() {
  const PlotFrame before = cache_.frame;
  cache_.frame = panelFrame(scene_, rect());
  pathsStale_ = labelsStale_ = true;
  if (!(before.view == cache_.frame.view) || before.rect.size() != cache_.frame.rect.size()) Q_EMIT shownChanged();
}

void PanelPlot::replaceLabels() {
  const std::vector<ContourLabel> before = cache_.labels;
  if (pathsStale_) return;
  prepareLabels(cache_, scene_);
  if (cache_.labels != before) due(GroundDue);
}

/// What of the present scene does not hold in `scene`. Shared data are compared by their addresses.
unsigned PanelPlot::changes(const PanelScene& scene) {
  unsigned what = 0;
  const PanelScene& now = scene_;
  const bool theme = !(scene.theme == now.theme);
  const bool surface = scene.field != now.field || !(scene.scale == now.scale) || scene.colors != now.colors;
  const bool lines = scene.contours != now.contours || scene.curve != now.curve || scene.gradients != now.gradients ||
                     scene.gradientField != now.gradientField;
  const bool landmarks = !sameLandmarks(scene.landmarks, now.landmarks) || scene.directions != now.directions;
  if (theme || scene.ofOneVariable != now.ofOneVariable || !(scene.view == now.view) ||
      scene.equalAxes != now.equalAxes || scene.colorBar != now.colorBar || scene.marginLeft != now.marginLeft ||
      scene.marginRight != now.marginRight || !(scene.plane == now.plane) || scene.focus != now.focus ||
      scene.names != now.names || (scene.overlay == nullptr) != (now.overlay == nullptr))
    what |= FrameDue;
  if (surface || lines || landmarks || scene.faintPaths != now.faintPaths) what |= GroundDue;
  if (scene.overlay != now.overlay) what |= OverlayDue;
  const bool paths = scene.paths != now.paths;
  if (paths || scene.cursor != now.cursor || scene.memory != now.memory) what |= PathsDue;
  if (scene.faintPaths != now.faintPaths) what |= MarksDue;
  const bool starts = scene.starts != now.starts;
  if (starts || scene.batch != now.batch || scene.batchColor != now.batchColor || scene.step != now.step ||
      scene.tangent != now.tangent || scene.curve != now.curve || scene.guess != now.guess || scene.tried != now.tried)
    what |= MarksDue;
  if (scene.readOut != now.readOut) what |= ReadOutDue;
  surfaceStale_ = surfaceStale_ || surface || theme;
  labelsStale_ = labelsStale_ || scene.contours != now.contours || landmarks;
  pathsStale_ = pathsStale_ || paths;
  if (paths || starts) settle_->start();
  return what;
}

void PanelPlot::show(const PanelScene& scene) {
  if (dragged_ >= 0 && scene.focus && scene.focus != scene_.focus) {
    // What is dragged is not to move away from the pointer.
    PanelScene still = scene;
    still.focus = scene_.focus;
    return show(still);
  }
  const unsigned what = changes(scene);
  if (what == 0) return;
  if (!(scene.theme == scene_.theme)) pathRaster_.forget();
  const bool held = dragged_ >= 0;
  if (held) held_ = scene_.starts[static_cast<std::size_t>(dragged_)];
  scene_ = scene;
  if (held) holdStart(held_.contender);
  // Its contender was hidden or removed by a key.
  if (held && dragged_ < 0 && !takingHold_)
    Q_EMIT startDragged(held_.contender, held_.at.x(), held_.at.y(), DragPhase::End, false);
  due(what);
  if ((what & FrameDue) != 0) updateFrame();
}

std::optional<PathHit> PanelPlot::pathAt(double x, double y) const {
  if (pathsStale_ || cache_.paths.size() != scene_.paths.size()) return {};
  return thalweg::pathAt(scene_.paths, cache_.paths, cache_.frame.toPixel(x, y), kNear * scene_.theme.plot.marks);
}

void PanelPlot::holdStart(int contender) {
  const auto found = std::ranges::find(scene_.starts, contender, &StartHandle::contender);
  dragged_ = found == scene_.starts.end() ? -1 : static_cast<int>(found - scene_.starts.begin());
}

QSize PanelPlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize PanelPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

int PanelPlot::repaints(Layer layer) const {
  switch (layer) {
    case Layer::Ground:
      return ground_->count();
    case Layer::Paths:
      return paths_->count();
    case Layer::Marks:
      return marks_->count();
    case Layer::ReadOut:
      break;
  }
  return readOut_->count();
}

void PanelPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  plot_->setGeometry(rect());
  due(FrameDue);
}

int PanelPlot::handleAt(const QPointF& position) const {
  int nearest = -1;
  double best = kGrip * scene_.theme.plot.marks;
  for (std::size_t k = 0; k < scene_.starts.size(); ++k) {
    if (scene_.starts[k].fixed) continue;
    const QPointF at = startPixel(scene_, cache_.frame, scene_.starts[k]);
    const double distance = std::hypot(at.x() - position.x(), at.y() - position.y());
    // Of handles on one spot the last is on top.
    if (distance > best) continue;
    best = distance;
    nearest = static_cast<int>(k);
  }
  return nearest;
}

void PanelPlot::showByUser(const View& view) {
  if (!unfitView(view).empty()) return;
  scene_.view = view;
  scene_.focus.reset();
  due(FrameDue);
  Q_EMIT viewChanged(view);
}

void PanelPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position())) return;
  endWheel();
  Q_EMIT pressed();
  if (guessing()) return guess(event->position(), DragPhase::Begin);
  pressedAt_ = event->position();
  clicked_ = false;
  dragged_ = handleAt(pressedAt_);
  if (dragged_ >= 0) {
    const StartHandle start = scene_.starts[static_cast<std::size_t>(dragged_)];
    takingHold_ = true;
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::Begin,
                        event->modifiers().testFlag(Qt::ShiftModifier));
    takingHold_ = false;
    if (dragged_ < 0) Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::End, false);
    return;
  }
  panning_ = true;
  pressedView_ = cache_.frame.view;
  Q_EMIT gestureStarted();
}

void PanelPlot::guess(const QPointF& position, DragPhase phase) {
  guessed_ = phase != DragPhase::End;
  const QRectF& frame = cache_.frame.rect;
  const QPointF at = cache_.frame.toData(
      {std::clamp(position.x(), frame.left(), frame.right()), std::clamp(position.y(), frame.top(), frame.bottom())});
  Q_EMIT guessMoved(at.x(), at.y(), phase);
}

void PanelPlot::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = event->position();
  const QRectF& frame = cache_.frame.rect;
  if (guessed_) return guess(position, DragPhase::Move);
  if (guessing()) return;
  if (dragged_ >= 0) {
    const QPointF inside(std::clamp(position.x(), frame.left(), frame.right()),
                         std::clamp(position.y(), frame.top(), frame.bottom()));
    StartHandle& start = scene_.starts[static_cast<std::size_t>(dragged_)];
    start.at = cache_.frame.toData(inside);
    due(MarksDue);
    Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::Move, false);
    return;
  }
  if (panning_) {
    const QPointF way = position - pressedAt_;
    const double dx = way.x() * (pressedView_.xMax - pressedView_.xMin) / frame.width();
    const double dy = way.y() * (pressedView_.yMax - pressedView_.yMin) / frame.height();
    if (cache_.frame.view == pressedView_ && std::hypot(way.x(), way.y()) < 3) return;
    showByUser({pressedView_.xMin - dx, pressedView_.xMax - dx, pressedView_.yMin + dy, pressedView_.yMax + dy});
    return;
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
  const QPointF at = cache_.frame.toData(position);
  Q_EMIT hovered(at.x(), at.y());
}

void PanelPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (guessed_) return guess(event->position(), DragPhase::End);
  if (std::exchange(panning_, false)) {
    Q_EMIT gestureFinished();
    const QPointF at = cache_.frame.toData(event->position());
    clicked_ = cache_.frame.view == pressedView_ && (event->position() - pressedAt_).manhattanLength() < 3;
    if (clicked_) Q_EMIT clicked(at.x(), at.y());
  }
  if (dragged_ < 0) return;
  endGestures();
}

void PanelPlot::endGestures() {
  endWheel();
  guessed_ = false;
  if (std::exchange(panning_, false)) Q_EMIT gestureFinished();
  if (dragged_ < 0) return;
  const StartHandle start = scene_.starts[static_cast<std::size_t>(std::exchange(dragged_, -1))];
  Q_EMIT startDragged(start.contender, start.at.x(), start.at.y(), DragPhase::End, false);
}

/// Another panel is enlarged, or another kind of view takes its place, by a key while the button is held.
void PanelPlot::hideEvent(QHideEvent* event) {
  PanelView::hideEvent(event);
  endGestures();
}

void PanelPlot::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !cache_.frame.rect.contains(event->position())) return;
  if (guessing()) return guess(event->position(), DragPhase::Begin);
  // A click may have brought a handle under the pointer.
  const bool twice = std::exchange(clicked_, false);
  if (!twice && handleAt(event->position()) >= 0) return;
  if (twice) Q_EMIT clickWithdrawn();
  Q_EMIT fitRequested();
}

void PanelPlot::zoom(double notches) { zoomAt(cache_.frame.rect.center(), notches); }

void PanelPlot::zoomAt(const QPointF& pixel, double notches) {
  const double factor = std::pow(kZoomStep, -notches);
  const QPointF fixed = cache_.frame.toData(pixel);
  View view = cache_.frame.view;
  view.xMin = fixed.x() + (view.xMin - fixed.x()) * factor;
  view.xMax = fixed.x() + (view.xMax - fixed.x()) * factor;
  view.yMin = fixed.y() + (view.yMin - fixed.y()) * factor;
  view.yMax = fixed.y() + (view.yMax - fixed.y()) * factor;
  showByUser(view);
  // A second notch before painting goes on from here.
  flush();
}

void PanelPlot::wheelEvent(QWheelEvent* event) {
  if (guessing() || !cache_.frame.rect.contains(event->position()) || event->angleDelta().y() == 0) {
    event->ignore();
    return;
  }
  if (!wheelRest_->isActive()) Q_EMIT gestureStarted();
  wheelRest_->start();
  zoomAt(event->position(), event->angleDelta().y() / 120.0);
  event->accept();
}

void PanelPlot::endWheel() {
  if (!wheelRest_->isActive()) return;
  wheelRest_->stop();
  Q_EMIT gestureFinished();
}

void PanelPlot::contextMenuEvent(QContextMenuEvent* event) {
  const QRectF& frame = cache_.frame.rect;
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const QPointF position = keyboard ? frame.center() : QPointF(event->pos());
  if (!frame.contains(position)) return event->ignore();
  const QPointF at = cache_.frame.toData(position);
  Q_EMIT menuRequested(mapToGlobal(position.toPoint()), at.x(), at.y());
}

void PanelPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  endWheel();
  Q_EMIT left();
}

}  // namespace thalweg
