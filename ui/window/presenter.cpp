#include "ui/window/presenter.h"

#include "ui/contenders/contender_strip.h"
#include "ui/document/playback.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/lessons/lesson_caption.h"
#include "ui/panels/panel_grid.h"
#include "ui/window/lesson_guide.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QMainWindow>
#include <QPainter>
#include <QScreen>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace thalweg {

namespace {

constexpr int settlingTime = 1000;        // ms in which a window manager brings the old size back
constexpr double usualScreen = 1080;      // pixels high: larger ones have larger type
constexpr double leastScale = 13.0 / 24;  // with which type is as large as it is otherwise

class BlackScreen : public QWidget {
 public:
  explicit BlackScreen(QWidget* parent) : QWidget(parent) {
    setGeometry(parent->rect());
    raise();
    QWidget::show();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override { QPainter(this).fillRect(rect(), Qt::black); }
};

}  // namespace

double presentingScale(int screenHeight, double ratio) {
  return std::max({leastScale, screenHeight / usualScreen, 1 / ratio});
}

Presenter::Presenter(ThemeController& themes, ScenarioModel& model, ViewState& view, LessonGuide& guide,
                     PanelGrid& panels, QMainWindow& window, QBoxLayout& column, QWidget& foot)
    : QObject(&window),
      themes_(themes),
      model_(model),
      view_(view),
      guide_(guide),
      panels_(panels),
      window_(window),
      column_(column),
      foot_(foot) {
  connect(&guide_, &LessonGuide::shown, this, &Presenter::makeStrips);
}

void Presenter::begin() {
  if (presenting_) return;
  stateBefore_ = window_.windowState();
  sizeBefore_ = window_.size();
  presenting_ = true;
  view_.setPresenting(true);
  const QScreen& screen = *window_.screen();
  themes_.setPresenting(true, presentingScale(screen.size().height(), screen.devicePixelRatio()));
  makeStrips();
  Q_EMIT changed();
  window_.setWindowState(stateBefore_ | Qt::WindowFullScreen);
  window_.setFocus();  // the keys are the presenter's
}

void Presenter::end() {
  if (!presenting_) return;
  dropStrips();
  foot_.show();
  if (black()) toggleBlack();
  presenting_ = false;
  settling_ = true;
  window_.setWindowState(stateBefore_);
  view_.setPresenting(false);
  themes_.setPresenting(false);
  Q_EMIT changed();
  resized(window_.size());
  QTimer::singleShot(settlingTime, this, [this] {
    if (std::exchange(settling_, false)) Q_EMIT changed();
  });
}

void Presenter::resized(const QSize& size) {
  if (black_) black_->setGeometry(window_.rect());
  if (settling_ && size == sizeBefore_) {
    settling_ = false;
    Q_EMIT changed();
  }
}

void Presenter::makeStrips() {
  if (!presenting_) return;
  const int place = column_.indexOf(&foot_);
  if (!strip_) {
    strip_ = new ContenderStrip(themes_, model_, foot_.parentWidget());
    column_.insertWidget(place, strip_);
  }
  if (guide_.running() && !caption_) {
    caption_ = new LessonCaption(themes_, model_, guide_.session(), view_, foot_.parentWidget());
    connect(caption_, &LessonCaption::nextLessonRequested, &guide_, &LessonGuide::beginNext);
    column_.insertWidget(column_.indexOf(strip_), caption_);
  } else if (!guide_.running() && caption_) {
    std::exchange(caption_, nullptr)->deleteLater();
  }
  // While one guesses there is no time to be seen.
  foot_.setVisible(!guide_.running() || guide_.session().stage() != LessonStage::Predict);
}

void Presenter::dropStrips() {
  for (QWidget* strip : {static_cast<QWidget*>(std::exchange(strip_, nullptr)),
                         static_cast<QWidget*>(std::exchange(caption_, nullptr))}) {
    if (!strip) continue;
    strip->hide();
    strip->deleteLater();
  }
}

void Presenter::toggleBlack() {
  if (black_)
    delete std::exchange(black_, nullptr);
  else
    black_ = new BlackScreen(&window_);
}

void Presenter::walk(bool forward) {
  Playback& playback = view_.playback();
  if (forward) {
    if (playback.playing()) return playback.stepBy(playback.steps());
    if (playback.step() < playback.steps()) return playback.setPlaying(true);
  } else if (playback.step() > 0) {
    return playback.stepBy(-playback.step());
  }
  const std::vector<std::size_t> before = panels_.shown();
  panels_.turn(forward ? 1 : -1);
  if (panels_.shown() != before) playback.stepBy(-playback.step());
}

bool Presenter::takeKey(const QKeyEvent& event) {
  if (!presenting_) return false;
  const Qt::KeyboardModifiers held = event.modifiers() & ~Qt::KeypadModifier;
  const int key = event.key();
  const bool page = key == Qt::Key_PageDown || key == Qt::Key_PageUp;
  if (black_) return toggleBlack(), true;
  if (page && held == Qt::ControlModifier) return panels_.turn(key == Qt::Key_PageDown ? 1 : -1), true;
  if (held != Qt::NoModifier) return false;
  if (key == Qt::Key_Escape) return end(), true;
  if (key == Qt::Key_B || key == Qt::Key_Period) return toggleBlack(), true;
  if (caption_) {
    if (caption_->takeKey(event)) return true;
    if (!page && key != Qt::Key_Space) return false;
    return caption_->walk(key != Qt::Key_PageUp), true;
  }
  if (!page) return false;
  return walk(key == Qt::Key_PageDown), true;
}

}  // namespace thalweg
