#pragma once
/// A small popup for a contender's colour and marker: the eight colours that colour-blind viewers tell apart, any other
/// one, and the eight markers. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QFrame>

#include <vector>

class QToolButton;

namespace thalweg {

class MarkPopup : public QFrame {
  Q_OBJECT

 public:
  explicit MarkPopup(const ThemeController& themes, QWidget* parent = nullptr);

  /// Opens below `anchor`, with the present mark chosen.
  void popup(const QWidget& anchor, const ContenderMark& mark);
  [[nodiscard]] QToolButton* colorButton(std::size_t i) const { return colors_[i]; }
  [[nodiscard]] QToolButton* markerButton(std::size_t i) const { return markers_[i]; }
  [[nodiscard]] QToolButton* otherButton() const { return other_; }
  [[nodiscard]] QToolButton* resetButton() const { return reset_; }

 Q_SIGNALS:
  void colorChosen(const QString& color);  ///< "#RRGGBB"
  void otherColorWanted();
  void markerChosen(const QString& marker);
  /// Those of its place again.
  void resetRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void show(const ContenderMark& mark);

  const ThemeController& themes_;
  std::vector<QToolButton*> colors_;
  std::vector<QToolButton*> markers_;
  QToolButton* other_;
  QToolButton* reset_;
};

}  // namespace thalweg
