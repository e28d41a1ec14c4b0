#include "core/runs/panel_study.h"

#include "core/scenario/view_kind.h"

#include <algorithm>

namespace thalweg {

bool needsStudy(const Panel& panel) { return viewKind(panel).id == "matrices" || viewKind(panel).id == "spectrum"; }

bool studyFollowsStep(const Panel& panel) { return viewKind(panel).id == "spectrum"; }

std::shared_ptr<const PanelStudy> makeStudy(const Scenario& scenario, std::size_t panel, const Objective& objective,
                                            const std::vector<std::shared_ptr<const Trajectory>>& paths,
                                            std::int64_t step, const PanelStudy* before, const std::stop_token& stop) {
  if (!needsStudy(scenario.panels[panel]) || !viewKind(scenario.panels[panel]).problem(objective).empty())
    return nullptr;
  const bool spectra = studyFollowsStep(scenario.panels[panel]);
  auto study = std::make_shared<PanelStudy>();
  study->step = step;
  const std::size_t count = std::min(paths.size(), scenario.contenders.size());
  study->matrices.resize(spectra ? 0 : count);
  study->spectra.resize(spectra ? count : 0);
  for (std::size_t i = 0; i < count; ++i) {
    if (stop.stop_requested()) return nullptr;
    const auto& path = paths[i];
    if (!path || scenario.contenders[i].hidden || path->points.cols() != objective.dimension()) continue;
    if (spectra) {
      study->spectra[i] = pathSpectrum(scenario, i, objective, *path, static_cast<Index>(step), stop);
      continue;
    }
    const bool known =
        before && i < before->matrices.size() && before->matrices[i] && before->matrices[i]->path == path;
    study->matrices[i] =
        known ? before->matrices[i]
              : std::make_shared<const MatrixSpectra>(matrixSpectra(objective, *shownMatrix(objective), path, stop));
  }
  return stop.stop_requested() ? nullptr : study;
}

}  // namespace thalweg
