#pragma once
/// Edits schedules inside the options of others: one, or a list with what adds and removes entries, each with its own
/// options as rows. Where numbers stand between the entries (the steps at which the next takes over), each entry but
/// the first has a row for its number.
/// Threads: GUI thread only.

#include "core/contracts/catalog.h"
#include "ui/look/theme.h"

#include <QWidget>

#include <string_view>
#include <vector>

class QVBoxLayout;

namespace thalweg {

class ComboButton;
class FlatButton;
class InlineMessage;
class OptionRow;
class OptionsForm;
struct ScheduleCard;

/// "step · StepLR": PyTorch's name, or the field's, beside ours.
[[nodiscard]] QString scheduleName(const ScheduleCard& card);

class NestedSchedules : public QWidget {
  Q_OBJECT

 public:
  /// `description`: an option of kind Schedule or Schedules. `boundaries`: numbers stand between the entries.
  NestedSchedules(const ThemeController& themes, const OptionDescription& description, bool boundaries,
                  QWidget* parent = nullptr);

  /// Shows the option's value and the numbers between its entries; emits nothing.
  void setValue(const Json& value, const Json& boundaries, std::int64_t steps);
  /// Whose schedules they are, for those who hear the names (OptionRow::setOwner).
  void setOwner(const QString& owner);
  /// As an OptionsForm's; its own rows stand further in.
  [[nodiscard]] int widestLabel() const;
  void setLabelWidth(int pixels);
  /// `place` is the path within the value, "[1].options.gamma"; empty: the whole.
  bool showError(std::string_view place, const QString& words);

  [[nodiscard]] std::size_t count() const { return entries_.size(); }
  [[nodiscard]] ComboButton* choice(std::size_t i) const { return entries_[i].choice; }
  [[nodiscard]] OptionsForm* options(std::size_t i) const { return entries_[i].options; }
  /// Null for the first entry, and where there are no numbers between.
  [[nodiscard]] OptionRow* boundary(std::size_t i) const { return entries_[i].boundary; }
  [[nodiscard]] FlatButton* removeButton(std::size_t i) const { return entries_[i].remove; }
  [[nodiscard]] FlatButton* addButton() const { return add_; }

 Q_SIGNALS:
  void gestureStarted();
  /// The option's whole new value, and all numbers between the entries.
  void edited(const thalweg::Json& value, const thalweg::Json& boundaries);
  void gestureFinished();

 private:
  struct Entry {
    QWidget* whole = nullptr;
    ComboButton* choice = nullptr;
    FlatButton* remove = nullptr;
    OptionRow* boundary = nullptr;
    OptionsForm* options = nullptr;
  };
  void rebuild(std::size_t count);
  Entry makeEntry(std::size_t i);
  void nameEntry(const Entry& entry, std::size_t i) const;
  void choose(std::size_t i, const std::string& name);
  void changeOptions(std::size_t i, const Options& set, const std::string& reset);
  void moveBoundary(std::size_t i, double step);
  void append();
  void removeEntry(std::size_t i);
  void send();

  const ThemeController& themes_;
  OptionDescription description_;
  bool list_;
  bool hasBoundaries_;
  std::vector<Json> schedules_;
  std::vector<double> boundaries_;
  std::int64_t steps_ = -1;
  QString owner_;
  QVBoxLayout* layout_;
  std::vector<Entry> entries_;
  FlatButton* add_ = nullptr;
  InlineMessage* message_;
};

}  // namespace thalweg
