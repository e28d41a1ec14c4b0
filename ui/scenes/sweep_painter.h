#pragma once
/// An outcome map with its axes, what theory says of it, and where the settings stand: painted alike in the window and
/// in pictures. Lengths are logical pixels. Threads: as ui/scenes/panel_scene.h.

#include "core/maps/sweep.h"
#include "ui/look/theme.h"

#include <QImage>
#include <QPointF>
#include <QRectF>

#include <memory>
#include <optional>

class QPainter;

namespace thalweg {

struct SweepScene {
  std::shared_ptr<const SweepMap> map;    ///< never null when painted
  QImage image;                           ///< a pixel a cell, top row first
  std::optional<QuadraticTheory> theory;  ///< drawn where the axes are learning rate and momentum
  std::optional<QPointF> current;         ///< the settings in force, in the map's units; none: not drawn
};

/// What of `area` axes and their names leave to a map; `strip`: of one row.
QRectF sweepBox(const QRectF& area, bool strip, const Theme& theme);
/// Where the values of both axes lie.
QPointF sweepPixel(const SweepMap& map, const QRectF& box, double x, double y);
/// So many significant digits tell the values of neighbouring cells apart; 4 on an axis that is not magnified.
int cellDigits(const Axis& axis);
/// Whether the theory's boundary is drawn, and the rate and momentum of its best point, if that is.
bool showsTheory(const SweepScene& scene);
std::optional<std::pair<double, double>> theoryOptimum(const SweepScene& scene);
/// Map, theory, axes and the settings in force, from below.
void paintSweep(QPainter& painter, const QRectF& box, const SweepScene& scene, const Theme& theme);
/// What the theory's boundary and its best point look like, in the middle of `box`: for legends.
void paintBoundarySign(QPainter& painter, const QRectF& box, const Theme& theme);
void paintOptimumSign(QPainter& painter, const QPointF& at, const Theme& theme);
void paintCurrentSign(QPainter& painter, const QPointF& at, const Theme& theme);

}  // namespace thalweg
