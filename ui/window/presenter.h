#pragma once
/// The window before an audience: full screen, large type, thick lines; controls go, values stay. Page Up and Page
/// Down, as presenters' remotes send them, and the space bar walk through a lesson or a scenario; B or the full stop
/// blackens the screen; Escape brings back exactly what was before. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QObject>
#include <QSize>

class QBoxLayout;
class QKeyEvent;
class QMainWindow;

namespace thalweg {

class ContenderStrip;
class LessonCaption;
class LessonGuide;
class PanelGrid;
class ScenarioModel;
class ViewState;

/// How large type before an audience is, as a multiple of 24 pixels, on a screen so many logical pixels high, each of
/// `ratio` device pixels: a larger share of a low screen, where fewer than 24 device pixels would not be read from
/// afar; where device pixels are many, the same share of every screen; never smaller than otherwise.
[[nodiscard]] double presentingScale(int screenHeight, double ratio);

class Presenter : public QObject {
  Q_OBJECT

 public:
  /// What is read only before an audience is put into `column`, above `foot`.
  Presenter(ThemeController& themes, ScenarioModel& model, ViewState& view, LessonGuide& guide, PanelGrid& panels,
            QMainWindow& window, QBoxLayout& column, QWidget& foot);

  [[nodiscard]] bool presenting() const { return presenting_; }
  void begin();
  void end();
  void toggle() { presenting_ ? end() : begin(); }
  /// The screen's size is not to be taken for the user's choice of a window's.
  [[nodiscard]] bool holdsSize() const { return presenting_ || settling_; }
  /// The window has this size now.
  void resized(const QSize& size);
  /// Null where there is none.
  [[nodiscard]] LessonCaption* caption() const { return caption_; }
  [[nodiscard]] ContenderStrip* strip() const { return strip_; }
  [[nodiscard]] bool black() const { return black_ != nullptr; }
  /// False: not its key.
  bool takeKey(const QKeyEvent& event);

 Q_SIGNALS:
  /// Begun, or ended: parts are to be shown or put away.
  void changed();

 private:
  void makeStrips();
  void dropStrips();
  void toggleBlack();
  /// Through a scenario: plays it, shows its end, turns to the next panels.
  void walk(bool forward);

  ThemeController& themes_;
  ScenarioModel& model_;
  ViewState& view_;
  LessonGuide& guide_;
  PanelGrid& panels_;
  QMainWindow& window_;
  QBoxLayout& column_;
  QWidget& foot_;
  bool presenting_ = false;
  bool settling_ = false;
  Qt::WindowStates stateBefore_;
  QSize sizeBefore_;
  ContenderStrip* strip_ = nullptr;
  LessonCaption* caption_ = nullptr;
  QWidget* black_ = nullptr;
};

}  // namespace thalweg
