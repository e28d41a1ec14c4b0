#include "ui/views/data_plot.h"

#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace thalweg {

DataPlot::DataPlot(const Theme& theme, QWidget* parent) : PanelView(parent) {
  scene_.theme = theme;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void DataPlot::show(const PanelScene& scene) {
  if (!scene.data) return;
  const bool same = scene.data == scene_.data && scene.theme == scene_.theme && scene.view == scene_.view &&
                    scene.colors == scene_.colors && scene.marginLeft == scene_.marginLeft;
  scene_ = scene;
  if (same) return;
  updateFrame();
  update();
}

void DataPlot::updateFrame() {
  if (!scene_.data) return;
  const PlotFrame before = std::exchange(frame_, dataFrame(scene_, rect()));
  cache_ = nullptr;
  if (!(before == frame_)) Q_EMIT shownChanged();
}

void DataPlot::flush() {
  if (cache_ || !scene_.data) return;
  repaint();
}

void DataPlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.fillRect(rect(), scene_.theme.surface);
  if (!scene_.data) return;
  if (!cache_) cache_ = prepareData(scene_, frame_);
  ++painted_;
  paintData(painter, scene_, frame_, *cache_, devicePixelRatioF());
}

void DataPlot::resizeEvent(QResizeEvent* event) {
  PanelView::resizeEvent(event);
  updateFrame();
}

void DataPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT pressed();
}

QSize DataPlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize DataPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

}  // namespace thalweg
