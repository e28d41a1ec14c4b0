#include "ui/window/main_window.h"

#include "core/base/file.h"
#include "core/recorded/recorded_hint.h"
#include "core/scenario/scenario_link.h"
#include "ui/background/work_pool.h"
#include "ui/charts/chart_row.h"
#include "ui/contenders/contender_dock.h"
#include "ui/controls/buttons.h"
#include "ui/controls/message_bar.h"
#include "ui/controls/panels.h"
#include "ui/controls/rescale.h"
#include "ui/controls/tab_group.h"
#include "ui/document/built_in_scenarios.h"
#include "ui/document/document.h"
#include "ui/document/file_name.h"
#include "ui/document/height_import.h"
#include "ui/document/panel_edits.h"
#include "ui/explain/explain_page.h"
#include "ui/export/exporter.h"
#include "ui/export/script_and_data.h"
#include "ui/lessons/lesson_gallery.h"
#include "ui/lessons/lesson_view.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/maps/map_button.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/window/edge_handle.h"
#include "ui/window/focus_keys.h"
#include "ui/window/help_window.h"
#include "ui/window/keyboard_map.h"
#include "ui/window/lesson_guide.h"
#include "ui/window/opening.h"
#include "ui/window/presenter.h"
#include "ui/window/qr_view.h"
#include "ui/window/run_opener.h"
#include "ui/window/scenario_gallery.h"
#include "ui/window/scenario_note.h"
#include "ui/window/tab_dock.h"
#include "ui/window/tab_order.h"
#include "ui/window/timeline_bar.h"
#include "ui/window/title_button.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <array>
#include <utility>

namespace thalweg {

namespace {

/// Surfaces that fill a layout with more places than the scenario has panels, in this order.
constexpr std::array<const char*, 6> spareObjectives = {"saddle",     "rosenbrock", "gaussian_wells",
                                                        "himmelblau", "beale",      "styblinski_tang"};

/// Whether a file is a training run's, as far as its beginning says.
bool isRun(const QString& path) {
  constexpr std::size_t enough = 1u << 16;
  try {
    return meansRun(readFile(nameBytes(path), enough));
  } catch (const std::system_error&) {
    return false;  // then opening it says why
  }
}

constexpr int dockWidth = 312;
constexpr int compactDockWidth = 248;
constexpr int leastColumn = 300;  // a panel beside the open right dock
constexpr int mostColumns = 3;
constexpr int leastCharts = 120;  // high
constexpr int otherHeight = 136;  // of bars and gaps, beside panels and charts
/// Panels in one or two rows are at least so high before charts fold.
constexpr std::array<int, 2> leastRow = {300, 250};

const auto geometryKey = QStringLiteral("window/geometry");
const auto themeKey = QStringLiteral("window/theme");
const auto textKey = QStringLiteral("window/text_size");

/// A width for wide windows and one for narrow ones.
QString dockKey(bool compact) { return compact ? QStringLiteral("window/dock_narrow") : QStringLiteral("window/dock"); }

/// Whether the right dock was folded in a wide window.
const auto sideKey = QStringLiteral("window/side_folded");

/// A height for high windows and one for low ones.
QString chartsKey(bool low) { return low ? QStringLiteral("window/charts_low") : QStringLiteral("window/charts"); }

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

MainWindow::MainWindow(ThemeController& themes, const WindowMemory& memory, QWidget* parent)
    : QMainWindow(parent), themes_(themes), memory_(memory), view_(model_, playback_), compute_(model_) {
  const Theme& theme = themes.theme();
  setMinimumSize(theme.ipx(leastWindow.width()), theme.ipx(leastWindow.height()));
  resize(theme.ipx(1440), theme.ipx(860));
  setAcceptDrops(true);
  // Keys are the player's until a control is chosen; the first button would take Space for itself.
  setFocusPolicy(Qt::ClickFocus);
  setFocus();
  document_ = std::make_unique<Document>(model_, playback_, memory.settings, memory.recoveryFolder, this);

  whole_ = std::make_unique<QWidget>(this);
  QWidget* whole = whole_.get();
  auto* column = new QVBoxLayout(whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  grid_ = new PanelGrid(themes_, model_, compute_, view_, whole);
  pager_ = new PanelPager(themes_, model_, *grid_, this);
  buildToolbar(column);

  auto* middle = new QHBoxLayout;
  middle->setContentsMargins(0, 0, 0, 0);
  middle->setSpacing(0);
  dock_ = new ContenderDock(themes_, model_, compute_, view_, whole);
  dockHandle_ =
      new EdgeHandle(themes_, Qt::Horizontal, dock_, compactDockWidth, tr("Width of the contender list"), whole);
  maps_ = new MapButton(themes_, model_, compute_, view_, *grid_, *dock_, toolbar_);
  auto* tools = static_cast<QHBoxLayout*>(toolbar_->layout());
  tools->insertWidget(tools->indexOf(mapRule_) + 1, maps_);
  middle->addWidget(dock_);
  middle->addWidget(dockHandle_);
  center_ = new QWidget(whole);
  auto* stack = new QVBoxLayout(center_);
  stack->setContentsMargins(theme.u(2) - dockHandle_->width(), theme.u(2), theme.u(2), theme.u(2));
  stack->setSpacing(0);
  stack->addWidget(grid_, 1);
  charts_ = new ChartRow(themes_, model_, compute_, view_, center_);
  chartHandle_ = new EdgeHandle(themes_, Qt::Vertical, charts_, leastCharts, tr("Height of the charts"), center_);
  stack->addWidget(chartHandle_);
  stack->addWidget(charts_);
  middle->addWidget(center_, 1);
  side_ = new TabDock(themes_, whole);
  explain_ = new ExplainPage(themes_, model_, compute_, view_, *grid_);
  side_->addPage(QStringLiteral("bulb"), tr("Explain"),
                 tr("Why the step goes where it goes (%1)").arg(keyText(Command::Explain)), explain_);
  middle->addWidget(side_);
  column->addLayout(middle, 1);
  timeline_ = new TimelineBar(themes_, model_, compute_, view_, whole);
  column->addWidget(timeline_);
  auto* area = new MessageArea(themes_, toolbar_->height() + theme.u(2), whole);
  messages_ = area->addBar();
  recoveryBar_ = area->addBar();
  document_->setBars(messages_, recoveryBar_);
  runOpener_ = new RunOpener(*document_, *messages_, this);
  document_->setLongReader([this](const QString& path) { runOpener_->open(path); });
  guide_ = new LessonGuide(themes_, model_, *document_, view_, compute_, {*grid_, *charts_, *timeline_, *side_},
                           memory.settings, this);
  setCentralWidget(whole);
  presenter_ = new Presenter(themes_, model_, view_, *guide_, *grid_, *this, *column, *timeline_);
  keyboardMap_ = new KeyboardMap(themes_, this);
  for (QWidget* part : std::initializer_list<QWidget*>{toolbar_, dock_, timeline_}) makeTabGroup(part);
  new FocusKeys(
      *this, [this](const QKeyEvent& event) { return act(event); },
      [this](bool forward) {
        if (QWidget* target = nextInGroup(readingOrder(*centralWidget()), focusWidget(), forward))
          target->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
      });
  buildActions();
  connectParts();
  connectExport();
  chooseDockWidth();
  chooseSide();
  restoreSizes();
}

MainWindow::~MainWindow() = default;

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
  title_ = new TitleButton(themes_, toolbar_);
  note_ = new ScenarioNote(themes_, memory_.settings, toolbar_->parentWidget());
  lessonsButton_ = new FlatButton(themes_, QStringLiteral("book"), tr("Lessons"), toolbar_);
  lessonsButton_->setToolTip(tr("Lessons that ask before they show (%1)").arg(keyText(Command::Lessons)));
  leaveLesson_ = new FlatButton(themes_, QStringLiteral("close"), tr("Leave the lesson"), toolbar_);
  leaveLesson_->setToolTip(tr("Back to the scenario before it"));
  leaveLesson_->hide();
  undo_ = new FlatButton(themes_, QStringLiteral("undo"), {}, toolbar_);
  redo_ = new FlatButton(themes_, QStringLiteral("redo"), {}, toolbar_);
  layouts_ = new SegmentedControl(themes_, toolbar_);
  for (const int count : layoutCounts) {
    layouts_->addSegment(QStringLiteral("layout-%1").arg(count), QString::number(count),
                         count == 1 ? tr("One panel") : tr("%1 panels side by side").arg(count));
  }
  projections_ = new SegmentedControl(themes_, toolbar_);
  projections_->addSegment({}, tr("2-D"),
                           tr("All surfaces as maps (%1); with Alt this panel's").arg(keyText(Command::Projection)));
  projections_->addSegment(
      {}, tr("3-D"), tr("All surfaces as landscapes (%1); with Alt this panel's").arg(keyText(Command::Projection)));
  present_ = new FlatButton(themes_, QStringLiteral("present"), tr("Present"), toolbar_);
  present_->setToolTip(tr("Full screen with large type, for a class (%1)").arg(keyText(Command::Present)));
  export_ = new FlatButton(themes_, QStringLiteral("export"), tr("Export"), toolbar_);
  export_->setToolTip(tr("Export a picture or an animation (%1)").arg(keyText(Command::Export)));
  help_ = new FlatButton(themes_, QStringLiteral("help"), {}, toolbar_);
  help_->setToolTip(tr("Help (%1); keys: %2").arg(keyText(Command::ShowHelp), keyText(Command::ShowKeys)));
  const auto addRule = [&] {
    auto* rule = new Rule(themes_, Qt::Vertical, toolbar_);
    rule->setFixedHeight(theme.ipx(24));
    line->addWidget(rule);
    return rule;
  };
  line->addWidget(menu_);
  line->addWidget(title_);
  line->addWidget(note_->button());
  line->addWidget(lessonsButton_);
  addRule();
  line->addWidget(undo_);
  line->addWidget(redo_);
  layoutRule_ = addRule();
  line->addWidget(layouts_);
  line->addWidget(projections_);
  line->addWidget(pager_);
  mapRule_ = addRule();
  line->addStretch(1);
  line->addWidget(leaveLesson_);
  line->addWidget(present_);
  line->addWidget(export_);
  line->addWidget(help_);
  column->addWidget(toolbar_);
  column->addWidget(note_);
}

void MainWindow::buildActions() {
  actions_ = makeActions(this, *model_.undoStack(), [this](Command command) { run(command); });
  QMenu* menu = makeMainMenu(this, themes_, actions_, [this](QMenu& recent) { showRecent(recent); });
  scriptAndData_ = std::make_unique<ScriptAndData>(themes_, model_, *messages_, this);
  const QList<QAction*> entries = menu->actions();
  menu->insertMenu(entries.value(entries.indexOf(actions_.at(Command::Rename)) + 1), scriptAndData_->makeMenu(menu));
  connect(menu_, &QToolButton::clicked, this,
          [this, menu] { menu->popup(menu_->mapToGlobal(QPoint(0, menu_->height()))); });
  for (FlatButton* button : {undo_, redo_}) {
    QAction* action = actions_.at(button == undo_ ? Command::Undo : Command::Redo);
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

void MainWindow::showRecent(QMenu& menu) {
  for (const QString& path : document_->recent().paths()) {
    QAction* action = menu.addAction(menuText(shownName(QFileInfo(path).fileName())), this,
                                     [this, path] { document_->askAndOpen(path); });
    action->setToolTip(shownName(path));
    action->setEnabled(isThere(path));
  }
}

void MainWindow::run(Command command) {
  if (!guide_->allows(command)) return;
  switch (command) {
    case Command::New: {
      Scenario fresh = startUpScenario();
      fresh.title.clear();
      return document_->askAndShow(fresh);
    }
    case Command::Open:
      return document_->chooseAndOpen();
    case Command::OpenRun:
      return document_->chooseAndOpenRun();
    case Command::Save:
      document_->save();
      return;
    case Command::SaveAs:
      document_->saveAs();
      return;
    case Command::Rename:
      return title_->edit();
    case Command::Export:
      return exporter_->open();
    case Command::CopyPicture:
      return exporter_->copy({}, center_->size());
    case Command::CopyLink:
      return document_->copyLink(guide_->running() ? &lessons()->whole() : nullptr);
    case Command::PasteLink:
      // A table is for the data of the selected panel.
      if (PanelCard* card = panel(view_.now().panel); card && card->pastePoints(QGuiApplication::clipboard()->text()))
        return;
      return document_->pasteLink();
    case Command::Scenarios:
      return gallery()->openBelow(title_);
    case Command::Lessons:
      return lessonGallery()->openBelow(lessonsButton_);
    case Command::Present:
      return presenter_->toggle();
    case Command::SaveAnswers:
      return guide_->saveAnswers();
    case Command::OpenClass:
      return guide_->openClass();
    case Command::ShowCode:
      return showCode();
    case Command::WriteLesson:
      return guide_->write();
    case Command::Quit:
      close();
      return;
    case Command::Undo:
    case Command::Redo:
      return actions_.at(command)->trigger();
    case Command::PlayPause:
      return playback_.toggle();
    case Command::StepBack:
      return playback_.stepBy(-1);
    case Command::StepOn:
      return playback_.stepBy(1);
    case Command::TenBack:
      return playback_.stepBy(-10);
    case Command::TenOn:
      return playback_.stepBy(10);
    case Command::PageBack:
      return grid_->turn(-1);
    case Command::PageOn:
      return grid_->turn(1);
    case Command::AllPanels:
      if (!grid_->restore()) side_->setFolded(true);
      return setFocus();  // the keys are the player's again
    case Command::Explain:
      return toggleExplain();
    case Command::PhaseBack:
    case Command::PhaseOn:
      if (explain_->isOpen()) explain_->walk(command == Command::PhaseOn ? 1 : -1);
      return;
    case Command::Fit:
      if (PanelCard* card = panel(view_.now().panel)) card->fit();
      return;
    case Command::FitPaths:
      if (PanelCard* card = panel(view_.now().panel)) card->fitPaths();
      return;
    case Command::FirstStep:
      return playback_.stepBy(-playback_.step());
    case Command::LastStep:
      return playback_.stepBy(playback_.steps());
    case Command::Slower:
      return playback_.setSpeed(playback_.speed() / 1.25);
    case Command::Faster:
      return playback_.setSpeed(playback_.speed() * 1.25);
    case Command::Projection:
      return project(shownProjection() == 1 ? 0 : 1, false);
    case Command::Loop:
      return playback_.setLoop(!playback_.loop());
    case Command::ToggleContender:
      return;  // which one is the key's to say
    case Command::ContenderUp:
      return dock_->moveBy(view_.now().contender, -1);
    case Command::ContenderDown:
      return dock_->moveBy(view_.now().contender, 1);
    case Command::DuplicateContender:
      return dock_->duplicate(view_.now().contender);
    case Command::Branch:
      return dock_->branch(view_.now().contender, view_.now().step);
    case Command::ShowKeys:
      return keyboardMap_->open();
    case Command::ShowHelp:
      return help()->open(HelpWindow::guide);
    case Command::ShowAbout:
      return help()->open(HelpWindow::about);
  }
}

ScenarioGallery* MainWindow::gallery() {
  if (gallery_) return gallery_.get();
  gallery_ = std::make_unique<ScenarioGallery>(themes_, document_->recent(), this);
  connect(gallery_.get(), &ScenarioGallery::builtInChosen, this,
          [this](std::size_t i) { document_->askAndShow(builtInScenarios()[i].scenario); });
  connect(gallery_.get(), &ScenarioGallery::fileChosen, document_.get(), &Document::askAndOpen);
  connect(gallery_.get(), &ScenarioGallery::openRequested, document_.get(), &Document::chooseAndOpen);
  connect(gallery_.get(), &ScenarioGallery::newRequested, this, [this] { run(Command::New); });
  return gallery_.get();
}

/// Of the lesson that is gone through, or of the scenario.
void MainWindow::showCode() {
  try {
    const Scenario& shown = guide_->running() ? lessons()->whole() : model_.scenario();
    const std::string link = scenarioLink(shown);
    const QImage picture = qrPicture(link);
    if (picture.isNull())
      return messages_->showMessage(
          MessageBar::Kind::Error,
          tr("The link has %1 characters; a QR picture holds %2. Copy it as a link.").arg(link.size()).arg(mostOfQr));
    new QrView(themes_, picture, model_.name(), this);
  } catch (const ScenarioError& error) {
    messages_->showMessage(MessageBar::Kind::Error, text(error.what()));
  }
}

LessonGallery* MainWindow::lessonGallery() { return guide_->gallery(); }
LessonSession* MainWindow::lessons() const { return &guide_->session(); }
LessonView* MainWindow::lessonView() const { return guide_->page(); }

void MainWindow::arrangeParts() {
  const Theme& theme = themes_.theme();
  const bool lesson = guide_->running();
  const bool presenting = presenter_->presenting();
  leaveLesson_->setVisible(lesson);
  for (QWidget* part : {static_cast<QWidget*>(layouts_), static_cast<QWidget*>(projections_),
                        static_cast<QWidget*>(maps_), layoutRule_, mapRule_})
    part->setVisible(!lesson);
  title_->setEnabled(!lesson);
  toolbar_->setVisible(!presenting);
  note_->setAway(presenting);
  dock_->setVisible(!lesson && !presenting);
  dockHandle_->setVisible(!lesson && !presenting);
  side_->setVisible(!presenting && side_->count() > 0);
  auto* center = static_cast<QBoxLayout*>(center_->layout());
  center->setContentsMargins(theme.u(2) - (dock_->isHidden() ? 0 : dockHandle_->width()), theme.u(2), theme.u(2),
                             theme.u(presenting ? 1 : 2));
  chooseColumns();
  alignPlots();
}

HelpWindow* MainWindow::help() {
  if (!helpWindow_) helpWindow_ = std::make_unique<HelpWindow>(themes_, this);
  return helpWindow_.get();
}

void MainWindow::connectExport() {
  const auto state = [this] {
    ShownState now;
    now.scenario = model_.snapshot();
    now.name = model_.name();
    now.path = model_.path();
    now.step = playback_.step();
    now.panel = view_.now().panel;
    now.contender = view_.now().contender;
    now.panels = grid_->shown();
    now.charts = !charts_->isHidden();
    return now;
  };
  exporter_ = std::make_unique<Exporter>(themes_, state, memory_.settings, this);
  connect(exporter_.get(), &Exporter::said, this, [this](const QString& words, bool problem) {
    messages_->showMessage(problem ? MessageBar::Kind::Error : MessageBar::Kind::Note, words);
  });
  connect(export_, &QToolButton::clicked, this, [this] { run(Command::Export); });
  connect(grid_, &PanelGrid::refused, this,
          [this](const QString& why) { messages_->showMessage(MessageBar::Kind::Error, why); });
  connect(grid_, &PanelGrid::exportRequested, this, [this](std::size_t panel) {
    exporter_->open({PictureContent::Kind::Panel, panel, {}});
  });
  connect(grid_, &PanelGrid::copyRequested, this, [this](std::size_t i) {
    exporter_->copy({PictureContent::Kind::Panel, i, {}}, panel(i)->size());
  });
  connect(&model_, &ScenarioModel::changed, exporter_.get(), &Exporter::follow);
  connect(&view_, &ViewState::changed, exporter_.get(), &Exporter::follow);
  connect(grid_, &PanelGrid::arranged, exporter_.get(), &Exporter::follow);
}

void MainWindow::connectParts() {
  connect(&WorkPool::instance(), &WorkPool::failed, this,
          [this](const QString& words) { messages_->showMessage(MessageBar::Kind::Error, words); });
  connect(title_, &QToolButton::clicked, this, [this] { run(Command::Scenarios); });
  connect(title_, &TitleButton::renamed, this, [this](const QString& title) {
    model_.edit(tr("Rename"), [&](Scenario& s) { s.title = title.toStdString(); });
  });
  connect(help_, &QToolButton::clicked, this, [this] { run(Command::ShowHelp); });
  connect(lessonsButton_, &QToolButton::clicked, this, [this] { run(Command::Lessons); });
  connect(leaveLesson_, &QToolButton::clicked, lessons(), &LessonSession::leave);
  connect(present_, &QToolButton::clicked, this, [this] { run(Command::Present); });
  connect(guide_, &LessonGuide::shown, this, &MainWindow::arrangeParts);
  connect(guide_, &LessonGuide::said, this,
          [this](const QString& problem) { messages_->showMessage(MessageBar::Kind::Error, problem); });
  connect(guide_, &LessonGuide::courseEnded, this, [this] { run(Command::Lessons); });
  connect(presenter_, &Presenter::changed, this, &MainWindow::chooseSizes);
  connect(presenter_, &Presenter::changed, this, &MainWindow::arrangeParts);
  connect(&themes_, &ThemeController::resizing, this, [this](qreal now) { rescale(*this, themes_.theme().em, now); });
  connect(document_.get(), &Document::shown, this, [this](const Scenario& scenario) {
    note_->showWordsOf(scenario);
    grid_->choose(0);  // the first page
    if (scenario.panels.size() > 1 && scenario.display.layout > 1) grid_->choose(1);
  });
  connect(dockHandle_, &EdgeHandle::chosen, this, [this](int width) {
    if (memory_.settings) memory_.settings->setValue(dockKey(compact_), width / themes_.theme().px(1));
  });
  connect(chartHandle_, &EdgeHandle::chosen, this, [this](int pixels) {
    if (memory_.settings) memory_.settings->setValue(chartsKey(low_), pixels / themes_.theme().px(1));
  });
  connect(&themes_, &ThemeController::changed, this, [this] {
    if (memory_.settings) {
      memory_.settings->setValue(themeKey, static_cast<int>(themes_.mode()));
      memory_.settings->setValue(textKey, themes_.textScale());
    }
    chooseSizes();
    arrangeParts();
  });
  connect(layouts_, &SegmentedControl::chosen, this,
          [this](int i) { setLayoutCount(layoutCounts[static_cast<std::size_t>(i)]); });
  connect(projections_, &SegmentedControl::chosen, this, [this](int dimension) {
    project(dimension, QGuiApplication::keyboardModifiers().testFlag(Qt::AltModifier));
  });
  // Mixed panels: what the chosen one is.
  connect(&view_, &ViewState::changed, this, &MainWindow::showProjection);
  connect(&view_, &ViewState::changed, &compute_, [this](const Looking& now) { compute_.setStep(now.step); });
  connect(&model_, &ScenarioModel::changed, this, &MainWindow::refresh);
  connect(&model_, &ScenarioModel::documentChanged, this, &MainWindow::showTitle);
  connect(grid_, &PanelGrid::arranged, this, &MainWindow::alignPlots);
  connect(dock_, &ContenderDock::helpRequested, this, [this](const QString& key) { help()->open(key); });
  connect(side_, &TabDock::foldedChanged, this, &MainWindow::chooseColumns);
  connect(side_, &TabDock::foldedChanged, this, [this](bool folded) {
    if (memory_.settings && !choosingSide_ && !compact_ && !guide_->running())
      memory_.settings->setValue(sideKey, folded);
  });
}

void MainWindow::show(const Scenario& scenario, const QString& path) { document_->show(scenario, path); }

bool MainWindow::open(const QString& path) { return document_->open(path); }

void MainWindow::refresh(const Scenario& now) {
  playback_.setSteps(now.steps);
  const auto layout = std::ranges::find(layoutCounts, now.display.layout);
  layouts_->setCurrent(static_cast<int>(layout - layoutCounts.begin()));
  showProjection();
}

int MainWindow::shownProjection() const {
  const Scenario& now = model_.scenario();
  const std::size_t chosen = view_.now().panel;
  return (chosen < now.panels.size() ? projectionOf(now, chosen) : now.display.projection) == "3d" ? 1 : 0;
}

void MainWindow::showProjection() {
  const Scenario& now = model_.scenario();
  const int shown = shownProjection();
  // A curve is the same in either.
  const auto differs = [&](std::size_t i) {
    const auto objective = compute_.objective(i);
    return !(objective && objective->dimension() == 1) && (projectionOf(now, i) == "3d" ? 1 : 0) != shown;
  };
  bool mixed = false;
  for (std::size_t i = 0; i < now.panels.size(); ++i) mixed = mixed || differs(i);
  if (mixed)
    projections_->setMixed(shown);
  else
    projections_->setCurrent(shown);
}

void MainWindow::project(int dimension, bool chosenAlone) {
  const std::string id = dimension == 0 ? "2d" : "3d";
  model_.edit(text(displayItem("projection").label), [&](Scenario& s) {
    if (chosenAlone && view_.now().panel < s.panels.size())
      setProjection(s, view_.now().panel, id);
    else
      setProjection(s, id);
  });
  // A segment that was clicked is chosen, whatever came of it.
  showProjection();
}

void MainWindow::alignPlots() {
  if (grid_->shown().empty()) return;
  const Theme& theme = themes_.theme();
  // Before an audience a single panel has the charts beside it, and several are alone.
  const bool presenting = presenter_->presenting();
  const bool beside = presenting && grid_->shown().size() == 1;
  auto* center = static_cast<QBoxLayout*>(center_->layout());
  center->setDirection(beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  center->setSpacing(beside ? theme.u(2) : 0);
  center->setStretchFactor(grid_, beside ? 3 : 1);
  center->setStretchFactor(charts_, beside ? 2 : 0);
  if (beside && !besideFrom_) besideFrom_ = charts_->maximumHeight() / theme.px(1);
  charts_->setBeside(beside);
  if (const auto height = beside ? std::nullopt : std::exchange(besideFrom_, {}))
    charts_->setFixedHeight(theme.ipx(*height));
  // Charts fold where panels would become too low, and an enlarged panel takes all there is.
  const int rows = std::max(1, grid_->rows());
  const int forPanels = height() - theme.ipx(otherHeight) - charts_->usualHeight();
  const bool room = forPanels >= rows * theme.ipx(leastRow[rows < 2 ? 0 : 1]) && !grid_->isEnlarged();
  charts_->setVisible(presenting ? beside : room);
  chartHandle_->setVisible(room && !presenting);
  const auto [left, right] = grid_->plotEdges(centralWidget());
  timeline_->setEdges(left, right);
}

void MainWindow::setLayoutCount(int count) {
  const auto arrange = [count](Scenario& s) {
    s.display.layout = count;
    s.display.enlarged.reset();
  };
  if (model_.scenario().panels.size() >= static_cast<std::size_t>(count)) return model_.look(arrange);
  model_.arrange(tr("Layout"), [&](Scenario& s) {
    arrange(s);
    for (const char* id : spareObjectives) {
      if (s.panels.size() >= static_cast<std::size_t>(count)) break;
      const bool there = std::ranges::any_of(s.panels, [id](const Panel& p) { return p.objective == id; });
      if (!there) s.panels.push_back({id, {}, {}, {}, {}});
    }
  });
}

void MainWindow::showTitle() {
  title_->setTitle(model_.name(), model_.modified(), shownName(model_.path()));
  setWindowTitle(tr("%1[*] – Thalweg").arg(model_.name()));
  setWindowModified(model_.modified());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  presenter_->end();
  lessons()->leave();
  // The scenario before the lesson is the document.
  event->setAccepted(document_->mayDiscard());
  if (!event->isAccepted()) return;
  storeSizes();
  document_->close();
  if (helpWindow_) helpWindow_->close();
  scriptAndData_->closeView();
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  // After the first frame: looking for lost work must not keep the window from appearing.
  if (!event->spontaneous()) QTimer::singleShot(0, document_.get(), &Document::offerRecovery);
}

void MainWindow::openOnScreen(bool placed) {
  QList<QRect> screens;
  for (const QScreen* screen : QGuiApplication::screens()) screens << screen->availableGeometry();
  // A new window's place is the window manager's to choose, on the first screen, the primary.
  if (!placed) screens.resize(std::min<qsizetype>(1, screens.size()));
  const Opening opening = openingOn(screens, geometry(), titleHeight);
  if (opening.box.size() != size()) resize(opening.box.size());
  if (placed && opening.box.topLeft() != geometry().topLeft()) setGeometry(opening.box);
  if (opening.maximized) setWindowState(windowState() | Qt::WindowMaximized);
}

void MainWindow::restoreSizes() {
  const bool placed = memory_.settings && restoreGeometry(memory_.settings->value(geometryKey).toByteArray());
  if (!isMaximized() && !isFullScreen()) openOnScreen(placed);
  if (!memory_.settings) return;
  bool known = false;
  const int mode = memory_.settings->value(themeKey, -1).toInt(&known);
  if (known && mode >= 0 && mode <= static_cast<int>(ThemeController::Mode::HighContrast))
    themes_.setMode(static_cast<ThemeController::Mode>(mode));
  const double scale = memory_.settings->value(textKey, 1).toDouble(&known);
  if (known && scale > 0) themes_.setTextScale(scale);
}

void MainWindow::storeSizes() {
  if (memory_.settings) memory_.settings->setValue(geometryKey, saveGeometry());
}

void MainWindow::chooseDockWidth() {
  const Theme& theme = themes_.theme();
  const int usual = compact_ ? compactDockWidth : dockWidth;
  const double kept = memory_.settings ? memory_.settings->value(dockKey(compact_), usual).toDouble() : usual;
  dockHandle_->setUsual(theme.ipx(usual));
  dockHandle_->setExtent(theme.ipx(std::clamp(kept, 1.0, 10'000.0)));
}

/// There is room for it in a wide window, where it stays as its user left it, and is open at first. In a narrow one,
/// and in one that remembers nothing, it is a rail until it is asked for.
void MainWindow::chooseSide() {
  choosingSide_ = true;
  const bool folded = !memory_.settings || memory_.settings->value(sideKey, false).toBool();
  side_->setFolded(compact_ || (folded && !guide_->running()));
  choosingSide_ = false;
}

/// Beside an open dock panels keep a width in which their paths are seen.
void MainWindow::chooseColumns() {
  const Theme& theme = themes_.theme();
  const int room = width() - dock_->width() - side_->width();
  const bool narrow = !side_->isFolded() && !presenter_->presenting();
  grid_->setMostColumns(narrow ? std::min(mostColumns, room / theme.ipx(leastColumn)) : mostColumns);
}

bool MainWindow::focusNextPrevChild(bool next) {
  // A control that is hidden or disabled while it has the focus gives it back to the player's keys.
  if (!centralWidget()) return false;  // it is going
  const QWidget* from = focusWidget();
  if (from && from != this && !(from->isVisible() && from->isEnabled())) {
    setFocus();
    return true;
  }
  QWidget* target = nextStop(readingOrder(*centralWidget()), from, next);
  if (!target) return false;
  target->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  return true;
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  presenter_->resized(event->size());
  chooseSizes();
}

void MainWindow::chooseSizes() {
  const Theme& theme = themes_.theme();
  if (!presenter_->holdsSize()) {
    const bool otherFont = std::exchange(sizedFor_, theme.em) != theme.em;
    const bool compact = width() < theme.ipx(1500);
    if (compact != compact_) {
      compact_ = compact;
      dock_->setCompact(compact);
      chooseSide();
      layouts_->setTextsVisible(!compact);
      grid_->setCompact(compact);
      chooseDockWidth();
    } else if (otherFont) {
      chooseDockWidth();
    }
    // Words beside the toolbar's icons go where there is no room for them.
    const bool narrow = width() < theme.ipx(1100);
    const std::pair<FlatButton*, QString> named[] = {
        {lessonsButton_, tr("Lessons")}, {maps_, tr("Maps")}, {export_, tr("Export")}, {present_, tr("Present")}};
    for (const auto& [button, words] : named) {
      button->setText(narrow || (button == present_ && compact) ? QString() : words);
      button->setAccessibleName(words);
    }
    const bool low = height() < theme.ipx(900);
    if (low != low_ || otherFont) {
      low_ = low;
      charts_->setCompact(low);
      chooseChartHeight();
    } else {
      chartHandle_->setExtent(charts_->maximumHeight());  // no more than half the window
    }
  }
  chooseColumns();
  alignPlots();
}

void MainWindow::chooseChartHeight() {
  const Theme& theme = themes_.theme();
  const int usual = charts_->usualHeight();
  const double base = usual / theme.px(1);
  const double kept = memory_.settings ? memory_.settings->value(chartsKey(low_), base).toDouble() : base;
  chartHandle_->setUsual(usual);
  chartHandle_->setExtent(kept == base ? usual : theme.ipx(std::clamp(kept, 1.0, 10'000.0)));
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // A panel's options are closed by Esc wherever the focus is: a mouse on their sliders does not move it.
  for (std::size_t i = 0; event->key() == Qt::Key_Escape && panel(i); ++i) {
    if (panel(i)->closeOptions()) return;
  }
  if (!act(*event)) QMainWindow::keyPressEvent(event);
}

bool MainWindow::act(const QKeyEvent& event) {
  if (presenter_->takeKey(event)) return true;
  if (!presenter_->presenting() && lessonView() && lessonView()->takeKey(event)) return true;
  const bool stray = strayNumber_.holds(event);
  const std::optional<Command> command = commandOf(event);
  if (!command) return false;
  if (*command != Command::ToggleContender)
    run(*command);
  else if (!stray && guide_->allows(*command))
    toggleContender(event.key() - Qt::Key_1);
  return true;
}

void MainWindow::toggleContender(int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= model_.scenario().contenders.size()) return;
  model_.edit(tr("Show or hide a contender"), [index](Scenario& s) {
    bool& hidden = s.contenders[static_cast<std::size_t>(index)].hidden;
    hidden = !hidden;
  });
}

void MainWindow::toggleExplain() {
  if (explain_->isOpen()) return side_->setFolded(true);
  side_->setCurrent(explain_);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QList<QUrl> urls = event->mimeData()->urls();
  QStringList sheets;
  for (const QUrl& url : urls) {
    if (const QString sheet = nameOf(url); sheet.endsWith(QStringLiteral(".answers.json"))) sheets << sheet;
  }
  if (!sheets.isEmpty()) return guide_->openClass(sheets);
  const QString name = urls.isEmpty() ? QString() : nameOf(urls.first());
  if (name.isEmpty())
    return messages_->showMessage(MessageBar::Kind::Error, tr("Only files on this computer can be dropped here."));
  if (!isRun(name) && meansHeights(name)) return grid_->openHeights(name, mapToGlobal(event->position().toPoint()));
  document_->askAndOpen(name);
}

}  // namespace thalweg
