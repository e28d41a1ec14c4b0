#pragma once
/// The right dock: pages one at a time under a row of tabs, or a rail with the tabs turned upright. Without pages it is
/// hidden. It pushes what stands beside it and covers nothing. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QBoxLayout;
class QStackedLayout;

namespace thalweg {

class FlatButton;

class TabDock : public QWidget {
  Q_OBJECT

 public:
  explicit TabDock(const ThemeController& themes, QWidget* parent = nullptr);

  /// Takes the page over; the first one is current. `tip` says what it is for.
  void addPage(const QString& icon, const QString& title, const QString& tip, QWidget* page);
  /// Deletes the page.
  void removePage(QWidget* page);
  [[nodiscard]] std::size_t count() const { return tabs_.size(); }
  /// Null where there is none.
  [[nodiscard]] QWidget* current() const;
  /// Unfolds, too.
  void setCurrent(QWidget* page);
  [[nodiscard]] FlatButton* tab(const QWidget* page) const;
  [[nodiscard]] FlatButton* foldButton() const { return fold_; }

  [[nodiscard]] bool isFolded() const { return folded_; }
  void setFolded(bool folded);

 Q_SIGNALS:
  /// Another page is current, or none.
  void currentChanged(QWidget* page);
  void foldedChanged(bool folded);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  class TabButton;
  struct Tab {
    TabButton* button;
    QWidget* page;
  };
  void arrange();

  const ThemeController& themes_;
  QWidget* row_;  // of tabs; stands upright while folded
  QBoxLayout* line_;
  QWidget* body_;
  QStackedLayout* pages_;
  FlatButton* fold_;
  std::vector<Tab> tabs_;
  bool folded_ = false;
};

}  // namespace thalweg
