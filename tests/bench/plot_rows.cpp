// What decides who draws charts and panels: our painters against QCustomPlot's own graphs, fills and axes, as well as
// they can be set up for the same picture.

#include "core/scenario/scenario.h"
#include "tests/bench/rows.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/stroke_canvas.h"
#include "ui/scenes/surface.h"
#include "ui/views/chart_plot.h"
#include "ui/views/panel_plot.h"
#include "ui/views/plot_layer.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QHBoxLayout>

#include <array>
#include <cmath>
#include <memory>

namespace thalweg::bench {

namespace {

constexpr std::size_t charts = 3;
constexpr std::size_t lines = 8;
constexpr Index points = 1000;
constexpr int frames = 300;
constexpr int moves = 48;
constexpr QSize chartSize(520, 250);  // three beside the contenders on a screen of 1920 × 1080
constexpr QSize panelSize(520, 600);

using Values = std::shared_ptr<const Column>;

/// A falling loss; every second one swings as momentum does.
Values loss(std::size_t line, double rate, double factor = 1) {
  Column y(points);
  for (Index k = 0; k < points; ++k) {
    const double t = static_cast<double>(k);
    const double swing = line % 2 == 1 ? 1 + 0.9 * std::sin(0.35 * t + static_cast<double>(line)) : 1;
    y[k] = factor * (1e-6 + std::exp(-rate * t * (1 + 0.3 * static_cast<double>(line))) * swing);
  }
  return std::make_shared<const Column>(std::move(y));
}

void paintAll() {
  QAbstractEventDispatcher* dispatcher = QAbstractEventDispatcher::instance();
  for (int i = 0; i < 100 && dispatcher->processEvents(QEventLoop::AllEvents); ++i) {
  }
}

QWidget* makeWindow(const std::vector<QWidget*>& plots, const QSize& size) {
  auto* window = new QWidget;
  auto* line = new QHBoxLayout(window);
  line->setContentsMargins(0, 0, 0, 0);
  for (QWidget* plot : plots) {
    plot->setFixedSize(size);
    line->addWidget(plot);
  }
  window->show();
  for (int i = 0; i < 20; ++i) paintAll();
  return window;
}

/// Median milliseconds of `count` events, each until all is painted, for which the main thread had a processor: what
/// else the machine does is left out.
template <class Event>
double timed(int count, Event event) {
  std::vector<double> milliseconds;
  for (int k = 0; k < count; ++k) {
    const double start = ownTime();
    event(k);
    paintAll();
    if (k > 0) milliseconds.push_back(1e3 * (ownTime() - start));
  }
  return median(std::move(milliseconds));
}

double rateOfMove(int k) { return 0.004 * (1 + 0.02 * (k % 24)); }

struct Figures {
  double frame = 0;
  double move = 0;
  double bands = 0;
};

Figures ourCharts(const Theme& theme) {
  std::vector<ChartPlot*> plots;
  std::vector<QWidget*> widgets;
  std::vector<SeriesData> series(lines);
  for (std::size_t i = 0; i < lines; ++i) {
    series[i].y = loss(i, 0.004);
    series[i].color = theme.contenders[i % theme.contenders.size()].color;
    series[i].marker = QLatin1String(contenderMarkers[i]);
  }
  for (std::size_t c = 0; c < charts; ++c) {
    plots.push_back(new ChartPlot(theme));
    plots.back()->setSeries(series, points - 1);
    widgets.push_back(plots.back());
  }
  const std::unique_ptr<QWidget> window(makeWindow(widgets, chartSize));
  const auto showAll = [&] {
    for (ChartPlot* plot : plots) plot->setSeries(series, points - 1);
  };
  Figures figures;
  figures.frame = timed(frames, [&](int k) {
    for (ChartPlot* plot : plots) plot->setStep((k + 1) * points / frames);
  });
  figures.move = timed(moves, [&](int k) {
    series[0].y = loss(0, rateOfMove(k));
    showAll();
  });
  figures.bands = timed(moves, [&](int k) {
    for (std::size_t i = 0; i < lines; ++i) {
      series[i].bandLow = loss(i, rateOfMove(k), 0.6);
      series[i].bandHigh = loss(i, rateOfMove(k), 1.5);
    }
    showAll();
  });
  return figures;
}

/// A chart of QCPGraphs: whole lines pale on one buffered layer, the past on another.
class GraphChart {
 public:
  GraphChart(const Theme& theme, bool antialiased, bool masked) : masked_(masked), plot_(new QCustomPlot) {
    plot_->setBackground(QBrush(theme.surface));
    plot_->setAntialiasedElements(antialiased ? QCP::aeAll : QCP::aeNone);
    plot_->setNoAntialiasingOnDrag(false);
    plot_->plotLayout()->setAutoMargins(QCP::msNone);
    plot_->setPlottingHints(QCP::phFastPolylines | QCP::phCacheLabels);
    for (const char* layer : {"past", "marks"}) {
      plot_->addLayer(QLatin1String(layer));
      plot_->layer(QLatin1String(layer))->setMode(QCPLayer::lmBuffered);
    }
    QCPAxisRect* rect = plot_->axisRect();
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins(QMargins(44, 8, 8, 32));
    plot_->yAxis->setScaleType(QCPAxis::stLogarithmic);
    plot_->yAxis->setTicker(QSharedPointer<QCPAxisTickerLog>(new QCPAxisTickerLog));
    plot_->xAxis->setRange(0, static_cast<double>(points - 1));
    plot_->yAxis->setRange(1e-7, 10);
    for (std::size_t i = 0; i < lines; ++i) {
      const QColor color = theme.contenders[i % theme.contenders.size()].color;
      QColor pale = color;
      pale.setAlphaF(0.52F);
      whole_.push_back(add("main", pale, theme.plot.chartAhead));
      past_.push_back(add("past", color, theme.plot.chartLine));
      bandLow_.push_back(add("grid", Qt::transparent, 0));
      bandHigh_.push_back(add("grid", Qt::transparent, 0));
      bandLow_[i]->setPen(Qt::NoPen);
      bandHigh_[i]->setPen(Qt::NoPen);
      QColor band = color;
      band.setAlphaF(0.2F);
      bandHigh_[i]->setBrush(band);
      bandHigh_[i]->setChannelFillGraph(bandLow_[i]);
      setLine(i, *loss(i, 0.004));
    }
    if (masked) {
      // All lines stand whole; what lies ahead is covered by a picture of the pale ones.
      mask_ = new PlotLayer(plot_, QStringLiteral("ahead"), [this](QPainter& p) {
        const int x = static_cast<int>(plot_->xAxis->coordToPixel(static_cast<double>(step_)));
        p.drawPixmap(QPoint(x, 0), pale_, QRect(x, 0, plot_->width() - x, plot_->height()));
      });
    }
  }
  [[nodiscard]] QCustomPlot* widget() const { return plot_; }
  void setLine(std::size_t i, const Column& y) {
    QVector<double> keys(points);
    for (Index k = 0; k < points; ++k) keys[k] = static_cast<double>(k);
    whole_[i]->setData(keys, QVector<double>(y.begin(), y.end()), true);
    shown_ = -1;
  }
  void setBand(std::size_t i, const Column& low, const Column& high) {
    QVector<double> keys(points);
    for (Index k = 0; k < points; ++k) keys[k] = static_cast<double>(k);
    bandLow_[i]->setData(keys, QVector<double>(low.begin(), low.end()), true);
    bandHigh_[i]->setData(keys, QVector<double>(high.begin(), high.end()), true);
  }
  void replot() {
    fillPast();
    if (masked_) {
      pale_ = QPixmap(plot_->size());
      pale_.fill(Qt::white);
      plot_->layer(QStringLiteral("past"))->setVisible(false);
      QCPPainter painter(&pale_);
      plot_->toPainter(&painter, plot_->width(), plot_->height());
      painter.end();
      plot_->layer(QStringLiteral("past"))->setVisible(true);
    }
    plot_->replot(QCustomPlot::rpQueuedRefresh);
  }
  void setStep(Index step) {
    step_ = step;
    if (masked_) return mask_->repaint();
    fillPast();
    plot_->layer(QStringLiteral("past"))->replot();
  }

 private:
  QCPGraph* add(const char* layer, const QColor& color, double width) {
    QCPGraph* graph = plot_->addGraph();
    graph->setLayer(QLatin1String(layer));
    graph->setPen(QPen(color, width));
    graph->setAdaptiveSampling(true);
    return graph;
  }
  /// Only the points that the cursor passed are added.
  void fillPast() {
    const Index end = masked_ ? points - 1 : step_;
    for (std::size_t i = 0; i < lines; ++i) {
      if (end < shown_ || shown_ < 0) past_[i]->data()->clear();
      const auto& all = *whole_[i]->data();
      for (Index k = past_[i]->dataCount(); k <= end; ++k) past_[i]->data()->add(*(all.constBegin() + k));
    }
    shown_ = end;
  }
  bool masked_;
  QCustomPlot* plot_;
  PlotLayer* mask_ = nullptr;
  QPixmap pale_;
  Index step_ = 0;
  Index shown_ = -1;
  std::vector<QCPGraph*> whole_, past_, bandLow_, bandHigh_;
};

Figures theirCharts(const Theme& theme, bool antialiased, bool masked) {
  std::vector<std::unique_ptr<GraphChart>> plots;
  std::vector<QWidget*> widgets;
  for (std::size_t c = 0; c < charts; ++c) {
    plots.push_back(std::make_unique<GraphChart>(theme, antialiased, masked));
    widgets.push_back(plots.back()->widget());
  }
  const std::unique_ptr<QWidget> window(makeWindow(widgets, chartSize));
  for (const auto& plot : plots) plot->replot();
  paintAll();
  Figures figures;
  figures.frame = timed(frames, [&](int k) {
    for (const auto& plot : plots) plot->setStep((k + 1) * points / frames);
  });
  if (const QString shot = qEnvironmentVariable("THALWEG_BENCH_SHOT"); !shot.isEmpty()) {
    for (const auto& plot : plots) plot->setStep(points / 3);
    paintAll();
    window->grab().save(shot + QString::number(antialiased) + QString::number(masked) + QStringLiteral(".png"));
    for (const auto& plot : plots) plot->setStep(points - 1);
  }
  figures.move = timed(moves / 4, [&](int k) {
    for (const auto& plot : plots) {
      plot->setLine(0, *loss(0, rateOfMove(k)));
      plot->replot();
    }
  });
  figures.bands = timed(moves / 4, [&](int k) {
    for (const auto& plot : plots) {
      for (std::size_t i = 0; i < lines; ++i)
        plot->setBand(i, *loss(i, rateOfMove(k), 0.6), *loss(i, rateOfMove(k), 1.5));
      plot->replot();
    }
  });
  return figures;
}

/// What a panel shows: eight paths of 1 000 steps on a surface with contours.
PanelScene himmelblauScene(const Theme& theme) {
  Panel panel;
  panel.objective = "himmelblau";
  const std::shared_ptr<const Objective> objective = makeObjective(panel);
  PanelScene scene;
  scene.theme = theme;
  scene.view = objective->view();
  scene.equalAxes = false;
  setSurface(scene, *makeSurface(objective, {.view = scene.view, .columns = 512, .rows = 512, .plane = {}}), Display{});
  scene.equalAxes = false;
  for (std::size_t i = 0; i < lines; ++i) {
    Points path(points, 2);
    for (Index k = 0; k < points; ++k) {
      const double t = static_cast<double>(k) * 0.01 + static_cast<double>(i);
      const double r = 4 * std::exp(-0.1 * t);
      path.row(k) << 3 + r * std::cos(t), 2 + r * std::sin(t);
    }
    PathData data;
    data.points = std::make_shared<const Points>(std::move(path));
    data.color = theme.contender(i).color;
    data.marker = theme.contender(i).marker;
    scene.paths.push_back(std::move(data));
  }
  return scene;
}

struct PanelFigures {
  double frame = 0;
  double pan = 0;
};

View shifted(const View& view, int k) {
  const double by = (view.xMax - view.xMin) * 0.002 * (k % 24);
  return {view.xMin + by, view.xMax + by, view.yMin, view.yMax};
}

PanelFigures ourPanel(const Theme& theme) {
  PanelScene scene = himmelblauScene(theme);
  auto* plot = new PanelPlot(theme);
  plot->show(scene);
  const std::unique_ptr<QWidget> window(makeWindow({plot}, panelSize));
  PanelFigures figures;
  const View view = scene.view;
  figures.frame = timed(frames, [&](int k) {
    scene.cursor = (k + 1) * points / frames;
    plot->show(scene);
  });
  if (const QString shot = qEnvironmentVariable("THALWEG_BENCH_SHOT"); !shot.isEmpty())
    window->grab().save(shot + QStringLiteral("-ours.png"));
  figures.pan = timed(moves, [&](int k) {
    scene.view = shifted(view, k);
    plot->show(scene);
  });
  return figures;
}

/// One of our painters as a plottable of QCustomPlot's.
class Painted final : public QCPAbstractPlottable {
 public:
  Painted(QCPAxisRect* rect, const QString& layer, PlotLayer::Paint paint)
      : QCPAbstractPlottable(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft)), paint_(std::move(paint)) {
    setLayer(layer);
  }
  double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
  QCPRange getKeyRange(bool& found, QCP::SignDomain) const override { return found = false, QCPRange(); }
  QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override {
    return found = false, QCPRange();
  }

 protected:
  QRect clipRect() const override { return parentPlot()->rect(); }
  void draw(QCPPainter* painter) override { paint_(*painter); }
  void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

 private:
  PlotLayer::Paint paint_;
};

/// Our ticks on QCustomPlot's axis.
class Ticker final : public QCPAxisTicker {
 public:
  Ticker(QCPAxis* axis, double spacing) : axis_(axis), spacing_(spacing) {}

 protected:
  QVector<double> createTickVector(double, const QCPRange& range) override {
    const bool flat = axis_->orientation() == Qt::Horizontal;
    QVector<double> values;
    labels_.clear();
    const QRect rect = axis_->axisRect()->rect();
    for (const Tick& tick : linearTicks(range.lower, range.upper, flat ? rect.width() : rect.height(), spacing_)) {
      values << tick.value;
      labels_ << tick.label;
    }
    return values;
  }
  QVector<QString> createLabelVector(const QVector<double>&, const QLocale&, QChar, int) override { return labels_; }
  int getSubTickCount(double) override { return 0; }

 private:
  QCPAxis* axis_;
  double spacing_;
  QVector<QString> labels_;
};

/// A panel on a QCPAxisRect that owns ranges, ticks and labels.
PanelFigures theirPanel(const Theme& theme) {
  PanelScene scene = himmelblauScene(theme);
  PanelCache cache;
  PathRaster raster;
  auto* plot = new QCustomPlot;
  plot->setBackground(QBrush(theme.surface));
  for (const char* layer : {"ground", "paths", "over"}) {
    plot->addLayer(QLatin1String(layer));
    plot->layer(QLatin1String(layer))->setMode(QCPLayer::lmBuffered);
  }
  QCPAxisRect* rect = plot->axisRect();
  plot->plotLayout()->setAutoMargins(QCP::msNone);
  plot->plotLayout()->setMargins({});
  cache.frame = panelFrame(scene, QRectF(QPointF(), QSizeF(panelSize)));
  const QRectF& r = cache.frame.rect;
  rect->setAutoMargins(QCP::msNone);
  rect->setMargins(
      QMarginsF(r.left(), r.top(), panelSize.width() - r.right(), panelSize.height() - r.bottom()).toMargins());
  const auto ratio = [plot] { return plot->bufferDevicePixelRatio(); };
  new Painted(rect, QStringLiteral("ground"), [&](QPainter& p) {
    paintSurface(p, scene, cache);
    StrokeCanvas canvas(p, cache.frame.rect, ratio());
    paintContours(canvas, *cache.contours, cache.frame, cache.labels, {}, theme);
    paintFooter(p, scene, cache);
  });
  for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
    axis->setLayer(QStringLiteral("ground"));
    axis->grid()->setVisible(false);
    axis->setTicker(QSharedPointer<Ticker>::create(axis, 4 * theme.em));
    axis->setTickLabelFont(theme.font(TextRole::Axis));
    axis->setTickLabelColor(theme.secondary);
    axis->setBasePen(QPen(theme.axis, 1));
    axis->setTickPen(QPen(theme.hint, 1));
    axis->setTickLength(0, static_cast<int>(std::lround(tickLength(theme))));
    axis->setSubTicks(false);
  }
  new Painted(rect, QStringLiteral("paths"), [&](QPainter& p) {
    raster.paint(p, cache.frame, scene.paths, cache.paths, scene.cursor, theme, ratio());
  });
  new Painted(rect, QStringLiteral("over"), [&](QPainter& p) { paintMarks(p, scene, cache); });
  for (const char* name : {"background", "grid", "main", "axes", "legend", "overlay"})
    plot->removeLayer(plot->layer(QLatin1String(name)));
  const auto show = [&](const View& view) {
    plot->xAxis->setRange(view.xMin, view.xMax);
    plot->yAxis->setRange(view.yMin, view.yMax);
    cache.frame.view = view;
    preparePaths(cache, scene);
    prepareLabels(cache, scene);
    plot->replot(QCustomPlot::rpQueuedRefresh);
  };
  prepareSurface(cache, scene);
  const std::unique_ptr<QWidget> window(makeWindow({plot}, panelSize));
  show(scene.view);
  paintAll();
  PanelFigures figures;
  figures.frame = timed(frames, [&](int k) {
    scene.cursor = (k + 1) * points / frames;
    plot->layer(QStringLiteral("paths"))->replot();
  });
  if (const QString shot = qEnvironmentVariable("THALWEG_BENCH_SHOT"); !shot.isEmpty())
    window->grab().save(shot + QStringLiteral("-axis-rect.png"));
  figures.pan = timed(moves, [&](int k) { show(shifted(scene.view, k)); });
  return figures;
}

}  // namespace

std::vector<Row> plotRows() {
  const ThemeController themes(qApp);
  const Theme& theme = themes.theme();
  const Figures ours = ourCharts(theme);
  const Figures smooth = theirCharts(theme, true, false);
  const Figures jagged = theirCharts(theme, false, false);
  const Figures masked = theirCharts(theme, true, true);
  const auto row = [&](const char* work, double Figures::*figure, std::optional<Goal> goal, const char* equal) {
    return Row{.work = work,
               .unit = "ms",
               .ours = ours.*figure,
               .peers = {{"QCPGraph", smooth.*figure}, {"jagged", jagged.*figure}, {"masked", masked.*figure}},
               .goal = goal,
               .equal = equal};
  };
  const PanelFigures panel = ourPanel(theme);
  const PanelFigures axisRect = theirPanel(theme);
  const auto panelRow = [&](const char* work, double PanelFigures::*figure, const char* equal) {
    return Row{.work = work,
               .unit = "ms",
               .ours = panel.*figure,
               .peers = {{"QCPAxisRect", axisRect.*figure}},
               .equal = equal};
  };
  return {
      row("charts: playback frame", &Figures::frame, Goal{Goal::Kind::AtMost, 2},
          "3 charts × 8 lines × 1 000 points, the past drawn thick over the pale whole; QCPGraph with adaptive "
          "sampling and smooth edges; jagged: without them; masked: smooth, whole, and covered ahead of the cursor"),
      row("charts: one line moved", &Figures::move, {}, "as above, one of each chart's lines new"),
      row("charts: bands moved", &Figures::bands, {}, "as above, eight bands new in each chart; channel fills"),
      panelRow("panel: playback frame", &PanelFigures::frame,
               "8 paths of 1 000 steps on Himmelblau's surface, 520 × 600; our painters as plottables"),
      panelRow("panel: moved by the mouse", &PanelFigures::pan,
               "as above, all but the surface's colours drawn anew; ticks and labels are the axis rect's")};
}

}  // namespace thalweg::bench
