#pragma once
/// A small popup in which a start is typed: that of all paths of a panel, or one contender's own.
/// Threads: GUI thread only.

#include "core/contracts/objective.h"
#include "ui/look/theme.h"

#include <QFrame>

#include <memory>
#include <optional>
#include <vector>

class QLabel;
class QLineEdit;

namespace thalweg {

class InlineMessage;
class ScenarioModel;

/// The point that `text` says: numbers apart by commas, semicolons or spaces, in brackets or not. As many as `now` has,
/// or two, which take the place of its first two. Else none, and `problem` says why.
std::optional<std::vector<double>> typedPoint(const QString& text, const std::vector<double>& now, QString& problem);

class StartPopup : public QFrame {
  Q_OBJECT

 public:
  StartPopup(const ThemeController& themes, ScenarioModel& model, QWidget* parent);

  /// Opens at a place of the screen, with the present start of `contender`, or of all, in the field.
  void ask(std::shared_ptr<const Objective> objective, std::size_t panel, std::optional<std::size_t> contender,
           const QPoint& globalPosition);
  [[nodiscard]] QLineEdit* field() const { return field_; }
  [[nodiscard]] QString problem() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void accept();

  const ThemeController& themes_;
  ScenarioModel& model_;
  QLabel* title_;
  QLineEdit* field_;
  QLabel* names_;
  InlineMessage* message_;
  std::size_t panel_ = 0;
  std::optional<std::size_t> contender_;
  std::vector<double> now_;
};

}  // namespace thalweg
