#include "ui/views/panel_views.h"

#include "ui/views/data_plot.h"
#include "ui/views/panel_plot.h"
#include "ui/views/picture_plot.h"
#include "ui/views/relief_plot.h"

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

template <class Kind>
PanelView* make(const Theme& theme, QWidget* parent) {
  return new Kind(theme, parent);
}

bool ofData(const PanelScene& scene) { return scene.data != nullptr; }
bool ofPicture(const PanelScene& scene) { return scene.study || scene.phase; }
bool inRelief(const PanelScene& scene) { return scene.relief.has_value(); }
bool anyScene(const PanelScene& /*scene*/) { return true; }

constexpr std::array kinds = {
    PanelViewKind{ofData, make<DataPlot>},
    PanelViewKind{ofPicture, make<PicturePlot>},
    PanelViewKind{inRelief, make<ReliefPlot>},
    PanelViewKind{anyScene, make<PanelPlot>},
};

}  // namespace

std::span<const PanelViewKind> panelViewKinds() { return kinds; }

const PanelViewKind& panelViewKind(std::span<const PanelViewKind> from, const PanelScene& scene) {
  const auto found = std::ranges::find_if(from, [&](const PanelViewKind& kind) { return kind.shows(scene); });
  return found == from.end() ? from.back() : *found;
}

}  // namespace thalweg
