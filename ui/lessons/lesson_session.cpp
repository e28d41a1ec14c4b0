#include "ui/lessons/lesson_session.h"

#include "core/lessons/condition.h"
#include "core/lessons/lesson_text.h"
#include "core/scenario/lesson_pages.h"
#include "core/scenario/scenario_file.h"
#include "ui/background/compute_controller.h"
#include "ui/document/document.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/text.h"

#include <QSettings>

#include <algorithm>

namespace thalweg {

namespace {

const auto doneKey = QStringLiteral("lessons/done");
const auto lastKey = QStringLiteral("lessons/last");
QString progressKey(const QString& id) { return QStringLiteral("lessons/progress/") + id; }

/// The grey of what was predicted, which reads on both themes.
constexpr const char* ghostColor = "#8A8F98";

std::shared_ptr<const RunFacts> wholeRun(const Scenario& scenario) {
  auto facts = std::make_shared<RunFacts>(scenario);
  for (std::size_t p = 0; p < scenario.panels.size(); ++p) {
    for (std::size_t c = 0; c < scenario.contenders.size(); ++c) (void)facts->path(p, c);
  }
  return facts;
}

/// Whether both have the same paths, whatever is shown of them.
bool sameRuns(const Scenario& a, const Scenario& b) {
  return a.panels == b.panels && a.contenders == b.contenders && a.steps == b.steps && a.seed == b.seed &&
         a.gradient == b.gradient;
}

bool conditionHolds(const std::string& condition, const RunFacts& facts, std::size_t panel) {
  try {
    return LessonFormula(condition).holds(facts, panel);
  } catch (const LessonError&) {
    return false;
  }
}

QString filledWords(const std::string& words, const RunFacts& facts, std::size_t panel) {
  try {
    return text(filledText(words, facts, panel));
  } catch (const LessonError& error) {
    return text(words) + QStringLiteral(" (") + text(error.what()) + QLatin1Char(')');
  }
}

}  // namespace

LessonSession::LessonSession(ScenarioModel& model, Document& document, ViewState& view,
                             const ComputeController& compute, QSettings* settings, QObject* parent)
    : QObject(parent),
      model_(model),
      document_(document),
      view_(view),
      compute_(compute),
      settings_(settings),
      job_(this, [this](std::shared_ptr<const RunFacts> facts) {
        facts_ = std::move(facts);
        followPaths();
        Q_EMIT changed();
      }) {
  if (settings_) {
    done_ = settings_->value(doneKey).toStringList();
    last_ = settings_->value(lastKey).toString();
  }
  connect(&document_, &Document::shown, this, [this] {
    if (!running() || showing_) return;
    // Another document was opened: the lesson is over, and what was before it is not wanted back.
    store();
    job_.cancel();
    lesson_.reset();
    Q_EMIT changed();
  });
  connect(&view_.playback(), &Playback::stateChanged, this, &LessonSession::followPlayback);
  connect(&compute_, &ComputeController::pathsChanged, this, &LessonSession::followPaths);
}

LessonSession::~LessonSession() = default;

void LessonSession::begin(const CourseLesson& lesson, bool unasked) {
  if (running()) {
    store();
  } else {
    if (!unasked && !document_.mayDiscard()) return;
    before_ = model_.scenario();
    before_.display.step = view_.playback().step();
    before_.display.playing = false;
    beforePath_ = model_.path();
    beforeUnsaved_ = model_.modified();
  }
  lesson_ = lesson;
  pages_ = pageScenarios(lesson.scenario);
  const QString id = text(lesson.id);
  restore(id);
  page_ = std::min(progress_.page, pages_.size() - 1);
  last_ = id;
  if (settings_) settings_->setValue(lastKey, last_);
  showPage();
}

void LessonSession::leave() {
  if (!running()) return;
  store();
  job_.cancel();
  lesson_.reset();
  showing_ = true;
  document_.show(before_, beforePath_);
  showing_ = false;
  if (beforeUnsaved_) model_.markUnsaved();
  Q_EMIT changed();
}

void LessonSession::showScenario(const Scenario& scenario, bool playing) {
  showing_ = true;
  Scenario ready = scenario;
  ready.display.playing = playing;
  ready.display.loop = false;
  document_.show(ready, {});
  showing_ = false;
}

bool LessonSession::answered() const { return progress_.answers.contains(page_); }

Scenario LessonSession::afterRun() const {
  Scenario scenario = shown();
  const auto& ask = written().ask;
  const auto said = guess_.choice;
  if (!ask || !said || !ask->answers[*said].contender || *said == rightAnswer()) return scenario;
  // The prediction runs beside the truth.
  const Scenario sketch = sketchScenario(shown(), *ask, *said, {});
  Contender ghost = sketch.contenders[ask->contender];
  ghost.label = tr("your guess").toStdString();
  ghost.color = ghostColor;
  ghost.marker.clear();
  scenario.contenders.push_back(std::move(ghost));
  return scenario;
}

void LessonSession::showPage() {
  facts_.reset();
  attempt_.reset();
  guess_ = {};
  corner_ = false;
  if (const auto found = progress_.answers.find(page_); found != progress_.answers.end()) guess_ = found->second;
  job_.request([scenario = shown()](const std::stop_token&) { return wholeRun(scenario); });
  if (written().ask && !answered()) {
    stage_ = LessonStage::Predict;
    Scenario waiting = shown();
    waiting.steps = 0;  // nothing of the answer is to be seen
    showScenario(waiting, false);
  } else {
    stage_ = written().ask ? LessonStage::Why : LessonStage::Read;
    Scenario whole = written().ask ? afterRun() : shown();
    whole.display.step = whole.steps;
    showScenario(whole, false);
  }
  view_.choosePanel(written().ask ? written().ask->panel : written().panel);
  progress_.page = page_;
  store();
  finishIfDone();
  Q_EMIT changed();
}

void LessonSession::goTo(std::size_t page) {
  if (!running() || page >= pages_.size() || page == page_) return;
  page_ = page;
  showPage();
}

void LessonSession::run() {
  if (!running() || stage_ != LessonStage::Predict) return;
  Prediction prediction = hasGuess() ? guess_ : Prediction();
  prediction.page = page_;
  guess_ = prediction;
  progress_.answers[page_] = prediction;
  stage_ = LessonStage::Watch;
  Scenario whole = afterRun();
  whole.display.step = 0;
  showScenario(whole, true);
  view_.choosePanel(written().ask->panel);
  store();
  finishIfDone();
  Q_EMIT changed();
}

void LessonSession::followPlayback() {
  if (!running() || showing_ || stage_ != LessonStage::Watch || view_.playback().playing()) return;
  stage_ = LessonStage::Why;
  // Why speaks of the whole run, wherever it was stopped.
  view_.playback().setStep(view_.playback().steps());
  followPaths();
  Q_EMIT changed();
}

std::optional<std::size_t> LessonSession::rightAnswer() const {
  if (!running() || !facts_ || !written().ask) return {};
  const LessonQuestion& ask = *written().ask;
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    if (conditionHolds(ask.answers[a].right, *facts_, ask.panel)) return a;
  }
  return {};
}

QString LessonSession::filled(const std::string& words) const {
  if (facts_) return filledWords(words, *facts_, written().panel);
  // Braces of values, which no text has beside them outside of mathematics.
  QString out;
  bool value = false;
  bool math = false;
  const QString whole = text(words);
  for (qsizetype i = 0; i < whole.size(); ++i) {
    const QChar c = whole[i];
    if (c == QLatin1Char('$') && whole.mid(i + 1, 1) != QStringLiteral("$")) math = !math;
    if (!value && c == QLatin1Char('{') && (!math || whole.mid(i + 1, 1) == QStringLiteral("="))) {
      value = true;
      out += QStringLiteral("…");
    } else if (value) {
      value = c != QLatin1Char('}');
    } else {
      out += c;
    }
  }
  return out;
}

std::vector<GoalState> LessonSession::goals() const {
  std::vector<GoalState> states;
  if (!running() || !written().task) return states;
  for (const LessonGoal& goal : written().task->done) {
    GoalState state{.text = text(goal.text), .now = {}, .met = false};
    if (attempt_) {
      state.met = conditionHolds(goal.when, *attempt_, written().panel);
      if (!goal.now.empty()) {
        try {
          state.now = text(filledText(goal.now, *attempt_, written().panel));
        } catch (const LessonError&) {
          state.now = QStringLiteral("–");  // a path that ran away has no number
        }
      }
    }
    states.push_back(std::move(state));
  }
  return states;
}

bool LessonSession::taskDone() const { return std::ranges::find(progress_.tasks, page_) != progress_.tasks.end(); }

void LessonSession::followPaths() {
  if (!running() || !written().task || stage_ == LessonStage::Predict || stage_ == LessonStage::Watch) return;
  const PathSet& paths = compute_.paths();
  if (!paths.scenario || !sameRuns(*paths.scenario, model_.scenario())) return;
  attempt_ = std::make_shared<RunFacts>(paths);
  const std::vector<GoalState> states = goals();
  const bool met = std::ranges::all_of(states, &GoalState::met);
  if (met && !taskDone()) {
    progress_.tasks.push_back(page_);
    store();
    finishIfDone();
  }
  Q_EMIT goalsChanged();
}

void LessonSession::setBack() {
  if (!running() || stage_ == LessonStage::Predict) return;
  edit([again = written().ask ? afterRun() : shown()](Scenario& s) {
    const Display display = s.display;
    s = again;
    s.display = display;
  });
}

void LessonSession::showSolution() {
  if (!running() || !written().task) return;
  const Scenario solved = thalweg::changed(shown(), written().task->solution, {});
  edit([solved](Scenario& s) {
    const Display display = s.display;
    s = solved;
    s.display = display;
  });
}

void LessonSession::edit(const std::function<void(Scenario&)>& change) {
  if (!running()) return;
  if (stage_ == LessonStage::Why || stage_ == LessonStage::Read) {
    stage_ = LessonStage::Try;
    Q_EMIT changed();
  }
  model_.edit(tr("Try"), change);
}

QStringList LessonSession::begun() const {
  if (!settings_) return {};
  settings_->beginGroup(QStringLiteral("lessons/progress"));
  const QStringList ids = settings_->childKeys();
  settings_->endGroup();
  return ids;
}

AnswerSheet LessonSession::sheet() const {
  AnswerSheet sheet{.lesson = lesson_->id, .name = {}, .answers = {}};
  for (const auto& [page, prediction] : progress_.answers) sheet.answers.push_back(prediction);
  return sheet;
}

void LessonSession::store() {
  if (!settings_ || !running()) return;
  QStringList tasks;
  for (const std::size_t page : progress_.tasks) tasks << QString::number(page);
  settings_->setValue(
      progressKey(text(lesson_->id)),
      QStringList{QString::number(progress_.page), tasks.join(QLatin1Char(' ')), text(writeAnswers(sheet()))});
}

void LessonSession::restore(const QString& id) {
  progress_ = {};
  if (!settings_) return;
  const QStringList kept = settings_->value(progressKey(id)).toStringList();
  if (kept.size() != 3) return;
  try {
    // Pages that the lesson no longer has, or that ask something else, are forgotten.
    for (const Prediction& p : parseAnswers(kept[2].toStdString()).answers) {
      if (p.page >= pages_.size() || !lesson().pages[p.page].ask) continue;
      if (!fitsQuestion(*lesson().pages[p.page].ask, p)) continue;
      progress_.answers[p.page] = p;
    }
  } catch (const ScenarioError&) {
    return;
  }
  progress_.page = kept[0].toULongLong();
  for (const QString& page : kept[1].split(QLatin1Char(' '), Qt::SkipEmptyParts))
    progress_.tasks.push_back(page.toULongLong());
}

void LessonSession::finishIfDone() {
  const std::vector<LessonPage>& pages = lesson().pages;
  for (std::size_t p = 0; p < pages.size(); ++p) {
    if (pages[p].ask && !progress_.answers.contains(p)) return;
    if (pages[p].task && std::ranges::find(progress_.tasks, p) == progress_.tasks.end()) return;
  }
  const QString id = text(lesson_->id);
  if (page_ + 1 < pages.size() || done_.contains(id)) return;
  done_ << id;
  if (settings_) settings_->setValue(doneKey, done_);
}

}  // namespace thalweg
