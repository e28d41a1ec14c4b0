#include "ui/look/number_text.h"

#include "core/base/format.h"

#include <cmath>

namespace thalweg {

namespace {

QString withTrueMinus(const std::string& text) {
  return QString::fromStdString(text).replace(QLatin1Char('-'), QChar(u'−'));
}

QString infinite(double value) { return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞"); }

}  // namespace

QString shownNumber(double value, int digits) {
  return std::isinf(value) ? infinite(value) : withTrueMinus(formatSignificant(value, digits));
}

QString editedNumber(double value) {
  if (std::isinf(value)) return infinite(value);
  std::string text = formatShort(value);
  // "1e-04" and "1e+20" are read back alike without the zero and the plus.
  if (const std::size_t e = text.find('e'); e != std::string::npos) {
    std::size_t digits = e + 1;
    if (text[digits] == '+')
      text.erase(digits, 1);
    else if (text[digits] == '-')
      ++digits;
    while (digits + 1 < text.size() && text[digits] == '0') text.erase(digits, 1);
  }
  return withTrueMinus(text);
}

}  // namespace thalweg
