#pragma once
/// From a scenario to the values that panels and charts are painted from, without a window.
/// Threads: any thread; fonts need a QGuiApplication.

#include "core/reports/report.h"
#include "core/runs/ensemble.h"
#include "ui/look/theme.h"
#include "ui/scenes/chart_scene.h"
#include "ui/scenes/panel_scene.h"

#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// What is computed from a scenario before anything can be painted.
struct SceneData {
  Scenario scenario;
  std::vector<std::shared_ptr<const Objective>> objectives;  ///< an entry a panel; null where the panel is not wanted
  std::vector<RunResult> runs;                               ///< of the wanted panels
  std::vector<std::shared_ptr<const Ensemble>> ensembles;    ///< an entry a run; null: there are no other runs
  std::vector<std::string> problems;                         ///< contenders without a path, and why
};

/// Objectives and paths of the panels `wanted`. Throws OptionError for an objective that cannot be built.
SceneData computeScenes(const Scenario& scenario, const std::vector<std::size_t>& wanted, std::stop_token stop = {});

/// The panel with its paths, marks and view, but no surface: enough to know its frame.
PanelScene panelScene(const SceneData& data, std::size_t panel, const Theme& theme);
/// Adds the surface, a node in the middle of each of `nodes` cells of the frame. False after a stop request.
bool addSurface(PanelScene& scene, const SceneData& data, std::size_t panel, const PlotFrame& frame, QSize nodes,
                std::stop_token stop = {});
/// Leaves out points of contours that lie within `tolerance` pixels of the line without them: documents hold every one.
void thinContours(PanelScene& scene, const PlotFrame& frame, double tolerance);
/// Of a contender on a function of one variable; none elsewhere.
std::optional<Tangent> tangentAt(const SceneData& data, std::size_t panel, const Theme& theme, std::size_t contender,
                                 std::int64_t step);
/// The contender drawn on top.
void select(PanelScene& scene, const SceneData& data, std::size_t panel, std::size_t contender);

/// A chart with what stands over it.
struct ChartPicture {
  ChartScene scene;
  QString title;
  QString symbol;  ///< TeX
  QString remark;  ///< where the axis is not the one chosen
};
/// `kind` is a chart description's id.
ChartPicture chartPicture(const SceneData& data, std::size_t panel, const std::string& kind, const Theme& theme,
                          std::optional<std::size_t> selected);

}  // namespace thalweg
