#pragma once
/// A stream into a file that gets its name only when it is whole, for what is too long to be one string.
/// Errors: std::system_error, also from what writes to it. Threads: one object belongs to one thread.

#include "core/base/file.h"

#include <array>
#include <ostream>
#include <streambuf>
#include <string>

namespace thalweg {

/// Numbers and words are written without a locale.
class FileStream : public std::ostream {
 public:
  explicit FileStream(const std::string& path);
  /// The file takes its place; nothing can be written after it.
  void commit();

 private:
  class Buffer : public std::streambuf {
   public:
    explicit Buffer(const std::string& path) : file_(path) { setp(bytes_.data(), bytes_.data() + bytes_.size()); }
    void commit();

   protected:
    int_type overflow(int_type next) override;
    int sync() override;

   private:
    PendingFile file_;
    std::array<char, 1 << 16> bytes_{};
  };
  Buffer buffer_;
};

}  // namespace thalweg
