/// A libFuzzer target for safetensors files: whatever the bytes, reading them ends in a run that holds what it
/// promises, or in an exception that says why. Bytes go in as they are, and with a length of the header that fits them.

#include "core/base/safetensors.h"
#include "tests/fuzz/recorded_check.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace thalweg;

namespace {

/// With a length that leaves off what stands behind the last brace.
std::string withLength(std::string_view bytes) {
  std::string out(bytes);
  const std::size_t end = out.rfind('}');
  if (out.size() < 9 || end == std::string::npos || end < 8) return out;
  std::uint64_t length = end - 7;
  for (std::size_t i = 0; i < 8; ++i) {
    out[i] = static_cast<char>(length & 255u);
    length >>= 8u;
  }
  return out;
}

void readTensors(std::string_view bytes) {
  try {
    const Safetensors file = readSafetensors(bytes, 1u << 16);
    for (const auto& [name, view] : file.tensors)
      fuzz::require(view.doubles().values.size() == checkedSize(view.shape, 1u << 16));
  } catch (const std::runtime_error& error) {
    fuzz::checkWords(error.what());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string fitted = withLength(bytes);
  for (const std::string_view text : {bytes, std::string_view(fitted)}) {
    readTensors(text);
    fuzz::readRun(text, "run.safetensors");
  }
  return 0;
}
