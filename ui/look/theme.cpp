#include "ui/look/theme.h"

#include "ui/look/contrast.h"
#include "ui/look/house_style.h"
#include "ui/look/plain_text.h"

#include <QApplication>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QPalette>
#include <QScreen>

#include <algorithm>
#include <cmath>

// Resources of a static library are registered only when asked for; the macro must stand outside a namespace.
static void initResources() { Q_INIT_RESOURCE(resources); }

namespace thalweg {

namespace {

/// OKLab, Björn Ottosson 2020.
struct Oklab {
  double lightness, a, b;
};

double toLinear(double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); }
double fromLinear(double v) { return v <= 0.0031308 ? 12.92 * v : 1.055 * std::pow(v, 1 / 2.4) - 0.055; }

Oklab toOklab(const QColor& c) {
  const double r = toLinear(c.redF()), g = toLinear(c.greenF()), b = toLinear(c.blueF());
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

QColor fromOklab(const Oklab& c, double alpha) {
  const auto cube = [](double v) { return v * v * v; };
  const double l = cube(c.lightness + 0.3963377774 * c.a + 0.2158037573 * c.b);
  const double m = cube(c.lightness - 0.1055613458 * c.a - 0.0638541728 * c.b);
  const double s = cube(c.lightness - 0.0894841775 * c.a - 1.2914855480 * c.b);
  const auto channel = [](double v) { return static_cast<float>(std::clamp(fromLinear(v), 0.0, 1.0)); };
  return QColor::fromRgbF(channel(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                          channel(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                          channel(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), static_cast<float>(alpha));
}

void setColors(Theme& t, bool dark) {
  const auto pick = [dark](QRgb light, QRgb night) { return QColor(dark ? night : light); };
  t.window = pick(0xE9EBEE, 0x121519);
  t.dock = pick(0xF5F6F8, 0x181B20);
  t.surface = pick(0xFFFFFF, 0x1D2127);
  t.field = pick(0xFFFFFF, 0x14171B);
  t.rowHover = pick(0xEDEFF3, 0x282D35);
  t.border = pick(0xD3D7DE, 0x30363F);
  t.text = pick(0x1A1E25, 0xE7EAEE);
  t.secondary = pick(0x59616D, 0xA4ACB8);
  t.hint = pick(0x8A919D, 0x737C89);
  t.accent = pick(0x4552B8, 0x9BA5F5);
  t.accentWeak = pick(0xE6E8F8, 0x2A2F4A);
  t.onAccent = pick(0xFFFFFF, 0x14171B);
  t.axis = pick(0x8A919D, 0x6C7582);
  t.grid = pick(0xE6E8EC, 0x2A2F37);
  t.groove = pick(0xC9CED6, 0x454D58);
  t.thumbFill = pick(0xFFFFFF, 0xE7EAEE);
  t.thumbLine = pick(0x59616D, 0x0E1013);
  t.error = pick(0xB3261E, 0xFF9C91);
  // A ladder of lightness, the worse the further from the ground: they differ also to those who see no red or green.
  t.outcome = {pick(0xCED3DB, 0x414853), pick(0x7EC8AB, 0x26735A), pick(0xBC9A40, 0x9A7C2A), pick(0x8574B6, 0x9F90CE),
               pick(0xA63B28, 0xEFA189)};
  t.arrowGradient = pick(0x1A1E25, 0xF2F4F7);
  t.arrowMomentum = pick(0x8B3A8F, 0xD79BDB);
  t.contourLabel = pick(0x12171F, 0xF2F5F8);
  t.mapLow = pick(0x6A8AB4, 0x0A1526);
  t.mapHigh = pick(0xF8F4E7, 0x50667A);
  t.casing = dark ? withAlpha(QColor(0x0A0C0F), 0.80) : withAlpha(QColor(0xFFFFFF), 0.92);

  const auto mark = [](const QColor& color, const char* marker) {
    return ContenderMark{color, QString::fromLatin1(marker)};
  };
  // Okabe & Ito's colours in their order, each with a marker of its own.
  t.contenders = {mark(QColor(0xE69F00), "circle"),   mark(QColor(0x56B4E9), "square"),
                  mark(QColor(0x009E73), "triangle"), mark(QColor(0x0072B2), "diamond"),
                  mark(QColor(0xD55E00), "plus"),     mark(QColor(0xCC79A7), "triangle_down"),
                  mark(QColor(0xF0E442), "pentagon"), mark(t.text, "hexagon")};
}

/// What lies on a screen that is bright or dark: lines and texts at the ends of the scale, and a paler map.
void raiseContrast(Theme& t, bool dark) {
  const auto pick = [dark](QRgb light, QRgb night) { return QColor(dark ? night : light); };
  t.window = pick(0xE3E3E3, 0x262626);
  t.dock = t.surface = t.field = pick(0xFFFFFF, 0x000000);
  t.rowHover = pick(0xE8E8E8, 0x2C2C2C);
  t.border = pick(0x5A5A5A, 0xB8B8B8);
  t.text = pick(0x000000, 0xFFFFFF);
  t.secondary = pick(0x262626, 0xE4E4E4);
  t.hint = pick(0x474747, 0xC4C4C4);
  t.accent = pick(0x1A1F8F, 0xC2C7FF);
  t.accentWeak = pick(0xDDE0FF, 0x23275C);
  t.onAccent = pick(0xFFFFFF, 0x000000);
  t.axis = pick(0x333333, 0xD0D0D0);
  t.grid = pick(0xC4C4C4, 0x4A4A4A);
  t.groove = pick(0x8C8C8C, 0x808080);
  t.thumbLine = QColor(Qt::black);
  t.error = pick(0x8C0B0B, 0xFFB4AB);
  t.arrowGradient = t.contourLabel = t.text;
  t.arrowMomentum = pick(0x6A006E, 0xF0A6F5);
  t.mapLow = pick(0xA9BEDA, 0x000000);
  t.mapHigh = pick(0xFFFFFF, 0x42566A);
  t.casing = t.surface;
  t.contenders.back().color = t.text;
}

}  // namespace

QColor Theme::pathGround() const {
  QColor opaque = casing;
  opaque.setAlpha(255);
  return blended(opaque, dark ? mapHigh : mapLow, casing.alphaF());
}

int Theme::ipx(qreal atBase) const { return std::max(1, qRound(px(atBase))); }

qreal Theme::fontSize(TextRole role) const {
  const auto atLeast = [this](qreal size) { return std::max(size, leastText); };
  switch (role) {
    case TextRole::Title:
      return atLeast(em * (presenting ? 1.25 : 1.0));
    case TextRole::Secondary:
      return atLeast(em * 0.92);
    case TextRole::Axis:
      return atLeast(em * (presenting ? 0.83 : 0.85));
    case TextRole::Formula:
      return atLeast(em * 1.24);
    case TextRole::Body:
    case TextRole::Medium:
    case TextRole::Strong:
      break;
  }
  return em;
}

QFont Theme::font(TextRole role) const {
  QFont f;
  f.setFamilies({QStringLiteral("IBM Plex Sans"), QStringLiteral("Noto Sans"), QStringLiteral("sans-serif")});
  f.setPixelSize(std::max(1, qRound(fontSize(role))));
  // Hinted advances are whole pixels, which sets small text unevenly.
  f.setHintingPreference(QFont::PreferNoHinting);
  if (role == TextRole::Title || role == TextRole::Strong) f.setWeight(QFont::DemiBold);
  if (role == TextRole::Medium) f.setWeight(QFont::Medium);
  return f;
}

QPalette Theme::palette() const {
  QPalette p;
  p.setColor(QPalette::Window, dock);
  p.setColor(QPalette::WindowText, text);
  p.setColor(QPalette::Base, field);
  p.setColor(QPalette::AlternateBase, rowHover);
  p.setColor(QPalette::Text, text);
  p.setColor(QPalette::PlaceholderText, secondary);
  p.setColor(QPalette::Button, surface);
  p.setColor(QPalette::ButtonText, text);
  p.setColor(QPalette::BrightText, error);
  p.setColor(QPalette::ToolTipBase, surface);
  p.setColor(QPalette::ToolTipText, text);
  p.setColor(QPalette::Highlight, accent);
  p.setColor(QPalette::HighlightedText, onAccent);
  p.setColor(QPalette::Link, accent);
  p.setColor(QPalette::LinkVisited, accent);
  p.setColor(QPalette::Light, surface);
  p.setColor(QPalette::Midlight, rowHover);
  p.setColor(QPalette::Mid, border);
  p.setColor(QPalette::Dark, axis);
  p.setColor(QPalette::Shadow, thumbLine);
  const QColor faint = withAlpha(secondary, 0.6);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, faint);
  p.setColor(QPalette::Disabled, QPalette::Highlight, groove);
  return p;
}

QString Theme::styleSheet() const {
  // %name% stands for a token, #n# for n pixels at the base font; the numbers below are the look's own.
  QString sheet = QStringLiteral(R"(
QToolTip { background: %surface%; color: %text%; border: 1px solid %border%; padding: #4#px #8#px; }
QLabel[role="title"], QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: %titleSize%px; }
QLabel[role="headline"] { font-weight: 600; font-size: #20#px; }
QLabel[role="secondary"] { color: %secondary%; font-size: %secondarySize%px; }
QLabel[role="axis"] { color: %secondary%; font-size: %axisSize%px; }
QLabel[role="error"] { color: %error%; font-size: %secondarySize%px; }
QMainWindow, QWidget[surface="window"] { background: %window%; }
QWidget[surface="dock"] { background: %dock%; }
QWidget[surface="card"] { background: %surface%; }
QMainWindow::separator { background: %border%; width: 1px; height: 1px; }
QPushButton, QToolButton[look="button"] {
  background: %surface%; color: %text%; border: 1px solid %border%; border-radius: #5#px;
  min-height: #30#px; padding: 0 #12#px; outline: none; }
QPushButton:hover, QToolButton[look="button"]:hover { background: %rowHover%; }
QPushButton:pressed, QToolButton[look="button"]:pressed, QPushButton:checked { background: %accentWeak%; }
QPushButton:focus, QToolButton[look="button"]:focus { border: 1px solid %accent%; }
QPushButton:default { border: 1px solid %accent%; color: %accent%; }
QPushButton:disabled { color: %faint%; }
QPushButton[look="flat"] { background: transparent; border: 1px solid transparent; color: %text%; }
QPushButton[look="flat"]:hover { background: %rowHover%; }
QPushButton[look="flat"]:focus { border: 1px solid %accent%; }
QPushButton[look="accent"] { background: %accent%; border: 1px solid %accent%; color: %onAccent%; }
QPushButton[look="accent"]:focus { border: 2px solid %text%; }
QPushButton[look="accent"]:disabled { background: %groove%; border: 1px solid %groove%; color: %surface%; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {
  background: %field%; color: %text%; border: 1px solid %border%; border-radius: #4#px;
  selection-background-color: %accent%; selection-color: %onAccent%; }
QLineEdit { min-height: #20#px; padding: 0 #6#px; }
QPlainTextEdit, QTextEdit { padding: #4#px; }
QAbstractSpinBox { min-height: #20#px; padding: 0 #4#px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus { border: 1px solid %accent%; }
QLineEdit:disabled, QAbstractSpinBox:disabled { color: %faint%; background: %dock%; }
QLineEdit[invalid="true"] { border: 2px solid %error%; padding: 0 #5#px; }
QMenu { background: %surface%; color: %text%; border: 1px solid %border%; padding: #4#px; }
QMenu::item { padding: #6#px #24#px #6#px #12#px; border-radius: #4#px; margin: 0; }
QMenu::item:selected { background: %rowHover%; color: %text%; }
QMenu::item:disabled { color: %faint%; }
QMenu::icon { padding-left: #8#px; }
QMenu::separator { height: 1px; background: %border%; margin: #4#px #8#px; }
QComboBox QAbstractItemView, QListView, QTreeView, QTableView, QListWidget {
  background: %surface%; color: %text%; border: 1px solid %border%; outline: none;
  selection-background-color: %accentWeak%; selection-color: %text%; }
QListView[look="bare"] { border: none; background: transparent; }
QComboBox QAbstractItemView { padding: #4#px; }
QComboBox QAbstractItemView::item, QListView::item { min-height: #26#px; padding: 0 #8#px; border-radius: #4#px; }
QListView::item:hover, QTreeView::item:hover { background: %rowHover%; }
QListView::item:selected, QTreeView::item:selected, QComboBox QAbstractItemView::item:selected {
  background: %accentWeak%; color: %text%; }
QHeaderView::section { background: %dock%; color: %secondary%; border: none; border-bottom: 1px solid %border%;
  padding: #4#px #8#px; font-size: %secondarySize%px; }
QTableView { gridline-color: %grid%; }
QTabWidget::pane { border: none; border-top: 1px solid %border%; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: %secondary%; padding: #8#px #10#px; margin-right: #12#px;
  border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: %text%; }
QTabBar::tab:selected { color: %text%; font-weight: 600; border-bottom: 2px solid %accent%; }
QTabBar::tab:focus { color: %accent%; }
QScrollArea, QScrollArea > QWidget > QWidget[surface="transparent"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: #10#px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: #10#px; margin: 0; }
QScrollBar::handle { background: %groove%; border-radius: #3#px; margin: #2#px; }
QScrollBar::handle:vertical { min-height: #28#px; }
QScrollBar::handle:horizontal { min-width: #28#px; }
QScrollBar::handle:hover { background: %hint%; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: %border%; }
QProgressBar { background: %groove%; border: none; border-radius: #2#px; max-height: #4#px; min-height: #4#px; }
QProgressBar::chunk { background: %accent%; border-radius: #2#px; }
QStatusBar { background: %dock%; color: %secondary%; }
QGroupBox { border: none; border-top: 1px solid %border%; margin-top: #18#px; padding-top: #8#px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; color: %text%; }
QFrame[frameShape="4"], QFrame[frameShape="5"] { color: %border%; }
)");
  const auto token = [&sheet](const char* name, const QString& value) {
    sheet.replace(QLatin1Char('%') + QLatin1String(name) + QLatin1Char('%'), value);
  };
  token("window", window.name());
  token("dock", dock.name());
  token("surface", surface.name());
  token("field", field.name());
  token("rowHover", rowHover.name());
  token("border", border.name());
  token("text", text.name());
  token("secondary", secondary.name());
  token("hint", hint.name());
  token("accent", accent.name());
  token("accentWeak", accentWeak.name());
  token("onAccent", onAccent.name());
  token("groove", groove.name());
  token("grid", grid.name());
  token("error", error.name());
  token("faint", mixOklab(surface, secondary, 0.6).name());
  token("titleSize", QString::number(qRound(fontSize(TextRole::Title))));
  token("secondarySize", QString::number(qRound(fontSize(TextRole::Secondary))));
  token("axisSize", QString::number(qRound(fontSize(TextRole::Axis))));

  // Lengths, from the longest number so that #2# is not found inside #12#.
  for (int n = 40; n > 0; --n)
    sheet.replace(QLatin1Char('#') + QString::number(n) + QLatin1Char('#'), QString::number(ipx(n)));
  return sheet;
}

Theme makeTheme(bool dark, bool presenting, qreal em, bool highContrast) {
  Theme t;
  t.dark = dark;
  t.presenting = presenting;
  t.em = em;
  setColors(t, dark);
  t.highContrast = highContrast;
  if (highContrast) raiseContrast(t, dark);
  t.plot = presenting ? PlotMetrics{4.75, 8.25, 2.4, 0.75 * 1.6, 1.0 * 1.6, 1.75, 1.6 * 1.75, 1.2 * 1.75}
                      : PlotMetrics{2.25, 4.25, 1.2, 0.75, 1.0, 1.0, 1.6, 1.2};
  return t;
}

QColor mixOklab(const QColor& a, const QColor& b, qreal t) {
  const Oklab p = toOklab(a), q = toOklab(b);
  return fromOklab({std::lerp(p.lightness, q.lightness, t), std::lerp(p.a, q.a, t), std::lerp(p.b, q.b, t)},
                   std::lerp(double(a.alphaF()), double(b.alphaF()), t));
}

QColor withLightness(const QColor& color, qreal lightness) {
  const Oklab own = toOklab(color);
  return fromOklab({lightness, own.a, own.b}, color.alphaF());
}

QColor withAlpha(QColor color, qreal alpha) {
  color.setAlphaF(static_cast<float>(alpha));
  return color;
}

bool loadFonts() {
  static const bool loaded = [] {
    initResources();
    bool all = true;
    for (const char* file :
         {"IBMPlexSans-Regular.ttf", "IBMPlexSans-Medium.ttf", "IBMPlexSans-SemiBold.ttf", "IBMPlexMono-Regular.ttf",
          "KaTeX_Main-Regular.ttf", "KaTeX_Math-Italic.ttf", "KaTeX_Size1-Regular.ttf"})
      all = QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(file)) >= 0 && all;
    return all;
  }();
  return loaded;
}

ThemeController::ThemeController(QApplication* application, QObject* parent)
    : QObject(parent), application_(application) {
  loadFonts();
  if (application_) {
    paletteDark_ = application_->palette().color(QPalette::Window).lightnessF() < 0.5f;
    // Where the desktop says its text resolution instead of a scale factor, pixel sizes must follow it.
    if (const QScreen* screen = QGuiApplication::primaryScreen())
      baseSize_ = 13 * std::clamp(screen->logicalDotsPerInch() / 96.0, 1.0, 3.0);
    application_->setStyle(new HouseStyle(*this));
    keepTextsPlain();
  }
  systemDark_ = paletteDark_;
  rebuild();
  askPortal();
}

void ThemeController::setMode(Mode mode) {
  if (mode_ == mode) return;
  mode_ = mode;
  rebuild();
}

void ThemeController::setPresenting(bool on, qreal scale) {
  if (presenting_ == on && (!on || presentingScale_ == scale)) return;
  presenting_ = on;
  presentingScale_ = scale;
  rebuild();
}

void ThemeController::setTextScale(qreal scale) {
  if (scale == textScale_) return;
  textScale_ = std::clamp(scale, 0.75, 2.0);
  rebuild();
}

void ThemeController::setScreenScale(qreal scale) {
  screenScale_ = std::min(scale, 1.0);
  rebuild();
}

void ThemeController::setSystemDark(uint colorScheme) {
  // 1: dark preferred, 2: light preferred, 0: no preference.
  const bool dark = colorScheme == 1 || (colorScheme == 0 && paletteDark_);
  if (dark == systemDark_) return;
  systemDark_ = dark;
  if (mode_ == Mode::System || mode_ == Mode::HighContrast) rebuild();
}

void ThemeController::rebuild() {
  const bool high = mode_ == Mode::HighContrast;
  const bool dark = mode_ == Mode::Dark || ((mode_ == Mode::System || high) && systemDark_);
  const qreal em = presenting_ ? baseSize_ * 24.0 / 13.0 * presentingScale_ : baseSize_ * textScale_ * screenScale_;
  if (em != theme_.em) Q_EMIT resizing(em);
  theme_ = makeTheme(dark, presenting_, em, high);
  if (presenting_) theme_.leastText = em;
  if (application_) {
    // Qt 6.4 keeps rules of widgets that were deleted before they were ever shown, and follows their pointers when a
    // sheet replaces another. Without a sheet in between it forgets them all.
    application_->setStyleSheet({});
    application_->setPalette(theme_.palette());
    application_->setFont(theme_.font(TextRole::Body));
    application_->setStyleSheet(theme_.styleSheet());
  }
  Q_EMIT changed();
}

}  // namespace thalweg
