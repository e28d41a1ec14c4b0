#pragma once
/// What shows a panel's scene: the interface of all kinds of views, which ui/views/panel_views.h lists.
///
/// A view takes whole scenes, finds out what changed and repaints only that; painting happens once, when the event loop
/// is reached again. What must be computed anew is asked for by signals. Threads: GUI thread.

#include "core/contracts/dataset.h"
#include "ui/scenes/panel_scene.h"

#include <QWidget>

#include <optional>

namespace thalweg {

class PanelView : public QWidget {
  Q_OBJECT

 public:
  enum class DragPhase { Begin, Move, End };
  /// What a press does on samples, where they are drawn: nothing; it takes hold of one; or, between them, it adds one.
  enum class SampleEditing { None, Move, Add };
  /// What a view repaints apart: a step the paths alone, a hover the read-out alone.
  enum class Layer { Ground, Paths, Marks, ReadOut };

  using QWidget::QWidget;
  using QWidget::show;
  /// The frame is known when it returns, painting follows.
  virtual void show(const PanelScene& scene) = 0;
  /// What is shown, with what the user is just about to change.
  [[nodiscard]] virtual const PanelScene& scene() const = 0;
  /// Where the plot stands in the widget, and the box that is seen, which may be larger than the one wanted.
  [[nodiscard]] virtual const PlotFrame& frame() const = 0;
  [[nodiscard]] const View& shownView() const { return frame().view; }
  /// A node a device pixel: what a field of the shown view should have.
  [[nodiscard]] QSize fieldSize() const;
  /// Towards the middle, as so many notches of the wheel would; below 0: away from it.
  virtual void zoom(double notches) = 0;
  /// The path that passes close to x, y (data); views whose paths cannot be pointed at have none.
  [[nodiscard]] virtual std::optional<PathHit> pathAt(double /*x*/, double /*y*/) const { return {}; }
  /// While one guesses where a path goes, presses and drags are told by `guessMoved` and do nothing else. Only maps and
  /// curves know it.
  void setGuessing(bool guessing);
  [[nodiscard]] bool guessing() const { return guessing_; }
  virtual void setSampleEditing(SampleEditing editing) { sampleEditing_ = editing; }
  [[nodiscard]] SampleEditing sampleEditing() const { return sampleEditing_; }
  /// The sample that keys act on.
  [[nodiscard]] virtual std::optional<SampleRef> chosenSample() const { return {}; }
  /// The drag in progress goes on with this contender's handle.
  virtual void holdStart(int contender) = 0;
  /// Paints what is due at once.
  virtual void flush() = 0;
  /// How often a layer was painted.
  [[nodiscard]] virtual int repaints(Layer layer) const = 0;

 Q_SIGNALS:
  /// The user zoomed or panned.
  void viewChanged(const thalweg::View& view);
  /// The user turned, moved or came nearer to a landscape.
  void cameraChanged(const thalweg::Camera& camera);
  /// A press of the left button anywhere in the frame.
  void pressed();
  /// Pressed and let go at x, y without a drag, beside all handles.
  void clicked(double x, double y);
  /// The last click was the first half of a double click.
  void clickWithdrawn();
  /// What is panned or zoomed in between is one gesture: a drag, or a run of the wheel.
  void gestureStarted();
  void gestureFinished();
  /// Another box is seen or the frame has another size: a field for `shownView()` is wanted.
  void shownChanged();
  /// The user wants the objective's own box.
  void fitRequested();
  /// x, y are data; `contender` is the handle's. `apart`: with Shift, for a start of one contender's own.
  void startDragged(int contender, double x, double y, thalweg::PanelView::DragPhase phase, bool apart);
  /// Pressed, dragged or let go at x, y, which are data, while guessing.
  void guessMoved(double x, double y, thalweg::PanelView::DragPhase phase);
  /// A sample is taken hold of, dragged to x, y, which are data, or let go.
  void sampleDragged(const thalweg::SampleRef& sample, double x, double y, thalweg::PanelView::DragPhase phase);
  /// A sample is wanted at x, y, which are data; with Shift, of the other class. It is then dragged until it is let go.
  void sampleAdded(double x, double y, bool other);
  /// Another sample is chosen, or none.
  void sampleChosen();
  /// A menu is wanted for the place x, y within the frame.
  void menuRequested(const QPoint& globalPosition, double x, double y);
  /// The pointer stands at x, y inside the frame, or has left it.
  void hovered(double x, double y);
  void left();

 private:
  SampleEditing sampleEditing_ = SampleEditing::Move;
  bool guessing_ = false;
};

}  // namespace thalweg
