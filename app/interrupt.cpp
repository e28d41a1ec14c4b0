#include "app/interrupt.h"

#include "app/commands.h"
#include "core/base/file.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <thread>

namespace thalweg {

namespace {

constexpr int patience = 100;  // ms
constexpr std::array<int, 3> signals = {SIGINT, SIGTERM, SIGHUP};

/// Handlers may do next to nothing; this one wakes the thread that may.
std::array<int, 2> wake = {-1, -1};
std::stop_source asked;
std::jthread watcher;

void handle(int /*signal*/) {
  const int before = errno;
  const char byte = 's';
  [[maybe_unused]] const ssize_t written = ::write(wake[1], &byte, 1);
  errno = before;
}

char next() {
  char byte = 'q';
  while (::read(wake[0], &byte, 1) < 0 && errno == EINTR) continue;
  return byte;
}

/// Whether the command has ended in time.
bool ended() {
  pollfd readable{wake[0], POLLIN, 0};
  return ::poll(&readable, 1, patience) > 0 && next() == 'q';
}

void finish() {
  const char byte = 'q';
  [[maybe_unused]] const ssize_t written = ::write(wake[1], &byte, 1);
}

void watch(const std::stop_token& end, const std::string& name) {
  // Also where the program ends from within a command.
  const std::stop_callback wakes(end, finish);
  if (next() == 'q') return;
  asked.request_stop();
  if (ended()) return;
  abandonPendingFiles();
  const std::string line = name + ": interrupted\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  ::_exit(Failed);
}

}  // namespace

Interrupts::Interrupts(std::string name) {
  if (::pipe(wake.data()) != 0) throw std::runtime_error("no pipe can be made");
  watcher = std::jthread([name = std::move(name)](const std::stop_token& end) { watch(end, name); });
  for (const int signal : signals) std::signal(signal, handle);
}

Interrupts::~Interrupts() {
  for (const int signal : signals) std::signal(signal, SIG_DFL);
  watcher = {};
  for (const int end : wake) ::close(end);
}

std::stop_token interruptToken() { return asked.get_token(); }

}  // namespace thalweg
