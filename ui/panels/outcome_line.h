#pragma once
/// Under a panel, a word a contender about how its path ended. Threads: GUI thread only.

#include "core/runs/trace.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <utility>
#include <vector>

namespace thalweg {

/// A cell a contender: marker, outcome in a word or two, and the step from which on it holds. What has been reached at
/// the cursor is in text colour, what is still to come in secondary.
class OutcomeLine : public QWidget {
  Q_OBJECT

 public:
  struct Entry {
    ContenderMark mark;
    QString name;
    QString word;
    std::int64_t step = -1;  ///< −1: none
    bool operator==(const Entry& other) const {
      return mark.color == other.mark.color && mark.marker == other.mark.marker && name == other.name &&
             word == other.word && step == other.step;
    }
  };

  explicit OutcomeLine(const ThemeController& themes, QWidget* parent = nullptr);
  void setEntries(std::vector<Entry> entries);
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
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
  [[nodiscard]] bool isTight(const std::vector<Entry>& entries) const;

  const ThemeController& themes_;
  std::vector<Entry> entries_;
  std::int64_t step_ = 0;
};

/// "converged", "local min", "left view", and the step: what OutcomeLine shows of a path seen through `view`.
[[nodiscard]] std::pair<QString, std::int64_t> outcomeWord(const Trajectory& trajectory, const View& view);

}  // namespace thalweg
