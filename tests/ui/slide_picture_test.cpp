// Pictures for slides and print: on whatever ground a slide has, and legible in a column of a paper.

#include "ui/export/picture.h"
#include "ui/panels/panel_options.h"

#include <QGuiApplication>
#include <QPainter>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace thalweg;

namespace {

Scenario threePanels() {
  Scenario scenario = startUpScenario();
  scenario.steps = 40;
  scenario.display.playing = false;
  scenario.display.layout = 3;
  scenario.display.step = 17;
  return scenario;
}

PictureSettings transparent(Palette palette, QSize size = {1200, 700}) {
  PictureSettings settings;
  settings.size = size;
  settings.palette = palette;
  settings.background = Background::Transparent;
  return settings;
}

bool near(const QColor& a, const QColor& b, int reach) {
  return std::abs(a.red() - b.red()) <= reach && std::abs(a.green() - b.green()) <= reach &&
         std::abs(a.blue() - b.blue()) <= reach;
}

/// Notes the size of every text that is painted.
class TextSizes : public QPaintEngine {
 public:
  TextSizes() : QPaintEngine(QPaintEngine::AllFeatures) {}
  bool begin(QPaintDevice* /*device*/) override { return true; }
  bool end() override { return true; }
  void updateState(const QPaintEngineState& /*state*/) override {}
  void drawPixmap(const QRectF& /*r*/, const QPixmap& /*pm*/, const QRectF& /*sr*/) override {}
  void drawImage(const QRectF& /*r*/, const QImage& /*i*/, const QRectF& /*sr*/,
                 Qt::ImageConversionFlags /*flags*/) override {}
  void drawPath(const QPainterPath& /*path*/) override {}
  void drawPolygon(const QPointF* /*points*/, int /*count*/, PolygonDrawMode /*mode*/) override {}
  void drawTextItem(const QPointF& /*at*/, const QTextItem& item) override {
    if (item.text().trimmed().isEmpty()) return;
    const double size = item.font().pixelSize() * std::sqrt(std::abs(painter()->transform().determinant()));
    if (least < 0 || size < least) least = size, smallest = item.text();
  }
  [[nodiscard]] Type type() const override { return QPaintEngine::User; }
  double least = -1;
  QString smallest;
};
class TextDevice : public QPaintDevice {
 public:
  explicit TextDevice(QSize size) : size_(size) {}
  [[nodiscard]] QPaintEngine* paintEngine() const override { return &engine; }
  mutable TextSizes engine;

 protected:
  [[nodiscard]] int metric(PaintDeviceMetric m) const override {
    switch (m) {
      case PdmWidth:
        return size_.width();
      case PdmHeight:
        return size_.height();
      case PdmDpiX:
      case PdmDpiY:
      case PdmPhysicalDpiX:
      case PdmPhysicalDpiY:
        return 96;
      case PdmDevicePixelRatio:
        return 1;
      case PdmDevicePixelRatioScaled:
        return static_cast<int>(QPaintDevice::devicePixelRatioFScale());
      case PdmDepth:
        return 32;
      default:
        return 0;
    }
  }

 private:
  QSize size_;
};

}  // namespace

class SlidePictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void nothingOpaqueStandsOnASlideButDataAndMarks_data() {
    QTest::addColumn<int>("palette");
    QTest::newRow("light slide") << static_cast<int>(Palette::Light);
    QTest::newRow("print") << static_cast<int>(Palette::Print);
    QTest::newRow("dark slide") << static_cast<int>(Palette::Dark);
  }
  void nothingOpaqueStandsOnASlideButDataAndMarks() {
    QFETCH(const int, palette);
    PictureSettings settings = transparent(static_cast<Palette>(palette));
    settings.content.kind = PictureContent::Kind::Chart;
    const QColor ground = pictureTheme(settings.palette, Background::Theme, false, 13).surface;
    const QColor grid = pictureTheme(settings.palette, Background::Theme, false, 13).grid;
    const QImage image = renderPicture(threePanels(), settings).convertToFormat(QImage::Format_ARGB32);
    int grounded = 0;
    int ruled = 0;
    int clear = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        const QColor c = image.pixelColor(x, y);
        clear += c.alpha() == 0;
        grounded += c.alpha() > 200 && near(c, ground, 6);
        ruled += c.alpha() > 200 && near(c, grid, 3);
      }
    }
    QVERIFY(clear > image.width() * image.height() / 2);
    // The step's number is written in the colour of grounds.
    QVERIFY2(grounded < 250, qPrintable(QString::number(grounded)));
    QVERIFY2(ruled < 60, qPrintable(QString::number(ruled)));
  }

  void textOnASlideCanBeRead() {
    for (const Palette palette : {Palette::Light, Palette::Dark}) {
      const QImage image = renderPicture(threePanels(), transparent(palette)).convertToFormat(QImage::Format_ARGB32);
      // The titles' row.
      int dark = 0;
      int light = 0;
      for (int y = 8; y < 30; ++y) {
        for (int x = 40; x < 140; ++x) {
          const QColor c = image.pixelColor(x, y);
          if (c.alpha() < 200) continue;
          (c.lightness() > 128 ? light : dark) += 1;
        }
      }
      QVERIFY(palette == Palette::Dark ? light > 20 && dark == 0 : dark > 20 && light == 0);
    }
  }

  void labelsBesideTheStepAreDrawnOnce() {
    // Every label of the steps' axis that the box does not touch is there.
    PictureSettings settings = transparent(Palette::Light);
    settings.content.kind = PictureContent::Kind::Chart;
    const Picture picture(threePanels(), settings);
    const QImage ground = picture.groundImage();
    const QImage at0 = picture.frame(ground, 0);
    const QImage at40 = picture.frame(ground, 40);
    const auto ink = [&](const QImage& image) {
      int count = 0;
      for (int y = image.height() * 9 / 10; y < image.height(); ++y) {
        for (int x = image.width() / 4; x < image.width() * 3 / 4; ++x) count += image.pixelColor(x, y).alpha() > 100;
      }
      return count;
    };
    QCOMPARE(ink(at0), ink(at40));
    QVERIFY(ink(at0) > ink(ground));
  }

  void columnOfAPaperStacksItsPanels() {
    PictureSettings settings;
    settings.size = {1016, 827};
    settings.dpi = 300;
    settings.palette = Palette::Print;
    settings.charts = false;
    const Picture picture(threePanels(), settings);
    QVERIFY2(picture.remarks().empty(), picture.remarks().empty() ? "" : qPrintable(picture.remarks().front()));
    // A narrow strip leaves each panel less than 40 mm: that is said.
    settings.size = {440, 1400};
    const Picture strip(threePanels(), settings);
    QVERIFY(!strip.remarks().empty());
    QVERIFY(strip.remarks().front().contains(QLatin1String("mm in print")));
  }

  void textIsNeverUnderSixPoints_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("dpi");
    QTest::newRow("paper column") << QSize(1016, 1400) << 300.0;
    QTest::newRow("paper width") << QSize(2102, 1110) << 300.0;
    QTest::newRow("web") << QSize(1280, 720) << 96.0;
    QTest::newRow("small") << QSize(420, 320) << 96.0;
  }
  void textIsNeverUnderSixPoints() {
    QFETCH(const QSize, size);
    QFETCH(const double, dpi);
    PictureSettings settings;
    settings.size = size;
    settings.dpi = dpi;
    settings.caption = size.width() > 1000;
    const Picture picture(threePanels(), settings, Picture::Device::Vector);
    TextDevice device(picture.size().toSize());
    QPainter painter(&device);
    picture.paintGround(painter);
    picture.paintStep(painter, picture.step());
    const double inch = picture.ratio() / dpi;  // a logical pixel
    QVERIFY(device.engine.least > 0);
    const double points = device.engine.least * inch * 72;
    QVERIFY2(points >= 5.99, qPrintable(QStringLiteral("%1 pt: %2").arg(points).arg(device.engine.smallest)));
  }

  void chartsAreNotLeftOutInSilence() {
    PictureSettings settings;
    settings.size = {420, 320};
    QCOMPARE(Picture(threePanels(), settings).remarks().front(),
             QStringLiteral("There is no room for the charts at this size."));
    settings.charts = false;  // not wanted, not missed
    const Picture without(threePanels(), settings);
    QVERIFY(
        std::ranges::none_of(without.remarks(), [](const QString& r) { return r.contains(QLatin1String("chart")); }));
    settings = {};
    QVERIFY(Picture(threePanels(), settings).remarks().empty());
  }

  void parametersThatAreNotDefaultAreInTheTitle() {
    Scenario scenario = threePanels();
    scenario.panels = {{"rosenbrock", {}, {}, {}, {}}};
    scenario.display.layout = 1;
    PictureSettings settings;
    settings.size = {1280, 720};
    settings.charts = false;
    const auto head = [&] { return renderPicture(scenario, settings).copy(0, 0, 1280, 34); };
    const QImage plain = head();
    scenario.panels[0].options["b"] = 100.0;  // as it is anyway
    QCOMPARE(PanelOptions::parameters(scenario.panels[0]).isEmpty(), head() == plain);
    scenario.panels[0].options["b"] = 10.0;
    QVERIFY(PanelOptions::parameters(scenario.panels[0]).contains(QLatin1String("10")));
    QVERIFY(head() != plain);
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QGuiApplication application(argc, argv);
  SlidePictureTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "slide_picture_test.moc"
