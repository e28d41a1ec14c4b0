/// The controls under real mouse, wheel and key events: what they emit, and that showing a value never changes it.

#include "core/base/format.h"
#include "ui/controls/buttons.h"
#include "ui/controls/number_field.h"
#include "ui/controls/panels.h"
#include "ui/controls/scrubber.h"
#include "ui/controls/value_slider.h"
#include "ui/look/icons.h"
#include "ui/look/markers.h"
#include "ui/look/math_text.h"
#include "ui/look/number_text.h"
#include "ui/look/slider_scale.h"
#include "ui/look/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>

using namespace thalweg;

namespace {

constexpr SliderScale kRate{{1e-4, 1, Scale::Log}, false};
constexpr SliderScale kBeta{{0.5, 0.9999, Scale::LogOneMinus}, false};
constexpr SliderScale kAngle{{-90, 90, Scale::Linear}, false};
constexpr SliderScale kCount{{1, 64, Scale::Integer}, false};

void sendWheel(QWidget& widget, int angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  const QPointF at(widget.width() / 2.0, widget.height() / 2.0);
  QWheelEvent event(at, widget.mapToGlobal(at), QPoint(), QPoint(0, angle), Qt::NoButton, modifiers, Qt::NoScrollPhase,
                    false);
  QApplication::sendEvent(&widget, &event);
}

/// Any character, as a keyboard or an input method delivers it.
void typeText(QWidget& widget, const QString& text) {
  for (const QChar c : text) {
    QKeyEvent event(QEvent::KeyPress, Qt::Key_unknown, Qt::NoModifier, QString(c));
    QApplication::sendEvent(&widget, &event);
  }
}

double luminance(const QColor& c) {
  const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

/// WCAG 2.1.
double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// Pixels of `image` that differ from its corner.
int inked(const QImage& image) {
  int n = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) n += image.pixel(x, y) != image.pixel(0, 0);
  return n;
}

}  // namespace

class ControlsTest : public QObject {
  Q_OBJECT

 private:
  ThemeController* themes_ = nullptr;

  template <class W>
  void show(W& widget, int width = 220) {
    widget.resize(width, std::max(widget.sizeHint().height(), 22));
    widget.show();
    QVERIFY(QTest::qWaitForWindowExposed(&widget));
    // Without a window manager nobody else gives the focus.
    widget.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&widget));
  }

 private Q_SLOTS:
  void initTestCase() {
    // A comma as the decimal point must not matter anywhere.
    QLocale::setDefault(QLocale(QLocale::German));
    themes_ = new ThemeController(qApp, this);
    themes_->setMode(ThemeController::Mode::Light);
  }

  // --- slider scales -------------------------------------------------------------------------------------------

  void aScaleReturnsTheValueOfItsOwnPosition_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("which");
    for (const double v : {1e-4, 0.00315, 0.08, 1.0}) QTest::addRow("log %g", v) << v << 0;
    for (const double v : {0.5, 0.9, 0.99, 0.999, 0.9999}) QTest::addRow("beta %g", v) << v << 1;
    for (const double v : {-90.0, -12.5, 0.0, 90.0}) QTest::addRow("linear %g", v) << v << 2;
    for (const double v : {1.0, 17.0, 64.0}) QTest::addRow("integer %g", v) << v << 3;
  }
  void aScaleReturnsTheValueOfItsOwnPosition() {
    QFETCH(double, value);
    QFETCH(int, which);
    const SliderScale scales[] = {kRate, kBeta, kAngle, kCount};
    const double back = sliderValue(scales[which], sliderPosition(scales[which], value));
    QVERIFY2(std::abs(back - value) <= 1e-12 * std::max(1.0, std::abs(value)), qPrintable(QString::number(back)));
  }

  void decadesAreEquallyFarApart() {
    QCOMPARE(sliderPosition(kRate, 0.01), 0.5);
    const double a = sliderPosition(kBeta, 0.9), b = sliderPosition(kBeta, 0.99), c = sliderPosition(kBeta, 0.999);
    QVERIFY(std::abs((b - a) - (c - b)) < 1e-12);
    QCOMPARE(sliderTicks(kRate), (std::vector<double>{0.001, 0.01, 0.1}));
    QCOMPARE(sliderTicks(kBeta), (std::vector<double>{0.9, 0.99, 0.999}));
  }

  void valuesBeyondTheWayStandAtItsEnds() {
    QCOMPARE(sliderPosition(kRate, 7), 1.0);
    QCOMPARE(sliderPosition(kRate, 0), 0.0);
    QCOMPARE(sliderPosition(kRate, -1), 0.0);
    QCOMPARE(sliderPosition(kBeta, 1), 1.0);
    QCOMPARE(sliderPosition(kBeta, 2), 1.0);
    QCOMPARE(sliderPosition(kRate, std::numeric_limits<double>::infinity()), 1.0);
    QCOMPARE(sliderPosition(kRate, std::numeric_limits<double>::quiet_NaN()), 0.0);
  }

  void zeroAndOneAreReachableOnLogarithmicWays() {
    const SliderScale decay{{0, 0.1, Scale::Log}, false}, notched{{1e-4, 1, Scale::Log}, true},
        open{{0.5, 1, Scale::LogOneMinus}, true};
    QCOMPARE(sliderRounded(decay, 0, 150, false), 0.0);
    QCOMPARE(sliderRounded(decay, 1, 150, false), 0.1);
    QCOMPARE(sliderRounded(notched, 0, 150, false), 0.0);
    QCOMPARE(sliderPosition(notched, 0), 0.0);
    QVERIFY(sliderPosition(notched, 1e-4) > 0);
    QCOMPARE(sliderRounded(open, 1, 150, false), 1.0);
    QCOMPARE(sliderRounded(open, 0, 150, false), 0.0);
    QCOMPARE(sliderStepped(notched, 1e-4, -10, false), 0.0);
    QVERIFY(sliderStepped(notched, 0, 10, false) >= 1e-4);
  }

  void roundedValuesAreShortDecimals() {
    for (int i = 1; i < 200; ++i) {
      const double rate = sliderRounded(kRate, i / 200.0, 150, false);
      QVERIFY2(parseNumber(formatSignificant(rate, 2)) == rate, qPrintable(editedNumber(rate)));
      const double beta = sliderRounded(kBeta, i / 200.0, 150, false);
      QVERIFY2(editedNumber(beta).size() <= 8, qPrintable(editedNumber(beta)));
    }
  }

  void everyStepMovesUntilTheEnd() {
    for (const SliderScale& scale : {kRate, kBeta, kAngle, kCount}) {
      double value = scale.range.min;
      int steps = 0;
      for (; value < scale.range.max && steps < 2000; ++steps) {
        const double next = sliderStepped(scale, value, 1, false);
        QVERIFY(next > value);
        value = next;
      }
      QCOMPARE(value, scale.range.max);
      QVERIFY(steps >= 60);
      QVERIFY(sliderStepped(scale, value, -1, true) > sliderStepped(scale, value, -1, false) ||
              scale.range.scale == Scale::Integer);
    }
  }

  // --- value slider --------------------------------------------------------------------------------------------

  void showingNeverChangesOrEmits() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    QSignalSpy edits(&slider, &ValueSlider::edited);
    show(slider);
    for (const double v : {0.0, -3.0, 1e9, 0.123456789012345, 1e-30}) {
      slider.setValue(v);
      QTest::qWait(1);
      QCOMPARE(slider.value(), v);
    }
    // A press on the thumb without a move is no edit, though the value lies outside of the way.
    slider.setValue(5);
    const QPoint thumb(static_cast<int>(slider.positionToX(1)), slider.height() / 2);
    QTest::mouseClick(&slider, Qt::LeftButton, {}, thumb);
    QTest::keyClick(&slider, Qt::Key_Right);
    QCOMPARE(slider.value(), 5.0);
    QCOMPARE(edits.count(), 0);
    QTest::keyClick(&slider, Qt::Key_Left);
    QVERIFY(slider.value() <= 1.0);
  }

  void aDragIsOneGestureWithManyEdits() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    slider.setValue(0.01);
    show(slider);
    QSignalSpy started(&slider, &ValueSlider::gestureStarted), edits(&slider, &ValueSlider::edited),
        finished(&slider, &ValueSlider::gestureFinished);
    const int y = slider.height() / 2;
    const int from = static_cast<int>(std::lround(slider.positionToX(0.5)));
    QTest::mousePress(&slider, Qt::LeftButton, {}, {from, y});
    for (int x = from + 1; x <= from + 40; ++x) QTest::mouseMove(&slider, {x, y});
    QCOMPARE(started.count(), 1);
    QCOMPARE(finished.count(), 0);
    QVERIFY(edits.count() > 5);
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, {from + 40, y});
    QCOMPARE(finished.count(), 1);
    const double expected = sliderValue(kRate, slider.xToPosition(from + 40));
    QVERIFY2(std::abs(std::log10(slider.value() / expected)) < 0.06, qPrintable(QString::number(slider.value())));
  }

  void aClickIntoTheGrooveJumps() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    slider.setValue(0.001);
    show(slider);
    QSignalSpy edits(&slider, &ValueSlider::edited);
    QTest::mouseClick(&slider, Qt::LeftButton, {},
                      {static_cast<int>(std::lround(slider.positionToX(0.75))), slider.height() / 2});
    QCOMPARE(edits.count(), 1);
    QVERIFY(std::abs(slider.value() - 0.1) < 0.01);
  }

  void keysMoveAndControlIsFiner() {
    ValueSlider slider(*themes_);
    slider.setScale(kAngle);
    slider.setValue(0);
    show(slider);
    QTest::keyClick(&slider, Qt::Key_Right);
    const double coarse = slider.value();
    QVERIFY(coarse > 0);
    slider.setValue(0);
    QTest::keyClick(&slider, Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(slider.value() > 0 && slider.value() < coarse);
    slider.setValue(0);
    QTest::keyClick(&slider, Qt::Key_PageUp);
    QVERIFY(slider.value() > 5 * coarse);
    QTest::keyClick(&slider, Qt::Key_End);
    QCOMPARE(slider.value(), 90.0);
    QTest::keyClick(&slider, Qt::Key_Home);
    QCOMPARE(slider.value(), -90.0);
  }

  void aHeldKeyIsOneGesture() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    slider.setValue(0.01);
    show(slider);
    QSignalSpy started(&slider, &ValueSlider::gestureStarted), finished(&slider, &ValueSlider::gestureFinished);
    QTest::keyPress(&slider, Qt::Key_Right);
    for (int i = 0; i < 5; ++i) {
      QKeyEvent repeat(QEvent::KeyPress, Qt::Key_Right, Qt::NoModifier, QString(), true);
      QApplication::sendEvent(&slider, &repeat);
    }
    QCOMPARE(finished.count(), 0);
    QTest::keyRelease(&slider, Qt::Key_Right);
    QCOMPARE(started.count(), 1);
    QCOMPARE(finished.count(), 1);
  }

  void theWheelEndsItsGestureWhenItRests() {
    ValueSlider slider(*themes_);
    slider.setScale(kCount);
    slider.setValue(8);
    show(slider);
    slider.setFocus();
    QSignalSpy finished(&slider, &ValueSlider::gestureFinished);
    sendWheel(slider, 120);
    sendWheel(slider, 60);
    sendWheel(slider, 60);
    QCOMPARE(slider.value(), 10.0);
    QCOMPARE(finished.count(), 0);
    QTRY_COMPARE(finished.count(), 1);
  }

  void aRestingPointerLetsAListScroll() {
    QWidget window;
    ValueSlider slider(*themes_, &window);
    NumberField field(*themes_, &window);
    slider.setScale(kCount);
    slider.setValue(8);
    field.setValue(8);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    slider.clearFocus();
    field.clearFocus();
    sendWheel(slider, 120);
    sendWheel(field, 120);
    QCOMPARE(slider.value(), 8.0);
    QCOMPARE(field.value(), 8.0);
  }

  void aDoubleClickAsksForTheDefault() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    slider.setValue(0.01);
    show(slider);
    QSignalSpy reset(&slider, &ValueSlider::resetRequested);
    QTest::mouseDClick(&slider, Qt::LeftButton, {}, {static_cast<int>(slider.positionToX(0.5)), slider.height() / 2});
    QCOMPARE(reset.count(), 1);
    QTest::keyClick(&slider, Qt::Key_Backspace);
    QCOMPARE(reset.count(), 2);
  }

  void theValueUnderThePointerIsTold() {
    ValueSlider slider(*themes_);
    slider.setScale(kRate);
    slider.setStrip(std::vector<StripOutcome>(10, StripOutcome::Converges));
    show(slider);
    QSignalSpy hovered(&slider, &ValueSlider::hovered);
    QTest::mouseMove(&slider, {static_cast<int>(slider.positionToX(0.5)), slider.height() / 2});
    QTRY_VERIFY(hovered.count() > 0);
    QVERIFY(std::abs(hovered.last().at(0).toDouble() - 0.01) < 0.001);
    QCOMPARE(slider.outcomeAt(0.01), std::optional(StripOutcome::Converges));
  }

  void aStripShowsTheWorseOfWhatIsTooNarrow() {
    using O = StripOutcome;
    std::vector<O> cells(400, O::Converges);
    cells[200] = O::Diverges;
    // Four cells share a pixel: the worst is kept, but a run of one pixel takes the worse neighbour's outcome.
    const auto wide = stripPixels(cells, 100, 1);
    QCOMPARE(std::count(wide.begin(), wide.end(), O::Diverges), 1);
    std::vector<O> three(90, O::NotYet);
    std::fill(three.begin() + 30, three.begin() + 31, O::Converges);
    std::fill(three.begin() + 31, three.end(), O::Diverges);
    const auto narrow = stripPixels(three, 90, 2);
    QCOMPARE(narrow[30], O::Diverges);
    QCOMPARE(narrow[29], O::NotYet);
    QCOMPARE(stripPixels({}, 50, 2).size(), std::size_t{0});
    QCOMPARE(stripPixels({O::Local}, 50, 2), std::vector<O>(50, O::Local));
  }

  // --- number field --------------------------------------------------------------------------------------------

  void aFieldReadsNumbersWithoutALocale_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::newRow("point") << "0.25" << 0.25;
    QTest::newRow("exponent") << "1e-3" << 1e-3;
    QTest::newRow("true minus") << QStringLiteral("−0.5") << -0.5;
    QTest::newRow("minus") << "-0.5" << -0.5;
    QTest::newRow("spaces") << "  12 " << 12.0;
  }
  void aFieldReadsNumbersWithoutALocale() {
    QFETCH(QString, text);
    QFETCH(double, value);
    NumberField field(*themes_);
    field.setValue(3);
    show(field);
    field.setFocus();
    QTRY_VERIFY(field.hasFocus());
    QSignalSpy edits(&field, &NumberField::edited), finished(&field, &NumberField::gestureFinished);
    field.selectAll();
    typeText(field, text);
    QCOMPARE(edits.count(), 0);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(edits.count(), 1);
    QCOMPARE(edits[0][0].toDouble(), value);
    QCOMPARE(finished.count(), 1);
    QCOMPARE(field.value(), value);
  }

  void anUnusableTextKeepsTheLastGoodValueAndSaysWhy_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("two points") << "0.0.8"
                                << "is not a number";
    QTest::newRow("comma") << "0,5"
                           << "is not a number";
    QTest::newRow("empty") << ""
                           << "is not a number";
    QTest::newRow("word") << "inf"
                          << "is not a number";
    QTest::newRow("range") << "-1" << QString::fromUtf8("must be ≥ 0");
  }
  void anUnusableTextKeepsTheLastGoodValueAndSaysWhy() {
    QFETCH(QString, text);
    QFETCH(QString, reason);
    NumberField field(*themes_);
    field.setRange({0, std::numeric_limits<double>::infinity(), false, false});
    field.setValue(0.08);
    show(field);
    field.setFocus();
    QTRY_VERIFY(field.hasFocus());
    QSignalSpy edits(&field, &NumberField::edited), rejected(&field, &NumberField::rejected),
        accepted(&field, &NumberField::accepted);
    field.selectAll();
    QTest::keyClick(&field, Qt::Key_Delete);
    typeText(field, text);
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(rejected[0][0].toString(), text);
    QCOMPARE(rejected[0][1].toString(), reason);
    QCOMPARE(edits.count(), 0);
    QCOMPARE(field.value(), 0.08);
    QVERIFY(field.isRejected());
    QCOMPARE(field.text(), text);
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(!field.isRejected());
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(field.text(), QStringLiteral("0.08"));
  }

  void aFieldShowsFourDigitsAndEditsThemAll() {
    QWidget window;
    NumberField field(*themes_, &window), other(*themes_, &window);
    other.move(100, 0);
    field.setValue(-0.0123456789);
    QCOMPARE(field.text(), QString::fromUtf8("−0.01235"));
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other.setFocus();
    field.setFocus();
    QTRY_COMPARE(field.text(), QString::fromUtf8("−0.0123456789"));
    QSignalSpy edits(&field, &NumberField::edited);
    other.setFocus();
    // Entering and leaving is no edit: the value has all its digits still.
    QCOMPARE(edits.count(), 0);
    QCOMPARE(field.value(), -0.0123456789);
    QCOMPARE(field.text(), QString::fromUtf8("−0.01235"));
  }

  void leavingAFieldCommits() {
    QWidget window;
    NumberField field(*themes_, &window), other(*themes_, &window);
    other.move(100, 0);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    field.setFocus();
    field.selectAll();
    typeText(field, QStringLiteral("0.5"));
    QCOMPARE(field.value(), 0.0);
    other.setFocus();
    QCOMPARE(field.value(), 0.5);
  }

  void stepsFollowTheSecondDigitAndStayInRange() {
    NumberField field(*themes_);
    field.setRange({0, 1, false, true});
    field.setValue(0.08);
    show(field);
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.value(), 0.081);
    field.setScale(Scale::LogOneMinus);
    field.setValue(0.999);
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.value(), 0.9991);
    field.setValue(0);
    QTest::keyClick(&field, Qt::Key_Down);
    QCOMPARE(field.value(), 0.0);
    field.setScale(Scale::Integer);
    field.setRange({1, 10, false, false});
    field.setValue(9);
    QTest::keyClick(&field, Qt::Key_Up);
    QTest::keyClick(&field, Qt::Key_Up);
    QCOMPARE(field.value(), 10.0);
  }

  void aWholeNumberIsAskedForAndInfinityOnlyWhereItIsTaken() {
    NumberField field(*themes_);
    field.setScale(Scale::Integer);
    show(field);
    field.setFocus();
    QTRY_VERIFY(field.hasFocus());
    QSignalSpy rejected(&field, &NumberField::rejected);
    field.selectAll();
    typeText(field, QStringLiteral("2.5"));
    QTest::keyClick(&field, Qt::Key_Return);
    QCOMPARE(rejected.count(), 1);
    QCOMPARE(rejected[0][1].toString(), QStringLiteral("must be a whole number"));
    NumberField open(*themes_);
    open.setAcceptsInfinity(true);
    show(open);
    open.setFocus();
    QTRY_VERIFY(open.hasFocus());
    open.selectAll();
    typeText(open, QStringLiteral("inf"));
    QTest::keyClick(&open, Qt::Key_Return);
    QVERIFY(std::isinf(open.value()));
  }

  // --- timeline, buttons, text ---------------------------------------------------------------------------------

  void theTimelineAsksForStepsAndStaysWithinThem() {
    Scrubber scrubber(*themes_);
    scrubber.setTotal(300);
    scrubber.setStep(72);
    show(scrubber, 700);
    QSignalSpy asked(&scrubber, &Scrubber::stepRequested);
    QTest::keyClick(&scrubber, Qt::Key_Right);
    QCOMPARE(scrubber.step(), 73);
    QTest::keyClick(&scrubber, Qt::Key_PageDown);
    QCOMPARE(scrubber.step(), 63);
    QTest::keyClick(&scrubber, Qt::Key_Home);
    QTest::keyClick(&scrubber, Qt::Key_Left);
    QCOMPARE(scrubber.step(), 0);
    QTest::mouseClick(&scrubber, Qt::LeftButton, {},
                      {static_cast<int>(std::lround(scrubber.stepToX(150))), scrubber.height() / 2});
    QCOMPARE(scrubber.step(), 150);
    QTest::mousePress(&scrubber, Qt::LeftButton, {}, {static_cast<int>(scrubber.stepToX(150)), scrubber.height() / 2});
    QVERIFY(scrubber.isScrubbing());
    QTest::mouseMove(&scrubber, {5000, scrubber.height() / 2});
    QTRY_COMPARE(scrubber.step(), 300);
    QTest::mouseRelease(&scrubber, Qt::LeftButton, {}, {699, scrubber.height() / 2});
    QCOMPARE(asked.last()[0].toInt(), 300);
    scrubber.setStep(20);
    QCOMPARE(asked.last()[0].toInt(), 300);
    scrubber.setTotal(10);
    QCOMPARE(scrubber.step(), 10);
  }

  void timelineTicksAreRound() {
    QCOMPARE(scrubberTicks(300, 1180, 64).major, 20);
    QCOMPARE(scrubberTicks(300, 400, 64).major, 50);
    QCOMPARE(scrubberTicks(300, 400, 64).minor, 10);
    QCOMPARE(scrubberTicks(1, 400, 64).major, 1);
    QCOMPARE(scrubberTicks(1000000, 400, 64).major, 200000);
  }

  void segmentsExcludeOneAnother() {
    SegmentedControl control(*themes_);
    for (const char* text : {"1", "2", "3"}) control.addSegment(QString(), QString::fromLatin1(text));
    show(control);
    QSignalSpy chosen(&control, &SegmentedControl::chosen);
    QCOMPARE(control.current(), 0);
    control.setCurrent(2);
    QCOMPARE(chosen.count(), 0);
    const auto segments = control.findChildren<QToolButton*>();
    QTest::mouseClick(segments[1], Qt::LeftButton);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(control.current(), 1);
    QVERIFY(!segments[0]->isChecked() && !segments[2]->isChecked());
    QTest::keyClick(segments[2], Qt::Key_Space);
    QCOMPARE(control.current(), 2);
  }

  void controlsTellTheirRoleValueAndName() {
    ValueSlider slider(*themes_);
    slider.setAccessibleName(QStringLiteral("learning rate"));
    slider.setScale(kRate);
    slider.setValue(0.05);
    QAccessibleInterface* a = QAccessible::queryAccessibleInterface(&slider);
    QVERIFY(a && a->role() == QAccessible::Slider);
    QVERIFY(a->valueInterface());
    QCOMPARE(a->valueInterface()->currentValue().toDouble(), 0.05);
    QCOMPARE(a->text(QAccessible::Name), QStringLiteral("learning rate"));
    QSignalSpy finished(&slider, &ValueSlider::gestureFinished);
    a->valueInterface()->setCurrentValue(0.1);
    QCOMPARE(slider.value(), 0.1);
    QCOMPARE(finished.count(), 1);
    FlatButton button(*themes_, QStringLiteral("undo"));
    button.setToolTip(QStringLiteral("Undo"));
    QCOMPARE(button.accessibleName(), QStringLiteral("Undo"));
    PlayButton play(*themes_);
    play.setPlaying(true);
    QCOMPARE(play.accessibleName(), QStringLiteral("Pause"));
    MathLabel label(*themes_, QStringLiteral("\\beta_1"));
    QCOMPARE(label.accessibleName(), QStringLiteral("β1"));
  }

  void aMessageShowsItsLinkAndHidesWhenCleared() {
    QWidget window;
    InlineMessage message(*themes_, &window);
    QVERIFY(!message.isVisibleTo(&window));
    message.showMessage(InlineMessage::Kind::Note, QStringLiteral("a < b"), QStringLiteral("Use 0.02"));
    QVERIFY(message.isVisibleTo(&window));
    const auto labels = message.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* l) {
      return l->text().contains(QStringLiteral("a &lt; b")) && l->text().contains(QStringLiteral("href"));
    }));
    message.clear();
    QVERIFY(!message.isVisibleTo(&window));
  }

  // --- theme, icons, markers, mathematics ----------------------------------------------------------------------

  void textHasItsContrastInBothThemes() {
    for (const bool dark : {false, true}) {
      const Theme t = makeTheme(dark);
      for (const QColor& ground : {t.window, t.dock, t.surface, t.field, t.rowHover}) {
        QVERIFY(contrast(t.text, ground) >= 4.5);
        QVERIFY(contrast(t.secondary, ground) >= 4.5);
        QVERIFY(contrast(t.accent, ground) >= 4.5);
        QVERIFY(contrast(t.error, ground) >= 4.5);
      }
      QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
      QVERIFY(contrast(t.accent, t.accentWeak) >= 4.5);
    }
  }

  void noTokenIsLeftInTheStyleSheet() {
    for (const bool dark : {false, true}) {
      const QString sheet = makeTheme(dark).styleSheet();
      QVERIFY(!sheet.contains(QLatin1Char('%')));
      QVERIFY(!sheet.contains(QStringLiteral("#px")));
    }
  }

  void changingTheThemeTellsAndScales() {
    ThemeController controller;
    QSignalSpy changed(&controller, &ThemeController::changed);
    controller.setMode(ThemeController::Mode::Dark);
    QVERIFY(controller.theme().dark);
    controller.setPresenting(true);
    QCOMPARE(controller.theme().em, 24.0);
    QVERIFY(controller.theme().ipx(22) > 38);
    QCOMPARE(changed.count(), 2);
  }

  void theBundledTypeIsTheOneInUse() {
    QVERIFY(loadFonts());
    for (const TextRole role : {TextRole::Body, TextRole::Medium, TextRole::Strong})
      QCOMPARE(QFontInfo(themes_->theme().font(role)).family(), QStringLiteral("IBM Plex Sans"));
    // Figures are equally wide, the minus among them.
    const QFontMetricsF metrics(themes_->theme().font(TextRole::Body));
    for (const QChar c : QString::fromUtf8("123456789−"))
      QVERIFY(std::abs(metrics.horizontalAdvance(c) - metrics.horizontalAdvance(QLatin1Char('0'))) < 0.05);
  }

  void mixingColoursKeepsItsEnds() {
    const QColor a(0x6A8AB4), b(0xF8F4E7);
    QCOMPARE(mixOklab(a, b, 0).rgb(), a.rgb());
    QCOMPARE(mixOklab(a, b, 1).rgb(), b.rgb());
  }

  void listsAreCutBetweenTheirParts() {
    const QString gap = QStringLiteral("    ");
    const QString words = QStringList{QStringLiteral("alpha 1"), QStringLiteral("beta 2"), QStringLiteral("gamma 3"),
                                      QStringLiteral("delta 4")}
                              .join(gap);
    ElidedLabel label(*themes_, words);
    label.setSeparator(gap);
    label.resize(label.sizeHint());
    QCOMPARE(label.shownText(), words);
    label.resize(label.sizeHint().width() - 4, label.height());
    const QString shown = label.shownText();
    QVERIFY2(shown.endsWith(gap + QChar(0x2026)), qPrintable(shown));
    QVERIFY(words.startsWith(shown.chopped(1)));
    QVERIFY(shown.contains(QStringLiteral("beta 2")));
    // Where not even two have room, a word is cut after all.
    label.resize(30, label.height());
    QVERIFY(label.shownText().endsWith(QChar(0x2026)));
  }

  void everyIconAndMarkerDrawsSomething() {
    QVERIFY(iconNames().size() > 40);
    for (const QString& name : iconNames()) {
      const QImage image = themedIcon(*themes_, name).pixmap(QSize(16, 16), 1.0).toImage();
      QVERIFY2(inked(image) > 4, qPrintable(name));
    }
    QCOMPARE(markerIds().size(), 8);
    for (const QString& id : markerIds()) {
      // All of about the circle's area, so that none looks louder.
      const QImage image = markerPixmap(id, 24, Qt::black, Qt::white, 1).toImage();
      double area = 0;
      for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) area += qAlpha(image.pixel(x, y)) / 255.0;
      QVERIFY2(area > 0.7 * 452 && area < 1.2 * 452, qPrintable(id + QString::number(area)));
    }
  }

  void formulasAreLaidOut() {
    const MathText x(QStringLiteral("x"), 20), squared(QStringLiteral("x^2"), 20), hat(QStringLiteral("\\hat x"), 20),
        fraction(QStringLiteral("\\frac{a}{b}"), 20, true);
    QVERIFY(squared.size().width() > x.size().width());
    QVERIFY(squared.baseline() >= x.baseline());
    QCOMPARE(hat.size().width(), x.size().width());
    QVERIFY(fraction.size().height() > 1.5 * x.size().height());
    QVERIFY(std::abs(MathText(QStringLiteral("\\beta_1"), 40).size().width() -
                     2 * MathText(QStringLiteral("\\beta_1"), 20).size().width()) < 0.5);
  }

  void noFormulaFails_data() {
    QTest::addColumn<QString>("tex");
    for (const char* tex : {"",
                            "{",
                            "}",
                            "\\",
                            "^",
                            "_",
                            "x^",
                            "x_",
                            "^2",
                            "x^{2",
                            "\\frac",
                            "\\frac{1}",
                            "\\sqrt[",
                            "\\sqrt[3",
                            "\\left",
                            "\\left(",
                            "\\left( x \\right",
                            "\\right)",
                            "\\begin",
                            "\\begin{cases}",
                            "\\begin{cases} a & b \\\\ c",
                            "\\end{cases}",
                            "\\textcolor{#12}{x}",
                            "\\nosuchcommand",
                            "a & b",
                            "\\hat",
                            "\\hat{}",
                            "x''^2_3'",
                            "\\mathrm{",
                            "\\limits",
                            "\\sum_",
                            "\\operatorname*",
                            "\\\\",
                            "{{{{",
                            "}}}}",
                            "\\text{\\frac{1}{2}}"})
      QTest::newRow(tex) << QString::fromUtf8(tex);
    QTest::newRow("deep") << QStringLiteral("{").repeated(5000) + QStringLiteral("x");
    QTest::newRow("deep fractions") << QStringLiteral("\\frac{").repeated(3000);
    QTest::newRow("deep scripts") << QStringLiteral("x^{").repeated(3000);
    QTest::newRow("deep roots") << QStringLiteral("\\sqrt[").repeated(300);
    QTest::newRow("deep fences") << QStringLiteral("\\left(").repeated(3000);
    QTest::newRow("deep accents") << QStringLiteral("\\hat").repeated(5000);
    QTest::newRow("deep tables") << QStringLiteral("\\begin{cases}").repeated(2000);
  }
  void noFormulaFails() {
    QFETCH(QString, tex);
    const MathText text(tex, 16);
    QImage image(200, 60, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    text.draw(painter, {2, 2}, Qt::black);
    QVERIFY(std::isfinite(text.size().width()) && std::isfinite(text.size().height()));
    QVERIFY(!plainMath(tex).contains(QLatin1Char('{')));
  }

  void anUnknownCommandShowsItsName() {
    QCOMPARE(MathText(QStringLiteral("\\foo"), 16).size().width(),
             MathText(QStringLiteral("\\mathrm{foo}"), 16).size().width());
  }
};

QTEST_MAIN(ControlsTest)
#include "controls_test.moc"
