#include "ui/lessons/lesson_view.h"

#include "core/scenario/lesson_pages.h"
#include "ui/controls/buttons.h"
#include "ui/controls/option_row.h"
#include "ui/controls/panels.h"
#include "ui/document/scenario_model.h"
#include "ui/lessons/answer_card.h"
#include "ui/lessons/lesson_control.h"
#include "ui/lessons/lesson_session.h"
#include "ui/lessons/rich_text.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <array>

namespace thalweg {

namespace {

constexpr int truth = -1;  // the sketch of what happens

/// A ring that becomes a disc with a check when a goal is met.
class GoalMark : public QWidget {
 public:
  GoalMark(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    const int side = themes.theme().ipx(18);
    setFixedSize(side, side);
  }
  void setMet(bool met) {
    if (met == met_) return;
    met_ = met;
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF disc = QRectF(rect()).adjusted(1, 1, -1, -1);
    painter.setPen(met_ ? QPen(Qt::NoPen) : QPen(theme.hint, theme.px(1.5)));
    painter.setBrush(met_ ? theme.accent : QColor(Qt::transparent));
    painter.drawEllipse(disc);
    if (met_) drawIcon(painter, QStringLiteral("check"), disc.adjusted(3, 3, -3, -3), theme.onAccent);
  }

 private:
  const ThemeController& themes_;
  bool met_ = false;
};

/// The scenario that an answer's sketch shows: the panel and the contender asked about, alone.
Scenario sketched(const Scenario& page, const LessonQuestion& ask, int answer) {
  Scenario scenario =
      answer == truth ? page : sketchScenario(page, ask, static_cast<std::size_t>(answer), std::string());
  scenario.panels = {scenario.panels[ask.panel]};
  scenario.panels[0].projection = "2d";
  Contender contender = scenario.contenders[ask.contender];
  if (ask.panel < contender.start.size() && contender.start[ask.panel])
    contender.start = {contender.start[ask.panel]};
  else
    contender.start.clear();
  contender.hidden = false;
  scenario.contenders = {std::move(contender)};
  scenario.display.layout = 1;
  return scenario;
}

}  // namespace

/// Five dots on a line: Read, Predict, Watch, Why, Try.
class LessonView::Stages : public QWidget {
 public:
  Stages(const ThemeController& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
    setFixedHeight(themes.theme().ipx(34));
  }
  void setStage(LessonStage stage) {
    stage_ = static_cast<int>(stage);
    setAccessibleName(LessonView::tr("Stage: %1").arg(names()[static_cast<std::size_t>(stage_)]));
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Theme& theme = themes_.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal dot = theme.px(10);
    const qreal step = (width() - theme.px(30)) / 4.0;
    const qreal middle = dot / 2 + 1;
    for (int i = 0; i < 5; ++i) {
      const qreal x = dot / 2 + 1 + step * i;
      if (i < 4) {
        painter.setPen(QPen(i < stage_ ? theme.accent : theme.groove, 2));
        painter.drawLine(QPointF(x + dot / 2 + 3, middle), QPointF(x + step - dot / 2 - 3, middle));
      }
      painter.setPen(QPen(i <= stage_ ? theme.accent : theme.hint, 2));
      painter.setBrush(i < stage_ ? theme.accent : theme.dock);
      painter.drawEllipse(QPointF(x, middle), dot / 2 - 1, dot / 2 - 1);
      if (i == stage_) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(QPointF(x, middle), theme.px(2), theme.px(2));
      }
      painter.setFont(theme.font(i == stage_ ? TextRole::Strong : TextRole::Secondary));
      painter.setPen(i == stage_ ? theme.text : theme.secondary);
      const QString name = names()[static_cast<std::size_t>(i)];
      const qreal wide = QFontMetricsF(painter.font()).horizontalAdvance(name);
      const qreal left = std::clamp(x - dot / 2, 0.0, std::max(0.0, width() - wide));
      painter.drawText(QPointF(left, height() - theme.px(4)), name);
    }
  }

 private:
  static std::array<QString, 5> names() {
    return {LessonView::tr("Read"), LessonView::tr("Predict"), LessonView::tr("Watch"), LessonView::tr("Why"),
            LessonView::tr("Try")};
  }
  const ThemeController& themes_;
  int stage_ = 0;
};

LessonView::LessonView(const ThemeController& themes, ScenarioModel& model, LessonSession& session, QWidget* parent)
    : QWidget(parent),
      themes_(themes),
      model_(model),
      session_(session),
      place_(plainLabel(this, {}, "secondary")),
      title_(plainLabel(this, {}, "title")),
      stages_(new Stages(themes, this)),
      scroll_(new QScrollArea(this)),
      previous_(new FlatButton(themes, QStringLiteral("chevron-left"), tr("Back"), this)),
      next_(new FlatButton(themes, QStringLiteral("chevron-right"), tr("Next page"), this)),
      later_(this, [this] { refresh(); }),
      job_(this, [this](const Sketch& made) {
        sketches_[made.key] = QPixmap::fromImage(paintThumbnail(*made.thumbnail, made.ground));
        showSketches();
      }) {
  const Theme& theme = themes.theme();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* head = new QVBoxLayout;
  head->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  head->setSpacing(theme.u(1));
  title_->setWordWrap(true);
  head->addWidget(place_);
  head->addWidget(title_);
  head->addWidget(stages_);
  column->addLayout(head);
  scroll_->setWidgetResizable(true);
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll_->setFocusPolicy(Qt::NoFocus);
  column->addWidget(scroll_, 1);
  column->addWidget(new Rule(themes, Qt::Horizontal, this));
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(theme.u(3), theme.u(2), theme.u(3), theme.u(2));
  previous_->setFramed(true);
  next_->setFramed(true);
  next_->setIconLast(true);
  foot->addWidget(previous_);
  foot->addStretch(1);
  foot->addWidget(next_);
  column->addLayout(foot);
  connect(previous_, &QToolButton::clicked, this, [this] { turn(-1); });
  connect(next_, &QToolButton::clicked, this, [this] { turn(1); });
  connect(&session_, &LessonSession::changed, this, [this] { later_.ask(); });
  connect(&session_, &LessonSession::goalsChanged, this, &LessonView::showGoals);
  connect(&model_, &ScenarioModel::changed, this, &LessonView::showControls);
  connect(&themes_, &ThemeController::changed, this, [this] {
    requestSketches();
    later_.ask();
  });
  later_.ask();  // the lesson began before there was this view
}

LessonView::~LessonView() = default;

AnswerCard* LessonView::answer(std::size_t index) const { return index < answers_.size() ? answers_[index] : nullptr; }
OptionRow* LessonView::control(std::size_t index) const {
  return index < controls_.size() ? controls_[index] : nullptr;
}

void LessonView::turn(int pages) {
  if (!session_.running()) return;
  const std::size_t last = session_.lesson().pages.size() - 1;
  if (pages > 0 && session_.page() == last) return Q_EMIT nextLessonRequested();
  if (pages < 0 && session_.page() == 0) return;
  session_.goTo(session_.page() + static_cast<std::size_t>(pages));
}

bool LessonView::takeKey(const QKeyEvent& event) {
  if (!session_.running() || (event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return false;
  const int key = event.key();
  const bool asking = session_.stage() == LessonStage::Predict;
  if (key >= Qt::Key_1 && key <= Qt::Key_6) {
    if (asking) session_.choose(static_cast<std::size_t>(key - Qt::Key_1));
    return true;
  }
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    if (asking && session_.choice())
      session_.run();
    else if (!asking)
      turn(1);
    return true;
  }
  if (key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
    turn(key == Qt::Key_PageDown ? 1 : -1);
    return true;
  }
  return false;
}

void LessonView::refresh() {
  const bool running = session_.running();
  Built wanted;
  if (running) {
    // From reading and from why to trying nothing is exchanged: a slider may be held.
    const LessonStage stage = session_.stage();
    const int group = stage == LessonStage::Predict ? 0 : stage == LessonStage::Watch ? 1 : 2;
    wanted = {session_.id(), session_.page(), group, session_.ready(), themes_.theme().dark, themes_.theme().em};
  }
  if (wanted != built_) {
    const bool samePage = built_.lesson == wanted.lesson && built_.page == wanted.page;
    const int scrolled = samePage ? scroll_->verticalScrollBar()->value() : 0;
    built_ = wanted;
    if (!samePage && running) requestSketches();
    build();
    scroll_->verticalScrollBar()->setValue(scrolled);
  }
  if (!running) return;
  stages_->setStage(session_.stage());
  showChoice();
  showGoals();
}

void LessonView::build() {
  run_ = nullptr;
  skip_ = back_ = solution_ = nullptr;
  doneWords_ = nullptr;
  answers_.clear();
  pictures_.clear();
  controls_.clear();
  goals_.clear();
  delete scroll_->takeWidget();
  if (!session_.running()) return;
  const Lesson& lesson = session_.lesson();
  const LessonPage& page = session_.written();
  place_->setText(tr("%1 · page %2 of %3").arg(text(lesson.chapter)).arg(session_.page() + 1).arg(lesson.pages.size()));
  title_->setText(text(lesson.title));
  previous_->setEnabled(session_.page() > 0);
  next_->setText(session_.page() + 1 < lesson.pages.size() ? tr("Next page") : tr("Next lesson"));

  const Theme& theme = themes_.theme();
  auto* body = new QWidget;
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(theme.u(3), theme.u(1), theme.u(3), theme.u(3));
  column->setSpacing(theme.u(3));
  column->addWidget(new RichText(themes_, session_.filled(page.text), body));
  if (page.ask) {
    column->addWidget(new Rule(themes_, Qt::Horizontal, body));
    auto* question = new RichText(themes_, session_.filled(page.ask->question), body);
    question->setStrong(true);
    column->addWidget(question);
    if (session_.stage() == LessonStage::Predict)
      addQuestion(column, body);
    else
      addReveal(column, body);
  }
  if (page.task && session_.stage() != LessonStage::Predict && session_.stage() != LessonStage::Watch)
    addTask(column, body);
  column->addStretch(1);
  scroll_->setWidget(body);
  showSketches();
}

void LessonView::showChoice() {
  if (!run_) return;
  for (std::size_t a = 0; a < answers_.size(); ++a) answers_[a]->setChecked(session_.choice() == a);
  run_->setEnabled(session_.choice().has_value());
  skip_->setVisible(!session_.choice());
}

void LessonView::showSketches() {
  for (const auto& [card, answer] : pictures_) {
    if (const auto found = sketches_.find(sketchKey(answer)); found != sketches_.end()) card->setPicture(found->second);
  }
}

void LessonView::addQuestion(QVBoxLayout* column, QWidget* body) {
  const Theme& theme = themes_.theme();
  const LessonQuestion& ask = *session_.written().ask;
  const bool pictured = std::ranges::any_of(ask.answers, [](const LessonAnswer& a) { return a.contender.has_value(); });
  auto* grid = new QGridLayout;
  grid->setSpacing(theme.u(2));
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    auto* card = new AnswerCard(themes_, session_.filled(ask.answers[a].text), {}, body);
    card->setPictured(pictured && ask.answers[a].contender);
    if (ask.answers[a].contender) pictures_.emplace_back(card, static_cast<int>(a));
    card->setToolTip(tr("Key %1").arg(a + 1));
    connect(card, &QAbstractButton::clicked, this, [this, a] { session_.choose(a); });
    const int columns = pictured ? 2 : 1;
    grid->addWidget(card, static_cast<int>(a) / columns, static_cast<int>(a) % columns);
    answers_.push_back(card);
  }
  column->addLayout(grid);
  auto* line = new QHBoxLayout;
  run_ = new QPushButton(tr("Let it run"), body);
  run_->setProperty("look", QStringLiteral("accent"));
  run_->setIcon(themedIcon(themes_, QStringLiteral("play"), IconTint::OnAccent));
  connect(run_, &QPushButton::clicked, &session_, &LessonSession::run);
  skip_ = new FlatButton(themes_, {}, tr("Show without guessing"), body);
  skip_->setTextTint(IconTint::Secondary);
  connect(skip_, &QToolButton::clicked, this, [this] { session_.run(); });
  line->addWidget(run_);
  line->addWidget(skip_);
  line->addStretch(1);
  column->addLayout(line);
  auto* hint = plainLabel(
      body, tr("Keys 1–%1 choose, Enter lets it run. A guess is never counted.").arg(ask.answers.size()), "secondary");
  hint->setWordWrap(true);
  column->addWidget(hint);
}

void LessonView::addReveal(QVBoxLayout* column, QWidget* body) {
  const Theme& theme = themes_.theme();
  const LessonPage& page = session_.written();
  const LessonQuestion& ask = *page.ask;
  if (session_.stage() == LessonStage::Watch) {
    column->addWidget(plainLabel(body, tr("Watch. The space bar goes straight to why."), "secondary"));
    return;
  }
  const auto right = session_.rightAnswer();
  const auto said = session_.choice();
  auto* line = new QHBoxLayout;
  line->setSpacing(theme.u(2));
  const auto add = [&](const QString& caption, std::size_t answer, int picture) {
    auto* card = new AnswerCard(themes_, session_.filled(ask.answers[answer].text), caption, body);
    const bool pictured =
        picture == truth
            ? std::ranges::any_of(ask.answers, [](const LessonAnswer& a) { return a.contender.has_value(); })
            : ask.answers[answer].contender.has_value();
    card->setPictured(pictured);
    if (pictured) pictures_.emplace_back(card, picture);
    line->addWidget(card, 1);
  };
  if (said) add(tr("You said"), *said, static_cast<int>(*said));
  if (right) add(tr("What happened"), *right, truth);
  column->addLayout(line);
  column->addWidget(new RichText(themes_, session_.filled(page.why), body));
}

void LessonView::addTask(QVBoxLayout* column, QWidget* body) {
  const Theme& theme = themes_.theme();
  const LessonTask& task = *session_.written().task;
  column->addWidget(new Rule(themes_, Qt::Horizontal, body));
  column->addWidget(plainLabel(body, tr("Try it"), "strong"));
  column->addWidget(new RichText(themes_, session_.filled(task.task), body));
  addControls(column, body);
  auto* grid = new QGridLayout;
  grid->setColumnStretch(1, 1);
  grid->setHorizontalSpacing(theme.u(2));
  for (std::size_t g = 0; g < task.done.size(); ++g) {
    auto* mark = new GoalMark(themes_, body);
    auto* words = plainLabel(body, session_.filled(task.done[g].text));
    words->setWordWrap(true);
    auto* now = plainLabel(body, {}, "secondary");
    now->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const int row = static_cast<int>(g);
    grid->addWidget(mark, row, 0);
    grid->addWidget(words, row, 1);
    grid->addWidget(now, row, 2);
    goals_.push_back({mark, now});
  }
  column->addLayout(grid);
  doneWords_ = plainLabel(body, tr("Done."), "secondary");
  column->addWidget(doneWords_);
  auto* line = new QHBoxLayout;
  back_ = new FlatButton(themes_, {}, tr("Lesson’s setting again"), body);
  solution_ = new FlatButton(themes_, {}, tr("Show a solution"), body);
  for (FlatButton* link : {back_, solution_}) {
    link->setTextTint(IconTint::Accent);
    link->setControlHeight(24);
    line->addWidget(link);
  }
  line->addStretch(1);
  connect(back_, &QToolButton::clicked, &session_, &LessonSession::setBack);
  connect(solution_, &QToolButton::clicked, &session_, &LessonSession::showSolution);
  column->addLayout(line);
}

void LessonView::addControls(QVBoxLayout* column, QWidget* body) {
  for (const std::string& path : session_.written().controls) {
    const auto control = lessonControl(session_.shown(), path);
    if (!control) {
      if (path.ends_with(".start"))
        column->addWidget(plainLabel(body, tr("Drag the ring that marks the start."), "secondary"));
      continue;
    }
    if (session_.shown().contenders.size() > 1 || path.starts_with("panels"))
      column->addWidget(plainLabel(body, text(control->owner), "secondary"));
    auto* row = new OptionRow(themes_, *control->option, control->element, body);
    row->setOwner(text(control->owner));
    row->setValue(control->value(model_.scenario()));
    connect(row, &OptionRow::gestureStarted, &model_, &ScenarioModel::beginGesture);
    connect(row, &OptionRow::gestureFinished, &model_, &ScenarioModel::endGesture);
    connect(row, &OptionRow::edited, this,
            [this, set = control->set](const Json& value) { session_.edit([&](Scenario& s) { set(s, value); }); });
    connect(row, &OptionRow::resetRequested, this, [this] { session_.setBack(); });
    column->addWidget(row);
    controls_.push_back(row);
  }
}

void LessonView::showControls() {
  // Between a page's end and the next one's widgets there is nothing to be shown.
  if (!session_.running() || built_.lesson != session_.id() || built_.page != session_.page()) return;
  std::size_t row = 0;
  for (const std::string& path : session_.written().controls) {
    const auto control = lessonControl(session_.shown(), path);
    if (!control || row >= controls_.size()) continue;
    controls_[row++]->setValue(control->value(model_.scenario()));
  }
}

void LessonView::showGoals() {
  if (!session_.running() || built_.lesson != session_.id() || built_.page != session_.page()) return;
  const std::vector<GoalState> states = session_.goals();
  for (std::size_t g = 0; g < std::min(states.size(), goals_.size()); ++g) {
    static_cast<GoalMark*>(goals_[g].mark)->setMet(states[g].met);
    goals_[g].mark->setAccessibleName(states[g].met ? tr("met") : tr("not yet met"));
    goals_[g].now->setText(states[g].now);
  }
  if (doneWords_) doneWords_->setVisible(session_.taskDone());
}

QString LessonView::sketchKey(int answer) const {
  return QStringLiteral("%1 %2 %3 %4 %5")
      .arg(text(session_.id()))
      .arg(session_.page())
      .arg(answer)
      .arg(themes_.theme().dark)
      .arg(themes_.theme().em);
}

void LessonView::requestSketches() {
  job_.cancel();
  if (!session_.running() || !session_.written().ask) return;
  const LessonQuestion& ask = *session_.written().ask;
  std::vector<std::pair<QString, Scenario>> wanted;
  for (std::size_t a = 0; a < ask.answers.size(); ++a) {
    if (ask.answers[a].contender)
      wanted.emplace_back(sketchKey(static_cast<int>(a)), sketched(session_.shown(), ask, static_cast<int>(a)));
  }
  if (wanted.empty()) return;
  wanted.emplace_back(sketchKey(truth), sketched(session_.shown(), ask, truth));
  std::erase_if(wanted, [this](const auto& one) { return sketches_.contains(one.first); });
  if (wanted.empty()) return;
  job_.request([wanted = std::move(wanted), theme = themes_.theme(), size = AnswerCard::pictureSize(themes_.theme()),
                ratio = devicePixelRatioF()](const std::stop_token& stop, const std::function<void(Sketch)>& post) {
    for (const auto& [key, scenario] : wanted) {
      if (stop.stop_requested()) return;
      post({key, std::make_shared<const Thumbnail>(computeThumbnail(scenario, theme, size, ratio)), theme.surface});
    }
  });
}

void LessonView::paintEvent(QPaintEvent* /*event*/) { QPainter(this).fillRect(rect(), themes_.theme().dock); }

}  // namespace thalweg
