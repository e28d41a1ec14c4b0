#pragma once
/// A row for one option, made from its description alone: symbol, slider and field for numbers; a switch, a list or a
/// text for the rest. A message under the row says what is wrong with an entry and which value is in force.
/// Threads: GUI thread only.

#include "core/contracts/catalog.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace thalweg {

class InlineMessage;
class MathLabel;
class NestedSchedules;
class NumberField;
class ValueSlider;

/// One line: of an option, or of one number of an option that is a list of fixed length.
class OptionRow : public QWidget {
  Q_OBJECT

 public:
  /// `element`: which number of a list of fixed length; −1: the whole option.
  OptionRow(const ThemeController& themes, const OptionDescription& description, int element = -1,
            QWidget* parent = nullptr);

  [[nodiscard]] const std::string& optionId() const { return description_.id; }
  [[nodiscard]] int element() const { return element_; }
  /// Shows the option's whole value; emits nothing.
  void setValue(const Json& value);
  [[nodiscard]] ValueSlider* slider() const { return slider_; }
  [[nodiscard]] NumberField* field() const { return field_; }
  /// Of a formula, a list or a number per group; else null.
  [[nodiscard]] QLineEdit* edit() const { return edit_; }
  /// Of a Boolean, or what turns a number off that may be none; else null.
  [[nodiscard]] QCheckBox* toggle() const { return toggle_; }
  /// Under the row; empty texts hide it.
  void showNote(const QString& text, const QString& link = {});
  /// The entry cannot be used. `words` say why, without a full stop; a typed text stays, marked, until it is mended or
  /// Escape gives it up.
  void showError(const QString& words);
  [[nodiscard]] QString message() const;
  /// Whose option it is, for those who hear the names: "learning rate of Adam".
  void setOwner(const QString& owner);
  /// Before the number, such as a button that chooses a value.
  void addBeforeNumber(QWidget* widget);
  /// What symbol or words before a slider or a field take; 0: their width is the line's to give.
  [[nodiscard]] int labelWidth() const;
  /// Words may be given less than they take, symbols may not.
  void setLabelWidth(int pixels);
  /// What the row needs beside its label, at least.
  [[nodiscard]] int roomBeside() const;

 Q_SIGNALS:
  void gestureStarted();
  /// The option's whole new value.
  void edited(const thalweg::Json& value);
  void gestureFinished();
  /// The default was asked for.
  void resetRequested();
  void noteLinkActivated();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  /// On the symbol, or any part that does not take it for itself: the default.
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  void buildNumber();
  void buildNone();
  void buildSwitch();
  void buildChoice(const std::vector<std::string>& choices);
  void buildText();
  void makeEdit();
  void editNumber(double value);
  void editPart(Json part);
  void showNumber(const Json& value);
  void showText(const Json& value);
  void commitText();
  void restoreText();
  void markRefused(bool refused);
  [[nodiscard]] Json written(double value) const;
  [[nodiscard]] QString textOf(const Json& value) const;
  [[nodiscard]] QString name() const;

  const ThemeController& themes_;
  OptionDescription description_;
  int element_;
  Json value_;
  QHBoxLayout* line_ = nullptr;
  ValueSlider* slider_ = nullptr;
  NumberField* field_ = nullptr;
  QLineEdit* edit_ = nullptr;
  QCheckBox* toggle_ = nullptr;
  QLabel* none_ = nullptr;
  QWidget* label_ = nullptr;  // before a number or a text
  int labelWidth_ = 0;
  int leastLabel_ = 0;  // that it may be given
  InlineMessage* message_ = nullptr;
  double suggestion_ = 0;  // the number that takes the place of none
  bool refused_ = false;   // the last entry was not taken
  std::function<void(const Json&)> show_;
};

/// All options of a catalogue entry, a row each; those of the second row fold away.
class OptionsForm : public QWidget {
  Q_OBJECT

 public:
  explicit OptionsForm(const ThemeController& themes, QWidget* parent = nullptr);

  /// `card` must outlive the form; null empties it. `without`: options that have their controls elsewhere.
  void setCard(const Card* card, const std::vector<std::string>& without = {});
  [[nodiscard]] const Card* card() const { return card_; }
  void setOptions(const Options& options, std::int64_t steps);
  /// Whose options they are (OptionRow::setOwner); rows that come later are told, too.
  void setOwner(const QString& owner);
  /// The widest symbol or word before the numbers that are shown.
  [[nodiscard]] int widestLabel() const;
  /// What any of the rows needs beside its label, at least.
  [[nodiscard]] int roomBeside() const;
  /// Numbers of all rows begin after so many pixels for their symbols.
  void setLabelWidth(int pixels);
  /// Folds or shows the second row's options.
  void setExpanded(bool expanded);
  [[nodiscard]] bool hasSecondRow() const { return hasSecondRow_; }
  /// "ε 1e-8  μ 0  centered off": the folded options and their values.
  [[nodiscard]] QString secondRowText() const;
  /// What stands between them.
  static QString secondRowSeparator() { return QStringLiteral("    "); }
  /// "lr 0.08": the option of that id as it is written on a folded card; empty if there is none.
  [[nodiscard]] static QString valueText(const OptionDescription& description, const Json& value, int element = -1);
  /// An id, or "base_options.lr" of what a wrapped optimizer has.
  [[nodiscard]] OptionRow* row(const std::string& optionId, int element = -1) const;
  /// The editor of an option that holds schedules.
  [[nodiscard]] NestedSchedules* nested(const std::string& optionId) const;
  /// Says under the row that `path` ("options.betas[0]") names why its entry cannot be used; false if none of the rows
  /// shown is that option's.
  bool showError(std::string_view path, const QString& words);

 Q_SIGNALS:
  void gestureStarted();
  void edited(const std::string& optionId, const thalweg::Json& value);
  /// Options that only change together.
  void editedTogether(const thalweg::Options& changes);
  void gestureFinished();
  void resetRequested(const std::string& optionId);

 private:
  /// An option that holds schedules.
  struct Nested {
    std::string id;
    std::string between;  ///< the list whose numbers stand between them; empty: none
    NestedSchedules* editor;
  };
  void addRow(const OptionDescription& description, int element);
  void resetRow(const std::string& id, int element);
  void addNested(const OptionDescription& description);
  void addBase(const OptionDescription& description);
  void clear();

  const ThemeController& themes_;
  const Card* card_ = nullptr;
  std::vector<std::string> without_;
  QVBoxLayout* layout_;
  std::vector<OptionRow*> rows_;
  std::vector<Nested> nested_;
  OptionsForm* base_ = nullptr;  // options of the wrapped optimizer
  const Card* baseCard_ = nullptr;
  Options options_;
  std::int64_t steps_ = 0;
  QString owner_;
  bool expanded_ = false;
  bool hasSecondRow_ = false;
};

}  // namespace thalweg
