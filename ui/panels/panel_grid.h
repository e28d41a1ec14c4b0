#pragma once
/// The panels side by side: as many as the layout has places for, or one enlarged; the others a page further.
/// Heads are dragged to other places. Threads: GUI thread only.

#include "ui/background/compute_controller.h"
#include "ui/background/thumbnails.h"
#include "ui/look/theme.h"
#include "ui/views/panel_view.h"

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

class QGridLayout;
class QLabel;

namespace thalweg {

class FlatButton;
class ObjectiveGallery;
class PanelCard;
class ScenarioModel;
class ViewState;

class PanelGrid : public QWidget {
  Q_OBJECT

 public:
  PanelGrid(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
            QWidget* parent = nullptr);

  [[nodiscard]] PanelCard* card(std::size_t index) const;
  [[nodiscard]] ObjectiveGallery* gallery() const { return gallery_; }
  void setCompact(bool compact);
  /// Where there is room for fewer panels side by side, fewer are shown, the chosen one among them.
  void setMostColumns(int columns);

  /// The panel that charts and the timeline tell of; a hidden one comes into view.
  void choose(std::size_t index);
  /// To the next or previous page or, where one panel is enlarged, to the next or previous panel.
  void turn(int pages);
  /// Shows all panels again; false if they are shown.
  bool restore();
  /// One of several panels is shown alone.
  [[nodiscard]] bool isEnlarged() const;
  /// Indices of the panels on view, row by row.
  [[nodiscard]] const std::vector<std::size_t>& shown() const { return shown_; }
  [[nodiscard]] int columns() const;
  [[nodiscard]] int rows() const;
  /// A landscape from a file in the place of the panel under a point of the screen, or of the chosen one.
  void openHeights(const QString& path, std::optional<QPoint> globalPosition = {});
  /// Left and right end of the topmost row's plots, in pixels of `ancestor`.
  [[nodiscard]] std::pair<int, int> plotEdges(const QWidget* ancestor) const;

 Q_SIGNALS:
  /// A panel's picture is wanted on the clipboard, or in a file.
  void copyRequested(std::size_t index);
  void exportRequested(std::size_t index);
  /// While a path is guessed (PanelCard::setGuess): the mouse on a panel.
  void guessed(std::size_t index, const QPointF& at, thalweg::PanelView::DragPhase phase);
  /// Why a file cannot be shown.
  void refused(const QString& why);
  /// Other panels are on view, or their plots have other edges.
  void arranged();

 private:
  /// Follows the scenario.
  void refresh();
  void addCard();
  /// Turns to the page of the chosen panel.
  void turnToChosen();
  void arrange();
  [[nodiscard]] std::vector<std::size_t> wanted() const;
  /// Panels on a page.
  [[nodiscard]] std::size_t places() const;
  void openGallery(std::size_t index, bool added);
  void chooseHeights();
  void showHeights(const QString& path, std::size_t index, bool added);
  void choseObjective(const std::string& id, const QString& formula);
  void drag(std::size_t index, const QPoint& globalPosition);
  void drop(std::size_t index, const QPoint& globalPosition);
  [[nodiscard]] std::optional<std::size_t> panelAt(const QPoint& globalPosition) const;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  Thumbnails thumbnails_;
  ObjectiveGallery* gallery_;
  QGridLayout* layout_;
  QWidget* dropMark_;
  std::vector<PanelCard*> cards_;
  std::vector<std::size_t> shown_;
  std::size_t first_ = 0;  // of the page
  bool compact_ = false;
  int mostColumns_ = 3;
  std::size_t galleryFor_ = 0;
  bool galleryAdds_ = false;
};

/// "‹ 1–3 of 5 ›": turns a grid's pages; hidden while all panels are on view.
class PanelPager : public QWidget {
  Q_OBJECT

 public:
  PanelPager(const ThemeController& themes, ScenarioModel& model, PanelGrid& grid, QWidget* parent = nullptr);
  [[nodiscard]] FlatButton* previous() const { return previous_; }
  [[nodiscard]] FlatButton* next() const { return next_; }

 private:
  void refresh();

  ScenarioModel& model_;
  PanelGrid& grid_;
  FlatButton* previous_;
  QLabel* words_;
  FlatButton* next_;
};

}  // namespace thalweg
