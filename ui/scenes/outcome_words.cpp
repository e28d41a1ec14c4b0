#include "ui/scenes/outcome_words.h"

#include "ui/look/number_text.h"

#include <QObject>
#include <QStringList>

#include <algorithm>
#include <map>

namespace thalweg {

std::pair<QString, std::int64_t> outcomeWord(const Trajectory& t, const Plane& plane, const View& view) {
  const auto outside = [&](Index k) {
    const Plane::Place place = plane.project(t.points, k);
    const double x = place.x;
    const double y = t.points.cols() > 1 ? place.y : t.loss[k];
    return !(x >= view.xMin && x <= view.xMax && y >= view.yMin && y <= view.yMax);
  };
  const Outcome outcome = t.verdict.outcome;
  const bool wanders = outcome == Outcome::Moving || outcome == Outcome::Unbounded;
  if (wanders && outside(t.steps())) {
    Index first = t.steps();
    while (first > 0 && outside(first - 1)) --first;
    return {QObject::tr("left view"), first};
  }
  static const std::map<Outcome, const char*> words = {
      {Outcome::Converged, QT_TR_NOOP("converged")},     {Outcome::LocalMinimum, QT_TR_NOOP("local min")},
      {Outcome::Saddle, QT_TR_NOOP("at saddle")},        {Outcome::Plateau, QT_TR_NOOP("on plateau")},
      {Outcome::Oscillating, QT_TR_NOOP("oscillating")}, {Outcome::Moving, QT_TR_NOOP("moving")},
      {Outcome::Unbounded, QT_TR_NOOP("unbounded")},     {Outcome::Diverged, QT_TR_NOOP("diverged")}};
  if (t.verdict.growing) return {QObject::tr("growing"), t.verdict.step};
  if (!t.leftDomain.empty()) return {QObject::tr("undefined"), t.verdict.step};
  if (t.verdict.swing > 0) return {QObject::tr("circling"), t.verdict.step};
  return {QObject::tr(words.at(outcome)), t.verdict.step};
}

bool outcomeLasts(const Trajectory& t) {
  return t.verdict.growing ||
         (t.leftDomain.empty() && (t.verdict.swing > 0 || t.verdict.outcome == Outcome::Oscillating));
}

QString pointWords(const std::vector<double>& point) {
  constexpr std::size_t most = 3;
  QStringList numbers;
  for (std::size_t i = 0; i < std::min(point.size(), most); ++i) numbers << shownNumber(point[i]);
  if (point.size() > most) numbers << QStringLiteral("…");
  return QStringLiteral("(%1)").arg(numbers.join(QStringLiteral(", ")));
}

QString outcomeSentence(const Trajectory& t, const Objective& objective, const Plane& plane, const View& view) {
  const Verdict& verdict = t.verdict;
  const std::vector<Landmark> landmarks = objective.landmarks();
  // While a surface changes under the hand, the path may be of the one before, which had more of them.
  const auto mark = static_cast<std::size_t>(std::max<Index>(verdict.landmark, 0));
  const bool known = verdict.landmark >= 0 && mark < landmarks.size();
  const bool found = known && landmarks[mark].found;
  const auto sentence = [&]() -> QString {
    if (outcomeWord(t, plane, view).first == QObject::tr("left view")) return QObject::tr("left the panel's view");
    if (verdict.growing) return QObject::tr("oscillates ever further");
    if (!t.leftDomain.empty()) return QObject::tr("left where f is defined, at %1").arg(pointWords(t.leftDomain));
    switch (verdict.outcome) {
      case Outcome::Converged:
        if (!known) return QObject::tr("converged: no lower loss is known");
        return found ? QObject::tr("converged to the lowest minimum that a search has found")
                     : QObject::tr("converged to a global minimum");
      case Outcome::LocalMinimum:
        return QObject::tr("rests in a local minimum");
      case Outcome::Saddle:
        return QObject::tr("rests at a saddle");
      case Outcome::Plateau:
        return QObject::tr("rests on a plateau: the gradient is as good as zero");
      case Outcome::Oscillating:
        return QObject::tr("oscillates without getting lower");
      case Outcome::Moving:
        return QObject::tr("still moving");
      case Outcome::Unbounded:
        return QObject::tr("f falls without end along its way");
      case Outcome::Diverged:
        break;
    }
    return QObject::tr("diverged: its numbers grew without bound");
  };
  QString words = sentence();
  if (verdict.swing > 0)
    words = QObject::tr("%1, circling ± %2 round it to the end").arg(words, shownNumber(verdict.swing));
  if (verdict.below) words = QObject::tr("%1; it ends lower than the lowest known minimum").arg(words);
  return words;
}

}  // namespace thalweg
