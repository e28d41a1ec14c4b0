#include "core/base/zip.h"

#include "core/base/data_text.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>

namespace thalweg {

namespace {

constexpr std::size_t mostEntries = 10'000;
constexpr std::uint64_t inExtension32 = 0xFFFFFFFFu;
constexpr std::uint64_t inExtension16 = 0xFFFFu;

/// Little-endian numbers of a range of bytes; what lies beyond it is refused.
class ZipBytes {
 public:
  explicit ZipBytes(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::string_view part(std::uint64_t at, std::uint64_t size) const {
    if (at > bytes_.size() || size > bytes_.size() - at) throw std::runtime_error("the archive is cut off");
    return bytes_.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
  }
  [[nodiscard]] std::uint64_t number(std::uint64_t at, std::size_t width) const {
    const std::string_view digits = part(at, width);
    std::uint64_t value = 0;
    for (std::size_t i = width; i-- > 0;) value = value << 8u | static_cast<unsigned char>(digits[i]);
    return value;
  }

 private:
  std::string_view bytes_;
};

struct Directory {
  std::uint64_t at = 0;
  std::uint64_t entries = 0;
};

Directory findDirectory(std::string_view bytes) {
  constexpr std::size_t endSize = 22;
  constexpr std::size_t longestComment = 65535;
  const std::string_view signature("PK\5\6", 4);
  if (bytes.size() < endSize) throw std::runtime_error("the archive is cut off");
  const std::size_t first = bytes.size() - std::min(bytes.size(), endSize + longestComment);
  const std::size_t found = bytes.substr(first).rfind(signature);
  if (found == std::string_view::npos || found + first + endSize > bytes.size())
    throw std::runtime_error("the archive is cut off: its directory is missing");
  const std::uint64_t end = first + found;
  const ZipBytes from(bytes);
  Directory directory{from.number(end + 16, 4), from.number(end + 10, 2)};
  constexpr std::uint64_t locatorSize = 20;
  if ((directory.at == inExtension32 || directory.entries == inExtension16) && end >= locatorSize &&
      from.part(end - locatorSize, 4) == std::string_view("PK\6\7", 4)) {
    const std::uint64_t extended = from.number(end - locatorSize + 8, 8);
    if (from.part(extended, 4) != std::string_view("PK\6\6", 4))
      throw std::runtime_error("the archive's directory is damaged");
    directory = {from.number(extended + 48, 8), from.number(extended + 32, 8)};
  }
  return directory;
}

/// Takes from the 64-bit extension what the entry's own fields had no room for.
void readExtension(std::string_view extra, ZipEntry& entry) {
  const ZipBytes from(extra);
  for (std::uint64_t at = 0; at + 4 <= extra.size();) {
    const std::uint64_t id = from.number(at, 2);
    const std::uint64_t size = from.number(at + 2, 2);
    if (id == 1) {
      const ZipBytes fields(from.part(at + 4, size));
      std::uint64_t next = 0;
      for (std::uint64_t* field : {&entry.size, &entry.packed, &entry.header}) {
        if (*field != inExtension32) continue;
        *field = fields.number(next, 8);
        next += 8;
      }
      return;
    }
    at += 4 + size;
  }
}

[[noreturn]] void refuseEntry(const ZipEntry& entry, const std::string& why) {
  constexpr std::size_t longest = 80;
  throw std::runtime_error(printable(entry.name, longest) + ": " + why);
}

void unfold(std::string_view packed, const ZipEntry& entry, std::string& room) {
  // Deflate makes at most 1032 bytes of one, so a claim beyond that needs no memory to be refused.
  constexpr std::uint64_t mostPerByte = 1040;
  if (entry.size / mostPerByte > entry.packed) refuseEntry(entry, "it is damaged");
  room.resize(static_cast<std::size_t>(entry.size));
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  std::size_t read = 0;
  std::size_t written = 0;
  int status = Z_OK;
  constexpr std::size_t atOnce = std::numeric_limits<uInt>::max();
  char beyond = 0;  // where what is longer than it says would go on
  while (status == Z_OK) {
    if (stream.avail_in == 0) {
      const std::size_t more = std::min(atOnce, packed.size() - read);
      // zlib does not write to what it reads.
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + read));
      stream.avail_in = static_cast<uInt>(more);
      read += more;
    }
    const bool full = written == room.size();
    const std::size_t space = full ? 1 : std::min(atOnce, room.size() - written);
    stream.next_out = reinterpret_cast<Bytef*>(full ? &beyond : room.data() + written);
    stream.avail_out = static_cast<uInt>(space);
    status = inflate(&stream, Z_NO_FLUSH);
    const std::size_t made = space - stream.avail_out;
    if (full && made > 0) break;
    written += made;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || written != room.size()) refuseEntry(entry, "it is damaged or cut off");
}

std::uint32_t checkSum(std::string_view bytes) {
  return static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace

bool isZip(std::string_view bytes) {
  return bytes.starts_with(std::string_view("PK\3\4", 4)) || bytes.starts_with(std::string_view("PK\5\6", 4));
}

std::vector<ZipEntry> zipEntries(std::string_view bytes) {
  const Directory directory = findDirectory(bytes);
  if (directory.entries > mostEntries)
    throw std::runtime_error("expected at most " + std::to_string(mostEntries) + " entries in the archive");
  const ZipBytes from(bytes);
  std::vector<ZipEntry> entries;
  std::uint64_t at = directory.at;
  for (std::uint64_t i = 0; i < directory.entries; ++i) {
    if (from.part(at, 4) != std::string_view("PK\1\2", 4))
      throw std::runtime_error("the archive's directory is damaged at entry " + std::to_string(i + 1));
    ZipEntry entry;
    const std::uint64_t flags = from.number(at + 8, 2);
    const std::uint64_t method = from.number(at + 10, 2);
    entry.check = static_cast<std::uint32_t>(from.number(at + 16, 4));
    entry.packed = from.number(at + 20, 4);
    entry.size = from.number(at + 24, 4);
    const std::uint64_t nameSize = from.number(at + 28, 2);
    const std::uint64_t extraSize = from.number(at + 30, 2);
    const std::uint64_t commentSize = from.number(at + 32, 2);
    entry.header = from.number(at + 42, 4);
    entry.name = std::string(from.part(at + 46, nameSize));
    readExtension(from.part(at + 46 + nameSize, extraSize), entry);
    if ((flags & 1u) != 0) refuseEntry(entry, "it is encrypted");
    if (method != 0 && method != 8)
      refuseEntry(entry, "it is packed by method " + std::to_string(method) + "; expected a stored or deflated entry");
    entry.deflated = method == 8;
    entries.push_back(std::move(entry));
    at += 46 + nameSize + extraSize + commentSize;
  }
  return entries;
}

std::string_view zipContent(std::string_view bytes, const ZipEntry& entry, std::string& room, std::size_t most) {
  if (entry.size > most) refuseEntry(entry, "it has more than " + std::to_string(most) + " bytes");
  const ZipBytes from(bytes);
  std::string_view packed;
  try {
    if (from.part(entry.header, 4) != std::string_view("PK\3\4", 4)) throw std::runtime_error("it is damaged");
    const std::uint64_t data =
        entry.header + 30 + from.number(entry.header + 26, 2) + from.number(entry.header + 28, 2);
    packed = from.part(data, entry.packed);
  } catch (const std::runtime_error& error) {
    refuseEntry(entry, error.what());
  }
  std::string_view content = packed;
  if (entry.deflated) {
    unfold(packed, entry, room);
    content = room;
  } else if (entry.packed != entry.size) {
    refuseEntry(entry, "it is damaged");
  }
  if (checkSum(content) != entry.check) refuseEntry(entry, "it is damaged: its check sum does not agree");
  return content;
}

}  // namespace thalweg
