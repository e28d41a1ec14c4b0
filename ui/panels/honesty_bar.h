#pragma once
/// Under a panel of many coordinates, how far its plane tells the truth; hidden where nothing is left out.
/// Threads: GUI thread only.

#include "ui/scenes/honesty.h"

#include <QWidget>

#include <optional>

namespace thalweg {

class HonestyBar : public QWidget {
  Q_OBJECT

 public:
  explicit HonestyBar(const ThemeController& themes, QWidget* parent = nullptr);
  void setHonesty(const std::optional<Honesty>& honesty);
  [[nodiscard]] const std::optional<Honesty>& honesty() const { return honesty_; }
  /// Pixels from the widget's sides to the plot's.
  void setEdges(int left, int right);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeController& themes_;
  std::optional<Honesty> honesty_;
  int left_ = 0;
  int right_ = 0;
};

}  // namespace thalweg
