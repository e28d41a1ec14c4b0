#pragma once
/// ZIP archives in memory (PKWARE's APPNOTE 6.3), as NumPy writes them: stored or deflated entries, with or without the
/// 64-bit extension. Errors: std::runtime_error with a sentence that names the entry. Threads: pure functions.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct ZipEntry {
  std::string name;
  std::uint64_t header = 0;  ///< where its local header begins
  std::uint64_t packed = 0;  ///< bytes in the archive
  std::uint64_t size = 0;    ///< bytes when unfolded
  std::uint32_t check = 0;   ///< CRC-32 of these
  bool deflated = false;
};

/// Whether `bytes` begin as an archive does.
bool isZip(std::string_view bytes);
/// What is in it, in its directory's order. Refused are encrypted entries, other methods than these two, and more than
/// 10 000 entries.
std::vector<ZipEntry> zipEntries(std::string_view bytes);
/// An entry's bytes: a part of `bytes` where they are stored as they are, else unfolded into `room`. Refused are more
/// than `most`, before they are unfolded, and what does not have its check sum.
std::string_view zipContent(std::string_view bytes, const ZipEntry& entry, std::string& room, std::size_t most);

}  // namespace thalweg
