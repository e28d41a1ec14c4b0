#pragma once
/// Files and folders that get their names only when they are whole: written beside their place, then renamed. What is
/// not committed leaves no trace. Errors: std::system_error. Threads: one object belongs to one thread.

#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

class PendingFile {
 public:
  explicit PendingFile(const std::string& path);
  ~PendingFile();
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;

  void write(std::string_view bytes);
  /// Where the bytes stand until then, for other programs to write to.
  [[nodiscard]] const std::string& temporaryPath() const { return temporary_; }
  void commit();

 private:
  std::string target_;
  std::string temporary_;
  int file_ = -1;
};

/// Files of one folder that appear together. A folder that is already there keeps its other files.
class PendingFolder {
 public:
  explicit PendingFolder(const std::string& path);
  ~PendingFolder();
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  void write(const std::string& name, std::string_view bytes);
  void commit();

 private:
  std::string target_;
  std::string temporary_;
  std::vector<std::string> names_;
};

}  // namespace thalweg
