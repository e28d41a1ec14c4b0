#pragma once
/// The lesson that is being gone through: its page and stage, what was predicted, what is done, and the scenario that
/// comes back afterwards. Widgets show it; it shows the pages' scenarios through the document.
/// Predictions and what is done are kept in the settings. Threads: GUI thread; pages are run in the background.

#include "core/lessons/answers.h"
#include "core/lessons/prediction_gap.h"
#include "core/lessons/run_facts.h"
#include "core/scenario/lesson.h"
#include "ui/background/latest_job.h"
#include "ui/document/later.h"
#include "ui/document/lesson_course.h"
#include "ui/look/slider_scale.h"
#include "ui/scenes/chart_guess.h"

#include <QObject>
#include <QPointF>
#include <QStringList>

#include <map>
#include <memory>
#include <optional>
#include <vector>

class QSettings;

namespace thalweg {

class ComputeController;
class Document;
class Playback;
class ScenarioModel;
struct GuessPicture;
class ViewState;

enum class LessonStage { Read, Predict, Watch, Why, Try };

/// The way on which a value is guessed.
SliderScale valueScale(const LessonQuestion& ask);

/// A part of a page's task as it stands.
struct GoalState {
  QString text;
  QString now;
  bool met = false;
};

class LessonSession : public QObject {
  Q_OBJECT

 public:
  LessonSession(ScenarioModel& model, Document& document, ViewState& view, const ComputeController& compute,
                QSettings* settings, QObject* parent = nullptr);
  ~LessonSession() override;

  /// Begins a lesson where it was left, unless the user wants to keep what is not saved; `unasked`, for what is tried
  /// out and comes back to where it was.
  void begin(const CourseLesson& lesson, bool unasked = false);
  /// Ends it; the scenario before it comes back.
  void leave();
  [[nodiscard]] bool running() const { return lesson_.has_value(); }

  // While one runs:
  [[nodiscard]] const std::string& id() const { return lesson_->id; }
  [[nodiscard]] const Lesson& lesson() const { return *lesson_->scenario.lesson; }
  /// The lesson's whole file.
  [[nodiscard]] const Scenario& whole() const { return lesson_->scenario; }
  [[nodiscard]] std::size_t page() const { return page_; }
  [[nodiscard]] const LessonPage& written() const { return lesson().pages[page_]; }
  [[nodiscard]] LessonStage stage() const { return stage_; }
  /// What the page's scenario is without what the user tries.
  [[nodiscard]] const Scenario& shown() const { return pages_[page_]; }
  void goTo(std::size_t page);
  /// What is predicted on this page, as far as it is said.
  [[nodiscard]] const Prediction& guess() const { return guess_; }
  [[nodiscard]] bool hasGuess() const;
  [[nodiscard]] std::optional<std::size_t> choice() const { return guess_.choice; }
  void choose(std::size_t answer);
  /// Puts the mark of an end point there or, with `begin`, begins a line that goes from the path's start to there and
  /// is drawn on by further calls.
  void draw(const QPointF& at, bool begin);
  void guessValue(double value);
  /// The same of a value read off a chart, rounded to what a hand can mean.
  void guessInChart(double value);
  /// By keys: so many small steps right and up (of a value either is more). A line's last corner moves.
  void moveGuess(int right, int up);
  /// The line's corner stays, and the next step makes another one; and takes the last one back.
  void setCorner();
  void takeCornerBack();
  /// What was guessed, over the panel asked about; null: nothing is to be seen there.
  [[nodiscard]] std::shared_ptr<const GuessPicture> guessPicture() const;
  /// Where a chart of the page has the value asked about.
  [[nodiscard]] std::optional<ChartPlace> chartPlace() const;
  /// What was guessed, in that chart; none: nothing is to be seen there.
  [[nodiscard]] std::optional<ChartGuess> chartGuess() const;
  /// How far the guess is from what happened, once that is to be known.
  [[nodiscard]] std::optional<PredictionGap> gap() const;
  /// The same as a sentence; empty where there is nothing to say.
  [[nodiscard]] QString gapWords() const;
  /// What a value is, once that is to be known.
  [[nodiscard]] std::optional<double> trueValue() const;
  /// Lets the page run; without a guess, it was looked at without guessing.
  void run();
  /// The page's own run is known.
  [[nodiscard]] bool ready() const { return facts_ != nullptr; }
  /// The answer that the run gives; none before it is known.
  [[nodiscard]] std::optional<std::size_t> rightAnswer() const;
  /// `words` with the values of the page's own run; "…" in their place until it is known.
  [[nodiscard]] QString filled(const std::string& words) const;
  [[nodiscard]] std::vector<GoalState> goals() const;
  /// The page's task was done, now or before.
  [[nodiscard]] bool taskDone() const;
  /// All that was said in this lesson, without a name.
  [[nodiscard]] AnswerSheet sheet() const;
  /// The document that is shown is this one's doing.
  [[nodiscard]] bool showing() const { return showing_; }
  void setBack();
  void showSolution();
  /// Changes the scenario by one of the page's controls.
  void edit(const std::function<void(Scenario&)>& change);

  /// Of all lessons: ids of those that are done, and of those that were begun.
  [[nodiscard]] const QStringList& done() const { return done_; }
  [[nodiscard]] QStringList begun() const;
  /// The lesson that was open last; empty: none yet.
  [[nodiscard]] QString last() const { return last_; }

 Q_SIGNALS:
  /// Another page or stage, or none any more.
  void changed();
  /// Another guess, or more of it.
  void guessChanged();
  /// A task's goals stand otherwise.
  void goalsChanged();

 private:
  /// What is kept of a lesson.
  struct Progress {
    std::size_t page = 0;
    std::map<std::size_t, Prediction> answers;  ///< of pages that were run
    std::vector<std::size_t> tasks;             ///< pages whose task was done
  };
  void showPage();
  void showScenario(const Scenario& scenario, bool playing);
  [[nodiscard]] Scenario afterRun() const;
  [[nodiscard]] bool answered() const;
  [[nodiscard]] bool revealed() const;
  [[nodiscard]] std::vector<double> startOfPath() const;
  [[nodiscard]] View viewAsked() const;
  /// How many times the larger of guess and truth is the smaller one, where that is what counts.
  [[nodiscard]] std::optional<double> gapRatio() const;
  [[nodiscard]] QString gapAsNumber() const;
  void moveTo(std::vector<double>& at, int right, int up) const;
  void followPlayback();
  void followPaths();
  void store();
  void restore(const QString& id);
  void finishIfDone();

  ScenarioModel& model_;
  Document& document_;
  ViewState& view_;
  const ComputeController& compute_;
  QSettings* settings_;
  std::optional<CourseLesson> lesson_;
  std::vector<Scenario> pages_;
  std::size_t page_ = 0;
  LessonStage stage_ = LessonStage::Read;
  Prediction guess_;
  bool corner_ = false;  // the line's last corner is not moved any more
  Progress progress_;
  QStringList done_;
  QString last_;
  Scenario before_;
  QString beforePath_;
  bool beforeUnsaved_ = false;
  bool showing_ = false;                     // the document's change is this one's doing
  std::shared_ptr<const RunFacts> facts_;    // of the page's own run
  std::shared_ptr<const RunFacts> attempt_;  // of what is on screen
  LatestJob<std::shared_ptr<const RunFacts>> job_;
};

}  // namespace thalweg
