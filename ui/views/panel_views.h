#pragma once
/// The kinds of views a panel can have: one line each in panel_views.cpp, which alone knows them.
/// Threads: GUI thread.

#include "ui/views/panel_view.h"

#include <span>

namespace thalweg {

struct PanelViewKind {
  bool (*shows)(const PanelScene& scene);
  PanelView* (*make)(const Theme& theme, QWidget* parent);
};

/// In the order in which they are asked; the last shows whatever the others do not.
std::span<const PanelViewKind> panelViewKinds();
/// The first that shows the scene.
const PanelViewKind& panelViewKind(std::span<const PanelViewKind> kinds, const PanelScene& scene);

}  // namespace thalweg
