#pragma once
/// The head of a panel: its title, which opens the gallery, its formula and parameters, and what can be done with it.
/// Dragged, it carries the panel to another place; a double click enlarges. Threads: GUI thread only.

#include "core/scenario/plane_choice.h"
#include "ui/look/theme.h"
#include "ui/scenes/surface_words.h"

#include <QAbstractButton>
#include <QWidget>

#include <optional>
#include <string>

class QLabel;

namespace thalweg {

class ElidedLabel;
class FlatButton;
class MathLabel;
class SegmentedControl;

/// Says that panels of one surface show one another's pointer.
class PointerSign : public QWidget {
  Q_OBJECT

 public:
  explicit PointerSign(const ThemeController& themes, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  [[nodiscard]] QString words() const;

  const ThemeController& themes_;
};

/// A title that is a button; ends in … where there is no room.
class PanelTitle : public QAbstractButton {
  Q_OBJECT

 public:
  explicit PanelTitle(const ThemeController& themes, QWidget* parent = nullptr);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const ThemeController& themes_;
};

class PanelHeader : public QWidget {
  Q_OBJECT

 public:
  explicit PanelHeader(const ThemeController& themes, QWidget* parent = nullptr);

  [[nodiscard]] PanelTitle* title() const { return title_; }
  /// "b = 10", or a sign where there are several parameters or no room; checked while they are on view.
  [[nodiscard]] FlatButton* parameters() const { return parameters_; }
  /// Auto, linear, log: of a landscape's height, where there is room.
  [[nodiscard]] SegmentedControl* heights() const { return heights_; }
  /// Coordinates, random, principal: of more than two dimensions, where there is room.
  [[nodiscard]] SegmentedControl* planes() const { return planes_; }
  /// All planes, in a menu.
  [[nodiscard]] FlatButton* planeMore() const { return planeMore_; }
  /// Before them, where there is room for both.
  [[nodiscard]] PointerSign* pointerSign() const { return pointerSign_; }
  /// A brush, of surfaces that are drawn; checked while it is at work.
  [[nodiscard]] FlatButton* draw() const { return draw_; }
  /// Of data that may be one's own; checked while samples are placed.
  [[nodiscard]] FlatButton* points() const { return points_; }
  [[nodiscard]] FlatButton* layers() const { return layers_; }
  [[nodiscard]] FlatButton* enlarge() const { return enlarge_; }
  [[nodiscard]] FlatButton* more() const { return more_; }

  /// `about`: the title's tooltip.
  void setTitle(const QString& title, const QString& about);
  /// Empty `words`: a sign stands for them. `any` false: there are none.
  void setParameters(const QString& words, bool any);
  /// The first formula that has room, else the landscape, if that has.
  void setWords(const SurfaceWords& words);
  /// What is shown of them, as TeX or as text; empty: nothing.
  [[nodiscard]] QString shownFormula() const;
  [[nodiscard]] QString shownLandscape() const;
  /// The id of a display's height; none: the panel is no landscape.
  void setHeight(const std::optional<std::string>& id);
  /// `any` false: no samples can be placed here.
  void setPoints(bool any, bool placing);
  /// Which plane is shown; none: the panel leaves nothing out.
  void setPlane(std::optional<PlaneKind> kind);
  /// Of a landscape: another panel shows the same surface, and what the pointer is at.
  void setPointerLinked(bool linked);
  void setEnlarged(bool enlarged);
  /// There are other panels, and so something to enlarge it over.
  void setEnlargeable(bool enlargeable);
  void setCompact(bool compact);
  void setDrawable(bool drawable);
  /// Says what is shown and offers nothing, as while a lesson leads and before an audience.
  void setLocked(bool locked);

 Q_SIGNALS:
  void pressed();
  void doubleClicked();
  void heightChosen(const std::string& id);
  void planeChosen(thalweg::PlaneKind kind);
  /// The panel is carried along; `dropped` ends it.
  void dragged(const QPoint& globalPosition);
  void dropped(const QPoint& globalPosition);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void arrange();
  void follow();
  /// By their words or by a sign.
  void nameParameters(bool named);
  /// Nothing is offered.
  [[nodiscard]] bool quiet() const { return locked_ || themes_.theme().presenting; }

  const ThemeController& themes_;
  PanelTitle* title_;
  SurfaceWords words_;
  MathLabel* formula_;
  ElidedLabel* landscape_;
  FlatButton* parameters_;
  PointerSign* pointerSign_;
  QString parameterWords_;
  qreal namedWidth_ = 0;  // of the button with its words, at the base font
  QLabel* heightWord_;
  SegmentedControl* heights_;
  bool landscapeShown_ = false;
  SegmentedControl* planes_;
  FlatButton* planeMore_;
  std::optional<PlaneKind> plane_;
  bool pointerLinked_ = false;
  FlatButton* draw_;
  bool drawable_ = false;
  FlatButton* points_;
  bool pointsShown_ = false;
  FlatButton* layers_;
  FlatButton* enlarge_;
  FlatButton* more_;
  bool enlarged_ = false;
  bool enlargeable_ = true;
  bool compact_ = false;
  bool locked_ = false;
  bool anyParameters_ = false;
  bool pressed_ = false;
  bool dragging_ = false;
  QPoint pressedAt_;  // global
};

}  // namespace thalweg
