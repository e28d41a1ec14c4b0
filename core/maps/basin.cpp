#include "core/maps/basin.h"

#include "core/base/parallel.h"
#include "core/scenario/branch.h"

#include <algorithm>
#include <atomic>

namespace thalweg {

namespace {

class Painter {
 public:
  Painter(const Scenario& scenario, std::size_t contender, const Objective& objective, const BasinRequest& request)
      : scenario_(scenario),
        contender_(contender),
        objective_(objective),
        judge_(objective),
        plane_(request.plane ? *request.plane : Plane::ofCoordinates(0, 1, objective.starts().front())) {
    map_.view = request.view;
    map_.requested = scenario.steps;
    map_.resize(request.columns, objective.dimension() == 1 ? std::min<Index>(request.rows, 1) : request.rows,
                request.ends ? objective.dimension() : 0);
  }

  /// The cells at multiples of `block` that are at no multiple of `known` (0: none is known).
  bool pass(Index block, Index known, const std::stop_token& stop, unsigned threads) {
    cells_ = cellsOfPass(map_.columns, map_.rows, block, known);
    const auto piece = static_cast<std::size_t>(BlockRunner(scenario_, contender_, objective_, judge_).rows());
    std::atomic<bool> whole = true;
    const bool all = parallelFor((cells_.size() + piece - 1) / piece,
                                 [&](std::size_t i) {
                                   const std::size_t first = i * piece;
                                   if (!runPiece(first, std::min(cells_.size() - first, piece), stop)) whole = false;
                                 },
                                 stop, threads);
    map_.block = block;
    return all && whole;
  }

  /// A copy in which the cells between hold the outcome of the computed one before them.
  [[nodiscard]] std::shared_ptr<const BasinMap> preview() const {
    auto shown = std::make_shared<BasinMap>(map_);
    shown->spread(map_.block);
    return shown;
  }

  std::shared_ptr<const BasinMap> finished() { return std::make_shared<const BasinMap>(std::move(map_)); }

 private:
  bool runPiece(std::size_t first, std::size_t count, const std::stop_token& stop) {
    const auto rows = static_cast<Index>(count);
    Column x(rows);
    Column y(rows);
    for (Index i = 0; i < rows; ++i) {
      const Index cell = cells_[first + static_cast<std::size_t>(i)];
      x[i] = map_.x(cell % map_.columns);
      y[i] = map_.y(cell / map_.columns);
    }
    Points starts(rows, objective_.dimension());
    plane_.fill(x, y, starts);
    std::vector<Ending> endings;
    Points ends;
    BlockRunner runner(scenario_, contender_, objective_, judge_);
    if (!runner.run(starts, endings, ends, stop)) return false;
    for (std::size_t i = 0; i < count; ++i) {
      const Index cell = cells_[first + i];
      map_.set(cell, endings[i]);
      if (map_.ends.rows() > 0) map_.ends.row(cell) = ends.row(static_cast<Index>(i));
    }
    return true;
  }

  const Scenario& scenario_;
  std::size_t contender_;
  const Objective& objective_;
  Judge judge_;
  Plane plane_;
  std::vector<Index> cells_;
  BasinMap map_;
};

}  // namespace

std::shared_ptr<const BasinMap> basinMap(const Scenario& scenario, std::size_t contender, const Objective& objective,
                                         const BasinRequest& request, std::stop_token stop,
                                         const BasinProgress& progress, unsigned threads) {
  if (request.plane) request.plane->check(objective.dimension());
  checkRun(scenario, contender, objective.dimension());

  Painter painter(scenario, contender, objective, request);
  Index known = 0;
  for (Index block = coarsestBlock; block >= 1; block /= 2) {
    if (!painter.pass(block, known, stop, threads)) return nullptr;
    known = block;
    if (block > 1 && progress) progress(painter.preview());
  }
  return painter.finished();
}

}  // namespace thalweg
