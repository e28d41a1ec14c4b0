#include "ui/look/plain_text.h"

#include <QCoreApplication>
#include <QEvent>
#include <QLabel>
#include <QPointer>

namespace thalweg {

namespace {

/// Labels are polished before they are shown, a tooltip's even before it has a text.
class PlainTexts : public QObject {
 public:
  using QObject::QObject;

  bool eventFilter(QObject* watched, QEvent* event) override {
    auto* label = event->type() == QEvent::Polish ? qobject_cast<QLabel*>(watched) : nullptr;
    if (label && label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
    return false;
  }
};

}  // namespace

QLabel* plainLabel(QWidget* parent, const QString& text, const char* role) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setText(text);
  if (*role != 0) label->setProperty("role", QString::fromLatin1(role));
  return label;
}

std::unique_ptr<QMessageBox> plainQuestion(QWidget* window, const QString& title, const QString& text,
                                           QMessageBox::StandardButtons buttons) {
  auto box = std::make_unique<QMessageBox>(window);
  // Before it has a text: HTML is laid out, and its images are read, as soon as it is set.
  box->setTextFormat(Qt::PlainText);
  box->setWindowTitle(title);
  box->setText(text);
  box->setStandardButtons(buttons);
  return box;
}

void keepTextsPlain() {
  static QPointer<PlainTexts> filter;
  if (filter || !QCoreApplication::instance()) return;
  filter = new PlainTexts(QCoreApplication::instance());
  QCoreApplication::instance()->installEventFilter(filter);
}

QString menuText(QString name) { return name.replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace thalweg
