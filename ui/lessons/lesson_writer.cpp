#include "ui/lessons/lesson_writer.h"

#include "core/base/format.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"
#include "ui/controls/buttons.h"
#include "ui/controls/panels.h"
#include "ui/document/file_name.h"
#include "ui/document/scenario_model.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

using Kind = LessonQuestion::Kind;
/// In the order of the list, after "nothing".
constexpr std::array writerKinds = {Kind::Choice, Kind::Endpoint, Kind::Path, Kind::Value};

QPlainTextEdit* writerField(QWidget* parent, const Theme& theme, int lines, const QString& name, const QString& hint) {
  auto* field = new QPlainTextEdit(parent);
  field->setAccessibleName(name);
  field->setPlaceholderText(hint);
  field->setTabChangesFocus(true);
  field->setFixedHeight(lines * QFontMetrics(theme.font(TextRole::Body)).lineSpacing() + theme.ipx(14));
  return field;
}

QLineEdit* writerLine(QWidget* parent, const QString& name, const QString& hint = {}) {
  auto* line = new QLineEdit(parent);
  line->setAccessibleName(name);
  line->setPlaceholderText(hint);
  return line;
}

void fill(QLineEdit* line, const std::string& words) {
  if (line->text() != text(words)) line->setText(text(words));
}

void fill(QPlainTextEdit* field, const QString& words) {
  if (field->toPlainText() != words) field->setPlainText(words);
}

std::string read(const QLineEdit* line) { return line->text().trimmed().toStdString(); }
std::string read(const QPlainTextEdit* field) { return field->toPlainText().trimmed().toStdString(); }

}  // namespace

LessonWriter::LessonWriter(const ThemeController& themes, ScenarioModel& model, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      draft_(draftOf(model.scenario())),
      title_(writerLine(this, tr("Title of the lesson"))),
      chapter_(writerLine(this, tr("Chapter"))),
      summary_(writerLine(this, tr("A line about it"), tr("a line in lists"))),
      previous_(new FlatButton(themes, QStringLiteral("chevron-left"), {}, this)),
      next_(new FlatButton(themes, QStringLiteral("chevron-right"), {}, this)),
      place_(plainLabel(this, {}, "strong")),
      message_(new InlineMessage(themes, this)),
      job_(this, [this](const std::vector<LessonFault>& faults) {
        if (faults.empty()) return message_->showMessage(InlineMessage::Kind::Note, tr("All is as the lesson says."));
        QStringList words;
        for (const LessonFault& fault : faults) words << text(fault.place) + QStringLiteral(": ") + text(fault.message);
        message_->showMessage(InlineMessage::Kind::Error, words.join(QLatin1Char('\n')));
      }) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* body = new QWidget;
  auto* inside = new QVBoxLayout(body);
  inside->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  inside->setSpacing(theme.u(2));
  buildHead(inside);
  buildPage(inside);
  inside->addStretch(1);
  scroll->setWidget(body);
  column->addWidget(scroll, 1);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  buildFoot(column);
  showPage();
}

LessonWriter::~LessonWriter() = default;

void LessonWriter::buildHead(QVBoxLayout* column) {
  addField(column, tr("Title"), title_);
  addField(column, tr("Chapter"), chapter_);
  addField(column, tr("About"), summary_);
  auto* line = new QHBoxLayout;
  auto* add = new FlatButton(themes_, QStringLiteral("plus"), {}, this);
  add->setToolTip(tr("Another page, after this one"));
  auto* remove = new FlatButton(themes_, QStringLiteral("trash"), {}, this);
  remove->setToolTip(tr("Remove this page"));
  previous_->setToolTip(tr("The page before"));
  next_->setToolTip(tr("The next page"));
  line->addWidget(previous_);
  line->addWidget(place_);
  line->addWidget(next_);
  line->addStretch(1);
  line->addWidget(add);
  line->addWidget(remove);
  column->addWidget(new Rule(themes_, Qt::Horizontal, this));
  column->addLayout(line);
  connect(previous_, &QToolButton::clicked, this, [this] { turn(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { turn(1); });
  connect(add, &QToolButton::clicked, this, &LessonWriter::addPage);
  connect(remove, &QToolButton::clicked, this, &LessonWriter::removePage);
  for (QLineEdit* field : {title_, chapter_, summary_})
    connect(field, &QLineEdit::textEdited, this, &LessonWriter::readFields);
}

/// A label above what it is of; what is put away goes with its label.
void LessonWriter::addField(QVBoxLayout* column, const QString& label, QWidget* field) {
  auto* box = new QWidget(this);
  auto* lines = new QVBoxLayout(box);
  lines->setContentsMargins(0, 0, 0, 0);
  lines->setSpacing(themes_.theme().u(0.5));
  lines->addWidget(plainLabel(box, label, "secondary"));
  lines->addWidget(field);
  column->addWidget(box);
}

void LessonWriter::buildPage(QVBoxLayout* column) {
  const Theme& theme = themes_.theme();
  words_ = writerField(this, theme, 5, tr("The page’s text"), tr("Markdown with $TeX$; values in braces: {loss(0)}"));
  shown_ = plainLabel(this, {}, "secondary");
  kind_ = new ComboButton(themes_, this);
  kind_->setAccessibleName(tr("What is asked"));
  kind_->addItems({tr("nothing"), tr("a choice"), tr("where the path ends"), tr("the path"), tr("a number")});
  question_ = writerLine(this, tr("The question"), tr("What happens?"));
  answers_ = writerField(this, theme, 4, tr("Answers"), tr("It arrives | outcome(0) == converged"));
  answers_->setToolTip(tr("A line an answer: its words, a bar, and the condition under which it is right"));
  of_ = writerLine(this, tr("The number asked for"), tr("loss(0)"));
  low_ = writerLine(this, tr("Least guess"));
  high_ = writerLine(this, tr("Largest guess"));
  why_ = writerField(this, theme, 4, tr("Why it comes out so"), tr("shown after the run"));
  controls_ = new QListWidget(this);
  controls_->setAccessibleName(tr("What stays adjustable"));
  controls_->setFixedHeight(theme.ipx(130));
  task_ = writerLine(this, tr("Something to try"), tr("nothing, where this is empty"));
  goals_ = writerField(this, theme, 2, tr("When it is done"), tr("it arrives | outcome(0) == converged"));
  solution_ = plainLabel(this, {}, "secondary");
  auto* take = new QPushButton(tr("Show what is shown now"), this);
  take->setToolTip(tr("Set panels and contenders as the page is to have them, then press this"));
  solve_ = new QPushButton(tr("What is shown now does it"), this);
  solve_->setToolTip(tr("Set what stays adjustable so that the task is done, then press this"));
  auto* range = new QWidget(this);
  auto* ends = new QHBoxLayout(range);
  ends->setContentsMargins(0, 0, 0, 0);
  ends->addWidget(low_);
  ends->addWidget(high_);
  addField(column, tr("Text"), words_);
  column->addWidget(take);
  column->addWidget(shown_);
  addField(column, tr("Asks for"), kind_);
  addField(column, tr("Question"), question_);
  addField(column, tr("Answers, and when each is right"), answers_);
  addField(column, tr("Number"), of_);
  addField(column, tr("Between"), range);
  addField(column, tr("Why"), why_);
  addField(column, tr("Stays adjustable"), controls_);
  addField(column, tr("To try"), task_);
  addField(column, tr("Goals, and when each is met"), goals_);
  column->addWidget(solve_);
  column->addWidget(solution_);
  for (QLineEdit* field : {question_, of_, low_, high_, task_})
    connect(field, &QLineEdit::textEdited, this, &LessonWriter::readFields);
  for (QPlainTextEdit* field : {words_, answers_, why_, goals_})
    connect(field, &QPlainTextEdit::textChanged, this, &LessonWriter::readFields);
  connect(kind_, &QComboBox::activated, this, [this] {
    readFields();
    showPage();
  });
  connect(controls_, &QListWidget::itemChanged, this, &LessonWriter::readFields);
  connect(take, &QPushButton::clicked, this, &LessonWriter::takeShown);
  connect(solve_, &QPushButton::clicked, this, &LessonWriter::takeSolution);
}

void LessonWriter::buildFoot(QVBoxLayout* column) {
  const Theme& theme = themes_.theme();
  auto* foot = new QVBoxLayout;
  foot->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  foot->addWidget(message_);
  auto* line = new QHBoxLayout;
  auto* look = new QPushButton(tr("Check"), this);
  look->setToolTip(tr("Runs every page: is all as the lesson says?"));
  auto* go = new QPushButton(tr("Go through it"), this);
  auto* keep = new QPushButton(tr("Save as…"), this);
  auto* away = new FlatButton(themes_, QStringLiteral("close"), {}, this);
  away->setToolTip(tr("Close; what is not saved is lost"));
  line->addWidget(look);
  line->addWidget(go);
  line->addWidget(keep);
  line->addStretch(1);
  line->addWidget(away);
  foot->addLayout(line);
  column->addLayout(foot);
  connect(look, &QPushButton::clicked, this, &LessonWriter::check);
  connect(go, &QPushButton::clicked, this, [this] {
    if (const auto lesson = file()) Q_EMIT tried(*lesson);
  });
  connect(keep, &QPushButton::clicked, this, [this] {
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the lesson"),
                                                      text(draft_.lesson.title) + QStringLiteral(".thalweg"),
                                                      tr("Scenarios (*.thalweg)"));
    if (!path.isEmpty()) save(path.endsWith(QStringLiteral(".thalweg")) ? path : path + QStringLiteral(".thalweg"));
  });
  connect(away, &QToolButton::clicked, this, &LessonWriter::closed);
}

void LessonWriter::showPage() {
  showing_ = true;
  fill(title_, draft_.lesson.title);
  fill(chapter_, draft_.lesson.chapter);
  fill(summary_, draft_.lesson.summary);
  const LessonPage& page = current().written;
  place_->setText(tr("Page %1 of %2").arg(page_ + 1).arg(draft_.pages.size()));
  previous_->setEnabled(page_ > 0);
  next_->setEnabled(page_ + 1 < draft_.pages.size());
  fill(words_, text(page.text));
  fill(why_, text(page.why));
  const LessonQuestion ask = page.ask.value_or(LessonQuestion());
  kind_->setCurrentIndex(page.ask ? 1 + static_cast<int>(std::ranges::find(writerKinds, ask.kind) - writerKinds.begin())
                                  : 0);
  fill(question_, ask.question);
  fill(answers_, answerLines(ask.answers));
  fill(of_, ask.of);
  fill(low_, formatShort(ask.range[0]));
  fill(high_, formatShort(ask.range[1]));
  const LessonTask task = page.task.value_or(LessonTask());
  fill(task_, task.task);
  fill(goals_, goalLines(task.done));
  showControls();
  showKind();
  showing_ = false;
}

void LessonWriter::showKind() {
  const LessonPage& page = current().written;
  QStringList names;
  for (const Panel& panel : current().shown.panels) names << text(displayName(panel));
  const std::int64_t steps = current().shown.steps;
  const QString all = names.join(QStringLiteral(", "));
  shown_->setText(steps == 1 ? tr("It shows %1, one step.").arg(all)
                             : tr("It shows %1, %2 steps.").arg(all, QString::number(steps)));
  shown_->setWordWrap(true);
  question_->parentWidget()->setVisible(page.ask.has_value());
  answers_->parentWidget()->setVisible(page.ask && page.ask->kind == Kind::Choice);
  of_->parentWidget()->setVisible(page.ask && page.ask->kind == Kind::Value);
  low_->parentWidget()->parentWidget()->setVisible(page.ask && page.ask->kind == Kind::Value);
  why_->parentWidget()->setVisible(page.ask.has_value());
  goals_->parentWidget()->setVisible(page.task.has_value());
  const bool solved = page.task && !page.task->solution.is_null() && !page.task->solution.empty();
  solution_->setText(solved ? tr("There is a solution.") : tr("No solution yet."));
  solve_->setVisible(page.task.has_value());
  solution_->setVisible(page.task.has_value());
}

void LessonWriter::showControls() {
  const QSignalBlocker quiet(controls_);
  controls_->clear();
  const std::vector<std::string>& chosen = current().written.controls;
  const auto add = [&](const std::string& place, const QString& words) {
    auto* item = new QListWidgetItem(words, controls_);
    item->setData(Qt::UserRole, text(place));
    item->setToolTip(text(place));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(std::ranges::find(chosen, place) != chosen.end() ? Qt::Checked : Qt::Unchecked);
  };
  const auto all = adjustable(current().shown);
  for (const auto& [place, words] : all) add(place, words);
  // What a file names and this list does not stays.
  for (const std::string& place : chosen) {
    if (std::ranges::find(all, place, [](const auto& one) { return one.first; }) == all.end()) add(place, text(place));
  }
}

void LessonWriter::readFields() {
  if (showing_) return;
  draft_.lesson.title = read(title_);
  draft_.lesson.chapter = read(chapter_);
  draft_.lesson.summary = read(summary_);
  LessonPage& page = current().written;
  page.text = read(words_);
  const int kind = kind_->currentIndex();
  if (kind == 0) {
    page.ask.reset();
    page.why.clear();
  } else {
    LessonQuestion ask = page.ask.value_or(LessonQuestion());
    ask.kind = writerKinds[static_cast<std::size_t>(kind) - 1];
    ask.question = read(question_);
    ask.answers =
        ask.kind == Kind::Choice ? answersOf(answers_->toPlainText(), ask.answers) : std::vector<LessonAnswer>();
    ask.of = ask.kind == Kind::Value ? read(of_) : std::string();
    const auto low = parseNumber(read(low_)), high = parseNumber(read(high_));
    if (low && high) ask.range = {*low, *high};
    page.ask = std::move(ask);
    page.why = read(why_);
  }
  page.controls.clear();
  for (int row = 0; row < controls_->count(); ++row) {
    const QListWidgetItem* item = controls_->item(row);
    if (item->checkState() == Qt::Checked) page.controls.push_back(item->data(Qt::UserRole).toString().toStdString());
  }
  if (read(task_).empty()) {
    page.task.reset();
  } else {
    LessonTask task = page.task.value_or(LessonTask{{}, {}, Json::object()});
    task.task = read(task_);
    task.done = goalsOf(goals_->toPlainText(), task.done);
    page.task = std::move(task);
  }
  showKind();
}

void LessonWriter::turn(int pages) {
  const auto wanted = static_cast<std::ptrdiff_t>(page_) + pages;
  if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(draft_.pages.size())) return;
  page_ = static_cast<std::size_t>(wanted);
  showPage();
}

void LessonWriter::addPage() {
  if (draft_.pages.size() >= limits::lessonPages) return;
  Scenario shown = model_.scenario();
  shown.lesson = {};
  draft_.pages.insert(draft_.pages.begin() + static_cast<std::ptrdiff_t>(page_) + 1, DraftPage{{}, std::move(shown)});
  turn(1);
}

void LessonWriter::removePage() {
  if (draft_.pages.size() < 2) return;
  draft_.pages.erase(draft_.pages.begin() + static_cast<std::ptrdiff_t>(page_));
  page_ = std::min(page_, draft_.pages.size() - 1);
  showPage();
}

void LessonWriter::takeShown() {
  current().shown = model_.scenario();
  current().shown.lesson = {};
  showPage();
}

void LessonWriter::takeSolution() {
  if (!current().written.task) return;
  // How it is looked at is no part of a solution.
  Scenario solved = model_.scenario();
  solved.display = current().shown.display;
  solved.title = current().shown.title;
  for (std::size_t p = 0; p < std::min(solved.panels.size(), current().shown.panels.size()); ++p)
    solved.panels[p].view = current().shown.panels[p].view;
  current().written.task->solution = changeBetween(current().shown, solved);
  showKind();
}

std::optional<Scenario> LessonWriter::file() {
  try {
    std::optional<Scenario> lesson = lessonScenario(draft_);
    message_->clear();
    return lesson;
  } catch (const ScenarioError& error) {
    message_->showMessage(InlineMessage::Kind::Error, text(error.what()));
  } catch (const OptionError& error) {
    message_->showMessage(InlineMessage::Kind::Error, text(error.what()));
  }
  return {};
}

void LessonWriter::check() {
  const auto lesson = file();
  if (!lesson) return;
  message_->showMessage(InlineMessage::Kind::Note, tr("Running its pages…"));
  job_.request([scenario = *lesson](const std::stop_token& stop) { return checkLesson(scenario, stop); });
}

bool LessonWriter::save(const QString& path) {
  const auto lesson = file();
  if (!lesson) return false;
  try {
    saveScenario(*lesson, nameBytes(path));
  } catch (const ScenarioError& error) {
    message_->showMessage(InlineMessage::Kind::Error, text(error.what()));
    return false;
  }
  message_->showMessage(InlineMessage::Kind::Note, tr("Saved as %1.").arg(shownName(QFileInfo(path).fileName())));
  return true;
}

QString LessonWriter::message() const { return message_->text(); }

void LessonWriter::paintEvent(QPaintEvent* /*event*/) { QPainter(this).fillRect(rect(), themes_.theme().dock); }

}  // namespace thalweg
