#include "core/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace thalweg {

namespace {

void writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw std::system_error(errno, std::generic_category());
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void writeFileAtomically(const std::string& path, std::string_view bytes) {
  // A link is followed, so that it stays a link.
  std::error_code ignored;
  const auto resolved = std::filesystem::weakly_canonical(path, ignored);
  const std::string target = ignored || resolved.empty() ? path : resolved.string();
  std::string temporary = target + ".XXXXXX";
  int file = ::mkstemp(temporary.data());
  if (file < 0) throw std::system_error(errno, std::generic_category());
  try {
    writeAll(file, bytes);
    struct stat old {};
    const mode_t mask = ::umask(0);
    ::umask(mask);
    const mode_t mode = ::stat(target.c_str(), &old) == 0 ? old.st_mode & 07777u : 0666u & ~mask;
    if (::fchmod(file, mode) != 0 || ::fsync(file) != 0) throw std::system_error(errno, std::generic_category());
    if (::close(std::exchange(file, -1)) != 0) throw std::system_error(errno, std::generic_category());
    if (std::rename(temporary.c_str(), target.c_str()) != 0) throw std::system_error(errno, std::generic_category());
  } catch (...) {
    if (file >= 0) ::close(file);
    ::unlink(temporary.c_str());
    throw;
  }
}

}  // namespace thalweg
