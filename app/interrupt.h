#pragma once
/// Ctrl+C and its like (SIGINT, SIGTERM, SIGHUP) while a command works: it is asked to stop, and if it has not within a
/// tenth of a second, because it is in the middle of one large picture, what it has begun is removed and the program
/// ends with status 1.

#include <stop_token>
#include <string>

namespace thalweg {

class Interrupts {
 public:
  /// `name` begins the line that says so. One object at a time, in the main thread.
  explicit Interrupts(std::string name);
  ~Interrupts();
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;
};

/// Asked to stop by an interrupt. Any thread.
std::stop_token interruptToken();

}  // namespace thalweg
