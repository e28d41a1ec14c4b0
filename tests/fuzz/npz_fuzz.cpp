/// A libFuzzer target for NumPy's archives and arrays: whatever the bytes, reading them ends in a run that holds what
/// it promises, or in an exception that says why. Bytes go in as they are and, since check sums would stop nearly all
/// that is altered, as entries of archives whose sums agree.

#include "core/base/npy.h"
#include "core/base/zip.h"
#include "tests/fuzz/recorded_check.h"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace thalweg;

namespace {

void number(std::string& out, std::uint64_t value, int width) {
  for (int i = 0; i < width; ++i) out += static_cast<char>(value >> (8 * i) & 255u);
}

/// An archive of one stored or deflated entry.
std::string archiveOf(std::string_view content, bool deflated) {
  const std::string name = "weights.npy";
  std::string packed(content);
  if (deflated) {
    packed.assign(compressBound(static_cast<uLong>(content.size())) + 16, '\0');
    z_stream stream{};
    fuzz::require(deflateInit2(&stream, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    fuzz::require(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(packed.size() - stream.avail_out);
    deflateEnd(&stream);
  }
  const auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size());
  std::string common;  // of both headers, from the flags on
  number(common, 0, 2);
  number(common, deflated ? 8 : 0, 2);
  number(common, 0, 4);
  number(common, sum, 4);
  number(common, packed.size(), 4);
  number(common, content.size(), 4);
  number(common, name.size(), 2);
  number(common, 0, 2);
  std::string out("PK\3\4\x14\0", 6);
  out += common + name + packed;
  const std::size_t directory = out.size();
  out += std::string("PK\1\2\x14\0\x14\0", 8) + common;
  number(out, 0, 2);
  number(out, 0, 4);
  number(out, 0, 4);
  number(out, 0, 4);
  out += name;
  const std::size_t end = out.size();
  out += std::string("PK\5\6\0\0\0\0\1\0\1\0", 12);
  number(out, end - directory, 4);
  number(out, directory, 4);
  number(out, 0, 2);
  return out;
}

void readArray(std::string_view bytes) {
  try {
    const ArrayView view = viewNpy(bytes, 1u << 16);
    const NumericArray array = view.doubles();
    fuzz::require(array.values.size() == checkedSize(view.shape, 1u << 16));
    fuzz::require(view.floats().values.size() == array.values.size());
    for (const bool deflated : {false, true}) {
      const auto again = readNpz(archiveOf(bytes, deflated), 1u << 16);
      fuzz::require(again.size() == 1 && fuzz::same(again.begin()->second.values, array.values));
    }
  } catch (const std::runtime_error& error) {
    fuzz::checkWords(error.what());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  readArray(bytes);
  fuzz::readRun(bytes, "run.npz");
  fuzz::readRun(archiveOf(bytes, size % 2 == 0), "run.npz");
  return 0;
}
