#pragma once
/// What models learned from data make of them at a step: the samples, and the line or the regions that each contender
/// has learned by then. A panel's scene that has such a picture shows it in place of the surface.
///
/// The class of a sample is its fill, held-out samples are small, a ring marks what the chosen contender tells wrong,
/// and a thin one the mini-batch of the step that comes next. Of two classes the ground is p(+1) between the map's two
/// ends, with lines at .01, .1, .9, .99 and the boundary; of more classes the likeliest one.
/// Threads: values; `prepareData` and painting as the panel's own, which call them.

#include "core/contracts/dataset.h"
#include "ui/scenes/contour_painter.h"
#include "ui/scenes/plot_frame.h"

#include <QColor>
#include <QImage>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

class QPainter;

namespace thalweg {

struct PanelScene;

struct DataPicture {
  /// One contender's model.
  struct Model {
    Points point;  ///< its parameters, a row
    QColor color;
    QString name;
  };
  std::shared_ptr<const Objective> objective;  ///< has data that can be drawn
  std::vector<Model> models;                   ///< from below; the last is the chosen one
  std::vector<Index> batch;                    ///< training samples of the next step; empty: all
  double usualLoss = 0;  ///< samples are drawn by their loss beside this one, to the chosen model; 0: all alike

  [[nodiscard]] const DataObjective& data() const { return *drawableData(*objective); }
  /// Samples of one input: y is the target.
  [[nodiscard]] bool isLine() const { return data().dataset().inputs.cols() == 1; }
};

/// Where a sample is drawn.
QPointF samplePixel(const DataPicture& picture, const PlotFrame& frame, const SampleRef& sample);
/// The sample that is drawn within `reach` pixels of `at`, the nearest; of several at one distance the topmost.
std::optional<SampleRef> sampleAt(const DataPicture& picture, const PlotFrame& frame, const QPointF& at, double reach);

/// The box of all samples with a margin.
View dataBox(const DataPicture& picture);

/// What painting needs of the models in a frame.
struct DataCache {
  QImage regions;                            ///< colours over the frame's view; null for lines
  std::shared_ptr<const Contours> contours;  ///< of the chosen model's p(+1)
  std::vector<ContourLabel> labels;
  std::vector<std::shared_ptr<const Contours>>
      boundaries;                           ///< where both classes are equally likely, a model each; may be null
  std::vector<std::vector<QPointF>> lines;  ///< pixels, a model each
  std::vector<bool> wrong, testWrong;       ///< of the chosen one
  std::vector<double> sizes, testSizes;     ///< of samples by their losses, of the usual size; empty: all alike
};
std::shared_ptr<const DataCache> prepareData(const PanelScene& scene, const PlotFrame& frame);

PlotFrame dataFrame(const PanelScene& scene, const QRectF& area);
void paintData(QPainter& painter, const PanelScene& scene, const PlotFrame& frame, const DataCache& cache, qreal ratio);

}  // namespace thalweg
