#pragma once
/// What the export panel remembers: format, content, look, size, and an animation's range and pace.
/// Threads: a value; storing and loading in the GUI thread.

#include "ui/export/animation.h"
#include "ui/export/picture_file.h"

#include <QSize>
#include <QString>

#include <array>
#include <optional>

class QSettings;

namespace thalweg {

struct ExportFormat {
  const char* id;
  const char* label;
  const char* ending;  ///< of a file; frames have a folder
  std::optional<PictureFormat> picture;
  std::optional<AnimationFormat> animation;
};

inline constexpr std::array<ExportFormat, 7> exportFormats = {{
    {"png", "PNG picture", "png", PictureFormat::Png, {}},
    {"svg", "SVG drawing", "svg", PictureFormat::Svg, {}},
    {"pdf", "PDF document", "pdf", PictureFormat::Pdf, {}},
    {"gif", "GIF animation", "gif", {}, AnimationFormat::Gif},
    {"webp", "WebP animation", "webp", {}, AnimationFormat::WebP},
    {"mp4", "MP4 film", "mp4", {}, AnimationFormat::Mp4},
    {"frames", "PNG frames", "", {}, AnimationFormat::Frames},
}};

/// Pixels and dots an inch for a purpose.
struct SizePreset {
  const char* label;
  QSize size;
  double dpi;
};
inline constexpr std::array<SizePreset, 7> sizePresets = {{
    {"Slide 16:9", {1920, 1080}, 96},
    {"Slide 16:9, 4K", {3840, 2160}, 96},
    {"Slide 4:3", {1600, 1200}, 96},
    {"Web, animation", {1280, 720}, 96},
    {"Square", {1080, 1080}, 96},
    {"Paper column, 86 mm", {1016, 827}, 300},
    {"Paper width, 178 mm", {2102, 1110}, 300},
}};

struct ExportSettings {
  std::size_t format = 0;  ///< in `exportFormats`
  PictureSettings picture;
  AnimationSettings animation;

  [[nodiscard]] const ExportFormat& chosen() const { return exportFormats[format]; }
  bool operator==(const ExportSettings&) const = default;
};

/// What belongs to the scenario (content, step, range, selection) is not stored. What is stored wrongly is left out.
void storeExportSettings(QSettings& store, const ExportSettings& settings);
ExportSettings loadExportSettings(const QSettings& store);

}  // namespace thalweg
