#include "core/runs/coincidence.h"

#include <algorithm>
#include <set>

namespace thalweg {

namespace {

Index commonSteps(const Trajectory* one, const Trajectory* other) {
  if (!one || !other || one->points.cols() != other->points.cols()) return -1;
  const Index rows = std::min(one->points.rows(), other->points.rows());
  Index common = 0;
  while (common < rows && (one->points.row(common) == other->points.row(common)).all()) ++common;
  return common - 1;
}

}  // namespace

Coincidence::Coincidence(const std::vector<const Trajectory*>& paths)
    : count_(paths.size()), until_(count_ * count_, -1) {
  for (std::size_t i = 0; i < count_; ++i) {
    if (!paths[i]) continue;
    // What is the same to the end is the same as all others: many duplicates cost no more than two.
    std::size_t twin = i;
    for (std::size_t k = 0; k < i && twin == i; ++k) {
      if (paths[k] && paths[k]->points.rows() == paths[i]->points.rows() && until(k, i) == paths[i]->steps()) twin = k;
    }
    for (std::size_t j = i + 1; j < count_; ++j)
      until_[i * count_ + j] = until_[j * count_ + i] = twin < i ? until(twin, j) : commonSteps(paths[i], paths[j]);
  }
}

std::vector<SharedStretch> Coincidence::stretches(std::size_t path) const {
  std::set<Index> ends;
  for (std::size_t j = 0; j < count_; ++j) {
    if (j != path && until(path, j) > 0) ends.insert(until(path, j));
  }
  std::vector<SharedStretch> stretches;
  for (const Index end : ends) {
    SharedStretch stretch{end, 0, 1};
    for (std::size_t j = 0; j < count_; ++j) {
      if (j == path || until(path, j) < end) continue;
      ++stretch.count;
      if (j < path) ++stretch.place;
    }
    stretches.push_back(stretch);
  }
  return stretches;
}

}  // namespace thalweg
