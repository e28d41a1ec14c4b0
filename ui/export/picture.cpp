#include "ui/export/picture.h"

#include "core/scenario/contender_names.h"
#include "ui/export/caption.h"
#include "ui/export/explained_step.h"
#include "ui/export/thin_contours.h"
#include "ui/look/contender_look.h"
#include "ui/look/markers.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/panels/panel_options.h"
#include "ui/scenes/assembly.h"
#include "ui/scenes/relief_painter.h"
#include "ui/scenes/surface_words.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <list>

namespace thalweg {

namespace {

constexpr double kWidth = 1920;  // the logical size at which type has its full size; larger pictures are magnified
constexpr double kHeight = 1080;
constexpr double kEm = 20;
constexpr double kLeastEm = 9.5;        // the smallest type, that of axes, has 6 pt then
constexpr int kLeastCaption = 8;        // pixels, 6 pt
constexpr double kLeastPanel = 151;     // logical pixels, 40 mm in print: a narrower panel's axes cannot be read
constexpr double kPresenting = 1600;    // wider ones go to a projector
constexpr double kStepColumn = 372;     // base pixels that the lines of a step explained take
constexpr double kLeastPlot = 40;       // base pixels; a smaller plot shows nothing
constexpr double kRoomyPlot = 160;      // base pixels; a smaller one takes the place of the outcomes below it
constexpr double kTallestFormula = 30;  // base pixels: one of several storeys does not stand beside a title
constexpr double kMostNodes = 8e6;
constexpr double kVectorNodes = 2;         // a logical pixel
constexpr double kVectorTolerance = 0.08;  // logical pixels that a contour may stray

/// Text in lines of a width, for measuring and drawing alike.
class Paragraph {
 public:
  Paragraph() = default;
  Paragraph(const QString& words, const QFont& font, double width) : layout_(words, font) {
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout_.setTextOption(option);
    layout_.beginLayout();
    for (QTextLine line = layout_.createLine(); line.isValid(); line = layout_.createLine()) {
      line.setLineWidth(width);
      line.setPosition({0, height_});
      height_ += line.height();
    }
    layout_.endLayout();
  }
  [[nodiscard]] double height() const { return height_; }
  void draw(QPainter& painter, const QPointF& topLeft) const {
    for (int i = 0; i < layout_.lineCount(); ++i) layout_.lineAt(i).draw(&painter, topLeft);
  }

 private:
  QTextLayout layout_;
  double height_ = 0;
};

/// A panel ready to be painted.
struct PanelPart {
  std::size_t panel = 0;
  PanelResults results;
  QRectF area;  ///< with title and outcomes
  QRectF outcomes;
  QRectF honesty;  ///< of a plane of many coordinates; else empty
  PanelScene scene;
  PanelCache cache;
  QString title;
  QString parameters;  ///< those that are not as they are by default
  SurfaceWords words;
  std::vector<OutcomeEntry> cells;
};

struct ChartPart {
  QRectF head;
  QRectF area;
  QString title;
  QString symbol;  ///< TeX
  ChartScene scene;
  ChartCache cache;
  QStringList beside;  ///< words after the title, as far as there is room
};

struct LegendEntry {
  ContenderMark mark;
  QString name;
  QString values;
  QPointF at;  ///< top left, within the legend
};

}  // namespace

Palette paletteOf(const Theme& theme) {
  if (theme.highContrast) return theme.dark ? Palette::HighContrastDark : Palette::HighContrast;
  return theme.dark ? Palette::Dark : Palette::Light;
}

Theme pictureTheme(Palette palette, Background background, bool presenting, double em) {
  const bool highContrast = palette == Palette::HighContrast || palette == Palette::HighContrastDark;
  Theme theme = makeTheme(isDark(palette), presenting, em, highContrast);
  if (palette == Palette::Print) {
    theme.text = theme.contourLabel = QColor(Qt::black);
    theme.secondary = QColor(0x333333);
    theme.axis = theme.hint = QColor(0x555555);
    theme.grid = QColor(0xDDDDDD);
    theme.mapLow = QColor(0xA9BBD3);
    theme.mapHigh = QColor(Qt::white);
    theme.surface = theme.field = QColor(Qt::white);
  }
  // Marks of a small picture are small.
  const double shrunk = std::min(1.0, em / 13);
  for (qreal* length : {&theme.plot.pathLine, &theme.plot.pathCasing, &theme.plot.pathAhead, &theme.plot.contour,
                        &theme.plot.labelledContour, &theme.plot.marks, &theme.plot.chartLine, &theme.plot.chartAhead})
    *length *= shrunk;
  if (background == Background::White) theme.surface = QColor(Qt::white);
  if (background == Background::Transparent) {
    // Marks that have a ground of their own keep its colour.
    theme.surface.setAlpha(0);
    theme.field.setAlpha(0);
    theme.grid = withAlpha(theme.text, 0.14);
    theme.border = theme.groove = withAlpha(theme.text, 0.3);
  }
  return theme;
}

struct Picture::Parts {
  PictureSettings settings;
  Device device;
  Theme theme;
  QSizeF size;
  double ratio = 1;
  std::int64_t step = 0;
  ScenarioResults data;
  std::vector<std::string> problems;
  std::vector<QString> remarks;
  std::vector<std::size_t> shown;  ///< panels
  std::vector<PanelPart> panels;
  std::vector<ChartPart> charts;
  std::vector<LegendEntry> legend;
  QRectF legendBox;
  QRectF captionBox;
  QRectF stepBox;  ///< of the step explained; invalid: none is
  QFont captionFont;

  Parts(const Scenario& scenario, const PictureSettings& wanted, Device target, const std::stop_token& stop)
      : settings(wanted), device(target) {
    if (wanted.background == Background::White && isDark(wanted.palette))
      throw PictureError("a dark palette does not go with a white background");
    const double magnified = std::max(1.0, std::min(wanted.size.width() * 96 / wanted.dpi / kWidth,
                                                    wanted.size.height() * 96 / wanted.dpi / kHeight));
    ratio = wanted.dpi / 96 * magnified;
    size = QSizeF(wanted.size) / ratio;
    const double em = std::clamp(std::min(size.width() / kWidth, size.height() / kHeight) * kEm, kLeastEm, kEm);
    theme = pictureTheme(wanted.palette, wanted.background, size.width() >= kPresenting, em);
    choosePanels(scenario);
    step = std::clamp<std::int64_t>(
        wanted.step.value_or(scenario.display.step > 0 ? scenario.display.step : scenario.steps), 0, scenario.steps);
    std::vector<std::size_t> needed = shown;
    if (std::ranges::find(needed, settings.content.panel) == needed.end()) needed.push_back(settings.content.panel);
    // Planes that are made at the cursor are made at this step.
    Scenario there = scenario;
    there.display.step = step;
    data = computeScenario(there, needed, stop);
    findProblems();
    if (!stop.stop_requested()) arrange(stop);
  }

  /// Contenders without a path on some panel, and why.
  void findProblems() {
    for (std::size_t panel = 0; panel < data.objectives.size(); ++panel) {
      for (std::size_t i = 0; i < data.paths->contenders; ++i) {
        const std::string why = data.paths->problem(panel, i);
        if (!why.empty()) problems.push_back("contenders[" + std::to_string(i) + "]: " + why);
      }
    }
  }

  [[nodiscard]] Chosen chosen(std::int64_t at) const {
    return {settings.explain ? explained() : settings.selected, at};
  }
  [[nodiscard]] double rasterRatio() const { return device == Device::Raster ? ratio : 0; }

  void choosePanels(const Scenario& scenario) {
    const std::size_t count = scenario.panels.size();
    if (count == 0) throw PictureError("the scenario has no panel");
    if (settings.content.panel >= count)
      throw PictureError("there is no panel " + std::to_string(settings.content.panel) + "; the scenario has " +
                         std::to_string(count));
    switch (settings.content.kind) {
      case PictureContent::Kind::Panel:
        shown = {settings.content.panel};
        break;
      case PictureContent::Kind::Chart:
        break;
      case PictureContent::Kind::Arrangement:
        std::ranges::copy_if(settings.shown, std::back_inserter(shown), [&](std::size_t i) { return i < count; });
        if (!shown.empty()) break;
        if (scenario.display.enlarged && *scenario.display.enlarged < count) {
          shown = {*scenario.display.enlarged};
          break;
        }
        for (std::size_t i = 0; i < std::min<std::size_t>(count, static_cast<std::size_t>(scenario.display.layout));
             ++i)
          shown.push_back(i);
        break;
    }
  }

  [[nodiscard]] std::vector<std::size_t> captioned() const {
    return shown.empty() ? std::vector<std::size_t>{settings.content.panel} : shown;
  }
  [[nodiscard]] QString caption(std::int64_t at) const { return captionText(*data.scenario, captioned(), at); }

  /// The charts that there is room for; of the others it is said that they are left out.
  [[nodiscard]] std::vector<std::string> chartsShown(const QSizeF& room) {
    if (settings.content.kind == PictureContent::Kind::Chart) return {settings.content.chart};
    if (settings.content.kind != PictureContent::Kind::Arrangement) return {};
    const bool roomy = room.height() >= theme.px(560) && room.width() >= theme.px(600);
    std::vector<std::string> kinds = data.scenario->display.charts;
    const std::size_t all = kinds.size();
    const auto most = static_cast<std::size_t>(std::max(1.0, room.width() / theme.px(240)));
    if (!settings.charts.value_or(roomy))
      kinds.clear();
    else if (kinds.size() > most)
      kinds.resize(most);
    if (kinds.size() < all && settings.charts.value_or(true)) {
      remarks.push_back(
          kinds.empty() ? QObject::tr("There is no room for the charts at this size.")
                        : QObject::tr("There is room for %1 of %2 charts at this size.").arg(kinds.size()).arg(all));
    }
    return kinds;
  }

  void arrange(const std::stop_token& stop) {
    const double margin = theme.px(14);
    const double left = margin + panelMarginLeft(theme);
    const double wide = size.width() - left - margin - panelMarginRight(theme);
    double bottom = size.height() - theme.px(8);
    if (settings.caption) bottom = placeCaption(left, wide, bottom) - theme.px(6);
    bottom = placeLegend(left, wide, bottom) - theme.px(6);
    QRectF body(margin, theme.px(6), size.width() - 2 * margin, bottom - theme.px(6));
    if (settings.explain) placeStep(body);
    const std::vector<std::string> kinds = chartsShown(body.size());
    if (!kinds.empty()) {
      const double high = shown.empty() ? body.height() : std::max(theme.px(186), 0.3 * body.height());
      placeCharts(kinds, {body.left(), body.bottom() - high, body.width(), high});
      body.setBottom(body.bottom() - high);
    }
    if (!shown.empty()) placePanels(body, stop);
  }

  double placeCaption(double left, double wide, double bottom) {
    captionFont = theme.font(TextRole::Secondary);
    for (int pixels = captionFont.pixelSize();; --pixels) {
      captionFont.setPixelSize(pixels);
      const double high = Paragraph(caption(data.scenario->steps), captionFont, wide).height();
      // It is never cut: rather its type becomes small, or the picture is refused.
      if (high > size.height() * 0.35 && pixels > kLeastCaption) continue;
      if (wide <= 0 || high > size.height() * 0.7)
        throw PictureError("the caption does not fit; a larger picture, or none, would do");
      captionBox = {left, bottom - high, wide, high};
      return captionBox.top();
    }
  }

  /// Marker, name and rate, contender by contender, in as many rows as it takes.
  double placeLegend(double left, double wide, double bottom) {
    const QFontMetricsF bold(theme.font(TextRole::Title));
    const QFontMetricsF plain(theme.font(TextRole::Body));
    const double row = theme.px(22);
    QPointF at;
    for (std::size_t i = 0; i < data.scenario->contenders.size(); ++i) {
      const Contender& contender = data.scenario->contenders[i];
      const OptimizerCard* card = findOptimizer(contender.optimizer);
      if (contender.hidden || !card) continue;
      LegendEntry entry{contenderMark(theme, *data.scenario, i), {}, {}, {}};
      if (!card->rate.empty())
        entry.values = QStringLiteral("lr ") + shownNumber(initialRate(*card, contender.options));
      const double fixed = theme.px(28) + plain.horizontalAdvance(entry.values);
      entry.name = bold.elidedText(text(contenderName(*data.scenario, i)), Qt::ElideRight, std::max(0.0, wide - fixed));
      const double used = fixed + bold.horizontalAdvance(entry.name);
      if (at.x() > 0 && at.x() + used > wide) at = {0, at.y() + row};
      entry.at = at;
      at.rx() += used + theme.px(28);
      legend.push_back(std::move(entry));
    }
    const double high = legend.empty() ? 0 : at.y() + row;
    legendBox = {left, bottom - high, wide, high};
    return legendBox.top();
  }

  /// A column at the right, which the rest gives up.
  void placeStep(QRectF& body) {
    const double wide = theme.px(kStepColumn);
    if (shown.empty() || explained() >= data.scenario->contenders.size()) return;
    if (body.width() - wide < theme.px(kStepColumn) / 2) {
      remarks.push_back(QObject::tr("There is no room for the explanation at this size."));
      return;
    }
    stepBox = {body.right() - wide, body.top(), wide, body.height()};
    body.setRight(stepBox.left());
  }
  /// The contender whose step is explained, and the panel on which.
  [[nodiscard]] std::size_t explained() const { return settings.selected.value_or(0); }
  [[nodiscard]] std::size_t explainedPanel() const {
    const bool there = std::ranges::find(shown, settings.content.panel) != shown.end();
    return there ? settings.content.panel : shown.front();
  }
  [[nodiscard]] PictureStep stepOn(const PanelPart& part, std::int64_t at) const {
    const std::shared_ptr<const Objective>& objective = data.objectives[part.panel];
    if (!stepBox.isValid() || part.panel != explainedPanel() || !data.paths->at(part.panel, explained())) return {};
    return pictureStep(*data.scenario, part.panel, explained(), objective, at, part.cache.frame, theme, stepBox.size());
  }

  void placeCharts(const std::vector<std::string>& kinds, const QRectF& row) {
    const double wide = row.width() / static_cast<double>(kinds.size());
    const PanelResults chartResults = data.of(settings.content.panel);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      std::list<PathColumns> columns;
      const auto columnsOf = [&](std::size_t contender, const std::shared_ptr<const Trajectory>& path) -> PathColumns& {
        PathColumns& own = columns.emplace_back();
        own.path = path;
        measure(own, *data.scenario, contender, *chartResults.objective,
                chartMeasures(kinds[i], *data.scenario, *chartResults.objective), {},
                chartResults.plane ? &chartResults.plane->plane : nullptr);
        if (own.measured.sharpness)
          measureSharpness(own, *data.scenario, contender, *chartResults.objective, fineSharpness(*path));
        return own;
      };
      ChartPart part;
      ChartContent content = panelChart(kinds[i], *data.scenario, chartResults, columnsOf, theme, settings.selected);
      part.title = chartKind(kinds[i]).title;
      part.symbol = content.symbol;
      const QString remark = content.remark;
      part.scene = chartScene(std::move(content), theme);
      QRectF area(row.left() + wide * static_cast<double>(i), row.top() + theme.px(34), wide,
                  row.height() - theme.px(34));
      part.area = snapped(area, prepareChart(part.scene, area).frame.rect);
      part.cache = prepareChart(part.scene, part.area);
      requireRoom(part.cache.frame.rect);
      part.head = {part.cache.frame.rect.left(), row.top(), part.cache.frame.rect.width(), theme.px(34)};
      if (i == 0 && data.scenario->panels.size() > 1)
        part.beside << QObject::tr("of %1").arg(text(displayName(data.scenario->panels[settings.content.panel])));
      if (!remark.isEmpty()) part.beside << remark;
      charts.push_back(std::move(part));
    }
  }

  void placePanels(const QRectF& body, const std::stop_token& stop) {
    const std::size_t count = shown.size();
    // As many columns as keep the panels nearest to a square, and wide enough for their axes to be read.
    std::size_t columns = 1;
    double best = INFINITY;
    for (std::size_t c = 1; c <= count; ++c) {
      if (c > 1 && body.width() / static_cast<double>(c) < kLeastPanel) break;
      const auto rows = static_cast<double>((count + c - 1) / c);
      const double shape = std::abs(std::log((body.width() / static_cast<double>(c)) / (body.height() / rows)));
      if (shape < best) best = shape, columns = c;
    }
    const double wide = body.width() / static_cast<double>(columns);
    const double high = body.height() / static_cast<double>((count + columns - 1) / columns);
    if (wide < kLeastPanel || high < kLeastPanel / 2) {
      remarks.push_back(QObject::tr("A panel is %1 × %2 mm in print, too small to be read; a larger picture would do.")
                            .arg(qRound(wide / 96 * 25.4 * printed()))
                            .arg(qRound(high / 96 * 25.4 * printed())));
    }
    panels.reserve(count);
    for (std::size_t i = 0; i < count && !stop.stop_requested(); ++i) {
      panels.push_back(panelPart(shown[i],
                                 {body.left() + wide * static_cast<double>(i % columns),
                                  body.top() + high * static_cast<double>(i / columns), wide, high},
                                 stop));
    }
  }

  PanelPart panelPart(std::size_t panel, const QRectF& area, const std::stop_token& stop) {
    PanelPart part;
    part.panel = panel;
    part.area = area;
    part.results = data.of(panel);
    part.results.study =
        makeStudy(*data.scenario, panel, *part.results.objective, part.results.paths, step, nullptr, stop);
    part.scene = panelScene(*data.scenario, panel, part.results, chosen(step), theme);
    part.title = panelTitle(data.scenario->panels[panel]);
    part.parameters = PanelOptions::parameters(data.scenario->panels[panel]);
    part.words = surfaceWords(data.scenario->panels[panel], data.objectives[panel].get());
    constexpr double endless = std::numeric_limits<double>::infinity();
    part.cells = part.scene.showsSurface()
                     ? outcomeEntries(*data.scenario, part.results, part.scene.plane, part.scene.view, theme)
                 : part.scene.study ? outcomeEntries(*data.scenario, part.results, part.scene.plane,
                                                     {-endless, endless, -endless, endless}, theme)
                                    : shownEntries(*data.scenario, part.results, chosen(step), theme);
    double outcomes = theme.px(8) + theme.px(36) * static_cast<double>(outcomeRows(part));
    if (area.height() - theme.px(38) - outcomes < theme.px(kRoomyPlot)) {
      part.cells.clear();
      outcomes = 0;
    }
    const double honesty = part.results.plane && part.scene.showsSurface() && outcomes > 0 ? honestyHeight(theme) : 0;
    const QRectF plot = area.adjusted(0, theme.px(38), 0, -outcomes - honesty);
    const QRectF fitted = snapped(plot, panelFrame(part.scene, plot).rect);
    part.cache.frame = panelFrame(part.scene, fitted);
    requireRoom(part.cache.frame.rect);
    part.outcomes = {part.cache.frame.rect.left(), area.bottom() - outcomes + theme.px(6),
                     part.cache.frame.rect.width(), outcomes};
    const PlotFrame& frame = part.cache.frame;
    if (honesty > 0)
      part.honesty = {part.cache.frame.rect.left(), area.bottom() - outcomes - honesty, part.cache.frame.rect.width(),
                      honesty};
    if (!part.scene.showsSurface()) return part;
    if (!addSurface(part.results, *data.scenario, panel, frame, nodes(frame.rect.size()), theme, stop)) return part;
    part.scene = panelScene(*data.scenario, panel, part.results, chosen(step), theme);
    if (device == Device::Vector) thinContours(part.scene, part.cache.frame, kVectorTolerance);
    if (!part.cells.empty())
      part.cells = outcomeEntries(*data.scenario, part.results, part.scene.plane, frame.view, theme);
    // Vectors lie over an image of the landscape.
    part.cache.ratio = device == Device::Raster ? ratio : std::max(2.0, ratio);
    prepareSurface(part.cache, part.scene);
    preparePaths(part.cache, part.scene);
    prepareLabels(part.cache, part.scene);
    return part;
  }

  /// Printed inches are so many times logical ones.
  [[nodiscard]] double printed() const { return ratio * 96 / settings.dpi; }

  void requireRoom(const QRectF& frame) const {
    if (frame.width() < theme.px(kLeastPlot) || frame.height() < theme.px(kLeastPlot))
      throw PictureError("there is no room for the plots; a larger picture, or fewer dots per inch, would do");
  }

  [[nodiscard]] QSize nodes(const QSizeF& frame) const {
    const double fine = device == Device::Raster ? ratio : kVectorNodes;
    const double scale = fine * std::min(1.0, std::sqrt(kMostNodes / (frame.width() * frame.height() * fine * fine)));
    return {qRound(frame.width() * scale), qRound(frame.height() * scale)};
  }

  /// `area` changed so that the edges of the frame within it lie between device pixels.
  [[nodiscard]] QRectF snapped(const QRectF& area, const QRectF& frame) const {
    constexpr double slack = 1e-7;  // so that rounding errors add no pixel
    const double unit = device == Device::Raster ? ratio : 1;
    return area.adjusted(std::ceil(frame.left() * unit - slack) / unit - frame.left(),
                         std::ceil(frame.top() * unit - slack) / unit - frame.top(),
                         std::floor(frame.right() * unit + slack) / unit - frame.right() - slack,
                         std::floor(frame.bottom() * unit + slack) / unit - frame.bottom() - slack);
  }

  /// Six at most, as long as each has room for a word.
  [[nodiscard]] std::size_t outcomeColumns(const PanelPart& part) const {
    const double room = part.area.width() - panelMarginLeft(theme) - panelMarginRight(theme);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1.0, room / theme.px(68))), 1,
                                   std::clamp<std::size_t>(part.cells.size(), 5, 6));
  }
  [[nodiscard]] std::size_t outcomeRows(const PanelPart& part) const {
    return std::max<std::size_t>(1, (part.cells.size() + outcomeColumns(part) - 1) / outcomeColumns(part));
  }

  /// A title, the first of `formulas` that has room, or `instead`, and the words beside them as far as there is room.
  void paintHead(QPainter& painter, const QRectF& head, const QString& title, const QStringList& formulas,
                 const QString& instead, const QStringList& beside) const {
    painter.setFont(theme.font(TextRole::Title));
    painter.setPen(theme.text);
    const QFontMetricsF metrics(painter.font());
    const QString shownTitle = metrics.elidedText(title, Qt::ElideRight, head.width());
    const double baseline = head.center().y() + metrics.capHeight() / 2;
    painter.drawText(QPointF(head.left(), baseline), shownTitle);
    double used = metrics.horizontalAdvance(shownTitle) + theme.u(4);
    QStringList words = beside;
    if (!instead.isEmpty()) words.prepend(instead);
    for (const QString& tex : formulas) {
      const MathText formula(tex, theme.fontSize(TextRole::Body) * 1.1);
      if (formula.isEmpty() || used + formula.size().width() >= head.width()) continue;
      if (formula.size().height() > theme.px(kTallestFormula)) continue;
      formula.draw(painter, {head.left() + used, head.center().y() - formula.size().height() / 2}, theme.secondary);
      used += formula.size().width() + theme.u(4);
      if (!instead.isEmpty()) words.removeFirst();
      break;
    }
    painter.setFont(theme.font(TextRole::Body));
    painter.setPen(theme.secondary);
    const QFontMetricsF plain(painter.font());
    for (const QString& word : words) {
      if (used + plain.horizontalAdvance(word) >= head.width()) break;
      painter.drawText(QPointF(head.left() + used, baseline), word);
      used += plain.horizontalAdvance(word) + theme.u(4);
    }
  }

  void paintOutcomes(QPainter& painter, const PanelPart& part, std::int64_t at) const {
    const double wide = part.outcomes.width() / static_cast<double>(outcomeColumns(part));
    const double line = theme.px(17);
    painter.setFont(theme.font(TextRole::Secondary));
    const double room = wide - theme.px(15);
    const auto tight = [&](const OutcomeEntry& cell) {
      return QFontMetricsF(painter.font()).horizontalAdvance(cell.word) > room;
    };
    if (std::ranges::any_of(part.cells, tight)) painter.setFont(theme.font(TextRole::Axis));
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < part.cells.size(); ++i) {
      const OutcomeEntry& cell = part.cells[i];
      const double x = part.outcomes.left() + wide * static_cast<double>(i % outcomeColumns(part));
      const double y = part.outcomes.top() + theme.px(36) * static_cast<double>(i / outcomeColumns(part));
      const QPointF middle(x + theme.px(5), y + line / 2);
      drawMarkerOn(painter, cell.mark.marker, middle, theme.px(9), cell.mark.color, theme.surface);
      if (cell.ghost) drawMarker(painter, cell.mark.marker, middle, theme.px(5), theme.surface);
      painter.setPen(cell.step >= 0 && cell.step <= at ? theme.text : theme.secondary);
      const double baseline = y + line / 2 + metrics.capHeight() / 2;
      painter.drawText(QPointF(x + theme.px(13), baseline), metrics.elidedText(cell.word, Qt::ElideRight, room));
      painter.drawText(QPointF(x + theme.px(13), baseline + line),
                       cell.step >= 0 ? QString::number(cell.step) : QStringLiteral("–"));
    }
  }

  void paintPanelStep(QPainter& painter, const PanelPart& part, PanelScene scene, const PanelCache& cache,
                      std::int64_t at) const {
    PanelResults results = part.results;
    if (studyFollowsStep(data.scenario->panels[part.panel]) && results.study && results.study->step != at) {
      results.study = makeStudy(*data.scenario, part.panel, *results.objective, results.paths, at);
      scene = panelScene(*data.scenario, part.panel, results, chosen(at), theme);
    }
    moveCursor(scene, *data.scenario, results, chosen(at));
    const PictureStep explained = stepOn(part, at);
    if (explained.picture) setStep(scene, explained.picture);
    if (explained.sheet) paintPictureStep(painter, explained, stepBox, theme);
    paintPathLayer(painter, scene, cache, rasterRatio());
    paintMarks(painter, scene, cache);
    if (const auto honesty = panelHonesty(*data.scenario, part.results, chosen(at), theme);
        honesty && part.honesty.isValid())
      paintHonesty(painter, part.honesty, *honesty, theme);
    if (scene.showsSurface() || scene.study || part.cells.empty()) return paintOutcomes(painter, part, at);
    PanelPart now;
    now.area = part.area;
    now.outcomes = part.outcomes;
    now.cells = shownEntries(*data.scenario, part.results, chosen(at), theme);
    paintOutcomes(painter, now, at);
  }

  void paintBesidePanels(QPainter& painter, std::int64_t at) const {
    for (const ChartPart& part : charts) {
      ChartScene scene = part.scene;
      scene.cursor = at;
      paintChartPast(painter, scene, part.cache, rasterRatio());
    }
    if (!captionBox.isValid()) return;
    painter.setPen(theme.secondary);
    Paragraph(caption(at), captionFont, captionBox.width()).draw(painter, captionBox.topLeft());
  }

  [[nodiscard]] QImage withResolution(QImage image) const {
    image.setDotsPerMeterX(qRound(settings.dpi / 0.0254));
    image.setDotsPerMeterY(qRound(settings.dpi / 0.0254));
    return image;
  }

  void paintLegend(QPainter& painter) const {
    const QFontMetricsF bold(theme.font(TextRole::Title));
    for (const LegendEntry& entry : legend) {
      const QPointF at = legendBox.topLeft() + entry.at;
      const double middle = at.y() + theme.px(11);
      drawMarkerOn(painter, entry.mark.marker, {at.x() + theme.px(6), middle}, theme.px(12), entry.mark.color,
                   theme.surface);
      painter.setFont(theme.font(TextRole::Title));
      painter.setPen(theme.text);
      const double baseline = middle + bold.capHeight() / 2;
      painter.drawText(QPointF(at.x() + theme.px(20), baseline), entry.name);
      painter.setFont(theme.font(TextRole::Body));
      painter.setPen(theme.secondary);
      painter.drawText(QPointF(at.x() + theme.px(28) + bold.horizontalAdvance(entry.name), baseline), entry.values);
    }
  }
};

Picture::Picture(const Scenario& scenario, const PictureSettings& settings, Device device, std::stop_token stop) {
  loadFonts();
  parts_ = std::make_unique<const Parts>(scenario, settings, device, stop);
}
Picture::~Picture() = default;
Picture::Picture(Picture&&) noexcept = default;

QSize Picture::pixels() const { return parts_->settings.size; }
QSizeF Picture::size() const { return parts_->size; }
double Picture::ratio() const { return parts_->ratio; }
bool Picture::opaque() const { return parts_->settings.background != Background::Transparent; }
double Picture::dpi() const { return parts_->settings.dpi; }
std::int64_t Picture::step() const { return parts_->step; }
std::int64_t Picture::steps() const { return parts_->data.scenario->steps; }
QString Picture::title() const { return text(parts_->data.scenario->title); }
std::vector<QColor> Picture::flatColors() const {
  const Theme& theme = parts_->theme;
  std::vector<QColor> colors = {theme.surface, theme.text, theme.secondary, theme.accent, theme.onAccent, theme.axis};
  for (std::size_t i = 0; i < parts_->data.scenario->contenders.size(); ++i)
    colors.push_back(contenderMark(theme, *parts_->data.scenario, i).color);
  return colors;
}

const std::vector<std::string>& Picture::problems() const { return parts_->problems; }
const std::vector<QString>& Picture::remarks() const { return parts_->remarks; }

void Picture::paintGround(QPainter& painter, const std::stop_token& stop) const {
  const Parts& p = *parts_;
  painter.setRenderHint(QPainter::Antialiasing);
  if (opaque()) painter.fillRect(QRectF(QPointF(), p.size), p.theme.surface);
  for (const PanelPart& part : p.panels) {
    if (stop.stop_requested()) return;
    const QRectF& frame = part.cache.frame.rect;
    p.paintHead(painter, {frame.left(), part.area.top(), frame.width(), p.theme.px(38)}, part.title,
                part.words.formulas, part.words.landscape,
                part.parameters.isEmpty() ? QStringList() : QStringList(part.parameters));
    thalweg::paintGround(painter, part.scene, part.cache, p.rasterRatio());
  }
  for (const ChartPart& part : p.charts) {
    if (stop.stop_requested()) return;
    p.paintHead(painter, part.head, part.title, {part.symbol}, {}, part.beside);
    paintChartGround(painter, part.scene, part.cache, p.rasterRatio());
  }
  p.paintLegend(painter);
}

void Picture::paintStep(QPainter& painter, std::int64_t step, const std::stop_token& stop) const {
  const Parts& p = *parts_;
  painter.setRenderHint(QPainter::Antialiasing);
  for (const PanelPart& part : p.panels) {
    if (stop.stop_requested()) return;
    p.paintPanelStep(painter, part, part.scene, part.cache, step);
  }
  if (!stop.stop_requested()) p.paintBesidePanels(painter, step);
}

QImage Picture::turnedFrame(const QImage& ground, std::int64_t step, double degrees,
                            const std::stop_token& stop) const {
  const Parts& p = *parts_;
  QImage image = ground.copy();
  {
    QPainter painter(&image);
    painter.scale(ratio(), ratio());
    painter.setRenderHint(QPainter::Antialiasing);
    for (const PanelPart& part : p.panels) {
      if (stop.stop_requested()) break;
      if (!part.cache.relief) {
        p.paintPanelStep(painter, part, part.scene, part.cache, step);
        continue;
      }
      PanelScene scene = part.scene;
      scene.relief->camera = part.cache.relief->frame.camera();
      scene.relief->camera.azimuth += degrees;
      PanelCache cache;
      cache.frame = part.cache.frame;
      cache.relief = std::make_shared<ReliefCache>();
      cache.relief->mesh = part.cache.relief->mesh;
      cache.relief->tall = part.cache.relief->tall;
      prepareRelief(*cache.relief, scene, cache.frame, part.cache.ratio, 2);
      prepareReliefPaths(*cache.relief, scene);
      if (!opaque()) {
        painter.setCompositionMode(QPainter::CompositionMode_Clear);
        painter.fillRect(cache.frame.rect, Qt::transparent);
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
      }
      paintReliefGround(painter, scene, *cache.relief, p.rasterRatio());
      p.paintPanelStep(painter, part, scene, cache, step);
    }
    p.paintBesidePanels(painter, step);
  }
  return p.withResolution(std::move(image));
}

bool Picture::hasLandscapes() const {
  return std::ranges::any_of(parts_->panels, [](const PanelPart& part) { return part.cache.relief != nullptr; });
}

QImage Picture::groundImage(const std::stop_token& stop) const {
  QImage image(pixels(), opaque() ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
  if (image.isNull()) throw EncodingError("there is not enough memory for a picture of this size");
  image.fill(opaque() ? parts_->theme.surface : QColor(Qt::transparent));
  QPainter painter(&image);
  // Not by the image's own ratio, which painters ignore below 1.
  painter.scale(ratio(), ratio());
  paintGround(painter, stop);
  return image;
}

QImage Picture::frame(const QImage& ground, std::int64_t step, const std::stop_token& stop) const {
  QImage image = ground.copy();
  {
    QPainter painter(&image);
    painter.scale(ratio(), ratio());
    paintStep(painter, step, stop);
  }
  return parts_->withResolution(std::move(image));
}

QImage renderPicture(const Scenario& scenario, const PictureSettings& settings) {
  const Picture picture(scenario, settings);
  return picture.frame(picture.groundImage(), picture.step());
}

}  // namespace thalweg
