#include "ui/views/phase_plot.h"

#include "ui/scenes/phase_picture.h"

#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace thalweg {

PhasePlot::PhasePlot(const Theme& theme, QWidget* parent) : PanelView(parent) {
  scene_.theme = theme;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PhasePlot::show(const PanelScene& scene) {
  if (!scene.phase) return;
  const bool same = scene.phase == scene_.phase && scene.theme == scene_.theme &&
                    scene.marginLeft == scene_.marginLeft && scene.marginRight == scene_.marginRight;
  scene_ = scene;
  if (same) return;
  updateFrame();
  stale_ = true;
  update();
}

void PhasePlot::updateFrame() {
  if (!scene_.phase) return;
  const PlotFrame before = std::exchange(frame_, phaseFrame(scene_, rect()));
  if (!(before == frame_)) Q_EMIT shownChanged();
}

void PhasePlot::flush() {
  if (stale_ && scene_.phase) repaint();
}

void PhasePlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), scene_.theme.surface);
  if (!scene_.phase) return;
  stale_ = false;
  ++painted_;
  paintPhase(painter, scene_, frame_);
}

void PhasePlot::resizeEvent(QResizeEvent* event) {
  PanelView::resizeEvent(event);
  updateFrame();
}

void PhasePlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT pressed();
}

QSize PhasePlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize PhasePlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

}  // namespace thalweg
