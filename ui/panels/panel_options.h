#pragma once
/// The parameters of a panel's objective as sliders, laid over the panel while its button is checked. A typed formula
/// has its text there, which takes effect while it is typed, and a slider for each name that it uses.
/// Threads: GUI thread only.

#include "core/scenario/scenario.h"
#include "ui/look/theme.h"

#include <QTimer>
#include <QWidget>

#include <functional>
#include <vector>

class QLineEdit;
class QVBoxLayout;

namespace thalweg {

class InlineMessage;
class OptionRow;
class OptionsForm;
class ScenarioModel;

class PanelOptions : public QWidget {
  Q_OBJECT

 public:
  PanelOptions(const ThemeController& themes, ScenarioModel& model, std::size_t panel, QWidget* parent);

  /// Shows what the scenario has.
  void refresh();
  /// Opens ready for typing; the formula's text, if there is one, is selected.
  void open();
  /// As if someone typed it in place of the formula.
  void type(const QString& formula);
  [[nodiscard]] OptionsForm* form() const { return form_; }
  [[nodiscard]] QLineEdit* formula() const { return formula_; }
  /// The slider's row of a formula's parameter; null if there is none of that name.
  [[nodiscard]] OptionRow* parameter(const std::string& name) const;

  /// Whether an objective has parameters that stand here; samples of one's own have their place with the data.
  [[nodiscard]] static bool any(const Card& card);
  /// "b = 10": a panel's only parameter, or those that are not as usual; empty where that would be long.
  [[nodiscard]] static QString summary(const Panel& panel);
  /// The same at any length: "a = 1, b = 10".
  [[nodiscard]] static QString parameters(const Panel& panel);

 Q_SIGNALS:
  void closed();
  /// Another number of rows has another height.
  void resized();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] const Panel& panel() const;
  void apply(const std::string& id, const std::function<void(Panel&)>& change);
  void typeFormula();
  /// Says what is wrong with what is typed and, where it is only spelt otherwise, offers Python's spelling.
  void refuseFormula(const QString& why);
  void endTyping();
  void showParameters();
  void editParameter(const std::string& name, const Json& value);

  const ThemeController& themes_;
  ScenarioModel& model_;
  std::size_t index_;
  OptionsForm* form_;
  QLineEdit* formula_;
  InlineMessage* message_;
  QString mended_;  // what the message offers in place of what is typed
  QVBoxLayout* rows_;
  std::vector<OptionRow*> parameters_;
  Json shownParameters_;         // names and ranges that the rows stand for
  Json known_ = Json::object();  // all parameters since the formula was last looked at anew: none is lost while typing
  QTimer typing_;
  bool inGesture_ = false;
};

}  // namespace thalweg
