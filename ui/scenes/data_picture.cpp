#include "ui/scenes/data_picture.h"

#include "core/scenario/view_fit.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/color_map.h"
#include "ui/scenes/panel_scene.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace thalweg {

namespace {

using Eigen::MatrixXd;

constexpr double dataMargin = 0.1;
constexpr double dataFooter = 74;  // base pixels: ticks, a colour bar with its labels, and the legend
constexpr double lineFooter = 44;  // ticks and the legend
constexpr Index lineSamples = 240;
constexpr double mostPredictions = 3e6;  // weights times places: what may be computed for a frame of playback
constexpr double boundaryShare = 0.25;   // the part of it that a boundary alone is worth

double logistic(double z) { return 1 / (1 + std::exp(-z)); }

/// A node in the middle of each cell of `view`.
Field outputsOver(const DataObjective& data, const Points& point, const View& view, double budget) {
  const double aspect = (view.xMax - view.xMin) / (view.yMax - view.yMin);
  const double nodes = std::clamp(budget / static_cast<double>(data.dimension()), 900.0, 24000.0);
  Field field;
  field.columns = std::clamp<Index>(static_cast<Index>(std::sqrt(nodes * aspect)), 16, 240);
  field.rows = std::clamp<Index>(static_cast<Index>(nodes / static_cast<double>(field.columns)), 16, 240);
  field.view = view;
  MatrixXd inputs(field.columns * field.rows, 2);
  for (Index row = 0; row < field.rows; ++row) {
    for (Index column = 0; column < field.columns; ++column) {
      inputs(row * field.columns + column, 0) = field.x(column);
      inputs(row * field.columns + column, 1) = field.y(row);
    }
  }
  data.predict(point, inputs, field.values);
  return field;
}

/// p(+1) of an output.
double chance(const DataObjective& data, double z) {
  return data.logits() ? logistic(z) : std::clamp((z + 1) / 2, 0.0, 1.0);
}

/// The output at which p(+1) is `p`.
double outputOf(const DataObjective& data, double p) { return data.logits() ? std::log(p / (1 - p)) : 2 * p - 1; }

QImage regionsImage(const DataObjective& data, const Field& field, const ColorMap& map) {
  const Index classes = data.dataset().classCount;
  QImage image(static_cast<int>(field.columns), static_cast<int>(field.rows), QImage::Format_ARGB32_Premultiplied);
  for (Index row = 0; row < field.rows; ++row) {
    auto* line = reinterpret_cast<QRgb*>(image.scanLine(static_cast<int>(field.rows - 1 - row)));
    for (Index column = 0; column < field.columns; ++column) {
      const double z = field.at(column, row);
      const double position = classes == 2 ? chance(data, z) : z / static_cast<double>(classes - 1);
      line[column] = std::isfinite(z) ? map.at(position) : map.undefined;
    }
  }
  return image;
}

/// Of each sample, whether it is taken for another class.
std::vector<bool> toldWrong(const DataObjective& data, const Points& point, const MatrixXd& inputs,
                            const Eigen::VectorXd& targets) {
  std::vector<bool> wrong(static_cast<std::size_t>(targets.size()), false);
  if (targets.size() == 0 || !data.dataset().classes) return wrong;
  Column outputs;
  data.predict(point, inputs, outputs);
  for (Index s = 0; s < targets.size(); ++s) {
    const bool right = data.dataset().classCount == 2 ? (outputs[s] > 0) == (targets[s] > 0) : outputs[s] == targets[s];
    wrong[static_cast<std::size_t>(s)] = !right;
  }
  return wrong;
}

/// Of each sample: about as its loss is beside the usual one, in area.
std::vector<double> sizesByLoss(const DataPicture& picture, const MatrixXd& inputs, const Eigen::VectorXd& targets) {
  constexpr double least = 0.5;
  constexpr double most = 3;
  std::vector<double> sizes;
  if (!(picture.usualLoss > 0) || targets.size() == 0) return sizes;
  Column losses;
  picture.data().sampleLosses(picture.models.back().point, inputs, targets, losses);
  for (const double loss : losses) {
    const double size = least + std::sqrt(std::max(0.0, loss) / picture.usualLoss);
    sizes.push_back(std::isfinite(size) ? std::min(size, most) : most);
  }
  return sizes;
}

}  // namespace

QPointF samplePixel(const DataPicture& picture, const PlotFrame& frame, const SampleRef& sample) {
  const Dataset& data = picture.data().dataset();
  const MatrixXd& inputs = sample.test ? data.testInputs : data.inputs;
  const Eigen::VectorXd& targets = sample.test ? data.testTargets : data.targets;
  return frame.toPixel(inputs(sample.index, 0), picture.isLine() ? targets[sample.index] : inputs(sample.index, 1));
}

std::optional<SampleRef> sampleAt(const DataPicture& picture, const PlotFrame& frame, const QPointF& at, double reach) {
  const Dataset& data = picture.data().dataset();
  std::optional<SampleRef> found;
  double best = reach;
  for (const bool test : {true, false}) {
    const Index count = (test ? data.testTargets : data.targets).size();
    for (Index s = 0; s < count; ++s) {
      const QPointF way = samplePixel(picture, frame, {test, s}) - at;
      const double distance = std::hypot(way.x(), way.y());
      if (distance > best) continue;
      best = distance;
      found = {test, s};
    }
  }
  return found;
}

View dataBox(const DataPicture& picture) {
  const Dataset& data = picture.data().dataset();
  const bool line = picture.isLine();
  double xMin = data.inputs.col(0).minCoeff(), xMax = data.inputs.col(0).maxCoeff();
  double yMin = line ? data.targets.minCoeff() : data.inputs.col(1).minCoeff();
  double yMax = line ? data.targets.maxCoeff() : data.inputs.col(1).maxCoeff();
  if (data.testInputs.rows() > 0) {
    const auto ofTests = line ? data.testTargets : Eigen::VectorXd(data.testInputs.col(1));
    xMin = std::min(xMin, data.testInputs.col(0).minCoeff());
    xMax = std::max(xMax, data.testInputs.col(0).maxCoeff());
    yMin = std::min(yMin, ofTests.minCoeff());
    yMax = std::max(yMax, ofTests.maxCoeff());
  }
  const double dx = std::max(dataMargin * (xMax - xMin), 1e-6);
  const double dy = std::max((line ? 2 : 1) * dataMargin * (yMax - yMin), 1e-6);
  return {xMin - dx, xMax + dx, yMin - dy, yMax + dy};
}

PlotFrame dataFrame(const PanelScene& scene, const QRectF& area) {
  const Theme& theme = scene.theme;
  const bool line = scene.data->isLine();
  const double right = scene.marginRight >= 0 ? scene.marginRight : panelMarginRight(theme);
  const bool footer = scene.colorBar && area.height() >= theme.px(200);
  const double below = footer ? theme.px(line ? lineFooter : dataFooter) : axisHeight(theme) + theme.px(2);
  const auto framed = [&](double left) {
    const QRectF rect = area.adjusted(left, 1, -right, -std::ceil(below));
    PlotFrame frame{QRectF(rect.topLeft(), QSizeF(std::max(1.0, rect.width()), std::max(1.0, rect.height()))),
                    scene.view, footer};
    if (!line) frame.view = filled(scene.view, frame.rect.size());
    return frame;
  };
  if (scene.marginLeft >= 0) return framed(scene.marginLeft);
  const double usual = panelMarginLeft(theme);
  const PlotFrame frame = framed(usual);
  const double room = panelLabelRoom(frame, theme, {});
  return room > usual && room < area.width() / 3 ? framed(room) : frame;
}

std::shared_ptr<const DataCache> prepareData(const PanelScene& scene, const PlotFrame& frame) {
  auto cache = std::make_shared<DataCache>();
  const DataPicture& picture = *scene.data;
  const DataObjective& data = picture.data();
  const Dataset& samples = data.dataset();
  if (picture.models.empty()) {
    cache->wrong.resize(static_cast<std::size_t>(samples.targets.size()));
    cache->testWrong.resize(static_cast<std::size_t>(samples.testTargets.size()));
    return cache;
  }
  const DataPicture::Model& chosen = picture.models.back();
  cache->wrong = toldWrong(data, chosen.point, samples.inputs, samples.targets);
  cache->testWrong = toldWrong(data, chosen.point, samples.testInputs, samples.testTargets);
  cache->sizes = sizesByLoss(picture, samples.inputs, samples.targets);
  cache->testSizes = sizesByLoss(picture, samples.testInputs, samples.testTargets);
  if (picture.isLine()) {
    MatrixXd inputs(lineSamples, 1);
    inputs.col(0) = Eigen::VectorXd::LinSpaced(lineSamples, frame.view.xMin, frame.view.xMax);
    for (const DataPicture::Model& model : picture.models) {
      Column outputs;
      data.predict(model.point, inputs, outputs);
      std::vector<QPointF>& line = cache->lines.emplace_back();
      for (Index k = 0; k < lineSamples; ++k) line.push_back(frame.toPixel(inputs(k, 0), outputs[k]));
    }
    return cache;
  }
  const Field outputs = outputsOver(data, chosen.point, frame.view, mostPredictions);
  cache->regions = regionsImage(data, outputs, colorMap(scene.colors, scene.theme));
  if (samples.classCount > 2) return cache;
  std::vector<ContourLevel> levels;
  for (const double p : {0.01, 0.1, 0.9, 0.99}) levels.push_back({outputOf(data, p), p, true});
  cache->contours = traceContours(outputs, std::move(levels));
  std::vector<QPointF> obstacles;
  for (const auto* inputs : {&samples.inputs, &samples.testInputs}) {
    for (Index s = 0; s < inputs->rows(); ++s) obstacles.push_back(frame.toPixel((*inputs)(s, 0), (*inputs)(s, 1)));
  }
  cache->labels = placeLabels(*cache->contours, frame, obstacles, scene.theme);
  const double budget = mostPredictions * boundaryShare / static_cast<double>(picture.models.size());
  for (const DataPicture::Model& model : picture.models) {
    const bool own = &model == &chosen;
    cache->boundaries.push_back(traceContours(own ? outputs : outputsOver(data, model.point, frame.view, budget),
                                              {ContourLevel{0, 0.5, false}}));
  }
  return cache;
}

}  // namespace thalweg
