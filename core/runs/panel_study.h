#pragma once
/// What a panel needs that shows no surface, but singular values or a spectrum: computed from its paths, in the
/// background of a window or at once for pictures.
/// Threads: immutable values, shared; `makeStudy` may be called from any thread.

#include "core/runs/matrix_spectra.h"
#include "core/runs/spectrum.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace thalweg {

struct PanelStudy {
  /// A contender each; null where it is hidden or has no path. Of a panel that shows matrices.
  std::vector<std::shared_ptr<const MatrixSpectra>> matrices;
  /// The same of a panel that shows the spectrum.
  std::vector<std::optional<PathSpectrum>> spectra;
  std::int64_t step = 0;  ///< where the spectra are
};

/// Whether a panel shows something that is made so.
[[nodiscard]] bool needsStudy(const Panel& panel);
/// Whether it is another one at another step.
[[nodiscard]] bool studyFollowsStep(const Panel& panel);

/// Of panel `panel`, whose paths are `paths` (a contender each, may be null), at `step`. What of `before` is of the
/// same paths is taken over. Null for panels that need none, and after a stop request.
std::shared_ptr<const PanelStudy> makeStudy(const Scenario& scenario, std::size_t panel, const Objective& objective,
                                            const std::vector<std::shared_ptr<const Trajectory>>& paths,
                                            std::int64_t step, const PanelStudy* before = nullptr,
                                            const std::stop_token& stop = {});

}  // namespace thalweg
