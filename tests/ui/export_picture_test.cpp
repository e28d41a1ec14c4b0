// Pictures without a window: raster, SVG and PDF, read back by other programs.

#include "ui/export/caption.h"
#include "ui/export/picture_file.h"

#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <cmath>

using namespace thalweg;

#include <set>

namespace {

/// One panel whose path runs far out of view, one that converges.
Scenario raceScenario() {
  Scenario scenario = startUpScenario();
  scenario.title = "Race & <ride>";
  scenario.panels.resize(2);
  scenario.contenders[0].options["lr"] = 0.9;
  scenario.steps = 120;
  scenario.seed = 7;
  scenario.display.layout = 2;
  scenario.display.step = 60;
  return scenario;
}

PictureSettings small() {
  PictureSettings settings;
  settings.size = {800, 500};
  return settings;
}

struct SvgElement {
  QString name;
  QXmlStreamAttributes attributes;
  QString clip;  ///< of the group it stands in
};

std::vector<SvgElement> elementsOf(const QByteArray& svg) {
  std::vector<SvgElement> elements;
  QXmlStreamReader reader(svg);
  QStringList groups;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isEndElement() && reader.name() == QLatin1String("g")) groups.removeLast();
    if (!reader.isStartElement()) continue;
    const QString name = reader.name().toString();
    if (name == QLatin1String("g")) groups << reader.attributes().value(QLatin1String("clip-path")).toString();
    elements.push_back({name, reader.attributes(), groups.isEmpty() ? QString() : groups.last()});
  }
  if (reader.hasError()) qFatal("not XML: %s", qPrintable(reader.errorString()));
  return elements;
}

double number(const QXmlStreamAttributes& attributes, const char* name) {
  return attributes.value(QLatin1String(name)).toDouble();
}

QRectF rectOf(const QXmlStreamAttributes& attributes) {
  return {number(attributes, "x"), number(attributes, "y"), number(attributes, "width"), number(attributes, "height")};
}

/// The box of all coordinates in a path's data, which has absolute M, L, C and Z alone.
QRectF coordinates(const QString& data) {
  static const QRegularExpression pattern(QStringLiteral("-?[0-9.]+"));
  std::vector<double> numbers;
  auto matches = pattern.globalMatch(data);
  while (matches.hasNext()) numbers.push_back(matches.next().captured().toDouble());
  QRectF box(numbers[0], numbers[1], 0, 0);
  for (std::size_t k = 0; k + 1 < numbers.size(); k += 2) {
    box.setLeft(std::min(box.left(), numbers[k]));
    box.setRight(std::max(box.right(), numbers[k]));
    box.setTop(std::min(box.top(), numbers[k + 1]));
    box.setBottom(std::max(box.bottom(), numbers[k + 1]));
  }
  return box;
}

QByteArray bytesOf(const Scenario& scenario, const PictureSettings& settings, PictureFormat format,
                   SvgText text = SvgText::Outlines) {
  return pictureBytes(Picture(scenario, settings, deviceOf(format)), format, text);
}

QString found(const char* program) { return QStandardPaths::findExecutable(QLatin1String(program)); }

QByteArray outputOf(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished(60'000);
  return process.readAllStandardOutput();
}

}  // namespace

class ExportPictureTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pngHasItsSizeAndResolution() {
    PictureSettings settings = small();
    settings.dpi = 300;
    settings.size = {1016, 700};
    const QByteArray png = bytesOf(raceScenario(), settings, PictureFormat::Png);
    QCOMPARE(png.mid(16, 8).toHex(), QByteArray("000003f8000002bc"));
    // 300 an inch are 11811 a metre (0x2e23), unit 1.
    const qsizetype at = png.indexOf("pHYs");
    QVERIFY(at > 0);
    QCOMPARE(png.mid(at + 4, 9).toHex(), QByteArray("00002e2300002e2301"));
  }

  void sameInputGivesTheSameBytes() {
    PictureSettings settings = small();
    settings.caption = true;
    for (const PictureFormat format : {PictureFormat::Png, PictureFormat::Svg})
      QCOMPARE(bytesOf(raceScenario(), settings, format), bytesOf(raceScenario(), settings, format));
    const auto undated = [&] {
      QByteArray pdf = bytesOf(raceScenario(), settings, PictureFormat::Pdf);
      const qsizetype at = pdf.indexOf("/CreationDate");
      if (at < 0) qFatal("no date");
      return pdf.remove(at, pdf.indexOf('\n', at) - at);
    };
    QCOMPARE(undated(), undated());
  }

  void palettesAndBackgroundsDiffer() {
    const auto corner = [](Palette palette, Background background) {
      PictureSettings settings = small();
      settings.palette = palette;
      settings.background = background;
      const QImage image = renderPicture(raceScenario(), settings);
      return image.pixelColor(1, 1);
    };
    QCOMPARE(corner(Palette::Light, Background::White), QColor(Qt::white));
    QCOMPARE(corner(Palette::Print, Background::Theme), QColor(Qt::white));
    QCOMPARE(corner(Palette::Dark, Background::Theme), makeTheme(true).surface);
    QCOMPARE(corner(Palette::HighContrastDark, Background::Theme), makeTheme(true, false, 13, true).surface);
    QCOMPARE(corner(Palette::Dark, Background::Transparent).alpha(), 0);
    QCOMPARE(corner(Palette::Light, Background::Transparent).alpha(), 0);
    PictureSettings impossible = small();
    impossible.palette = Palette::Dark;
    impossible.background = Background::White;
    QVERIFY_EXCEPTION_THROWN(renderPicture(raceScenario(), impossible), PictureError);
  }

  void transparentPictureKeepsItsSurfaceOpaque() {
    PictureSettings settings = small();
    settings.background = Background::Transparent;
    settings.content.kind = PictureContent::Kind::Panel;
    const QImage image = renderPicture(raceScenario(), settings);
    QCOMPARE(image.pixelColor(400, 200).alpha(), 255);
  }

  void panelAndChartStandAlone() {
    const Scenario scenario = raceScenario();
    PictureSettings settings = small();
    const QImage whole = renderPicture(scenario, settings);
    settings.content.kind = PictureContent::Kind::Panel;
    const QImage first = renderPicture(scenario, settings);
    settings.content.panel = 1;
    const QImage second = renderPicture(scenario, settings);
    settings.content.kind = PictureContent::Kind::Chart;
    const QImage chart = renderPicture(scenario, settings);
    QVERIFY(whole != first && first != second && second != chart);
    settings.content.panel = 2;
    QVERIFY_EXCEPTION_THROWN(renderPicture(scenario, settings), PictureError);
  }

  void basinsOfTheWindowAreInThePicture() {
    Scenario scenario;
    scenario.panels = {{"himmelblau", {}, {}, {-5, -5}, View{-6, 6, -6, 6}}};
    Contender& descent = scenario.contenders.emplace_back();
    descent.optimizer = "SGD";
    descent.options = {{"lr", 0.01}};
    descent.hidden = true;
    PictureSettings settings = small();
    settings.content.kind = PictureContent::Kind::Panel;
    // The mean hue a little way from the middle, towards each of the four minima.
    const auto hues = [&] {
      const QImage image = renderPicture(scenario, settings);
      const int away = image.height() / 8;
      std::set<int> seen;
      for (const QPoint side : {QPoint(1, 1), QPoint(1, -1), QPoint(-1, 1), QPoint(-1, -1)}) {
        const QPoint at = image.rect().center() + side * away;
        const QColor mean = image.copy(QRect(at - QPoint(6, 6), at + QPoint(6, 6)))
                                .scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                                .pixelColor(0, 0);
        seen.insert(mean.hsvHue() / 30);
      }
      return seen.size();
    };
    QVERIFY(hues() <= 2);
    scenario.display.basin = 0;
    QVERIFY(hues() >= 3);
  }

  void ensemblesOfTheWindowAreInThePicture() {
    Scenario scenario;
    scenario.panels = {{"quadratic", {{"kappa", 4}}, {}, {-1.5, 1}, View{-2, 2, -2, 2}}};
    Contender& descent = scenario.contenders.emplace_back();
    descent.optimizer = "SGD";
    descent.options = {{"lr", 0.05}};
    scenario.steps = 60;
    scenario.gradient.noise = 2;
    PictureSettings settings = small();
    for (const auto kind : {PictureContent::Kind::Panel, PictureContent::Kind::Chart}) {
      settings.content.kind = kind;
      scenario.display.seeds = 1;
      const QImage alone = renderPicture(scenario, settings);
      scenario.display.seeds = 20;
      const QImage many = renderPicture(scenario, settings);
      // Orange that is not there without the other runs: their paths, their band.
      int more = 0;
      for (int y = 0; y < many.height(); ++y) {
        for (int x = 0; x < many.width(); ++x) {
          const QColor now = many.pixelColor(x, y);
          const QColor before = alone.pixelColor(x, y);
          more += now.red() - now.blue() > before.red() - before.blue() + 15 ? 1 : 0;
        }
      }
      QVERIFY2(more > 2000, qPrintable(QString::number(more)));
    }
    QVERIFY(captionText(scenario, {0}, 60).contains(QStringLiteral("20 runs")));
    // In documents they end at their frames, as everything does.
    settings.content.kind = PictureContent::Kind::Arrangement;
    const QByteArray svg = bytesOf(scenario, settings, PictureFormat::Svg);
    scenario.display.seeds = 1;
    QVERIFY(elementsOf(svg).size() > elementsOf(bytesOf(scenario, settings, PictureFormat::Svg)).size());
    scenario.gradient.noise = 200;
    scenario.display.seeds = 20;
    for (const SvgElement& e : elementsOf(bytesOf(scenario, settings, PictureFormat::Svg))) {
      if (e.name != QLatin1String("path")) continue;
      const QRectF box = coordinates(e.attributes.value(QLatin1String("d")).toString());
      if (!box.isValid()) continue;
      QVERIFY2(QRectF(-1, -1, 802, 502).contains(box), qPrintable(e.attributes.value(QLatin1String("d")).toString()));
    }
  }

  void chartsStandBelowThePanelsWhereTheyAreWanted() {
    const auto images = [](std::optional<bool> charts, QSize size) {
      PictureSettings settings;
      settings.size = size;
      settings.charts = charts;
      return renderPicture(raceScenario(), settings);
    };
    QCOMPARE(images({}, {1280, 720}), images(true, {1280, 720}));
    QVERIFY(images({}, {1280, 720}) != images(false, {1280, 720}));
    QCOMPARE(images({}, {640, 300}), images(false, {640, 300}));
  }

  void captionSaysWhatMakesThePictureAgain() {
    const QString words = captionText(raceScenario(), {0, 1}, 60);
    for (const char* part :
         {"Race & <ride>", "Saddle", "Rosenbrock", "steepness b 10", "start (1.2, 0.02)", "SGD (learning rate 0.9)",
          "momentum 0.9", "cosine schedule with lowest rate", "Step 60 of 120", "seed 7"})
      QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
    QVERIFY(!captionText(raceScenario(), {1}, 60).contains(QLatin1String("Saddle (")));
  }

  void longCaptionWrapsWithinThePicture() {
    Scenario scenario = raceScenario();
    for (int k = 0; k < 14; ++k) scenario.contenders.push_back(scenario.contenders[1]);
    scenario.contenders.back().label = "Unbroken" + std::string(120, 'x');
    PictureSettings settings = small();
    settings.size = {700, 700};
    settings.caption = true;
    const std::vector<SvgElement> elements = elementsOf(bytesOf(scenario, settings, PictureFormat::Svg, SvgText::Text));
    int lines = 0;
    for (const SvgElement& e : elements) {
      if (e.name != QLatin1String("text")) continue;
      const double half = number(e.attributes, "textLength") / 2;
      QVERIFY(number(e.attributes, "x") - half >= -0.5 && number(e.attributes, "x") + half <= 700.5);
      QVERIFY(number(e.attributes, "y") <= 700);
      if (number(e.attributes, "y") > 450) ++lines;
    }
    QVERIFY(lines > 5);
    settings.size = {200, 200};
    QVERIFY_EXCEPTION_THROWN(renderPicture(scenario, settings), PictureError);
  }

  void svgHasCurvesAndOneImageAPanel() {
    const std::vector<SvgElement> elements = elementsOf(bytesOf(raceScenario(), small(), PictureFormat::Svg));
    QCOMPARE(elements.front().name, QStringLiteral("svg"));
    QCOMPARE(elements.front().attributes.value(QLatin1String("viewBox")).toString(), QStringLiteral("0 0 800 500"));
    const auto count = [&](const char* name) {
      return std::ranges::count_if(elements, [&](const SvgElement& e) { return e.name == QLatin1String(name); });
    };
    QCOMPARE(count("image"), 2);
    QVERIFY(count("path") > 100);
    QCOMPARE(count("text"), 0);
    const auto stroked = std::ranges::count_if(elements, [](const SvgElement& e) {
      return e.name == QLatin1String("path") && e.attributes.hasAttribute(QLatin1String("stroke")) &&
             e.attributes.value(QLatin1String("d")).size() > 500;
    });
    QVERIFY2(stroked >= 8, qPrintable(QString::number(stroked)));
  }

  void svgLinesEndAtTheirFrames() {
    const std::vector<SvgElement> elements = elementsOf(bytesOf(raceScenario(), small(), PictureFormat::Svg));
    QMap<QString, QRectF> clips;
    for (std::size_t k = 0; k + 1 < elements.size(); ++k) {
      if (elements[k].name == QLatin1String("clipPath"))
        clips[QStringLiteral("url(#%1)").arg(elements[k].attributes.value(QLatin1String("id")))] =
            rectOf(elements[k + 1].attributes);
    }
    QVERIFY(clips.size() >= 2);
    int inside = 0;
    for (const SvgElement& e : elements) {
      QRectF box;
      if (e.name == QLatin1String("path")) box = coordinates(e.attributes.value(QLatin1String("d")).toString());
      if (e.name == QLatin1String("image")) box = rectOf(e.attributes);
      if (!box.isValid()) continue;
      QVERIFY(QRectF(-1, -1, 802, 502).contains(box));
      if (e.clip.isEmpty()) continue;
      ++inside;
      // Two decimals are written.
      QVERIFY2(clips[e.clip].adjusted(-0.02, -0.02, 0.02, 0.02).contains(box),
               qPrintable(e.name + e.attributes.value(QLatin1String("d")).toString().left(200)));
    }
    QVERIFY(inside > 20);
  }

  void svgTextIsTextWhereItIsWanted() {
    const QByteArray svg = bytesOf(raceScenario(), small(), PictureFormat::Svg, SvgText::Text);
    QVERIFY(svg.contains(">Rosenbrock</text>"));
    QVERIFY(svg.contains("<title>Race &amp; &lt;ride&gt;</title>"));
    (void)elementsOf(svg);
  }

  void svgIsDrawnByAnotherProgramAsThePngIs() {
    const QString program = found("rsvg-convert");
    if (program.isEmpty()) QSKIP("rsvg-convert is not installed");
    const QTemporaryDir folder;
    PictureSettings settings = small();
    QFile file(folder.filePath(QStringLiteral("a.svg")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytesOf(raceScenario(), settings, PictureFormat::Svg));
    file.close();
    outputOf(program, {QStringLiteral("-o"), folder.filePath(QStringLiteral("a.png")), file.fileName()});
    const QImage drawn(folder.filePath(QStringLiteral("a.png")));
    const QImage ours = renderPicture(raceScenario(), settings);
    QCOMPARE(drawn.size(), ours.size());
    double difference = 0;
    for (int y = 0; y < ours.height(); ++y) {
      for (int x = 0; x < ours.width(); ++x) difference += std::abs(qGray(drawn.pixel(x, y)) - qGray(ours.pixel(x, y)));
    }
    difference /= ours.width() * ours.height();
    QVERIFY2(difference < 3, qPrintable(QString::number(difference)));
  }

  void pdfHasItsPageAndItsText() {
    const QString info = found("pdfinfo");
    const QString text = found("pdftotext");
    if (info.isEmpty() || text.isEmpty()) QSKIP("pdfinfo and pdftotext (poppler-utils) are not installed");
    const QTemporaryDir folder;
    PictureSettings settings = small();
    settings.dpi = 192;
    settings.size = {1600, 1000};
    settings.caption = true;
    QFile file(folder.filePath(QStringLiteral("a.pdf")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytesOf(raceScenario(), settings, PictureFormat::Pdf));
    file.close();
    const QByteArray page = outputOf(info, {file.fileName()});
    QVERIFY2(page.contains("Page size:       600 x 375 pts"), page.constData());
    QVERIFY2(page.contains("Pages:           1"), page.constData());
    const QByteArray words = outputOf(text, {QStringLiteral("-layout"), file.fileName(), QStringLiteral("-")});
    for (const char* word : {"Rosenbrock", "Saddle", "Nesterov", "seed 7", "Step 60 of 120", "cosine schedule"})
      QVERIFY2(words.contains(word), words.constData());
    const QByteArray fonts = outputOf(found("pdffonts"), {file.fileName()});
    QVERIFY2(fonts.contains("IBMPlexSans"), fonts.constData());
    for (const QByteArray& line : fonts.split('\n').mid(2)) {
      if (!line.isEmpty()) QVERIFY2(line.contains(" yes "), line.constData());
    }
  }

  void coarserPictureShowsTheSame() {
    PictureSettings fine = small();
    fine.size = {1600, 1000};
    fine.dpi = 192;
    PictureSettings coarse = small();
    coarse.size = {400, 250};
    coarse.dpi = 48;
    const QImage shrunk =
        renderPicture(raceScenario(), fine).scaled(coarse.size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const QImage direct = renderPicture(raceScenario(), coarse);
    double difference = 0;
    for (int y = 0; y < direct.height(); ++y) {
      for (int x = 0; x < direct.width(); ++x)
        difference += std::abs(qGray(direct.pixel(x, y)) - qGray(shrunk.pixel(x, y)));
    }
    difference /= direct.width() * direct.height();
    QVERIFY2(difference < 6, qPrintable(QString::number(difference)));
  }

  void pictureWithoutRoomIsRefused() {
    PictureSettings settings = small();
    settings.dpi = 1200;
    QVERIFY_EXCEPTION_THROWN(renderPicture(raceScenario(), settings), PictureError);
  }

  void contenderThatDoesNotFitIsNamed() {
    Scenario scenario = raceScenario();
    scenario.contenders[1].groups = {{{5}, {}}};
    const Picture picture(scenario, small());
    QVERIFY(!picture.problems().empty());
    QVERIFY(picture.problems().front().find("contenders[1]") == 0);
    QVERIFY(!picture.frame(picture.groundImage(), 3).isNull());
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QGuiApplication application(argc, argv);
  ExportPictureTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "export_picture_test.moc"
