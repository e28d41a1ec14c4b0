#pragma once
/// A lesson before an audience: the strip under the panels with one thing at a time, in large type: a page's text, its
/// question, why it came out so, what to try. Threads: GUI thread only.

#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <string>

class QKeyEvent;
class QLabel;
class QScrollArea;

namespace thalweg {

class AnswerSketches;
class AskBox;
class FlatButton;
class LessonSession;
class ScenarioModel;
class TaskBox;
class ViewState;

class LessonCaption : public QWidget {
  Q_OBJECT

 public:
  enum class Part { Text, Question, Watch, Why, Task };

  LessonCaption(const ThemeController& themes, ScenarioModel& model, LessonSession& session, ViewState& view,
                QWidget* parent = nullptr);
  ~LessonCaption() override;

  [[nodiscard]] Part part() const { return part_; }
  /// What stands there now, for those who drive it; null where there is none.
  [[nodiscard]] AskBox* ask() const { return ask_; }
  [[nodiscard]] TaskBox* task() const { return task_; }
  /// One part or page on, or back. A question that is passed runs, with or without a guess; a run that is passed is at
  /// its end.
  void walk(bool forward);
  /// Keys of a guess, and Enter. False: not its key.
  bool takeKey(const QKeyEvent& event);

 Q_SIGNALS:
  /// The lesson after this one is wanted.
  void nextLessonRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// What the widgets depend on.
  struct Built {
    std::string lesson;
    std::size_t page = 0;
    Part part = Part::Text;
    bool ready = false;
    bool dark = false;
    double em = 0;
    bool operator==(const Built&) const = default;
  };
  void follow();
  void show(Part part);
  void build();
  void turn(int pages);
  /// As high as what stands there, up to a share of the window.
  void fit();

  const ThemeController& themes_;
  ScenarioModel& model_;
  LessonSession& session_;
  ViewState& view_;
  QLabel* place_;
  FlatButton* previous_;
  FlatButton* next_;
  QScrollArea* scroll_;
  AnswerSketches* sketches_;
  AskBox* ask_ = nullptr;
  TaskBox* task_ = nullptr;
  Part part_ = Part::Text;
  Built built_;
  Later later_;
};

}  // namespace thalweg
