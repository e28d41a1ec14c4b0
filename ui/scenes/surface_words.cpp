#include "ui/scenes/surface_words.h"

#include "core/contracts/dataset.h"
#include "core/recorded/recorded_objective.h"
#include "core/scenario/view_kind.h"
#include "ui/document/point_edits.h"
#include "ui/look/text.h"
#include "ui/scenes/study_picture.h"

#include <QObject>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

/// "f(x, y) = x²" → "x²": the name stands beside it.
QString rightHandSide(const QString& tex) {
  const qsizetype sign = tex.indexOf(QLatin1String(" = "));
  return sign < 0 ? tex : tex.mid(sign + 3);
}

QString landscapeOf(const Objective& objective) {
  int global = 0;
  int local = 0;
  int saddles = 0;
  for (const Landmark& mark : objective.landmarks()) {
    global += mark.kind == Landmark::Kind::GlobalMinimum ? 1 : 0;
    local += mark.kind == Landmark::Kind::LocalMinimum ? 1 : 0;
    saddles += mark.kind == Landmark::Kind::Saddle ? 1 : 0;
  }
  if (global > 0 && local > 0)
    return QObject::tr("%1 global, %2 local").arg(global).arg(local) + QLatin1Char(' ') +
           (local == 1 ? QObject::tr("minimum") : QObject::tr("minima"));
  const int minima = global + local;
  if (minima > 0) return minima == 1 ? QObject::tr("1 minimum") : QObject::tr("%1 minima").arg(minima);
  if (saddles > 0) return saddles == 1 ? QObject::tr("1 saddle") : QObject::tr("%1 saddles").arg(saddles);
  return {};
}

}  // namespace

QString panelTitle(const Panel& panel) {
  return showsSurface(panel) ? text(displayName(panel)) : text(viewKind(panel).label);
}

SurfaceWords surfaceWords(const Panel& panel, const Objective* objective) {
  SurfaceWords words;
  if (panel.viewKind == "phase") {
    words.landscape = panel.phaseAt == "cursor" ? QObject::tr("%1, at the cursor").arg(text(displayName(panel)))
                                                : QObject::tr("%1, at the minimum").arg(text(displayName(panel)));
    words.plain = QObject::tr(
                      "%1: velocity against position along the directions of curvature, and the roots of the "
                      "recursion in the unit disc")
                      .arg(words.landscape);
    return words;
  }
  if (const DataObjective* data = objective && panel.viewKind == "data" ? drawableData(*objective) : nullptr) {
    const Index tests = data->dataset().testTargets.size();
    words.landscape = tests > 0 ? QObject::tr("%1 samples for training, %2 for testing").arg(data->samples()).arg(tests)
                                : QObject::tr("%1 samples").arg(data->samples());
    const ObjectiveCard* owner = findObjective(panel.objective);
    if (hasOwnPoints(panel))
      words.landscape = QObject::tr("your own: %1").arg(words.landscape);
    else if (const OptionDescription* set = owner ? owner->find("data") : nullptr)
      words.landscape =
          text(optionValue(*set, panel.options).get<std::string>()) + QStringLiteral(", ") + words.landscape;
    words.plain = words.landscape;
    return words;
  }
  if (objective && needsStudy(panel) && viewKind(panel).problem(*objective).empty()) {
    const std::optional<Block> matrix = studyFollowsStep(panel) ? std::nullopt : shownMatrix(*objective);
    words.landscape =
        text(displayName(panel)) + QStringLiteral(", ") +
        (matrix ? QObject::tr("%1, %2 × %3").arg(matrixName(*objective)).arg(matrix->rows).arg(matrix->columns)
                : QObject::tr("%1 weights").arg(objective->dimension()));
    return words;
  }
  if (objective && recordedObjective(*objective)) {
    words.landscape = QObject::tr("%1 weights").arg(objective->dimension());
    words.plain = words.landscape;
    return words;
  }
  const ObjectiveCard* card = findObjective(panel.objective);
  if (objective != nullptr) words.landscape = landscapeOf(*objective);
  if (!card) return words;
  // What the user types is the formula itself, and no TeX.
  if (const auto typed = panel.options.find("formula"); card->find("formula") && typed != panel.options.end()) {
    const QString found = std::exchange(words.landscape, text(typed->second.get<std::string>()));
    words.plain = words.landscape;
    if (!found.isEmpty()) words.plain += QLatin1Char('\n') + QObject::tr("Found by a search: %1").arg(found);
    return words;
  }
  words.plain = text(card->formula);
  if (objective != nullptr && objective->dimension() == 2 && !card->planar.empty())
    words.formulas << text(card->planar);
  if (!card->typeset.empty() && !card->find("formula")) words.formulas << rightHandSide(text(card->typeset));
  return words;
}

}  // namespace thalweg
