#pragma once
/// The help in a window of its own: a short guide, the reference made from the catalogue, and what the program is made
/// of. A searchable list at the left, the page at the right. It never blocks the main window.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;
class QScrollArea;

namespace thalweg {

class HelpWindow : public QWidget {
  Q_OBJECT

 public:
  /// Keys of pages; a catalogue entry's key is its id.
  static constexpr auto guide = "guide:0";
  static constexpr auto about = "about";

  /// `parent` is the window that it belongs to.
  HelpWindow(const ThemeController& themes, QWidget* parent);

  /// Shows the window at this page.
  void open(const QString& key);
  void open(const char* key) { open(QString::fromLatin1(key)); }
  [[nodiscard]] QString currentKey() const;
  [[nodiscard]] QLineEdit* search() const { return search_; }
  [[nodiscard]] QListWidget* list() const { return list_; }
  [[nodiscard]] QWidget* page() const;
  [[nodiscard]] QStringList keys() const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Entry {
    QString key;
    QString group;
    QString title;
    QString searched;  // all words by which it is found
    std::function<QWidget*()> make;
  };

  void collect();
  void fill();
  void showCurrent();
  [[nodiscard]] const Entry* find(const QString& key) const;

  const ThemeController& themes_;
  std::vector<Entry> entries_;
  QLineEdit* search_;
  QListWidget* list_;
  QScrollArea* scroll_;
  QString shown_;
};

}  // namespace thalweg
