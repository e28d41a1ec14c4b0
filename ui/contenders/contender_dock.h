#pragma once
/// The left dock: a card for each contender, what adds one, and the conditions under which all of them run.
/// Threads: GUI thread only.

#include "core/runs/stability.h"
#include "ui/background/compute_controller.h"
#include "ui/background/latest_job.h"
#include "ui/document/later.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

class QLayout;
class QScrollArea;
class QVBoxLayout;

namespace thalweg {

class ConditionsCard;
class ContenderCard;
class FlatButton;
class SearchList;
class StartPopup;
class StripLegend;

class ContenderDock : public QWidget {
  Q_OBJECT

 public:
  ContenderDock(const ThemeController& themes, ScenarioModel& model, ComputeController& compute, ViewState& view,
                QWidget* parent = nullptr);

  [[nodiscard]] ContenderCard* card(std::size_t index) const;
  [[nodiscard]] ConditionsCard* conditions() const { return conditions_; }
  [[nodiscard]] FlatButton* addButton() const { return add_; }
  /// While on, a rate that is changed on one card is that of all contenders.
  [[nodiscard]] FlatButton* linkButton() const { return link_; }
  /// What a contender is added from, and exchanged.
  [[nodiscard]] SearchList* optimizers() const { return optimizers_; }
  [[nodiscard]] StripLegend* stripLegend() const { return legend_; }
  /// The panels that the strips behind the learning rates speak of; none: there are no strips.
  void setStripPanels(const QStringList& panels);
  [[nodiscard]] QScrollArea* scrollArea() const { return scroll_; }
  /// So many places down (up, if below 0); nothing happens past the ends.
  void moveBy(std::size_t index, int places);
  void duplicate(std::size_t index);
  /// A branch of the contender at that step, selected and in sight.
  void branch(std::size_t index, std::int64_t step);
  /// Which cards are folded; it belongs to the contender, whatever place it takes.
  [[nodiscard]] std::vector<bool> folds() const;
  void setFolds(const std::vector<bool>& folds);
  void bringIntoView(QWidget& part);
  /// In a small window all cards but the selected one fold.
  void setCompact(bool compact);

 Q_SIGNALS:
  /// A page of the help is wanted.
  void helpRequested(const QString& key);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh();
  void showSelected();
  void showRuns();
  void showObjectives();
  [[nodiscard]] std::vector<CoordinateName> commonNames(Index dimension) const;
  QLayout* makeHeader();
  void makeList();
  ContenderCard* makeCard(std::size_t index);
  /// Opens the list of optimizers; what is chosen is added or, of a contender named, takes its place.
  void choose(const QWidget& anchor, std::optional<std::size_t> exchanged);
  void take(const OptimizerCard& optimizer);
  void move(std::size_t from, std::size_t to);
  void drag(const QPoint& globalPosition);
  void drop(std::size_t from, bool dropped);
  void setOwnStart(std::size_t index, bool own);
  void askStart(std::size_t index);
  void foldAll(bool folded);
  void showStability();
  void showLegend();

  /// A contender's path that diverges on the panel shown.
  struct Divergence {
    std::shared_ptr<const Trajectory> path;
    std::optional<StableRate> rate;
    bool searched = false;
    std::optional<std::int64_t> pastBound = {};  ///< the first step past its bound, from 1; −1: none; none: not known
  };
  using Divergences = std::vector<Divergence>;

  const ThemeController& themes_;
  ScenarioModel& model_;
  ComputeController& compute_;
  ViewState& view_;
  Later later_;  // the runs of the chosen panel
  ConditionsCard* conditions_;
  StripLegend* legend_;
  QLayout* legendRow_ = nullptr;
  QScrollArea* scroll_ = nullptr;
  QVBoxLayout* list_ = nullptr;
  FlatButton* add_ = nullptr;
  FlatButton* link_ = nullptr;
  SearchList* optimizers_;
  QWidget* dropLine_ = nullptr;
  std::optional<std::size_t> exchanged_;
  std::size_t dropAt_ = 0;
  std::vector<ContenderCard*> cards_;
  Index most_ = 0;  // coordinates of a panel
  bool compact_ = false;
  StartPopup* startPopup_ = nullptr;
  Divergences divergences_;              // a contender
  LatestJob<Divergences> stabilityJob_;  // last: ends before what it delivers to
};

}  // namespace thalweg
