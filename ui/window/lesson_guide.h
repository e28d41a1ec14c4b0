#pragma once
/// What a lesson does to the window: its page in the right dock, what is locked and what waits on panels, charts and
/// timeline, and the guess over the panel that is asked about. Threads: GUI thread only.

#include "ui/controls/shortcuts.h"
#include "ui/lessons/lesson_session.h"
#include "ui/look/theme.h"

#include <QObject>
#include <QStringList>

#include <memory>

class QSettings;

namespace thalweg {

class ChartRow;
class ClassPage;
class LessonGallery;
class LessonView;
class LessonWriter;
class PanelGrid;
class TabDock;
class TimelineBar;

/// The parts of the window that a lesson leads.
struct LessonStagePlaces {
  PanelGrid& panels;
  ChartRow& charts;
  TimelineBar& timeline;
  TabDock& side;
};

class LessonGuide : public QObject {
  Q_OBJECT

 public:
  LessonGuide(const ThemeController& themes, ScenarioModel& model, Document& document, ViewState& view,
              const ComputeController& compute, const LessonStagePlaces& places, QSettings* settings, QWidget* window);
  ~LessonGuide() override;

  [[nodiscard]] LessonSession& session() { return session_; }
  [[nodiscard]] bool running() const { return session_.running(); }
  /// The lesson's page in the right dock; null while there is none.
  [[nodiscard]] LessonView* page() const { return page_; }
  /// What a class said, in the right dock; null while there is no lesson.
  [[nodiscard]] ClassPage* classPage() const { return class_; }
  /// Lays the answers of many students together: those in `paths`, or in files that the user chooses. Without a lesson,
  /// that of the first file begins.
  void openClass(QStringList paths = {});
  void saveAnswers();
  /// Opens the page on which a lesson is made of what is shown.
  void write();
  /// Null while none is written.
  [[nodiscard]] LessonWriter* writer() const { return writer_; }
  /// Made when first asked for.
  [[nodiscard]] LessonGallery* gallery();
  /// Whether the lesson, if there is one, leaves that to the user now.
  [[nodiscard]] bool allows(Command command) const;
  /// Begins the lesson after the present one.
  void beginNext();

 Q_SIGNALS:
  /// A lesson, or another page or stage of it, is shown, or none any more.
  void shown();
  /// It was the last lesson.
  void courseEnded();
  void said(const QString& problem);

 private:
  void show();
  void showGuess();
  void lead();
  void follow(const Scenario& document);

  const ThemeController& themes_;
  ScenarioModel& model_;
  Document& document_;
  LessonStagePlaces places_;
  QWidget* window_;
  LessonSession session_;
  LessonView* page_ = nullptr;
  ClassPage* class_ = nullptr;
  LessonWriter* writer_ = nullptr;
  std::unique_ptr<LessonGallery> gallery_;
};

}  // namespace thalweg
