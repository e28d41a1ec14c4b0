#include "ui/look/plain_text.h"

#include <QChildEvent>
#include <QCoreApplication>
#include <QLabel>
#include <QPointer>

namespace thalweg {

namespace {

/// Sees labels before they have a text: a message box's when it is put into the box, a tooltip's when it is polished.
class PlainTexts : public QObject {
 public:
  using QObject::QObject;

  bool eventFilter(QObject* watched, QEvent* event) override {
    QLabel* label = nullptr;
    if (event->type() == QEvent::Polish) label = qobject_cast<QLabel*>(watched);
    if (event->type() == QEvent::ChildAdded) label = qobject_cast<QLabel*>(static_cast<QChildEvent*>(event)->child());
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

void keepTextsPlain() {
  static QPointer<PlainTexts> filter;
  if (filter || !QCoreApplication::instance()) return;
  filter = new PlainTexts(QCoreApplication::instance());
  QCoreApplication::instance()->installEventFilter(filter);
}

QString menuText(QString name) { return name.replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace thalweg
