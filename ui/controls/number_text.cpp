#include "ui/controls/number_text.h"

#include "core/format.h"

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

QString editedNumber(double value) { return std::isinf(value) ? infinite(value) : withTrueMinus(formatShort(value)); }

}  // namespace thalweg
