#pragma once
/// What leaves the window as text: the PyTorch script, to the clipboard, to a file, or in a view beside the window; and
/// all paths as a table or as JSON.
/// Threads: GUI thread only; paths are computed in the background.

#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QObject>
#include <QString>

#include <memory>

class QMenu;
class QTimer;

namespace thalweg {

class CodeView;
class MessageBar;
class ScenarioModel;

class ScriptAndData : public QObject {
  Q_OBJECT

 public:
  /// `messages` outlives this, as `window` does, whose the dialogs are.
  ScriptAndData(const ThemeController& themes, ScenarioModel& model, MessageBar& messages, QWidget* window);
  ~ScriptAndData() override;

  /// A menu with all of it.
  [[nodiscard]] QMenu* makeMenu(QWidget* parent);
  /// The view, made when first asked for.
  [[nodiscard]] CodeView* view();
  void closeView();

  void showScript();
  void copyScript();
  bool saveScript(const QString& path);
  /// CSV where the name ends in .csv, else JSON. Says when it is done.
  void saveData(const QString& path);
  void chooseAndSaveScript();
  void chooseAndSaveData();

 Q_SIGNALS:
  /// `problem` is empty where it was saved.
  void dataSaved(const QString& path, const QString& problem);

 private:
  struct Written {
    QString path;
    QString problem;
  };
  /// The present scenario's script; empty with a message in `problem` where there is none.
  [[nodiscard]] QString script(QString* problem) const;
  void refreshView();
  [[nodiscard]] QString suggestedPath(const char* ending) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  MessageBar& messages_;
  QWidget* window_;
  CodeView* view_ = nullptr;
  QTimer* refresh_;
  std::unique_ptr<LatestJob<Written>> job_;
};

}  // namespace thalweg
