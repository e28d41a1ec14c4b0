#pragma once
/// Writing files so that nothing is lost.
/// Threads: may be called from any thread, for different paths at once.

#include <string>
#include <string_view>
#include <system_error>

namespace thalweg {

/// Writes beside `path`, then renames: the old file stays whole until the new one is, and a failure leaves no trace.
/// Throws std::system_error.
void writeFileAtomically(const std::string& path, std::string_view bytes);

}  // namespace thalweg
