#include "ui/window/qr_view.h"

#include <QEvent>
#include <QPainter>
#include <qrencode.h>

#include <algorithm>
#include <memory>

namespace thalweg {

QImage qrPicture(const std::string& words) {
  constexpr int quiet = 4;
  if (words.empty() || words.size() > mostOfQr) return {};
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(words.size()), reinterpret_cast<const unsigned char*>(words.data()), 0,
                        QR_ECLEVEL_L),
      QRcode_free);
  if (!code) return {};
  QImage picture(code->width + 2 * quiet, code->width + 2 * quiet, QImage::Format_RGB32);
  picture.fill(Qt::white);
  for (int y = 0; y < code->width; ++y) {
    for (int x = 0; x < code->width; ++x) {
      if ((code->data[y * code->width + x] & 1) != 0) picture.setPixel(x + quiet, y + quiet, qRgb(0, 0, 0));
    }
  }
  return picture;
}

QrView::QrView(const ThemeController& themes, const QImage& picture, const QString& title, QWidget* window)
    : QWidget(window), themes_(themes), picture_(picture), title_(title) {
  setAccessibleName(tr("QR picture of the link to %1").arg(title));
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_DeleteOnClose);
  setGeometry(window->rect());
  window->installEventFilter(this);
  raise();
  show();
  setFocus();
}

void QrView::paintEvent(QPaintEvent* /*event*/) {
  const Theme& theme = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.window);
  painter.setFont(theme.font(TextRole::Title));
  painter.setPen(theme.text);
  const int line = QFontMetrics(painter.font()).height() + theme.u(4);
  painter.drawText(QRect(0, theme.u(2), width(), line), Qt::AlignCenter, title_);
  // Whole pixels a module, or readers see grey edges.
  const int room = std::min(width(), height() - 2 * line) - theme.u(2);
  const int each = std::max(1, room / picture_.width());
  const int side = each * picture_.width();
  painter.drawImage(QRect((width() - side) / 2, line + theme.u(2), side, side), picture_);
  painter.setFont(theme.font(TextRole::Secondary));
  painter.setPen(theme.secondary);
  painter.drawText(QRect(0, height() - line, width(), line), Qt::AlignCenter, tr("Any key puts it away."));
}

void QrView::mousePressEvent(QMouseEvent* /*event*/) { close(); }

void QrView::keyPressEvent(QKeyEvent* /*event*/) { close(); }

bool QrView::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parent() && event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace thalweg
