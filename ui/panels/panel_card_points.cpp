/// Samples of a panel's data that are placed by hand, pasted, or kept as a table.
#include "ui/controls/buttons.h"
#include "ui/document/panel_edits.h"
#include "ui/document/point_edits.h"
#include "ui/document/scenario_model.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"
#include "ui/panels/panel_header.h"
#include "ui/panels/point_bar.h"
#include "ui/panels/point_table.h"
#include "ui/scenes/data_picture.h"

#include <QFileInfo>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace thalweg {

void PanelCard::connectPoints() {
  connect(points_, &PointBar::classChosen, this, &PanelCard::classSample);
  connect(points_->table(), &QAbstractButton::clicked, this, &PanelCard::openPointTable);
  connect(points_->builtIn(), &QAbstractButton::clicked, this, [this] {
    editPoints(tr("Built-in samples"), [this](Scenario& s, const Objective& /*objective*/) { dropPoints(s, index_); });
  });
  connect(points_->close(), &QAbstractButton::clicked, this, [this] { setPlacing(false); });
}

/// What the row offers and what a press does, by what is shown now.
void PanelCard::followPoints() {
  if (index_ >= model_.scenario().panels.size()) return;
  const Panel& panel = model_.scenario().panels[index_];
  const bool takes = scene_.data && takesPoints(panel);
  const bool placing = placing_ && takes && !locked_;
  if (points_->isHidden() == placing) points_->setVisible(placing);
  using Editing = PanelView::SampleEditing;
  plot_->setSampleEditing(!takes || locked_ ? Editing::None : placing ? Editing::Add : Editing::Move);
  if (!placing) return;
  const Dataset& set = scene_.data->data().dataset();
  const int classes = set.classes ? static_cast<int>(set.classCount) : 0;
  points_->setData(classes, mostClasses(panel, *scene_.data->objective), hasOwnPoints(panel));
  const std::optional<SampleRef> chosen = plot_->chosenSample();
  if (!chosen) return;
  points_->setClass(pointClass(*scene_.data->objective, *chosen));
}

void PanelCard::setPlacing(bool placing) {
  const bool can = placing && !locked_ && takesPoints(model_.scenario().panels[index_]);
  if (can && !showsData(model_.scenario().panels[index_])) {
    model_.edit(tr("Show data"), [&](Scenario& s) { s.panels[index_].viewKind = "data"; });
    flush();
  }
  placing_ = can;
  header_->setPoints(can || !header_->points()->isHidden(), can);
  followPoints();
}

PointTable* PanelCard::pointTable() {
  if (!pointTable_) pointTable_ = new PointTable(themes_, model_, this);
  return pointTable_;
}

void PanelCard::openPointTable() {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  pointTable()->open(objective, index_, mapToGlobal(QPoint(themes_.theme().u(4), header_->geometry().bottom())));
}

bool PanelCard::openSamples(const QString& path) {
  const QString ending = QFileInfo(path).suffix().toLower();
  const bool table = ending == QLatin1String("csv") || ending == QLatin1String("tsv") || ending == QLatin1String("txt");
  if (!table || locked_ || !scene_.data || !takesPoints(model_.scenario().panels[index_])) return false;
  openPointTable();
  pointTable_->load(path);
  return true;
}

bool PanelCard::pastePoints(const QString& words) {
  const Panel& panel = model_.scenario().panels[index_];
  if (locked_ || !scene_.data || !takesPoints(panel)) return false;
  // A table has numbers, and something between them.
  const bool digits =
      std::ranges::any_of(words, [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); });
  const bool apart = std::ranges::any_of(words, [](QChar c) { return QStringLiteral("\t\n\r;,").contains(c); });
  const QString begin = words.trimmed().left(8);
  if (!digits || !apart || begin.startsWith(QLatin1Char('{')) || begin == QStringLiteral("thalweg:")) return false;
  try {
    const PointText points = readPointText(words.toStdString(), expectedColumns(panel));
    if (editPoints(tr("Paste samples"),
                   [&](Scenario& s, const Objective& /*objective*/) { setPoints(s, index_, points); }))
      sayOfPoints(tr("Pasted: %1").arg(pointWords(points)), false);
  } catch (const PointTextError& error) {
    sayOfPoints(tr("Pasted: %1. The samples stay as they are.").arg(text(error.what())), true);
  }
  return true;
}

bool PanelCard::editPoints(const QString& what, const std::function<void(Scenario&, const Objective&)>& change) {
  const auto objective = compute_.objective(index_);
  if (!objective) return false;
  try {
    model_.edit(what, [&](Scenario& s) { change(s, *objective); });
    return true;
  } catch (const OptionError& error) {
    sayOfPoints(text(error.message()), true);
    return false;
  }
}

void PanelCard::sayOfPoints(const QString& words, bool wrong) {
  pointNoteWrong_ = wrong;
  if (std::exchange(pointNote_, words) != words) showProblem();
}

void PanelCard::dragSample(const SampleRef& sample, double x, double y, PanelView::DragPhase phase) {
  switch (phase) {
    case PanelView::DragPhase::Begin:
      return model_.beginGesture();
    case PanelView::DragPhase::End:
      return model_.endGesture();
    case PanelView::DragPhase::Move:
      break;
  }
  editPoints(tr("Move a sample"), [&](Scenario& s, const Objective& o) { movePoint(s, index_, o, sample, x, y); });
}

void PanelCard::addSample(double x, double y, bool other) {
  if (!scene_.data) return;
  const Dataset& set = scene_.data->data().dataset();
  const int classes = set.classes ? static_cast<int>(set.classCount) : 1;
  const int itsClass = other ? (points_->itsClass() + 1) % std::max(classes, 2) : points_->itsClass();
  model_.beginGesture();
  const bool added = editPoints(tr("Add a sample"), [&](Scenario& s, const Objective& o) {
    addPoint(s, index_, o, x, y, itsClass, points_->test());
  });
  if (!added) return model_.endGesture();
  flush();  // it is taken hold of
}

/// Of the sample that is chosen, too.
void PanelCard::classSample(int itsClass) {
  points_->setClass(itsClass);
  const std::optional<SampleRef> chosen = plot_->chosenSample();
  if (!scene_.data || !chosen || pointClass(*scene_.data->objective, *chosen) == itsClass) return;
  editPoints(tr("Change a sample's class"),
             [&](Scenario& s, const Objective& o) { setPointClass(s, index_, o, *chosen, itsClass); });
}

void PanelCard::removeSample() {
  const std::optional<SampleRef> chosen = plot_->chosenSample();
  if (!scene_.data || !chosen) return;
  bool removed = false;
  editPoints(tr("Remove a sample"),
             [&](Scenario& s, const Objective& o) { removed = removePoint(s, index_, o, *chosen); });
  if (!removed) sayOfPoints(tr("One sample to learn from stays."), true);
}

bool PanelCard::pressPointKey(const QKeyEvent& key) {
  if (!scene_.data || locked_ || key.modifiers() != Qt::NoModifier) return false;
  const bool placing = plot_->sampleEditing() == PanelView::SampleEditing::Add;
  if ((key.key() == Qt::Key_Delete || key.key() == Qt::Key_Backspace) && plot_->chosenSample())
    return removeSample(), true;
  const Dataset& set = scene_.data->data().dataset();
  if (key.key() == Qt::Key_C && set.classes && (placing || plot_->chosenSample())) {
    const std::optional<SampleRef> chosen = plot_->chosenSample();
    const int now = chosen ? pointClass(*scene_.data->objective, *chosen) : points_->itsClass();
    return classSample((now + 1) % static_cast<int>(set.classCount)), true;
  }
  if (key.key() == Qt::Key_Escape && placing) return setPlacing(false), true;
  return false;
}

}  // namespace thalweg
