#include "core/scenario/contender_names.h"
#include "ui/controls/buttons.h"
#include "ui/document/scenario_model.h"
#include "ui/document/view_state.h"
#include "ui/look/plain_text.h"
#include "ui/look/text.h"
#include "ui/panels/panel_card.h"

#include <QActionGroup>
#include <QMenu>

#include <algorithm>

namespace thalweg {

namespace {

constexpr Index shortList = 24;  // entries that a menu shows without submenus

PlaneChoice ofKind(PlaneKind kind, std::optional<PathPlace> at = {}) {
  PlaneChoice choice;
  choice.kind = kind;
  choice.at = at;
  return choice;
}

}  // namespace

PlaneChoice PanelCard::planeOfKind(PlaneKind kind) const {
  const PlaneChoice now = planeChoice(model_.scenario().panels[index_]);
  if (now.kind == kind) return now;
  return ofKind(kind);
}

void PanelCard::choosePlane(const PlaneChoice& choice) {
  const Panel& panel = model_.scenario().panels[index_];
  if (planeChoice(panel) == choice) return;
  model_.edit(tr("Choose a plane"), [&](Scenario& s) {
    Panel& own = s.panels[index_];
    own.plane = choice == PlaneChoice{} ? std::nullopt : std::optional(choice);
    // A box of one plane is no box of another.
    own.view.reset();
  });
}

/// Of few coordinates a list, of many one by tensors and, in matrices, by rows, each filled when it is opened.
void PanelCard::addCoordinateActions(QMenu* menu, bool ofX) {
  const auto objective = compute_.objective(index_);
  if (!objective) return;
  const PlaneChoice now = planeOfKind(PlaneKind::Coordinates);
  const auto names = std::make_shared<const std::vector<CoordinateName>>(objective->coordinateNames());
  const auto fill = [this, names, now, ofX](QMenu* into, Index first, Index count) {
    for (Index k = first; k < first + count; ++k) {
      QAction* action =
          into->addAction(menuText(text((*names)[static_cast<std::size_t>(k)].plain)), this, [this, now, ofX, k] {
            PlaneChoice choice = now;
            const Index before = ofX ? choice.x : choice.y;
            (ofX ? choice.x : choice.y) = k;
            // What the other axis has changes places with this one.
            if (choice.x == choice.y) (ofX ? choice.y : choice.x) = before;
            choosePlane(choice);
          });
      action->setCheckable(true);
      action->setChecked(standsStill(model_.scenario().panels[index_]) && (ofX ? now.x : now.y) == k);
    }
  };
  const Index dimension = objective->dimension();
  if (dimension <= shortList) return fill(menu, 0, dimension);
  const auto later = [this, fill](QMenu* into, Index first, Index count) {
    connect(into, &QMenu::aboutToShow, this, [fill, into, first, count] {
      if (into->isEmpty()) fill(into, first, count);
    });
  };
  const auto range = [&](Index first, Index count) {
    return menuText(text((*names)[static_cast<std::size_t>(first)].plain) + QStringLiteral(" … ") +
                    text((*names)[static_cast<std::size_t>(first + count - 1)].plain));
  };
  for (const Block& block : objective->shape()) {
    if (block.size() == 1) {
      fill(menu, block.first, 1);
      continue;
    }
    QMenu* part = menu->addMenu(range(block.first, block.size()));
    const bool rows = block.isMatrix() && block.size() > shortList;
    for (Index row = 0; rows && row < block.rows; ++row)
      later(part->addMenu(range(block.first + row * block.columns, block.columns)), block.first + row * block.columns,
            block.columns);
    if (!rows) later(part, block.first, block.size());
  }
}

void PanelCard::addPlaneActions(QMenu* menu) {
  const Scenario& scenario = model_.scenario();
  const PlaneChoice now = planeChoice(scenario.panels[index_]);
  const auto add = [&](QMenu* into, const QString& label, const PlaneChoice& choice, const QString& tip) {
    QAction* action = into->addAction(label, this, [this, choice] { choosePlane(choice); });
    action->setCheckable(true);
    action->setChecked(now == choice);
    action->setToolTip(tip);
    return action;
  };
  menu->setToolTipsVisible(true);
  addCoordinateActions(menu->addMenu(tr("x is a coordinate")), true);
  addCoordinateActions(menu->addMenu(tr("y is a coordinate")), false);
  menu->addSeparator();
  PlaneChoice random = planeOfKind(PlaneKind::Random);
  add(menu, tr("Random directions"), random,
      tr("Two random directions through the end of the first path, each neuron's part as long as its weights"));
  PlaneChoice other = random;
  ++other.seed;
  menu->addAction(themedIcon(themes_, QStringLiteral("dice")), tr("Other random directions"), this,
                  [this, other] { choosePlane(other); });
  menu->addSeparator();
  const QString principal = tr("Where the paths move most, seen from the end of the first");
  add(menu, tr("Principal plane of all paths"), ofKind(PlaneKind::Principal), principal);
  QMenu* one = menu->addMenu(tr("Principal plane of one path"));
  QMenu* ends = menu->addMenu(tr("Largest curvatures at the end of"));
  for (std::size_t i = 0; i < scenario.contenders.size(); ++i) {
    if (scenario.contenders[i].hidden) continue;
    const QString name = menuText(text(contenderName(scenario, i)));
    PlaneChoice own = ofKind(PlaneKind::Principal);
    own.contenders = std::vector{i};
    add(one, name, own, principal);
    add(ends, name, ofKind(PlaneKind::Hessian, PathPlace{PathPlace::Kind::End, i}),
        tr("The two directions in which the loss curves most there"));
  }
  add(menu, tr("Largest curvatures at the cursor"), ofKind(PlaneKind::Hessian, PathPlace{PathPlace::Kind::Cursor, {}}),
      tr("The two directions in which the loss curves most where the first path is now"));
  add(menu, tr("Through the start and two ends"), ofKind(PlaneKind::ThroughPoints),
      tr("The plane that the start and the ends of the first two paths lie in"));
  add(menu, tr("Velocity and its change at the cursor"), ofKind(PlaneKind::Velocity),
      tr("The plane of the first path's step and of how it turns"));
}

QMenu* PanelCard::makePlaneMenu() {
  auto* menu = new QMenu(this);
  addPlaneActions(menu);
  return menu;
}

}  // namespace thalweg
