#include "ui/background/thumbnails.h"

#include "ui/scenes/panel_scene.h"
#include "ui/scenes/surface.h"

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
    const auto objective = card.make({}, 0);
    PanelScene scene;
    scene.theme = theme;
    scene.theme.plot.marks = kMarks;
    scene.theme.plot.chartLine = kLine;
    const QRectF area(QPointF(), QSizeF(pixels) / ratio);
    scene.view = shownBox(*objective, objective->view());
    FieldRequest request;
    request.view = objective->dimension() == 1 ? scene.view : filled(scene.view, area.size());
    request.columns = pixels.width();
    request.rows = pixels.height();
    if (objective->dimension() > 2) request.base = objective->starts().front();
    setSurface(scene, *makeSurface(objective, request), Display{});
    scene.landmarks = landmarksInPlane(*objective, objective->starts().front());
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
