#include "ui/views/study_plot.h"

#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace thalweg {

StudyPlot::StudyPlot(const Theme& theme, QWidget* parent) : PanelView(parent) {
  scene_.theme = theme;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void StudyPlot::show(const PanelScene& scene) {
  if (!scene.study) return;
  const bool same = scene.study == scene_.study && scene.theme == scene_.theme &&
                    scene.marginLeft == scene_.marginLeft && scene.colorBar == scene_.colorBar;
  scene_ = scene;
  if (same) return;
  due_ = true;
  updateFrame();
  update();
}

void StudyPlot::updateFrame() {
  if (!scene_.study) return;
  const PlotFrame before = std::exchange(frame_, studyFrame(scene_, rect()));
  if (!(before == frame_)) Q_EMIT shownChanged();
}

void StudyPlot::flush() {
  if (due_ && scene_.study) repaint();
}

void StudyPlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), scene_.theme.surface);
  due_ = false;
  if (!scene_.study) return;
  ++painted_;
  paintStudy(painter, scene_, frame_, devicePixelRatioF());
}

void StudyPlot::resizeEvent(QResizeEvent* event) {
  PanelView::resizeEvent(event);
  updateFrame();
}

void StudyPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT pressed();
}

QSize StudyPlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize StudyPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

}  // namespace thalweg
