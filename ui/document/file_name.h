#pragma once
/// File names as Qt's text and back without loss: a name is bytes, and those that are no UTF-8 stand in the text as
/// lone surrogates U+DC80 to U+DCFF.
/// Threads: pure functions.

#include <QString>

#include <string>
#include <string_view>

namespace thalweg {

QString nameText(std::string_view bytes);
std::string nameBytes(const QString& text);

}  // namespace thalweg
