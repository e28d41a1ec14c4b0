#pragma once
/// A scenario as a picture, without a window: panels with their outcomes, and below them who is who.
/// Threads: one thread at a time; needs a QGuiApplication, but no display.

#include "core/scenario.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <optional>

class QPainter;

namespace thalweg {

struct PictureSettings {
  QSize size{1920, 1080};            ///< pixels
  double dpi = 96;                   ///< 96 is one unit of length a pixel; more makes everything larger
  std::optional<std::int64_t> step;  ///< none: the scenario's, or its last if that is 0
  bool dark = false;
};

/// Computes and paints. Throws OptionError for options that do not fit.
QImage renderPicture(const Scenario& scenario, const PictureSettings& settings);

}  // namespace thalweg
