#pragma once
/// A message that lies over the window's upper edge: what went wrong, or a question with its answers as buttons.
/// It moves nothing, takes no focus, and goes when it is dismissed, answered, or (notes only) after a while.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

#include <functional>

class QHBoxLayout;
class QLabel;
class QTimer;
class QVBoxLayout;

namespace thalweg {

class FlatButton;

class MessageBar : public QWidget {
  Q_OBJECT

 public:
  enum class Kind { Error, Note, Question };

  MessageBar(const ThemeController& themes, QWidget* parent);
  /// Replaces what it says. A note goes by itself.
  void showMessage(Kind kind, const QString& words);
  /// A question with answers; each closes the bar, then acts.
  void ask(const QString& words, const QList<std::pair<QString, std::function<void()>>>& answers);
  /// Other words for the same message, whose buttons stay; nothing where none is shown.
  void setWords(const QString& words);
  void dismiss();
  [[nodiscard]] QString text() const;

 Q_SIGNALS:
  void presented();
  void dismissed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void present(Kind kind, const QString& words);

  const ThemeController& themes_;
  QLabel* icon_;
  QLabel* label_;
  QHBoxLayout* answers_;
  FlatButton* close_;
  QTimer* timer_;
  Kind kind_ = Kind::Note;
};

/// Where bars lie, one below the other, over the upper edge of its parent; as large as what is shown.
class MessageArea : public QWidget {
  Q_OBJECT

 public:
  /// `top`: pixels below the parent's upper edge.
  MessageArea(const ThemeController& themes, int top, QWidget* parent);
  MessageBar* addBar();

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();

  const ThemeController& themes_;
  int top_;
  QVBoxLayout* column_;
};

}  // namespace thalweg
