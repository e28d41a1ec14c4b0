#pragma once
/// The right dock's page with the lesson that is gone through: its text and stage, the question with its answers, why
/// it came out so, and what to try with just the controls that the page names. Threads: GUI thread only.

#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <string>

class QKeyEvent;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace thalweg {

class AnswerCard;
class AnswerSketches;
class AskBox;
class FlatButton;
class LessonSession;
class OptionRow;
class ScenarioModel;
class TaskBox;
class ValueSlider;

class LessonView : public QWidget {
  Q_OBJECT

 public:
  LessonView(const ThemeController& themes, ScenarioModel& model, LessonSession& session, QWidget* parent = nullptr);
  ~LessonView() override;

  /// What stands on the page now, for those who drive it; null where there is none.
  [[nodiscard]] AnswerCard* answer(std::size_t index) const;
  [[nodiscard]] ValueSlider* valueSlider() const;
  [[nodiscard]] QPushButton* runButton() const;
  [[nodiscard]] FlatButton* skipButton() const;
  [[nodiscard]] FlatButton* previous() const { return previous_; }
  [[nodiscard]] FlatButton* next() const { return next_; }
  [[nodiscard]] FlatButton* solutionButton() const;
  [[nodiscard]] FlatButton* backButton() const;
  [[nodiscard]] OptionRow* control(std::size_t index) const;
  /// Keys of a guess (ui/lessons/ask_box.h); Enter lets it run and turns to the next page, Page Up and Down turn.
  /// False: not its key.
  bool takeKey(const QKeyEvent& event);
  /// Shows at once what it would when the event loop is reached again.
  void flush() { later_.flush(); }

 Q_SIGNALS:
  /// The lesson after this one is wanted.
  void nextLessonRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  class Stages;
  /// What the widgets of a page depend on; all else changes within them.
  struct Built {
    std::string lesson;
    std::size_t page = 0;
    int stage = -1;
    bool ready = false;
    bool dark = false;
    double em = 0;
    bool operator==(const Built&) const = default;
  };
  void refresh();
  void build();
  void turn(int pages);

  const ThemeController& themes_;
  ScenarioModel& model_;
  LessonSession& session_;
  QLabel* place_;
  QLabel* title_;
  Stages* stages_;
  QScrollArea* scroll_;
  FlatButton* previous_;
  FlatButton* next_;
  AnswerSketches* sketches_;
  AskBox* ask_ = nullptr;
  TaskBox* task_ = nullptr;
  Built built_;
  Later later_;
};

}  // namespace thalweg
