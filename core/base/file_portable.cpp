// Files where the system is not POSIX. No temporary is locked, so what a kill leaves stays; of a file that is exchanged
// the permissions are kept, its owner is not.

#include "core/base/platform.h"

#ifndef THALWEG_POSIX

#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <random>
#include <set>
#include <utility>

namespace thalweg {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(std::errc error) { throw std::system_error(std::make_error_code(error)); }

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

/// Where a chain of links ends, whether or not something is there.
std::string behindLinks(std::string path) {
  constexpr int longestChain = 40;
  for (int links = 0; links < longestChain; ++links) {
    std::error_code none;
    const fs::path next = fs::read_symlink(path, none);
    if (none) return path;
    path = (fs::path(path).parent_path() / next).string();
  }
  fail(std::errc::too_many_symbolic_link_levels);
}

/// A name that nothing has, in the folder where `path` is.
std::string hiddenBeside(const fs::path& path) {
  const fs::path folder = fs::absolute(path.has_parent_path() ? path.parent_path() : fs::path("."));
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  while (true) {
    std::string name = ".thalweg-";
    for (int i = 0; i < 6; ++i) name += letters[random() % letters.size()];
    std::string hidden = (folder / name).string();
    if (!fs::exists(hidden)) return hidden;
  }
}

void put(const std::string& path, std::string_view bytes, std::ios::openmode mode) {
  std::ofstream file(path, std::ios::binary | mode);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) fail(std::errc::io_error);
}

}  // namespace

std::string readFile(const std::string& path, std::size_t most) {
  std::ifstream opened;
  if (path != "-") {
    if (fs::is_directory(path)) fail(std::errc::is_a_directory);
    if (!fs::exists(path)) fail(std::errc::no_such_file_or_directory);
    opened.open(path, std::ios::binary);
    if (!opened) fail(std::errc::permission_denied);
  }
  std::istream& file = path == "-" ? std::cin : opened;
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (text.size() < most && file) {
    file.read(buffer.data(), static_cast<std::streamsize>(std::min(buffer.size(), most - text.size())));
    text.append(buffer.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) fail(std::errc::io_error);
  return text;
}

bool sameFile(const std::string& a, const std::string& b) {
  std::error_code none;
  return fs::equivalent(a, b, none) && !none;
}

PendingFile::PendingFile(const std::string& path) : target_(behindLinks(path)) {
  const fs::file_status old = fs::status(target_);
  if (fs::is_directory(old)) fail(std::errc::is_a_directory);
  special_ = fs::exists(old) && !fs::is_regular_file(old);
  constexpr auto writable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  if (fs::is_regular_file(old) && (old.permissions() & writable) == fs::perms::none) fail(std::errc::permission_denied);
  temporary_ = hiddenBeside(special_ ? fs::temp_directory_path() / "file" : fs::path(target_));
  put(temporary_, {}, std::ios::trunc);
  remember(temporary_);
}

PendingFile::~PendingFile() {
  if (temporary_.empty()) return;
  std::error_code ignored;
  fs::remove(temporary_, ignored);
  forget(temporary_);
}

void PendingFile::write(std::string_view bytes) { put(temporary_, bytes, std::ios::app); }

void PendingFile::copyToTarget() {
  std::ifstream from(temporary_, std::ios::binary);
  std::ofstream to(target_, std::ios::binary);
  if (from.peek() != std::ifstream::traits_type::eof()) to << from.rdbuf();
  to.close();
  if (!to) fail(std::errc::io_error);
}

void PendingFile::commit() {
  if (special_) return copyToTarget();
  if (fs::exists(target_)) fs::permissions(temporary_, fs::status(target_).permissions());
  fs::rename(temporary_, target_);
  forget(std::exchange(temporary_, {}));
}

PendingFolder::PendingFolder(const std::string& path) : target_(path) {
  while (target_.size() > 1 && target_.back() == '/') target_.pop_back();
  target_ = behindLinks(target_);
  if (fs::exists(target_) && !fs::is_directory(target_)) fail(std::errc::not_a_directory);
  // Within a folder that is there: its parent may be another file system, or not ours to write to.
  temporary_ = hiddenBeside(fs::is_directory(target_) ? fs::path(target_) / "file" : fs::path(target_));
  fs::create_directory(temporary_);
  remember(temporary_);
}

PendingFolder::~PendingFolder() {
  if (temporary_.empty()) return;
  std::error_code ignored;
  fs::remove_all(temporary_, ignored);
  forget(temporary_);
}

void PendingFolder::write(const std::string& name, std::string_view bytes) {
  put(temporary_ + "/" + name, bytes, std::ios::trunc);
  names_.push_back(name);
}

/// Old files step aside first; if anything fails, all is as it was.
void PendingFolder::exchange() {
  const fs::path target(target_);
  const fs::path aside = fs::path(temporary_) / "aside";
  fs::create_directory(aside);
  std::vector<std::string> moved;
  std::vector<std::string> placed;
  try {
    for (const std::string& name : names_) {
      if (fs::is_directory(fs::symlink_status(target / name))) fail(std::errc::is_a_directory);
      if (fs::exists(fs::symlink_status(target / name))) {
        fs::rename(target / name, aside / name);
        moved.push_back(name);
      }
      fs::rename(fs::path(temporary_) / name, target / name);
      placed.push_back(name);
    }
  } catch (...) {
    std::error_code ignored;
    for (const std::string& name : placed) fs::remove(target / name, ignored);
    for (const std::string& name : moved) fs::rename(aside / name, target / name, ignored);
    throw;
  }
  fs::remove_all(temporary_);
}

void PendingFolder::commit() {
  if (fs::is_directory(target_)) {
    exchange();
  } else {
    fs::rename(temporary_, target_);
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
