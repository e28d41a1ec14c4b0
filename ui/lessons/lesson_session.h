#pragma once
/// The lesson that is being gone through: its page and stage, what was predicted, what is done, and the scenario that
/// comes back afterwards. Widgets show it; it shows the pages' scenarios through the document.
/// Predictions and what is done are kept in the settings. Threads: GUI thread; pages are run in the background.

#include "core/lessons/answers.h"
#include "core/lessons/run_facts.h"
#include "core/scenario/lesson.h"
#include "ui/background/latest_job.h"
#include "ui/document/later.h"
#include "ui/document/lesson_course.h"

#include <QObject>
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
class ViewState;

enum class LessonStage { Read, Predict, Watch, Why, Try };

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

  /// Begins a lesson where it was left, unless the user wants to keep what is not saved.
  void begin(const CourseLesson& lesson);
  /// Ends it; the scenario before it comes back.
  void leave();
  [[nodiscard]] bool running() const { return lesson_.has_value(); }

  // While one runs:
  [[nodiscard]] const std::string& id() const { return lesson_->id; }
  [[nodiscard]] const Lesson& lesson() const { return *lesson_->scenario.lesson; }
  [[nodiscard]] std::size_t page() const { return page_; }
  [[nodiscard]] const LessonPage& written() const { return lesson().pages[page_]; }
  [[nodiscard]] LessonStage stage() const { return stage_; }
  /// What the page's scenario is without what the user tries.
  [[nodiscard]] const Scenario& shown() const { return pages_[page_]; }
  void goTo(std::size_t page);
  [[nodiscard]] std::optional<std::size_t> choice() const;
  void choose(std::size_t answer);
  /// Lets the page run; without a choice, it was looked at without guessing.
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
  std::optional<std::size_t> choice_;
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
