#include "core/lessons/prediction_gap.h"

#include "core/contracts/objective.h"
#include "core/lessons/condition.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {

namespace {

using Place = Eigen::Vector2d;

double toSegment(const Place& at, const Place& from, const Place& to) {
  const Place way = to - from;
  const double length = way.squaredNorm();
  const double t = length > 0 ? std::clamp((at - from).dot(way) / length, 0.0, 1.0) : 0.0;
  return (at - from - t * way).norm();
}

Place corner(const Points& line, Index row) { return {line(row, 0), line(row, 1)}; }

double toLine(const Place& at, const Points& line) {
  if (line.rows() == 1) return (at - corner(line, 0)).norm();
  double least = std::numeric_limits<double>::infinity();
  for (Index k = 1; k < line.rows(); ++k) least = std::min(least, toSegment(at, corner(line, k - 1), corner(line, k)));
  return least;
}

/// The mean over points at equal ways along `some`.
double meanDistance(const Points& some, const Points& others) {
  constexpr int samples = 200;
  std::vector<double> ways = {0};
  for (Index k = 1; k < some.rows(); ++k) ways.push_back(ways.back() + (corner(some, k) - corner(some, k - 1)).norm());
  if (!(ways.back() > 0)) return toLine(corner(some, 0), others);
  double sum = 0;
  Index k = 1;
  for (int i = 0; i < samples; ++i) {
    const double way = ways.back() * (i + 0.5) / samples;
    while (k + 1 < some.rows() && ways[static_cast<std::size_t>(k)] < way) ++k;
    const double before = ways[static_cast<std::size_t>(k) - 1];
    const double piece = ways[static_cast<std::size_t>(k)] - before;
    const double t = piece > 0 ? (way - before) / piece : 0.0;
    sum += toLine(corner(some, k - 1) + t * (corner(some, k) - corner(some, k - 1)), others);
  }
  return sum / samples;
}

View viewAsked(const RunFacts& facts, const LessonQuestion& ask) {
  return facts.scenario().panels[ask.panel].view.value_or(facts.objective(ask.panel).view());
}

bool onCurve(const RunFacts& facts, const LessonQuestion& ask) { return facts.objective(ask.panel).dimension() == 1; }

double diagonal(const RunFacts& facts, const LessonQuestion& ask) {
  const View view = viewAsked(facts, ask);
  return onCurve(facts, ask) ? view.xMax - view.xMin : std::hypot(view.xMax - view.xMin, view.yMax - view.yMin);
}

PredictionGap drawnGap(const RunFacts& facts, const LessonQuestion& ask, double distance) {
  const double share = distance / diagonal(facts, ask);
  return {distance, share, share <= ask.tolerance};
}

}  // namespace

double lineDistance(const Points& some, const Points& others) {
  return std::max(meanDistance(some, others), meanDistance(others, some));
}

bool guessedInDecades(const LessonQuestion& ask) { return ask.range[0] > 0 && ask.range[1] >= 100 * ask.range[0]; }

std::optional<ChartPlace> chartAsked(const Scenario& page, const LessonQuestion& ask) {
  if (ask.kind != LessonQuestion::Kind::Value || page.display.chartAxis == "evaluations") return {};
  std::optional<ChartPlace> place;
  try {
    place = LessonFormula(ask.of).chartPlace();
  } catch (const LessonError&) {
    return {};  // said where the question is checked
  }
  if (!place || (place->panel >= 0 && static_cast<std::size_t>(place->panel) != ask.panel)) return {};
  if (place->contender >= page.contenders.size() ||
      std::ranges::find(page.display.charts, place->chart) == page.display.charts.end())
    return {};
  if (place->chart == "loss" && page.display.lossScale != "linear") {
    const std::optional<double> minimum = knownMinimum(*makeObjective(page.panels[ask.panel]));
    if (minimum && (*minimum < 0 || page.display.lossScale == "distance")) return {};
  }
  if (place->step < 0 || place->step > page.steps) place->step = page.steps;
  return place;
}

Points pathAsked(const RunFacts& facts, const LessonQuestion& ask) {
  const Trajectory& path = facts.path(ask.panel, ask.contender);
  Points places(path.points.rows(), 2);
  places.col(0) = path.points.col(0);
  if (path.points.cols() > 1)
    places.col(1) = path.points.col(1);
  else
    places.col(1) = path.loss;
  Index finite = 0;
  while (finite < places.rows() && places.row(finite).isFinite().all()) ++finite;
  return places.topRows(finite);
}

std::string unfitToGuess(const RunFacts& facts, const LessonQuestion& ask) {
  const Points path = pathAsked(facts, ask);
  if (path.rows() == 0 || path.rows() < facts.path(ask.panel, ask.contender).points.rows())
    return "the path has no end to be guessed";
  const View view = viewAsked(facts, ask);
  const Place end = corner(path, path.rows() - 1);
  const bool seen = end.x() >= view.xMin && end.x() <= view.xMax &&
                    (onCurve(facts, ask) || (end.y() >= view.yMin && end.y() <= view.yMax));
  return seen ? "" : "the path ends outside of what the panel shows";
}

std::optional<PredictionGap> predictionGap(const LessonQuestion& ask, const Prediction& prediction,
                                           const RunFacts& facts) {
  if (!fitsQuestion(ask, prediction)) return {};
  if (prediction.value) {
    const double truth = LessonFormula(ask.of).value(facts, ask.panel);
    const double distance = *prediction.value - truth;
    const double whole = guessedInDecades(ask) ? std::abs(truth) : ask.range[1] - ask.range[0];
    const double share = std::abs(distance) / whole;
    // In decades half as much is as far off as twice as much; of the truth it would be less, and nothing no more than
    // all.
    const double ratio = std::max(*prediction.value / truth, truth / *prediction.value);
    const bool isNear = guessedInDecades(ask) ? ratio > 0 && ratio <= 1 + ask.tolerance : share <= ask.tolerance;
    return PredictionGap{distance, share, isNear};
  }
  const Points path = pathAsked(facts, ask);
  if (path.rows() == 0) return {};
  if (!prediction.point.empty()) {
    const Place way = Place(prediction.point[0], prediction.point[1]) - corner(path, path.rows() - 1);
    return drawnGap(facts, ask, onCurve(facts, ask) ? std::abs(way.x()) : way.norm());
  }
  if (prediction.line.empty()) return {};
  Points line(static_cast<Index>(prediction.line.size()), 2);
  for (Index k = 0; k < line.rows(); ++k) {
    const std::vector<double>& at = prediction.line[static_cast<std::size_t>(k)];
    line.row(k) << at[0], at[1];
  }
  return drawnGap(facts, ask, lineDistance(line, path));
}

}  // namespace thalweg
