#include "ui/window/lesson_guide.h"

#include "core/scenario/scenario_file.h"
#include "ui/charts/chart_row.h"
#include "ui/document/document.h"
#include "ui/document/file_name.h"
#include "ui/document/scenario_model.h"
#include "ui/lessons/class_page.h"
#include "ui/lessons/lesson_gallery.h"
#include "ui/lessons/lesson_view.h"
#include "ui/lessons/lesson_writer.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_grid.h"
#include "ui/window/tab_dock.h"
#include "ui/window/timeline_bar.h"

#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace thalweg {

LessonGuide::LessonGuide(const ThemeController& themes, ScenarioModel& model, Document& document, ViewState& view,
                         const ComputeController& compute, const LessonStagePlaces& places, QSettings* settings,
                         QWidget* window)
    : QObject(window),
      themes_(themes),
      model_(model),
      document_(document),
      places_(places),
      window_(window),
      session_(model, document, view, compute, settings, this) {
  // Queued: what asks for it may stand on the page that goes.
  connect(&session_, &LessonSession::changed, this, &LessonGuide::show, Qt::QueuedConnection);
  connect(&session_, &LessonSession::guessChanged, this, &LessonGuide::showGuess);
  connect(&document_, &Document::shown, this, &LessonGuide::follow);
  connect(&places_.panels, &PanelGrid::guessed, this,
          [this](std::size_t panel, const QPointF& at, PanelView::DragPhase phase) {
            if (!session_.running() || !session_.written().ask || session_.written().ask->panel != panel) return;
            session_.draw(at, phase == PanelView::DragPhase::Begin);
          });
  // A panel that comes is led, too.
  connect(&places_.panels, &PanelGrid::arranged, this, [this] {
    if (!session_.running()) return;
    lead();
    showGuess();
  });
  connect(&places_.charts, &ChartRow::guessed, &session_, &LessonSession::guessInChart);
}

LessonGuide::~LessonGuide() = default;

LessonGallery* LessonGuide::gallery() {
  if (gallery_) return gallery_.get();
  gallery_ = std::make_unique<LessonGallery>(themes_, session_, window_);
  connect(gallery_.get(), &LessonGallery::chosen, this,
          [this](std::size_t i) { session_.begin(gallery_->course()[i]); });
  return gallery_.get();
}

/// Somebody's own lesson begins when its file, or a link to it, is opened. Leaving it shows it as a scenario.
void LessonGuide::follow(const Scenario& document) {
  if (session_.showing() || !document.lesson) return;
  const std::string file = QFileInfo(model_.path()).completeBaseName().toStdString();
  CourseLesson lesson{file.empty() ? document.lesson->title : file, document};
  // Queued: the document is not shown to its end.
  QMetaObject::invokeMethod(
      this, [this, lesson = std::move(lesson)] { session_.begin(lesson); }, Qt::QueuedConnection);
}

void LessonGuide::write() {
  if (!writer_) {
    writer_ = new LessonWriter(themes_, model_, &places_.side);
    places_.side.addPage(QStringLiteral("pencil"), tr("Write"), tr("A lesson made of what is shown"), writer_);
    connect(writer_, &LessonWriter::tried, this, [this](const Scenario& lesson) {
      session_.begin({lesson.lesson->title, lesson}, true);
    });
    // Queued: what asks for it stands on the page.
    connect(
        writer_, &LessonWriter::closed, this, [this] { places_.side.removePage(std::exchange(writer_, nullptr)); },
        Qt::QueuedConnection);
  }
  places_.side.setCurrent(writer_);
}

void LessonGuide::saveAnswers() {
  if (!class_) return Q_EMIT said(tr("No lesson is open. What you say in one is saved."));
  places_.side.setCurrent(class_);
  class_->chooseAndSave();
}

void LessonGuide::openClass(QStringList paths) {
  if (paths.isEmpty())
    paths = QFileDialog::getOpenFileNames(window_, tr("Open what a class said"), {},
                                          tr("Answers (*.answers.json);;All files (*)"));
  if (paths.isEmpty()) return;
  if (!session_.running()) {
    try {
      const std::string wanted = loadAnswers(nameBytes(paths.front())).lesson;
      const std::vector<CourseLesson>& course = gallery()->course();
      const auto found = std::ranges::find_if(course, [&](const CourseLesson& lesson) {
        return lesson.id == wanted || lesson.scenario.lesson->title == wanted;
      });
      if (found == course.end())
        return Q_EMIT said(tr("“%1” is no lesson of the course. Open its file first.").arg(text(wanted)));
      session_.begin(*found);
      if (!session_.running()) return;
      show();
    } catch (const ScenarioError& error) {
      return Q_EMIT said(text(error.what()));
    }
  }
  places_.side.setCurrent(class_);
  class_->open(paths);
}

void LessonGuide::beginNext() {
  const std::vector<CourseLesson>& course = gallery()->course();
  const auto now = std::ranges::find(course, session_.id(), &CourseLesson::id);
  if (now == course.end() || now + 1 == course.end()) return Q_EMIT courseEnded();
  session_.begin(*(now + 1));
}

bool LessonGuide::allows(Command command) const {
  if (!session_.running()) return true;
  switch (command) {
    case Command::PlayPause:
    case Command::StepBack:
    case Command::StepOn:
    case Command::TenBack:
    case Command::TenOn:
    case Command::FirstStep:
    case Command::LastStep:
    case Command::Loop:
      return session_.stage() != LessonStage::Predict;
    case Command::Rename:
    case Command::Projection:
    case Command::ToggleContender:
    case Command::ContenderUp:
    case Command::ContenderDown:
    case Command::DuplicateContender:
    case Command::Branch:
    case Command::PageBack:
    case Command::PageOn:
    case Command::Fit:
    case Command::FitPaths:
    case Command::WriteLesson:
      return false;
    default:
      return true;
  }
}

void LessonGuide::show() {
  const bool running = session_.running();
  if (running && !page_) {
    page_ = new LessonView(themes_, model_, session_, &places_.side);
    connect(page_, &LessonView::nextLessonRequested, this, &LessonGuide::beginNext);
    places_.side.addPage(QStringLiteral("book"), tr("Lesson"), tr("The lesson that is gone through"), page_);
    class_ = new ClassPage(themes_, session_, &places_.side);
    connect(class_, &ClassPage::changed, this, &LessonGuide::showGuess);
    places_.side.addPage(QStringLiteral("layers"), tr("Class"), tr("What many said in this lesson"), class_);
    places_.side.setCurrent(page_);
  } else if (!running && page_) {
    places_.side.removePage(std::exchange(class_, nullptr));
    places_.side.removePage(std::exchange(page_, nullptr));
  }
  lead();
  showGuess();
  Q_EMIT shown();
}

void LessonGuide::lead() {
  const bool running = session_.running();
  const bool waiting = running && session_.stage() == LessonStage::Predict;
  const auto names = [&](const auto& what) {
    return running && std::ranges::any_of(session_.written().controls, what);
  };
  // Starts are dragged on their panel, and only where the page says so.
  const bool drags = !waiting && names([](const std::string& path) { return path.ends_with(".start"); });
  for (std::size_t i = 0; PanelCard* card = places_.panels.card(i); ++i) {
    const bool asked = waiting && session_.written().ask->panel == i &&
                       (session_.written().ask->kind == LessonQuestion::Kind::Endpoint ||
                        session_.written().ask->kind == LessonQuestion::Kind::Path);
    card->setLocked(running, waiting);
    card->setAttribute(Qt::WA_TransparentForMouseEvents, running && !drags && !asked);
  }
  places_.charts.setLocked(running);
  const std::int64_t hidden = waiting ? session_.shown().steps : 0;
  places_.charts.setEnabled(!waiting || session_.chartPlace().has_value());
  places_.charts.setSpan(hidden);
  places_.timeline.setEnabled(!waiting && !(running && session_.shown().steps == 0));
  places_.timeline.setSpan(hidden);
  places_.timeline.setLengthLocked(running && !names([](const std::string& path) { return path == "steps"; }));
}

void LessonGuide::showGuess() {
  const bool running = session_.running();
  const auto place = session_.chartPlace();
  std::optional<ChartGuess> inChart = session_.chartGuess();
  // What a class said comes in place of what one has said, when that is in.
  if (inChart && !inChart->open && class_ && class_->predictions() && !class_->predictions()->values.empty()) {
    inChart->others = class_->predictions()->values;
    inChart->value.reset();
    inChart->words.clear();
  }
  places_.charts.setGuess(place ? place->chart : std::string(), std::move(inChart));
  const auto ask = running ? session_.written().ask : std::optional<LessonQuestion>();
  for (std::size_t i = 0; PanelCard* card = places_.panels.card(i); ++i) {
    const bool here = ask && ask->panel == i;
    const bool drawn = here && (ask->kind == LessonQuestion::Kind::Endpoint || ask->kind == LessonQuestion::Kind::Path);
    const bool open = here && session_.stage() == LessonStage::Predict;
    std::shared_ptr<const GuessPicture> picture = here && !open && class_ ? class_->picture() : nullptr;
    if (here && !picture) picture = session_.guessPicture();
    card->setGuess(std::move(picture), drawn && open);
  }
}

}  // namespace thalweg
