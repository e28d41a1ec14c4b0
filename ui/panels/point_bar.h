#pragma once
/// The row over a panel's data while samples are placed by hand: what the next click adds, and the samples as a table.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QWidget>

#include <array>

namespace thalweg {

class FlatButton;
class SegmentedControl;

class PointBar : public QWidget {
  Q_OBJECT

 public:
  explicit PointBar(const ThemeController& themes, QWidget* parent = nullptr);

  /// How many classes there are, and may be; 0: samples have none. `own`: they are not the built-in ones.
  void setData(int classes, int mostClasses, bool own);
  /// The class that a click adds, from 0 on.
  [[nodiscard]] int itsClass() const { return itsClass_; }
  void setClass(int itsClass);
  /// Whether a click adds a sample to test with.
  [[nodiscard]] bool test() const;
  void setTest(bool test);
  [[nodiscard]] FlatButton* table() const { return table_; }
  [[nodiscard]] FlatButton* builtIn() const { return builtIn_; }
  [[nodiscard]] FlatButton* close() const { return close_; }
  [[nodiscard]] SegmentedControl* parts() const { return parts_; }
  /// Of the classes that there may be now; null: there are none.
  [[nodiscard]] SegmentedControl* classes() const;

 Q_SIGNALS:
  void classChosen(int itsClass);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void arrange();

  const ThemeController& themes_;
  std::array<SegmentedControl*, 3> classes_{};  // of two; of two and a third; of three
  SegmentedControl* parts_;
  FlatButton* table_;
  FlatButton* builtIn_;
  FlatButton* close_;
  int itsClass_ = 1;
  int shown_ = -1;  // of classes_
};

}  // namespace thalweg
