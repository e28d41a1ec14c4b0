#pragma once
/// The right dock's explanation of a step, laid out and ready to be painted: three phases with their lines and numbers,
/// what matters in words, the curvature on a gauge, and the change of f. The window and pictures paint it alike.
/// Threads: one thread at a time; fonts need a QGuiApplication.

#include "ui/look/math_text.h"
#include "ui/scenes/step_rows.h"

#include <QHash>
#include <QRectF>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

class QPainter;

namespace thalweg {

/// Formulas as they were set last: most of them are the next step's, too.
using MathCache = QHash<QString, MathText>;

struct StepSheetChoice {
  int phase = -1;                ///< the current one, from 0; −1: all
  bool folded = false;           ///< all but the current one as a line for each of theirs
  StepColumns columns = {0, 1};  ///< coordinates
  double width = 363;
  bool operator==(const StepSheetChoice&) const = default;
};

class StepSheet {
 public:
  /// A row that answers the pointer.
  struct Row {
    QRectF box;
    StepTermKind kind = StepTermKind::None;
    int phase = 0;
    QString words;  ///< for screen readers
  };

  /// `picture`: with the factors of the arrows; null: there are none. `cache` may be null.
  StepSheet(const ExplainedStep& step, const StepPicture* picture, const StepSheetChoice& choice,
            const QColor& contender, const Theme& theme, MathCache* cache = nullptr);

  [[nodiscard]] double height() const { return height_; }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  /// Heads of the phases, which choose them.
  [[nodiscard]] const std::vector<QRectF>& heads() const { return heads_; }
  /// All of it as plain text.
  [[nodiscard]] const QString& words() const { return words_; }
  void paint(QPainter& painter, StepTermKind lit = StepTermKind::None) const;

 private:
  friend class StepSheetMaker;
  double height_ = 0;
  std::vector<Row> rows_;
  std::vector<QRectF> heads_;
  QString words_;
  QColor hover_;
  std::vector<std::function<void(QPainter&)>> ground_, draw_;
};

}  // namespace thalweg
