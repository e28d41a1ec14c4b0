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
    QString detail = {};     ///< what the word means here, for the tooltip
    bool operator==(const Entry& other) const {
      return mark.color == other.mark.color && mark.marker == other.mark.marker && name == other.name &&
             word == other.word && step == other.step && detail == other.detail;
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
/// The same in a sentence, with the numbers that belong to it: "Converged, circling within 0.05 of the minimum".
[[nodiscard]] QString outcomeSentence(const Trajectory& trajectory, const Objective& objective, const View& view);
/// A point in words: "(0, 0.3)", the first coordinates of many.
[[nodiscard]] QString pointWords(const std::vector<double>& point);

}  // namespace thalweg
