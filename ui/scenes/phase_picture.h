#pragma once
/// A phase portrait as a value: along up to two directions of curvature each contender's velocity against its position,
/// and beside it, in the unit disc, the roots of the recursion that its method is there; and how it is painted. A
/// panel's scene that has such a picture shows it in place of the surface.
/// Threads: values; painting as the panel's own.

#include "core/runs/phase.h"
#include "ui/scenes/plot_frame.h"

#include <QColor>
#include <QString>

#include <memory>
#include <vector>

class QPainter;

namespace thalweg {

struct PanelScene;

struct PhasePicture {
  /// One contender.
  struct Track {
    std::shared_ptr<const Points> places;  ///< as phasePlaces has them
    std::vector<PhaseRoots> roots;         ///< a direction each; empty where the method has none
    /// Where the roots go as the rate grows from 0 to twice what it is, a direction each.
    std::vector<std::vector<PhaseRoots>> locus;
    QColor color;
    QString marker;
    bool selected = false;
  };
  /// Of the selected contender, else of the first.
  struct Direction {
    QString title;                      ///< "curvature 25, along (0, 1)"
    QString words;                      ///< "under-damped: |z| 0.95, round in 40 steps"; empty: no roots
    double position = 1, velocity = 1;  ///< the axes reach from −these to these
  };
  std::vector<Track> tracks;  ///< from below
  std::vector<Direction> directions;
  QString note;  ///< in place of them
  std::int64_t cursor = 0;
};

/// What a kind of damping is called.
QString dampingWord(Damping damping);
/// "under-damped: |z| 0.949, round in 18.3 steps".
QString rootWords(const PhaseRoots& roots);

/// The block of portraits and discs, in a row a direction; its view is the first portrait's.
PlotFrame phaseFrame(const PanelScene& scene, const QRectF& area);
void paintPhase(QPainter& painter, const PanelScene& scene, const PlotFrame& frame);

}  // namespace thalweg
