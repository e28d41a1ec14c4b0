#pragma once
/// What was not saved survives the end of the program: some seconds after a change the scenario is written, atomically,
/// into a file of the window's own, which a save and a clean close remove. A file that is left belongs to a program
/// that ended in the middle; the next one offers it.
///
/// A lock beside each file says which process it belongs to, so that windows and processes leave each other's alone.
/// Threads: GUI thread only.

#include "core/scenario/scenario.h"

#include <QDateTime>
#include <QLockFile>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace thalweg {

class ScenarioModel;

/// A document that an earlier run left behind.
struct LeftBehind {
  Scenario scenario;
  QString path;  ///< where it was saved before its last changes; empty: nowhere
  QDateTime written;
};

class Recovery : public QObject {
  Q_OBJECT

 public:
  static constexpr int delayMilliseconds = 3'000;

  /// `current` gives the scenario as it would be saved. The folder is made when first written to.
  Recovery(ScenarioModel& model, QString folder, std::function<Scenario()> current, int delay = delayMilliseconds);
  ~Recovery() override;

  /// The newest document left behind, which is then this object's to deal with, and no other process's.
  [[nodiscard]] std::optional<LeftBehind> claim();
  /// Removes what was claimed.
  void discardClaimed();
  /// Writes now what has changed since the last time.
  void writeNow();
  /// The window closes cleanly: nothing is to be offered. What was claimed and not decided on stays.
  void finish();

 Q_SIGNALS:
  void failed(const QString& why);
  /// Something left behind cannot be read; it was put aside under the name `path`, which is not looked at again.
  void unreadable(const QString& path, const QString& why);

 private:
  void follow();
  void removeOwn();

  ScenarioModel& model_;
  QString folder_;
  std::function<Scenario()> current_;
  QTimer timer_;
  QString own_;  ///< path without ending
  std::unique_ptr<QLockFile> lock_;
  QString claimed_;
  std::unique_ptr<QLockFile> claimedLock_;
  bool complained_ = false;
};

}  // namespace thalweg
