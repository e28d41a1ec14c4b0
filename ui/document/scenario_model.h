#pragma once
/// The document on screen: a Scenario, its undo history, and where it is saved.
/// Every edit goes through `edit`; everything on screen follows from `changed`. A gesture (a slider's drag) is one
/// entry. Threads: main thread only.

#include "core/scenario/scenario.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <functional>
#include <memory>

namespace thalweg {

class ScenarioModel : public QObject {
  Q_OBJECT

 public:
  explicit ScenarioModel(QObject* parent = nullptr);
  ~ScenarioModel() override;

  [[nodiscard]] const Scenario& scenario() const { return *now_; }
  [[nodiscard]] std::shared_ptr<const Scenario> snapshot() const { return now_; }

  /// Applies `change` to a copy and makes that the scenario, undoable under the name `what`. Edits between beginGesture
  /// and endGesture are one entry.
  void edit(const QString& what, const std::function<void(Scenario&)>& change);
  /// As `edit`, for what makes room rather than changes anything (panels that a layout asks for): undoable, but no
  /// reason to save.
  void arrange(const QString& what, const std::function<void(Scenario&)>& change);
  /// Applies a change of how the scenario is looked at (what is enlarged, how many panels have a place): it is saved
  /// with the scenario, but neither undone nor a reason to save.
  void look(const std::function<void(Scenario&)>& change);
  /// Takes the newest edit back and forgets it, as if it had not been made.
  void takeBack();
  void beginGesture();
  void endGesture();

  [[nodiscard]] QUndoStack* undoStack() { return &undo_; }
  /// Replaces the document; forgets the history. `path` empty: not saved anywhere.
  void reset(Scenario scenario, const QString& path = {});
  /// Says that the document as it is now stands in `path`.
  void markSaved(const QString& path);
  /// Says that the document, as it is now, stands in no file.
  void markUnsaved();
  [[nodiscard]] const QString& path() const { return path_; }
  [[nodiscard]] bool modified() const;
  /// The title, else the file's name, else "Untitled".
  [[nodiscard]] QString name() const;

 Q_SIGNALS:
  /// `before` is what is replaced; both are valid during the signal.
  void changed(const thalweg::Scenario& now, const thalweg::Scenario& before);
  /// A new document: nothing of the old one's view should stay.
  void replaced();
  void documentChanged();

 private:
  class Edit;
  void assign(std::shared_ptr<const Scenario> next);
  /// An edit's other end, looked at as it is now unless the edit itself changed that.
  void step(const std::shared_ptr<const Scenario>& from, const std::shared_ptr<const Scenario>& to);

  std::shared_ptr<const Scenario> now_;
  QUndoStack undo_;
  QString path_;
  std::shared_ptr<const Scenario> begun_;  // before the gesture in progress
  int gesture_ = 0;                        // number of the gesture in progress; 0: none
  int gesturesBegun_ = 0;
  bool wasModified_ = false;
  bool arranging_ = false;   // what is pushed is no reason to save
  bool recording_ = false;   // an Edit just pushed has been applied already
  bool forgetting_ = false;  // an Edit that is undone is not to be redone
};

}  // namespace thalweg
