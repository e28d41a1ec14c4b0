#pragma once
/// Boxes for a panel: what fits its starts, paths and minima, and what of its own box is worth the room.
/// Threads: pure functions of a scene.

#include "ui/scenes/panel_scene.h"

#include <optional>

namespace thalweg {

/// The box of all starts and visible paths, with the minimum that each path ends nearest to if it is not far off, and
/// a margin. Points further from `whole` than it is large are left out: a path that diverges is followed so far. Of
/// curves y is (0, 0). None where there is nothing to fit or no axis can show it.
std::optional<View> pathsBox(const PanelScene& scene, const View& whole);

/// The box in which a plane made from paths is first seen: that of starts and paths, its edges rounded outwards so that
/// it rarely changes while a slider moves. Of a path that runs away, farther than 32 times `whole`, only what lies
/// round the starts.
View planeBox(const PanelScene& scene, const View& whole);

/// `whole`, widened so that it shows all starts; none where it shows them already.
std::optional<View> boxWithStarts(const PanelScene& scene, const View& whole);

/// Whether `part` is less than a fifth of what is seen, across and upwards.
bool isSmallIn(const View& part, const View& seen);

/// The part of the scene's view that holds its starts, `start`, its minima and its paths as far as they lie in it, out
/// to quarters of the view, so that it rarely changes while a slider moves.
View focusOf(const PanelScene& scene, const QPointF& start);

}  // namespace thalweg
