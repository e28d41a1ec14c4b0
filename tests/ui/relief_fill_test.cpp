// Triangles in samples: each sample once, numbers as they are at its middle, whatever the bands.

#include "ui/scenes/relief_fill.h"

#include <QtTest>

#include <random>
#include <vector>

using namespace thalweg;

namespace {

constexpr int kWidth = 97, kHeight = 83;

struct Picture {
  std::vector<QRgb> colors = std::vector<QRgb>(kWidth * kHeight);
  std::vector<float> nearness = std::vector<float>(kWidth * kHeight);
  FillBand band(int top, int bottom) {
    return {top, bottom, kWidth, colors.data() + top * kWidth, nearness.data() + top * kWidth};
  }
};

/// Nearness and colours that are linear across the picture.
Four linear(float x, float y) { return Four{1 + x / 500 + y / 700, 20 + x, 30 + y, 200 - x / 2 - y / 2}; }

FillCorner corner(float x, float y) {
  FillCorner made;
  made.value = linear(x, y);
  made.x = x, made.y = y;
  return made;
}

/// Corners that cover more than the picture, moved about; some lie on samples' middles and on rows.
std::vector<FillCorner> mesh(int columns, int rows) {
  std::mt19937 random(3);
  std::uniform_real_distribution<float> off(-0.14F, 0.14F);  // any further, and triangles might turn over
  std::vector<FillCorner> corners;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const float stepX = (kWidth + 20.0F) / static_cast<float>(columns - 1);
      const float stepY = (kHeight + 20.0F) / static_cast<float>(rows - 1);
      float x = -10 + stepX * (static_cast<float>(c) + off(random));
      float y = -10 + stepY * (static_cast<float>(r) + off(random));
      const bool roomy = std::min(stepX, stepY) > 25;
      if (roomy && (r + c) % 3 == 0) x = std::floor(x) + 0.5F, y = std::floor(y) + 0.5F;
      if (r == 0 || r == rows - 1) y = r == 0 ? -10.0F : kHeight + 10.0F;
      if (c == 0 || c == columns - 1) x = c == 0 ? -10.0F : kWidth + 10.0F;
      corners.push_back(corner(x, y));
    }
  }
  return corners;
}

template <class Use>
void eachTriangle(const std::vector<FillCorner>& corners, int columns, int rows, const Use& use) {
  const auto at = [&](int c, int r) -> const FillCorner& { return corners[static_cast<std::size_t>(r * columns + c)]; };
  for (int r = 0; r + 1 < rows; ++r) {
    for (int c = 0; c + 1 < columns; ++c) {
      use(at(c, r), at(c + 1, r), at(c + 1, r + 1));
      use(at(c, r), at(c + 1, r + 1), at(c, r + 1));
    }
  }
}

}  // namespace

class ReliefFillTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void neighboursShareNoSampleAndLoseNone_data();
  void neighboursShareNoSampleAndLoseNone();
  void numbersAreThoseOfTheMiddle();
  void bandsDoNotMatter();
  void theNearerIsSeen();
  void coloursAreCutOff();
};

void ReliefFillTest::neighboursShareNoSampleAndLoseNone_data() {
  QTest::addColumn<int>("columns");
  QTest::newRow("large") << 5;
  QTest::newRow("small") << 60;
  QTest::newRow("smaller than samples") << 200;
}

void ReliefFillTest::neighboursShareNoSampleAndLoseNone() {
  QFETCH(int, columns);
  const int rows = columns;
  const std::vector<FillCorner> corners = mesh(columns, rows);
  Picture picture;
  std::vector<int> times(kWidth * kHeight);
  float rank = 1;
  eachTriangle(corners, columns, rows, [&](FillCorner a, FillCorner b, FillCorner c) {
    // Nearer than all before, so that nothing is rejected for its depth.
    rank += 1;
    for (FillCorner* one : {&a, &b, &c}) one->value[0] = rank;
    fillTriangle(picture.band(0, kHeight), a, b, c, a.value, b.value, c.value, [&](int x, int y, auto&&...) {
      ++times[static_cast<std::size_t>(y * kWidth + x)];
      return qRgb(0, 0, 0);
    });
  });
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const int filled = times[static_cast<std::size_t>(y * kWidth + x)];
      QVERIFY2(filled == 1, qPrintable(QStringLiteral("%1, %2: %3").arg(x).arg(y).arg(filled)));
    }
  }
}

void ReliefFillTest::numbersAreThoseOfTheMiddle() {
  Picture picture;
  eachTriangle(mesh(9, 9), 9, 9, [&](const FillCorner& a, const FillCorner& b, const FillCorner& c) {
    fillTriangle(picture.band(0, kHeight), a, b, c);
  });
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const auto i = static_cast<std::size_t>(y * kWidth + x);
      const Four wanted = linear(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      QVERIFY(std::abs(picture.nearness[i] - wanted[0]) < 1e-4F);
      const QRgb color = picture.colors[i];
      QCOMPARE(qAlpha(color), 255);
      QVERIFY(std::abs(static_cast<float>(qBlue(color)) + 0.5F - wanted[1]) < 0.51F);
      QVERIFY(std::abs(static_cast<float>(qGreen(color)) + 0.5F - wanted[2]) < 0.51F);
      QVERIFY(std::abs(static_cast<float>(qRed(color)) + 0.5F - wanted[3]) < 0.51F);
    }
  }
}

void ReliefFillTest::bandsDoNotMatter() {
  Picture whole, cut;
  const auto fill = [](const FillBand& band) {
    eachTriangle(mesh(23, 17), 23, 17,
                 [&](const FillCorner& a, const FillCorner& b, const FillCorner& c) { fillTriangle(band, a, b, c); });
  };
  fill(whole.band(0, kHeight));
  for (int top = 0; top < kHeight; top += 7) fill(cut.band(top, std::min(kHeight, top + 7)));
  QVERIFY(whole.colors == cut.colors);
  QVERIFY(whole.nearness == cut.nearness);
}

void ReliefFillTest::theNearerIsSeen() {
  const auto flat = [](float nearness, float blue) {
    std::array<FillCorner, 3> corners = {corner(-500, -500), corner(2000, -500), corner(-500, 2000)};
    for (FillCorner& one : corners) one.value = Four{nearness, blue, 0.5F, 0.5F};
    return corners;
  };
  const auto [a, b, c] = flat(0.4F, 100.5F);
  const auto [d, e, f] = flat(0.3F, 200.5F);
  for (const bool nearFirst : {true, false}) {
    Picture picture;
    if (nearFirst) fillTriangle(picture.band(0, kHeight), a, b, c);
    fillTriangle(picture.band(0, kHeight), d, e, f);
    if (!nearFirst) fillTriangle(picture.band(0, kHeight), a, b, c);
    QVERIFY(std::ranges::all_of(picture.colors, [](QRgb color) { return color == qRgb(0, 0, 100); }));
    QVERIFY(std::ranges::all_of(picture.nearness, [](float n) { return n == 0.4F; }));
  }
}

void ReliefFillTest::coloursAreCutOff() {
  QCOMPARE(fillColor(Four{3, 0.99F, 12.5F, 255.9F}), qRgb(255, 12, 0));
  QCOMPARE(fillColor(Four{0, -7, 300, 256}), qRgb(255, 255, 0));
  QCOMPARE(fillCeil(2.0F), 2);
  QCOMPARE(fillCeil(2.1F), 3);
  QCOMPARE(fillCeil(-2.1F), -2);
  QCOMPARE(fillCeil(-0.5F), 0);
}

QTEST_MAIN(ReliefFillTest)
#include "relief_fill_test.moc"
