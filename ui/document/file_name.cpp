#include "ui/document/file_name.h"

namespace thalweg {

namespace {

constexpr char16_t escape = 0xDC00;

bool isEscaped(QChar c) { return c.unicode() >= escape + 0x80 && c.unicode() <= escape + 0xFF; }

}  // namespace

QString nameText(std::string_view bytes) {
  QString text;
  while (!bytes.empty()) {
    std::size_t length = 1;
    QString character;
    // What is no UTF-8 is read as a replacement character, which is written as other bytes.
    for (; length <= 4 && length <= bytes.size(); ++length) {
      character = QString::fromUtf8(bytes.data(), static_cast<qsizetype>(length));
      if (character.toUtf8() == QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(length))) break;
      character.clear();
    }
    if (character.isEmpty()) {
      length = 1;
      character = QChar(static_cast<char16_t>(escape + static_cast<unsigned char>(bytes[0])));
    }
    text += character;
    bytes.remove_prefix(length);
  }
  return text;
}

std::string nameBytes(const QString& text) {
  std::string bytes;
  QString plain;
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (!isEscaped(text[i]) || (i > 0 && text[i - 1].isHighSurrogate())) {
      plain += text[i];
      continue;
    }
    bytes += plain.toStdString();
    plain.clear();
    bytes += static_cast<char>(text[i].unicode() - escape);
  }
  return bytes + plain.toStdString();
}

}  // namespace thalweg
