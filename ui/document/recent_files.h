#pragma once
/// Files that were opened or saved lately, the last one first, kept in the settings.
/// Threads: GUI thread only.

#include <QStringList>

class QSettings;

namespace thalweg {

class RecentFiles {
 public:
  static constexpr int most = 10;

  /// `settings` may be null: then nothing is remembered beyond the object's life.
  explicit RecentFiles(QSettings* settings);
  void add(const QString& path);
  void clear();
  /// Absolute paths; a file that is no longer there stays in the list, for it may come back (a stick, a share).
  [[nodiscard]] const QStringList& paths() const { return paths_; }

 private:
  void load();
  void store();

  QSettings* settings_;
  QStringList paths_;
};

}  // namespace thalweg
