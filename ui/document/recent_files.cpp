#include "ui/document/recent_files.h"

#include "ui/document/file_name.h"

#include <QSettings>

#include <filesystem>

namespace thalweg {

namespace {
const auto key = QStringLiteral("files/recent");
}

RecentFiles::RecentFiles(QSettings* settings) : settings_(settings) { load(); }

void RecentFiles::load() {
  if (!settings_) return;
  paths_.clear();
  // Text, and bytes where a name is none. A list of one text is read as that text.
  const QVariant kept = settings_->value(key);
  for (const QVariant& entry : kept.typeId() == QMetaType::QString ? QVariantList{kept} : kept.toList())
    paths_ << nameText(entry.toByteArray().toStdString());
  paths_ = paths_.mid(0, most);
}

void RecentFiles::add(const QString& path) {
  if (path.isEmpty() || path == QLatin1String("-")) return;
  const QString whole = nameText(std::filesystem::absolute(nameBytes(path)).lexically_normal().string());
  // Another window may have added some meanwhile.
  load();
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
  if (!settings_) return;
  QVariantList entries;
  for (const QString& path : paths_)
    entries << (shownName(path) == path ? QVariant(path) : QVariant(QByteArray::fromStdString(nameBytes(path))));
  settings_->setValue(key, entries);
}

}  // namespace thalweg
