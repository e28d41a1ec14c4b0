#pragma once
/// Under a panel, a word a contender about how its path ended. Threads: GUI thread only.

#include "ui/scenes/assembly.h"

#include <QWidget>

#include <vector>

namespace thalweg {

/// A cell a contender: marker, outcome in a word or two, and the step from which on it holds. What has been reached at
/// the cursor is in text colour, what is still to come in secondary.
class OutcomeLine : public QWidget {
  Q_OBJECT

 public:
  explicit OutcomeLine(const ThemeController& themes, QWidget* parent = nullptr);
  void setEntries(std::vector<OutcomeEntry> entries);
  [[nodiscard]] const std::vector<OutcomeEntry>& entries() const { return entries_; }
  void setStep(std::int64_t step);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] int rows() const;
  [[nodiscard]] int columns() const;
  [[nodiscard]] QRectF cell(std::size_t index) const;
  [[nodiscard]] double room() const;
  /// Whether a word is too long for the usual type.
  [[nodiscard]] bool isTight(const std::vector<OutcomeEntry>& entries) const;

  const ThemeController& themes_;
  std::vector<OutcomeEntry> entries_;
  std::int64_t step_ = 0;
};

}  // namespace thalweg
