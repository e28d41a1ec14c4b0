#include "ui/export/export_settings.h"

#include <QSettings>

#include <algorithm>

namespace thalweg {

namespace {

QString key(const char* name) { return QStringLiteral("export/") + QLatin1String(name); }

int number(const QSettings& store, const char* name, int fallback, int least, int most) {
  bool good = false;
  const int value = store.value(key(name), fallback).toInt(&good);
  return good && value >= least && value <= most ? value : fallback;
}

}  // namespace

void storeExportSettings(QSettings& store, const ExportSettings& settings) {
  store.setValue(key("format"), QLatin1String(settings.chosen().id));
  store.setValue(key("width"), settings.picture.size.width());
  store.setValue(key("height"), settings.picture.size.height());
  store.setValue(key("dpi"), settings.picture.dpi);
  store.setValue(key("palette"), static_cast<int>(settings.picture.palette));
  store.setValue(key("background"), static_cast<int>(settings.picture.background));
  store.setValue(key("caption"), settings.picture.caption);
  store.setValue(key("explain"), settings.picture.explain);
  store.setValue(key("charts"), settings.picture.charts.value_or(true));
  store.setValue(key("fps"), settings.animation.fps);
  store.setValue(key("loops"), settings.animation.loops);
}

ExportSettings loadExportSettings(const QSettings& store) {
  ExportSettings settings;
  const QString id = store.value(key("format")).toString();
  const auto format = std::ranges::find_if(exportFormats, [&](const auto& f) { return id == QLatin1String(f.id); });
  if (format != exportFormats.end()) settings.format = static_cast<std::size_t>(format - exportFormats.begin());
  PictureSettings& picture = settings.picture;
  picture.size = {number(store, "width", picture.size.width(), 100, 16384),
                  number(store, "height", picture.size.height(), 100, 16384)};
  picture.dpi = number(store, "dpi", static_cast<int>(picture.dpi), 24, 1200);
  picture.palette = static_cast<Palette>(number(store, "palette", 0, 0, static_cast<int>(paletteChoices.size()) - 1));
  picture.background = static_cast<Background>(number(store, "background", 0, 0, 2));
  picture.caption = store.value(key("caption"), false).toBool();
  picture.explain = store.value(key("explain"), false).toBool();
  picture.charts = store.value(key("charts"), true).toBool();
  settings.animation.fps = number(store, "fps", static_cast<int>(settings.animation.fps), 1, 120);
  settings.animation.loops = number(store, "loops", 0, 0, 65535);
  return settings;
}

}  // namespace thalweg
