#pragma once
/// What C++ has no word for: done in the system's own way where it is POSIX, and elsewhere as far as C++ alone can.
/// With THALWEG_PORTABLE defined a POSIX system does without, too, so that the second way is tested.
/// The other places with two ways are `lane_register.h`, `file.cpp` and `file_portable.cpp`, and `lowerPriority` in
/// `parallel.cpp`.

#if (defined(__unix__) || defined(__APPLE__)) && !defined(THALWEG_PORTABLE)
#define THALWEG_POSIX
#endif

#ifndef THALWEG_POSIX
#include <atomic>
#endif
#include <array>
#include <chrono>
#include <optional>

namespace thalweg {

/// Whether somebody may be looking at standard error while it is written. Elsewhere than on POSIX: nobody.
bool errorsGoToTerminal();

/// A few characters on their way from signal handlers to one thread that waits for them. Elsewhere than on POSIX that
/// thread looks every few milliseconds, and of several characters in that time the last one counts.
/// Errors: the constructor throws std::runtime_error.
class SignalPipe {
 public:
  SignalPipe();
  ~SignalPipe();
  SignalPipe(const SignalPipe&) = delete;
  SignalPipe& operator=(const SignalPipe&) = delete;

  /// Any thread, and signal handlers.
  void send(char c) noexcept;
  /// Waits for the next one.
  char wait();
  /// The next one, if it comes within that time.
  std::optional<char> waitFor(std::chrono::milliseconds time);

 private:
#ifdef THALWEG_POSIX
  std::array<int, 2> ends_ = {-1, -1};
#else
  std::atomic<char> sent_ = 0;
#endif
};

}  // namespace thalweg
