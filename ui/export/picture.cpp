#include "ui/export/picture.h"

#include "core/contour.h"
#include "core/field.h"
#include "core/optimizer.h"
#include "core/report.h"
#include "ui/contender_look.h"
#include "ui/controls/number_text.h"
#include "ui/markers.h"
#include "ui/math_text.h"
#include "ui/panel_card.h"
#include "ui/views/panel_scene.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

struct Picture {
  const Scenario& scenario;
  const std::vector<RunResult>& runs;
  Theme theme;
  double ratio;  // device pixels a unit of length
  std::int64_t step;

  [[nodiscard]] double outcomeHeight() const { return theme.px(44); }
  [[nodiscard]] double titleHeight() const { return theme.px(38); }

  PanelScene scene(std::size_t panel, const QRectF& area) const {
    const auto objective = makeObjective(scenario.panels[panel]);
    PanelScene scene;
    scene.theme = theme;
    scene.view = scenario.panels[panel].view.value_or(objective->view());
    scene.landmarks = objective->landmarks();
    scene.cursor = step;
    const std::vector<double> start = startPoint(scenario, panel, 0, *objective);
    const Panel& own = scenario.panels[panel];
    const std::vector<double> common = own.start.empty() ? objective->starts().front() : own.start;
    scene.starts = {{-1, QPointF(common[0], common.size() > 1 ? common[1] : 0)}};
    addPaths(scene, panel);
    if (objective->dimension() == 1) {
      scene.curve = sampleCurve(*objective, scene.view.xMin, scene.view.xMax,
                                std::max<Index>(2, static_cast<Index>(area.width() * ratio)));
      scene.equalAxes = false;
      if (!(scene.view.yMin < scene.view.yMax)) {
        const double room = 0.08 * std::max(1e-12, scene.curve->maximum - scene.curve->minimum);
        scene.view.yMin = scene.curve->minimum - room;
        scene.view.yMax = scene.curve->maximum + room;
      }
      return scene;
    }
    const PlotFrame frame = panelFrame(scene, area);
    FieldRequest request;
    request.view = frame.view;
    request.columns = std::max<Index>(2, static_cast<Index>(frame.rect.width() * ratio));
    request.rows = std::max<Index>(2, static_cast<Index>(frame.rect.height() * ratio));
    if (objective->dimension() > 2) request.base = common;
    scene.field = evaluateField(*objective, request);
    std::optional<double> minimum;
    if (!scene.landmarks.empty() && scene.landmarks.front().kind == Landmark::Kind::GlobalMinimum)
      minimum = scene.landmarks.front().value;
    scene.scale = ValueScale(*scene.field, objective->colorScale(), minimum);
    scene.minimum = scene.scale.offset();
    scene.contours = traceContours(
        *scene.field,
        contourLevels(*scene.field, levelRule(objective->colorScale(), scene.landmarks, request.view), minimum));
    return scene;
  }

  void addPaths(PanelScene& scene, std::size_t panel) const {
    for (const RunResult& run : runs) {
      if (run.panel != panel) continue;
      const ContenderMark mark = contenderMark(theme, scenario, run.contender);
      PathData path;
      path.points = {run.trajectory, &run.trajectory->points};
      path.loss = {run.trajectory, &run.trajectory->loss};
      path.color = mark.color;
      path.marker = mark.marker;
      path.visible = !scenario.contenders[run.contender].hidden;
      scene.paths.push_back(std::move(path));
    }
  }

  void paintOutcomes(QPainter& painter, std::size_t panel, const View& view, const QRectF& box) const {
    std::vector<const RunResult*> shown;
    for (const RunResult& run : runs) {
      if (run.panel == panel && !scenario.contenders[run.contender].hidden) shown.push_back(&run);
    }
    painter.setFont(theme.font(TextRole::Secondary));
    const QFontMetricsF metrics(painter.font());
    const double wide = box.width() / std::max<double>(5, static_cast<double>(shown.size()));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const auto [word, at] = outcomeWord(*shown[i]->trajectory, view);
      const QRectF cell(box.left() + wide * static_cast<double>(i), box.top(), wide, theme.px(17));
      const ContenderMark mark = contenderMark(theme, scenario, shown[i]->contender);
      drawMarker(painter, mark.marker, {cell.left() + theme.px(5), cell.center().y()}, theme.px(9), mark.color);
      painter.setPen(at >= 0 && at <= step ? theme.text : theme.secondary);
      const QRectF words = cell.adjusted(theme.px(14), 0, -theme.px(2), 0);
      painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                       metrics.elidedText(word, Qt::ElideRight, words.width()));
      painter.drawText(words.translated(0, theme.px(17)), Qt::AlignLeft | Qt::AlignVCenter,
                       at >= 0 ? QString::number(at) : QStringLiteral("–"));
    }
  }

  void paintPanelAt(QPainter& painter, std::size_t panel, const QRectF& area) const {
    const ObjectiveCard* card = findObjective(scenario.panels[panel].objective);
    const QRectF plot = area.adjusted(0, titleHeight(), 0, -outcomeHeight());
    const PanelScene shown = scene(panel, plot);
    const PlotFrame frame = panelFrame(shown, plot);
    painter.setFont(theme.font(TextRole::Title));
    painter.setPen(theme.text);
    const QString title = text(card->label.empty() ? card->id : card->label);
    const QRectF head(frame.rect.left(), area.top(), frame.rect.width(), titleHeight());
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, title);
    const MathText formula(text(card->typeset), theme.fontSize(TextRole::Body) * 1.1);
    const double used = QFontMetricsF(painter.font()).horizontalAdvance(title) + theme.u(4);
    if (used + formula.size().width() < head.width()) {
      formula.draw(painter, {head.left() + used, head.center().y() - formula.size().height() / 2}, theme.secondary);
    }
    paintPanel(painter, plot, shown);
    paintOutcomes(
        painter, panel, frame.view,
        {frame.rect.left(), area.bottom() - outcomeHeight() + theme.px(6), frame.rect.width(), outcomeHeight()});
  }

  /// Marker, name and the options that were set, contender by contender.
  void paintLegend(QPainter& painter, const QRectF& box) const {
    double x = box.left();
    double y = box.top();
    for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
      const Contender& contender = scenario.contenders[i];
      const OptimizerCard* card = findOptimizer(contender.optimizer);
      if (contender.hidden || !card) continue;
      QString values;
      if (!card->rate.empty()) values = QStringLiteral("lr ") + shownNumber(initialRate(*card, contender.options));
      const QFontMetricsF bold(theme.font(TextRole::Title));
      const QFontMetricsF plain(theme.font(TextRole::Body));
      const QString name = text(displayName(contender));
      const double wide =
          theme.px(20) + bold.horizontalAdvance(name) + theme.px(8) + plain.horizontalAdvance(values) + theme.px(28);
      if (x > box.left() && x + wide > box.right()) {
        x = box.left();
        y += theme.px(22);
      }
      const ContenderMark mark = contenderMark(theme, scenario, i);
      drawMarker(painter, mark.marker, {x + theme.px(6), y + theme.px(11)}, theme.px(12), mark.color);
      painter.setFont(theme.font(TextRole::Title));
      painter.setPen(theme.text);
      painter.drawText(QRectF(x + theme.px(20), y, wide, theme.px(22)), Qt::AlignLeft | Qt::AlignVCenter, name);
      painter.setFont(theme.font(TextRole::Body));
      painter.setPen(theme.secondary);
      painter.drawText(QRectF(x + theme.px(28) + bold.horizontalAdvance(name), y, wide, theme.px(22)),
                       Qt::AlignLeft | Qt::AlignVCenter, values);
      x += wide;
    }
  }

  void paint(QPainter& painter, const QSizeF& size) const {
    painter.fillRect(QRectF(QPointF(), size), theme.surface);
    const double margin = theme.px(14);
    const double legend = theme.px(34);
    const QRectF body(margin, theme.px(6), size.width() - 2 * margin, size.height() - legend - theme.px(12));
    const auto count = std::max<std::size_t>(1, scenario.panels.size());
    // As many columns as keep the panels nearest to a square.
    std::size_t columns = 1;
    double best = INFINITY;
    for (std::size_t c = 1; c <= count; ++c) {
      const auto rows = static_cast<double>((count + c - 1) / c);
      const double shape = std::abs(std::log((body.width() / static_cast<double>(c)) / (body.height() / rows)));
      if (shape < best) best = shape, columns = c;
    }
    const double wide = body.width() / static_cast<double>(columns);
    const double high = body.height() / static_cast<double>((count + columns - 1) / columns);
    for (std::size_t i = 0; i < scenario.panels.size(); ++i) {
      const QRectF area(body.left() + wide * static_cast<double>(i % columns),
                        body.top() + high * static_cast<double>(i / columns), wide, high);
      paintPanelAt(painter, i, area);
    }
    paintLegend(painter, {margin + panelMarginLeft(theme), size.height() - legend,
                          body.width() - panelMarginLeft(theme), legend});
  }
};

}  // namespace

QImage renderPicture(const Scenario& scenario, const PictureSettings& settings) {
  loadFonts();
  const double ratio = settings.dpi / 96;
  const QSizeF size = QSizeF(settings.size) / ratio;
  const double em = std::clamp(std::min(size.width() / 1920, size.height() / 1080) * 20, 9.0, 40.0);
  const std::int64_t shown = scenario.display.step > 0 ? scenario.display.step : scenario.steps;
  const std::vector<RunResult> runs = runScenario(scenario);
  const Picture picture{scenario, runs, makeTheme(settings.dark, size.width() >= 1600, em), ratio,
                        std::clamp<std::int64_t>(settings.step.value_or(shown), 0, scenario.steps)};
  QImage image(settings.size, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(picture.theme.surface);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  picture.paint(painter, size);
  painter.end();
  image.setDevicePixelRatio(1);
  image.setDotsPerMeterX(qRound(settings.dpi / 0.0254));
  image.setDotsPerMeterY(qRound(settings.dpi / 0.0254));
  return image;
}

}  // namespace thalweg
