#include "ui/main_window.h"

#include "core/scenario_file.h"
#include "ui/chart_row.h"
#include "ui/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/panel_card.h"
#include "ui/panel_edits.h"
#include "ui/panel_grid.h"
#include "ui/timeline_bar.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QTimer>

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

/// Surfaces that fill a layout with more places than the scenario has panels, in this order.
constexpr std::array<const char*, 6> spareObjectives = {"saddle",     "rosenbrock", "gaussian_wells",
                                                        "himmelblau", "beale",      "styblinski_tang"};

/// A bar with the dock's ground and a line below.
class Bar : public QWidget {
 public:
  Bar(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {}

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.fillRect(rect(), themes_.theme().dock);
    painter.fillRect(QRect(0, height() - 1, width(), 1), themes_.theme().border);
  }

 private:
  const ThemeController& themes_;
};

}  // namespace

MainWindow::MainWindow(ThemeController& themes, QWidget* parent)
    : QMainWindow(parent), themes_(themes), compute_(model_) {
  const Theme& theme = themes.theme();
  setMinimumSize(theme.ipx(1200), theme.ipx(700));
  resize(theme.ipx(1440), theme.ipx(860));
  setAcceptDrops(true);
  // Keys are the player's until a control is chosen; the first button would take Space for itself.
  setFocusPolicy(Qt::ClickFocus);
  setFocus();

  auto* whole = new QWidget(this);
  auto* column = new QVBoxLayout(whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  grid_ = new PanelGrid(themes_, model_, compute_, whole);
  pager_ = new PanelPager(themes_, model_, *grid_, this);
  buildToolbar(column);

  auto* middle = new QHBoxLayout;
  middle->setContentsMargins(0, 0, 0, 0);
  middle->setSpacing(0);
  dock_ = new ContenderDock(themes_, model_, compute_, whole);
  dock_->setFixedWidth(theme.ipx(312));
  middle->addWidget(dock_);
  center_ = new QWidget(whole);
  auto* stack = new QVBoxLayout(center_);
  stack->setContentsMargins(theme.u(2), theme.u(2), theme.u(2), theme.u(2));
  stack->setSpacing(theme.u(2));
  stack->addWidget(grid_, 1);
  charts_ = new ChartRow(themes_, model_, compute_, playback_, center_);
  stack->addWidget(charts_);
  middle->addWidget(center_, 1);
  column->addLayout(middle, 1);
  timeline_ = new TimelineBar(themes_, model_, compute_, playback_, whole);
  column->addWidget(timeline_);
  setCentralWidget(whole);
  buildMenu();
  connectParts();
}

MainWindow::~MainWindow() {
  // Panels refer to what is destroyed before them otherwise.
  delete takeCentralWidget();
}

PanelCard* MainWindow::panel(std::size_t index) const { return grid_->card(index); }

void MainWindow::buildToolbar(QLayout* column) {
  const Theme& theme = themes_.theme();
  toolbar_ = new Bar(themes_, this);
  toolbar_->setFixedHeight(theme.ipx(48));
  auto* line = new QHBoxLayout(toolbar_);
  line->setContentsMargins(theme.u(2), 0, theme.u(3), 0);
  line->setSpacing(theme.u(2));
  menu_ = new FlatButton(themes_, QStringLiteral("menu"), {}, toolbar_);
  menu_->setToolTip(tr("Menu"));
  title_ = new QLabel(toolbar_);
  title_->setFont(theme.font(TextRole::Title));
  undo_ = new FlatButton(themes_, QStringLiteral("undo"), {}, toolbar_);
  redo_ = new FlatButton(themes_, QStringLiteral("redo"), {}, toolbar_);
  layouts_ = new SegmentedControl(themes_, toolbar_);
  for (const int count : layoutCounts) {
    layouts_->addSegment(QStringLiteral("layout-%1").arg(count), QString::number(count),
                         tr("%n panel(s) side by side", nullptr, count));
  }
  message_ = new QLabel(toolbar_);
  message_->setProperty("role", QStringLiteral("secondary"));
  const auto addRule = [&] {
    auto* rule = new Rule(themes_, Qt::Vertical, toolbar_);
    rule->setFixedHeight(theme.ipx(24));
    line->addWidget(rule);
  };
  line->addWidget(menu_);
  line->addWidget(title_);
  addRule();
  line->addWidget(undo_);
  line->addWidget(redo_);
  addRule();
  line->addWidget(layouts_);
  line->addWidget(pager_);
  line->addSpacing(theme.u(2));
  line->addWidget(message_, 1);
  column->addWidget(toolbar_);
}

void MainWindow::buildMenu() {
  auto* menu = new QMenu(this);
  const auto add = [&](const QString& icon, const QString& label, const QKeySequence& keys, const auto& act) {
    QAction* action = menu->addAction(themedIcon(themes_, icon), label, this, act);
    action->setShortcut(keys);
    addAction(action);
    return action;
  };
  add(QStringLiteral("book"), tr("New"), QKeySequence::New, [this] {
    if (mayDiscard()) show(startUpScenario());
  });
  add(QStringLiteral("folder"), tr("Open…"), QKeySequence::Open, [this] {
    if (!mayDiscard()) return;
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a scenario"), {}, tr("Scenarios (*.thalweg);;All files (*)"));
    if (!path.isEmpty()) open(path);
  });
  add(QStringLiteral("save"), tr("Save"), QKeySequence::Save, [this] { save(); });
  add(QStringLiteral("save"), tr("Save as…"), QKeySequence::SaveAs, [this] { saveAs(); });
  menu->addSeparator();
  QMenu* look = menu->addMenu(themedIcon(themes_, QStringLiteral("sun")), tr("Theme"));
  auto* group = new QActionGroup(look);
  const std::array<std::pair<QString, ThemeController::Mode>, 3> modes = {
      {{tr("As the system"), ThemeController::Mode::System},
       {tr("Light"), ThemeController::Mode::Light},
       {tr("Dark"), ThemeController::Mode::Dark}}};
  for (const auto& [label, mode] : modes) {
    QAction* action = look->addAction(label, this, [this, mode = mode] { themes_.setMode(mode); });
    action->setCheckable(true);
    action->setChecked(themes_.mode() == mode);
    group->addAction(action);
  }
  menu->addSeparator();
  add(QStringLiteral("close"), tr("Quit"), QKeySequence::Quit, [this] { close(); });
  connect(menu_, &QToolButton::clicked, this,
          [this, menu] { menu->popup(menu_->mapToGlobal(QPoint(0, menu_->height()))); });

  for (FlatButton* button : {undo_, redo_}) {
    QUndoStack* stack = model_.undoStack();
    QAction* action = button == undo_ ? stack->createUndoAction(this) : stack->createRedoAction(this);
    action->setShortcut(button == undo_ ? QKeySequence(QStringLiteral("Ctrl+Z"))
                                        : QKeySequence(QStringLiteral("Ctrl+Shift+Z")));
    addAction(action);
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    const auto show = [button, action] {
      button->setEnabled(action->isEnabled());
      button->setToolTip(
          QStringLiteral("%1 (%2)").arg(action->text(), action->shortcut().toString(QKeySequence::NativeText)));
    };
    connect(action, &QAction::changed, button, show);
    show();
  }
}

void MainWindow::connectParts() {
  connect(layouts_, &SegmentedControl::chosen, this,
          [this](int i) { setLayoutCount(layoutCounts[static_cast<std::size_t>(i)]); });
  connect(&model_, &ScenarioModel::changed, this, &MainWindow::refresh);
  connect(&model_, &ScenarioModel::documentChanged, this, &MainWindow::showTitle);
  connect(&playback_, &Playback::stepChanged, this, [this](std::int64_t step) {
    grid_->setStep(step);
    dock_->setStep(step);
  });
  connect(&compute_, &ComputeController::objectiveChanged, this, [this](std::size_t i) {
    if (PanelCard* card = panel(i)) card->showObjective();
  });
  connect(&compute_, &ComputeController::surfaceChanged, this, [this](std::size_t i) {
    if (PanelCard* card = panel(i)) card->showSurface();
  });
  connect(charts_, &ChartRow::panelChosen, grid_, &PanelGrid::choose);
  connect(&compute_, &ComputeController::pathsChanged, grid_, &PanelGrid::showPaths);
  connect(dock_, &ContenderDock::selectedChanged, this, [this](std::size_t i) {
    grid_->setContender(i);
    charts_->setContender(i);
  });
  connect(grid_, &PanelGrid::chosenChanged, this, &MainWindow::showPanel);
  connect(grid_, &PanelGrid::arranged, this, &MainWindow::alignPlots);
}

void MainWindow::show(const Scenario& scenario, const QString& path) {
  const Display display = scenario.display;
  model_.reset(scenario, path);
  grid_->choose(std::min<std::size_t>(scenario.panels.empty() ? 0 : scenario.panels.size() - 1,
                                      scenario.panels.size() > 1 ? 1 : 0));
  playback_.setPlaying(false);
  playback_.setLoop(display.loop);
  playback_.setSpeed(display.speed);
  playback_.setStep(display.step);
  playback_.setPlaying(display.playing);
}

void MainWindow::refresh(const Scenario& now) {
  playback_.setSteps(now.steps);
  grid_->refresh();
  pager_->refresh();
  const auto layout = std::ranges::find(layoutCounts, now.display.layout);
  layouts_->setCurrent(static_cast<int>(layout - layoutCounts.begin()));
  showPanel(grid_->chosen());
}

void MainWindow::alignPlots() {
  if (grid_->shown().empty()) return;
  // Two rows of panels leave the charts no room in a small window.
  charts_->setVisible(grid_->rows() < 2 || height() > themes_.theme().ipx(900));
  const auto [left, right] = grid_->plotEdges(centralWidget());
  timeline_->setEdges(left, right);
}

void MainWindow::setLayoutCount(int count) {
  model_.edit(tr("Layout"), [count](Scenario& s) {
    s.display.layout = count;
    s.display.enlarged.reset();
    for (const char* id : spareObjectives) {
      if (s.panels.size() >= static_cast<std::size_t>(count)) break;
      const bool there = std::ranges::any_of(s.panels, [id](const Panel& p) { return p.objective == id; });
      if (!there) s.panels.push_back({id, {}, {}, {}, {}});
    }
  });
}

void MainWindow::showPanel(std::size_t index) {
  dock_->setPanel(index);
  charts_->setPanel(index);
  timeline_->setPanel(index);
}

void MainWindow::showTitle() {
  title_->setText(model_.name() + (model_.modified() ? QStringLiteral(" •") : QString()));
  title_->setToolTip(model_.path());
  setWindowTitle(tr("%1[*] – Thalweg").arg(model_.name()));
  setWindowModified(model_.modified());
}

void MainWindow::showMessage(const QString& words) {
  message_->setText(words);
  QTimer::singleShot(12'000, message_, [this, words] {
    if (message_->text() == words) message_->clear();
  });
}

bool MainWindow::open(const QString& path) {
  try {
    show(loadScenario(path.toStdString()), path);
    message_->clear();
    return true;
  } catch (const ScenarioError& error) {
    showMessage(QString::fromUtf8(error.what()));
    return false;
  }
}

bool MainWindow::saveTo(const QString& path) {
  Scenario scenario = model_.scenario();
  scenario.display.step = playback_.step();
  scenario.display.playing = playback_.playing();
  scenario.display.speed = playback_.speed();
  scenario.display.loop = playback_.loop();
  try {
    saveScenario(scenario, path.toStdString());
  } catch (const ScenarioError& error) {
    showMessage(tr("Not saved. %1").arg(QString::fromUtf8(error.what())));
    return false;
  }
  model_.markSaved(path);
  showMessage(tr("Saved."));
  return true;
}

bool MainWindow::save() { return model_.path().isEmpty() ? saveAs() : saveTo(model_.path()); }

bool MainWindow::saveAs() {
  QString path =
      QFileDialog::getSaveFileName(this, tr("Save the scenario"), model_.path(), tr("Scenarios (*.thalweg)"));
  if (path.isEmpty()) return false;
  if (!path.contains(QLatin1Char('.'))) path += QStringLiteral(".thalweg");
  return saveTo(path);
}

bool MainWindow::mayDiscard() {
  if (!model_.modified()) return true;
  const auto answer =
      QMessageBox::question(this, tr("Unsaved changes"), tr("“%1” has unsaved changes.").arg(model_.name()),
                            QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
  return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void MainWindow::closeEvent(QCloseEvent* event) { event->setAccepted(mayDiscard()); }

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  const Theme& theme = themes_.theme();
  const bool compact = width() < theme.ipx(1500);
  if (compact != compact_) {
    compact_ = compact;
    dock_->setFixedWidth(theme.ipx(compact ? 248 : 312));
    dock_->setCompact(compact);
    layouts_->setTextsVisible(!compact);
    grid_->setCompact(compact);
  }
  charts_->setCompact(height() < theme.ipx(900));
  alignPlots();
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Space:
      return playback_.toggle();
    case Qt::Key_Left:
      return playback_.stepBy(-1);
    case Qt::Key_Right:
      return playback_.stepBy(1);
    case Qt::Key_Home:
      return playback_.stepBy(-playback_.step());
    case Qt::Key_End:
      return playback_.stepBy(playback_.steps());
    case Qt::Key_PageUp:
      return grid_->turn(-1);
    case Qt::Key_PageDown:
      return grid_->turn(1);
    case Qt::Key_Escape:
      if (grid_->restore()) return;
      break;
    case Qt::Key_Plus:
      return playback_.setSpeed(playback_.speed() * 1.25);
    case Qt::Key_Minus:
      return playback_.setSpeed(playback_.speed() / 1.25);
    default:
      break;
  }
  const int digit = event->key() - Qt::Key_1;
  if (digit >= 0 && digit < 9 && static_cast<std::size_t>(digit) < model_.scenario().contenders.size()) {
    model_.edit(tr("Show or hide a contender"), [digit](Scenario& s) {
      bool& hidden = s.contenders[static_cast<std::size_t>(digit)].hidden;
      hidden = !hidden;
    });
    return;
  }
  QMainWindow::keyPressEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  if (urls.isEmpty() || !urls.first().isLocalFile())
    return showMessage(tr("Only files on this computer can be dropped here."));
  if (mayDiscard()) open(urls.first().toLocalFile());
}

}  // namespace thalweg
