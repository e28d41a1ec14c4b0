#pragma once
/// From a scenario, what was computed from it and what is chosen to the values that panels and charts are painted from.
/// Window, pictures, thumbnails and maps all go this road, so that they cannot differ.
/// Threads: any thread; fonts need a QGuiApplication.

#include "core/contracts/dataset.h"
#include "core/runs/panel_study.h"
#include "core/runs/path_set.h"
#include "core/runs/phase.h"
#include "core/surfaces/panel_plane.h"
#include "ui/scenes/chart_content.h"
#include "ui/scenes/honesty.h"
#include "ui/scenes/panel_scene.h"
#include "ui/scenes/surface.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace thalweg {

/// What is computed for one panel; parts that are not there yet are null.
struct PanelResults {
  std::shared_ptr<const Objective> objective;
  std::shared_ptr<const Surface> surface;  ///< may be another objective's, until its successor is there
  std::shared_ptr<const MapOverlay> overlay;
  std::shared_ptr<const PanelPlane> plane;  ///< of more than two dimensions
  std::shared_ptr<const Contours> batch;    ///< of the mini-batch at the cursor, as `batchContours` has them
  bool batchAtOnce = false;                 ///< in pictures: these contours are made with the scene, at any cursor
  std::shared_ptr<const PanelStudy> study;  ///< of panels that show singular values or spectra
  std::vector<std::shared_ptr<const Trajectory>> paths;    ///< a contender each
  std::vector<std::shared_ptr<const Ensemble>> ensembles;  ///< a contender each
  std::shared_ptr<const PhaseTracks> phases;               ///< where the panel shows a phase portrait
};
PanelResults panelResults(std::shared_ptr<const Objective> objective, const PathSet& paths, std::size_t panel);

/// The plane that a panel shows: the one made of its paths, if there is one yet, else two coordinates, the others as in
/// the common start.
Plane panelPlane(const Panel& panel, const Objective& objective, const PanelPlane* made);
/// Whether it is one of coordinates, which stands still while paths move, and in which an arrow is what it seems.
bool standsStill(const Panel& panel);

/// What the user has chosen to look at.
struct Chosen {
  std::optional<std::size_t> contender;  ///< drawn on top, with its tangent on a curve
  std::int64_t step = 0;
};

/// The panel's picture. Without an objective it is empty, without a surface it has its frame and paths.
PanelScene panelScene(const Scenario& scenario, std::size_t panel, const PanelResults& results, const Chosen& chosen,
                      const Theme& theme);
/// A scene of the same results at another step.
void moveCursor(PanelScene& scene, const Scenario& scenario, const PanelResults& results, const Chosen& chosen);

/// Lays a step explained over the paths, of which all but the selected one are drawn back; null: takes it away.
void setStep(PanelScene& scene, std::shared_ptr<const StepPicture> step);

/// What the path has at the step that is pointed at; none where the scene is of other paths.
std::optional<PathRead> readPath(const Scenario& scenario, const PanelResults& results, const PanelScene& scene,
                                 const PathHit& hit);
/// The same in words, for those who hear it: "Adam, step 12: x 0.3, y −1.2, f 0.04, learning rate 0.08".
[[nodiscard]] QString pathWords(const PanelScene& scene, const PathRead& read);

/// What the panel's plane holds and, of the chosen contender at its step, how far it is from the truth. None where
/// nothing is left out.
std::optional<Honesty> panelHonesty(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                    const Theme& theme);

/// A word about how a contender's path ended.
struct OutcomeEntry {
  ContenderMark mark;
  QString name;
  QString word;
  std::int64_t step = -1;  ///< from which on it holds; −1: none
  QString detail = {};     ///< what the word means here, in a sentence
  QString shared = {};     ///< whose path it goes, and until when; empty: its own
  bool ghost = false;      ///< what might have been
  bool lasts = false;      ///< it goes on from that step on: "circling from 83"
  bool chosen = false;     ///< of the selected contender
  bool operator==(const OutcomeEntry&) const = default;
};
/// Of the contenders that are shown, on a panel of which the box `seen` of `plane` is seen.
std::vector<OutcomeEntry> outcomeEntries(const Scenario& scenario, const PanelResults& results, const Plane& plane,
                                         const View& seen, const Theme& theme,
                                         std::optional<std::size_t> selected = std::nullopt);

/// The same of a panel that shows something else than its surface at the step: of data how many samples each tells
/// rightly, or its losses; of a phase portrait how each method is damped.
std::vector<OutcomeEntry> shownEntries(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                       const Theme& theme);

/// Where a surface is evaluated: a node in the middle of each of `nodes` cells of what is seen and, where the scenario
/// wants arrows, one in the middle of each of `arrows` cells.
struct SurfaceRequest {
  FieldRequest field;
  std::optional<FieldRequest> arrows;
};
SurfaceRequest surfaceRequest(const Scenario& scenario, std::size_t panel, const Objective& objective,
                              const PanelPlane* plane, const View& seen, QSize nodes, QSize arrows);
/// What the contours of a mini-batch's own surface are made from.
struct BatchRequest {
  std::shared_ptr<const DataObjective> objective;
  std::vector<Index> batch;
  FieldRequest field;
  std::vector<double> levels;  ///< those of the surface that they lie over
  bool operator==(const BatchRequest&) const = default;
};
/// Of the chosen contender's step that comes next; none where that sees all samples, where it is not to be shown, or
/// before there is a surface.
std::optional<BatchRequest> batchRequest(const Scenario& scenario, const PanelResults& results, const Chosen& chosen);
/// Null after a stop request.
std::shared_ptr<const Contours> batchContours(const BatchRequest& request, const std::stop_token& stop = {});
/// How many arrows have room in a frame, each way.
QSize arrowCount(const PlotFrame& frame, const Theme& theme);

/// The contender whose basins lie over a panel of this objective; none: there are no basins.
std::optional<std::size_t> basinContender(const Scenario& scenario, const Objective* objective);

/// The place where what is derived from a contender's path is kept, the path in it.
using ColumnsOf = std::function<PathColumns&(std::size_t contender, const std::shared_ptr<const Trajectory>& path)>;
/// The chart `id` of a panel.
ChartContent panelChart(const std::string& id, const Scenario& scenario, const PanelResults& results,
                        const ColumnsOf& columnsOf, const Theme& theme, std::optional<std::size_t> selected);

/// All that panels of a scenario are made from, computed at once.
struct ScenarioResults {
  std::shared_ptr<const Scenario> scenario;
  std::vector<std::shared_ptr<const Objective>> objectives;  ///< an entry a panel; null where it is not wanted
  std::shared_ptr<const PathSet> paths;
  std::vector<std::shared_ptr<const PanelPlane>> planes;   ///< an entry a panel; null in up to two dimensions
  std::vector<std::shared_ptr<const PhaseTracks>> phases;  ///< an entry a panel; null where it shows none

  /// Without surface and basins: their size depends on the frame.
  [[nodiscard]] PanelResults of(std::size_t panel) const {
    PanelResults results = panelResults(objectives[panel], *paths, panel);
    results.plane = planes[panel];
    if (panel < phases.size()) results.phases = phases[panel];
    return results;
  }
};
/// The panel's plane of paths that may be of an earlier state; `before`: the one whose sides it keeps. Null in one or
/// two dimensions, and after a stop request.
std::shared_ptr<const PanelPlane> planeOfPaths(const Scenario& scenario, std::size_t panel, const Objective& objective,
                                               const PathSet& paths, const PanelPlane* before,
                                               const std::stop_token& stop = {});
/// What the panel's phase portrait is made of, if it shows one; `before`: of which what did not change is taken.
std::shared_ptr<const PhaseTracks> phasesOfPaths(const Scenario& scenario, std::size_t panel,
                                                 const Objective& objective, const PathSet& paths,
                                                 const PhaseTracks* before, const std::stop_token& stop = {});
/// The plane of starts that a basin map covers: the panel's, of coordinates through the contender's own start.
Plane basinPlane(const Scenario& scenario, std::size_t panel, std::size_t contender, const Objective& objective,
                 const PanelPlane* made);

/// Objectives and paths of the panels `wanted`. Throws OptionError for an objective that cannot be built.
ScenarioResults computeScenario(const Scenario& scenario, const std::vector<std::size_t>& wanted,
                                const std::stop_token& stop = {});
/// Adds surface and basins as they are seen in `frame`. False after a stop request.
bool addSurface(PanelResults& results, const Scenario& scenario, std::size_t panel, const PlotFrame& frame, QSize nodes,
                const Theme& theme, const std::stop_token& stop = {});

}  // namespace thalweg
