#include "core/base/packed_text.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>

namespace thalweg {

namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned char noLetter = 64;

/// What each byte stands for as a letter.
constexpr std::array<unsigned char, 256> letterValues = [] {
  std::array<unsigned char, 256> values{};
  values.fill(noLetter);
  for (std::size_t i = 0; i < letters.size(); ++i)
    values[static_cast<unsigned char>(letters[i])] = static_cast<unsigned char>(i);
  return values;
}();

std::string base64url(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 4 / 3 + 3);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    held = held << 8u | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 6; bits -= 6) out += letters[held >> (bits - 6) & 63u];
    held &= (1u << bits) - 1;
  }
  if (bits > 0) out += letters[held << (6 - bits) & 63u];
  return out;
}

std::string base64urlBytes(std::string_view text) {
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned char value = letterValues[static_cast<unsigned char>(text[i])];
    if (value == noLetter)
      throw std::invalid_argument("character " + std::to_string(i + 1) + " is not one of A–Z, a–z, 0–9, - and _");
    held = held << 6u | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(held >> bits & 255u);
    held &= (1u << bits) - 1;
  }
  if (bits >= 6 || held != 0) throw std::invalid_argument("it is cut off");
  return out;
}

/// zlib takes bytes without a sign; it does not write to what it reads.
Bytef* input(std::string_view bytes) { return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); }

}  // namespace

std::string packed(std::string_view bytes, Packing packing) {
  uLongf size = compressBound(static_cast<uLong>(bytes.size()));
  std::string out(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, input(bytes), static_cast<uLong>(bytes.size()),
                packing == Packing::Smallest ? Z_BEST_COMPRESSION : Z_NO_COMPRESSION) != Z_OK)
    throw std::bad_alloc();
  out.resize(size);
  return base64url(out);
}

std::string unpacked(std::string_view text, std::size_t most) {
  const std::string bytes = base64urlBytes(text);
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
  stream.next_in = input(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 1u << 14> block{};
  int status = Z_OK;
  while (status == Z_OK && out.size() <= most) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(block.data(), block.size() - stream.avail_out);
  }
  const bool rest = stream.avail_in > 0;
  inflateEnd(&stream);
  if (out.size() > most) throw std::invalid_argument("it unfolds to more than " + std::to_string(most) + " bytes");
  if (status == Z_BUF_ERROR) throw std::invalid_argument("it is cut off");
  if (status != Z_STREAM_END || rest) throw std::invalid_argument("it is not deflated text, or was altered");
  return out;
}

}  // namespace thalweg
