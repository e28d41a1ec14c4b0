#pragma once
/// A link as a QR picture, large, over the window: a class points its telephones at it. Any key or click puts it away.
/// Threads: GUI thread only.

#include "ui/look/theme.h"

#include <QImage>
#include <QWidget>

#include <string>

namespace thalweg {

/// The most bytes that a QR picture holds (version 40, correction level L, ISO/IEC 18004).
inline constexpr std::size_t mostOfQr = 2953;

/// A pixel a module, black on white, with the four white modules around it that readers need; null where `words` are
/// empty or more than `mostOfQr` bytes.
QImage qrPicture(const std::string& words);

class QrView : public QWidget {
  Q_OBJECT

 public:
  /// Over all of `window`, until it is put away; deletes itself then.
  QrView(const ThemeController& themes, const QImage& picture, const QString& title, QWidget* window);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  const ThemeController& themes_;
  QImage picture_;
  QString title_;
};

}  // namespace thalweg
