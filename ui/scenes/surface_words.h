#pragma once
/// What stands beside a surface's name where there is room: its formula, else what is known of its landscape.
/// Threads: pure functions.

#include "core/contracts/objective.h"
#include "core/scenario/scenario.h"

#include <QString>
#include <QStringList>

namespace thalweg {

struct SurfaceWords {
  QStringList formulas;  ///< TeX, the one to be preferred first; a later one may be shorter
  QString plain;         ///< the formula in one line of text; of a typed one also what a search has found, in a second
  QString landscape;     ///< "1 global, 3 local minima"; empty: no landmarks are known
  bool operator==(const SurfaceWords&) const = default;
};
/// What a panel is called: its surface's name, or that it shows data.
[[nodiscard]] QString panelTitle(const Panel& panel);
/// `objective`: the panel's; null: not known yet.
[[nodiscard]] SurfaceWords surfaceWords(const Panel& panel, const Objective* objective);

}  // namespace thalweg
