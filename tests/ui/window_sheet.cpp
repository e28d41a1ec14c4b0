// Every layout in both themes at several window sizes, as pictures and on one sheet: thalweg_window_sheet FOLDER
// The scale is the toolkit's (QT_SCALE_FACTOR); scripts/window-sheets runs this at 1, 1.5 and 2.

#include "core/scenario/scenario.h"
#include "tests/ui/settle.h"
#include "ui/look/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QPainter>

#include <array>
#include <cmath>
#include <iostream>

namespace {

using namespace thalweg;

struct Shot {
  QString name;
  QImage picture;
};

/// In rows of five, each 640 pixels wide, with its name.
QImage sheetOf(const std::vector<Shot>& shots) {
  constexpr int columns = 5, wide = 640, caption = 24, gap = 8;
  int high = 0;
  for (const Shot& shot : shots) high = std::max(high, shot.picture.height() * wide / shot.picture.width());
  const int rows = (static_cast<int>(shots.size()) + columns - 1) / columns;
  QImage sheet(columns * (wide + gap) + gap, rows * (high + caption + gap) + gap, QImage::Format_RGB32);
  sheet.fill(QColor(0x808080));
  QPainter painter(&sheet);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  QFont font(QStringLiteral("IBM Plex Sans"));
  font.setPixelSize(15);
  painter.setFont(font);
  painter.setPen(Qt::white);
  for (std::size_t i = 0; i < shots.size(); ++i) {
    const int x = gap + static_cast<int>(i) % columns * (wide + gap);
    const int y = gap + static_cast<int>(i) / columns * (high + caption + gap);
    painter.drawText(QRect(x, y, wide, caption), Qt::AlignVCenter, shots[i].name);
    QImage small = shots[i].picture.scaledToWidth(wide, Qt::SmoothTransformation);
    small.setDevicePixelRatio(1);
    painter.drawImage(x, y + caption, small);
  }
  return sheet;
}

}  // namespace

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("thalweg"));
  if (argc != 2) {
    std::cerr << "usage: thalweg_window_sheet FOLDER\n";
    return 2;
  }
  const QDir folder(QString::fromLocal8Bit(argv[1]));
  folder.mkpath(QStringLiteral("."));
  Scenario scenario = startUpScenario();
  scenario.display.playing = false;
  scenario.display.step = 72;
  for (const char* id : {"himmelblau", "double_well", "styblinski_tang"})
    scenario.panels.push_back({id, {}, {}, {}, {}});

  ThemeController themes(&application);
  MainWindow window(themes);
  window.show(scenario);
  window.show();
  const qreal scale = window.devicePixelRatioF();
  std::vector<Shot> shots;
  for (const QSize pixels : {QSize(1366, 768), QSize(1920, 1080), QSize(2560, 1440), QSize(3840, 2160)}) {
    const QSize size(static_cast<int>(std::lround(pixels.width() / scale)),
                     static_cast<int>(std::lround(pixels.height() / scale)));
    if (size.width() < window.minimumWidth() || size.height() < window.minimumHeight()) continue;
    window.resize(size);
    for (const bool dark : {false, true}) {
      themes.setMode(dark ? ThemeController::Mode::Dark : ThemeController::Mode::Light);
      for (const int layout : {1, 2, 3, 4, 6}) {
        scenario.display.layout = layout;
        window.show(scenario);
        settle(window);
        const QString name = QStringLiteral("%1x%2-scale%3-%4-layout%5")
                                 .arg(pixels.width())
                                 .arg(pixels.height())
                                 .arg(scale)
                                 .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))
                                 .arg(layout);
        shots.push_back({name, window.grab().toImage()});
        if (!shots.back().picture.save(folder.filePath(name + QStringLiteral(".png")))) {
          std::cerr << "cannot write into " << folder.path().toStdString() << "\n";
          return 1;
        }
      }
    }
  }
  return sheetOf(shots).save(folder.filePath(QStringLiteral("sheet-scale%1.png").arg(scale))) ? 0 : 1;
}
