#pragma once
/// The scenario as a PyTorch script in a window of its own, which follows the document and never blocks the main
/// window. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;

namespace thalweg {

class FlatButton;

class CodeView : public QWidget {
  Q_OBJECT

 public:
  /// `parent` is the window that it belongs to.
  CodeView(const ThemeController& themes, QWidget* parent);

  /// Shows a script, or why there is none (`problem` not empty). What is on screen keeps its place.
  void setScript(const QString& script, const QString& problem);
  [[nodiscard]] QPlainTextEdit* editor() const { return editor_; }
  [[nodiscard]] FlatButton* copyButton() const { return copy_; }
  [[nodiscard]] FlatButton* saveButton() const { return save_; }
  [[nodiscard]] QString problem() const;

 Q_SIGNALS:
  void copyRequested();
  void saveRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void dress();

  const ThemeController& themes_;
  QLabel* hint_;
  FlatButton* copy_;
  FlatButton* save_;
  QPlainTextEdit* editor_;
};

}  // namespace thalweg
