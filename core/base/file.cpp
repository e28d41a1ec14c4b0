// Files where the system is POSIX.

#include "core/base/platform.h"

#ifdef THALWEG_POSIX

#include "core/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>
#include <utility>

namespace thalweg {

namespace {

namespace fs = std::filesystem;

/// Of every temporary; six letters of the system's follow. Short and its own, so that a target's long name fits, too.
constexpr std::string_view hiddenPrefix = ".thalweg-";

[[noreturn]] void fail(int error = errno) { throw std::system_error(error, std::generic_category()); }

/// Temporaries of this process.
std::mutex pendingMutex;
std::set<std::string>& pending() {
  static std::set<std::string> paths;
  return paths;
}
void remember(const std::string& path) {
  const std::scoped_lock lock(pendingMutex);
  pending().insert(path);
}
void forget(const std::string& path) {
  const std::scoped_lock lock(pendingMutex);
  pending().erase(path);
}

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

/// Where a chain of links ends, whether or not something is there.
std::string behindLinks(std::string path) {
  constexpr int longestChain = 40;
  for (int links = 0; links < longestChain; ++links) {
    std::error_code none;
    const fs::path next = fs::read_symlink(path, none);
    if (none) return path;
    path = (fs::path(path).parent_path() / next).string();
  }
  fail(ELOOP);
}

std::string folderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return fs::absolute(folder.empty() ? fs::path(".") : folder).string();
}

/// The holder of a temporary keeps it locked; a lock that is free belongs to a process that was killed.
void sweep(const std::string& folder) {
  std::error_code ignored;
  for (fs::directory_iterator entry(folder, ignored), end; !ignored && entry != end; entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(hiddenPrefix) || name.size() != hiddenPrefix.size() + 6) continue;
    const int file = ::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0) continue;
    std::error_code busy;
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) fs::remove_all(entry->path(), busy);
    ::close(file);
  }
}

/// Locks what was just made; false if a sweep has been faster.
bool lockNew(int file) {
  struct stat now {};
  // Where a file system has no locks, nothing is swept either.
  return ::flock(file, LOCK_EX) != 0 || (::fstat(file, &now) == 0 && now.st_nlink > 0);
}

std::string hiddenName(const std::string& folder) {
  return folder + (folder.ends_with('/') ? "" : "/") + std::string(hiddenPrefix) + "XXXXXX";
}

std::pair<int, std::string> makeFile(const std::string& folder) {
  while (true) {
    std::string path = hiddenName(folder);
    const int file = ::mkstemp(path.data());
    if (file < 0) fail();
    ::fcntl(file, F_SETFD, FD_CLOEXEC);
    if (lockNew(file)) return {file, path};
    ::close(file);
  }
}

std::pair<int, std::string> makeFolder(const std::string& folder) {
  while (true) {
    std::string path = hiddenName(folder);
    if (::mkdtemp(path.data()) == nullptr) fail();
    const int lock = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0 && lockNew(lock)) return {lock, path};
    if (lock >= 0) ::close(lock);
  }
}

}  // namespace

std::string readFile(const std::string& path, std::size_t most) {
  const int file = path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) fail();
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (text.size() < most) {
    const ssize_t got = ::read(file, buffer.data(), std::min(buffer.size(), most - text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const int error = errno;
      ::close(file);
      fail(error);
    }
    if (got == 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(file);
  return text;
}

bool sameFile(const std::string& a, const std::string& b) {
  struct stat first {};
  struct stat second {};
  return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

PendingFile::PendingFile(const std::string& path) : target_(behindLinks(path)) {
  struct stat old {};
  const bool there = ::stat(target_.c_str(), &old) == 0;
  if (!there && errno != ENOENT) fail();
  if (there && S_ISDIR(old.st_mode)) fail(EISDIR);
  special_ = there && !S_ISREG(old.st_mode);
  // Whoever may do anything still means a file to stay that nobody may write.
  if (there && (::access(target_.c_str(), W_OK) != 0 || (!special_ && (old.st_mode & 0222u) == 0))) fail(EACCES);
  const std::string folder = special_ ? fs::temp_directory_path().string() : folderOf(target_);
  sweep(folder);
  std::tie(file_, temporary_) = makeFile(folder);
  remember(temporary_);
}

PendingFile::~PendingFile() {
  if (file_ >= 0) ::close(file_);
  if (temporary_.empty()) return;
  ::unlink(temporary_.c_str());
  forget(temporary_);
}

void PendingFile::write(std::string_view bytes) { writeAll(file_, bytes); }

void PendingFile::copyToTarget() {
  const int target = ::open(target_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
  if (target < 0) fail();
  try {
    std::array<char, 1 << 16> buffer{};
    for (off_t done = 0;;) {
      const ssize_t got = ::pread(file_, buffer.data(), buffer.size(), done);
      if (got < 0) fail();
      if (got == 0) break;
      writeAll(target, {buffer.data(), static_cast<std::size_t>(got)});
      done += got;
    }
  } catch (...) {
    ::close(target);
    throw;
  }
  if (::close(target) != 0) fail();
}

void PendingFile::commit() {
  if (special_) return copyToTarget();
  struct stat old {};
  const bool there = ::stat(target_.c_str(), &old) == 0;
  // Who may not give files away keeps the new one.
  if (there && ::fchown(file_, old.st_uid, old.st_gid) != 0) errno = 0;
  const mode_t mode = there ? old.st_mode & 07777u : openMode(0666);
  if (::fchmod(file_, mode) != 0 || ::fsync(file_) != 0) fail();
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  forget(std::exchange(temporary_, {}));
  if (::close(std::exchange(file_, -1)) != 0) fail();
}

PendingFolder::PendingFolder(const std::string& path) : target_(path) {
  while (target_.size() > 1 && target_.back() == '/') target_.pop_back();
  target_ = behindLinks(target_);
  std::error_code ignored;
  const auto status = fs::status(target_, ignored);
  if (fs::exists(status) && !fs::is_directory(status)) fail(ENOTDIR);
  // Within a folder that is there: its parent may be another file system, or not ours to write to.
  const std::string folder = fs::is_directory(status) ? fs::absolute(target_).string() : folderOf(target_);
  sweep(folder);
  std::tie(lock_, temporary_) = makeFolder(folder);
  remember(temporary_);
}

PendingFolder::~PendingFolder() {
  if (lock_ >= 0) ::close(lock_);
  if (temporary_.empty()) return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
  forget(temporary_);
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

/// Old files step aside first; if anything fails, all is as it was.
void PendingFolder::exchange() {
  const std::string aside = temporary_ + "/aside";
  if (::mkdir(aside.c_str(), 0700) != 0) fail();
  std::vector<std::string> moved;
  std::vector<std::string> placed;
  const auto rename = [](const std::string& from, const std::string& to) {
    return std::rename(from.c_str(), to.c_str()) == 0;
  };
  try {
    for (const std::string& name : names_) {
      const std::string place = target_ + "/" + name;
      struct stat old {};
      if (::lstat(place.c_str(), &old) == 0) {
        if (S_ISDIR(old.st_mode)) fail(EISDIR);
        if (!rename(place, aside + "/" + name)) fail();
        moved.push_back(name);
      }
      if (!rename(temporary_ + "/" + name, place)) fail();
      placed.push_back(name);
    }
  } catch (...) {
    for (const std::string& name : placed) ::unlink((target_ + "/" + name).c_str());
    for (const std::string& name : moved) rename(aside + "/" + name, target_ + "/" + name);
    throw;
  }
  fs::remove_all(temporary_);
}

void PendingFolder::commit() {
  if (fs::is_directory(target_)) {
    exchange();
  } else {
    if (::chmod(temporary_.c_str(), openMode(0777)) != 0) fail();
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail();
  }
  forget(std::exchange(temporary_, {}));
}

void writeFileAtomically(const std::string& path, std::string_view bytes) {
  PendingFile file(path);
  file.write(bytes);
  file.commit();
}

void abandonPendingFiles() {
  const std::scoped_lock lock(pendingMutex);
  for (const std::string& path : pending()) {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
}

}  // namespace thalweg

#endif
