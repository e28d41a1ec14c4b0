#include "ui/scenes/phase_assembly.h"

#include "core/scenario/contender_names.h"
#include "ui/look/contender_look.h"
#include "ui/look/number_text.h"
#include "ui/look/text.h"
#include "ui/scenes/outcome_words.h"

#include <QObject>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace thalweg {

namespace {

/// The contenders that have a track, the chosen one last.
std::vector<std::size_t> trackOrder(const Scenario& scenario, const PanelResults& results, const Chosen& chosen) {
  std::vector<std::size_t> order;
  if (!results.phases) return order;
  for (std::size_t i = 0; i < std::min(scenario.contenders.size(), results.phases->tracks.size()); ++i) {
    const auto& track = results.phases->tracks[i];
    const auto& path = results.phases->paths[i];
    const bool there = track && track->axes && path && track->axes->centre.size() == path->points.cols();
    if (there && !scenario.contenders[i].hidden && path->points.cols() == results.objective->dimension())
      order.push_back(i);
  }
  const auto own = std::ranges::find(order, chosen.contender.value_or(0));
  if (own != order.end()) std::rotate(own, own + 1, order.end());
  return order;
}

Index stepOn(const Trajectory& path, std::int64_t step) {
  return std::clamp<Index>(static_cast<Index>(step), 0, path.steps());
}

std::optional<PhaseAxes> axesAt(const Objective& objective, const Trajectory& path, std::int64_t step) {
  const Eigen::VectorXd point = path.points.row(stepOn(path, step)).matrix().transpose();
  const Eigen::VectorXd start = path.points.row(0).matrix().transpose();
  return phaseAxes(objective, point, false, start);
}

/// A round number that is no less, so that axes rest while sliders move; each of them leaves room to two ticks.
double roundedUp(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double round : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 5.0, 6.0}) {
    if (value <= round * power * (1 + 1e-9)) return round * power;
  }
  return 10 * power;
}

/// Where the axes end: every path is held, but what runs away only as far as a few times where it began.
void setReach(PhasePicture::Direction& direction, const std::vector<PhasePicture::Track>& tracks, Index index) {
  constexpr double room = 1.08;
  constexpr double most = 3;  // times the farthest start
  double start = 0;
  for (const PhasePicture::Track& track : tracks) start = std::max(start, std::abs((*track.places)(0, 2 * index)));
  double position = 0;
  double velocity = 0;
  for (const PhasePicture::Track& track : tracks) {
    for (Index k = 0; k < track.places->rows(); ++k) {
      const double q = std::abs((*track.places)(k, 2 * index));
      if (!(q <= most * start) && start > 0) break;
      position = std::max(position, q);
      velocity = std::max(velocity, std::abs((*track.places)(k, 2 * index + 1)));
    }
  }
  direction.position = roundedUp(room * position);
  direction.velocity = roundedUp(room * velocity);
}

QString directionTitle(const PhaseAxes& axes, Index index) {
  const QString curvature = shownNumber(axes.curvatures[index], 3);
  const Index n = axes.directions.rows();
  if (n == 1) return QObject::tr("curvature %1").arg(curvature);
  if (n == 2) {
    const auto part = [&](Index c) {
      const double value = axes.directions(c, index);
      return shownNumber(std::abs(value) < 5e-4 ? 0 : value, 3);
    };
    return QObject::tr("curvature %1 along (%2, %3)").arg(curvature, part(0), part(1));
  }
  return index == 0 ? QObject::tr("largest curvature, %1").arg(curvature)
                    : QObject::tr("least curvature, %1").arg(curvature);
}

/// From a standing method to one of twice the rate.
std::vector<std::vector<PhaseRoots>> locusOf(const PhaseAxes& axes, const PhaseRates& rates) {
  constexpr int parts = 120;
  std::vector<std::vector<PhaseRoots>> locus;
  for (int k = 0; k <= parts; ++k) {
    PhaseRates scaled = rates;
    const double share = 2.0 * std::max(k, 1) / parts;
    scaled.equivalent *= share;
    scaled.direct *= share;
    const std::vector<PhaseRoots> roots = phaseRoots(axes, scaled);
    locus.resize(roots.size());
    for (std::size_t i = 0; i < roots.size(); ++i) locus[i].push_back(roots[i]);
  }
  return locus;
}

}  // namespace

std::shared_ptr<const PhasePicture> phasePicture(const Scenario& scenario, const PanelResults& results,
                                                 const Chosen& chosen, bool atCursor, const Theme& theme) {
  auto picture = std::make_shared<PhasePicture>();
  picture->cursor = chosen.step;
  std::optional<PhaseAxes> shown;
  std::size_t named = 0;
  for (const std::size_t i : trackOrder(scenario, results, chosen)) {
    const std::shared_ptr<const PhaseTrack>& track = results.phases->tracks[i];
    const Trajectory& path = *results.phases->paths[i];
    const std::optional<PhaseAxes> axes = atCursor ? axesAt(*results.objective, path, chosen.step) : track->axes;
    if (!axes) continue;
    PhasePicture::Track& drawn = picture->tracks.emplace_back();
    if (atCursor)
      drawn.places = std::make_shared<const Points>(phasePlaces(*axes, path.points));
    else
      drawn.places = {track, &track->places};
    if (const PhaseRates* rates = track->at(stepOn(path, chosen.step))) {
      drawn.roots = phaseRoots(*axes, *rates);
      if (chosen.contender == i) drawn.locus = locusOf(*axes, *rates);
    }
    const ContenderMark mark = contenderMark(theme, scenario, i);
    drawn.color = mark.color;
    drawn.marker = mark.marker;
    drawn.selected = chosen.contender == i;
    shown = axes;
    named = i;
  }
  if (!shown) {
    picture->note = results.phases ? QObject::tr("No path is shown here") : QString();
    return picture;
  }
  const PhasePicture::Track& last = picture->tracks.back();
  for (Index i = 0; i < shown->curvatures.size(); ++i) {
    PhasePicture::Direction& direction = picture->directions.emplace_back();
    direction.title = directionTitle(*shown, i);
    if (static_cast<std::size_t>(i) < last.roots.size())
      direction.words = rootWords(last.roots[static_cast<std::size_t>(i)]);
    if (picture->tracks.size() > 1 && !direction.words.isEmpty())
      direction.words = QObject::tr("%1 %2").arg(text(contenderName(scenario, named)), direction.words);
    setReach(direction, picture->tracks, i);
  }
  return picture;
}

std::vector<OutcomeEntry> phaseEntries(const Scenario& scenario, const PanelResults& results, const Chosen& chosen,
                                       const Theme& theme) {
  std::vector<OutcomeEntry> entries;
  const std::vector<std::string> names = contenderNames(scenario);
  std::vector<std::size_t> order = trackOrder(scenario, results, chosen);
  std::ranges::sort(order);
  for (const std::size_t i : order) {
    const PhaseTrack& track = *results.phases->tracks[i];
    const PhaseRates* rates = track.at(stepOn(*results.phases->paths[i], chosen.step));
    QString word = QObject::tr("no recursion");
    QString detail = QObject::tr("does not follow the gradient coordinate by coordinate");
    if (rates) {
      const std::vector<PhaseRoots> roots = phaseRoots(*track.axes, *rates);
      QStringList words;
      const PhaseRoots* slowest = nullptr;
      for (std::size_t k = 0; k < roots.size(); ++k) {
        words << QObject::tr("curvature %1: %2")
                     .arg(shownNumber(track.axes->curvatures[static_cast<Index>(k)], 3), rootWords(roots[k]));
        if (!slowest || std::abs(roots[k][0]) > std::abs((*slowest)[0])) slowest = &roots[k];
      }
      detail = QObject::tr("at the minimum, %1").arg(words.join(QStringLiteral("; ")));
      if (slowest)
        word = dampingOf(*slowest) == Damping::Leaving
                   ? dampingWord(Damping::Leaving)
                   : QObject::tr("|z| %1, %2")
                         .arg(shownNumber(std::abs((*slowest)[0]), 3), dampingWord(dampingOf(*slowest)));
    }
    entries.push_back({contenderMark(theme, scenario, i), text(names[i]), word, -1, detail, {}});
  }
  return entries;
}

}  // namespace thalweg
