#pragma once
/// Bytes made short and fit for addresses: zlib's format (RFC 1950: deflate with a checksum) in base64url (RFC 4648 §5,
/// without padding). Errors: std::invalid_argument with a sentence. Threads: pure functions.

#include <cstddef>
#include <string>
#include <string_view>

namespace thalweg {

/// How much work packing is: what is written to stay is made small, what is replaced in a moment is only wrapped.
enum class Packing { Smallest, Quickest };

/// `bytes`, deflated, in the letters A–Z, a–z, 0–9, - and _.
std::string packed(std::string_view bytes, Packing packing = Packing::Smallest);
/// The bytes again. Refused are other letters, what is cut off or altered, and, without unfolding it, what would have
/// more than `most` bytes.
std::string unpacked(std::string_view text, std::size_t most);

}  // namespace thalweg
