#include "ui/window/main_menu.h"

#include "ui/look/icons.h"

#include <QActionGroup>
#include <QUndoStack>

#include <array>

namespace thalweg {

Actions makeActions(QWidget* window, QUndoStack& undo, const std::function<void(Command)>& run) {
  Actions actions;
  for (const Shortcut& entry : shortcuts()) {
    if (!entry.everywhere) continue;
    QAction* action = nullptr;
    if (entry.command == Command::Undo) {
      action = undo.createUndoAction(window);
    } else if (entry.command == Command::Redo) {
      action = undo.createRedoAction(window);
    } else {
      action = new QAction(entry.label, window);
      QObject::connect(action, &QAction::triggered, window, [run, command = entry.command] { run(command); });
    }
    action->setShortcuts(QList<QKeySequence>(entry.keys.begin(), entry.keys.end()));
    window->addAction(action);
    actions[entry.command] = action;
  }
  return actions;
}

namespace {

void addThemes(QMenu& menu, ThemeController& themes) {
  QMenu* look = menu.addMenu(themedIcon(themes, QStringLiteral("sun")), QMenu::tr("Theme"));
  auto* group = new QActionGroup(look);
  const std::array<std::pair<QString, ThemeController::Mode>, 4> modes = {
      {{QMenu::tr("As the system"), ThemeController::Mode::System},
       {QMenu::tr("Light"), ThemeController::Mode::Light},
       {QMenu::tr("Dark"), ThemeController::Mode::Dark},
       {QMenu::tr("High contrast"), ThemeController::Mode::HighContrast}}};
  for (const auto& [label, mode] : modes) {
    QAction* action = look->addAction(label, look, [&themes, mode = mode] { themes.setMode(mode); });
    action->setCheckable(true);
    group->addAction(action);
    QObject::connect(look, &QMenu::aboutToShow, action,
                     [action, &themes, mode = mode] { action->setChecked(themes.mode() == mode); });
  }
}

void addTextSizes(QMenu& menu, ThemeController& themes) {
  QMenu* sizes = menu.addMenu(themedIcon(themes, QStringLiteral("search")), QMenu::tr("Text size"));
  auto* group = new QActionGroup(sizes);
  for (const int percent : {75, 90, 100, 110, 125, 150, 175, 200}) {
    QAction* action = sizes->addAction(QMenu::tr("%1 %").arg(percent), sizes,
                                       [&themes, percent] { themes.setTextScale(percent / 100.0); });
    action->setCheckable(true);
    group->addAction(action);
    QObject::connect(sizes, &QMenu::aboutToShow, action,
                     [action, &themes, percent] { action->setChecked(qRound(themes.textScale() * 100) == percent); });
  }
}

}  // namespace

QMenu* makeMainMenu(QWidget* window, ThemeController& themes, const Actions& actions,
                    const std::function<void(QMenu&)>& fillRecent) {
  auto* menu = new QMenu(window);
  const auto add = [&](Command command, const char* icon) {
    QAction* action = actions.at(command);
    action->setIcon(themedIcon(themes, QString::fromLatin1(icon)));
    menu->addAction(action);
  };
  add(Command::New, "plus");
  add(Command::Open, "folder");
  add(Command::OpenRun, "import");
  QMenu* recent = menu->addMenu(themedIcon(themes, QStringLiteral("folder")), QMenu::tr("Open recent"));
  recent->setToolTipsVisible(true);
  QObject::connect(menu, &QMenu::aboutToShow, recent, [recent, fillRecent] {
    recent->clear();
    fillRecent(*recent);
    recent->setEnabled(!recent->isEmpty());
  });
  add(Command::Scenarios, "book");
  add(Command::Lessons, "book");
  add(Command::WriteLesson, "pencil");
  add(Command::SaveAnswers, "save");
  add(Command::OpenClass, "layers");
  add(Command::Present, "present");
  menu->addSeparator();
  add(Command::Save, "save");
  add(Command::SaveAs, "save");
  add(Command::Rename, "pencil");
  add(Command::CopyLink, "link");
  add(Command::PasteLink, "link");
  add(Command::ShowCode, "link");
  menu->addSeparator();
  add(Command::Export, "export");
  add(Command::CopyPicture, "camera");
  menu->addSeparator();
  QMenu* view = menu->addMenu(themedIcon(themes, QStringLiteral("eye")), QMenu::tr("View"));
  addThemes(*view, themes);
  addTextSizes(*view, themes);
  menu->addSeparator();
  add(Command::ShowHelp, "help");
  add(Command::ShowAbout, "info");
  menu->addSeparator();
  add(Command::Quit, "close");
  return menu;
}

}  // namespace thalweg
