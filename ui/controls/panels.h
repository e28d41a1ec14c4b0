#pragma once
/// The quiet parts that cards and docks are put together from: frame, row, message, hint, preview, text, flow layout.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QAbstractScrollArea>
#include <QFrame>
#include <QLabel>
#include <QLayout>
#include <QPixmap>

#include <optional>
#include <vector>

namespace thalweg {

/// A surface with a border and round corners; selected: 2 px of accent within the border's place. Emits `pressed` for a
/// press anywhere in it that no child took.
class CardFrame : public QWidget {
  Q_OBJECT

 public:
  explicit CardFrame(const ThemeController& themes, QWidget* parent = nullptr);
  void setSelected(bool selected);
  [[nodiscard]] bool isSelected() const { return selected_; }

 Q_SIGNALS:
  void pressed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  const ThemeController& themes_;
  bool selected_ = false;
};

/// A row whose ground answers the pointer.
class HoverRow : public QWidget {
  Q_OBJECT

 public:
  explicit HoverRow(const ThemeController& themes, QWidget* parent = nullptr);

 Q_SIGNALS:
  void hoverChanged(bool over);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  const ThemeController& themes_;
};

/// The vertical scroll bar's place stays, so that what stands beside it does; where there is nothing to scroll it is
/// empty.
void reserveScrollBar(QAbstractScrollArea& area);

/// A line 1 px thick between groups.
class Rule : public QWidget {
  Q_OBJECT

 public:
  explicit Rule(const ThemeController& themes, Qt::Orientation orientation = Qt::Horizontal, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override { return {1, 1}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeController& themes_;
};

/// A message under the row that it concerns: a warning sign, words, and perhaps a link that mends it. Hidden while
/// empty.
class InlineMessage : public QWidget {
  Q_OBJECT

 public:
  enum class Kind {
    Error,  ///< words in the error colour: an entry that cannot be used
    Note,   ///< words in text colour: something to know, such as a rate beyond its bound
  };

  explicit InlineMessage(const ThemeController& themes, QWidget* parent = nullptr);
  /// `text` and `link` are plain text; the link stands after the text.
  void showMessage(Kind kind, const QString& text, const QString& link = QString());
  void clear();
  [[nodiscard]] QString text() const { return text_; }

 Q_SIGNALS:
  void linkActivated();

 private:
  void restyle();

  const ThemeController& themes_;
  QLabel* icon_;
  QLabel* label_;
  Kind kind_ = Kind::Error;
  QString text_, link_;
};

/// A small hint beside the pointer, such as "lr 0.15 ■ oscillates"; never takes the pointer or the focus.
class HoverHint : public QWidget {
  Q_OBJECT

 public:
  /// A child of `window`, over everything in it.
  HoverHint(const ThemeController& themes, QWidget* window);
  /// Below and right of `globalPosition`, kept within the window. Without a colour no swatch is drawn.
  void showAt(const QPoint& globalPosition, const QString& before, const QColor& swatch = QColor(),
              const QString& after = QString());

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeController& themes_;
  QString before_, after_;
  QColor swatch_;
};

/// A schedule's curve in small, with the current step.
class SchedulePreview : public QWidget {
  Q_OBJECT

 public:
  explicit SchedulePreview(const ThemeController& themes, QWidget* parent = nullptr);
  /// Rates at equally spaced steps, from the first to the last; drawn between 0 and the largest.
  void setCurve(std::vector<double> rates);
  /// The cursor as a share of the way; none hides it.
  void setCursorShare(std::optional<double> share);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void clicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  const ThemeController& themes_;
  std::vector<double> rates_;
  std::optional<double> cursor_;
  QPixmap line_;  // the curve as last painted: the cursor moves over it sixty times a second; null: to be painted
};

/// A line of text that ends in … when there is no room; the whole text is then its tooltip.
class ElidedLabel : public QWidget {
  Q_OBJECT

 public:
  ElidedLabel(const ThemeController& themes, const QString& text, TextRole role = TextRole::Body,
              QWidget* parent = nullptr);
  void setText(const QString& text);
  [[nodiscard]] QString text() const { return text_; }
  void setRole(TextRole role);
  void setSecondary(bool secondary);
  void setAlignment(Qt::Alignment alignment);
  /// What stands between the parts of a list: of those there is room for whole ones only.
  void setSeparator(const QString& separator) { separator_ = separator; }
  /// The text as it is shown at this width.
  [[nodiscard]] QString shownText() const;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void updateTip();

  const ThemeController& themes_;
  QString text_;
  QString separator_;
  TextRole role_;
  bool secondary_ = false;
  Qt::Alignment alignment_ = Qt::AlignLeft;
};

/// Rows of items, broken where the width ends.
class FlowLayout : public QLayout {
  Q_OBJECT

 public:
  FlowLayout(int horizontalGap, int verticalGap, QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  [[nodiscard]] int count() const override;
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;
  void setGeometry(const QRect& rect) override;
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSize() const override;

 private:
  int arrange(const QRect& rect, bool apply) const;

  std::vector<QLayoutItem*> items_;
  int horizontalGap_, verticalGap_;
};

}  // namespace thalweg
