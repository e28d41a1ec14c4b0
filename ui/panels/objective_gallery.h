#pragma once
/// All objectives as small pictures, grouped by family, to choose one from: by pointer, or by typing and arrow keys.
/// A popup. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QFrame>

#include <string>
#include <vector>

class QLineEdit;
class QScrollArea;

namespace thalweg {

class ElidedLabel;
class FlatButton;
class MathLabel;
class Thumbnails;
struct ObjectiveCard;

/// The pictures under their families' headings.
class GalleryGrid : public QWidget {
  Q_OBJECT

 public:
  GalleryGrid(const ThemeController& themes, Thumbnails& thumbnails, QWidget* parent = nullptr);

  /// Shows the objectives in whose name, family or summary every word of `search` occurs, and chooses the best of them.
  void filter(const QString& search);
  /// As many columns as have room.
  void setColumnsFor(int width);
  void setCurrent(const ObjectiveCard* card);
  [[nodiscard]] const ObjectiveCard* current() const;
  /// By rows and columns as they stand on the screen.
  void moveCurrent(int columns, int rows);
  [[nodiscard]] int shownCount() const { return static_cast<int>(cells_.size()); }
  /// Where an objective stands; empty if it is not shown.
  [[nodiscard]] QRect cell(const std::string& id) const;

 Q_SIGNALS:
  /// `byPointer`: what is under the pointer is on view already.
  void currentChanged(bool byPointer);
  void chosen();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;

 private:
  struct Cell {
    const ObjectiveCard* card;
    QRect box;
  };
  struct Heading {
    QString text;
    QRect box;
  };
  void arrange();
  void paintCell(QPainter& painter, const Cell& cell);

  const ThemeController& themes_;
  Thumbnails& thumbnails_;
  std::vector<const ObjectiveCard*> shown_;
  std::vector<Cell> cells_;
  std::vector<Heading> headings_;
  std::size_t current_ = 0;
  int columns_ = 5;
};

class ObjectiveGallery : public QFrame {
  Q_OBJECT

 public:
  ObjectiveGallery(const ThemeController& themes, Thumbnails& thumbnails, QWidget* parent = nullptr);

  /// Opens below `anchor`, with the objective `id` chosen.
  void openAt(const QWidget* anchor, const std::string& id);
  [[nodiscard]] QLineEdit* search() const { return search_; }
  [[nodiscard]] GalleryGrid* grid() const { return grid_; }

  /// Leads to files of heights.
  [[nodiscard]] FlatButton* fromFile() const { return fromFile_; }

  /// Whether the objective is typed by the user, and so stands first.
  [[nodiscard]] static bool isTyped(const ObjectiveCard& card);

 Q_SIGNALS:
  /// `formula`: what was searched for where that is one, and a typed objective was chosen; else empty.
  void chosen(const std::string& id, const QString& formula);
  /// A surface from a file is wanted.
  void fileWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showCurrent(bool byPointer);
  void choose();

  const ThemeController& themes_;
  QLineEdit* search_;
  FlatButton* fromFile_;
  QScrollArea* scroll_;
  GalleryGrid* grid_;
  ElidedLabel* name_;
  ElidedLabel* summary_;
  MathLabel* formula_;
};

}  // namespace thalweg
