#pragma once
/// A scenario as a picture, without a window: panels with their outcomes, charts, who is who, and what it all is.
///
/// Lengths within a picture are logical pixels, `ratio` device pixels each. What does not depend on the step is painted
/// apart, so that an animation paints it once.
/// Threads: any thread, one picture by several at once once it is built; needs a QGuiApplication, but no display.

#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

class QPainter;

namespace thalweg {

/// What of the scenario is shown.
struct PictureContent {
  enum class Kind { Arrangement, Panel, Chart };
  Kind kind = Kind::Arrangement;
  std::size_t panel = 0;      ///< of a panel, a chart, and of the charts below an arrangement
  std::string chart{"loss"};  ///< a chart description's id
  bool operator==(const PictureContent&) const = default;
};

enum class Palette { Light, Dark, Print, HighContrast, HighContrastDark };

struct PaletteChoice {
  const char* id;  ///< the command line's word
  const char* label;
};
/// In the order of `Palette`.
inline constexpr std::array<PaletteChoice, 5> paletteChoices = {{{"light", "Light"},
                                                                 {"dark", "Dark"},
                                                                 {"print", "Print: black on white"},
                                                                 {"high-contrast", "High contrast"},
                                                                 {"high-contrast-dark", "High contrast, dark"}}};
/// Whether it is for a dark ground.
[[nodiscard]] constexpr bool isDark(Palette palette) {
  return palette == Palette::Dark || palette == Palette::HighContrastDark;
}
/// That of a window's theme.
[[nodiscard]] Palette paletteOf(const Theme& theme);

/// Transparent: nothing is opaque but data and marks; the palette says what ground it is for, a dark or a light one.
enum class Background { Theme, White, Transparent };

struct PictureSettings {
  PictureContent content;
  QSize size{1920, 1080};  ///< pixels
  double dpi = 96;         ///< 96 is one logical pixel a pixel; more makes type and lines larger
  Palette palette = Palette::Light;
  Background background = Background::Theme;
  bool caption = false;
  bool explain = false;                 ///< the selected contender's step: arrows on its panel, lines beside the panels
  std::optional<bool> charts;           ///< none: below an arrangement where there is room
  std::optional<std::int64_t> step;     ///< none: the scenario's, or its last if that is 0
  std::optional<std::size_t> selected;  ///< the contender drawn on top
  std::vector<std::size_t> shown;       ///< an arrangement's panels; empty: as the document says
  bool operator==(const PictureSettings&) const = default;
};

/// The colours of a palette; Print is the light one in black on white, with a paler map.
Theme pictureTheme(Palette palette, Background background, bool presenting, double em);

/// Thrown for what cannot be made as it was asked for; `what()` says why, in a phrase that can stand alone.
struct PictureError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Thrown where an encoder or another program fails at what could have been made.
struct EncodingError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Picture {
 public:
  /// Raster: painted in device pixels of an image. Vector: in any resolution, lines cut at their frames.
  enum class Device { Raster, Vector };

  /// Computes everything. Throws PictureError, or OptionError for options that do not fit. After a stop request it may
  /// be incomplete and is not to be painted.
  Picture(const Scenario& scenario, const PictureSettings& settings, Device device = Device::Raster,
          std::stop_token stop = {});
  ~Picture();
  Picture(Picture&&) noexcept;

  [[nodiscard]] QSize pixels() const;
  [[nodiscard]] QSizeF size() const;  ///< logical pixels
  [[nodiscard]] double ratio() const;
  [[nodiscard]] bool opaque() const;
  [[nodiscard]] double dpi() const;
  [[nodiscard]] std::int64_t step() const;   ///< the one that was asked for
  [[nodiscard]] std::int64_t steps() const;  ///< the last one
  [[nodiscard]] QString title() const;
  /// Colours that stand unmixed: grounds, text, contenders.
  [[nodiscard]] std::vector<QColor> flatColors() const;
  /// Contenders without a path, and why.
  [[nodiscard]] const std::vector<std::string>& problems() const;
  /// What of the wish the picture's size left no room for, and what can hardly be read in print: sentences.
  [[nodiscard]] const std::vector<QString>& remarks() const;

  // After a stop request painting ends with the part that it is at, and what was painted is of no use.
  void paintGround(QPainter& painter, const std::stop_token& stop = {}) const;
  /// Over the ground.
  void paintStep(QPainter& painter, std::int64_t step, const std::stop_token& stop = {}) const;

  /// The ground as an image, for `frame`.
  [[nodiscard]] QImage groundImage(const std::stop_token& stop = {}) const;
  /// RGB32 where opaque, else premultiplied ARGB32, with the resolution set.
  [[nodiscard]] QImage frame(const QImage& ground, std::int64_t step, const std::stop_token& stop = {}) const;
  /// The same with all landscapes turned on by so many degrees.
  [[nodiscard]] QImage turnedFrame(const QImage& ground, std::int64_t step, double degrees,
                                   const std::stop_token& stop = {}) const;
  /// Whether a panel is seen in relief, so that it can turn.
  [[nodiscard]] bool hasLandscapes() const;

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

/// The picture at its own step.
QImage renderPicture(const Scenario& scenario, const PictureSettings& settings);

}  // namespace thalweg
