#include "ui/export/script_and_data.h"

#include "core/base/failure.h"
#include "core/base/file.h"
#include "core/code/python_code.h"
#include "core/reports/report.h"
#include "ui/controls/message_bar.h"
#include "ui/document/scenario_model.h"
#include "ui/export/code_view.h"
#include "ui/look/icons.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QTimer>

#include <sstream>

namespace thalweg {

namespace {

constexpr int refreshDelay = 120;  // ms; a slider's drag changes the scenario at every move

/// Writes whole or not at all; returns why it failed.
QString write(const QString& path, const std::string& bytes) {
  try {
    writeFileAtomically(path.toStdString(), bytes);
    return {};
  } catch (const std::system_error& error) {
    return QString::fromStdString(error.code().message());
  }
}

}  // namespace

ScriptAndData::ScriptAndData(const ThemeController& themes, ScenarioModel& model, MessageBar& messages, QWidget* window)
    : QObject(window),
      themes_(themes),
      model_(model),
      messages_(messages),
      window_(window),
      refresh_(new QTimer(this)) {
  refresh_->setSingleShot(true);
  refresh_->setInterval(refreshDelay);
  connect(refresh_, &QTimer::timeout, this, &ScriptAndData::refreshView);
  connect(&model, &ScenarioModel::changed, this, [this] {
    if (view_ && view_->isVisible()) refresh_->start();
  });
  job_ = std::make_unique<LatestJob<Written>>(this, [this](const Written& written) {
    const QString name = QFileInfo(written.path).fileName();
    if (written.problem.isEmpty()) {
      messages_.showMessage(MessageBar::Kind::Note, tr("Saved the paths in %1.").arg(name));
    } else {
      messages_.showMessage(MessageBar::Kind::Error, tr("%1 was not saved. %2").arg(name, written.problem));
    }
    Q_EMIT dataSaved(written.path, written.problem);
  });
}

ScriptAndData::~ScriptAndData() = default;

QMenu* ScriptAndData::makeMenu(QWidget* parent) {
  auto* menu = new QMenu(tr("PyTorch and data"), parent);
  menu->setIcon(themedIcon(themes_, QStringLiteral("export")));
  const auto add = [&](const char* icon, const QString& label, void (ScriptAndData::*act)()) {
    menu->addAction(themedIcon(themes_, QString::fromLatin1(icon)), label, this, act);
  };
  add("eye", tr("Show the PyTorch script"), &ScriptAndData::showScript);
  add("copy", tr("Copy as PyTorch script"), &ScriptAndData::copyScript);
  add("save", tr("Save PyTorch script…"), &ScriptAndData::chooseAndSaveScript);
  menu->addSeparator();
  add("save", tr("Save data (CSV, JSON)…"), &ScriptAndData::chooseAndSaveData);
  return menu;
}

CodeView* ScriptAndData::view() {
  if (view_) return view_;
  view_ = new CodeView(themes_, window_);
  connect(view_, &CodeView::copyRequested, this, &ScriptAndData::copyScript);
  connect(view_, &CodeView::saveRequested, this, &ScriptAndData::chooseAndSaveScript);
  return view_;
}

void ScriptAndData::closeView() {
  if (view_) view_->close();
}

QString ScriptAndData::script(QString* problem) const {
  try {
    return QString::fromStdString(pytorchScript(model_.scenario()));
  } catch (const std::exception& error) {
    *problem = tr("There is no script for this scenario: %1").arg(QString::fromStdString(failureWords(error)));
    return {};
  }
}

void ScriptAndData::refreshView() {
  QString problem;
  const QString text = script(&problem);
  view()->setScript(text, problem);
}

void ScriptAndData::showScript() {
  refreshView();
  view_->show();
  view_->raise();
  view_->activateWindow();
}

void ScriptAndData::copyScript() {
  QString problem;
  const QString text = script(&problem);
  if (!problem.isEmpty()) return messages_.showMessage(MessageBar::Kind::Error, problem);
  QGuiApplication::clipboard()->setText(text);
  messages_.showMessage(MessageBar::Kind::Note, tr("The PyTorch script is on the clipboard."));
}

bool ScriptAndData::saveScript(const QString& path) {
  QString problem;
  const QString text = script(&problem);
  const QString name = QFileInfo(path).fileName();
  if (problem.isEmpty()) {
    const QString failure = write(path, text.toStdString());
    if (!failure.isEmpty()) problem = tr("%1 was not saved. %2").arg(name, failure);
  }
  if (!problem.isEmpty()) {
    messages_.showMessage(MessageBar::Kind::Error, problem);
    return false;
  }
  messages_.showMessage(MessageBar::Kind::Note, tr("Saved the script in %1.").arg(name));
  return true;
}

void ScriptAndData::saveData(const QString& path) {
  const bool table = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
  messages_.showMessage(MessageBar::Kind::Note, tr("Computing the paths…"));
  job_->request([path, table, scenario = model_.snapshot()](const std::stop_token& stop) -> Written {
    try {
      const std::vector<RunResult> runs = runScenario(*scenario, stop);
      if (stop.stop_requested()) return {};
      std::ostringstream out;
      out.imbue(std::locale::classic());
      (table ? writeRunsCsv : writeRunsJson)(*scenario, runs, out);
      return {path, write(path, std::move(out).str())};
    } catch (const std::exception& error) {
      return {path, QString::fromStdString(failureWords(error))};
    }
  });
}

QString ScriptAndData::suggestedPath(const char* ending) const {
  QString name = model_.name();
  name.replace(QLatin1Char('/'), QLatin1Char('-'));
  const QString folder = model_.path().isEmpty() ? QDir::homePath() : QFileInfo(model_.path()).path();
  return QDir(folder).filePath(name + QLatin1String(ending));
}

void ScriptAndData::chooseAndSaveScript() {
  QString path = QFileDialog::getSaveFileName(view_ && view_->isActiveWindow() ? view_ : window_,
                                              tr("Save the PyTorch script"), suggestedPath(".py"), tr("Python (*.py)"));
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".py");
  saveScript(path);
}

void ScriptAndData::chooseAndSaveData() {
  QString kind;
  QString path = QFileDialog::getSaveFileName(window_, tr("Save the paths"), suggestedPath(".csv"),
                                              tr("Table (*.csv);;JSON (*.json)"), &kind);
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty())
    path += kind.contains(QLatin1String("json")) ? QStringLiteral(".json") : QStringLiteral(".csv");
  saveData(path);
}

}  // namespace thalweg
