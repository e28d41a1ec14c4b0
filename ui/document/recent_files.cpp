#include "ui/document/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace thalweg {

namespace {
const auto key = QStringLiteral("files/recent");
}

RecentFiles::RecentFiles(QSettings* settings) : settings_(settings) {
  if (settings_) paths_ = settings_->value(key).toStringList().mid(0, most);
}

void RecentFiles::add(const QString& path) {
  if (path.isEmpty() || path == QLatin1String("-")) return;
  const QString whole = QFileInfo(path).absoluteFilePath();
  // Another window may have added some meanwhile.
  if (settings_) paths_ = settings_->value(key).toStringList();
  paths_.removeAll(whole);
  paths_.prepend(whole);
  paths_ = paths_.mid(0, most);
  store();
}

void RecentFiles::clear() {
  paths_.clear();
  store();
}

void RecentFiles::store() {
  if (settings_) settings_->setValue(key, paths_);
}

}  // namespace thalweg
