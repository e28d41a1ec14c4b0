#pragma once
/// How everything on screen looks: colours, type, sizes, in a light and a dark set, each also
/// with high contrast.
///
/// `Theme` is a value with every token; `ThemeController` is the one object, owned by the application and handed by
/// reference, that says which theme is in force and tells when it changes. Widgets read `controller.theme()` while
/// painting and update on `changed`.
/// Sizes are given in pixels at the base font of 13 px and scale with the font: `theme.px(22)` is a field's height.
/// Threads: the controller lives in the GUI thread; a Theme may be copied anywhere. Fonts of a Theme need a
/// QGuiApplication.

#include <QColor>
#include <QFont>
#include <QObject>
#include <QString>

#include <array>
#include <cstddef>

class QApplication;
class QDBusVariant;
class QPalette;

namespace thalweg {

/// What a piece of text is for; decides size and weight.
enum class TextRole { Title, Body, Medium, Strong, Secondary, Axis, Formula };

/// What a learning rate leads to; the order of `Theme::outcome`.
enum class StripOutcome { NotYet, Converges, Local, Oscillates, Diverges };

/// A contender's colour and marker (an id of ui/look/markers.h), the same on card, path, chart and timeline.
struct ContenderMark {
  QColor color;
  QString marker;
  bool operator==(const ContenderMark&) const = default;
};

/// Line widths and mark sizes in plots, in pixels at scale 1 of the normal or the presenting size; not scaled by `em`.
struct PlotMetrics {
  qreal pathLine, pathCasing, pathAhead;
  qreal contour, labelledContour;
  qreal marks;  ///< factor on markers, arrow heads, stars and crosses
  qreal chartLine, chartAhead;
  bool operator==(const PlotMetrics&) const = default;
};

struct Theme {
  bool dark = false;
  bool presenting = false;
  bool highContrast = false;
  qreal em = 13;        ///< the base font in pixels
  qreal leastText = 0;  ///< no text is smaller, in pixels

  QColor window, dock, surface, field, rowHover, border;
  QColor text, secondary, hint;  ///< `hint` is for icons and ticks, never for text
  QColor accent, accentWeak, onAccent;
  QColor axis, grid, groove, thumbFill, thumbLine, error;
  std::array<QColor, 5> outcome;  ///< by StripOutcome
  QColor arrowGradient, arrowMomentum, contourLabel, mapLow, mapHigh;
  QColor casing;  ///< under paths and markers; has its own alpha
  std::array<ContenderMark, 8> contenders;
  PlotMetrics plot;
  bool operator==(const Theme&) const = default;

  /// Pixels for a length that is `atBase` pixels at the base font of 13 px.
  [[nodiscard]] qreal px(qreal atBase) const { return atBase * em / 13.0; }
  /// The same rounded to whole pixels, at least 1.
  [[nodiscard]] int ipx(qreal atBase) const;
  /// `n` units of space, 4 px each at the base font.
  [[nodiscard]] int u(qreal n = 1) const { return ipx(4 * n); }
  [[nodiscard]] QFont font(TextRole role) const;
  /// The font's size in pixels, for texts that are not drawn with a QFont.
  [[nodiscard]] qreal fontSize(TextRole role) const;
  [[nodiscard]] QPalette palette() const;
  [[nodiscard]] QString styleSheet() const;
  /// The casing of paths where the map shows through it most: what their lines are seen on.
  [[nodiscard]] QColor pathGround() const;
  [[nodiscard]] const QColor& outcomeColor(StripOutcome o) const { return outcome[static_cast<std::size_t>(o)]; }
  /// The mark of the contender at `index`, counted from 0; repeats after the eighth.
  [[nodiscard]] const ContenderMark& contender(std::size_t index) const {
    return contenders[index % contenders.size()];
  }
};

/// The tokens of one theme at a base font size in pixels.
[[nodiscard]] Theme makeTheme(bool dark, bool presenting = false, qreal em = 13, bool highContrast = false);

/// `t` of the way from `a` to `b` along a straight line in OKLab (Ottosson 2020), alpha linearly.
[[nodiscard]] QColor mixOklab(const QColor& a, const QColor& b, qreal t);

/// `color` with another lightness in OKLab, 0…1.
[[nodiscard]] QColor withLightness(const QColor& color, qreal lightness);

/// `color` with the opacity `alpha` in 0…1.
[[nodiscard]] QColor withAlpha(QColor color, qreal alpha);

/// Registers the bundled fonts with QFontDatabase, once a process. False if one could not be read.
bool loadFonts();

class ThemeController : public QObject {
  Q_OBJECT

 public:
  /// High contrast is light or dark as the system is.
  enum class Mode { System, Light, Dark, HighContrast };

  /// Loads the fonts and, if `application` is given, sets its style, palette, font and style sheet, now and at every
  /// change. Follows the system until told otherwise.
  explicit ThemeController(QApplication* application = nullptr, QObject* parent = nullptr);

  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] Mode mode() const { return mode_; }
  [[nodiscard]] bool presenting() const { return theme_.presenting; }

  void setMode(Mode mode);
  /// Large type and thick lines for a projector: no text under 24 pixels of a screen of 96 dots an inch, times `scale`.
  void setPresenting(bool on, qreal scale = 1);
  /// Text while not presenting, of the usual size: 0.75 to 2. All else goes with it.
  void setTextScale(qreal scale);
  /// Type gives way on a screen too small for the least window: at most 1, times the size that is asked for.
  void setScreenScale(qreal scale);
  [[nodiscard]] qreal textScale() const { return textScale_; }

 Q_SIGNALS:
  /// The base font is about to be `now` pixels: sizes that were set in pixels are due (ui/controls/rescale.h). `theme`
  /// still has the one before.
  void resizing(qreal now);
  void changed();

 private Q_SLOTS:
  void portalSettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 private:
  void askPortal();
  void setSystemDark(uint colorScheme);
  void rebuild();

  QApplication* application_;
  Theme theme_;
  Mode mode_ = Mode::System;
  bool paletteDark_ = false;
  bool systemDark_ = false;
  bool presenting_ = false;
  qreal presentingScale_ = 1;
  qreal textScale_ = 1;
  qreal screenScale_ = 1;
  qreal baseSize_ = 13;
};

}  // namespace thalweg
