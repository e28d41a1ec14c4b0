#include "ui/scenes/color_map.h"

#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace thalweg;

namespace {

double linear(int channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(QRgb color) {
  return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
}

/// CIE 1976 L*.
double lightness(QRgb color) {
  const double y = luminance(color);
  return y > 216.0 / 24389 ? 116 * std::cbrt(y) - 16 : y * 24389.0 / 27;
}

double contrast(QRgb a, QRgb b) {
  const double high = std::max(luminance(a), luminance(b)) + 0.05;
  return high / (std::min(luminance(a), luminance(b)) + 0.05);
}

constexpr std::array kChoices = {ColorMapChoice::Theme, ColorMapChoice::Viridis, ColorMapChoice::Cividis,
                                 ColorMapChoice::Grey};

}  // namespace

class ColorMapTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lightnessRisesEvenly() {
    for (const bool dark : {false, true}) {
      for (const ColorMapChoice choice : kChoices) {
        const ColorMap map = colorMap(choice, makeTheme(dark));
        const double range = lightness(map.colors.back()) - lightness(map.colors.front());
        QVERIFY(range > 25);
        // Over sixteenths no part of the way is dull and none is a false edge.
        for (std::size_t k = 0; k + 16 < map.colors.size(); k += 16) {
          const double step = (lightness(map.colors[k + 16]) - lightness(map.colors[k])) / range * 256 / 16;
          QVERIFY2(step > 0.6 && step < 1.5, qPrintable(QStringLiteral("%1 at %2").arg(step).arg(k)));
        }
      }
    }
  }

  void tablesAreThePublishedOnes() {
    // Anchor colours as van der Walt & Smith and Nuñez et al. print them.
    const Theme theme = makeTheme(false);
    const ColorMap viridis = colorMap(ColorMapChoice::Viridis, theme);
    QCOMPARE(QColor(viridis.colors.front()).name(), QStringLiteral("#440154"));
    QCOMPARE(QColor(viridis.colors[128]).name(), QStringLiteral("#21918c"));
    QCOMPARE(QColor(viridis.colors.back()).name(), QStringLiteral("#fde725"));
    const ColorMap cividis = colorMap(ColorMapChoice::Cividis, theme);
    QCOMPARE(QColor(cividis.colors.front()).name(), QStringLiteral("#00224e"));
    QCOMPARE(QColor(cividis.colors[128]).name(), QStringLiteral("#7d7c78"));
    QCOMPARE(QColor(cividis.colors.back()).name(), QStringLiteral("#fee838"));
  }

  void greyHasNoColour() {
    for (const QRgb color : colorMap(ColorMapChoice::Grey, makeTheme(false)).colors) {
      QVERIFY(std::max({qRed(color), qGreen(color), qBlue(color)}) -
                  std::min({qRed(color), qGreen(color), qBlue(color)}) <=
              1);
    }
  }

  void inkCanBeReadOnEveryColour() {
    for (const bool dark : {false, true}) {
      const Theme theme = makeTheme(dark);
      for (const ColorMapChoice choice : kChoices) {
        for (const QRgb color : colorMap(choice, theme).colors)
          QVERIFY(contrast(inkOn(color, theme).rgb(), color) >= 3.9);
      }
      // The theme's own map needs no other ink than the theme's.
      for (const QRgb color : colorMap(ColorMapChoice::Theme, theme).colors)
        QCOMPARE(inkOn(color, theme), theme.contourLabel);
    }
  }

  void everyIdHasItsMap() {
    std::vector<std::array<QRgb, 256>> maps;
    for (const thalweg::DisplayChoice& map : thalweg::displayItem("color_map").choices) {
      maps.push_back(colorMap(colorMapChoice(map.id), makeTheme(false)).colors);
      QVERIFY(std::ranges::count(maps, maps.back()) == 1);
    }
    QCOMPARE(colorMapChoice("no such map"), ColorMapChoice::Theme);
  }
};

QTEST_MAIN(ColorMapTest)
#include "color_map_test.moc"
