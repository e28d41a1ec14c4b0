#pragma once
/// The toolbar's button with the scenario's title, a dot while there are unsaved changes, and a chevron. The title can
/// be edited in its place. Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QToolButton>

class QLineEdit;

namespace thalweg {

class TitleButton : public QToolButton {
  Q_OBJECT

 public:
  TitleButton(const ThemeController& themes, QWidget* parent);
  void setTitle(const QString& title, bool modified, const QString& path);
  [[nodiscard]] const QString& title() const { return title_; }
  [[nodiscard]] bool showsUnsaved() const { return modified_; }
  /// Lets the user type another title over the button.
  void edit();

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void renamed(const QString& title);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const ThemeController& themes_;
  QString title_;
  bool modified_ = false;
  QLineEdit* editor_;
};

}  // namespace thalweg
