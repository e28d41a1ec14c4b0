#pragma once
/// A line of an explained step as rows of the dock: its formula with the colours of its terms, and under it a row a
/// term, or a factor where a term's numbers would not fit, with a column a coordinate.
/// Threads: pure functions.

#include "ui/scenes/step_picture.h"

#include <QStringList>

#include <array>
#include <functional>
#include <vector>

namespace thalweg {

/// The coordinates that have columns.
using StepColumns = std::vector<Index>;

struct StepRow {
  QString tex;          ///< at the left
  QStringList numbers;  ///< a column each; one text alone stands at the right
  StepTermKind kind = StepTermKind::None;
  bool result = false;
};

/// `formula` with its coloured names in colour.
struct StepLineRows {
  QString formula;
  std::vector<QString> folded;  ///< the same in lines, broken at its terms
  std::vector<StepRow> rows;    ///< the result last
  QString symbol;
  StepTermKind kind = StepTermKind::None;
};

/// A number as columns have it.
QString columnNumber(double value);
/// `colorOf`: of a term as text; `fits`: whether a column holds these words; `coordinates`: of the point.
StepLineRows stepLineRows(const StepLine& line, const StepColumns& columns, Index coordinates,
                          const std::string& memory, const std::function<QColor(StepTermKind)>& colorOf,
                          const std::function<bool(const QString&)>& fits);

}  // namespace thalweg
