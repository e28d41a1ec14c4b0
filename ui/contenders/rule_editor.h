#pragma once
/// A typed rule on its card: lines that take effect while they are typed, what is wrong with them and where, and a
/// slider for each parameter. The last good rule stays in force. Threads: GUI thread only.

#include "core/contracts/catalog.h"
#include "core/expression/rule.h"
#include "ui/look/theme.h"

#include <QPlainTextEdit>
#include <QTimer>
#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace thalweg {

class FlowLayout;
class InlineMessage;
class OptionRow;

/// A few lines with their numbers beside them, as high as they are many.
class RuleField : public QPlainTextEdit {
  Q_OBJECT

 public:
  explicit RuleField(const ThemeController& themes, QWidget* parent = nullptr);
  /// Marks the word at a place, both from 1; line 0: none.
  void markFault(int line, int column);
  /// The word there in place of what stands at the marked place.
  void replaceFault(const QString& word);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void focused(bool on);
  void escaped();

 protected:
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void dress();
  void paintNumbers();
  void showFault();
  [[nodiscard]] QTextCursor faultyWord() const;

  const ThemeController& themes_;
  QWidget* numbers_;
  int faultLine_ = 0, faultColumn_ = 0;
};

class RuleEditor : public QWidget {
  Q_OBJECT

 public:
  RuleEditor(const ThemeController& themes, QWidget* parent = nullptr);

  /// Shows the rule and the parameters among an optimizer's options; what is being typed stays.
  void setOptions(const Options& options);
  /// Whose rule it is, for those who hear the names.
  void setOwner(const QString& owner);
  /// The sliders: a widget of their own, so that other rows may stand between.
  [[nodiscard]] QWidget* parameters() const { return parameters_; }
  [[nodiscard]] OptionRow* parameter(const std::string& name) const;
  [[nodiscard]] RuleField* field() const { return field_; }
  /// What is said under the lines; empty: nothing.
  [[nodiscard]] QString message() const;
  [[nodiscard]] int widestLabel() const;
  void setLabelWidth(int pixels);

 Q_SIGNALS:
  void gestureStarted();
  /// Options that changed together: the formula and its parameters, or these alone.
  void edited(const thalweg::Options& changes);
  void gestureFinished();
  void helpRequested();

 private:
  void buildNames();
  void type();
  void endTyping();
  void giveUp();
  void showRows();
  void showRemarks();
  void editParameter(const std::string& name, const Json& value);

  const ThemeController& themes_;
  RuleField* field_;
  InlineMessage* message_;
  QWidget* names_;
  QWidget* parameters_;
  QVBoxLayout* rows_;
  std::vector<OptionRow*> sliders_;
  std::vector<RuleParameter> shown_;  // what the rows stand for
  QString owner_;
  QString formula_;              // in force
  Json given_ = Json::object();  // in force
  Json known_ = Json::object();  // every parameter since typing began: none is lost on the way
  QString suggestion_;
  QTimer typing_;
  bool refused_ = false;  // what stands in the field is no rule
  bool inGesture_ = false;
};

}  // namespace thalweg
