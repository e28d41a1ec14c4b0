#include "ui/export/pending_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace thalweg {

namespace {

[[noreturn]] void fail() { throw std::system_error(errno, std::generic_category()); }

void writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

mode_t openMode(mode_t most) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  return most & ~mask;
}

}  // namespace

PendingFile::PendingFile(const std::string& path) {
  // A link is followed, so that it stays a link.
  std::error_code ignored;
  const auto resolved = std::filesystem::weakly_canonical(path, ignored);
  target_ = ignored || resolved.empty() ? path : resolved.string();
  if (std::filesystem::is_directory(target_, ignored))
    throw std::system_error(std::make_error_code(std::errc::is_a_directory));
  temporary_ = target_ + ".XXXXXX";
  file_ = ::mkstemp(temporary_.data());
  if (file_ < 0) fail();
}

PendingFile::~PendingFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void PendingFile::write(std::string_view bytes) { writeAll(file_, bytes); }

void PendingFile::commit() {
  struct stat old {};
  const mode_t mode = ::stat(target_.c_str(), &old) == 0 ? old.st_mode & 07777u : openMode(0666);
  if (::fchmod(file_, mode) != 0 || ::fsync(file_) != 0) fail();
  if (::close(std::exchange(file_, -1)) != 0) fail();
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  temporary_.clear();
}

PendingFolder::PendingFolder(const std::string& path) : target_(path) {
  while (target_.size() > 1 && target_.back() == '/') target_.pop_back();
  std::error_code ignored;
  const auto status = std::filesystem::status(target_, ignored);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status))
    throw std::system_error(std::make_error_code(std::errc::not_a_directory));
  // Within a folder that is there: its parent may be another file system, or not ours to write to.
  temporary_ = (std::filesystem::is_directory(status) ? target_ + "/" : target_) + ".XXXXXX";
  if (::mkdtemp(temporary_.data()) == nullptr) fail();
}

PendingFolder::~PendingFolder() {
  if (temporary_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(temporary_, ignored);
}

void PendingFolder::write(const std::string& name, std::string_view bytes) {
  const std::string path = temporary_ + "/" + name;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) fail();
  try {
    writeAll(file, bytes);
  } catch (...) {
    ::close(file);
    throw;
  }
  if (::close(file) != 0) fail();
  names_.push_back(name);
}

void PendingFolder::commit() {
  if (std::filesystem::is_directory(target_)) {
    for (const std::string& name : names_) {
      if (std::rename((temporary_ + "/" + name).c_str(), (target_ + "/" + name).c_str()) != 0) fail();
    }
    std::filesystem::remove_all(temporary_);
  } else {
    if (::chmod(temporary_.c_str(), openMode(0777)) != 0) fail();
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  }
  temporary_.clear();
}

}  // namespace thalweg
