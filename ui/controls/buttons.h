#pragma once
/// Buttons of toolbar, cards and timeline, drawn from the theme: flat icon buttons, segments that exclude one another,
/// the round play button, and a combo box that looks like a field.
/// Keys, focus order and accessibility are those of Qt's own classes, from which they derive; give every icon-only
/// button a tooltip: it becomes its accessible name.
/// Threads: GUI thread only.

#include "ui/look/icons.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPixmap>
#include <QToolButton>

namespace thalweg {

/// No border; icon, text or both, a chevron if it has a menu. Checked: weak accent behind accent.
class FlatButton : public QToolButton {
  Q_OBJECT

 public:
  explicit FlatButton(const ThemeController& themes, const QString& iconName = QString(),
                      const QString& text = QString(), QWidget* parent = nullptr);
  void setIconName(const QString& name);
  [[nodiscard]] const QString& iconName() const { return iconName_; }
  /// A picture in the icon's place, such as a contender's marker.
  void setPicture(const QPixmap& picture);
  /// The icon's colour; text keeps its own.
  void setTint(IconTint tint);
  /// Colour of the text: Text at first; Secondary or Accent for links.
  void setTextTint(IconTint tint);
  /// Pixels at the base font; 32 at first, 24 on cards and in panel titles.
  void setControlHeight(int height);
  /// A border and a field's ground, as for "‹ Phase".
  void setFramed(bool framed);
  /// Icon after the text, as for "Phase ›".
  void setIconLast(bool last);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] bool showsChevron() const;

  const ThemeController& themes_;
  QString iconName_;
  QPixmap picture_;
  IconTint tint_ = IconTint::Secondary;
  IconTint textTint_ = IconTint::Text;
  int controlHeight_ = 32;
  bool framed_ = false;
  bool iconLast_ = false;
};

/// Choices side by side in one frame, one of them in force.
class SegmentedControl : public QWidget {
  Q_OBJECT

 public:
  explicit SegmentedControl(const ThemeController& themes, QWidget* parent = nullptr);
  /// Returns its index. `tip` becomes the accessible name where there is no text.
  int addSegment(const QString& iconName, const QString& text, const QString& tip = QString());
  [[nodiscard]] int current() const;
  /// Emits nothing.
  void setCurrent(int index);
  /// What it chooses is not the same everywhere: no segment is chosen, and `index` is what holds where the user looks.
  void setMixed(int index);
  void setSegmentEnabled(int index, bool enabled);
  /// Texts beside icons go when there is no room for them.
  void setTextsVisible(bool visible);
  /// Pixels at the base font; 32 at first.
  void setControlHeight(int height);
  /// Segments as wide as one another, filling the width.
  void setStretched(bool stretched);

 Q_SIGNALS:
  /// The user chose another.
  void chosen(int index);

 private:
  class Segment;
  void refreshEnds();
  void setHint(int index);

  const ThemeController& themes_;
  QButtonGroup group_;
  QList<Segment*> segments_;
  int controlHeight_ = 32;
};

/// The timeline's round button.
class PlayButton : public QToolButton {
  Q_OBJECT

 public:
  explicit PlayButton(const ThemeController& themes, QWidget* parent = nullptr);
  void setPlaying(bool playing);
  [[nodiscard]] bool isPlaying() const { return playing_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool hitButton(const QPoint& position) const override;

 private:
  const ThemeController& themes_;
  bool playing_ = false;
};

/// A combo box in a field's look; an item's icon (a contender's marker) stands before its text.
class ComboButton : public QComboBox {
  Q_OBJECT

 public:
  explicit ComboButton(const ThemeController& themes, QWidget* parent = nullptr);
  /// Pixels at the base font; 24 at first, 32 in the toolbar.
  void setControlHeight(int height);
  /// An item's data under this role: what the button says where there is no room for the item's whole text.
  static constexpr int shortText = Qt::UserRole + 1;
  /// Text before the current item's, in mathematics' colour: "b = " of a panel's parameter. Empty: none.
  void setPrefix(const QString& tex);
  /// The list is as wide as its widest item, also under a narrow button.
  void showPopup() override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  const ThemeController& themes_;
  QString prefix_;
  int controlHeight_ = 24;
};

}  // namespace thalweg
