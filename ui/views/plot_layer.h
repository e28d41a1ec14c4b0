#pragma once
/// Buffered layers of a QCustomPlot that functions paint. Include only in sources.

#include "ui/views/custom_plot.h"

#include <functional>
#include <utility>

namespace thalweg {

class PlotLayer final : public QCPLayerable {
 public:
  using Paint = std::function<void(QPainter&)>;

  /// Adds a layer of its own, with its own buffer, on top of `plot`'s others. The plot owns it.
  PlotLayer(QCustomPlot* plot, const QString& name, Paint paint) : QCPLayerable(plot), paint_(std::move(paint)) {
    plot->addLayer(name);
    plot->layer(name)->setMode(QCPLayer::lmBuffered);
    setLayer(name);
  }
  /// Repaints this layer alone; the others' buffers stay.
  void repaint() { layer()->replot(); }
  /// How often it was painted.
  [[nodiscard]] int count() const { return count_; }
  /// Whether there is nothing on it, as its function found when it painted last.
  void setEmpty(bool empty) { empty_ = empty; }
  [[nodiscard]] bool isEmpty() const { return empty_; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* /*painter*/) const override {}
  /// QCustomPlot moves it up by a pixel, which would leave the last row unpainted.
  [[nodiscard]] QRect clipRect() const override { return parentPlot()->rect().adjusted(0, 0, 0, 1); }
  void draw(QCPPainter* painter) override {
    ++count_;
    paint_(*painter);
  }

 private:
  Paint paint_;
  int count_ = 0;
  bool empty_ = false;
};

/// A plot of PlotLayers alone, whose lowest one is opaque: a pass over all pixels is saved by copying that one instead
/// of blending it over a background, and one more for each layer that is empty.
class LayeredPlot final : public QCustomPlot {
 public:
  using QCustomPlot::QCustomPlot;

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QCPPainter painter(this);
    if (!painter.isActive()) return;
    // QCustomPlot keeps a buffer for logical layers under the first one, although there is none.
    const int before = static_cast<int>(mPaintBuffers.size()) - layerCount();
    for (int k = 0; k < layerCount(); ++k) {
      const QList<QCPLayerable*> only = layer(k)->children();
      const auto* painted = only.isEmpty() ? nullptr : dynamic_cast<const PlotLayer*>(only.first());
      if (painted && painted->isEmpty()) continue;
      painter.setCompositionMode(k == 0 ? QPainter::CompositionMode_Source : QPainter::CompositionMode_SourceOver);
      mPaintBuffers.at(before + k)->draw(&painter);
    }
  }
};

/// Takes a plot's own axes and layers away, so that PlotLayers, of which it must have some, are all that is drawn: each
/// buffer costs a frame a pass over all pixels.
inline void keepPlotLayersOnly(QCustomPlot* plot) {
  plot->plotLayout()->clear();
  for (const char* name : {"background", "grid", "main", "axes", "legend", "overlay"}) {
    plot->removeLayer(plot->layer(QLatin1String(name)));
  }
  plot->setAttribute(Qt::WA_TransparentForMouseEvents);
  plot->setFocusPolicy(Qt::NoFocus);
}

}  // namespace thalweg
