#pragma once
/// Ticks, their labels and the lines round a plot: one look for panels and charts.
/// Lengths are logical pixels. Threads: pure functions; fonts need a QGuiApplication.

#include "ui/scenes/plot_frame.h"

#include <QRectF>
#include <QSizeF>
#include <QString>

#include <array>
#include <vector>

class QPainter;

namespace thalweg {

struct Theme;

/// A number for the screen, independent of locale, with a true minus: "−0.5", "1e−8".
QString numberText(double value, int digits = 4);
/// A reading: `digits` significant digits, zeros kept so that figures do not dance: "0.5500", "1.057e−05".
QString fixedDigits(double value, int digits = 4);
/// 10 to an integer power with raised digits: "10⁻²".
QString powerText(int exponent);

struct Tick {
  double value = 0;
  QString label;
};
/// Multiples of 1, 2 or 5 times a power of ten, so close that at least `spacing` pixels lie between them.
std::vector<Tick> linearTicks(double low, double high, double pixels, double spacing);
/// The same; `close` (less than `spacing`) where that would leave one tick alone, of which no scale can be read.
std::vector<Tick> scaleTicks(double low, double high, double pixels, double spacing, double close);
/// Powers of ten between 10^low and 10^high (`value` is the exponent), every one, second, third … that has room.
/// Labels are plain numbers where all of them lie in 0.001 … 1000, else powers.
std::vector<Tick> decadeTicks(double low, double high, double pixels, double spacing);

/// What the axes of a panel are called, in TeX; empty: nothing.
struct AxisNames {
  QString x;
  QString y;
  bool operator==(const AxisNames&) const = default;
};
/// Frame, ticks and labels at the left and below, as panels have them, and the axes' names at their ends in place of
/// the labels that would stand there.
void paintPanelAxes(QPainter& painter, const PlotFrame& frame, const Theme& theme, const AxisNames& names = {});
/// What the labels and the name at the left of a frame take.
double panelLabelRoom(const PlotFrame& frame, const Theme& theme, const AxisNames& names);
/// Where the names stand: x, y; empty boxes for empty names.
std::array<QRectF, 2> axisNameBoxes(const PlotFrame& frame, const Theme& theme, const AxisNames& names);
/// The label of one tick below a frame's bottom edge.
void paintTickLabelBelow(QPainter& painter, const QPointF& tick, const QString& label, const Theme& theme);
/// The label of one tick at a frame's left edge.
void paintTickLabelLeft(QPainter& painter, const QPointF& tick, const QString& label, const Theme& theme);

/// What the axes of a plot are called, beyond their labels: `below` in the middle under them, `beside` upwards at the
/// left; empty: none. They take `nameRoom` between the frame and the end of their letters.
void paintAxisNames(QPainter& painter, const QRectF& frame, const QString& below, const QString& beside,
                    const Theme& theme);
/// To the left of a frame, and below it.
QSizeF nameRoom(const Theme& theme);

/// Pixels from the frame's bottom to the end of its labels.
double axisHeight(const Theme& theme);
/// A tick's length.
double tickLength(const Theme& theme);

}  // namespace thalweg
