#include "ui/views/chart_plot.h"

#include "ui/views/plot_layer.h"

#include <QMouseEvent>

#include <utility>

namespace thalweg {

ChartPlot::ChartPlot(const Theme& theme, QWidget* parent) : QWidget(parent), plot_(new QCustomPlot(this)) {
  scene_.theme = theme;
  plot_->setBackground(QBrush(theme.surface));
  const auto ratio = [this] { return plot_->bufferDevicePixelRatio(); };
  ground_ = new PlotLayer(plot_, QStringLiteral("ground"),
                          [this, ratio](QPainter& p) { paintChartGround(p, scene_, cache_, ratio()); });
  past_ = new PlotLayer(plot_, QStringLiteral("past"),
                        [this, ratio](QPainter& p) { paintChartPast(p, scene_, cache_, ratio()); });
  hover_ = new PlotLayer(plot_, QStringLiteral("hover"), [this](QPainter& p) { paintChartHover(p, scene_, cache_); });
  keepPlotLayersOnly(plot_);
  // The plot repaints everything when it is resized or first shown.
  connect(plot_, &QCustomPlot::beforeReplot, this, [this] {
    prepare();
    due_ = 0;
  });
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

ChartPlot::~ChartPlot() = default;

void ChartPlot::due(unsigned what) {
  if (due_ == 0) QMetaObject::invokeMethod(this, &ChartPlot::flush, Qt::QueuedConnection);
  due_ |= what;
}

void ChartPlot::prepare() {
  if ((due_ & DataDue) != 0) cache_ = prepareChart(scene_, rect());
}

void ChartPlot::flush() {
  if (due_ == 0) return;
  prepare();
  const unsigned what = std::exchange(due_, 0);
  if ((what & DataDue) != 0) ground_->repaint();
  if ((what & (DataDue | PastDue)) != 0) past_->repaint();
  if ((what & (DataDue | HoverDue)) != 0) hover_->repaint();
}

void ChartPlot::setTheme(const Theme& theme) {
  scene_.theme = theme;
  plot_->setBackground(QBrush(theme.surface));
  due(DataDue);
}

void ChartPlot::setPlotMargins(double left, double right) {
  scene_.marginLeft = left;
  scene_.marginRight = right;
  due(DataDue);
}

void ChartPlot::setLogarithmic(bool on) {
  scene_.logarithmic = on;
  due(DataDue);
}

void ChartPlot::setSeries(std::vector<SeriesData> series, double xMax) {
  scene_.series = std::move(series);
  scene_.xMax = xMax;
  due(DataDue);
}

void ChartPlot::setStep(std::int64_t step) {
  if (step == scene_.cursor) return;
  scene_.cursor = step;
  due(PastDue);
}

QSize ChartPlot::minimumSizeHint() const { return {scene_.theme.ipx(200), scene_.theme.ipx(100)}; }
QSize ChartPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(240)}; }

int ChartPlot::repaints(Layer layer) const {
  return (layer == Layer::Ground ? ground_ : layer == Layer::Past ? past_ : hover_)->count();
}

void ChartPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  due(DataDue);
  plot_->setGeometry(rect());
}

void ChartPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) Q_EMIT seek(stepAt(scene_, cache_.frame, event->position().x()));
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event) {
  const std::int64_t step = stepAt(scene_, cache_.frame, event->position().x());
  if ((event->buttons() & Qt::LeftButton) != 0) Q_EMIT seek(step);
  const bool inside = cache_.frame.rect.contains(event->position()) && event->buttons() == Qt::NoButton;
  const std::optional<std::int64_t> hover = inside ? std::optional(step) : std::nullopt;
  if (hover == scene_.hover) return;
  scene_.hover = hover;
  due(HoverDue);
}

void ChartPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  if (!scene_.hover) return;
  scene_.hover.reset();
  due(HoverDue);
}

}  // namespace thalweg
