#pragma once
/// The head of a contender's card: fold, mark, name, visibility and menu. The name is changed in place; the head is
/// what the card is dragged by. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace thalweg {

class ElidedLabel;
class FlatButton;

class ContenderHeader : public QWidget {
  Q_OBJECT

 public:
  /// `number`: the key that hides and shows the contender, from 1.
  ContenderHeader(const ThemeController& themes, std::size_t number, QWidget* parent = nullptr);

  void setName(const QString& name, const QString& tip);
  [[nodiscard]] QString name() const;
  /// Values in short, which a folded card shows.
  void setBrief(const QString& words);
  [[nodiscard]] QString brief() const;
  void setMark(const ContenderMark& mark);
  void setFolded(bool folded);
  void setVisibility(bool hidden, bool alone);
  /// What only the pointer over the card shows.
  void setHovered(bool hovered);
  /// Puts a field in the name's place: Enter and leaving take the name, Escape does not.
  void rename();

  [[nodiscard]] FlatButton* foldButton() const { return fold_; }
  [[nodiscard]] FlatButton* markButton() const { return mark_; }
  [[nodiscard]] FlatButton* soloButton() const { return solo_; }
  [[nodiscard]] FlatButton* eyeButton() const { return eye_; }
  [[nodiscard]] FlatButton* moreButton() const { return more_; }
  [[nodiscard]] ElidedLabel* nameLabel() const { return name_; }
  /// While renaming; else null.
  [[nodiscard]] QLineEdit* nameField() const { return field_; }

 Q_SIGNALS:
  void pressed();
  void renamed(const QString& name);
  /// The card is held at this place of the screen.
  void dragMoved(const QPoint& globalPosition);
  /// The card was let go (dropped), or Escape was pressed.
  void dragEnded(bool dropped);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showBrief();
  FlatButton* button(const QString& icon, const QString& tip);
  void endRename(bool take);
  void endDrag(bool dropped);

  const ThemeController& themes_;
  FlatButton* fold_;
  FlatButton* mark_;
  ElidedLabel* name_;
  QLineEdit* field_ = nullptr;
  ElidedLabel* brief_;
  FlatButton* solo_;
  FlatButton* eye_;
  FlatButton* more_;
  bool folded_ = false;
  bool hidden_ = false;
  bool alone_ = false;
  ContenderMark shown_;
  QColor ground_;  // under it
  bool hovered_ = false;
  bool dragging_ = false;
  QPoint pressedAt_;
};

}  // namespace thalweg
