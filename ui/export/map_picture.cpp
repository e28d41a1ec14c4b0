#include "ui/export/map_picture.h"

#include "core/scenario/axis.h"
#include "core/scenario/contender_names.h"
#include "ui/export/caption.h"
#include "ui/look/contender_look.h"
#include "ui/look/markers.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/axis_painter.h"
#include "ui/scenes/chart_content.h"
#include "ui/scenes/sweep_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <functional>

namespace thalweg {

namespace {

constexpr qreal kMargin = 14, kTitle = 30, kLine = 20, kLeastMapPlot = 60;  // base pixels

/// A sign and what it means.
struct Entry {
  qreal width = 0;                                      ///< of the sign
  std::function<void(QPainter&, const QRectF&)> paint;  ///< into a box of that width
  QString words;
};

/// A picture in the making: title above, legend below, the plot between them.
class Sheet {
 public:
  explicit Sheet(const MapPictureSettings& settings)
      : theme(
            pictureTheme(settings.palette, Background::Theme, false,
                         std::clamp(std::min(settings.size.width() / 60.0, settings.size.height() / 16.0), 8.0, 40.0))),
        image_(settings.size, QImage::Format_RGB32) {
    loadFonts();
    if (image_.isNull()) throw EncodingError("there is not enough memory for a picture of this size");
    image_.fill(theme.surface);
    painter_.begin(&image_);
    painter_.setRenderHint(QPainter::Antialiasing);
  }

  const Theme theme;
  QPainter& painter() { return painter_; }

  void setTitle(const QString& title, const QStringList& details, std::optional<ContenderMark> mark = {}) {
    title_ = title;
    mark_ = std::move(mark);
    details_ = details;
    details_.removeAll(QString());
  }
  void addSwatches(const std::vector<MapLegendEntry>& entries) {
    for (const MapLegendEntry& entry : entries) {
      legend_.push_back({theme.px(14),
                         [color = entry.color](QPainter& p, const QRectF& box) {
                           p.fillRect(QRectF(box.left(), box.center().y() - box.width() / 2, box.width(), box.width()),
                                      color);
                         },
                         entry.label});
    }
  }
  void add(Entry entry) { legend_.push_back(std::move(entry)); }

  /// What title and legend leave over; `left`: where they begin.
  QRectF body(qreal left) {
    const qreal wide = image_.width() - left - theme.px(kMargin);
    const qreal foot = theme.px(kMargin) + theme.px(kLine) * static_cast<qreal>(rows(wide));
    const qreal head = theme.px(kMargin / 2 + kTitle) + theme.px(kLine) * static_cast<qreal>(details_.size());
    const QRectF room(theme.px(kMargin), head, image_.width() - 2 * theme.px(kMargin),
                      image_.height() - head - foot - theme.px(kMargin / 2));
    if (room.width() < theme.px(kLeastMapPlot) || room.height() < theme.px(kLeastMapPlot))
      throw PictureError("there is no room for the map; a larger picture would do");
    return room;
  }

  /// Ends the picture; title and legend begin at `left`.
  QImage finish(qreal left) {
    const qreal wide = image_.width() - left - theme.px(kMargin);
    paintHead(left, wide);
    paintLegend(left, wide);
    painter_.end();
    return image_;
  }

 private:
  void paintHead(qreal left, qreal wide) {
    qreal x = left;
    const qreal middle = theme.px(kMargin / 2 + kTitle / 2);
    if (mark_) {
      drawMarker(painter_, mark_->marker, {x + theme.px(6), middle}, theme.px(12), mark_->color);
      x += theme.px(20);
    }
    const auto write = [&](TextRole role, const QColor& color, qreal from, qreal at, const QString& words) {
      painter_.setFont(theme.font(role));
      painter_.setPen(color);
      const QFontMetricsF metrics(painter_.font());
      painter_.drawText(QPointF(from, at + metrics.capHeight() / 2),
                        metrics.elidedText(words, Qt::ElideRight, left + wide - from));
    };
    write(TextRole::Title, theme.text, x, middle, title_);
    for (qsizetype i = 0; i < details_.size(); ++i) {
      const qreal at = theme.px(kMargin / 2 + kTitle) + theme.px(kLine) * (static_cast<qreal>(i) + 0.5);
      write(TextRole::Secondary, theme.secondary, left, at - theme.px(3), details_[i]);
    }
  }

  [[nodiscard]] qreal widthOf(const Entry& entry) const {
    return entry.width + theme.px(6) + QFontMetricsF(theme.font(TextRole::Secondary)).horizontalAdvance(entry.words);
  }
  /// Places every entry: `place` gets its left end and row.
  template <class Place>
  void flow(qreal wide, const Place& place) const {
    qreal x = 0;
    int row = 0;
    for (const Entry& entry : legend_) {
      const qreal width = widthOf(entry);
      if (x > 0 && x + width > wide) x = 0, ++row;
      place(entry, x, row);
      x += width + theme.px(18);
    }
  }
  [[nodiscard]] int rows(qreal wide) const {
    int last = -1;
    flow(wide, [&](const Entry&, qreal, int row) { last = row; });
    return last + 1;
  }
  void paintLegend(qreal left, qreal wide) {
    const qreal top = image_.height() - theme.px(kMargin) - theme.px(kLine) * static_cast<qreal>(rows(wide));
    flow(wide, [&](const Entry& entry, qreal x, int row) {
      const QRectF box(left + x, top + theme.px(kLine) * row, entry.width, theme.px(kLine));
      painter_.save();
      entry.paint(painter_, box);
      painter_.restore();
      painter_.setFont(theme.font(TextRole::Secondary));
      painter_.setPen(theme.text);
      const QFontMetricsF metrics(painter_.font());
      painter_.drawText(QPointF(box.right() + theme.px(6), box.center().y() + metrics.capHeight() / 2), entry.words);
    });
  }

  QImage image_;
  QPainter painter_;
  QString title_;
  QStringList details_;
  std::optional<ContenderMark> mark_;
  std::vector<Entry> legend_;
};

Entry markerEntry(const Theme& theme, const ContenderMark& mark, const QString& words) {
  return {theme.px(12),
          [mark](QPainter& p, const QRectF& box) { drawMarker(p, mark.marker, box.center(), box.width(), mark.color); },
          words};
}

QString conditionsOf(const Scenario& scenario) {
  const QString words = conditionsText(scenario.gradient);
  return words.isEmpty() ? words : QObject::tr("Gradients: %1").arg(words);
}

/// From little to much, in the colours of losses and steps.
Entry rampEntry(const Theme& theme, const QString& words) {
  return {theme.px(90),
          [&theme](QPainter& p, const QRectF& box) {
            const QRectF bar(box.left(), box.center().y() - theme.px(6), box.width(), theme.px(12));
            for (int x = 0; x < qCeil(bar.width()); ++x)
              p.fillRect(QRectF(bar.left() + x, bar.top(), 1, bar.height()), sweepRamp(theme, x / bar.width()));
          },
          words};
}

}  // namespace

QImage basinPicture(const Scenario& scenario, std::size_t panel, std::size_t contender, const BasinMap& map,
                    const MapPictureSettings& settings, const std::shared_ptr<const PanelPlane>& plane) {
  Sheet sheet(settings);
  const Theme& theme = sheet.theme;
  Scenario plain = scenario;
  plain.display.basin.reset();
  plain.display.gradientField = false;
  plain.panels[panel].viewKind.reset();
  if (!plane && !standsStill(plain.panels[panel])) plain.panels[panel].plane.reset();
  PanelResults results;
  results.plane = plane;
  results.objective = makeObjective(scenario.panels[panel]);
  const Objective& objective = *results.objective;
  sheet.setTitle(QObject::tr("Where %1 ends on %2, from each start")
                     .arg(text(contenderName(scenario, contender)), text(displayName(scenario.panels[panel]))),
                 {contenderText(scenario.contenders[contender]) +
                      QObject::tr(". Within %1 steps; the paler, the more of them.").arg(scenario.steps),
                  conditionsOf(scenario)},
                 contenderMark(theme, scenario, contender));
  sheet.addSwatches(basinLegend(map, objective.landmarks(), theme));
  plain.panels[panel].view = map.view;
  const auto assemble = [&] {
    PanelScene scene = panelScene(plain, panel, results, {}, theme);
    scene.starts.clear();
    scene.colorBar = false;
    scene.equalAxes = false;
    return scene;
  };
  PanelScene scene = assemble();
  QRectF area = sheet.body(theme.px(kMargin) + panelMarginLeft(theme));
  PlotFrame frame = panelFrame(scene, area);
  if (scenario.display.equalAxes && !scene.isCurve()) {
    // The cells fill the frame, so the frame takes their shape.
    const double unit = std::min(frame.xScale(), frame.yScale());
    const double spareX = frame.rect.width() - unit * (frame.view.xMax - frame.view.xMin);
    const double spareY = frame.rect.height() - unit * (frame.view.yMax - frame.view.yMin);
    area.adjust(spareX / 2, 0, -spareX / 2, -spareY);
    scene.marginLeft = frame.rect.left() - area.left() + spareX / 2;
  }
  PanelCache cache;
  cache.frame = panelFrame(scene, area);
  addSurface(results, plain, panel, cache.frame, cache.frame.rect.size().toSize(), theme);
  scene = assemble();
  prepareLabels(cache, scene);
  cache.labels.clear();  // they could not be read on all colours
  QPainter& painter = sheet.painter();
  painter.drawImage(cache.frame.rect, basinImage(map, theme));
  paintLines(painter, scene, cache, 1);
  return sheet.finish(cache.frame.rect.left());
}

QImage sweepPicture(const Scenario& scenario, std::size_t panel, std::size_t contender,
                    const std::shared_ptr<const SweepMap>& map, SweepColoring coloring,
                    const MapPictureSettings& settings) {
  Sheet sheet(settings);
  const Theme& theme = sheet.theme;
  const auto objective = makeObjective(scenario.panels[panel]);
  SweepScene scene;
  scene.map = map;
  scene.image = sweepImage(*map, coloring, theme);
  scene.theory = quadraticTheory(scenario, panel, contender, *objective);
  const auto inForce = [&](const Axis& axis) { return axisValue(scenario, panel, contender, axis.id); };
  const auto within = [&](const Axis& axis) { return inForce(axis) >= axis.at(0) && inForce(axis) <= axis.at(1); };
  if (within(map->x) && (!map->y || within(*map->y)))
    scene.current = QPointF(inForce(map->x), map->y ? inForce(*map->y) : 0);
  const QString what = coloring == SweepColoring::Outcome ? QObject::tr("Outcome of %1 steps")
                       : coloring == SweepColoring::FinalLoss
                           ? QObject::tr("Loss after %1 steps, by rank")
                           : QObject::tr("Steps, of %1 at most, to a thousandth of the first loss above the minimum");
  std::vector<std::string> varied = {map->x.id};
  if (map->y) varied.push_back(map->y->id);
  sheet.setTitle(
      QObject::tr("%1 on %2").arg(text(contenderName(scenario, contender)), text(displayName(scenario.panels[panel]))),
      {what.arg(scenario.steps) + QLatin1Char('.'),
       contenderText(scenario.contenders[contender], varied) + QLatin1Char('.'), conditionsOf(scenario)},
      contenderMark(theme, scenario, contender));
  if (coloring == SweepColoring::Outcome) {
    sheet.addSwatches(outcomeLegend(*map, theme));
  } else {
    sheet.add(rampEntry(
        theme, coloring == SweepColoring::FinalLoss ? QObject::tr("low to high") : QObject::tr("few to many")));
    const auto occurs = [&](Outcome outcome) { return std::ranges::find(map->outcome, outcome) != map->outcome.end(); };
    std::vector<MapLegendEntry> others;
    if (occurs(Outcome::Diverged))
      others.push_back({theme.outcomeColor(StripOutcome::Diverges), QObject::tr("diverged")});
    if (coloring == SweepColoring::StepsToTolerance && std::ranges::any_of(map->reached, [](auto s) { return s < 0; }))
      others.push_back({theme.outcomeColor(StripOutcome::NotYet), QObject::tr("not reached")});
    sheet.addSwatches(others);
  }
  if (std::ranges::any_of(map->steps, [](auto s) { return s < 0; }))
    sheet.addSwatches({{theme.dock, QObject::tr("settings that do not fit together")}});
  if (showsTheory(scene)) {
    sheet.add({theme.px(26), [&theme](QPainter& p, const QRectF& box) { paintBoundarySign(p, box, theme); },
               QObject::tr("stability bound of theory, 2(1 + μ)/λmax")});
  }
  if (theoryOptimum(scene)) {
    sheet.add({theme.px(14), [&theme](QPainter& p, const QRectF& box) { paintOptimumSign(p, box.center(), theme); },
               QObject::tr("fastest by theory")});
  }
  if (scene.current) {
    sheet.add({theme.px(16), [&theme](QPainter& p, const QRectF& box) { paintCurrentSign(p, box.center(), theme); },
               QObject::tr("the scenario's settings")});
  }
  QRectF box = sweepBox(sheet.body(theme.px(kMargin)), !map->y, theme);
  // A strip is no taller than its colours need.
  if (!map->y) box.setHeight(std::min(box.height(), theme.px(90)));
  paintSweep(sheet.painter(), box, scene, theme);
  return sheet.finish(box.left());
}

QImage tuningPicture(const Scenario& scenario, const TuningRequest& request, const std::vector<Tuned>& tuned,
                     const MapPictureSettings& settings) {
  Sheet sheet(settings);
  const Theme& theme = sheet.theme;
  QStringList surfaces;
  for (const std::size_t panel : request.panels) surfaces << text(displayName(scenario.panels[panel]));
  sheet.setTitle(
      QObject::tr("Tuned with %1 gradients a run on %2").arg(request.budget).arg(surfaces.join(QStringLiteral(", "))),
      {QObject::tr(
           "Score: log₁₀ of what is left of the first loss, the mean over the panels. Lines end where a run diverges."),
       conditionsOf(scenario)});
  double left = INFINITY, right = -INFINITY, low = INFINITY, high = -INFINITY;
  const auto number = [](double value) { return std::isfinite(value) ? shownNumber(value) : QStringLiteral("∞"); };
  for (const Tuned& one : tuned) {
    for (const TunedSetting& setting : one.curve) {
      if (!std::isfinite(setting.score) || setting.rate <= 0) continue;
      left = std::min(left, std::log10(setting.rate));
      right = std::max(right, std::log10(setting.rate));
      low = std::min(low, setting.score);
      high = std::max(high, setting.score);
    }
    QString words = text(contenderName(scenario, one.contender));
    if (!one.rateId.empty()) words += QStringLiteral("  %1 %2").arg(text(one.rateId), number(one.best.rate));
    if (!one.otherId.empty()) words += QStringLiteral(", %1 %2").arg(text(one.otherId), number(one.best.other));
    words += QObject::tr(": %1 (was %2)").arg(number(one.best.score), number(one.before));
    sheet.add(markerEntry(theme, contenderMark(theme, scenario, one.contender), words));
  }
  if (!(left < right)) left = -1, right = 1;
  if (!(low < high)) high = low = std::isfinite(low) ? low : 0, low -= 1, high += 1;
  const double padding = 0.04 * (high - low);
  PlotFrame frame{{}, {left - 0.02 * (right - left), right + 0.02 * (right - left), low - padding, high + padding}};
  const QRectF area = sheet.body(theme.px(kMargin));
  frame.rect = sweepBox(area, false, theme);
  QPainter& painter = sheet.painter();
  painter.setRenderHint(QPainter::Antialiasing, false);
  const auto scores = linearTicks(frame.view.yMin, frame.view.yMax, frame.rect.height(), 2.9 * theme.em);
  const auto rates = decadeTicks(frame.view.xMin, frame.view.xMax, frame.rect.width(), 3.3 * theme.em);
  painter.setPen(QPen(theme.grid, 1));
  for (const Tick& tick : scores) {
    const double y = std::floor(frame.toPixel(0, tick.value).y()) + 0.5;
    painter.drawLine(QPointF(frame.rect.left(), y), QPointF(frame.rect.right(), y));
  }
  painter.setPen(QPen(theme.axis, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(frame.rect);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const Tick& tick : scores)
    paintTickLabelLeft(painter, {frame.rect.left(), frame.toPixel(0, tick.value).y()}, tick.label, theme);
  for (const Tick& tick : rates)
    paintTickLabelBelow(painter, {frame.toPixel(tick.value, 0).x(), frame.rect.bottom()}, tick.label, theme);
  paintAxisNames(painter, frame.rect, QObject::tr("learning rate"), QObject::tr("score"), theme);
  for (const Tuned& one : tuned) {
    const ContenderMark mark = contenderMark(theme, scenario, one.contender);
    QPainterPath line;
    bool drawing = false;
    for (const TunedSetting& setting : one.curve) {
      const bool finite = std::isfinite(setting.score) && setting.rate > 0;
      if (finite) {
        const QPointF at = frame.toPixel(std::log10(setting.rate), setting.score);
        drawing ? line.lineTo(at) : line.moveTo(at);
      }
      drawing = finite;
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(mark.color, theme.px(1.6), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
  }
  for (const Tuned& one : tuned) {
    if (!std::isfinite(one.best.score) || one.best.rate <= 0) continue;
    const ContenderMark mark = contenderMark(theme, scenario, one.contender);
    drawMarker(painter, mark.marker, frame.toPixel(std::log10(one.best.rate), one.best.score), theme.px(11), mark.color,
               theme.surface, theme.px(1));
  }
  return sheet.finish(frame.rect.left());
}

QImage ensemblePicture(const Scenario& scenario, std::size_t panel, std::size_t contender,
                       const std::shared_ptr<const Ensemble>& ensemble, const MapPictureSettings& settings) {
  Sheet sheet(settings);
  const Theme& theme = sheet.theme;
  const auto objective = makeObjective(scenario.panels[panel]);
  const ContenderMark mark = contenderMark(theme, scenario, contender);
  sheet.setTitle(QObject::tr("%1 on %2: the loss of %3 runs with other draws")
                     .arg(text(contenderName(scenario, contender)), text(displayName(scenario.panels[panel])))
                     .arg(ensemble->runs.size()),
                 {contenderText(scenario.contenders[contender]) + QLatin1Char('.'), conditionsOf(scenario)}, mark);
  PathColumns columns;
  columns.path = ensemble->runs.front();
  Scenario shown = scenario;
  shown.contenders[contender].hidden = false;
  shown.display.chartAxis = "steps";
  ChartScene scene =
      chartScene(chartContent("loss", shown, *objective, {{contender, &columns, ensemble}}, theme, contender), theme);
  for (SeriesData& series : scene.series) series.name.clear();  // the sheet has a key of its own
  const QSizeF names = nameRoom(theme);
  scene.marginLeft = names.width();
  scene.cursor = scenario.steps;
  const auto line = [&](double width) {
    return [color = mark.color, width](QPainter& p, const QRectF& box) {
      p.setPen(QPen(color, width));
      p.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()));
    };
  };
  sheet.add({theme.px(24), line(theme.plot.chartLine), QObject::tr("median")});
  sheet.add({theme.px(24), line(theme.plot.chartAhead / 2), QObject::tr("the scenario's own run")});
  sheet.add({theme.px(24),
             [&theme, color = mark.color](QPainter& p, const QRectF& box) {
               p.fillRect(box.adjusted(0, theme.px(4), 0, -theme.px(4)), chartBandColor(color));
             },
             QObject::tr("10 to 90 % of the runs")});
  const double labels = axisHeight(theme) + theme.px(6);  // below a chart's frame
  const QRectF area = sheet.body(theme.px(kMargin)).adjusted(0, 0, 0, labels - names.height());
  const ChartCache cache = prepareChart(scene, area);
  QPainter& painter = sheet.painter();
  paintChartGround(painter, scene, cache, 1);
  paintChartLines(painter, scene, cache, 1);
  paintAxisNames(painter, cache.frame.rect, QObject::tr("step"), QObject::tr("loss"), theme);
  return sheet.finish(cache.frame.rect.left());
}

}  // namespace thalweg
