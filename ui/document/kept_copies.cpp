#include "ui/document/kept_copies.h"

#include "core/scenario/scenario_file.h"
#include "ui/document/file_name.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

namespace thalweg {

QString keepCopy(const Scenario& scenario, const QString& folder, const QString& name) {
  QDir().mkpath(folder);
  const QDir place(folder);
  QString plain = name;
  plain.replace(QLatin1Char('/'), QLatin1Char('-'));
  const QString time = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss.zzz"));
  const QString path = place.filePath(QStringLiteral("%1, tried %2.thalweg").arg(plain.left(60), time));
  saveScenario(scenario, nameBytes(path));
  const QFileInfoList kept = place.entryInfoList({QStringLiteral("*.thalweg")}, QDir::Files, QDir::Time);
  for (qsizetype i = mostKeptCopies; i < kept.size(); ++i) QFile::remove(kept[i].filePath());
  return path;
}

}  // namespace thalweg
