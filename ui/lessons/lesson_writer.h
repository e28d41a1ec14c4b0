#pragma once
/// The right dock's page on which a lesson is made of what the window shows: its title, the pages' texts, what is
/// asked, what stays adjustable. Panels and cards set what a page shows. Threads: GUI thread; the check runs in the
/// background.

#include "core/lessons/lesson_check.h"
#include "ui/background/latest_job.h"
#include "ui/lessons/lesson_draft.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class ComboButton;
class FlatButton;
class InlineMessage;
class ScenarioModel;

class LessonWriter : public QWidget {
  Q_OBJECT

 public:
  LessonWriter(const ThemeController& themes, ScenarioModel& model, QWidget* parent = nullptr);
  ~LessonWriter() override;

  /// What the fields say.
  [[nodiscard]] const LessonDraft& draft() const { return draft_; }
  [[nodiscard]] std::size_t page() const { return page_; }
  void addPage();
  void removePage();
  void turn(int pages);
  /// The page shows what the window shows now.
  void takeShown();
  /// What the window shows now does the page's task.
  void takeSolution();
  /// Says where the lesson is not what its runs give.
  void check();
  /// False: a message says why not.
  bool save(const QString& path);
  [[nodiscard]] QString message() const;

 Q_SIGNALS:
  /// Somebody wants to go through it.
  void tried(const thalweg::Scenario& lesson);
  void closed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void buildHead(QVBoxLayout* column);
  void buildPage(QVBoxLayout* column);
  void addField(QVBoxLayout* column, const QString& label, QWidget* field);
  void buildFoot(QVBoxLayout* column);
  /// From the draft into the fields, and back.
  void showPage();
  void readFields();
  void showKind();
  void showControls();
  /// The file, or a message.
  [[nodiscard]] std::optional<Scenario> file();
  [[nodiscard]] DraftPage& current() { return draft_.pages[page_]; }

  const ThemeController& themes_;
  ScenarioModel& model_;
  LessonDraft draft_;
  std::size_t page_ = 0;
  bool showing_ = false;  // fields are being filled
  QLineEdit* title_;
  QLineEdit* chapter_;
  QLineEdit* summary_;
  FlatButton* previous_;
  FlatButton* next_;
  QLabel* place_;
  QPlainTextEdit* words_;
  QLabel* shown_;
  ComboButton* kind_;
  QLineEdit* question_;
  QPlainTextEdit* answers_;
  QLineEdit* of_;
  QLineEdit* low_;
  QLineEdit* high_;
  QPlainTextEdit* why_;
  QListWidget* controls_;
  QLineEdit* task_;
  QPlainTextEdit* goals_;
  QPushButton* solve_;
  QLabel* solution_;
  InlineMessage* message_;
  LatestJob<std::vector<LessonFault>> job_;  // last: ends before what it delivers to
};

}  // namespace thalweg
