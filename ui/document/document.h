#pragma once
/// The window's document as a file: new, open, save, the question about unsaved changes, and what was left behind.
/// The model holds the scenario; this holds what a user does with it as a whole.
/// Threads: GUI thread only.

#include "ui/document/recent_files.h"
#include "ui/document/recovery.h"

#include <QObject>

#include <functional>
#include <memory>

class QSettings;
class QWidget;

namespace thalweg {

class MessageBar;
class Playback;
class ScenarioModel;

class Document : public QObject {
  Q_OBJECT

 public:
  /// `settings` may be null and `recoveryFolder` empty: then nothing is kept. Dialogs are `window`'s.
  Document(ScenarioModel& model, Playback& playback, QSettings* settings, const QString& recoveryFolder,
           QWidget* window);

  /// Where messages go; both must outlive this.
  void setBars(MessageBar* messages, MessageBar* recovery);
  [[nodiscard]] const RecentFiles& recent() const { return recent_; }

  /// Who opens files that take long to read; without one they are opened at once.
  void setLongReader(std::function<void(const QString& path)> read) { longReader_ = std::move(read); }

  /// Puts a scenario in place of the present one, unasked. `path` empty, or that of a recorded run that it shows: not
  /// saved anywhere.
  void show(const Scenario& scenario, const QString& path);
  /// The same of what was read from `path`.
  void showRead(const Scenario& scenario, const QString& path);
  /// Opens a file; a message says what is wrong with it, and the present scenario stays.
  bool open(const QString& path);
  void chooseAndOpen();
  /// The same with the files of recorded runs.
  void chooseAndOpenRun();
  /// As `open` and `show`, but not before the user has agreed to lose what is not saved.
  void askAndOpen(const QString& path);
  void askAndShow(const Scenario& scenario);
  bool save();
  bool saveAs();
  /// The scenario, or another one in its place, as a link (core/scenario/scenario_link.h) on the clipboard; and what a
  /// link there holds, in the place of the present scenario. Messages say what came of it.
  void copyLink(const Scenario* other = nullptr);
  /// The scenario as it is shown.
  [[nodiscard]] Scenario current() const;
  void pasteLink();
  /// False if the user wants to keep on working at what is not saved.
  [[nodiscard]] bool mayDiscard();

  /// Offers what an earlier run left behind, if there is anything.
  void offerRecovery();
  /// The window closes: nothing needs recovering.
  void close();

 Q_SIGNALS:
  /// Another document has taken the present one's place.
  void shown(const thalweg::Scenario& scenario);

 private:
  bool saveTo(const QString& path);
  void chooseFile(const QString& title, const QString& kinds);
  /// What was tried on a scenario of the program's own goes among the recent files, unasked. False: it could not.
  bool keepTried();
  void restore(const LeftBehind& found);
  /// Whether another program has written the document's file since it was opened or saved here.
  [[nodiscard]] bool changedElsewhere() const;
  /// Asks what is to become of such a file. True: it may be written over.
  bool mayOverwrite();

  ScenarioModel& model_;
  Playback& playback_;
  QSettings* settings_;
  QWidget* window_;
  std::function<void(const QString&)> longReader_;
  RecentFiles recent_;
  std::unique_ptr<Recovery> recovery_;
  QString keptFolder_;    ///< for `keepTried`; empty: nowhere
  bool builtIn_ = false;  ///< what is shown came with the program
  QByteArray seen_;       ///< a hash of the document's file as it was opened or saved here; empty: there was none
  MessageBar* messages_ = nullptr;
  MessageBar* recoveryBar_ = nullptr;
};

}  // namespace thalweg
