#pragma once
/// A popup with a panel's samples as a table of text: to type, to paste from a spreadsheet, to read from a CSV file,
/// and to hold some out for testing. What is wrong is said with its row and column, and then nothing changes. Threads:
/// GUI thread only.

#include "core/objectives/point_text.h"
#include "ui/look/theme.h"

#include <QFrame>

#include <memory>
#include <optional>

class QLabel;
class QPlainTextEdit;

namespace thalweg {

class FlatButton;
class InlineMessage;
class NumberField;
class ScenarioModel;

/// "12 samples for training, 3 for testing", and what was understood otherwise than it stands in the text.
[[nodiscard]] QString pointWords(const PointText& points);

class PointTable : public QFrame {
  Q_OBJECT

 public:
  PointTable(const ThemeController& themes, ScenarioModel& model, QWidget* parent);

  /// Opens at a place of the screen with the samples of `objective`, which is that of panel `panel`.
  void open(std::shared_ptr<const Objective> objective, std::size_t panel, const QPoint& globalPosition);
  [[nodiscard]] QPlainTextEdit* field() const { return field_; }
  [[nodiscard]] NumberField* share() const { return share_; }
  [[nodiscard]] NumberField* seed() const { return seed_; }
  [[nodiscard]] FlatButton* split() const { return split_; }
  [[nodiscard]] FlatButton* apply() const { return apply_; }
  [[nodiscard]] QString message() const;
  /// Puts the file's text into the field.
  void load(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  /// What the field has; none where it cannot be read, which is said.
  [[nodiscard]] std::optional<PointText> read();
  void chooseFile();
  void holdSomeOut();
  void accept();

  const ThemeController& themes_;
  ScenarioModel& model_;
  QLabel* title_;
  QLabel* columns_;
  QPlainTextEdit* field_;
  NumberField* share_;
  NumberField* seed_;
  FlatButton* split_;
  FlatButton* file_;
  FlatButton* apply_;
  InlineMessage* message_;
  std::size_t panel_ = 0;
};

}  // namespace thalweg
