#pragma once
/// A page's question: its answers to choose from, or how to mark, draw or slide what one expects; then what was said
/// beside what happened. The lesson's dock and the strip before an audience both show it. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

#include <vector>

class QBoxLayout;
class QKeyEvent;
class QLabel;
class QPushButton;

namespace thalweg {

class AnswerCard;
class AnswerSketches;
class FlatButton;
class LessonSession;
class ValueSlider;

/// The question while the answer is open.
class AskBox : public QWidget {
  Q_OBJECT

 public:
  /// `columns`: of answers with pictures; those without stand one below another unless `wide`. Before an audience,
  /// which is `wide`, the question itself stands here, with what lets it run beside it, so that both are always in
  /// sight.
  AskBox(const ThemeController& themes, LessonSession& session, AnswerSketches& sketches, int columns, bool wide,
         QWidget* parent);
  /// What stands there, for those who drive it; null where there is none.
  [[nodiscard]] AnswerCard* answer(std::size_t index) const;
  [[nodiscard]] QPushButton* runButton() const { return run_; }
  [[nodiscard]] FlatButton* skipButton() const { return skip_; }
  [[nodiscard]] ValueSlider* slider() const { return slider_; }

 private:
  void addAnswers(QBoxLayout* column, int columns, bool wide);
  void addButtons(QBoxLayout* line);
  void addValue(QBoxLayout* column);
  void showGuess();
  void showSketches();

  const ThemeController& themes_;
  LessonSession& session_;
  AnswerSketches& sketches_;
  std::vector<AnswerCard*> answers_;
  ValueSlider* slider_ = nullptr;
  QLabel* value_ = nullptr;
  QPushButton* run_;
  FlatButton* skip_;
};

/// What was said beside what happened, once the page has run.
class RevealBox : public QWidget {
  Q_OBJECT

 public:
  RevealBox(const ThemeController& themes, LessonSession& session, AnswerSketches& sketches, QWidget* parent);

 private:
  void showSketches();

  AnswerSketches& sketches_;
  std::vector<std::pair<AnswerCard*, int>> pictures_;  // cards, and whose sketch they show
};

/// Keys that make a guess: 1 to 6 choose; arrows move a mark, a line's last corner or a value; the space bar sets a
/// corner and Backspace takes one back. False: not its key.
bool takeGuessKey(LessonSession& session, const QKeyEvent& event);

}  // namespace thalweg
