#pragma once
/// The outcome map beside the main window: which axes, which colours, and the map as a two-dimensional slider that can
/// be magnified until float64 ends. Its tiles are kept until what they are of changes.
/// Threads: GUI thread only; maps are computed in the background.

#include "core/maps/map_tiles.h"
#include "core/runs/trace.h"
#include "ui/background/latest_job.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

class QLabel;

namespace thalweg {

class ComboButton;
class FlatButton;
class MapSweepView;
class ScenarioModel;

class MapWindow : public QWidget {
  Q_OBJECT

 public:
  MapWindow(const ThemeController& themes, ScenarioModel& model, QWidget* parent);

  /// Shows the map of this contender on this panel.
  void open(std::size_t panel, std::size_t contender);
  /// While it is open: the map of the same contender on another panel.
  void setPanel(std::size_t panel);
  [[nodiscard]] MapSweepView* view() const { return view_; }
  [[nodiscard]] ComboButton* xChoice() const { return x_; }
  [[nodiscard]] ComboButton* yChoice() const { return y_; }
  [[nodiscard]] ComboButton* colorChoice() const { return color_; }
  [[nodiscard]] FlatButton* wholeButton() const { return wholeButton_; }
  /// What of the map is shown.
  [[nodiscard]] const MapFrame& frame() const { return frame_; }

 Q_SIGNALS:
  /// The map as fine as it gets is shown.
  void completed();
  /// The run of the settings under the pointer, of this contender on this panel; null: there is none any more.
  void tried(std::size_t panel, std::size_t contender, std::shared_ptr<const thalweg::Trajectory> path);

 protected:
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  /// What a map is of; in the scenario the two values that vary, and what only looks, are the same for all.
  struct Subject {
    Scenario scenario;
    SweepRequest request;
    bool operator==(const Subject&) const = default;
  };
  struct Tile {
    std::shared_ptr<const Subject> of;
    TileKey key;
    std::shared_ptr<const SweepMap> map;
  };
  struct Shown {
    std::shared_ptr<const Subject> of;
    std::shared_ptr<const SweepMap> map;
    std::optional<QuadraticTheory> theory;
  };
  void fillAxes();
  void follow();
  /// Shows as much of the frame as is known, and asks for the rest.
  void look();
  void lookAt(const MapFrame& frame);
  void take(const Tile& tile);
  /// False where too little is known.
  bool compose();
  void show();
  [[nodiscard]] Index cellsWanted() const;
  void pick(double x, double y);
  /// Runs the settings of a cell.
  void tryCell(Index column, Index row);

  const ThemeController& themes_;
  ScenarioModel& model_;
  std::size_t panel_ = 0;
  std::size_t contender_ = 0;
  QLabel* title_;
  ComboButton* x_;
  ComboButton* y_;
  ComboButton* color_;
  MapSweepView* view_;
  QLabel* words_;
  QLabel* legend_;
  FlatButton* wholeButton_;
  QLabel* magnification_;
  bool filling_ = false;
  std::shared_ptr<const Subject> asked_;  // none while hidden
  std::unique_ptr<MapTiles> tiles_;       // of `asked_`
  MapFrame frame_;
  MapPart part_;
  Shown shown_;
  LatestJob<Tile> job_;  // last: ends before what it delivers to
  LatestJob<std::shared_ptr<const Trajectory>> tryJob_;
};

}  // namespace thalweg
