#pragma once
/// Files in and out: bounded reading, and writing so that nothing is lost. Names are bytes, as the system has them.
/// Errors: std::system_error. Threads: functions may be called from any thread, for different paths at once; one
/// object belongs to one thread.

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace thalweg {

/// The first `most` bytes of a file, a pipe or a device ("-": standard input), or all if there are fewer.
std::string readFile(const std::string& path, std::size_t most);

/// Whether both names lead to the same file that is there.
bool sameFile(const std::string& a, const std::string& b);

/// A file that gets its name only when it is whole: written under a hidden name in the same folder, then renamed. What
/// is not committed leaves no trace; what a kill leaves is removed by the next write into that folder, where the system
/// is POSIX.
///
/// Links are followed, also to what is not there yet. A pipe or a device is written into, as a shell would, when the
/// bytes are whole. A file whose permissions forbid writing is refused.
class PendingFile {
 public:
  explicit PendingFile(const std::string& path);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  void write(std::string_view bytes);
  /// Where the bytes stand until then, an absolute path, for other programs to write to.
  [[nodiscard]] const std::string& temporaryPath() const { return temporary_; }
  void commit();

 private:
  void copyToTarget();

  std::string target_;
  std::string temporary_;
  [[maybe_unused]] int file_ = -1;  ///< where the system is POSIX
  bool special_ = false;            ///< a pipe or a device
};

/// Files of one folder that appear together, or none of them. A folder that is already there keeps its other files;
/// those of the same names are exchanged.
class PendingFolder {
 public:
  explicit PendingFolder(const std::string& path);
  ~PendingFolder();
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  void write(const std::string& name, std::string_view bytes);
  void commit();

 private:
  void exchange();

  std::string target_;
  std::string temporary_;
  std::vector<std::string> names_;
  [[maybe_unused]] int lock_ = -1;  ///< where the system is POSIX
};

/// All of `bytes` as a PendingFile.
void writeFileAtomically(const std::string& path, std::string_view bytes);

/// Removes what all pending files and folders of this process have written so far, for a process that is about to end
/// without unwinding. Any thread.
void abandonPendingFiles();

}  // namespace thalweg
