#pragma once
/// Shows a StepSheet and answers the pointer: a row lights the arrow that has its colour, a head chooses its phase.
/// Threads: GUI thread only.

#include "ui/scenes/step_sheet.h"

#include <QWidget>

#include <optional>

namespace thalweg {

class StepView : public QWidget {
  Q_OBJECT

 public:
  explicit StepView(const ThemeController& themes, QWidget* parent = nullptr);

  /// Takes the sheet's height; none: `words` stand in its place.
  void show(std::optional<StepSheet> sheet, const QString& words = {});
  using QWidget::show;
  [[nodiscard]] const std::optional<StepSheet>& sheet() const { return sheet_; }
  [[nodiscard]] const QString& words() const { return words_; }
  /// Paler, while the present step is computed.
  void setWaiting(bool waiting);
  [[nodiscard]] bool isWaiting() const { return waiting_; }
  void setLit(StepTermKind lit);
  [[nodiscard]] StepTermKind lit() const { return lit_; }

 Q_SIGNALS:
  void hovered(thalweg::StepTermKind kind);
  void phaseChosen(int phase);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  const ThemeController& themes_;
  std::optional<StepSheet> sheet_;
  QString words_;
  bool waiting_ = false;
  StepTermKind lit_ = StepTermKind::None;
};

}  // namespace thalweg
