#pragma once
/// A list in a popup that typing narrows: grouped entries with a line about each. Words are looked for in all that an
/// entry says; the best match is chosen at once. Up, Down and the Page keys move, Enter takes, Escape leaves.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QFrame>
#include <QString>

#include <vector>

class QLabel;
class QLineEdit;
class QListView;

namespace thalweg {

struct SearchEntry {
  QString id;
  QString label;
  QString group;    ///< heading; entries of a group stand together
  QString summary;  ///< one line
  bool operator==(const SearchEntry&) const = default;
};

/// How well `entry` fits what was typed: 0 not at all; the higher, the better. All words must occur.
[[nodiscard]] int searchRank(const SearchEntry& entry, const QString& typed);

class SearchList : public QFrame {
  Q_OBJECT

 public:
  explicit SearchList(const ThemeController& themes, QWidget* parent = nullptr);

  void setEntries(std::vector<SearchEntry> entries);
  /// Marked and scrolled to while nothing is typed; empty: none.
  void setCurrentId(const QString& id);
  void setPlaceholder(const QString& words);
  /// Opens below `anchor` (above it where there is more room), empty of what was typed before.
  void popup(const QWidget& anchor);

  [[nodiscard]] QLineEdit* field() const { return field_; }
  [[nodiscard]] QListView* view() const { return view_; }
  /// The entries shown, in their order, and the marked one's id.
  [[nodiscard]] QStringList shownIds() const;
  [[nodiscard]] QString markedId() const;

 Q_SIGNALS:
  void chosen(const QString& id);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  class Model;
  class Delegate;
  void narrow();
  void move(int rows);
  void take(int row);

  const ThemeController& themes_;
  std::vector<SearchEntry> entries_;
  QString current_;
  QLineEdit* field_;
  QListView* view_;
  QLabel* nothing_;
  Model* model_;
};

}  // namespace thalweg
