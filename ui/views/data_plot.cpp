#include "ui/views/data_plot.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

namespace {

constexpr double sampleReach = 9;   // pixels at marks of usual size
constexpr double chosenRadius = 8;  // of the ring round the chosen sample

bool holdsAll(const View& box, const Dataset& data, bool line) {
  for (const bool test : {false, true}) {
    const Eigen::MatrixXd& inputs = test ? data.testInputs : data.inputs;
    const Eigen::VectorXd& targets = test ? data.testTargets : data.targets;
    for (Index s = 0; s < targets.size(); ++s) {
      const double x = inputs(s, 0);
      const double y = line ? targets[s] : inputs(s, 1);
      if (!(x >= box.xMin && x <= box.xMax && y >= box.yMin && y <= box.yMax)) return false;
    }
  }
  return true;
}

/// How many there are for the same use.
Index samplesBeside(const DataPicture& picture, const SampleRef& sample) {
  const Dataset& set = picture.data().dataset();
  return (sample.test ? set.testTargets : set.targets).size();
}

}  // namespace

DataPlot::DataPlot(const Theme& theme, QWidget* parent) : PanelView(parent) {
  scene_.theme = theme;
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMouseTracking(true);
}

void DataPlot::show(const PanelScene& scene) {
  if (!scene.data) return;
  wanted_ = scene.view;
  if (held_ && !dragging_ && !holdsAll(*held_, scene.data->data().dataset(), scene.data->isLine())) held_ = wanted_;
  const View view = held_.value_or(wanted_);
  const bool same = scene.data == scene_.data && scene.theme == scene_.theme && view == scene_.view &&
                    scene.colors == scene_.colors && scene.marginLeft == scene_.marginLeft;
  const Index before = chosen_ ? samplesBeside(*scene_.data, *chosen_) : 0;
  scene_ = scene;
  scene_.view = view;
  if (same) return;
  // Of fewer samples it is another one that has the place.
  if (chosen_ && samplesBeside(*scene_.data, *chosen_) < before) choose({});
  updateFrame();
  update();
}

void DataPlot::setSampleEditing(SampleEditing editing) {
  if (editing == sampleEditing()) return;
  PanelView::setSampleEditing(editing);
  if (editing == SampleEditing::None) {
    endDrag();
    choose({});
  }
  held_.reset();
  if (!scene_.data) return;
  if (editing == SampleEditing::Add) held_ = wanted_;
  if (scene_.view == wanted_) return;
  scene_.view = wanted_;
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
  if (!chosen_) return;
  const QPointF at = samplePixel(*scene_.data, frame_, *chosen_);
  if (!frame_.rect.contains(at)) return;
  const double radius = chosenRadius * scene_.theme.plot.marks;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(scene_.theme.accent, 2 * scene_.theme.plot.marks));
  painter.drawEllipse(at, radius, radius);
}

void DataPlot::resizeEvent(QResizeEvent* event) {
  PanelView::resizeEvent(event);
  updateFrame();
}

void DataPlot::choose(const std::optional<SampleRef>& sample) {
  if (sample == chosen_) return;
  chosen_ = sample;
  update();
  Q_EMIT sampleChosen();
}

std::optional<SampleRef> DataPlot::sampleNear(const QPointF& pixel, double reach) const {
  if (!scene_.data || !frame_.rect.contains(pixel)) return {};
  return sampleAt(*scene_.data, frame_, pixel, reach * scene_.theme.plot.marks);
}

/// Rounded to what a part of a pixel is worth: files are read by people.
QPointF DataPlot::placeOf(const QPointF& pixel) const {
  const QPointF at = frame_.toData({std::clamp(pixel.x(), frame_.rect.left(), frame_.rect.right()),
                                    std::clamp(pixel.y(), frame_.rect.top(), frame_.rect.bottom())});
  const auto rounded = [](double value, double extent, double pixels) {
    const double digits = std::ceil(-std::log10(extent / std::max(1.0, pixels) / 2));
    const double scale = std::pow(10.0, std::clamp(digits, -9.0, 15.0));
    return std::round(value * scale) / scale;
  };
  const View& view = frame_.view;
  return {rounded(at.x(), view.xMax - view.xMin, frame_.rect.width()),
          rounded(at.y(), view.yMax - view.yMin, frame_.rect.height())};
}

void DataPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  Q_EMIT pressed();
  if (sampleEditing() == SampleEditing::None || !scene_.data || dragging_) return;
  const QPointF pixel = event->position();
  const QPointF at = placeOf(pixel);
  std::optional<SampleRef> hit = sampleNear(pixel, sampleReach);
  if (!held_) held_ = scene_.view;
  dragging_ = true;
  if (hit) {
    Q_EMIT sampleDragged(*hit, at.x(), at.y(), DragPhase::Begin);
  } else if (sampleEditing() == SampleEditing::Add && frame_.rect.contains(pixel)) {
    Q_EMIT sampleAdded(at.x(), at.y(), event->modifiers().testFlag(Qt::ShiftModifier));
    hit = sampleNear(pixel, sampleReach);
  }
  choose(hit);
  if (!hit) endDrag();
  showCursor(pixel);
}

void DataPlot::mouseMoveEvent(QMouseEvent* event) {
  if (dragging_ && chosen_) {
    const QPointF at = placeOf(event->position());
    Q_EMIT sampleDragged(*chosen_, at.x(), at.y(), DragPhase::Move);
  }
  showCursor(event->position());
}

void DataPlot::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  endDrag();
  showCursor(event->position());
}

void DataPlot::hideEvent(QHideEvent* event) {
  endDrag();
  PanelView::hideEvent(event);
}

void DataPlot::endDrag() {
  if (!std::exchange(dragging_, false)) return;
  if (chosen_) Q_EMIT sampleDragged(*chosen_, 0, 0, DragPhase::End);
  if (sampleEditing() == SampleEditing::Add) return;
  held_.reset();
  if (!scene_.data || scene_.view == wanted_) return;
  scene_.view = wanted_;
  updateFrame();
  update();
}

void DataPlot::showCursor(const QPointF& pixel) {
  if (sampleEditing() == SampleEditing::None) return unsetCursor();
  if (dragging_) return setCursor(Qt::ClosedHandCursor);
  if (sampleNear(pixel, sampleReach)) return setCursor(Qt::OpenHandCursor);
  if (sampleEditing() == SampleEditing::Add && frame_.rect.contains(pixel)) return setCursor(Qt::CrossCursor);
  unsetCursor();
}

QSize DataPlot::minimumSizeHint() const { return {scene_.theme.ipx(110), scene_.theme.ipx(90)}; }
QSize DataPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(560)}; }

}  // namespace thalweg
