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
  std::optional<double> infimum;

  [[nodiscard]] Index last() const { return points.rows() - 1; }
  [[nodiscard]] double move(Index step) const { return (points.row(step) - points.row(step - 1)).matrix().norm(); }
  [[nodiscard]] double travelled(Index from, Index to) const {
    double sum = 0;
    for (Index k = from + 1; k <= to; ++k) sum += move(k);
    return sum;
  }
  [[nodiscard]] bool within(Index step, const std::vector<double>& mark) const {
    return isWithin(points, step, mark, radius);
  }
};

std::optional<Verdict> runaway(const Path& path, Index requested, bool bounded) {
  const double bound = 1e12 * (1 + std::abs(path.loss[0]));
  for (Index k = 0; k <= path.last() && !bounded; ++k) {
    if (path.loss[k] > bound) return Verdict{.outcome = Outcome::Diverged, .step = k};
    if (path.loss[k] < -bound) return Verdict{.outcome = Outcome::Unbounded, .step = k};
  }
  if (path.last() < requested) return Verdict{.outcome = Outcome::Diverged, .step = path.last()};
  return {};
}

double lastMove(const Judge::PathView& points) {
  const Index last = points.rows() - 1;
  return (points.row(last) - points.row(last - 1)).matrix().norm();
}

/// What values near `value` may differ by for want of digits.
double rounding(double value) { return 1e-9 * (1 + std::abs(value)); }

/// Whether a point (the last of `tail`) with this loss, within ρ of the minimum `mark`, lies in its basin.
bool isInBasin(const Objective& objective, const Judge::PathView& tail, double loss, const Landmark& mark,
               double radius) {
  if (mark.kind == Landmark::Kind::Saddle) return true;
  const double above = loss - mark.value;
  if (std::abs(above) <= rounding(mark.value)) return true;
  if (above < 0) return false;
  const Index last = tail.rows() - 1;
  if (!mark.smooth || !mark.interior || isWithin(tail, last, mark.point, radius / 10)) return true;
  const Points x = tail.row(last);
  Points slope;
  objective.gradient(x, slope);
  double climb = 0;
  for (Index c = 0; c < x.cols(); ++c) climb += slope(0, c) * (x(0, c) - mark.point[static_cast<std::size_t>(c)]);
  return above <= 4 * std::abs(climb);
}

std::optional<Verdict> restingAt(const Objective& objective, const Judge::PathView& tail, double loss,
                                 const Landmark& mark, int index, double radius, Index first, Index last) {
  constexpr Index restingSteps = 10;
  const Index held = last - first + 1;
  const bool rests = held > 0 && (held >= restingSteps || last == 0 || lastMove(tail) <= radius / 10);
  if (!rests || !isInBasin(objective, tail, loss, mark, radius)) return {};
  const Outcome outcome = mark.kind == Landmark::Kind::GlobalMinimum  ? Outcome::Converged
                          : mark.kind == Landmark::Kind::LocalMinimum ? Outcome::LocalMinimum
                                                                      : Outcome::Saddle;
  return Verdict{.outcome = outcome, .step = first, .landmark = index};
}

/// How far from `mark`, near which it has been since step `first`, the path still gets: 0 where that shrinks, cannot be
/// seen, or is no motion to and fro.
double swingRound(const Path& path, const std::vector<double>& mark, Index first) {
  const Index last = path.last();
  const Index window = std::max<Index>(10, (last - first + 1) / 4);
  if (last - first < 2 * window) return 0;
  const auto farthest = [&](Index from, Index to) {
    double most = 0;
    for (Index k = from + 1; k <= to; ++k) {
      double sum = 0;
      for (Index c = 0; c < path.points.cols(); ++c) {
        const double off = path.points(k, c) - mark[static_cast<std::size_t>(c)];
        sum += off * off;
      }
      most = std::max(most, sum);
    }
    return std::sqrt(most);
  };
  const double now = farthest(last - window, last);
  const double before = farthest(last - 2 * window, last - window);
  if (now < 0.7 * before || now < 1e-3 * path.radius) return 0;
  const double way = path.travelled(last - window, last);
  const double ahead = (path.points.row(last) - path.points.row(last - window)).matrix().norm();
  return way >= 4 * ahead && way >= now ? now : 0;
}

std::optional<Verdict> atLandmark(const Path& path, const std::vector<Landmark>& landmarks) {
  for (std::size_t i = 0; i < landmarks.size(); ++i) {
    Index first = path.last() + 1;
    while (first > 0 && path.within(first - 1, landmarks[i].point)) --first;
    auto verdict = restingAt(path.objective, path.points, path.loss[path.last()], landmarks[i], static_cast<int>(i),
                             path.radius, first, path.last());
    if (!verdict) continue;
    verdict->swing = swingRound(path, landmarks[i].point, first);
    return verdict;
  }
  return {};
}

/// The loss has come down to the infimum, wherever that is.
std::optional<Verdict> exhausted(const Path& path) {
  if (!path.infimum) return {};
  const double share = path.objective.samples() > 0 ? 1e-6 : 1e-12;
  const double goal = *path.infimum + share * std::max(0.0, path.loss[0] - *path.infimum);
  Index first = path.last() + 1;
  while (first > 0 && path.loss[first - 1] <= goal) --first;
  if (first > path.last()) return {};
  return Verdict{.outcome = Outcome::Converged, .step = first};
}

/// Whether f falls without end from the last point on, the way the last tenth of the path has taken.
bool fallsWithoutEnd(const Path& path, Index tail) {
  const Index last = path.last();
  const Points from = path.points.row(last);
  Points way = from - path.points.row(last - tail);
  const double length = way.matrix().norm();
  if (!(length > 0)) return false;
  constexpr Index doublings = 40;
  constexpr Index half = doublings / 2;
  const double diagonal = 100 * path.radius / std::sqrt(std::max(1.0, static_cast<double>(from.cols()) / 2));
  way *= diagonal / length;
  Points ahead(doublings + 1, from.cols());
  for (Index k = 0; k <= doublings; ++k) ahead.row(k) = from + std::ldexp(1.0, static_cast<int>(k)) * way;
  Column f;
  path.objective.value(ahead, f);
  double before = path.loss[last];
  for (Index k = 0; k <= doublings; ++k) {
    if (!(f[k] < before)) return false;
    if (std::isinf(f[k])) return true;
    before = f[k];
  }
  // A bound shows in falls that shrink by half and more with every doubling; a logarithm's stay.
  return f[half] - f[doublings] >= 0.5 * (f[0] - f[half]);
}

std::optional<Verdict> escaped(const Path& path, const std::vector<Landmark>& landmarks) {
  const bool hasMinimum =
      std::ranges::any_of(landmarks, [](const Landmark& m) { return m.kind != Landmark::Kind::Saddle && !m.found; });
  const bool bounded = path.infimum && path.objective.samples() > 0;
  if (hasMinimum || bounded || path.last() < 1) return {};
  const View& view = path.view;
  const auto outside = [&](Index k) {
    const double x = path.points(k, 0);
    const double y = path.points.cols() > 1 ? path.points(k, 1) : view.yMin;
    return x < view.xMin || x > view.xMax || y < view.yMin || y > view.yMax;
  };
  const Index tail = std::max<Index>(1, path.last() / 10);
  if (!outside(path.last()) || path.loss.tail(tail).minCoeff() >= path.loss.head(path.last() + 1 - tail).minCoeff())
    return {};
  if (!fallsWithoutEnd(path, tail)) return {};
  Index first = path.last();
  while (first > 0 && outside(first - 1)) --first;
  return Verdict{.outcome = Outcome::Unbounded, .step = first};
}

/// Whether no minimum that a search has found is lower than `loss`; false where none has been found.
bool isLowestFound(const std::vector<Landmark>& landmarks, double loss) {
  bool any = false;
  for (const Landmark& mark : landmarks) {
    if (!mark.found || mark.kind == Landmark::Kind::Saddle) continue;
    any = true;
    if (mark.value < loss - rounding(loss)) return false;
  }
  return any;
}

std::optional<Verdict> resting(const Path& path, const std::vector<Landmark>& landmarks) {
  const Index last = path.last();
  const bool still = last == 0 || path.move(last) <= path.radius / 1000;
  if (!still) return {};
  const Column gradientNorm = path.gradientNorm();
  const double steepest = gradientNorm.maxCoeff();
  if (!(gradientNorm[last] <= 1e-4 * steepest || steepest == 0)) return {};
  Index first = last;
  while (first > 0 && (path.points.row(first - 1) - path.points.row(last)).matrix().norm() <= path.radius) --first;
  constexpr Index largestSpectrum = 200;
  if (path.points.cols() > largestSpectrum) return Verdict{.outcome = Outcome::Plateau, .step = first};
  const Eigen::MatrixXd hessian = path.objective.hessian(path.points.row(last));
  if (!hessian.allFinite()) return Verdict{.outcome = Outcome::Plateau, .step = first};
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
  const bool lowest = outcome == Outcome::LocalMinimum && isLowestFound(landmarks, path.loss[last]);
  return Verdict{.outcome = lowest ? Outcome::Converged : outcome, .step = first};
}

/// Whether the losses of the last quarter rise above the least one more than twice as far as all before, over points
/// that spread as far as ρ and a hundredth of the whole way: rounding noise that grows in a minimum does not.
bool grows(const Path& path) {
  const Index late = path.loss.size() / 4;
  if (late == 0) return false;
  const double least = path.loss.minCoeff();
  const double before = path.loss.head(path.loss.size() - late).maxCoeff();
  if (!(path.loss.tail(late).maxCoeff() - least > 2 * (before - least))) return false;
  const Eigen::RowVectorXd middle = path.points.bottomRows(late).matrix().colwise().mean();
  const auto farthest = [](const auto& points, const auto& from) {
    return (points.matrix().rowwise() - from).rowwise().norm().maxCoeff();
  };
  const double spread = farthest(path.points.bottomRows(late), middle);
  const Eigen::RowVectorXd start = path.points.row(0).matrix();
  return spread >= std::max(path.radius, 0.01 * farthest(path.points, start));
}

std::optional<Verdict> circling(const Path& path) {
  const Index last = path.last();
  const Index window = std::max<Index>(20, last / 4);
  if (last < 2 * window) return {};
  const auto circles = [&](Index from) {
    const Index to = from + window;
    const double way = path.travelled(from, to);
    const double ahead = (path.points.row(to) - path.points.row(from)).matrix().norm();
    const double best = path.loss.head(from + 1).minCoeff();
    const double descent = path.loss.maxCoeff() - path.loss.minCoeff();
    return way >= 8 * ahead && way >= 2 * path.radius &&
           best - path.loss.segment(from, window + 1).minCoeff() < 1e-3 * descent;
  };
  if (!circles(last - window)) return {};
  Index first = last - window;
  while (first >= window && circles(first - window)) first -= window;
  return Verdict{.outcome = Outcome::Oscillating, .step = first, .growing = grows(path)};
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
      landmarks_(objective.landmarks()),
      infimum_(objective.infimum()) {}

Verdict Judge::operator()(const PathView& points, const SeriesView& loss, const std::function<Column()>& gradientNorm,
                          Index requested, bool bounded) const {
  const Path path{objective_, points, loss, gradientNorm, view_, radius_, infimum_};
  if (const auto verdict = runaway(path, requested, bounded)) return *verdict;
  std::optional<Verdict> verdict = atLandmark(path, landmarks_);
  if (!verdict) verdict = exhausted(path);
  if (!verdict) verdict = escaped(path, landmarks_);
  if (!verdict) verdict = resting(path, landmarks_);
  if (!verdict) verdict = circling(path);
  if (!verdict) verdict = Verdict{};
  if (const auto known = lowestMinimum()) verdict->below = loss[path.last()] < *known - rounding(*known);
  return *verdict;
}

std::optional<double> Judge::lowestMinimum() const {
  const bool global = !landmarks_.empty() && landmarks_.front().kind == Landmark::Kind::GlobalMinimum;
  return global ? landmarks_.front().value : infimum_;
}

int Judge::landmarkNear(const PathView& points, Index step) const {
  for (std::size_t i = 0; i < landmarks_.size(); ++i) {
    if (isWithin(points, step, landmarks_[i].point, radius_)) return static_cast<int>(i);
  }
  return -1;
}

std::optional<Verdict> Judge::restingAt(int landmark, const PathView& tail, double loss, Index first,
                                        Index last) const {
  return thalweg::restingAt(objective_, tail, loss, landmarks_[static_cast<std::size_t>(landmark)], landmark, radius_,
                            first, last);
}

}  // namespace thalweg
