#include "ui/document/recovery.h"

#include "core/base/file.h"
#include "core/scenario/scenario_file.h"
#include "ui/document/file_name.h"
#include "ui/document/scenario_model.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <stdexcept>

namespace thalweg {

namespace {

const auto ending = QStringLiteral(".recovered");
const auto unreadableEnding = QStringLiteral(".unreadable");
const auto lockEnding = QStringLiteral(".lock");

/// Held as long as its process lives; Qt sees by the process's number and name whether it does.
std::unique_ptr<QLockFile> lockOf(const QString& base) {
  auto lock = std::make_unique<QLockFile>(base + lockEnding);
  lock->setStaleLockTime(0);
  if (!lock->tryLock(0)) lock.reset();
  return lock;
}

/// A name as text that keeps all its bytes.
QString encoded(const QString& name) {
  return QString::fromLatin1(QByteArray::fromStdString(nameBytes(name)).toPercentEncoding("/"));
}
QString decoded(const QString& text) { return nameText(QByteArray::fromPercentEncoding(text.toUtf8()).toStdString()); }

/// Throws std::runtime_error.
LeftBehind readLeftBehind(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) throw std::runtime_error(file.errorString().toStdString());
  const QJsonObject kept = QJsonDocument::fromJson(file.readAll()).object();
  return {parseScenario(kept[QLatin1String("scenario")].toString().toStdString(), {.anywhere = true}),
          decoded(kept[QLatin1String("file")].toString()), QFileInfo(path).lastModified()};
}

}  // namespace

Recovery::Recovery(ScenarioModel& model, QString folder, std::function<Scenario()> current, int delay)
    : model_(model), folder_(std::move(folder)), current_(std::move(current)) {
  own_ = QDir(folder_).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
  timer_.setSingleShot(true);
  timer_.setInterval(delay);
  connect(&timer_, &QTimer::timeout, this, &Recovery::writeNow);
  connect(&model_, &ScenarioModel::changed, this, &Recovery::follow);
  connect(&model_, &ScenarioModel::documentChanged, this, &Recovery::follow);
}

Recovery::~Recovery() = default;

void Recovery::follow() {
  if (!model_.modified()) return removeOwn();
  // Not started anew by each change: someone who never stops dragging is saved, too.
  if (!timer_.isActive()) timer_.start();
}

void Recovery::writeNow() {
  timer_.stop();
  if (!model_.modified()) return;
  const QJsonObject kept{{QStringLiteral("file"), encoded(model_.path())},
                         {QStringLiteral("scenario"), QString::fromStdString(writeScenario(current_()))}};
  try {
    QDir().mkpath(folder_);
    if (!lock_) lock_ = lockOf(own_);
    if (!lock_) throw std::runtime_error("the folder " + folder_.toStdString() + " cannot be written to");
    writeFileAtomically((own_ + ending).toStdString(), QJsonDocument(kept).toJson().toStdString());
    complained_ = false;
  } catch (const std::exception& error) {
    if (!std::exchange(complained_, true)) Q_EMIT failed(QString::fromUtf8(error.what()));
  }
}

void Recovery::removeOwn() {
  timer_.stop();
  if (!lock_) return;
  QFile::remove(own_ + ending);
  lock_.reset();
}

void Recovery::finish() {
  disconnect(&model_, nullptr, this, nullptr);
  removeOwn();
  claimedLock_.reset();
  claimed_.clear();
}

std::optional<LeftBehind> Recovery::claim() {
  claimedLock_.reset();
  claimed_.clear();
  const QDir folder(folder_);
  for (const QFileInfo& file : folder.entryInfoList({QLatin1Char('*') + ending}, QDir::Files, QDir::Time)) {
    const QString base = folder.filePath(file.completeBaseName());
    if (base == own_) continue;
    std::unique_ptr<QLockFile> lock = lockOf(base);
    if (!lock) continue;  // its program lives
    try {
      LeftBehind found = readLeftBehind(file.filePath());
      claimed_ = base;
      claimedLock_ = std::move(lock);
      return found;
    } catch (const std::runtime_error& error) {
      // Said once, and kept for whoever can read it.
      const QString aside = base + unreadableEnding;
      const bool moved = QFile::rename(file.filePath(), aside);
      Q_EMIT unreadable(moved ? aside : file.filePath(), QString::fromUtf8(error.what()));
    }
  }
  return {};
}

void Recovery::discardClaimed() {
  if (!claimedLock_) return;
  QFile::remove(claimed_ + ending);
  claimedLock_.reset();
  claimed_.clear();
}

}  // namespace thalweg
