#pragma once
/// A way of values with the guess, hollow, and the truth, filled, and a bracket between them; of a class a mark each.
/// Threads: GUI thread only.

#include "ui/look/slider_scale.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace thalweg {

class ValueRail : public QWidget {
  Q_OBJECT

 public:
  ValueRail(const ThemeController& themes, const SliderScale& scale, QWidget* parent = nullptr);
  /// One guess has its number above it; of many the marks stand alone.
  void setGuesses(std::vector<double> guesses);
  void setTruth(std::optional<double> truth);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] double pixel(double value) const;
  void describe();

  const ThemeController& themes_;
  SliderScale scale_;
  std::vector<double> guesses_;
  std::optional<double> truth_;
};

}  // namespace thalweg
