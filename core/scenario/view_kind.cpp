#include "core/scenario/view_kind.h"

#include "core/contracts/dataset.h"
#include "core/scenario/scenario.h"

#include <algorithm>

namespace thalweg {

namespace {

std::string alwaysFits(const Objective& /*objective*/) { return {}; }

std::string dataProblem(const Objective& objective) {
  return drawableData(objective) ? "" : "there are no data of one or two inputs to draw";
}

std::string phaseProblem(const Objective& objective) {
  if (objective.dimension() <= mostPhaseCoordinates) return {};
  return "phase portraits take up to " + std::to_string(mostPhaseCoordinates) + " coordinates, and here are " +
         std::to_string(objective.dimension());
}

std::string matrixProblem(const Objective& objective) {
  return shownMatrix(objective) ? "" : "no parameter is a matrix of two rows and columns or more";
}

std::string spectrumProblem(const Objective& objective) {
  const Index n = objective.dimension();
  if (n <= mostEigenvalues) return {};
  return "a spectrum is of at most " + std::to_string(mostEigenvalues) + " coordinates, and here are " +
         std::to_string(n);
}

}  // namespace

const std::vector<ViewKind>& viewKinds() {
  static const std::vector<ViewKind> all = {{"surface", "Surface", alwaysFits},
                                            {"data", "Data", dataProblem},
                                            {"phase", "Phase portrait", phaseProblem},
                                            {"matrices", "Singular values", matrixProblem},
                                            {"spectrum", "Spectrum of the Hessian", spectrumProblem}};
  return all;
}

const ViewKind* findViewKind(std::string_view id) {
  const auto found = std::ranges::find(viewKinds(), id, &ViewKind::id);
  return found == viewKinds().end() ? nullptr : &*found;
}

const ViewKind& viewKind(const Panel& panel) {
  const ViewKind* found = panel.viewKind ? findViewKind(*panel.viewKind) : nullptr;
  return found ? *found : viewKinds().front();
}

bool showsSurface(const Panel& panel) { return &viewKind(panel) == &viewKinds().front(); }

std::optional<Block> shownMatrix(const Objective& objective) {
  std::optional<Block> best;
  for (const Block& block : objective.shape()) {
    const Index values = std::min(block.rows, block.columns);
    if (values >= 2 && (!best || values > std::min(best->rows, best->columns))) best = block;
  }
  return best;
}

}  // namespace thalweg
