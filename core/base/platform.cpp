#include "core/base/platform.h"

#ifdef THALWEG_POSIX
#include <poll.h>
#include <unistd.h>
#endif

#include <cerrno>
#include <stdexcept>
#include <thread>

namespace thalweg {

#ifdef THALWEG_POSIX

bool errorsGoToTerminal() { return ::isatty(STDERR_FILENO) != 0; }

SignalPipe::SignalPipe() {
  if (::pipe(ends_.data()) != 0) throw std::runtime_error("no pipe can be made");
}

SignalPipe::~SignalPipe() {
  for (const int end : ends_) ::close(end);
}

void SignalPipe::send(char c) noexcept {
  const int before = errno;
  [[maybe_unused]] const ssize_t written = ::write(ends_[1], &c, 1);
  errno = before;
}

char SignalPipe::wait() {
  char c = 0;
  while (::read(ends_[0], &c, 1) < 0 && errno == EINTR) continue;
  return c;
}

std::optional<char> SignalPipe::waitFor(std::chrono::milliseconds time) {
  pollfd readable{ends_[0], POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(time.count())) <= 0) return {};
  return wait();
}

#else

namespace {

constexpr std::chrono::milliseconds look{5};

}  // namespace

static_assert(std::atomic<char>::is_always_lock_free, "signal handlers may set no other");

bool errorsGoToTerminal() { return false; }

SignalPipe::SignalPipe() = default;
SignalPipe::~SignalPipe() = default;

void SignalPipe::send(char c) noexcept { sent_ = c; }

char SignalPipe::wait() {
  while (true) {
    if (const std::optional<char> c = waitFor(std::chrono::hours(1))) return *c;
  }
}

std::optional<char> SignalPipe::waitFor(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (true) {
    if (const char c = sent_.exchange(0)) return c;
    if (std::chrono::steady_clock::now() >= end) return {};
    std::this_thread::sleep_for(look);
  }
}

#endif

}  // namespace thalweg
