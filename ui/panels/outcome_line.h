#pragma once
/// Under a panel, how each contender's path ended. Threads: GUI thread only.

#include "ui/scenes/assembly.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

namespace thalweg {

/// A legend in at most two rows: "■ Momentum · converged at 83". Where that is too long for all, names are left to the
/// cards, and then what still finds no room is counted. What has been reached at the cursor is in text colour, what is
/// still to come in secondary. The selected contender always has a place.
class OutcomeLine : public QWidget {
  Q_OBJECT

 public:
  explicit OutcomeLine(const ThemeController& themes, QWidget* parent = nullptr);
  void setEntries(std::vector<OutcomeEntry> entries);
  [[nodiscard]] const std::vector<OutcomeEntry>& entries() const { return entries_; }
  void setStep(std::int64_t step);
  [[nodiscard]] QSize sizeHint() const override;
  /// What stands beside the markers, cell by cell; the last one may count the rest: "+ 12 more".
  [[nodiscard]] QStringList shownTexts() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  /// How much is said of each, from the most.
  enum class Form { Named, Worded, Bare };
  static constexpr std::array forms = {Form::Named, Form::Worded, Form::Bare};

  [[nodiscard]] QString textOf(const OutcomeEntry& entry, Form form) const;
  [[nodiscard]] QFont fontOf(Form form) const;
  /// A cell's width that also holds the words it may have next, so that cells stay where they are while words change.
  [[nodiscard]] double widthOf(Form form) const;
  void arrange();
  /// How many entries have a cell of their own.
  [[nodiscard]] std::size_t own() const;
  /// Which entry stands in a cell: the selected one in the last, where it would else be counted.
  [[nodiscard]] std::size_t entryIn(std::size_t cell) const;
  /// The entries without a cell.
  [[nodiscard]] std::vector<std::size_t> counted() const;
  [[nodiscard]] QRectF cell(std::size_t index) const;
  [[nodiscard]] QString sentence(const OutcomeEntry& entry) const;

  const ThemeController& themes_;
  std::vector<OutcomeEntry> entries_;
  std::int64_t step_ = 0;
  Form form_ = Form::Named;
  int columns_ = 1;
  double wide_ = 0;  // of a cell
};

}  // namespace thalweg
