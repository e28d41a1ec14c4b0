#pragma once
/// Core's texts (UTF-8) as Qt's. Threads: any.

#include <QString>

#include <string_view>

namespace thalweg {

[[nodiscard]] inline QString text(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace thalweg
