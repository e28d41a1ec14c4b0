#pragma once
/// The right dock's page with the lesson that is gone through: its text and stage, the question with its answers, why
/// it came out so, and what to try with just the controls that the page names. Threads: GUI thread only.

#include "ui/background/latest_job.h"
#include "ui/background/scenario_thumbnail.h"
#include "ui/document/later.h"
#include "ui/look/theme.h"

#include <QPixmap>
#include <QWidget>

#include <map>
#include <memory>
#include <string>
#include <vector>

class QKeyEvent;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace thalweg {

class AnswerCard;
class FlatButton;
class LessonSession;
class OptionRow;
class ScenarioModel;

class LessonView : public QWidget {
  Q_OBJECT

 public:
  LessonView(const ThemeController& themes, ScenarioModel& model, LessonSession& session, QWidget* parent = nullptr);
  ~LessonView() override;

  /// What stands on the page now, for those who drive it; null where there is none.
  [[nodiscard]] AnswerCard* answer(std::size_t index) const;
  [[nodiscard]] QPushButton* runButton() const { return run_; }
  [[nodiscard]] FlatButton* skipButton() const { return skip_; }
  [[nodiscard]] FlatButton* previous() const { return previous_; }
  [[nodiscard]] FlatButton* next() const { return next_; }
  [[nodiscard]] FlatButton* solutionButton() const { return solution_; }
  [[nodiscard]] FlatButton* backButton() const { return back_; }
  [[nodiscard]] OptionRow* control(std::size_t index) const;
  /// 1 to 6 choose an answer, Enter lets it run and turns to the next page, Page Up and Down turn. False: not its key.
  bool takeKey(const QKeyEvent& event);
  /// Shows at once what it would when the event loop is reached again.
  void flush() { later_.flush(); }

 Q_SIGNALS:
  /// The lesson after this one is wanted.
  void nextLessonRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  class Stages;
  struct Sketch {
    QString key;
    std::shared_ptr<const Thumbnail> thumbnail;
    QColor ground;
  };
  struct GoalRow {
    QWidget* mark;
    QLabel* now;
  };
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
  void showChoice();
  void showSketches();
  void showGoals();
  void showControls();
  void addQuestion(QVBoxLayout* column, QWidget* body);
  void addReveal(QVBoxLayout* column, QWidget* body);
  void addTask(QVBoxLayout* column, QWidget* body);
  void addControls(QVBoxLayout* column, QWidget* body);
  void requestSketches();
  [[nodiscard]] QString sketchKey(int answer) const;
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
  QPushButton* run_ = nullptr;
  FlatButton* skip_ = nullptr;
  FlatButton* back_ = nullptr;
  FlatButton* solution_ = nullptr;
  std::vector<AnswerCard*> answers_;
  std::vector<std::pair<AnswerCard*, int>> pictures_;  // cards, and whose sketch they show
  std::vector<OptionRow*> controls_;
  std::vector<GoalRow> goals_;
  QLabel* doneWords_ = nullptr;
  std::map<QString, QPixmap> sketches_;
  Built built_;
  Later later_;
  LatestJob<Sketch> job_;
};

}  // namespace thalweg
