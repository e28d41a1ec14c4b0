#include "app/interrupt.h"

#include "app/commands.h"
#include "core/base/file.h"
#include "core/base/platform.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace thalweg {

namespace {

constexpr std::chrono::milliseconds patience{100};
constexpr std::array signals = {SIGINT, SIGTERM,
#ifdef SIGHUP
                                SIGHUP
#endif
};

/// Handlers may do next to nothing; this one wakes the thread that may.
std::optional<SignalPipe> wake;
std::stop_source asked;
std::jthread watcher;

void handle(int /*signal*/) { wake->send('s'); }

/// Whether the command has ended in time.
bool ended() { return wake->waitFor(patience) == 'q'; }

void watch(const std::stop_token& end, const std::string& name) {
  // Also where the program ends from within a command.
  const std::stop_callback wakes(end, [] { wake->send('q'); });
  if (wake->wait() == 'q') return;
  asked.request_stop();
  if (ended()) return;
  abandonPendingFiles();
  std::fputs((name + ": interrupted\n").c_str(), stderr);
  std::_Exit(Failed);
}

}  // namespace

Interrupts::Interrupts(std::string name) {
  wake.emplace();
  watcher = std::jthread([name = std::move(name)](const std::stop_token& end) { watch(end, name); });
  for (const int signal : signals) std::signal(signal, handle);
}

Interrupts::~Interrupts() {
  for (const int signal : signals) std::signal(signal, SIG_DFL);
  watcher = {};
  wake.reset();
}

std::stop_token interruptToken() { return asked.get_token(); }

}  // namespace thalweg
