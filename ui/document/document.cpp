#include "ui/document/document.h"

#include "core/base/file.h"
#include "core/recorded/recorded_run.h"
#include "core/scenario/scenario_link.h"
#include "ui/controls/message_bar.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/file_name.h"
#include "ui/document/kept_copies.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/look/plain_text.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace thalweg {

namespace {
const auto folderKey = QStringLiteral("files/folder");

/// Of the file's bytes; empty where there is no file, or none that can be read.
QByteArray hashOf(const QString& path) {
  const std::string name = nameBytes(path);
  std::error_code none;
  if (!std::filesystem::is_regular_file(name, none)) return {};
  try {
    return QCryptographicHash::hash(QByteArray::fromStdString(readFile(name, limits::fileBytes + 1)),
                                    QCryptographicHash::Sha256);
  } catch (const std::system_error&) {
    return {};
  }
}

/// Whether it holds, or names, more numbers than one waits for: what is larger than a scenario may be is a recorded
/// run.
bool takesLong(const QString& path) {
  const std::string name = nameBytes(path);
  std::error_code none;
  if (!std::filesystem::is_regular_file(name, none)) return false;
  if (std::filesystem::file_size(name, none) > limits::fileBytes) return !none;
  if (!path.endsWith(QLatin1String(".thalweg"))) return false;
  try {
    return readFile(name, limits::fileBytes).find("\"recorded\"") != std::string::npos;
  } catch (const std::system_error&) {
    return false;  // then opening it says why
  }
}

bool showsRunOf(const Scenario& scenario, const QString& path) {
  if (!scenario.recorded || path.isEmpty()) return false;
  return std::ranges::any_of(scenario.recorded->files,
                             [&](const std::string& file) { return sameFile(file, nameBytes(path)); });
}

/// Whether there is such a file, changed later than `time`.
bool writtenAfter(const QString& name, const QDateTime& time) {
  std::error_code none;
  const auto written = std::filesystem::last_write_time(nameBytes(name), none);
  using std::chrono::file_clock;
  return !none && file_clock::to_sys(written).time_since_epoch() > std::chrono::milliseconds(time.toMSecsSinceEpoch());
}

}  // namespace

Document::Document(ScenarioModel& model, Playback& playback, QSettings* settings, const QString& recoveryFolder,
                   QWidget* window)
    : QObject(window), model_(model), playback_(playback), settings_(settings), window_(window), recent_(settings) {
  if (recoveryFolder.isEmpty()) return;
  keptFolder_ = QDir(recoveryFolder).filePath(QStringLiteral("kept"));
  recovery_ = std::make_unique<Recovery>(model, recoveryFolder, [this] { return current(); });
  connect(recovery_.get(), &Recovery::failed, this, [this](const QString& why) {
    messages_->showMessage(MessageBar::Kind::Error, tr("Unsaved changes are not kept for recovery. %1").arg(why));
  });
  connect(recovery_.get(), &Recovery::unreadable, this, [this](const QString& path, const QString& why) {
    messages_->showMessage(MessageBar::Kind::Error,
                           tr("What an earlier run left unsaved cannot be read; it is kept as %1. %2")
                               .arg(QDir::toNativeSeparators(path), why));
  });
}

void Document::setBars(MessageBar* messages, MessageBar* recovery) {
  messages_ = messages;
  recoveryBar_ = recovery;
}

void Document::show(const Scenario& scenario, const QString& file) {
  const QString path = showsRunOf(scenario, file) ? QString() : file;
  // The scenario may be the model's own.
  const Display display = scenario.display;
  seen_ = hashOf(path);
  builtIn_ = path.isEmpty() &&
             std::ranges::find(builtInScenarios(), scenario, &BuiltInScenario::scenario) != builtInScenarios().end();
  model_.reset(scenario, path);
  Q_EMIT shown(model_.scenario());
  playback_.setPlaying(false);
  playback_.setLoop(display.loop);
  playback_.setSpeed(display.speed);
  playback_.setStep(display.step);
  playback_.setPlaying(display.playing);
}

bool Document::open(const QString& path) {
  try {
    // A pipe would be waited for without end, and the window with it.
    std::error_code none;
    const auto there = std::filesystem::status(nameBytes(path), none);
    if (std::filesystem::is_other(there)) throw ScenarioError(nameBytes(path), "is a pipe or a device, not a file");
    if (longReader_ && takesLong(path)) {
      longReader_(path);
      return true;
    }
    showRead(loadScenario(nameBytes(path)), path);
  } catch (const ScenarioError& error) {
    messages_->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
    return false;
  }
  return true;
}

void Document::showRead(const Scenario& scenario, const QString& path) {
  show(scenario, path);
  messages_->dismiss();
  recent_.add(path);
}

void Document::chooseAndOpen() { chooseFile(tr("Open a scenario"), tr("Scenarios (*.thalweg);;All files (*)")); }

void Document::chooseAndOpenRun() {
  chooseFile(tr("Open a recorded run"), tr("Recorded runs (*.npz *.safetensors *.npy *.csv *.json);;All files (*)"));
}

void Document::chooseFile(const QString& title, const QString& kinds) {
  const QString folder = settings_ ? settings_->value(folderKey).toString() : QString();
  const QString path = QFileDialog::getOpenFileName(window_, title, folder, kinds);
  if (path.isEmpty()) return;
  if (settings_) settings_->setValue(folderKey, QFileInfo(path).absolutePath());
  askAndOpen(path);
}

void Document::askAndOpen(const QString& path) {
  if (mayDiscard()) open(path);
}

void Document::askAndShow(const Scenario& scenario) {
  if (!mayDiscard()) return;
  messages_->dismiss();
  show(scenario, {});
}

void Document::copyLink(const Scenario* other) {
  try {
    const QString link = QString::fromStdString(scenarioLink(other ? *other : current()));
    QGuiApplication::clipboard()->setText(link);
    messages_->showMessage(MessageBar::Kind::Note,
                           tr("The scenario is on the clipboard, as a link of %1 characters.").arg(link.size()));
  } catch (const ScenarioError& error) {
    messages_->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
  }
}

void Document::pasteLink() {
  const std::string link = QGuiApplication::clipboard()->text().trimmed().toStdString();
  if (!isScenarioLink(link))
    return messages_->showMessage(MessageBar::Kind::Error, tr("There is no link to a scenario on the clipboard."));
  try {
    askAndShow(scenarioOfLink(link));
  } catch (const ScenarioError& error) {
    messages_->showMessage(MessageBar::Kind::Error, QString::fromUtf8(error.what()));
  }
}

Scenario Document::current() const {
  Scenario scenario = model_.scenario();
  scenario.display.step = playback_.step();
  scenario.display.playing = playback_.playing();
  scenario.display.speed = playback_.speed();
  scenario.display.loop = playback_.loop();
  return scenario;
}

bool Document::changedElsewhere() const {
  const QByteArray now = hashOf(model_.path());
  return !now.isEmpty() && now != seen_;
}

bool Document::mayOverwrite() {
  const auto box = plainQuestion(window_, tr("Changed elsewhere"),
                                 tr("“%1” has been changed by another program since it was opened here.")
                                     .arg(shownName(QFileInfo(model_.path()).fileName())),
                                 QMessageBox::Cancel);
  const QPushButton* both = box->addButton(tr("Keep both…"), QMessageBox::AcceptRole);
  const QPushButton* overwrite = box->addButton(tr("Overwrite"), QMessageBox::DestructiveRole);
  const QPushButton* reload = box->addButton(tr("Reload"), QMessageBox::ResetRole);
  for (QAbstractButton* button : box->buttons()) button->setIcon({});  // words say it
  box->exec();
  if (box->clickedButton() == reload) open(model_.path());
  if (box->clickedButton() == both) saveAs();
  return box->clickedButton() == overwrite;
}

bool Document::saveTo(const QString& path) {
  try {
    saveScenario(current(), nameBytes(path));
  } catch (const ScenarioError& error) {
    messages_->showMessage(MessageBar::Kind::Error, tr("Not saved. %1").arg(QString::fromUtf8(error.what())));
    return false;
  }
  seen_ = hashOf(path);
  model_.markSaved(path);
  recent_.add(path);
  messages_->showMessage(MessageBar::Kind::Note, tr("Saved as %1").arg(shownName(path)));
  return true;
}

bool Document::save() {
  if (model_.path().isEmpty()) return saveAs();
  if (!changedElsewhere() || mayOverwrite()) return saveTo(model_.path());
  // What was kept beside it, or loaded anew, needs no saving.
  return !model_.modified();
}

bool Document::saveAs() {
  const QString own = model_.path();
  QString suggested;
  if (!own.isEmpty()) {
    suggested = QDir(dialogFolder(own)).filePath(shownName(QFileInfo(own).fileName()));
  } else {
    const QString folder = settings_ ? settings_->value(folderKey).toString() : QString();
    QString name = model_.name();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    suggested = QDir(folder.isEmpty() ? QDir::homePath() : folder).filePath(name + QStringLiteral(".thalweg"));
  }
  QFileDialog dialog(window_, tr("Save the scenario"), suggested, tr("Scenarios (*.thalweg)"));
  dialog.setAcceptMode(QFileDialog::AcceptSave);
  dialog.setDefaultSuffix(QStringLiteral("thalweg"));
  dialog.selectFile(suggested);
  if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) return false;
  const QString path = dialog.selectedFiles().first();
  if (settings_) settings_->setValue(folderKey, QFileInfo(path).absolutePath());
  return saveTo(path);
}

bool Document::keepTried() {
  if (!builtIn_ || keptFolder_.isEmpty() || !model_.path().isEmpty()) return false;
  try {
    recent_.add(keepCopy(current(), keptFolder_, model_.name()));
    return true;
  } catch (const ScenarioError&) {
    return false;  // then it is asked for
  }
}

bool Document::mayDiscard() {
  if (!model_.modified() || keepTried()) return true;
  const auto box = plainQuestion(window_, tr("Unsaved changes"), tr("Save the changes to “%1”?").arg(model_.name()),
                                 QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel);
  box->setDefaultButton(QMessageBox::Save);
  for (QAbstractButton* button : box->buttons()) button->setIcon({});  // words say it
  const int answer = box->exec();
  return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void Document::offerRecovery() {
  if (!recovery_) return;
  const std::optional<LeftBehind> found = recovery_->claim();
  if (!found) return;
  const QString name = !found->scenario.title.empty() ? QString::fromStdString(found->scenario.title)
                       : found->path.isEmpty()        ? tr("Untitled")
                                                      : shownName(QFileInfo(found->path).completeBaseName());
  const QString when = QLocale::system().toString(found->written, QStringLiteral("d MMM, HH:mm"));
  recoveryBar_->ask(
      tr("“%1” was not saved when the program ended (%2).").arg(name, when),
      {{tr("Restore"), [this, found = *found] { restore(found); }}, {tr("Discard"), [this] {
                                                                       recovery_->discardClaimed();
                                                                       offerRecovery();  // there may be more
                                                                     }}});
}

void Document::restore(const LeftBehind& found) {
  if (!mayDiscard()) return offerRecovery();
  show(found.scenario, found.path);
  // What was written after it was left behind is another's.
  if (writtenAfter(found.path, found.written)) seen_.clear();
  model_.markUnsaved();
  // It is this window's now, and on the disk again before the old copy goes.
  recovery_->writeNow();
  recovery_->discardClaimed();
  offerRecovery();
}

void Document::close() {
  if (recovery_) recovery_->finish();
}

}  // namespace thalweg
