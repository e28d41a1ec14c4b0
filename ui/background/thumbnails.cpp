#include "ui/background/thumbnails.h"

#include "ui/scenes/assembly.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

constexpr qreal kMarks = 0.6;  // stars and crosses beside those of a panel
constexpr qreal kLine = 1.2;   // a curve's width

}  // namespace

QImage paintedThumbnail(const ObjectiveCard& card, QSize pixels, qreal ratio, const Theme& theme) {
  QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(theme.field);
  try {
    Scenario scenario;
    scenario.panels.emplace_back().objective = card.id;
    Theme marks = theme;
    marks.plot.marks = kMarks;
    marks.plot.chartLine = kLine;
    PanelResults results;
    results.objective = makeObjective(scenario.panels.front());
    const QRectF area(QPointF(), QSizeF(pixels) / ratio);
    const View box = shownBox(*results.objective, results.objective->view());
    const PlotFrame frame{area, results.objective->dimension() == 1 ? box : filled(box, area.size())};
    addSurface(results, scenario, 0, frame, pixels, marks);
    const PanelScene scene = panelScene(scenario, 0, results, {}, marks);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    paintThumbnail(painter, area, scene);
  } catch (const OptionError&) {
    return {};
  }
  return image;
}

Thumbnails::Thumbnails(const ThemeController& themes, QObject* parent)
    : QObject(parent), themes_(themes), job_(this, [this](Made made) {
        made_[made.key] = QPixmap::fromImage(made.image);
        std::erase(wanted_, made.key);
        makeNext();
        Q_EMIT ready();
      }) {}

Thumbnails::~Thumbnails() = default;

QPixmap Thumbnails::picture(const ObjectiveCard& card, QSize size, qreal ratio) {
  const QSizeF pixels = QSizeF(size) * ratio;
  const Key key{card.id, themes_.theme().dark, static_cast<int>(std::lround(pixels.width())),
                static_cast<int>(std::lround(pixels.height())), ratio};
  const auto found = made_.find(key);
  if (found != made_.end()) return found->second;
  if (std::ranges::find(wanted_, key) == wanted_.end()) {
    // What is asked for first is on view at the top.
    wanted_.insert(wanted_.begin(), key);
    if (wanted_.size() == 1) makeNext();
  }
  return {};
}

void Thumbnails::makeNext() {
  if (wanted_.empty()) return;
  job_.request([key = wanted_.back(), theme = makeTheme(wanted_.back().dark)](const std::stop_token&) {
    const ObjectiveCard* card = findObjective(key.id);
    return Made{key, paintedThumbnail(*card, {key.width, key.height}, key.ratio, theme)};
  });
}

}  // namespace thalweg
