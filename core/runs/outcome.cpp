#include "core/runs/outcome.h"

#include "core/base/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace thalweg {

std::string_view outcomeId(Outcome outcome) {
  switch (outcome) {
    case Outcome::Converged:
      return "converged";
    case Outcome::LocalMinimum:
      return "local_minimum";
    case Outcome::Saddle:
      return "saddle";
    case Outcome::Plateau:
      return "plateau";
    case Outcome::Oscillating:
      return "oscillating";
    case Outcome::Moving:
      return "moving";
    case Outcome::Unbounded:
      return "unbounded";
    case Outcome::Diverged:
      return "diverged";
  }
  return {};
}

double arrivalRadius(const Objective& objective) {
  const View view = objective.view();
  const double diagonal = std::hypot(view.xMax - view.xMin, view.yMax - view.yMin);
  return 0.01 * diagonal * std::sqrt(std::max(1.0, static_cast<double>(objective.dimension()) / 2));
}

namespace {

bool isWithin(const Judge::PathView& points, Index step, const std::vector<double>& mark, double radius) {
  double sum = 0;
  for (std::size_t i = 0; i < mark.size(); ++i) {
    const double off = points(step, static_cast<Index>(i)) - mark[i];
    sum += off * off;
  }
  return sum <= radius * radius;
}

struct Path {
  const Objective& objective;
  const Judge::PathView& points;
  const Judge::SeriesView& loss;
  const std::function<Column()>& gradientNorm;
  const View& view;
  double radius;

  [[nodiscard]] Index last() const { return points.rows() - 1; }
  [[nodiscard]] double move(Index step) const { return (points.row(step) - points.row(step - 1)).matrix().norm(); }
  [[nodiscard]] bool within(Index step, const std::vector<double>& mark) const {
    return isWithin(points, step, mark, radius);
  }
};

std::optional<Verdict> runaway(const Path& path, Index requested, bool bounded) {
  const double bound = 1e12 * (1 + std::abs(path.loss[0]));
  for (Index k = 0; k <= path.last() && !bounded; ++k) {
    if (path.loss[k] > bound) return Verdict{Outcome::Diverged, k, -1};
    if (path.loss[k] < -bound) return Verdict{Outcome::Unbounded, k, -1};
  }
  if (path.last() < requested) return Verdict{Outcome::Diverged, path.last(), -1};
  return {};
}

double lastMove(const Judge::PathView& points) {
  const Index last = points.rows() - 1;
  return (points.row(last) - points.row(last - 1)).matrix().norm();
}

std::optional<Verdict> restingAt(const Judge::PathView& tail, const Landmark& mark, int index, double radius,
                                 Index first, Index last) {
  constexpr Index restingSteps = 10;
  const Index held = last - first + 1;
  const bool rests = held > 0 && (held >= restingSteps || last == 0 || lastMove(tail) <= radius / 10);
  if (!rests) return {};
  const Outcome outcome = mark.kind == Landmark::Kind::GlobalMinimum  ? Outcome::Converged
                          : mark.kind == Landmark::Kind::LocalMinimum ? Outcome::LocalMinimum
                                                                      : Outcome::Saddle;
  return Verdict{outcome, first, index};
}

std::optional<Verdict> atLandmark(const Path& path, const std::vector<Landmark>& landmarks) {
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    Index first = path.last() + 1;
    while (first > 0 && path.within(first - 1, landmarks[i].point)) --first;
    const auto verdict = restingAt(path.points, landmarks[i], static_cast<int>(i), path.radius, first, path.last());
    if (verdict) return verdict;
  }
  return {};
}

std::optional<Verdict> escaped(const Path& path, const std::vector<Landmark>& landmarks) {
  const bool hasMinimum =
      std::ranges::any_of(landmarks, [](const Landmark& m) { return m.kind != Landmark::Kind::Saddle; });
  if (hasMinimum || path.last() < 1) return {};
  const View& view = path.view;
  const auto outside = [&](Index k) {
    const double x = path.points(k, 0);
    const double y = path.points.cols() > 1 ? path.points(k, 1) : view.yMin;
    return x < view.xMin || x > view.xMax || y < view.yMin || y > view.yMax;
  };
  const Index tail = std::max<Index>(1, path.last() / 10);
  if (!outside(path.last()) || path.loss.tail(tail).minCoeff() >= path.loss.head(path.last() + 1 - tail).minCoeff())
    return {};
  Index first = path.last();
  while (first > 0 && outside(first - 1)) --first;
  return Verdict{Outcome::Unbounded, first, -1};
}

std::optional<Verdict> resting(const Path& path) {
  const Index last = path.last();
  const bool still = last == 0 || path.move(last) <= path.radius / 1000;
  if (!still) return {};
  const Column gradientNorm = path.gradientNorm();
  const double steepest = gradientNorm.maxCoeff();
  if (!(gradientNorm[last] <= 1e-4 * steepest || steepest == 0)) return {};
  Index first = last;
  while (first > 0 && (path.points.row(first - 1) - path.points.row(last)).matrix().norm() <= path.radius) --first;
  constexpr Index largestSpectrum = 200;
  if (path.points.cols() > largestSpectrum) return Verdict{Outcome::Plateau, first, -1};
  const Eigen::MatrixXd hessian = path.objective.hessian(path.points.row(last));
  if (!hessian.allFinite()) return Verdict{Outcome::Plateau, first, -1};
  const Eigen::VectorXd spectrum = symmetricEigenvalues(hessian);
  const double low = spectrum.minCoeff();
  const double high = spectrum.cwiseAbs().maxCoeff();
  // Curvature that cannot lower the loss by a millionth of the descent within ρ is none.
  const double descent = path.loss.maxCoeff() - path.loss.minCoeff();
  const bool flat = high * path.radius * path.radius <= 1e-6 * descent;
  const Outcome outcome = flat                  ? Outcome::Plateau
                          : low < -1e-6 * high  ? Outcome::Saddle
                          : low >= 1e-12 * high ? Outcome::LocalMinimum
                                                : Outcome::Plateau;
  return Verdict{outcome, first, -1};
}

std::optional<Verdict> circling(const Path& path) {
  const Index last = path.last();
  const Index window = std::max<Index>(20, last / 4);
  if (last < 2 * window) return {};
  const auto travelled = [&path](Index from, Index to) {
    double sum = 0;
    for (Index k = from + 1; k <= to; ++k) sum += path.move(k);
    return sum;
  };
  const auto circles = [&](Index from) {
    const Index to = from + window;
    const double way = travelled(from, to);
    const double ahead = (path.points.row(to) - path.points.row(from)).matrix().norm();
    const double best = path.loss.head(from + 1).minCoeff();
    const double descent = path.loss.maxCoeff() - path.loss.minCoeff();
    return way >= 8 * ahead && way >= 2 * path.radius &&
           best - path.loss.segment(from, window + 1).minCoeff() < 1e-3 * descent;
  };
  if (!circles(last - window)) return {};
  Index first = last - window;
  while (first >= window && circles(first - window)) first -= window;
  return Verdict{Outcome::Oscillating, first, -1};
}

}  // namespace

Verdict classify(const Objective& objective, const Points& points, const Column& loss, const Column& gradientNorm,
                 Index requested) {
  const Judge::PathView path(points.data(), points.rows(), points.cols(), {points.rows(), 1});
  const Judge::SeriesView series(loss.data(), loss.size(), Eigen::InnerStride<>(1));
  return Judge(objective)(
      path, series, [&] { return gradientNorm; }, requested);
}

Judge::Judge(const Objective& objective)
    : objective_(objective),
      radius_(arrivalRadius(objective)),
      view_(objective.view()),
      landmarks_(objective.landmarks()) {}

Verdict Judge::operator()(const PathView& points, const SeriesView& loss, const std::function<Column()>& gradientNorm,
                          Index requested, bool bounded) const {
  const Path path{objective_, points, loss, gradientNorm, view_, radius_};
  if (const auto verdict = runaway(path, requested, bounded)) return *verdict;
  if (const auto verdict = atLandmark(path, landmarks_)) return *verdict;
  if (const auto verdict = escaped(path, landmarks_)) return *verdict;
  if (const auto verdict = resting(path)) return *verdict;
  if (const auto verdict = circling(path)) return *verdict;
  return {};
}

int Judge::landmarkNear(const PathView& points, Index step) const {
  for (std::size_t i = 0; i < landmarks_.size(); ++i) {
    if (isWithin(points, step, landmarks_[i].point, radius_)) return static_cast<int>(i);
  }
  return -1;
}

std::optional<Verdict> Judge::restingAt(int landmark, const PathView& tail, Index first, Index last) const {
  return thalweg::restingAt(tail, landmarks_[static_cast<std::size_t>(landmark)], landmark, radius_, first, last);
}

}  // namespace thalweg
