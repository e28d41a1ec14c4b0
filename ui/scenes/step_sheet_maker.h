#pragma once
/// Lays out a StepSheet from above. Threads: as StepSheet.

#include "ui/scenes/step_sheet.h"

#include <QFontMetricsF>

namespace thalweg {

class StepSheetMaker {
 public:
  StepSheetMaker(StepSheet& sheet, const ExplainedStep& step, const StepPicture* picture, const StepSheetChoice& choice,
                 const QColor& contender, const Theme& theme, MathCache* cache);
  void make();

 private:
  /// Set in `size` pixels, smaller where `room` asks for it.
  MathText math(const QString& tex, double size, double room);
  void drawMath(const MathText& tex, const QPointF& at, const QColor& color);
  void drawText(const QString& words, const QRectF& box, Qt::Alignment alignment, TextRole role, const QColor& color,
                bool bold = false);
  [[nodiscard]] QString coordinate(Index column) const;
  [[nodiscard]] QRectF columnBox(std::size_t column, double y, double high) const;
  [[nodiscard]] bool fits(const QString& words) const;
  [[nodiscard]] StepLineRows rowsOf(const StepLine& line) const;

  void addHead(int phase);
  void addDisc(int phase, double middle);
  void addPhase(int phase);
  void addFolded(int phase);
  void addNames();
  /// Its width.
  double addFormula(const StepLine& line, const StepLineRows& rows);
  void addRow(const StepRow& row, int phase);
  /// How much the last gradients count, at the right of the line's formula if that is no wider than `formula`.
  void addMemory(const StepLine& line, double y, double formula);
  /// A line of single numbers in one row; false: it is none.
  bool addScalar(const StepLine& line, const StepLineRows& rows, int phase);
  void addMatrices();
  void addWords();
  void addCurvature();
  void addGauge();
  void addCurvatureLegend();
  void addChange();
  void addRule();
  /// A title at the left, words at the right.
  void addTitle(const QString& title, const QString& tex);

  StepSheet& sheet_;
  const ExplainedStep& step_;
  const StepPicture* picture_;
  const StepSheetChoice& choice_;
  QColor contender_;
  const Theme& theme_;
  MathCache* cache_;
  std::string memory_;
  StepColumns columns_;
  QFontMetricsF numbers_;  // of the columns
  double left_, right_;
  double y_ = 0;
};

}  // namespace thalweg
