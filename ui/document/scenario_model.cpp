#include "ui/document/scenario_model.h"

#include "core/scenario/branch.h"
#include "ui/document/file_name.h"

#include <QFileInfo>
#include <QUndoCommand>

#include <algorithm>
#include <utility>

namespace thalweg {

/// A pair of values.
class ScenarioModel::Edit : public QUndoCommand {
 public:
  Edit(ScenarioModel& model, const QString& what, std::shared_ptr<const Scenario> before,
       std::shared_ptr<const Scenario> after, int gesture)
      : QUndoCommand(what),
        model_(model),
        before_(std::move(before)),
        after_(std::move(after)),
        gesture_(gesture),
        arranges_(model.arranging_) {}

  /// It is no reason to save.
  [[nodiscard]] bool arranges() const { return arranges_; }

  void undo() override {
    model_.step(after_, before_);
    if (model_.forgetting_) setObsolete(true);
  }
  void redo() override {
    if (!model_.recording_) model_.step(before_, after_);
  }
  [[nodiscard]] int id() const override { return 1; }
  bool mergeWith(const QUndoCommand* next) override {
    const auto* edit = static_cast<const Edit*>(next);
    if (gesture_ == 0 || edit->gesture_ != gesture_) return false;
    after_ = edit->after_;
    setObsolete(*after_ == *before_);
    return true;
  }

 private:
  ScenarioModel& model_;
  std::shared_ptr<const Scenario> before_;
  std::shared_ptr<const Scenario> after_;
  int gesture_;
  bool arranges_;
};

ScenarioModel::ScenarioModel(QObject* parent) : QObject(parent), now_(std::make_shared<const Scenario>()) {
  connect(&undo_, &QUndoStack::cleanChanged, this, &ScenarioModel::documentChanged);
  connect(&undo_, &QUndoStack::indexChanged, this, [this] {
    if (modified() != std::exchange(wasModified_, modified())) Q_EMIT documentChanged();
  });
}

ScenarioModel::~ScenarioModel() { undo_.disconnect(this); }

void ScenarioModel::edit(const QString& what, const std::function<void(Scenario&)>& change) {
  auto next = std::make_shared<Scenario>(*now_);
  change(*next);
  if (*next == *now_) return;
  followParents(*next, *now_, gesture_ != 0 && begun_ ? *begun_ : *now_);
  auto before = now_;
  assign(next);
  recording_ = true;
  undo_.push(new Edit(*this, what, std::move(before), std::move(next), gesture_));
  recording_ = false;
}

void ScenarioModel::arrange(const QString& what, const std::function<void(Scenario&)>& change) {
  arranging_ = true;
  edit(what, change);
  arranging_ = false;
  Q_EMIT documentChanged();
}

bool ScenarioModel::modified() const {
  const int clean = undo_.cleanIndex();
  if (clean < 0) return !undo_.isClean();
  // What was done since, or undone.
  for (int i = std::min(clean, undo_.index()); i < std::max(clean, undo_.index()); ++i) {
    if (!static_cast<const Edit*>(undo_.command(i))->arranges()) return true;
  }
  return false;
}

void ScenarioModel::look(const std::function<void(Scenario&)>& change) {
  auto next = std::make_shared<Scenario>(*now_);
  change(*next);
  if (*next != *now_) assign(std::move(next));
}

void ScenarioModel::step(const std::shared_ptr<const Scenario>& from, const std::shared_ptr<const Scenario>& to) {
  const Display& before = from->display;
  const Display& after = to->display;
  const Display& now = now_->display;
  auto next = std::make_shared<Scenario>(*to);
  // With other panels an index means another panel.
  const bool same = from->panels.size() == to->panels.size();
  if (same && before.enlarged == after.enlarged) next->display.enlarged = now.enlarged;
  if (same && before.layout == after.layout) next->display.layout = now.layout;
  assign(*next == *to ? to : std::move(next));
}

void ScenarioModel::takeBack() {
  forgetting_ = true;
  undo_.undo();
  forgetting_ = false;
}

void ScenarioModel::beginGesture() {
  gesture_ = ++gesturesBegun_;
  begun_ = now_;
}

void ScenarioModel::endGesture() {
  gesture_ = 0;
  begun_.reset();
}

void ScenarioModel::reset(Scenario scenario, const QString& path) {
  gesture_ = 0;
  undo_.clear();
  path_ = path;
  const auto before = now_;
  now_ = std::make_shared<const Scenario>(std::move(scenario));
  Q_EMIT replaced();
  Q_EMIT changed(*now_, *before);
  Q_EMIT documentChanged();
}

void ScenarioModel::markSaved(const QString& path) {
  path_ = path;
  undo_.setClean();
  Q_EMIT documentChanged();
}

void ScenarioModel::markUnsaved() {
  undo_.resetClean();
  Q_EMIT documentChanged();
}

QString ScenarioModel::name() const {
  if (!now_->title.empty()) return QString::fromStdString(now_->title);
  if (!path_.isEmpty()) return shownName(QFileInfo(path_).completeBaseName());
  return tr("Untitled");
}

void ScenarioModel::assign(std::shared_ptr<const Scenario> next) {
  const auto before = std::exchange(now_, std::move(next));
  Q_EMIT changed(*now_, *before);
  if (now_->title != before->title) Q_EMIT documentChanged();
}

}  // namespace thalweg
