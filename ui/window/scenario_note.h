#pragma once
/// Under the title, what a scenario of the program's own shows and one thing to try. Folds away; hidden where there is
/// nothing to say. Threads: GUI thread only.

#include <QWidget>

class QLabel;
class QSettings;

namespace thalweg {

class FlatButton;
class ThemeController;
struct Scenario;

class ScenarioNote : public QWidget {
  Q_OBJECT

 public:
  /// `settings` remember whether it is folded; null: nothing does.
  ScenarioNote(const ThemeController& themes, QSettings* settings, QWidget* parent = nullptr);

  /// What belongs to `scenario`, if it is one of the program's own as it came.
  void showWordsOf(const Scenario& scenario);
  void setFolded(bool folded);
  /// Not shown for the time being, folded or not.
  void setAway(bool away);
  /// Stands in the toolbar, and brings the words back; hidden where there are none.
  [[nodiscard]] FlatButton* button() const { return button_; }
  [[nodiscard]] QString text() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void refresh();

  const ThemeController& themes_;
  QSettings* settings_;
  QLabel* words_;
  FlatButton* button_;
  bool folded_ = false;
  bool away_ = false;
};

}  // namespace thalweg
