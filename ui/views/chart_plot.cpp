#include "ui/views/chart_plot.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>
#include <utility>

namespace thalweg {

ChartPlot::ChartPlot(const Theme& theme, QWidget* parent) : QWidget(parent) {
  scene_.theme = theme;
  scene_.named = true;
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void ChartPlot::due(unsigned what) {
  if (due_ == 0) QMetaObject::invokeMethod(this, &ChartPlot::flush, Qt::QueuedConnection);
  due_ |= what;
}

void ChartPlot::flush() {
  const unsigned what = std::exchange(due_, 0);
  if ((what & DataDue) != 0) {
    cache_ = prepareChart(scene_, rect(), std::move(cache_));
    raster_.paint(scene_, cache_, size(), devicePixelRatioF());
    count(Layer::Ground);
    count(Layer::Past);
    update();
  } else if ((what & PastDue) != 0) {
    update(raster_.moveCursor(scene_, cache_));
    count(Layer::Past);
  }
  if ((what & HoverDue) != 0) {
    count(Layer::Hover);
    update();
  }
}

void ChartPlot::paintEvent(QPaintEvent* /*event*/) {
  // A screen of another resolution, or painting before the event loop came to it.
  if (raster_.image().devicePixelRatio() != devicePixelRatioF()) due_ |= DataDue;
  flush();
  QPainter painter(this);
  painter.drawImage(QPointF(), raster_.image());
  paintChartGuess(painter, scene_, cache_);
  paintChartHover(painter, scene_, cache_);
}

void ChartPlot::setTheme(const Theme& theme) {
  scene_.theme = theme;
  raster_.forgetAxes();
  cache_ = {};
  due(DataDue);
}

void ChartPlot::setPlotMargins(double left, double right) {
  scene_.marginLeft = left;
  scene_.marginRight = right;
  due(DataDue);
}

void ChartPlot::setLogarithmic(bool on) {
  if (on == scene_.logarithmic) return;
  scene_.logarithmic = on;
  due(DataDue);
}

void ChartPlot::setSeries(std::vector<SeriesData> series, double xMax, bool evaluations, bool still) {
  if (series == scene_.series && xMax == scene_.xMax && evaluations == scene_.evaluations && still == scene_.still)
    return;
  scene_.series = std::move(series);
  scene_.xMax = xMax;
  scene_.evaluations = evaluations;
  scene_.still = still;
  due(DataDue);
}

void ChartPlot::setNote(const QString& note) {
  if (note == scene_.note) return;
  scene_.note = note;
  due(DataDue);
}

void ChartPlot::setStep(std::int64_t step) {
  if (step == scene_.cursor) return;
  scene_.cursor = step;
  if (!scene_.still) due(PastDue);
  readWalk();
}

void ChartPlot::setGuess(std::optional<ChartGuess> guess) {
  if (guess == scene_.guess) return;
  // A mark that moves within its way changes nothing below it.
  const bool moved = guess && scene_.guess && guess->open && scene_.guess->open && guess->low == scene_.guess->low &&
                     guess->high == scene_.guess->high;
  scene_.guess = std::move(guess);
  const bool open = scene_.guess && scene_.guess->open;
  if (open)
    setCursor(Qt::SizeVerCursor);
  else
    unsetCursor();
  setAccessibleDescription(scene_.guess ? scene_.guess->words : QString());
  if (moved)
    update();
  else
    due(DataDue);
}

QSize ChartPlot::minimumSizeHint() const { return {scene_.theme.ipx(200), scene_.theme.ipx(100)}; }
QSize ChartPlot::sizeHint() const { return {scene_.theme.ipx(400), scene_.theme.ipx(240)}; }

void ChartPlot::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  due(DataDue);
}

void ChartPlot::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || scene_.still) return event->ignore();
  setHover({});
  if (scene_.guess && scene_.guess->open) {
    Q_EMIT guessed(guessAt(scene_, cache_, event->position().y()));
    return;
  }
  Q_EMIT seek(stepAt(scene_, cache_.frame, event->position().x()));
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event) {
  const ChartFrame& frame = cache_.frame;
  if (scene_.guess && scene_.guess->open) {
    if ((event->buttons() & Qt::LeftButton) != 0) Q_EMIT guessed(guessAt(scene_, cache_, event->position().y()));
    return;
  }
  if ((event->buttons() & Qt::LeftButton) != 0 && !scene_.still)
    Q_EMIT seek(stepAt(scene_, frame, event->position().x()));
  if (!frame.rect.contains(event->position()) || event->buttons() != Qt::NoButton) return setHover({});
  const double x = (event->position().x() - frame.rect.left()) / frame.rect.width() * frame.xMax;
  setHover(scene_.still ? x : std::round(x));
}

void ChartPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  setHover({});
}

void ChartPlot::readWalk() {
  if (!walking_) return;
  setHover(cursorX(scene_, scene_.cursor));
  QStringList words;
  for (const ChartReading& row : chartReadings(scene_))
    words << (row.series ? row.series->owner + QLatin1Char(' ') + row.text : row.text);
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  QAccessibleEvent said(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&said);
}

void ChartPlot::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  walking_ = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  readWalk();
}

void ChartPlot::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (std::exchange(walking_, false)) setHover({});
}

void ChartPlot::setHover(std::optional<double> x) {
  if (x == scene_.hover) return;
  scene_.hover = x;
  due(HoverDue);
}

}  // namespace thalweg
