#pragma once
/// What the colours in the learning-rate sliders' grooves mean. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QStringList>
#include <QWidget>

namespace thalweg {

/// What a rate leads to, in a word or two.
[[nodiscard]] QString stripWord(StripOutcome outcome);

class StripLegend : public QWidget {
  Q_OBJECT

 public:
  explicit StripLegend(const ThemeController& themes, QWidget* parent = nullptr);
  /// The panels whose worst outcome is shown; none: there are no strips.
  void setPanels(const QStringList& panels);
  [[nodiscard]] const QStringList& panels() const { return panels_; }
  /// The sentence over the swatches.
  [[nodiscard]] QString sentence() const;
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeController& themes_;
  QStringList panels_;
};

}  // namespace thalweg
