#include "ui/views/picture_plot.h"

#include "ui/scenes/phase_picture.h"
#include "ui/scenes/study_picture.h"

#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace thalweg {

PicturePlot::PicturePlot(const Theme& theme, QWidget* parent) : PanelView(parent) {
  scene_.theme = theme;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void PicturePlot::show(const PanelScene& scene) {
  if (!scene.study && !scene.phase) return;
  const bool same = scene.study == scene_.study && scene.phase == scene_.phase && scene.theme == scene_.theme &&
                    scene.marginLeft == scene_.marginLeft && scene.marginRight == scene_.marginRight &&
                    scene.colorBar == scene_.colorBar;
  scene_ = scene;
  if (same) return;
  due_ = true;
  updateFrame();
  update();
}

void PicturePlot::updateFrame() {
  if (!scene_.study && !scene_.phase) return;
  const PlotFrame before = std::exchange(frame_, panelFrame(scene_, rect()));
  if (!(before == frame_)) Q_EMIT shownChanged();
}

void PicturePlot::flush() {
  if (due_ && (scene_.study || scene_.phase)) repaint();
}

void PicturePlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), scene_.theme.surface);
  due_ = false;
  if (!scene_.study && !scene_.phase) return;
  ++painted_;
  if (scene_.phase)
    paintPhase(painter, scene_, frame_);
  else
    paintStudy(painter, scene_, frame_, devicePixelRatioF());
}

void PicturePlot::resizeEvent(QResizeEvent* event) {
  PanelView::resizeEvent(event);
  updateFrame();
}

void PicturePlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT pressed();
}

QSize PicturePlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize PicturePlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

}  // namespace thalweg
