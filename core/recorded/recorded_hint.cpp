#include "core/recorded/recorded_hint.h"

#include "core/base/safetensors.h"
#include "core/base/zip.h"

#include <algorithm>
#include <array>

namespace thalweg {

bool meansRun(std::string_view beginning) {
  if (isSafetensors(beginning)) return true;
  if (isZip(beginning)) {
    // The first entry's name stands behind thirty bytes.
    constexpr std::size_t nameAt = 30;
    constexpr std::array<std::string_view, 3> names = {"header.npy", "weights.npy", "loss.npy"};
    const std::string_view name = beginning.substr(std::min(nameAt, beginning.size()));
    return std::ranges::any_of(names, [&](std::string_view known) { return name.starts_with(known); });
  }
  const std::string_view header = beginning.substr(0, beginning.find_first_of("\r\n"));
  constexpr std::string_view between = ",;\t \"";
  for (std::size_t at = header.find("loss"); at != std::string_view::npos; at = header.find("loss", at + 1)) {
    const std::size_t end = at + 4;
    const bool begins = at == 0 || between.find(header[at - 1]) != std::string_view::npos;
    if (begins && (end == header.size() || between.find(header[end]) != std::string_view::npos)) return true;
  }
  return false;
}

}  // namespace thalweg
