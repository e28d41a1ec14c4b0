#pragma once
/// An adapter for methods that are written for one path: line searches, matrices, simplices.
/// `Path` holds one path's state and is made anew by `reset`; `stepRow` moves one path. If Path has a member `trials`
/// (TrialPoints), the points of its line search are shown.
/// Threads: as Optimizer.

#include "core/contracts/optimizer.h"

#include <vector>

namespace thalweg {

/// A single row as a vector.
inline Eigen::Map<Eigen::VectorXd> rowVector(Points& row) { return {row.data(), row.cols()}; }
inline Eigen::Map<const Eigen::VectorXd> rowVector(const Points& row) { return {row.data(), row.cols()}; }

/// The points that a line search tried in the last step.
class TrialPoints {
 public:
  void clear() { values_.clear(); }
  /// Of very long vectors nothing is kept: nobody could see them, and they would fill the memory.
  void add(const Eigen::Ref<const Eigen::VectorXd>& x) {
    constexpr Index longest = 64;
    dimension_ = x.size();
    if (dimension_ <= longest) values_.insert(values_.end(), x.data(), x.data() + dimension_);
  }
  /// A row a trial.
  [[nodiscard]] Points points() const {
    if (values_.empty()) return {};
    return Eigen::Map<const Eigen::ArrayXXd>(values_.data(), dimension_,
                                             static_cast<Index>(values_.size()) / dimension_)
        .transpose();
  }

 private:
  std::vector<double> values_;
  Index dimension_ = 0;
};

template <class Path>
class RowOptimizer : public Optimizer {
 public:
  void reset(const Points& start, const Shape& /*shape*/) final {
    paths_.assign(static_cast<std::size_t>(start.rows()), Path{});
    point_.resize(1, start.cols());
    for (Index row = 0; row < start.rows(); ++row) {
      point_ = start.row(row);
      beginRow(paths_[static_cast<std::size_t>(row)], point_);
    }
  }

  void step(Points& x, Oracle& oracle, double lr) final {
    for (Index row = 0; row < x.rows(); ++row) {
      oracle.selectRow(row);
      point_ = x.row(row);
      stepRow(paths_[static_cast<std::size_t>(row)], point_, oracle, lr);
      x.row(row) = point_;
    }
    oracle.selectRow(-1);
  }

  [[nodiscard]] Points trials(Index row) const override {
    if constexpr (requires(const Path& path) { path.trials.points(); }) {
      return paths_[static_cast<std::size_t>(row)].trials.points();
    }
    return {};
  }

 protected:
  /// Prepares the state of one path that starts at `point` (a row).
  virtual void beginRow(Path& path, const Points& point) = 0;
  /// One step of one path; `point` is a row and `oracle` answers for it.
  virtual void stepRow(Path& path, Points& point, Oracle& oracle, double lr) = 0;

  /// A vector of every path's state, a row a path.
  template <class Vector>
  [[nodiscard]] Points gather(Vector Path::*member) const {
    Points all(static_cast<Index>(paths_.size()), point_.cols());
    for (Index row = 0; row < all.rows(); ++row) {
      const Vector& v = paths_[static_cast<std::size_t>(row)].*member;
      if (v.size() == all.cols()) {
        all.row(row) = v.reshaped(1, all.cols()).array();
      } else {
        all.row(row).setZero();
      }
    }
    return all;
  }
  /// A number of every path's state.
  template <class Number>
  [[nodiscard]] Column gatherNumber(Number Path::*member) const {
    Column all(static_cast<Index>(paths_.size()));
    for (Index row = 0; row < all.size(); ++row) {
      all(row) = static_cast<double>(paths_[static_cast<std::size_t>(row)].*member);
    }
    return all;
  }
  [[nodiscard]] const std::vector<Path>& paths() const { return paths_; }
  [[nodiscard]] std::vector<Path>& paths() { return paths_; }

 private:
  std::vector<Path> paths_;
  Points point_;
};

}  // namespace thalweg
